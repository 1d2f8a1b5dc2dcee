"""What a message means where it stands: under services on the screen, in answer to a question.

The model reads each message by itself. "C'est ouvert?" alone is small talk; under four services it is about
them. Here its reading is corrected by what the conversation knows, and by words without which a reading
cannot be right: nobody asks for a price without a word of money (more of those in misheard.py). Nothing here
hears a danger (bot/safety) or names a need (plainwords.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.asked_precisely import precisely_asked, profile_in
from bot.conversation.aspects import WORDS_OF_MANY_NAMES, asks_what_others_keep, aspect_in
from bot.conversation.at_once import goes_on_in_french, sets_one_aside_for_another
from bot.conversation.case import Case
from bot.conversation.feelings import feeling_named, weighs
from bot.conversation.following_up import followed_up
from bot.conversation.misheard import (
    OF_SOMEBODY,
    another_does_not_know,
    asks_about_language,
    asks_for_somebody,
    asks_from_abroad,
    asks_if_private,
    asks_who_this_is,
    gibberish,
    goes_on,
    no_denial,
    no_failure,
    no_forgetting,
    no_leaving,
    no_praise,
    no_refusal,
    no_restart,
    no_thanks_yet,
    one_rather_than_another,
    silence,
)
from bot.conversation.model_reading import (
    DETAILS,
    FALLBACK,
    LISTENING,
    NOT_HEARD,
    REQUEST,
    SURE_WORD,
    Message,
    Reading,
)
from bot.conversation.place_readings import asks_if_shown_before, other_place_taken_up, place_taken_back
from bot.conversation.placewords import may_be_a_place, only_a_place, with_her_place
from bot.conversation.plainwords import needs_named
from bot.conversation.questions import asks
from bot.conversation.telling_on import named_feeling, tells_on, thanked, told_on
from bot.conversation.unknown_places import may_name_a_place, no_name_of_a_place, says_where_by_name
from bot.conversation.who_writes import buys
from bot.nlu.label_rules import PROFILE_OF_INTENT
from directory.places import shared_gazetteer

LISTENING_SHARE = 0.35
"""From this share of feelings and stories together, somebody who is not understood is listened to."""
ASKING_SHARE = 0.25
"""The same for a request, beside a need that is heard."""
SURE_BUYER = 0.6
"""Below, nobody is taken for a buyer who says no word of paying."""

_FAREWELLS = frozenset({"dire_au_revoir", "remercier", "donner_avis_positif"})
_POLITE = _FAREWELLS | {"saluer", "hors_sujet"}
# Readings that a question about services on the screen may be taken for.
_WEAK = frozenset(
    {FALLBACK, "hors_sujet", "saluer", "dire_au_revoir", "donner_lieu", "ne_sait_pas", "demander_menu"}
)
_NO_PLACE = frozenset({"insulter", "hors_sujet", "saluer", "remercier", "dire_au_revoir"})
_COST = re.compile(
    r"c[ou]*ut|\bcost|\bcher|prix|gratui|gratis|free|pay|paie|combien|frais|\$|argent|cash|carte|debours|"
    r"contribution|charge|factur|piasse|assur|\bc(?:m)?b\b"
)
_PRICE = "question/cout_services"
# What *they* do or take: only they can say.
_THEY = re.compile(
    r"\b(?:ils|elles|y|eux)(?: autres)? (?:vont|prennent|acceptent|font|ont|demandent|laissent|gardent|"
    r"donnent|offrent|parlent|fouillent|peuvent)[- ]?(?:tu|ils|elles|pas)?\b"
)
_COMES_ALONG = re.compile(
    r"\b(?:chiens?|chienne|chats?|animal|animaux|poussette|fauteuil roulant|dogs?|cats?|pets?|kids?)\b"
)
"""What she has with her and they may not take."""

# How they receive somebody.
_RECEIVED = re.compile(
    r"\b(?:vont|va|peuvent)[- ]?(?:tu|ils|elles)? (?:me |m'|nous )(?:juger|croire|comprendre|chicaner|"
    r"engueuler|forcer|obliger|demander|poser|dire|recevoir|parler)"
)
_ARE_THERE = re.compile(r"\b(?:y[ ']?a|existe|avez|connai\w+)\b.{0,12}\b(?:des?|d'autres?|un|une)\b")
_THEM = re.compile(
    r"\b(?:les|eux|leur|leurs) (?:autres )?(?:re)?(?:joindre|contacter|numero|telephone|courriel)"
)
# What is found with a reading is taken back with it.
_GOES_WITH = {
    "acheteur_veut_arreter": frozenset({("profile", "acheteur"), ("need", "acheteurs")}),
}
_ABOUT_CLES = "question/cles_espaces_vie"
_CLES = re.compile(r"\bcles\b|\bespaces? v|concertation|\blutte")
LETTERS_OF_A_NAME = 4
_COMMON_WORDS = """
femme montreal sante info groupe pour jeunes violence accueil urgence justice social sexuelle parents toit
"""
_COMMON_NAMES = WORDS_OF_MANY_NAMES | frozenset(_COMMON_WORDS.split())
"""Of ids too: they are said in messages about anything."""
DETAILS_SHARE = 0.25
"""From this share, beside services, what is not understood is a question about them."""


def reread(parse: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
    """`parse` (Rasa's parse data) as it is to be taken in the conversation of `case`; itself when right."""
    message = Message(parse)
    writer = PROFILE_OF_INTENT.get(message.intent) or profile_in(message, case)
    parse = with_her_place(parse, case, for_another=writer in ("proche", "intervenant"))
    message = Message(parse)
    if (followed := followed_up(message, case)) is not None:
        return followed
    in_words = not (goes_on_in_french(message.text) and not message.kinds)
    in_words = in_words and not sets_one_aside_for_another(message.text)
    if in_words and (precise := precisely_asked(message, case)) is not None:
        return precise
    for rule in (no_name_of_a_place,) if message.kinds else _RULES:
        if (reading := rule(message, case)) is not None:
            intent, found = reading
            if intent == FALLBACK and tells_on(message, case):
                intent = "raconter"
            given = [_entity(name, value, message.text) for name, value in found.items()]
            gone = _GOES_WITH.get(message.intent, frozenset()) if intent != message.intent else frozenset()
            kept = [
                one
                for one in parse.get("entities") or []
                if (one.get("entity"), one.get("value")) not in gone
                # A town alone asks for nothing new: what the model heard in its name is no need.
                # A bare cry for help neither, nor what only weighs.
                and not (rule in (_bare_place, _bare_cry, _weighs) and one.get("entity") == "need")
            ]
            return {
                **parse,
                "intent": {"name": intent, "confidence": message.confidence},
                "entities": [*kept, *given],
            }
    return parse


def _entity(name: str, value: str, text: str) -> dict[str, Any]:
    """What was found with a reading, as the extractors give it; a town comes with its region."""
    entity = {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "second_reading"}
    if name == "place":
        found = shared_gazetteer().resolve(value)
        entity["region"] = found.region if found is not None else None
    return entity


def _request_in_a_courtesy(message: Message, case: Case) -> Reading | None:
    """ "Merci, pis de la bouffe?": a need not answered yet counts more than the thanks around it."""
    hasty = message.intent == "quitter_vite" and message.confidence < SURE_WORD
    if message.intent not in _POLITE and not hasty:
        return None
    if message.intent in _FAREWELLS and case.needs and message.entities("place"):
        return "donner_lieu", {}  # "c'est beau, chu à Laval": the place that was waited for
    needs = needs_named(message.text)
    new = set(needs) - set(case.last_needs)
    return (REQUEST, {}) if new or (needs and message.entities("place")) else None


def _about_services(message: Message, case: Case) -> Reading | None:
    """Hours, address, how to reach: about the services on the screen."""
    if not case.last_shown or case.needs or not message.short or message.entities("place"):
        return None
    aspect = aspect_in(message.folded)
    if message.intent in _WEAK and aspect not in (None, "cost"):
        return DETAILS, {"aspect": str(aspect)}
    about_them = aspect == "expect" or (aspect == "hours" and message.intent == "question")
    if message.intent in ("question", "demander_confidentialite") and about_them:
        return DETAILS, {"aspect": str(aspect)}
    if message.intent in _WEAK and _names_one(message, case):
        return DETAILS, {}
    if message.intent in (*_WEAK, DETAILS, "raconter") and _COMES_ALONG.search(message.folded):
        return DETAILS, {"aspect": "admission"}
    # No place is named: a place is only what the model says when it knows no better.
    if message.intent not in (FALLBACK, DETAILS, "donner_lieu") or aspect is not None:
        return None
    if _RECEIVED.search(message.folded):
        return DETAILS, {"aspect": "expect"}
    if _THEY.search(message.folded):
        return DETAILS, {"aspect": "admission"}
    unsure = message.intent == FALLBACK and message.share(DETAILS) >= DETAILS_SHARE
    return (DETAILS, {}) if unsure else None


def _their_secrecy(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Le refuge va-tu dire à la police que chu là": about what they keep, not about this conversation."""
    asks = message.intent == "demander_confidentialite" and asks_what_others_keep(message.folded)
    return (DETAILS, {"aspect": "secrecy"}) if asks else None


def _how_to_reach(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Comment les rejoindre?" is asked of somebody named before; no answer in words is about it."""
    asks = message.intent == "question" and message.short and _THEM.search(message.folded)
    return (DETAILS, {"aspect": "contact"}) if asks and aspect_in(message.folded) == "contact" else None


def _others_like_them(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Y a-t-il des groupes pour les parents?" asks for services, not about those on the screen."""
    asks = message.intent == DETAILS and _ARE_THERE.search(message.folded) and message.entities("need")
    return (REQUEST, {}) if asks and aspect_in(message.folded) is None else None


def _names_one(message: Message, case: Case) -> bool:
    """Whether a word of the message stands in the id of a service on the screen ("c'est quoi la cnesst")."""
    names = {part for one in case.last_shown for part in one.split("-") if len(part) >= LETTERS_OF_A_NAME}
    return bool((names - _COMMON_NAMES) & set(re.findall(r"[a-z0-9]+", message.folded)))


def _other_organization(message: Message, case: Case) -> Reading | None:
    """ "C'est quoi la CNESST?" is not about the CLES: about one on the screen, or not understood."""
    if message.answer != _ABOUT_CLES or _CLES.search(message.folded):
        return None
    return (DETAILS, {}) if case.last_shown and not case.needs else (FALLBACK, {})


def _bare_place(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """A message that is a known place and nothing else is a place, whatever else the word may be."""
    bare = only_a_place(message.text, message.entities("place"))
    return ("donner_lieu", {}) if bare and message.intent != "donner_lieu" else None


_CRY = re.compile(
    r"(?:(?:svp|stp|please|allo|ok|vite)\W+)*"
    r"(?:(?:aide[rz]?|help|sauve[rz]?)[- ](?:moi|moe|me)|a l'aide|help)"
    r"(?:\W+(?:svp|stp|please|vite|s'il (?:te|vous) plait))*\W*"
)


def _bare_cry(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Aide-moi", and no more: somebody who answers now, rather than a menu or the need that is guessed."""
    return ("parler_humain", {}) if _CRY.fullmatch(message.folded.strip()) else None


def _no_place(message: Message, case: Case) -> Reading | None:
    """A place that nobody asked for and that no map knows: the next reading, if there is one."""
    if message.intent != "donner_lieu" or message.entities("place"):
        return None
    if case.asked == "place" and says_where_by_name(message.text):
        return None
    return message.next_guess(), {}


def _leading_place(message: Message, case: Case) -> Reading | None:
    """She was asked where: the town that her few words begin with ("Amqui chez un ami"), whatever its name
    may mean elsewhere."""
    if case.asked != "place" or message.entities("place") or not may_be_a_place(message.text):
        return None
    first = re.match(r"[\w'-]+", message.text.strip())
    if first is None or len(first[0]) < LETTERS_OF_A_NAME:
        return None
    town = shared_gazetteer().resolve(first[0])
    return ("donner_lieu", {"place": town.name}) if town is not None and town.region else None


def _unknown_place(message: Message, case: Case) -> Reading | None:
    """She was asked where, and answers in a word or two that the model takes, unsure, for something else."""
    if (
        case.asked != "place"
        or not case.needs
        or message.intent not in _NO_PLACE
        or message.entities("place")
    ):
        return None
    unsure = message.confidence < SURE_WORD and may_name_a_place(message.text)
    return ("donner_lieu", {}) if unsure else None


def _more_of_nothing(message: Message, case: Case) -> Reading | None:
    """ "Vous autres": others than what, when nothing was shown or asked?"""
    if message.intent != "demander_autres_ressources" or case.needs or case.last_needs:
        return None
    return (message.next_guess(), {}) if message.confidence < SURE_WORD else None


def _no_buyer(message: Message, case: Case) -> Reading | None:
    """No buyer's without a word of paying, in her own talk or barely heard: "je veux continuer"."""
    if message.intent != "acheteur_veut_arreter" or case.profile != "personne" or buys(message.text):
        return None
    if case.asked or case.needs or case.last_needs:
        return message.next_guess(), {}
    return (FALLBACK, {}) if message.confidence < SURE_BUYER else None


def _price(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """No price without a word of money: it is what the model answers when it knows no better."""
    if message.answer != _PRICE or _COST.search(message.folded):
        return None
    return (REQUEST if message.share(REQUEST) >= ASKING_SHARE else FALLBACK), {}


def _half_heard(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """Not sure of one reading, but several say the same: a request with its need, a feeling or a story."""
    if message.intent != FALLBACK:
        return None
    if message.need_heard and message.share(REQUEST) >= ASKING_SHARE:
        return REQUEST, {}
    if not message.need_heard and sum(map(message.share, LISTENING)) >= LISTENING_SHARE:
        return max(LISTENING, key=message.share), {}
    return None


_LOOKS_FOR = re.compile(
    r"\b(?:besoin|cherche\w*|trouve[rz]?|faut|faudrait|manque|aide[rz]?|numero|(?:donne|dis|montre)[- ]moi)\b"
    r"|\b(?:veu[xt]|vx|voudrais|aimerais) (?!(?:pas|pu|pus|plus|jamais)\b)"
)


def _confesses(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """A shame or a fear said, and nothing looked for: no request, whatever subject the model hears in it. No
    town is asked with it; the subject is kept for later."""
    if message.intent != REQUEST or message.entities("place") or needs_named(message.text):
        return None
    asked = asks(message.text) or _LOOKS_FOR.search(message.folded)
    told = feeling_named(message.text) in _CONFESSED or weighs(message.text)
    return ("exprimer_detresse", {}) if told and not asked else None


_CONFESSED = frozenset({"honte", "sale", "valeur", "deuil", "solitude", "peur"})


def _weighs(message: Message, case: Case) -> Reading | None:
    """What weighs by any measure gets a word on its weight, not that it was read. While her town is waited
    for she is listened to, and asked nothing."""
    if case.asked == "place" and case.needs:
        return None
    told = message.intent == "raconter" or (
        message.intent in NOT_HEARD and OF_SOMEBODY.search(message.folded)
    )
    asked = asks(message.text) or _LOOKS_FOR.search(message.folded)
    return ("exprimer_detresse", {}) if told and not asked and weighs(message.text) else None


_RULES: tuple[Callable[[Message, Case], Reading | None], ...] = (
    place_taken_back,
    other_place_taken_up,
    asks_if_shown_before,
    _request_in_a_courtesy,
    _bare_cry,
    _their_secrecy,
    _how_to_reach,
    _others_like_them,
    _about_services,
    _other_organization,
    silence,
    gibberish,
    no_restart,
    another_does_not_know,
    asks_for_somebody,
    one_rather_than_another,
    asks_from_abroad,
    asks_about_language,
    asks_who_this_is,
    asks_if_private,
    _bare_place,
    no_thanks_yet,
    no_praise,
    no_failure,
    no_forgetting,
    no_leaving,
    no_refusal,
    no_denial,
    goes_on,
    _leading_place,
    _unknown_place,
    no_name_of_a_place,
    _no_place,
    _more_of_nothing,
    _no_buyer,
    _price,
    _half_heard,
    _confesses,
    _weighs,
    named_feeling,
    thanked,
    told_on,
)
