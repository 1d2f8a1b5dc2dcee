"""What the web side takes from the environment, checked at start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from bot.channels.sms_gateways import GATEWAYS_VARIABLE
from bot.errors import SentierError

EXIT_VARIABLE = "SENTIER_EXIT_URL"
EMBED_VARIABLE = "SENTIER_EMBED_HOSTS"
OPERATOR_VARIABLE = "SENTIER_OPERATOR"
CONTACT_VARIABLE = "SENTIER_CONTACT"
DEFAULT_EXIT = "https://www.meteomedia.com/ca"
"""A weather page: ordinary on any phone at any hour, and it shows nothing about who looks at it."""


class BadSetting(SentierError):
    """A setting of the environment that cannot be used."""


@dataclass(frozen=True)
class WebSettings:
    """`exit_url`: where "leave quickly" goes. `embed_origins`: sites that may show the conversation.

    `operator` and `contact`: the organisation answerable for personal information and how to write to it
    (Loi sur le secteur privé, RLRQ c. P-39.1, art. 3.1 and 8); the privacy page says when they are missing.
    `sms`: whether SMS is on, and with it companies that carry what is written.
    """

    exit_url: str = DEFAULT_EXIT
    embed_origins: tuple[str, ...] = ()
    operator: str = ""
    contact: str = ""
    sms: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> WebSettings:
        """The settings; raises BadSetting, a sentence that says what to write instead."""
        values = os.environ if environment is None else environment
        exit_url = values.get(EXIT_VARIABLE, "").strip() or DEFAULT_EXIT
        _check_exit(exit_url)
        hosts = values.get(EMBED_VARIABLE, "").replace(",", " ").split()
        return cls(
            exit_url,
            tuple(dict.fromkeys(_origin(host) for host in hosts)),
            values.get(OPERATOR_VARIABLE, "").strip(),
            values.get(CONTACT_VARIABLE, "").strip(),
            bool(values.get(GATEWAYS_VARIABLE, "").strip()),
        )


def _parts(address: str) -> SplitResult:
    """The parts of an address; none of them when it cannot be split, as "https://[" cannot."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _check_exit(url: str) -> None:
    parts = _parts(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or any(char in url for char in " ;,'\"<>"):
        raise BadSetting(f"{EXIT_VARIABLE} must be a whole web address, such as {DEFAULT_EXIT}.")


def _origin(host: str) -> str:
    """`exemple.org` -> `https://exemple.org`; an origin stays as it is. No wildcards: each site is named."""
    parts = _parts(host if "://" in host else f"https://{host}")
    try:
        port = parts.port
    except ValueError:
        port = -1
    plain = parts.hostname is not None and all(char.isalnum() or char in "-." for char in parts.hostname)
    if not plain or port == -1 or parts.scheme not in ("https", "http") or parts.path not in ("", "/"):
        raise BadSetting(
            f"{EMBED_VARIABLE} lists host names separated by commas, such as exemple.org,www.exemple.org; "
            "one of them is not a host name."
        )
    return f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")
