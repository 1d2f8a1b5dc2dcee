"""The SMS routes of the web application, one gateway or several, as the environment says.

`SENTIER_SMS` names the gateways: "twilio", "kannel", "twilio kannel"; empty or absent, SMS is off.
Gateway `x` is the module `bot/channels/sms_x.py`, which offers `routes(desk, environment) -> list[Route]`.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.routing import Route

from bot.channels import bodies
from bot.channels.sms import SmsDesk
from bot.conversation.turn import Assistant
from bot.errors import SentierError
from bot.privacy.store import Store

GATEWAYS_VARIABLE = "SENTIER_SMS"
MAX_BODY = 32 * 1024
"""Bytes of a request: an SMS is at most a few kilobytes, even of ten parts, with a gateway's own fields."""


class SmsNotConfigured(SentierError):
    """A gateway is asked for and its settings are missing or make no sense."""


def sms_routes(
    assistant: Assistant,
    environment: Mapping[str, str],
    store: Store | None = None,
    secret: bytes | None = None,
) -> list[Route]:
    """The routes of every gateway named in SENTIER_SMS; [] when SMS is off.

    `store` and `secret`: what several processes share.

    Raises SmsNotConfigured, a sentence that says which variable to set.
    """
    names = re.findall(r"[^\s,;]+", environment.get(GATEWAYS_VARIABLE, "").lower())
    desk = SmsDesk(assistant, store=store, secret=secret)
    found: list[Route] = []
    for name in dict.fromkeys(names):
        module = f"bot.channels.sms_{name}"
        routes = None
        if name.isidentifier() and importlib.util.find_spec(module) is not None:
            routes = getattr(importlib.import_module(module), "routes", None)
        if routes is None:
            raise SmsNotConfigured(
                f"{GATEWAYS_VARIABLE} names a gateway that does not exist: {name}. "
                "Write twilio, kannel or both."
            )
        found += routes(desk, environment)
    return found


def required(environment: Mapping[str, str], variable: str, gateway: str) -> str:
    """The value of `variable`; raises SmsNotConfigured when it is missing or blank."""
    value = environment.get(variable, "").strip()
    if not value:
        raise SmsNotConfigured(f"The SMS gateway {gateway} needs {variable}; see docs/sms.md.")
    return value


async def read_body(request: Request) -> bytes:
    """The raw body; raises BodyTooLong when it is longer than any SMS."""
    return await bodies.read_body(request, MAX_BODY)
