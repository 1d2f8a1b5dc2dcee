"""A place taken back: "oublie Laval, j'aime mieux pas le dire", "chu pu là". It is known no more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.conversation.case import Case
from bot.conversation.questions import asks
from bot.safety.french import fold
from directory.places import shared_gazetteer

MOST_WORDS = 16
"""A longer message tells something; no place is taken back in it."""
_LEFT_WORDS = 8
"""A longer one tells why she left."""

_A_PLACE = r"(?:ville|region|secteur|village|quartier|code postal|coin|endroit)"
_OF_IT = rf"(?:(?:de|la|le|ma|mon|l'|pour|aucune?|d'|cette|cet) ?){{0,3}}{_A_PLACE}\b"
_WHERE = (
    r"\bou (?:(?:je |j'?)(?:suis|chu|reste|habite|vis|me trouve|demeure)|chu|jsuis|jreste|jhabite)\b"
    r"|\bwhere (?:i am|i live|i'm)\b"
)
_TOLD_TO_DO = r"(?<!j')(?<!je )(?<!il )(?<!elle )(?<!on )(?<!m')(?<!l')\b"
_DROP = (
    rf"{_TOLD_TO_DO}(?:oublie[sz]?|efface[sz]?|enleve[sz]?|retire[sz]?|supprime[sz]?|ote[sz]?)"
    r"(?!(?: moi)? (?:pas|jamais))\b"
    r"|\b(?:peux|peut|pouvez|pourrais|pourriez|tu|vous)[- ](?:(?:tu|vous|peux|pouvez) )?"
    r"(?:oublier|effacer|enlever|retirer|supprimer|oter)\b|\bforget\b"
)
_KEEP_NOT = (
    rf"(?:{_TOLD_TO_DO}(?:dis|dites|mets?|mettez|gardes?|gardez|notes?|notez|ecris|ecrivez|prends|retiens"
    r"|marque[sz]?|utilise[sz]?)(?:[- ](?:la|le))? (?:pas|pu|plus|aucune?)\b|\b(?:tiens|tenez) pas compte\b)"
)
_WITHOUT = rf"^\W*(?:(?:finalement|ok|bon|non|ben|euh|stp|svp)\W+)*(?:pas de|aucune|sans) {_A_PLACE}\b"
_HIDES = re.compile(
    rf"(?:{_DROP})(?: [\w']+){{0,2}}? (?:{_OF_IT}|my (?:town|city))|(?:{_DROP})[^.!?]{{0,20}}(?:{_WHERE})"
    rf"|(?:{_KEEP_NOT}) {_OF_IT}|{_WITHOUT}"
)
_WILL_NOT_SAY = re.compile(
    r"(?:\b(?:dis|dirai|dit|donne|donnerai) (?:pas|pu|plus|rien)\b"
    r"|\b(?:veux|veut|vx|jveux|mieux|prefere|prefererais|tiens a)(?: ne)? (?:pas|pu|plus)"
    r"(?: (?:que (?:tu|vous)|qu'on))?(?: (?:te|vous|le|la|les))* ?(?:l')?"
    r"(?:dire|nommer|preciser|donner|ecrire|mentionner|sach\w+)\b"
    r"|\b(?:pas le dire|rather not say|garder? (?:ca|le|la) pour moi)\b)"
    # What else she may keep to herself is not where she is.
    rf"(?! (?:mon|mes|son|qui|quoi|pourquoi|ce|comment|combien|ma(?! {_A_PLACE}))\b)"
)
_SAYS_WHERE = re.compile(rf"{_WHERE}|\bou\W*$|\b{_A_PLACE}\b")
_TO_SOMEBODY = re.compile(
    r"\b(?:lui|leur|aux?)\b|\bqu'(?:ils?|elles?)\b|\ba (?:ma|mon|mes|son|sa|ses|personne|la|l'|ton)\b"
    r"|\b(?:si|quand|parce|pour pas|lorsque) "
)
"""What she keeps from a man or her mother is not kept from here."""
_IS = r"(?:suis|chu|chui|jsuis|sui|habite|reste|vis|jreste|jhabite|demeure)"
_NO_MORE = rf"{_IS} (?:pu|plus|pus)"
_GONE = re.compile(
    rf"{_NO_MORE} (?:(?:a|au|aux|en|dans|la|le) )*_(?!\w)|\b(?:quitte|partie? (?:de|d'|du)) ?_(?!\w)"
)
_NOT_THERE = re.compile(rf"\b{_NO_MORE} la(?:[- ]bas)?\b")
_NOT_THERE_AND_NO_MORE = re.compile(
    rf"\W*(?:(?:je|j'|ben|mais|finalement|astheure|la|ok|euh)\W*)*{_NOT_THERE.pattern}(?: finalement)?\W*"
)
_STILL_THERE = re.compile(rf"\b{_IS} (?:(?:a|au|aux|en|dans|la|le) )*_(?!\w)")
_FORGETS = re.compile(rf"(?:{_DROP}|{_KEEP_NOT})(?: (?:pour|a|ca|le|la|de|d'|mon|l'affaire))* ?_(?!\w)")
_MAY_WITHDRAW = re.compile(
    rf"{_DROP}|{_KEEP_NOT}|{_WITHOUT}|{_WILL_NOT_SAY.pattern}|\b{_NO_MORE}\b|\b(?:quitte|partie?)\b"
)
"""Without any of these, the places of a message need not be read."""


@dataclass(frozen=True)
class Withdrawn:
    """What is taken back. `name`: of the place, when it is named; `hidden`: she will not say another."""

    hidden: bool
    name: str | None = None


def withdrawn(text: str, case: Case) -> Withdrawn | None:
    """What `text` takes back of the places known in `case`, None when it takes back none or gives another."""
    if case.place is None or len(text.split()) > MOST_WORDS:
        return None
    if _MAY_WITHDRAW.search(fold(text)) is None or _asks(text):
        return None
    known = {place.name for place in (case.place, case.other_place) if place is not None}
    covered, named = _covered(text, case, known)
    if covered is None:
        return None
    folded = fold(covered)
    kept_from_here = _TO_SOMEBODY.search(folded) is None
    forgets, gone = _FORGETS.search(folded) is not None, _GONE.search(folded) is not None
    if kept_from_here and _HIDES.search(folded):
        return Withdrawn(hidden=True, name=named)
    unsaid = _SAYS_WHERE.search(folded) and not _STILL_THERE.search(folded)
    of_the_place = forgets or gone or unsaid or _NOT_THERE.search(folded)
    if kept_from_here and of_the_place and _WILL_NOT_SAY.search(folded):
        return Withdrawn(hidden=True, name=named)
    if forgets or (gone and len(folded.split()) <= _LEFT_WORDS):
        return Withdrawn(hidden=False, name=named)
    # Of somebody who confides, "chu pu là" may say something else.
    on_the_screen = bool(case.last_shown) and not case.confided
    alone = on_the_screen and _NOT_THERE_AND_NO_MORE.fullmatch(folded)
    return Withdrawn(hidden=False) if alone else None


def _asks(text: str) -> bool:
    """Whether `text` asks something of us; "peux-tu oublier ma ville?" tells what to do."""
    return asks(text) and not re.search(rf"(?:{_DROP})", fold(text))


def _covered(text: str, case: Case, known: set[str]) -> tuple[str | None, str | None]:
    """`text` with the known place that it names covered by "_", and that name; no text when it gives a new
    place."""
    found = shared_gazetteer().find(text, region=case.region)
    name = None
    if found is not None and found.name in known:
        name, (start, end) = found.name, found.span
        text = text[:start] + "_" + text[end:]
        found = shared_gazetteer().find(text, region=case.region)
    if found is not None:
        return None, None
    if name is None:
        text, name = _covered_by_name(text, known)
    return text, name


def _covered_by_name(text: str, known: set[str]) -> tuple[str, str | None]:
    """The same for a name where the gazetteer hears that she is not ("chu pu à Laval")."""
    for name in known:
        typed = re.sub(r"[^a-z0-9]+", "[^a-z0-9]+", fold(name))
        place = re.search(rf"\b{typed}\b", fold(text))
        if place is not None:
            return fold(text)[: place.start()] + "_" + fold(text)[place.end() :], name
    return text, None
