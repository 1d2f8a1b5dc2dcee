"""Whether a message asks one of the precise questions (data/answers/precise) where it stands in the talk.

By its words or by its meaning; from which chance depends on what the model hears in the message: a question,
a story, a request, a danger.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.conversation.aspects import aspect_in
from bot.conversation.case import Case
from bot.conversation.choices import selecting
from bot.conversation.model_reading import DETAILS, LISTENING, NOT_HEARD, REQUEST, Message
from bot.conversation.of_whom import gives_the_age_of_a_relative
from bot.conversation.plainwords import needs_named
from bot.conversation.precise import Asker, answer_by_meaning, answer_for_a_minor, precise_answer
from bot.conversation.questions import asks
from bot.safety.replies import ADULT_AGE
from bot.safety.verdict import URGENT_KINDS

# Readings beside which a precise question may stand: answered in words, or not understood.
_ANSWERED = frozenset({"question", "demander_confidentialite", "demander_si_robot"})
ASKED_BY_MEANING = 0.4
"""From this chance a precise question is asked where the model hears a question or nothing."""
ASKED_IN_TELLING = 0.55
"""The same where it hears a story, a feeling or a detail: "jai peur qu'on m'oblige a porter plainte"."""
ASKED_IN_REQUEST = 0.65
"""The same where it hears a request for one thing, and no place: whoever says where wants services."""
ASKED_BESIDE_DANGER = 0.9
"""The same beside a danger that is no urgence, without a question: "il sait tout de mon téléphone"."""
_TELLING = frozenset({*LISTENING, "parler_humain", "parler_pour_proche", "parler_comme_intervenant"})


_NEXT = re.compile(r"\b(?:apres|ensuite|arriver|se passe)\b")
"""What comes next: of the services on the screen."""


def precisely_asked(message: Message, case: Case) -> Mapping[str, Any] | None:
    """The parse with the answer to the precise question it asks, if one is known.

    Beside a danger only one answer takes the place of another: a message not understood keeps its way to
    services, unless the answer itself says that it may stand there.
    """
    beside_danger = bool(message.kinds)
    asker = Asker(profile_in(message, case), _minor_herself(message, case))
    answer = precise_answer(message.text, {*case.needs, *case.last_needs}, asker)
    usual = _ANSWERED if beside_danger else _ANSWERED | NOT_HEARD
    if answer is not None and message.intent not in usual | answer.beside:
        answer = None
    if answer is None and message.intent in usual - {"demander_si_robot"}:
        of_services = bool(case.last_shown) and message.short and aspect_in(message.folded) is not None
        least = ASKED_IN_REQUEST if of_services else ASKED_BY_MEANING
        if not (of_services and _NEXT.search(message.folded)):
            answer = answer_by_meaning(message.precise, asker, least, message.text)
    if answer is None and (_may_ask_in_danger(message) if beside_danger else _may_ask(message, case)):
        least = ASKED_IN_REQUEST if message.intent == REQUEST else ASKED_IN_TELLING
        answer = answer_by_meaning(message.precise, asker, least, message.text)
    if answer is None and asker.minor:
        answer = answer_for_a_minor({message.intent, message.answer})
    if answer is None:
        return None
    return {
        **message.parse,
        "intent": {**(message.parse.get("intent") or {}), "name": "question"},
        "response_selector": selecting(f"question/{answer.key}"),
    }


def _may_ask(message: Message, case: Case) -> bool:
    """Whether a precise question may be meant where the model hears something else than a question."""
    if message.intent == DETAILS:
        # What a listing says of itself goes before what is true of most; what happens there it does not say.
        aspect = aspect_in(message.folded)
        return (
            not case.last_shown or aspect is None or (aspect == "expect" and not _NEXT.search(message.folded))
        )
    if message.intent == "signaler_probleme_ressource":
        return not case.last_shown
    if message.intent == REQUEST:
        return len(message.entities("need")) <= 1 and not message.entities("place")
    if message.intent == "saluer":
        return asks(message.text) and not case.under_way
    return message.intent in _TELLING


def _may_ask_in_danger(message: Message) -> bool:
    """The same in a message that tells a danger: a question, or what is seen in an urgence ("a respire un
    peu"), or what is surely one of the precise subjects. What she asks for by name goes first."""
    likeliest = max((chance for key, chance in message.precise.items() if key), default=0.0)
    surely = likeliest >= ASKED_BESIDE_DANGER and not set(URGENT_KINDS) & {*message.kinds}
    asked = message.urgent or asks(message.text) or surely
    heard = (
        _TELLING | {"signaler_danger"} | ({REQUEST} if surely and not message.entities("place") else set())
    )
    return asked and message.intent in heard and not needs_named(message.text)


def profile_in(message: Message, case: Case) -> str:
    """Who writes, by this message or by those before."""
    told = [str(one["value"]) for one in message.entities("profile")]
    return told[-1] if told else case.profile


def _minor_herself(message: Message, case: Case) -> bool:
    """Whether somebody under 18 speaks of herself, by the age just given or known from before."""
    if case.profile != "personne" or gives_the_age_of_a_relative(message.text):
        return False
    given = [int(one["value"]) for one in message.entities("age")]
    age = given[-1] if given else case.age
    return age is not None and age < ADULT_AGE
