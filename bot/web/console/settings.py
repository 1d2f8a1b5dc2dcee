"""What the console takes from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from bot.web.settings import BadSetting

HTTPS_VARIABLE = "SENTIER_CONSOLE_HTTPS"
_YES, _NO = ("1", "true", "yes"), ("", "0", "false", "no")


@dataclass(frozen=True)
class ConsoleSettings:
    """`https`: people reach the console by https (through a proxy), so its cookie never travels otherwise."""

    https: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> ConsoleSettings:
        """The settings; raises BadSetting for a word that is neither yes nor no."""
        values = os.environ if environment is None else environment
        given = values.get(HTTPS_VARIABLE, "").strip().casefold()
        if given not in _YES + _NO:
            raise BadSetting(f"{HTTPS_VARIABLE} is 1 when people reach the console by https, 0 otherwise.")
        return cls(https=given in _YES)
