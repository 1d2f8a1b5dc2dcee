"""Whether a message asks: the one vocabulary of questions as they are typed here.

"Chu tu trop tard", "y sort tu a soir", "esk", "kom": few carry a question mark. Whatever tells on and asks
for nothing is listened to instead (bot/conversation/telling_on.py).
"""

from __future__ import annotations

import re

from bot.safety.french import fold

_NO_VERB = (
    r"(?:que|qu|ke|si|quand|kan|comme|ou|et|pis|mais|dont|car|donc|la|toi|fois|parce|lorsque|puisque"
    r"|merci|pas)"
)
"""Words before a "tu" that is somebody: "quand tu dors"."""
_BEGINS = r"(?:^|[.,;:!]\s*|\b(?:et|pis|mais|ok|bon|ben|alors)\s+)"
_ASKS = re.compile(
    r"\?"
    r"|\b(?:est[- ]ce|es[kq]u?e?|comment|kom(?:[ae]n)?|comben|combien|cb|cmb|pourquoi|pk|quoi|koi|koss?e"
    r"|quel(?!qu)\w*|kel(?!k|qu)\w*|quand est|qui est|ou est|how|what|does)\b"
    rf"|\w-tu\b|\b(?!{_NO_VERB}\b)\w{{2,}} tu\b|\b(?:c|ca) tu\b"
    r"|\w-(?:je|t-(?:il|elle|ils|elles|on)|il|elle|ils|elles|on)\b(?!-)|(?<!rendez)-vous\b"
    rf"|{_BEGINS}(?:(?:qui|ki|ou)\b|(?:quand|kan|kand) (?!(?:je|j|tu|il|elle|on|y|ils|elles|mon|ma)\b))"
)


def asks(text: str) -> bool:
    """Whether `text` has a mark or a word of a question."""
    return _ASKS.search(fold(text)) is not None
