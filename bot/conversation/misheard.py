"""Readings that the words of the message themselves rule out: an insult is no praise, a silence no menu.

Each takes the message as the model read it, and gives the reading that stands instead, or None.
"""

from __future__ import annotations

import re

from bot.conversation.at_once import asks_for_a_language, goes_on_in_french, sets_one_aside_for_another
from bot.conversation.case import Case
from bot.conversation.feelings import weighs
from bot.conversation.model_reading import FALLBACK, NOT_HEARD, REQUEST, SURE_WORD, Message, Reading
from bot.conversation.needs_abroad import needs_abroad
from bot.conversation.plainwords import goes_on_as_before, is_silence, needs_named
from bot.conversation.questions import asks


def silence(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """No letter and no digit: she is there, and says nothing."""
    return (FALLBACK, {}) if is_silence(message.text) else None


_NO_WORD = re.compile(r"\S*[bcdfghjklmnpqrstvwxz]{5,}\S*")
"""Five consonants in a row are no word of French or English ("asdfgh")."""


def gibberish(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """Fingers on the keyboard: not understood, rather than a subject we know nothing of."""
    words = message.folded.split()
    mashed = bool(words) and all(_NO_WORD.fullmatch(word) for word in words)
    return (FALLBACK, {}) if mashed and message.intent == "hors_sujet" else None


_ANEW = re.compile(
    r"recommenc|rekom|\bzero\b|debut|depart|premiere question|reset|restart|start|\bover\b|\bback\b"
    r"|repart|r'part|reprend|r'prend|reviens|r'viens|refai\w* (?:tout|la)|comme si"
    r"|reprenons|r'commenc|accueil|1re question"
    r"|efface|annul|oubli|nouve|autre (?:recherche|demande)"
)
_FEW_WORDS = 6


_NEVER_AGAIN = re.compile(
    r"\b(?:(?:veu[xt]?|vx|voudrais) (?:\w+ )?(?:pas|pu|pus|plus|jamais)"
    r"|(?:vais|vas|va|ferai|ferais) (?:pu|pus|plus|jamais))\b"
)
_ONE_FIRST = re.compile(r"\bcommenc\w* (?:\w+ )?(?:par|avec)\b")


def no_restart(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """What she never wants to live again is no wish to begin this talk anew: it would be lost. Neither is
    the need that she wants to begin with."""
    if message.intent != "recommencer":
        return None
    if _ONE_FIRST.search(message.folded) and needs_named(message.text):
        return REQUEST, {}
    long = len(message.folded.split()) > _FEW_WORDS
    if not _NEVER_AGAIN.search(message.folded) and (not long or _ANEW.search(message.folded)):
        return None
    return message.next_guess(), {}


_OF_THIS_TALK = re.compile(
    r"\b(?:conv\w*|messages?|textos?|msgs?|chat|clavardage|fil|discussion|echanges?|historique|jasette|traces?"
    r"|donnees?|ici|dit|di|ecri\w*|cont[eé]\w*|raconte\w*|parle\w*|tout|toute|tt|tou|everything|all)\b"
)
_PICTURES = r"photos?|images?|videos?|nudes?"
_KEPT_ELSEWHERE = re.compile(
    rf"\b(?:{_PICTURES}|annonces?|profils?|comptes?|casier|dossier|plainte|publications?|posts?|sites?|tatou\w*"
    r"|snap\w*|insta\w*|facebook|internet|google)\b"
)
_GONE = r"(?:enlever|retirer|oter|supprimer|effacer|disparaitre)"
_HAS_IT_REMOVED = re.compile(
    rf"\b(?:l[ae]|les|l'|l) ?(?:faire|fair|fere) {_GONE}\b"
    rf"|\bcomment\b.{{0,20}}\b(?:l[ae]|les|l'|l) ?{_GONE}\b"
)


def no_forgetting(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """A talk is wiped when the talk is what must go: not for a picture, an account, a record elsewhere."""
    if message.intent != "effacer_conversation" or _OF_THIS_TALK.search(message.folded):
        return None
    if re.search(rf"\b(?:{_PICTURES})\b", message.folded):
        return REQUEST, {"need": "images_intimes"}
    elsewhere = _KEPT_ELSEWHERE.search(message.folded) or _HAS_IT_REMOVED.search(message.folded)
    return (message.next_guess(), {}) if elsewhere else None


_ANOTHER_KNOWS = re.compile(
    r"\b(?:il|y|elle|ils|elles|lui|personne|mon \w+|ma \w+) (?:(?:ne|le|n') ?)?(?:sai[ts]|savent|connait)\b"
)


def another_does_not_know(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Y sait pas que chu partie": he does not know; she does."""
    of_another = message.intent == "ne_sait_pas" and _ANOTHER_KNOWS.search(message.folded)
    return (message.next_guess(), {}) if of_another else None


_SOMEBODY_FOR = re.compile(
    r"\b(?:quelqu'un|qqun|quequ'un|de l'aide|une? (?:personne|place|endroit|avocate?|service|organisme)) "
    r"(?:qui|ki|pour)\b"
)
_WONDERS = re.compile(r"\?|\b(?:est[- ]ce|comment|combien|quoi|pourquoi|quand|droit|tu peux)\b|\w-?tu\b")


def asks_for_somebody(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "Pis quelqu'un pour m'aider avec ça" asks for services, not for an answer in words."""
    unsure = message.answer and message.confidence < SURE_WORD and message.entities("need")
    asks = _SOMEBODY_FOR.search(message.folded) and not _WONDERS.search(message.folded)
    return (REQUEST, {}) if unsure and asks else None


_SETTLED_BY_IT = frozenset({"question", "refuser_repondre", "nier", "hors_sujet", FALLBACK})


def one_rather_than_another(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """One thing refused and another asked for is a request for that other, no question about the first."""
    if message.intent not in _SETTLED_BY_IT or not sets_one_aside_for_another(message.text):
        return None
    return REQUEST, {}


_WHO_IS_THIS = re.compile(
    r"\b(?:qui|ki) (?:est|etes|es|e|se cache) ?(?:\w+ )?(?:derriere|vous|toi)\b"
    r"|\bc'?est qui (?:\w+ )?derriere\b"
    r"|\bc'?est (?:quoi|koi) (?:exactement |au juste |ca |donc )?(?:sentier|ce (?:site|service|truc|robot))\b"
    r"|\bqu'est[- ]ce que (?:c'?est (?:que )?)?sentier\b|\bwhat is sentier\b"
    r"|\b(?:es[- ]?tu|t'?es|t|tu es|(?:vous )?etes(?:[- ]vous)?|c'?est[- ]?(?:tu)?|c tu"
    r"|est[- ]ce(?: que c'?est)?"
    r"|j'?e? ?(?:parle|ecris|jase)(?:[- ]tu)? a|ya[- ]tu|y a[- ]t-il) (?:\w+ ){0,2}?"
    r"(?:(?:vraie?s? )(?:personnes?|humain\w*|filles?|femmes?|monde|gens)|humaine?s?|robot|bot|machine"
    r"|intelligence artificielle)\b"
)


def asks_who_this_is(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """ "C'est quoi Sentier, qui est derrière?" is told that it is a machine, and whose."""
    if message.intent in ("demander_si_robot", "demander_confidentialite"):
        return None
    return ("demander_si_robot", {}) if _WHO_IS_THIS.search(message.folded) else None


_SECRET = re.compile(
    r"\b(?:anonymes?|confidentiel\w*|secrets?|prive)\b"
    r"|\b(?:faut|veux|voudrais|aimerais) (?:surtout )?pas (?:que|qu') ?"
    r"(?:ca|sa|personne|quelqu'un|on|mon|ma|mes)\b.{0,20}\b(?:sache|savent|apprenne\w*)\b"
)
_ANNOUNCES = re.compile(r"\bquestions?\b|\bdemander (?:de quoi|quelque chose|quequ'chose)\b")


def asks_if_private(message: Message, case: Case) -> Reading | None:
    """First words that ask whether this stays here, beside a hello or the question that is to come."""
    begun = case.under_way or case.asked is not None
    if begun or message.intent not in (*NOT_HEARD, "saluer", "demander_menu", "raconter"):
        return None
    asked = asks(message.text) or _ANNOUNCES.search(message.folded) is not None
    private = asked and _SECRET.search(message.folded) and not needs_named(message.text)
    return ("demander_confidentialite", {}) if private else None


_READ_INSTEAD = frozenset(
    {
        *NOT_HEARD,
        "saluer",
        "demander_menu",
        "demander_details",
        "raconter",
        "demander_si_robot",
        "affirmer",
    }
)


def asks_about_language(message: Message, case: Case) -> Reading | None:
    """ "Parlez-vous russe?", "ok, en français alors": answered in one sentence (at_once.py), and no menu.
    Under services it is asked of them."""
    if goes_on_in_french(message.text):
        return "raconter", {"language": "fr"}
    if case.last_shown or message.intent not in _READ_INSTEAD or needs_named(message.text):
        return None
    return ("saluer", {}) if asks_for_a_language(message.text) else None


_SAYS_NO_NEED = frozenset({"donner_lieu", "demander_ressource", "exprimer_detresse"})


def asks_from_abroad(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """A need named in English or Spanish is asked for: what the model, which reads French, makes of the rest
    is a guess ("do you know a lawyer too?" is no question on complaints)."""
    if message.intent in _SAYS_NO_NEED or not needs_abroad(message.text):
        return None
    return "demander_ressource", {}


# "Je veux pas le garder", "j'veux pas que ma mère le sache": not what she will not say.
_WANTS_NOT = re.compile(
    r"\bj?(?:veux|veut|voudrais|vx|veu) (?:pas|pu|plus) (?:le|la|les|l'|qu'?|que|qu[' ]?(?:il|elle|on|y)) ?"
    r"(?!dire|di[ts]\b|nommer|ecrire|reveler|donner|preciser|partager|mentionner)\w"
)


_ASKS_WHAT_TO_SAY = re.compile(
    r"\b(?:dirais|dis|dire|dit|repondrais|reponds?) (?:quoi|koi)\b"
    r"|\b(?:quoi|koi) (?:leur |lui )?(?:dire|dis|repondre|raconter)\b"
    r"|\bcomment (?:(?:leur|lui|je|j') ?)*(?:dis|dire|dirais|expliqu\w*)\b"
)


def no_refusal(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """What she does not want to happen is no refusal to answer; nor is asking what to say."""
    if message.intent != "refuser_repondre":
        return None
    if _ASKS_WHAT_TO_SAY.search(message.folded):
        return "demander_details", {"aspect": "script"}
    if not _WANTS_NOT.search(message.folded):
        return None
    guess = message.next_guess()
    return ("raconter" if guess == FALLBACK else guess), {}


# Who leaves says who: she, or the one who comes. A word or two ("vite", "bye") need not.
_SOMEBODY_MOVES = re.compile(
    r"\b(?:j\w*|il|ils|elle|on|y|ya|yé|ye|kk1|quelqu'?un|qqn|qn|faut|bye|ciao|gotta|i|he|she|they|me|estoy|viene)\b|'|"
    r"\b(?:arriv|vien|rentr|mont|descen|reven|parl\w* plus tard|tantot|ecri|coup)"
)
_BARE_LEAVE = 3
"""Words up to which a message may be nothing but a goodbye."""


def no_leaving(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """A thing that closes is nobody who leaves ("la porte ferme mal"): the talk would be wiped for it."""
    if message.intent != "quitter_vite" or message.confidence >= SURE_WORD:
        return None
    if len(message.folded.split()) <= _BARE_LEAVE or _SOMEBODY_MOVES.search(message.folded):
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


def no_failure(message: Message, case: Case) -> Reading | None:
    """No apology for a service that nobody spoke of: "elle ne répond plus" is said of a daughter."""
    if message.intent != "signaler_probleme_ressource":
        return None
    of_a_service = _OF_A_SERVICE.search(message.folded) is not None
    if _SOMEBODY_SILENT.search(message.folded) and not of_a_service:
        return message.next_guess(), {}
    unsure = message.confidence < SURE_WORD and not of_a_service
    return (message.next_guess(), {}) if unsure or not (of_a_service or case.shown) else None


_NO_WORDS = re.compile(
    r"^(?:(?:non|nan|nah|pas vrai|c'?est pas vrai|pas du tout|pantoute|ben|bin|mais|ok|oui|ouais)\b"
    r"[\s,.!]*)+"
)
OF_SOMEBODY = re.compile(
    r"\b(?:je|j|j'\w+|jai|chu|chui|jsuis|moi|mon|ma|mes|m'\w+|me|nous|on|notre|nos|(?<!s')ils?|elles?|lui)\b"
)
"""Said of herself, of hers, or of somebody: something is told."""
# A refusal of what is offered, a correction of what was understood, or that all is well.
_OF_THE_OFFER = re.compile(
    r"\b(?:besoin|merci|laisse\w*|interess\w*|correcte?|ca va|c'est beau|plus tard|pas maintenant|oublie\w*"
    r"|aide|compri\w*|saisi\w*|erreur|fausse route|mal entendu|champ|mon cas|ma situation|dit|dire|demand\w*"
    r"|parl\w*|question|pour (?:moi|elle|lui|ma|mon|une?)|aucun\w*|veu[xt]?|vx|voudra\w*|prefere\w*|appel\w*"
    r"|crois|pense|sais|celle|celui|autre|place|endroit|service|numero|ligne)\b"
    r"|^pas\b|\bc'?est (?:pas )?moi\b|\b(?:suis|chu) pas (?:une?|sa)\b"
)
_LEAST_TOLD = 5
"""Words after the "non" that make a story of it."""


def no_denial(message: Message, case: Case) -> Reading | None:
    """ "C'est pas vrai, jamais je leur…": a "non" that goes on tells something; nothing is refused."""
    answers_danger = any(one.get("entity") == "danger" for one in message.parse.get("entities") or [])
    if message.intent != "nier" or not case.confided or answers_danger:
        return None
    told = _NO_WORDS.sub("", message.folded)
    if len(told.split()) < _LEAST_TOLD or not OF_SOMEBODY.search(told) or _OF_THE_OFFER.search(told):
        return None
    # With a place or a need it corrects one, and that is noted whatever the reading.
    named = message.entities("place") or message.entities("need") or message.entities("age")
    return ("raconter", {}) if not named and not needs_named(message.text) else None


HELLO = r"bonjour|bonsoir|allo|salut|kwe|kuei|hello|hi"
_HELLO = re.compile(rf"^\W*(?:{HELLO})\b")


def no_thanks_yet(message: Message, case: Case) -> Reading | None:
    """ "Bonjour, je vous remercie d'avance": nothing was given yet; she says hello."""
    early = message.intent == "remercier" and not case.under_way and case.asked is None
    return ("saluer", {}) if early and _HELLO.search(message.folded) else None


_NO_PRAISE = re.compile(
    r"\bbonn?e? a rien\b"
    r"|\b(?:maudite?|osti|esti|crisse?|calisse|tabarnak)\b.{0,12}\b(?:machine|robot|bot|patente|programme)\b"
    r"|\b(?:machine|robot|bot|programme) (?:de (?:marde|merde|cul)|pourrie?|niaiseu\w+)\b"
)


def no_praise(message: Message, case: Case) -> Reading | None:  # noqa: ARG001
    """An insult holds words of praise ("bonne à rien"); what weighs is no good news."""
    praised = message.intent in ("donner_avis_positif", "remercier")
    if message.intent == "donner_avis_positif" and weighs(message.text):
        return "exprimer_detresse", {}
    return ("insulter", {}) if praised and _NO_PRAISE.search(message.folded) else None


_OF_LEAVING = frozenset({REQUEST, FALLBACK, "nier", "signaler_probleme_ressource"})


def goes_on(message: Message, case: Case) -> Reading | None:
    """ "Je veux pas lâcher, je veux juste…": she does not ask for a way out, and is not sent to one."""
    if message.intent not in _OF_LEAVING or case.profile != "personne" or not goes_on_as_before(message.text):
        return None
    return ("exprimer_ambivalence", {}) if not needs_named(message.text) else None
