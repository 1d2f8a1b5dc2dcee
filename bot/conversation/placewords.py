"""What is around a place in a message: whether it is an answer to "quelle ville?", or says something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.conversation.case import Case
from bot.conversation.model_reading import Message
from bot.conversation.place_withdrawn import withdrawn
from bot.conversation.places_of_two import taken_up
from bot.conversation.questions import asks
from bot.safety.french import fold
from directory.places import shared_gazetteer

MOST_WORDS_OF_A_PLACE = 5
LEAST_WORDS = 4
"""A shorter doubt ("trop mêlée", "hein?") is an answer to what was asked."""
PLACE_EXTRACTOR = "PlaceExtractor"
"""Whose places are read again with what is known (bot/nlu/extractors.py)."""

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


_THEY_ARE = re.compile(
    r"(?:\bc'?est|\best[- ]ce|\bsont|\bsitue\w*|\bbase\w*)"
    r"(?:[- ](?:tu|ce|qu'?|que|c'?est|ils?|elles?|tous?|tout|toutes?|juste|pas|aussi|encore))*"
    r" (?:a|au|aux|en|dans|sur)(?: l[ae])?\s*$"
)


def asks_where_they_are(text: str, start: int) -> bool:
    """Whether the place that begins at `start` is asked of the services shown: "c'est-tu à Amos?"."""
    return _THEY_ARE.search(fold(text[:start])) is not None and asks(text)


def with_her_place(parse: Mapping[str, Any], case: Case, *, for_another: bool) -> Mapping[str, Any]:
    """`parse` with the place where she is; `for_another`: where the woman is whom the writer speaks of.

    A place of somebody else or of another time serves while none is known. One where she is not (she wants to
    go back there, the man lives there) serves only when a town was asked; one asked of services, never.
    """
    parse = _without_a_false_doubt(parse, case)
    entities = list(parse.get("entities") or [])
    if taken_up(str(parse.get("text") or ""), case) is not None:
        # "Et pour elle?" names no need: what was sought for her is.
        return {**parse, "entities": [one for one in entities if one.get("entity") != "need"]}
    heard = [one for one in entities if one.get("extractor") == PLACE_EXTRACTOR]
    if not heard:
        return parse
    text = str(parse.get("text") or "")
    known = case.region
    others = [one for one in entities if one not in heard]
    place = shared_gazetteer().find(text, region=known, for_another=for_another)
    asked_of_them = place is not None and bool(case.last_shown) and asks_where_they_are(text, place.span[0])
    if place is None or asked_of_them or withdrawn(text, case) is not None:
        return {**parse, "entities": others}
    if case.asked != "place" and (place.elsewhere or (place.loose and known)):
        return {**parse, "entities": others}
    if (place.name, place.region) == (heard[0].get("value"), heard[0].get("region")):
        return parse
    start, end = place.span
    found = {
        **heard[0],
        "value": place.name,
        "start": start,
        "end": end,
        "region": place.region,
        "outside": place.outside,
        "ambiguous": [choice.region for choice in place.ambiguous],
    }
    return {**parse, "entities": [*others, found]}


_HER_TOWN = (
    r"(?:(?:mon|ma|le|la|not'?re) (?:petite? )?"
    r"(?:village|ville|coin|quartier|secteur|bout\w*|paroisse|rang|place)|ici|icitte)"
)
_COMPLAINS = r"(?<!est )(?<!sont )(?<!suis )(?<!chu )(?<!c )(?<!a )(?<!ai )(?<!trouve )"
"""Before words that are then no wish: "c'est pas proche", "y en a pas dans ma ville"."""
_AWAY = re.compile(
    rf"{_COMPLAINS}\bpas (?:trop |si |ben |tres |direct(?:ement)? )?(?:proche|pres|a cote)\b"
    rf"|{_COMPLAINS}(?<!connais )\bpas (?:(?:dans|a|en|sur) )?{_HER_TOWN}\b(?! (?:depuis|pour))"
    rf"|{_COMPLAINS}\b(?:ailleurs qu'?e?|(?:en )?dehors|hors|a l'exterieur|(?:plus|assez|un peu) loin) ?"
    rf"(?:dans |de |d'|du )?(?:{_HER_TOWN}|(?:de )?chez (?:nous|moi|mes parents|ma mere))\b"
    r"|\b(?:l[e'] ?monde|tous|toutes) (?:\w+ ){0,2}?(?:se |s'entre)connai\w+|\bse connai\w+ (?:tous|toutes)\b"
    r"|\b(?:le monde|tous|toutes|on|everybody|everyone) (?:\w+ ){0,2}?"
    r"(?:connai\w+ (?:ma|mon|mes|moi|tout)\b|me connai\w+|knows?\b)"
    r"|\bconnai\w+ tout le monde\b|\ble monde (?:\w+ )?(?:jase|placote|bavasse)\w*\b"
    r"|\b(?:va|vont|pourrait|pourraient|peur de|peur d'etre) (?:me (?:faire )?)?reconn\w+\b"
    r"|\bnot (?:too |so )?close\b|\bnot in (?:my|this) (?:town|village)\b"
)


def keeps_away(text: str) -> bool:
    """Whether she wants nothing where she lives: "pas trop proche, icitte tout le monde se connaît"."""
    return _AWAY.search(fold(text)) is not None


_NO_IDEA = re.compile(
    r"\b(?:(?:sais|sait|jsais|sai|c|se|ses) (?:\w+ )?(?:pas|pu|plus|pus|rien)|chai?s? pas|jsp|aucune idee|idk"
    r"|don'?t know|no idea|not sure|pas (?:trop )?sure?|perdue?)\b"
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:pas|pu|plus|pus) (?:(?:trop|vraiment|pantoute|meme|moi|ben) )*"
    r"(?:pourquoi|pk|comment|quoi|koi|si|ce|que|qu|qui|quand|combien|know|a qui|de quoi|faire)\b"
)
_OF_A_PLACE = re.compile(
    r"\b(?:ou|wou|ville|region|coin|village|quartier|secteur|endroit|icitte|ici|adresse|where|town|city)\b"
)


def answers_another_question(text: str) -> bool:
    """Whether a doubt in `text` is no answer to "quelle ville?": "je sais pas pourquoi j'ai ri"."""
    folded = fold(text)
    if _OF_A_PLACE.search(folded):
        return False
    return _NO_IDEA.search(folded) is None or _OF_SOMETHING_ELSE.search(folded) is not None


def _without_a_false_doubt(parse: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
    """`parse` with the next reading, when a town was asked and the doubt heard is of something else; what
    names a place is an answer."""
    message = Message(parse)
    if message.intent != "ne_sait_pas" or case.asked != "place" or not case.needs:
        return parse
    if message.entities("place"):
        return {**parse, "intent": {"name": "donner_lieu", "confidence": message.confidence}}
    if len(message.folded.split()) < LEAST_WORDS or not answers_another_question(message.text):
        return parse
    guess = message.next_guess()
    return {**parse, "intent": {"name": guess, "confidence": message.share(guess)}}


_ASKS_TOWN = re.compile(
    r"\b(?:dis|dites|donne|donnez)-moi (?:ta|la|votre) (?:ville|région) et (?:je|j'en) cherche\b[^.?!;]*",
    re.IGNORECASE,
)
_TOWN_FIRST = re.compile(r"(-moi) (?:ta|la|votre) ville et (?=ce qu)", re.IGNORECASE)
_TOWN_BESIDE = re.compile(r" et (?:ta|la|votre) ville(?=, et je (?:cherche|regarde)\b)", re.IGNORECASE)
_CLAUSE = re.compile(r"(?<=[.;:?!])\s")
_STANDS_ALONE = re.compile(r"gardez?\b", re.IGNORECASE)
"""What begins a clause that says something without the question after it: "garde l'enveloppe, dis-moi…"."""


def without_asking_town(text: str) -> str:
    """`text`, an answer, without the words at its end that ask for the town: for whoever has said it."""
    text = _TOWN_BESIDE.sub("", _TOWN_FIRST.sub(r"\1 ", text))
    asking = _ASKS_TOWN.search(text)
    if asking is None:
        return text
    before, after = text[: asking.start()].rstrip(), text[asking.end() :].lstrip(".?!; ")
    if before.endswith(","):
        # "Pour ton cas, dis-moi…": the clause goes with it, unless it is something to do.
        clauses = _CLAUSE.split(before)
        before = before if _STANDS_ALONE.match(clauses[-1]) else before[: -len(clauses[-1])].rstrip()
    before = before.rstrip(",;: ")
    if before and before[-1] not in ".?!":
        before += "."
    return f"{before} {after[:1].upper()}{after[1:]}".strip()


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
