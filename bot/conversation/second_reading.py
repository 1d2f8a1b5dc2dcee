"""What a message means where it stands: under services on the screen, in answer to a question.

The model reads each message by itself. "C'est ouvert?" alone is small talk; under four services it is about
them. Here its reading is corrected by what the conversation knows, and by words without which a reading
cannot be right: nobody asks for a price without a word of money. Nothing here hears a danger (bot/safety) or
names a need (plainwords.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.aspects import WORDS_OF_MANY_NAMES, asks_what_others_keep, aspect_in
from bot.conversation.case import Case
from bot.conversation.choices import selecting
from bot.conversation.placewords import may_be_a_place, only_a_place, says_where
from bot.conversation.plainwords import buys, goes_on_as_before, is_silence, needs_named
from bot.conversation.precise import precise_answer
from bot.safety.french import fold

FALLBACK = "nlu_fallback"
DETAILS = "demander_details"
REQUEST = "demander_ressource"
MOST_WORDS = 9
"""A longer message is not a question about what is on the screen."""
SURE_WORD = 0.8
"""From here the model is believed about a short answer that might be an unknown place."""
NEXT_GUESS = 0.15
"""Least share of the model's next reading when its first cannot be right."""
LISTENING_SHARE = 0.35
"""From this share of feelings and stories together, somebody who is not understood is listened to."""
ASKING_SHARE = 0.25
"""The same for a request, beside a need that is heard."""
HEARD_NEED = 0.2
SURE_BUYER = 0.6
"""Below, nobody is taken for a buyer who says no word of paying."""

_LISTENING = ("raconter", "exprimer_detresse", "exprimer_ambivalence")
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
_COMES_ALONG = re.compile(r"\b(?:chiens?|chienne|chats?|animal|animaux|poussette|fauteuil roulant)\b")
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

Reading = tuple[str, dict[str, str]]
"""An intent, and what is found with it: entity -> value."""


class _Message:
    """A message as the model read it, with the words of the text."""

    def __init__(self, parse: Mapping[str, Any]) -> None:
        self.parse = parse
        self.text = str(parse.get("text") or "")
        self.folded = fold(self.text)
        self.short = len(self.folded.split()) <= MOST_WORDS
        intent = parse.get("intent") or {}
        self.intent = str(intent.get("name") or "")
        self.confidence = float(intent.get("confidence") or 0.0)

    def share(self, name: str) -> float:
        """The model's share for the intent `name`."""
        ranking = self.parse.get("intent_ranking") or []
        return next((float(one["confidence"]) for one in ranking if one["name"] == name), 0.0)

    def entities(self, name: str) -> list[Mapping[str, Any]]:
        """The entities called `name`."""
        return [one for one in self.parse.get("entities") or [] if one.get("entity") == name]

    @property
    def answer(self) -> str:
        """The key of the answer in words that a question would get, "" for another reading."""
        selected = (self.parse.get("response_selector") or {}).get("question") or {}
        key = str((selected.get("response") or {}).get("intent_response_key") or "")
        return key if self.intent == "question" else ""

    def next_guess(self) -> str:
        """The reading after the first, or the fallback when the model has no other worth the name."""
        for one in self.parse.get("intent_ranking") or []:
            if one["name"] not in (self.intent, FALLBACK):
                return str(one["name"]) if float(one["confidence"]) >= NEXT_GUESS else FALLBACK
        return FALLBACK


def reread(parse: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
    """`parse` (Rasa's parse data) as it is to be taken in the conversation of `case`; itself when right."""
    told = (parse.get("safety") or {}).get("kinds")
    if (precise := _precisely(parse, beside_danger=bool(told))) is not None:
        return precise
    if told:
        return parse
    message = _Message(parse)
    for rule in _RULES:
        if (reading := rule(message, case)) is not None:
            intent, found = reading
            given = [
                {
                    "entity": name,
                    "value": value,
                    "start": 0,
                    "end": len(message.text),
                    "extractor": "second_reading",
                }
                for name, value in found.items()
            ]
            gone = _GOES_WITH.get(message.intent, frozenset()) if intent != message.intent else frozenset()
            kept = [
                one
                for one in parse.get("entities") or []
                if (one.get("entity"), one.get("value")) not in gone
                # A town alone asks for nothing new: what the model heard in its name is no need.
                and not (rule is _bare_place and one.get("entity") == "need")
            ]
            return {
                **parse,
                "intent": {"name": intent, "confidence": message.confidence},
                "entities": [*kept, *given],
            }
    return parse


# Readings beside which a precise question may stand: answered in words, or not understood.
_ANSWERED = frozenset({"question", "demander_confidentialite", "demander_si_robot"})
_NOT_HEARD = frozenset({FALLBACK, "hors_sujet"})


def _precisely(parse: Mapping[str, Any], *, beside_danger: bool) -> Mapping[str, Any] | None:
    """`parse` with the answer to the precise question it asks, if one is known.

    Beside a danger only one answer takes the place of another: a message not understood keeps its way to
    services.
    """
    intent = parse.get("intent") or {}
    if intent.get("name") not in (_ANSWERED if beside_danger else _ANSWERED | _NOT_HEARD):
        return None
    answer = precise_answer(str(parse.get("text") or ""))
    if answer is None:
        return None
    return {
        **parse,
        "intent": {**intent, "name": "question"},
        "response_selector": selecting(f"question/{answer.key}"),
    }


def _request_in_a_courtesy(message: _Message, case: Case) -> Reading | None:
    """ "Merci, pis de la bouffe?": a need not answered yet counts more than the thanks around it."""
    hasty = message.intent == "quitter_vite" and message.confidence < SURE_WORD
    if message.intent not in _POLITE and not hasty:
        return None
    if message.intent in _FAREWELLS and case.needs and message.entities("place"):
        return "donner_lieu", {}  # "c'est beau, chu à Laval": the place that was waited for
    needs = needs_named(message.text)
    new = set(needs) - set(case.last_needs)
    return (REQUEST, {}) if new or (needs and message.entities("place")) else None


def _about_services(message: _Message, case: Case) -> Reading | None:
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


def _their_secrecy(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Le refuge va-tu dire à la police que chu là": about what they keep, not about this conversation."""
    asks = message.intent == "demander_confidentialite" and asks_what_others_keep(message.folded)
    return (DETAILS, {"aspect": "secrecy"}) if asks else None


def _how_to_reach(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Comment les rejoindre?" is asked of somebody named before; no answer in words is about it."""
    asks = message.intent == "question" and message.short and _THEM.search(message.folded)
    return (DETAILS, {"aspect": "contact"}) if asks and aspect_in(message.folded) == "contact" else None


def _others_like_them(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Y a-t-il des groupes pour les parents?" asks for services, not about those on the screen."""
    asks = message.intent == DETAILS and _ARE_THERE.search(message.folded) and message.entities("need")
    return (REQUEST, {}) if asks and aspect_in(message.folded) is None else None


def _names_one(message: _Message, case: Case) -> bool:
    """Whether a word of the message stands in the id of a service on the screen ("c'est quoi la cnesst")."""
    names = {part for one in case.last_shown for part in one.split("-") if len(part) >= LETTERS_OF_A_NAME}
    return bool((names - _COMMON_NAMES) & set(re.findall(r"[a-z0-9]+", message.folded)))


def _other_organization(message: _Message, case: Case) -> Reading | None:
    """ "C'est quoi la CNESST?" is not about the CLES: about one on the screen, or not understood."""
    if message.answer != _ABOUT_CLES or _CLES.search(message.folded):
        return None
    return (DETAILS, {}) if case.last_shown and not case.needs else (FALLBACK, {})


def _bare_place(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """A message that is a known place and nothing else is a place, whatever else the word may be."""
    bare = only_a_place(message.text, message.entities("place"))
    return ("donner_lieu", {}) if bare and message.intent != "donner_lieu" else None


def _no_place(message: _Message, case: Case) -> Reading | None:
    """A place that nobody asked for and that no map knows: the next reading, if there is one."""
    if message.intent != "donner_lieu" or message.entities("place"):
        return None
    if case.asked == "place" and says_where(message.text):
        return None
    return message.next_guess(), {}


def _unknown_place(message: _Message, case: Case) -> Reading | None:
    """She was asked where, and answers in a word or two that the model takes, unsure, for something else."""
    if (
        case.asked != "place"
        or not case.needs
        or message.intent not in _NO_PLACE
        or message.entities("place")
    ):
        return None
    unsure = message.confidence < SURE_WORD and may_be_a_place(message.text)
    return ("donner_lieu", {}) if unsure else None


def _silence(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """No letter and no digit: she is there, and says nothing."""
    return (FALLBACK, {}) if is_silence(message.text) else None


_NO_WORD = re.compile(r"\S*[bcdfghjklmnpqrstvwxz]{5,}\S*")
"""Five consonants in a row are no word of French or English ("asdfgh")."""


def _gibberish(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """Fingers on the keyboard: not understood, rather than a subject we know nothing of."""
    words = message.folded.split()
    mashed = bool(words) and all(_NO_WORD.fullmatch(word) for word in words)
    return (FALLBACK, {}) if mashed and message.intent == "hors_sujet" else None


_ANEW = re.compile(
    r"recommenc|rekom|\bzero\b|debut|depart|premiere question|reset|restart|start|\bover\b|\bback\b"
    r"|repart|r'part|reprend|r'prend|reviens|r'viens|refai\w* (?:tout|la)|comme si"
    r"|efface|annul|oubli|nouve|autre (?:recherche|demande)"
)
_FEW_WORDS = 6


def _no_restart(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """What she never wants to live again is no wish to begin this talk anew: it would be lost."""
    long = len(message.folded.split()) > _FEW_WORDS
    if message.intent != "recommencer" or not long or _ANEW.search(message.folded):
        return None
    return message.next_guess(), {}


_ANOTHER_KNOWS = re.compile(
    r"\b(?:il|y|elle|ils|elles|lui|personne|mon \w+|ma \w+) (?:(?:ne|le|n') ?)?(?:sai[ts]|savent|connait)\b"
)


def _another_does_not_know(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Y sait pas que chu partie": he does not know; she does."""
    of_another = message.intent == "ne_sait_pas" and _ANOTHER_KNOWS.search(message.folded)
    return (message.next_guess(), {}) if of_another else None


_SOMEBODY_FOR = re.compile(
    r"\b(?:quelqu'un|qqun|quequ'un|de l'aide|une? (?:personne|place|endroit|avocate?|service|organisme)) "
    r"(?:qui|ki|pour)\b"
)
_WONDERS = re.compile(r"\?|\b(?:est[- ]ce|comment|combien|quoi|pourquoi|quand|droit|tu peux)\b|\w-?tu\b")


def _asks_for_somebody(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Pis quelqu'un pour m'aider avec ça" asks for services, not for an answer in words."""
    unsure = message.answer and message.confidence < SURE_WORD and message.entities("need")
    asks = _SOMEBODY_FOR.search(message.folded) and not _WONDERS.search(message.folded)
    return (REQUEST, {}) if unsure and asks else None


# "Je veux pas le garder", "j'veux pas que ma mère le sache": not what she will not say.
_WANTS_NOT = re.compile(
    r"\bj?(?:veux|veut|voudrais|vx|veu) (?:pas|pu|plus) (?:le|la|les|l'|qu'?|que|qu[' ]?(?:il|elle|on|y)) ?"
    r"(?!dire|di[ts]\b|nommer|ecrire|reveler|donner|preciser|partager|mentionner)\w"
)


def _no_refusal(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """What she does not want to happen is no refusal to answer."""
    if message.intent != "refuser_repondre" or not _WANTS_NOT.search(message.folded):
        return None
    guess = message.next_guess()
    return ("raconter" if guess == FALLBACK else guess), {}


# Somebody who gives no sign of life is no number that does not answer.
_SOMEBODY_SILENT = re.compile(
    r"\b(?:elle|il|ma|mon|notre|sa|son) (?:\w+ ){0,2}?(?:(?:ne|me|nous|n'|m') ?)*"
    r"(?:repond|rappelle|ecrit|texte|donne)\w*\b"
)
_OF_A_SERVICE = re.compile(
    r"numer|\bappel|\bapel|telephon|\bligne|boite vocale|raccroch|rappel|\bcall"
    r"|\bplein|complet|\bplaces?\b|refus|liste|attente|\bferme|closed|\bfull\b|occupe|accept"
    r"|\bmarch|\bloin\b|\bsonne|existe|hors service|service|adresse|\bsite\b|\blien\b"
    r"|\bcent(?:re|er)|maison|refuge|\bils\b|\by (?:ont|repond|prenn|veul)|\beux\b"
)


def _no_failure(message: _Message, case: Case) -> Reading | None:
    """No apology for a service that nobody spoke of: "elle ne répond plus" is said of a daughter."""
    if message.intent != "signaler_probleme_ressource":
        return None
    of_a_service = _OF_A_SERVICE.search(message.folded) is not None
    if _SOMEBODY_SILENT.search(message.folded) and not of_a_service:
        return message.next_guess(), {}
    unsure = message.confidence < SURE_WORD and not of_a_service
    return (message.next_guess(), {}) if unsure or not (of_a_service or case.shown) else None


_NO_PRAISE = re.compile(
    r"\bbonn?e? a rien\b"
    r"|\b(?:maudite?|osti|esti|crisse?|calisse|tabarnak)\b.{0,12}\b(?:machine|robot|bot|patente|programme)\b"
    r"|\b(?:machine|robot|bot|programme) (?:de (?:marde|merde|cul)|pourrie?|niaiseu\w+)\b"
)


def _no_praise(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """An insult holds words of praise ("bonne à rien")."""
    praised = message.intent in ("donner_avis_positif", "remercier")
    return ("insulter", {}) if praised and _NO_PRAISE.search(message.folded) else None


_OF_LEAVING = frozenset({REQUEST, FALLBACK, "nier", "signaler_probleme_ressource"})


def _goes_on(message: _Message, case: Case) -> Reading | None:
    """ "Je veux pas lâcher, je veux juste…": she does not ask for a way out, and is not sent to one."""
    if message.intent not in _OF_LEAVING or case.profile != "personne" or not goes_on_as_before(message.text):
        return None
    return ("exprimer_ambivalence", {}) if not needs_named(message.text) else None


def _more_of_nothing(message: _Message, case: Case) -> Reading | None:
    """ "Vous autres": others than what, when nothing was shown or asked?"""
    if message.intent != "demander_autres_ressources" or case.needs or case.last_needs:
        return None
    return (message.next_guess(), {}) if message.confidence < SURE_WORD else None


def _no_buyer(message: _Message, case: Case) -> Reading | None:
    """No buyer's without a word of paying, in her own talk or barely heard: "je veux continuer"."""
    if message.intent != "acheteur_veut_arreter" or case.profile != "personne" or buys(message.text):
        return None
    if case.asked or case.needs or case.last_needs:
        return message.next_guess(), {}
    return (FALLBACK, {}) if message.confidence < SURE_BUYER else None


def _price(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """No price without a word of money: it is what the model answers when it knows no better."""
    if message.answer != _PRICE or _COST.search(message.folded):
        return None
    return (REQUEST if message.share(REQUEST) >= ASKING_SHARE else FALLBACK), {}


def _half_heard(message: _Message, case: Case) -> Reading | None:  # noqa: ARG001
    """Not sure of one reading, but several say the same: a request with its need, a feeling or a story."""
    if message.intent != FALLBACK:
        return None
    heard = max(
        (float(one.get("confidence_entity", 1.0)) for one in message.entities("need")),
        default=0.0,
    )
    if heard >= HEARD_NEED and message.share(REQUEST) >= ASKING_SHARE:
        return REQUEST, {}
    if heard < HEARD_NEED and sum(map(message.share, _LISTENING)) >= LISTENING_SHARE:
        return max(_LISTENING, key=message.share), {}
    return None


_RULES: tuple[Callable[[_Message, Case], Reading | None], ...] = (
    _request_in_a_courtesy,
    _their_secrecy,
    _how_to_reach,
    _others_like_them,
    _about_services,
    _other_organization,
    _silence,
    _gibberish,
    _no_restart,
    _another_does_not_know,
    _asks_for_somebody,
    _bare_place,
    _no_praise,
    _no_failure,
    _no_refusal,
    _goes_on,
    _unknown_place,
    _no_place,
    _more_of_nothing,
    _no_buyer,
    _price,
    _half_heard,
)
