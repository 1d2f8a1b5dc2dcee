"""How a danger opens a reply: the reviewed lines once, a short reminder after, one question.

The lines and their numbers are bot/safety's; the reminders only say that a number given stays good.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.conversation.case import NEEDS_OF_DANGER
from bot.conversation.choices import DANGER_NO, DANGER_OVER, DANGER_YES
from bot.conversation.messages import BotMessage, Choice
from bot.privacy.conversations import Conversation
from bot.safety import Verdict
from bot.safety.conversation import goes_on
from bot.safety.french import clean, standardise
from bot.safety.reading import young_said
from bot.safety.replies import ADULT_AGE, closing_question, numbers, opening
from bot.safety.verdict import (
    CRISIS,
    IMPLIES,
    SWALLOWED,
    THROAT,
    UNTAKEN,
    URGENCE,
    URGENT_KINDS,
    level_of,
    ordered,
)

_GRAVER = {milder: graver for graver, milder in IMPLIES.items()}
_CHOICES = {
    "fr": (Choice(DANGER_YES, "Oui, en ce moment"), Choice(DANGER_NO, "Non, pas maintenant")),
    "en": (Choice(DANGER_YES, "Yes, right now"), Choice(DANGER_NO, "No, not now")),
    "es": (Choice(DANGER_YES, "Sí, ahora"), Choice(DANGER_NO, "No, ahora no")),
}
_OVER = {
    "fr": (Choice(DANGER_OVER, "Le danger est passé"),),
    "en": (Choice(DANGER_OVER, "The danger is over"),),
    "es": (Choice(DANGER_OVER, "El peligro ya pasó"),),
}
_IF_SO = {"fr": "Si oui, 911.", "en": "If so, 911.", "es": "En ese caso, 911."}
# What opens a reminder: (language, tu) -> wordings. GSM-7, for every channel; the number's line follows.
_AGAIN: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Je te lis. Ce n'est pas trop tard pour appeler, ni trop tôt :",
        "Tu n'as pas à régler tout cela seule. Le numéro reste bon :",
        "Quand tu pourras, appelle ici :",
    ),
    ("fr", False): (
        "C'est bien compris. Le numéro reste bon :",
        "Ce n'est pas à porter sans aide. Toujours le même numéro :",
        "Dès que vous le pourrez, appelez ici :",
    ),
    ("en", True): (
        "I read you. The number is still good:",
        "You don't have to carry this alone. Same number:",
    ),
    ("en", False): ("Understood. The number is still good:", "The same number, any time:"),
    ("es", True): (
        "Te leo. El número sigue siendo el mismo:",
        "No tienes que cargar con esto sola. El número:",
    ),
    ("es", False): ("Entendido. El número sigue siendo el mismo:", "El mismo número, a toda hora:"),
}
_URGENT_AGAIN: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Le 911, dès que tu peux. On t'aidera, avec ou sans parler : laisse la ligne ouverte.",
        "C'est toujours le 911 qui peut venir. Appelle dès que tu peux, avec ou sans parler.",
    ),
    ("fr", False): (
        "Le 911, dès que vous pouvez. On vous dira quoi faire en attendant.",
        "C'est toujours le 911 qui peut venir vite. On vous guide au téléphone.",
    ),
    ("en", True): (
        "911, as soon as you can. Even without speaking.",
        "911 can still come. Call when you can.",
    ),
    ("en", False): ("911, as soon as you can.", "911 can still come."),
    ("es", True): (
        "El 911, en cuanto puedas. Aunque no hables.",
        "El 911 puede venir. Llama en cuanto puedas.",
    ),
    ("es", False): ("El 911, en cuanto pueda.", "El 911 puede venir."),
}
# The same when something was swallowed or taken: it may get worse after it seemed better.
_TAKEN_AGAIN: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("fr", True): (
        "Je te lis. Le 911 maintenant, même si ça semble aller : l'effet peut venir plus tard.",
        "Le 911, tout de suite, même si tu te sens bien. Es-tu capable d'appeler?",
    ),
    ("fr", False): (
        "Le 911 maintenant, même si ça semble aller. Dites-leur comment elle respire.",
        "Le 911, tout de suite. On vous guide au téléphone, restez avec elle.",
    ),
    ("en", True): (
        "I read you. 911 now, even if it seems all right: it can get worse later.",
        "911, right now, even if you feel fine. Are you able to call?",
    ),
    ("en", False): (
        "911 now, even if it seems all right. Tell them how she is breathing.",
        "911, right now. They guide you on the phone, stay with her.",
    ),
    ("es", True): (
        "Te leo. El 911 ahora, aunque parezca que todo va bien: puede empeorar luego.",
        "El 911, ahora mismo, aunque no sientas nada.",
    ),
    ("es", False): (
        "El 911 ahora, aunque parezca que todo va bien.",
        "El 911, ahora mismo. Le dicen qué hacer, no la deje.",
    ),
}
_TAKEN = "surdose_medical"
_POISON = "centre-antipoison"

# To a relative or a worker who does not know whether somebody is in danger now: (before, after) the line.
_IN_DOUBT: Mapping[str, str] = {
    "fr": "Dans le doute, appelez maintenant : on vous aide à juger.",
    "en": "In doubt, call now: they help you judge.",
    "es": "En la duda, llame ahora: le ayudan a juzgar.",
}
_DOUBT_OVER: Mapping[tuple[str, bool], str] = {
    ("fr", True): "Si un moyen de se tuer est près d'elle, ou si elle ne répond plus : 911.",
    ("fr", False): "Si la personne violente est là, ou si elle ne répond plus : 911.",
    ("en", True): "If she has the means at hand, or no longer answers: 911.",
    ("en", False): "If the violent person is there, or she no longer answers: 911.",
    ("es", True): "Si tiene con qué hacerlo cerca, o ya no responde: 911.",
    ("es", False): "Si la persona violenta anda cerca, o ella ya no responde: 911.",
}

SURE = 0.6
"""From this the model alone is sure enough of a danger to say the 911 again after its lines (2 x UNSURE)."""
_FAINT_YOUNG = 0.6
"""Below this the model alone does not send to youth protection: most such messages only name a child."""
_YOUNG = frozenset({"mineure", "enfant_en_danger"})

UNSURE = 0.3
"""Below this the model alone has barely heard a danger: of such messages held out for measuring, less than
half tell one (docs/safety.md). The numbers are said all the same, and her own subject goes on."""
_SCORE = re.compile(r"model:\S+ (?P<score>\d\.\d+)")
# What opens such a reply: (level is urgence, language, tu) -> wordings. GSM-7, for every channel.
_IN_CASE: Mapping[tuple[bool, str, bool], tuple[str, ...]] = {
    (True, "fr", True): (
        "Si tu es en danger maintenant, appelle le 911. Si tu ne peux pas parler, laisse la ligne ouverte.",
        "En danger maintenant? Le 911, avec ou sans parler.",
    ),
    (True, "fr", False): (
        "Si quelqu'un est en danger maintenant, appelez le 911.",
        "En danger maintenant? Le 911, sans attendre.",
    ),
    (True, "en", True): (
        "If you are in danger now, call 911. If you cannot talk, leave the line open.",
        "In danger now? 911, even without speaking.",
    ),
    (True, "en", False): ("If someone is in danger now, call 911.", "Someone in danger now? 911."),
    (True, "es", True): (
        "Si corres peligro ahora, llama al 911. Si no puedes hablar, deja la llamada abierta.",
        "¿En peligro ahora? El 911, aunque no hables.",
    ),
    (True, "es", False): ("Si alguien corre peligro ahora, llame al 911.", "¿En peligro ahora? El 911."),
    (False, "fr", True): ("Si jamais tu en as besoin :", "Garde ce numéro, au cas où :"),
    (False, "fr", False): ("En cas de besoin :", "Un numéro à garder, au cas où :"),
    (False, "en", True): ("In case you need it:", "Keep this number, just in case:"),
    (False, "en", False): ("In case of need:", "A number to keep, just in case:"),
    (False, "es", True): ("Por si lo necesitas:", "Guarda este teléfono, por si acaso:"),
    (False, "es", False): ("Por si hace falta:", "Un teléfono para guardar, por si acaso:"),
}


@dataclass(frozen=True)
class Opening:
    """What opens the reply, and whether it asked if she is in danger at this moment."""

    message: BotMessage
    asked: bool = False


def confirmed(verdict: Verdict, open_kinds: Sequence[str]) -> Verdict:
    """The verdict after a "oui" to "es-tu en danger en ce moment?": what was open happens now."""
    kinds = {_GRAVER.get(kind, kind) for kind in (*verdict.kinds, *open_kinds)} or {"violence_en_cours"}
    return replace(verdict, level=URGENCE, kinds=ordered(kinds))


def by_model_alone(verdict: Verdict) -> bool:
    """Whether no rule and no answer of hers says the danger; a sign alone says none."""
    return all(reason.startswith(("model:", "sign:")) for reason in verdict.reasons)


def unsure(verdict: Verdict) -> bool:
    """Whether a danger is barely heard: by the model alone, under UNSURE, or a minor's alone, under the
    mark of youth protection."""
    scores = _scores(verdict)
    mark = _FAINT_YOUNG if set(verdict.kinds) <= _YOUNG else UNSURE
    return verdict.danger and by_model_alone(verdict) and bool(scores) and max(scores) < mark


def _scores(verdict: Verdict) -> list[float]:
    found = (_SCORE.fullmatch(reason) for reason in verdict.reasons)
    return [float(one["score"]) for one in found if one]


def told(verdict: Verdict, message: str) -> bool:
    """Whether this message itself tells a danger: by a rule or an answer of hers, by a model that is sure, or
    in saying that it goes on."""
    said = (reason.startswith(("rule:", "context:confirmed")) for reason in verdict.reasons)
    return verdict.danger and (any(said) or max(_scores(verdict), default=0.0) >= SURE or goes_on(message))


def lines_said(held: Conversation) -> bool:
    """Whether the lines of an urgence were said in this talk, and it is not said to be over."""
    last = _last_safety(held)
    return bool(set(URGENT_KINDS) & set(held.open_kinds) or (last is not None and last["level"] == URGENCE))


def adds_nothing(verdict: Verdict, held: Conversation, message: str) -> bool:
    """Whether the lines of `verdict` need not be said again: this message does not itself tell a danger, its
    kinds were told before (or are barely heard), and the urgent lines were said, or its own just before."""
    if not verdict.danger or told(verdict, message):
        return False
    known = set(verdict.kinds) <= _known(held)
    return (lines_said(held) and (known or unsure(verdict))) or (known and _last_safety(held) is not None)


def as_adult(verdict: Verdict, age: object, message: str) -> Verdict:
    """`verdict` without "mineure" heard by the model alone, when the age told in this talk is an adult's."""
    ruled = any(reason.startswith("rule:mineure/") for reason in verdict.reasons)
    adult = isinstance(age, int | float) and age >= ADULT_AGE
    if "mineure" not in verdict.kinds or ruled or not adult or young_said(standardise(clean(message))):
        return verdict
    kinds = tuple(kind for kind in verdict.kinds if kind != "mineure")
    reasons = tuple(reason for reason in verdict.reasons if not reason.startswith("model:mineure "))
    urgent = verdict.level == URGENCE and "enfant_en_danger" in kinds
    return replace(verdict, level=level_of(kinds, urgent=urgent), kinds=kinds, reasons=reasons)


def slots_of(held: Conversation) -> Mapping[str, Any]:
    """What the engine knows of the case, by slot; empty before its first answer."""
    return (held.engine or {}).get("slots") or {}


def _profile(held: Conversation) -> str:
    return str(slots_of(held).get("profile") or "personne")


def _lines(verdict: Verdict, held: Conversation, at: datetime | None) -> Sequence[str]:
    """The reviewed lines for `verdict`, for who writes in `held`, where she is."""
    slots = slots_of(held)
    region = (slots.get("place") or {}).get("region")
    return opening(verdict, _profile(held), held.channel, age=slots.get("age"), region=region, at=at)


def _last_text(held: Conversation) -> str:
    """What the last reply opened with, "" before the first."""
    return held.last_reply.messages[0].text if held.last_reply and held.last_reply.messages else ""


def still_911(verdict: Verdict, held: Conversation) -> BotMessage | None:
    """One short line of the number beside her answer; None when it stands in the reply just before."""
    line = _IN_CASE[True, verdict.language, _profile(held) == "personne"][1]
    if not lines_said(held) or _last_text(held).startswith(line):
        return None
    return BotMessage(line, safety={"level": verdict.level, "kinds": list(verdict.kinds)})


def in_doubt(verdict: Verdict, held: Conversation, at: datetime | None) -> BotMessage:
    """To who does not know whether somebody else is in danger now: the line that helps to judge, and when it
    is the 911."""
    lines = _lines(replace(verdict, level=CRISIS, reasons=()), held, at)
    first = [line for line in lines if any(map(str.isdigit, line)) and "911" not in line][:1]
    own_life = bool({"suicide", "suicide_imminent"} & set(verdict.kinds))
    words = [_IN_DOUBT[verdict.language], *first, _DOUBT_OVER[verdict.language, own_life]]
    return BotMessage("\n".join(words), safety={"level": verdict.level, "kinds": list(verdict.kinds)})


def in_case(verdict: Verdict, held: Conversation, at: datetime | None) -> BotMessage:
    """What opens the reply to a danger barely heard: the numbers, no word on what she may be living."""
    # Barely heard, a child's danger brings the line that listens: youth protection is for what is told.
    heard = replace(verdict, kinds=()) if set(verdict.kinds) <= _YOUNG else verdict
    lines = _lines(heard, held, at)
    urgent = verdict.level == URGENCE
    words = _IN_CASE[urgent, verdict.language, _profile(held) == "personne"]
    last = _last_text(held)
    chosen = next((one for one in words if not last.startswith(one)), words[0])
    numbered = [line for line in lines if any(character.isdigit() for character in line)]
    of_911 = [] if urgent else [line for line in numbered if "911" in line][:1]
    first = [line for line in numbered if "911" not in line][:1]
    safety = {"level": verdict.level, "kinds": list(verdict.kinds)}
    return BotMessage("\n".join([chosen, *first, *of_911]), safety=safety)


def open_reply(verdict: Verdict, held: Conversation, at: datetime | None) -> Opening:
    """The message that opens the reply to `verdict` in the conversation `held`."""
    profile, lines = _profile(held), _lines(verdict, held, at)
    kinds = {*verdict.kinds, *((_TAKEN,) if SWALLOWED in verdict.reasons else ())}
    safety = {"level": verdict.level, "kinds": list(ordered(kinds))}
    over = _OVER[verdict.language] if verdict.level == URGENCE else ()
    if _said_already(verdict, held):
        return Opening(BotMessage("\n".join(_reminder(verdict, held, lines, profile)), over, safety=safety))
    question = None if set(verdict.kinds) <= _known(held) else closing_question(verdict, profile)
    if question is None:
        return Opening(BotMessage("\n".join(lines), over, safety=safety))
    return Opening(
        BotMessage(
            "\n".join(_asking(lines, question, verdict.language)),
            choices=_CHOICES[verdict.language],
            safety=safety,
        ),
        asked=True,
    )


def _asking(lines: Sequence[str], question: str, language: str) -> list[str]:
    """The lines, then the question. By SMS the last line is a question about the same: the two become one."""
    if lines and "?" in lines[-1] and "911" in lines[-1]:
        return [*lines[:-1], f"{question} {_IF_SO[language]}"]
    return [*lines, question]


_TALKS = (
    "utter_exprimer_detresse",
    "utter_raconter",
    "utter_listening",
    "utter_feeling_next",
    "utter_when_ready",
    "utter_ok",
    "utter_menu",
    "utter_not_understood",
    "utter_unsure",
    "utter_ask_need",
    "utter_ask_place",
    "utter_hors_sujet",
)
"""The engine's words when a message asks for nothing."""


def holds(given: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the 911 must be said again instead of the engine's words: something was swallowed or taken, the
    urgent lines stood in the reply before (`given`), and she answers with no request ("chu toute seule")."""
    taken = _TAKEN in given["kinds"]
    talks = all(str(message.get("utter_action") or "").startswith(_TALKS) for message in said)
    return taken and bool(said) and talks


def gave_urgent_lines(held: Conversation) -> Mapping[str, Any] | None:
    """The danger of the last reply when it gave the lines of an urgence, and not yet their reminder."""
    last = _last_safety(held)
    if last is None or last["level"] != URGENCE or held.last_reply is None:
        return None
    said = held.last_reply.messages[0].text
    barely = _opens_with(said, _IN_CASE)
    return None if barely or _reminds(said) else last


def _opens_with(said: str, *tables: Mapping[Any, tuple[str, ...]]) -> bool:
    """Whether `said` opens with one of the wordings of `tables`."""
    return any(said.startswith(one) for table in tables for words in table.values() for one in words)


def _reminds(said: str) -> bool:
    """Whether `said` is the reminder of an urgence."""
    return _opens_with(said, _URGENT_AGAIN, _TAKEN_AGAIN)


def _known(held: Conversation) -> set[str]:
    """The kinds already told, and the milder ones that they imply."""
    return {*held.open_kinds, *(IMPLIES[kind] for kind in held.open_kinds if kind in IMPLIES)}


def _last_safety(held: Conversation) -> Mapping[str, Any] | None:
    messages = held.last_reply.messages if held.last_reply is not None else ()
    return next((message.safety for message in messages if message.safety), None)


def _said_already(verdict: Verdict, held: Conversation) -> bool:
    """Whether these lines were given: in the reply just before, or before that and not said to be over."""
    if THROAT in verdict.reasons:
        # What changed in her neck has its own step.
        return False
    last = _last_safety(held)
    told_before = bool(verdict.kinds) and set(verdict.kinds) <= _known(held)
    if verdict.level == CRISIS:
        return told_before
    if told_before and set(URGENT_KINDS) & set(verdict.kinds):
        return True
    return last is not None and last["level"] == URGENCE and set(verdict.kinds) <= set(last["kinds"])


def _reminder(verdict: Verdict, held: Conversation, lines: Sequence[str], profile: str) -> list[str]:
    """A few words not just said, and the one number."""
    tu = profile == "personne"
    table = _URGENT_AGAIN if verdict.level == URGENCE else _AGAIN
    if verdict.level == URGENCE and _was_taken(verdict, held):
        table = _TAKEN_AGAIN
    words = table[verdict.language, tu]
    last = _last_text(held)
    chosen = next((one for one in words if not last.startswith(one)), words[0])
    numbered = [line for line in lines if any(character.isdigit() for character in line)]
    if verdict.level == URGENCE:
        numbered = [line for line in numbered if "911" not in line]
        if gave_urgent_lines(held) is not None or _reminds(last):
            # No number that the lines themselves left out: a stranger in the street is no violent partner.
            numbered = [line for line in numbered if any(number in last for number in _numbers_of(line))]
    return [chosen, *numbered[:1]]


def _numbers_of(line: str) -> list[str]:
    return [number for _, number in numbers() if number in line]


def _was_taken(verdict: Verdict, held: Conversation) -> bool:
    """Whether something was swallowed or taken, in this message or earlier in this talk."""
    if UNTAKEN in verdict.reasons:
        return False
    return SWALLOWED in verdict.reasons or _TAKEN in {*verdict.kinds, *held.open_kinds}


def untaken(held: Conversation) -> bool:
    """Whether the lines just given leave out the poison centre: nothing was told of anything taken."""
    poison = dict(numbers()).get(_POISON)
    return poison is None or poison not in _last_text(held)


# ---- What of the engine's own words stands beside a danger.

_ANSWERS = ("utter_question", "utter_demander_confidentialite", "utter_demander_si_robot")


def beside(
    said: Sequence[Mapping[str, Any]], verdict: Verdict, needs: Sequence[str], asked: bool, placed: bool
) -> list[Mapping[str, Any]]:
    """The engine's messages that may follow the opening: services and answers; its question only when none
    was asked; in an urgence only services she asked for by name, or near the place she gave (`placed`).
    `needs`: those just answered.

    Her own request is never lost: what is not said now waits in the case.
    """
    implied = {need for kind in verdict.kinds for need in NEEDS_OF_DANGER.get(kind, ())}
    wanted = placed or bool(set(needs) - implied)
    kept = []
    for message in said:
        services = bool((message.get("custom") or {}).get("services"))
        name = str(message.get("utter_action") or "")
        question = name.startswith("utter_ask_") and not asked
        spoken = verdict.level != URGENCE and (name.startswith(_ANSWERS) or question or not name)
        if spoken or (services and (wanted or verdict.level != URGENCE)):
            kept.append(message)
    return kept
