""" "Québec", the city or the province."""

from __future__ import annotations

from directory.places import lexicon as lx
from directory.places.context import Context
from directory.places.index import Hit

_PROVINCE_LEADS = frozenset(["au", "du", "le", "ce", "tout", "partout", "province"])
_NAMES = ("quebec", "qc", "qbc")


def province_word(hit: Hit, context: Context, previous: Hit | None) -> bool:
    """This "Québec" is the province, a public body, or the tail of an address ("Amos, Québec").

    "À Québec", "ville de Québec" and "Québec" by itself are the city.
    """
    if hit.name.key not in _NAMES:
        return False
    before = context.text(hit.start - 1)
    if hit.start > 0 and context.breaks_before(hit.start):
        before = ""
    if before in _PROVINCE_LEADS or before in ("in", "en") or before in lx.BODIES:
        return True
    if before in ("de", "d") and context.text(hit.start - 2) in ("province", "gouvernement"):
        return True
    after = context.text(hit.end)
    if after == "qui" and context.lead(hit)[0] == "":
        return True
    if after in ("solidaire", "canada") and not context.tokens[hit.end].before.strip(" "):
        return after == "solidaire" or previous is not None
    # "Amos, Québec", "Gatineau (Québec)": the province after the town.
    return previous is not None and hit.start == previous.end
