"""Who strikes, when it is no partner: a boss, a pimp, whoever holds her. Other lines answer then.

SOS violence conjugale is for a partner's violence; the line against trafficking answers for a boss or a pimp,
with interpreters (bot/safety/replies.yml, the orders `at_work` and `controlled`).
"""

from __future__ import annotations

import re
from collections.abc import Collection

AT_WORK = "sign:at work"
"""A reason beside a violence told: by a boss, an agency, whoever she works for. The line for a violent
partner is not the one for it."""
CONTROLLED = "sign:controlled"
"""A reason beside a violence told: by a pimp, or by somebody who holds her. The line against trafficking
first, and that of the shelters after."""
VIOLENT = frozenset({"violence", "violence_en_cours"})
"""The kinds that a partner or a boss does."""

_PIMP = re.compile(
    r"\b(?:pimps?|maquereaux?|(?:macs?|proxenetes?)(?! (?:do|donald|book)\b)|souteneurs?|"
    r"trafiquants? d etres?|traffickers?|padrotes?|chulos?|proxenetas?|tratantes?)\b"
)
_WORKS = r"(?:travail\w*|dans\w*|bosse\w*|work\w*|danc\w*|trabaj\w*|bail\w*)"
_WORK_PLACE = (
    r"(?:bar|club|salon|agence|motel|hotel|massages?|parlou?r|agency|agencia"
    r"|place ou (?:je|on|elle) travail\w*)"
)
_BOSS = re.compile(
    r"\b(?:boss|bosses|patron(?:ne|a)?s?|gerante?s?|managers?|employeure?s?|employers?|"
    r"jef[ea]s?|encargad[oa]s?|empleador[ae]?s?)\b"
    # The agency that sends her to clients, not a service.
    r"|\b(?:l|une|mon|notre|cette|the|my|la) (?:agence(?! (?:du|de) )|agency|agencia)\b"
    rf"|\b(?:proprio|proprietaire|owner|duen[oa]) (?:\w+ ){{0,3}}?{_WORK_PLACE}\b"
    rf"|\b(?:bar|club|parlou?r|salon) owner\b"
    r"|\b(?:gars|hommes?|type|femme|dame|monsieur|madame|ceux|celui|celle|monde|man|guy|woman|people|"
    rf"hombre|senora?|gente) (?:pour|for|para) (?:qui|who|whom|quien|el que|la que)"
    rf" (?:\w+ ){{1,3}}?{_WORKS}\b"
    rf"|\b(?:man|guy|woman|people|hombre|senora?) (?:that |who )?(?:i|je suis|we|she) {_WORKS} for\b"
    r"|\b(?:celui|celle|ceux|gars|homme|femme|dame) qui (?:m|me|nous|l|la|les) "
    r"(?:fait travailler|font travailler|emploie\w*|(?:a|ont) (?:engage|fait venir)\w*)\b"
)
_PAPERS = re.compile(
    r"\b(?:deport\w*|(?:appel|denonc|call|report|llam|denunci)\w* (?:\w+ ){0,3}?"
    r"(?:immigration|migracion|migra|ircc)|"
    r"(?:permis|visa|permiso) (?:\w+ ){0,3}?(?:ferme|cerrado)|closed (?:work )?permit|"
    r"(?:renvo[iy]\w*|retourn\w*) (?:\w+ ){0,2}?dans (?:mon|son|notre) pays|"
    r"(?:pierdo|quita\w*|perd\w*|enlev\w*|cancel\w*|annul\w*) (?:\w+ ){0,2}?"
    r"(?:permiso|permis de travail|work permit|visa))\b"
)
# A partner or a parent: then a boss in the same message is somebody she speaks of, and not who strikes.
_AT_HOME = re.compile(
    r"\b(?:mon|ma|mes|son|sa|ca|le|un|mi|su|my|her|el|the) (?:\w+ )?"
    r"(?:chum(?! de fille)|mari|conjointe?|copain|fiance|blonde|pere|mere|frere|"
    r"ex(?! (?:boss|patron\w*|gerant\w*|employeur\w*|pimp|mac|proxenete)\b)|"
    r"boyfriend|husband|partner|father|mother|brother|novio|marido|esposo|pareja|padre|padrastro|madre|hermano)\b"
)


def who_holds_her(standard: str, kinds: Collection[str]) -> tuple[str, ...]:
    """AT_WORK or CONTROLLED beside a violence whose author is no partner, by the words of the message and by
    the other kinds heard in it; () when nothing says so."""
    if not VIOLENT & set(kinds):
        return ()
    if _PIMP.search(standard):
        return (CONTROLLED,)
    if _AT_HOME.search(standard):
        return ()
    if _BOSS.search(standard):
        return (AT_WORK,)
    return (CONTROLLED,) if "traite" in kinds or _PAPERS.search(standard) else ()
