"""What is around a place in a message: whether it is an answer to "quelle ville?", or says something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.safety.french import fold

MOST_WORDS_OF_A_PLACE = 5

_SOMEBODY_IN_IT = re.compile(r"\?|\b(?:je|j|chu|me|m|mon|ma|mes|moi|tu|t|il|elle|on)\b")
_IS_SOMEWHERE = re.compile(
    r"\b(?:suis|chu|jsuis|habite|jhabite|reste|jreste|vis|demeure|proche|pres|bout|coin|cote|region)\b"
    r"[^.!?]{0,12}\b(?:a|au|aux|en|dans|sur|de|d|du|des|proche|pres)\b"
)
_SMALL_WORDS = """
a alentours alors au aussi aux ben bon bout c ce cest chu coin cote d dans de des disons donc du en est et
euh finalement genre habite ici j je jreste jsuis l la le les mettons moi non ok on ouais oui ouin pis
plutot pres proche region reste s secteur stp suis sur svp tiens vers ville vis y
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_NOT_FAR = re.compile(r"\bpas (?:trop |ben |tres )?loin\b")


def may_be_a_place(text: str) -> bool:
    """Whether an answer to "quelle ville?" may be a name we do not know, rather than something she tells."""
    folded = fold(text)
    return len(folded.split()) <= MOST_WORDS_OF_A_PLACE and not _SOMEBODY_IN_IT.search(folded)


def says_where(text: str) -> bool:
    """Whether `text` may say where she is, by a name that no map knows: "chu dans un rang proche d'Amos"."""
    return may_be_a_place(text) or names_a_spot(text)


def names_a_spot(text: str) -> bool:
    """Whether somewhere in `text` she says where she is or lives."""
    return _IS_SOMEWHERE.search(fold(text)) is not None


def only_a_place(text: str, places: Iterable[Mapping[str, Any]]) -> bool:
    """Whether `text` is a known place and small words around it ("pis à Matane?", "proche de Magog").

    `places`: the place entities, with the `start` and `end` of each in `text`.
    """
    letters = list(text)
    found = False
    for one in places:
        found = True
        start, end = int(one["start"]), int(one["end"])
        letters[start:end] = " " * (min(end, len(letters)) - start)
    left = _NOT_FAR.sub(" ", fold("".join(letters)))
    return found and set(re.findall(r"[a-z0-9]+", left)) <= _SMALL
