"""The reviewed words that open a reply to a danger: 911 or the right line first, then one step.

The words and the numbers live in replies.yml, read once, at the first danger. When that file cannot be
read or has lost a text, the built-in table at the end answers: a danger never goes without its number.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from bot.safety import replies_minimum
from bot.safety.holds_her import AT_WORK, CONTROLLED, VIOLENT
from bot.safety.rules import read_yaml
from bot.safety.verdict import (
    KINDS,
    STRANGER,
    STRANGULATION,
    SWALLOWED,
    THROAT,
    UNTAKEN,
    URGENCE,
    URGENT_KINDS,
    Verdict,
)

PATH = Path(__file__).with_name("replies.yml")
"""The reviewed file; a test or a deployment may point elsewhere."""

MAX_LINES = 3
"""Lines with numbers in one opening: more, and a frightened person calls none."""
SMS_SEPTETS = 306
"""Two concatenated GSM-7 segments of 153 septets. The SMS texts hold no extension character, so one character
is one septet (tests hold it)."""
ADULT_AGE = 18
MISSING = "sign:missing"
"""A reason beside the danger of somebody whom nobody can find: the police first, and no address to give."""
PROFILES = ("personne", "amie", "jeune", "proche", "intervenant", "acheteur")
_TU = ("personne", "amie", "jeune")
LANGUAGES = ("fr", "en", "es")

_PARENT = {"amie": "personne", "jeune": "personne", "intervenant": "proche", "acheteur": "proche"}
# kind -> (sign, the step that the sign brings instead).
_STEPS_BY_SIGN = {
    "violence_en_cours": (STRANGER, "street_step"),
    "surdose_medical": (UNTAKEN, "untaken_step"),
}
# sign of who strikes -> the order of lines that takes the place of that of a violence.
_ORDERS_BY_SIGN = {AT_WORK: "at_work", CONTROLLED: "controlled"}
_UNREADABLE = (OSError, yaml.YAMLError, LookupError, TypeError, ValueError, AttributeError)
"""What a missing or damaged replies.yml raises, at reading or at the first text it lacks."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Speaker:
    """Who is answered and how: `form` one of PROFILES, `who` a column of the table of orders."""

    language: str
    form: str
    who: str
    sms: bool

    @property
    def tu(self) -> bool:
        return self.form in _TU


def opening(
    verdict: Verdict,
    profile: str,
    channel: str,
    *,
    age: int | None = None,
    region: str | None = None,
    at: datetime | None = None,
    before: Collection[str] = (),
) -> tuple[str, ...]:
    """The lines that open the reply to `verdict`, each a short sentence or two; () when there is no danger.

    `profile`: personne, amie (she, about the danger of another woman), proche, intervenant or acheteur;
    `channel`: web, page, terminal or sms (GSM-7, at most two segments once joined by line feeds); `age` in
    years; `region` the official two-digit code, for the DPJ's number; `at` the instant for the youth line's
    hours (naive: taken as Québec time); `before` the kinds told earlier in the talk: a violence told by whom
    somebody holds is not that of a partner. Never raises for a value it does not know: the woman's web
    wording is the default.
    """
    if not verdict.danger:
        return ()
    kinds = tuple(kind for kind in KINDS if kind in verdict.kinds) or ("autre",)
    if SWALLOWED in verdict.reasons:
        kinds = tuple(kind for kind in KINDS if kind in {*kinds, "surdose_medical"})
    urgent = verdict.level == URGENCE or kinds[0] in URGENT_KINDS
    kinds = _without_overdose(kinds, verdict.reasons)
    speaker = _speaker(verdict.language, kinds, profile, channel, age)
    try:
        signs = frozenset(verdict.reasons) | ({CONTROLLED} if "traite" in before else set())
        return _compose(_book(PATH), kinds, urgent, speaker, region, _hour(at), signs=signs)
    except _UNREADABLE as problem:
        # The built-in ones answer.
        logger.error("danger_replies_failed", exc_info=problem)
        return replies_minimum.minimum(
            kinds, urgent=urgent, language=speaker.language, tu=speaker.tu, most=MAX_LINES
        )


def _without_overdose(kinds: tuple[str, ...], reasons: Sequence[str]) -> tuple[str, ...]:
    """`kinds` without the words of an overdose where a neck was squeezed or a life is at risk by another way,
    and nothing was taken."""
    others = tuple(kind for kind in kinds if kind != "surdose_medical")
    other_way = STRANGULATION in reasons or "suicide_imminent" in kinds
    return others if others and other_way and UNTAKEN in reasons else kinds


def closing_question(verdict: Verdict, profile: str = "personne") -> str | None:
    """The question that may follow a crise, whose "oui" means danger (`Context.pending_question`).

    None for an urgence (she must call, not chat) and when there is no danger. Fits GSM-7 in all languages.
    """
    if not verdict.danger or verdict.level == URGENCE:
        return None
    language = _language(verdict.language)
    form = _form(profile, language)
    try:
        asked = _book(PATH)["words"][language]["question"]
        return str(asked.get(form, asked["tu" if form in _TU else "vous"]))
    except _UNREADABLE:
        return replies_minimum.QUESTION[language]


def numbers() -> tuple[tuple[str, str], ...]:
    """Every number a safety reply may give, as (id of its listing in the directory, number as written)."""
    try:
        return tuple(dict.fromkeys(_numbers(_book(PATH))))
    except _UNREADABLE:
        return tuple(replies_minimum.NUMBERS.values())


def _numbers(book: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    regional = [entry for entries in book["dpj"].values() for entry in entries]
    for entry in [*book["lines"].values(), *regional]:
        for key in ("phone", "text", "en"):
            if key in entry:
                yield entry["service"], entry[key]


@lru_cache(maxsize=4)
def _book(path: Path) -> Mapping[str, Any]:
    """replies.yml as plain data. A failure is not cached: the file may come back."""
    book = read_yaml(path)
    if not isinstance(book, dict):
        raise TypeError("replies.yml does not hold a mapping.")
    return book


def _language(language: str) -> str:
    return language if language in LANGUAGES else "fr"


def _form(profile: str, language: str) -> str:
    """The form of PROFILES for a profile, as it is said in one of LANGUAGES."""
    if profile == "amie" and language != "fr":
        return "proche"  # "you" is the same word; "usted" is not wrong of her
    return profile if profile in PROFILES else "personne"


def _speaker(language: str, kinds: Sequence[str], profile: str, channel: str, age: int | None) -> _Speaker:
    language = _language(language)
    form = _form(profile, language)
    known = age if isinstance(age, int | float) else None
    under_age = form == "jeune" or (known is not None and known < ADULT_AGE)
    who = "adult"
    if form in ("personne", "jeune"):
        # "mineure" with an adult age: she speaks for somebody younger.
        if under_age or ("mineure" in kinds and known is None):
            form, who = "jeune", "young"
        elif "mineure" in kinds:
            who = "minor"
    elif form == "amie" and under_age:
        who = "young"
    elif under_age or "mineure" in kinds:
        who = "minor"
    elif form == "acheteur":
        who = "acheteur"
    return _Speaker(language, form, who, channel == "sms")


def _hour(at: datetime | None) -> int:
    """The hour in Québec; 3, when only the lines open all night are sure, if the time zone is unknown."""
    try:
        zone = ZoneInfo("America/Toronto")
    except ZoneInfoNotFoundError:
        return 3
    if at is None:
        return datetime.now(zone).hour
    return (at if at.tzinfo is None else at.astimezone(zone)).hour


def _compose(
    book: Mapping[str, Any],
    kinds: tuple[str, ...],
    urgent: bool,
    speaker: _Speaker,
    region: str | None,
    hour: int,
    *,
    signs: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """The opening: an urgence starts with 911 and the steps; a crise with one breath, then the first line.

    `signs`: the reasons that change words. After a strangling the step is to be seen by somebody who treats,
    whatever the level; followed by a stranger, she goes where people are, and the 911 is the only line.
    """
    words = book["words"][speaker.language]
    street = STRANGER in signs and kinds[0] == "violence_en_cours"
    missing = MISSING in signs and speaker.form not in ("personne", "jeune")
    urgent = urgent or missing
    throat = THROAT in signs
    examined = throat or STRANGULATION in signs
    left_out = _left_out(signs, missing=missing)
    names = _line_names(book, kinds, urgent, speaker, hour, without=left_out, signs=signs)
    if missing and {"violence_en_cours", "traite"} & set(kinds):
        names = list(dict.fromkeys([*names, "traite"]))[:MAX_LINES]
    said: list[str] = []
    for name in names:
        # 811 is both Info-Social and a way to the DPJ: once is enough.
        if name != "urgence" and not _already(book, name, said):
            said.append(_line(book, words, name, speaker, region, urgent))
    if not urgent and len(said) < MAX_LINES:
        said += _interpreter(book, words, names, said, speaker)
    breath = None if street else _piece(words, kinds[0], "breath", speaker)
    steps = _steps(words, kinds, urgent or examined, speaker, signs=signs)
    if missing:
        steps = [_piece(words, kinds[0], "missing_step", speaker, required=True)]
    if throat:
        said_of_neck = _piece(words, "violence", "urgent_step", speaker)
        own = _piece(words, "violence", "throat_step", speaker, required=True)
        steps = [own, *(step for step in steps if step != said_of_neck)]
    elif examined and "violence" not in kinds:
        steps.append(_piece(words, "violence", "urgent_step", speaker, required=True))
    # (rank, text): the smaller the rank, the longer a text resists when an SMS runs out of room.
    if urgent:
        call = "missing_call" if missing else "call"
        parts = [(0, _piece(words, kinds[0], call, speaker, required=True))]
        parts += [(1, step) for step in steps]
        parts += [(3, breath), *((2, text) for text in said)]
    else:
        parts = [(2, breath), (0, said[0]), *((1, text) for text in said[1:])]
        parts += [(1 if throat else 3, step) for step in steps]
        if len(said) < MAX_LINES and not any("911" in text for text in [*said, *steps]):
            parts.append((4, _addressed(words["now"], speaker)))
    kept = [(rank, text) for rank, text in parts if text]
    return _fitting(kept) if speaker.sms else tuple(text for _, text in kept)


def _fitting(parts: list[tuple[int, str]]) -> tuple[str, ...]:
    """The parts of an SMS that fit two segments together, in their order, the most needed kept first."""
    chosen: list[int] = []
    left = SMS_SEPTETS
    for index in sorted(range(len(parts)), key=lambda place: (parts[place][0], place)):
        cost = len(parts[index][1]) + bool(chosen)
        if cost <= left:
            chosen.append(index)
            left -= cost
    return tuple(parts[index][1] for index in sorted(chosen))


def _left_out(signs: frozenset[str], *, missing: bool) -> Mapping[str, frozenset[str]]:
    """Lines of a kind that are no help: the poison centre when nothing was taken, those of a home for a
    stranger, what she would call herself when she cannot be found."""
    if missing:
        return dict.fromkeys(KINDS, frozenset({"violence", "jeunes", "sexuelle"}))
    return {
        "surdose_medical": frozenset(["poison"] if UNTAKEN in signs else []),
        "violence_en_cours": frozenset(["violence", "dpj"] if STRANGER in signs else []),
    }


def _line_names(
    book: Mapping[str, Any],
    kinds: tuple[str, ...],
    urgent: bool,
    speaker: _Speaker,
    hour: int,
    *,
    without: Mapping[str, frozenset[str]],
    signs: frozenset[str],
) -> list[str]:
    """The lines to give: the first of each kind, then the second of each; at most MAX_LINES."""
    lanes = []
    for kind in kinds:
        order = _order(book, kind, signs)
        lane = order[speaker.who] if speaker.who in order else order["adult"]
        # The 911 is said first, once, below.
        left_out = {"urgence", *without.get(kind, ())}
        lanes.append([name for name in lane if name not in left_out])
    turns = [lane[place] for place in range(MAX_LINES) for lane in lanes if place < len(lane)]
    names = list(dict.fromkeys((["urgence"] if urgent else []) + turns))[:MAX_LINES]
    return [_youth_line(book, speaker.language, hour) if name == "jeunes" else name for name in names]


def _order(book: Mapping[str, Any], kind: str, signs: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """The orders of lines of `kind`; of a violence by whoever holds her or employs her, those of that."""
    if kind in VIOLENT and STRANGER not in signs:
        kind = next((name for sign, name in _ORDERS_BY_SIGN.items() if sign in signs), kind)
    orders: Mapping[str, Sequence[str]] = book["order"][kind]
    return orders


def _interpreter(
    book: Mapping[str, Any], words: Mapping[str, Any], names: list[str], said: list[str], speaker: _Speaker
) -> list[str]:
    """One line with interpreters, where the language has one and no line given so far has them."""
    wanted = words.get("interpreter")
    if not wanted or set(names) & set(wanted["unless"]):
        return []
    if _already(book, wanted["line"], said):
        return []
    return [_line(book, words, wanted["line"], speaker, None, False)]


def _already(book: Mapping[str, Any], name: str, said: Sequence[str]) -> bool:
    return name in book["lines"] and any(book["lines"][name]["phone"] in text for text in said)


def _youth_line(book: Mapping[str, Any], language: str, hour: int) -> str:
    open_now = [row["line"] for row in book["youth"][language] if row["from"] <= hour < row["until"]]
    return str(open_now[0])


def _line(
    book: Mapping[str, Any],
    words: Mapping[str, Any],
    name: str,
    speaker: _Speaker,
    region: str | None,
    urgent: bool,
) -> str:
    """The sentence of one line, its numbers in place."""
    if name == "dpj":
        entries = book["dpj"].get(str(region).zfill(2)) if region else None
        if not entries:
            unknown = "dpj_apres_911" if urgent else "dpj_inconnue"
            return _addressed(words["lines"][unknown], speaker)
        *before, last = [_regional(entry, speaker.language) for entry in entries]
        numbers_said = words["or"].join([", ".join(before), last] if before else [last])
        if all(entry.get("always") for entry in entries) and not speaker.sms:
            numbers_said += words["always"]
        return _addressed(words["lines"]["dpj"], speaker).format(dpj=numbers_said)
    entry = book["lines"][name]
    return _addressed(words["lines"][name], speaker).format(
        phone=entry["phone"], text=entry.get("text"), jeunesse_text=book["lines"]["jeunesse"]["text"]
    )


def _regional(entry: Mapping[str, Any], language: str) -> str:
    label = entry.get("label")
    if isinstance(label, Mapping):
        label = label[language]
    phone = str(entry.get(language, entry["phone"]))
    return f"{phone} ({label})" if label else phone


def _addressed(texts: Mapping[str, str], speaker: _Speaker) -> str:
    """The variant for tu or vous; a sentence that addresses nobody stands once, under tu. About another woman
    some lines are told otherwise."""
    suffix = "_sms" if speaker.sms else ""
    if speaker.form == "amie" and f"amie{suffix}" in texts:
        return str(texts[f"amie{suffix}"])
    address = "tu" if speaker.tu or f"vous{suffix}" not in texts else "vous"
    return str(texts[address + suffix])


def _piece(
    words: Mapping[str, Any], kind: str, name: str, speaker: _Speaker, *, required: bool = False
) -> Any:
    """A text of `kind` for the speaker's form or the nearest form above; null in the file means: none."""
    key = f"{name}_sms" if speaker.sms else name
    for table in (words["kinds"][kind], words["default"]):
        form: str | None = speaker.form
        while form is not None:
            if key in table.get(form, {}):
                return table[form][key]
            form = _PARENT.get(form)
    if required:
        raise KeyError(key)
    return None


def _steps(
    words: Mapping[str, Any],
    kinds: tuple[str, ...],
    urgent: bool,
    speaker: _Speaker,
    *,
    signs: frozenset[str],
) -> list[str]:
    """The steps to say: those of the gravest kind, and the first of each other kind of urgence. `signs`:
    where nothing was taken, or a stranger follows, that kind has a step of its own."""
    said: list[str] = []
    for place, kind in enumerate(kinds):
        if place and kind not in URGENT_KINDS:
            break
        name = "urgent_step" if urgent and kind not in URGENT_KINDS else "step"
        own = _piece(words, kind, "own_step", speaker) if place and kinds[0] == "suicide_imminent" else None
        sign, by_sign = _STEPS_BY_SIGN.get(kind, ("", ""))
        other = _piece(words, kind, by_sign, speaker) if sign in signs else None
        texts = own or other or _piece(words, kind, name, speaker) or []
        texts = [texts] if isinstance(texts, str) else texts
        said += texts[:1] if place else texts
    return said
