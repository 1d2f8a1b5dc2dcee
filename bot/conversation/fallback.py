"""What is said when the engine, the database or the actions are down: still useful, still with numbers.

The numbers are those of the directory (tests/bot/conversation/test_fallback.py compares them, and those of
every other text that is said when nothing else works).
"""

from __future__ import annotations

from bot.conversation.messages import BotMessage

EMERGENCY_NUMBERS = (
    ("Danger maintenant", "911"),
    ("Idées suicidaires, jour et nuit", "1 866 277-3553"),
    ("Violence d'un proche ou d'un client, jour et nuit", "1 800 363-9010"),
    ("Contrôle, exploitation, jour et nuit", "1 833 900-1010"),
    ("Santé ou parler à quelqu'un", "811"),
    ("Trouver un service près de chez soi", "211"),
)
"""(what for, number), most urgent first."""


def numbers() -> str:
    """The numbers, one a line."""
    return "\n".join(f"{what} : {number}" for what, number in EMERGENCY_NUMBERS)


def unavailable() -> BotMessage:
    """One message with the numbers that answer, addressed to anyone (no tu, no vous)."""
    return BotMessage(
        "Petit problème de mon côté, la recherche ne répond pas. Voici des numéros qui répondent :\n"
        + numbers()
    )


def forgetful() -> BotMessage:
    """The same when the message was answered and what was said before it cannot be reached."""
    return BotMessage(
        "Petit problème de mon côté, ce qui a été dit avant m'échappe. Le redire en une phrase aide. "
        "Des numéros qui répondent :\n" + numbers()
    )
