"""Whether the services on the screen are those that were shown before, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.case import Case
from bot.conversation.referrals import service_cards


def shown_before(case: Case) -> str:
    """The sentence for whoever asks if they are the same, from what `case` knows was shown.

    It holds no tu or vous, and no letter that an SMS pays for ("même").
    """
    return sentence([(str(one["name"]), one["id"] in case.shown_before) for one in service_cards(case)], case)


def sentence(services: Sequence[tuple[str, bool]], case: Case) -> str:
    """The same for `services`: the name of each on the screen, and whether it was shown before."""
    if not case.shown_before:
        return "C'est la seule liste que j'ai donnée ici."
    again = [name for name, before in services if before]
    if not again:
        return "Non, rien de cela n'a été donné avant."
    if len(again) == len(services):
        return "Oui, tout cela a déjà été donné avant."
    return f"En partie : déjà donné avant, {', '.join(again)}; le reste est nouveau."
