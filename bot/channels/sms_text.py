"""A reply as SMS: pages of at most three segments, numbers to call first, digits for choices.

What is chosen when room is short, in this order: telephone numbers, names, whether it is open, where it is,
then the heading. A name with a letter outside GSM-7 ("Île", "Forêt") is kept as it is while the page fits its
segments in UCS-2; past that its rare accents go ("Ile"), since a number she receives whole is worth more than
a circumflex: the name is still recognised on the telephone, and the accents of GSM-7 (é, è, à, ù) stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.channels import gsm
from bot.conversation.messages import BotMessage, Choice
from bot.conversation.rendering import capital
from bot.safety.rules import read_yaml

MOST_SEGMENTS = 3
"""Segments of anything sent in one turn."""
REFERRAL_SEGMENTS = 2
"""Segments of a referral with two numbers, alone: with an answer beside it, it may take MOST_SEGMENTS."""
MOST_CHOICES = 9
_NO_NUMBER = "numéro non vérifié, le 211 peut le donner"
MORE = "SUITE: lire le reste"
NAME_LENGTH = 45

Service = Mapping[str, Any]

_SMS_TITLES = {"Un endroit sûr pour elle": "Un endroit protégé pour elle"}
"""Choices whose usual words would cost UCS-2."""
_HEAVY_NAME = re.compile(
    r"prostitution|exploitation|sexuel|agression|violence|conjugale?|suicide|traite\b|viol\b", re.IGNORECASE
)
_UNNAMED = "Service d'aide"
"""A name that says too much, without initials and not yet in sms_names.yml: the number is what helps."""
_TO_CONFIRM = "à confirmer"
_CALL_FIRST = re.compile(r"appell?ez? avant d'y aller", re.IGNORECASE)
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z.]{2,9})\)\s*$")
_LINK = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_TIME_REASON = re.compile(r"^(?:ouvert|répond|fermé|ouvre|réouvre|24)", re.IGNORECASE)
_DIALLING = re.compile(r"poste|option|appuie|faire le|#", re.IGNORECASE)
_SENTENCE_END = re.compile(r"""(?:[!?]|(?<!\b[A-Z])\.)["')]*(?=\s(?![a-zà-ÿ\d]))""")
"""Not the mark of "M. Untel", "p. ex. une", "tél. 811", nor one quoted in the middle of a sentence."""
_CLAUSE_END = re.compile(r"[;:](?=\s)")


@dataclass(frozen=True)
class Page:
    """What one SMS says, and the choices that its digits name, in order."""

    text: str
    choices: tuple[Choice, ...] = ()


def fitting(text: str, most: int) -> str | None:
    """`text` as it can be sent in `most` segments, or None: UCS-2 when it fits, else GSM-7."""
    plain = gsm.plain_typography(_LINK.sub("", text)).strip()
    if gsm.size(plain).segments <= most:
        return plain
    bare = gsm.without_rare_accents(plain)
    return bare if gsm.fits_gsm7(bare) and gsm.size(bare).segments <= most else None


def danger_text(message: BotMessage) -> str:
    """The reviewed lines of a danger, then the answers to its question if they fit three segments."""
    numbered = [f"{number}. {_title(choice)}" for number, choice in enumerate(message.choices, 1)]
    whole = fitting("\n".join([message.text, *numbered]), MOST_SEGMENTS)
    return whole if whole is not None else gsm.plain_typography(message.text)


def pages(messages: Sequence[BotMessage], first: int = MOST_SEGMENTS) -> tuple[Page, ...]:
    """`messages` as pages, the first of at most `first` segments, the others of at most MOST_SEGMENTS."""
    texts = [message.text for message in messages if message.text and not message.services]
    choices = _once([choice for message in messages for choice in message.choices])
    listed = [service for message in messages for service in message.services]
    if listed and not any(service.get("full") for service in listed):
        headings = [message.text for message in messages if message.text and message.services]
        return _referral(texts, headings, listed, choices, first)
    lines = [line for text in texts for line in text.split("\n")]
    for message in messages:
        if message.services:
            lines += message.text.split("\n") if message.text else []
            lines += [line for service in message.services for line in _full(service)]
    return _paginate(lines, choices, first)


# ---- Services.


def _referral(
    texts: list[str], headings: list[str], listed: list[Service], choices: list[Choice], first: int
) -> tuple[Page, ...]:
    """The two best numbers on the first page, whatever else fits with them, the rest behind SUITE."""
    # Without a browser a service without a number is of little use: those that can be called come first.
    ordered = [*(s for s in listed if _phones(s)), *(s for s in listed if not _phones(s))]
    pair = _best_two(ordered)
    line = [service for service in ordered if service.get("line") and service not in pair][:1]
    heading, *beside = "\n".join(headings).split("\n") if headings else [""]
    notes, spoken = [*texts, *beside], [*texts, heading, *beside]
    offered = tuple(choices[:MOST_CHOICES])
    numbered = [f"{number}. {_title(choice)}" for number, choice in enumerate(offered, 1)]
    layouts: list[tuple[list[str], list[Service], int]] = [
        (spoken, [*pair, *line], 3),
        (spoken, [*pair, *line], 2),
        (spoken, [*pair, *line], 1),
        (spoken, pair, 3),
        (spoken, pair, 2),
        (notes, [*pair, *line], 1),
        (notes, pair, 1),
        *((notes[:kept], pair, 0) for kept in range(len(notes), -1, -1)),
        ([], pair[:1], 0),
    ]
    most = first if texts else min(first, REFERRAL_SEGMENTS)
    for head, chosen, detail in layouts:
        # What is left out waits behind SUITE, the notes first.
        rest = [*(note for note in notes if note not in head)]
        rest += [_short(service, 3) for service in ordered if service not in chosen]
        lines = [
            *head,
            *(_short(service, detail) for service in chosen),
            *numbered,
            *([MORE] if rest else []),
        ]
        text = fitting("\n".join(line for line in lines if line), most)
        if text is not None:
            after = _paginate(rest, choices, MOST_SEGMENTS) if rest else ()
            return (Page(text, offered), *after)
    return _paginate([*notes, *(_short(service, 0) for service in ordered)], choices, first)


def _best_two(ordered: list[Service]) -> list[Service]:
    """The first service, and the second; or a line that answers now when neither of them does."""
    pair = ordered[:2]
    if any(service.get("open") for service in pair):
        return pair
    answering = [service for service in ordered[2:] if service.get("open") and _phones(service)]
    return [*pair[:1], answering[0]] if answering else pair


def _short(service: Service, detail: int) -> str:
    """One service in a line: name and number; from 1, whether it answers; from 2, where it is; at 3, whether
    what is known of it is doubtful or old."""
    phones = _phones(service)[:1]
    name = _name(service, detail)
    line = f"- {name}: " + (_phone(phones[0], name) if phones else _NO_NUMBER)
    reasons = [str(reason) for reason in service.get("reasons") or ()]
    if detail >= 1:
        line += "".join(f", {_time(reason)}" for reason in reasons if _TIME_REASON.match(reason))
    if detail >= 2 and reasons and not _TIME_REASON.match(reasons[0]):
        line += f" ({reasons[0]})" if "partout" not in reasons[0] else ""
    if detail >= 3:
        line += "".join(f", {words}" for words in _doubt(service) if words not in line)
    return line


def _doubt(service: Service) -> tuple[str, ...]:
    """What to do before counting on a listing that is doubtful or old, in a few words."""
    verified = str(service.get("verified") or "")
    call = _CALL_FIRST.search(verified)
    if call:
        return (call.group(0),)
    doubtful = any(_TO_CONFIRM in str(reason) for reason in service.get("reasons") or ())
    return (_TO_CONFIRM,) if doubtful or verified else ()


def _time(reason: str) -> str:
    return "24/7" if "jour et nuit" in reason else reason


def _full(service: Service) -> list[str]:
    """All that helps to call one service. No link: a phone that opens links keeps a history of them."""
    name = _name(service, 2)
    phones = " ou ".join(_phone(phone, name) for phone in _phones(service))
    lines = [f"{name}: {phones or _NO_NUMBER}"]
    lines += [
        f"{label}: {service[key]}"
        for label, key in (("Heures", "hours"), ("Prix", "cost"))
        if service.get(key)
    ]
    reasons = [str(reason) for reason in service.get("reasons") or ()]
    lines += [capital(reason) for reason in reasons if _TO_CONFIRM in reason]
    if verified := str(service.get("verified") or ""):
        lines.append(capital(verified))
    if service.get("description"):
        lines.append(str(service["description"]))
    return lines


def _phones(service: Service) -> list[Mapping[str, Any]]:
    """The numbers of a service, the confirmed ones first."""
    return sorted(service.get("phones") or (), key=lambda phone: bool(phone.get("to_confirm")))


def _phone(phone: Mapping[str, Any], name: str) -> str:
    words = f"texto {phone['number']}" if phone.get("type") == "sms" else str(phone["number"])
    note = str(phone.get("note") or "")
    # "Info-Social 811 (option 2)" says already what to press.
    told = _DIALLING.search(name) and set(re.findall(r"\d+", note)) <= set(re.findall(r"\d+", name))
    if _DIALLING.search(note) and len(note) <= 40 and not told:
        words += f" ({note})"
    return words + (" (à confirmer)" if phone.get("to_confirm") else "")


@lru_cache(maxsize=1)
def _discreet_names() -> Mapping[str, str]:
    """Listing id -> the name that a screen may show."""
    names: Mapping[str, str] = read_yaml(Path(__file__).with_name("sms_names.yml"))
    return names


def _name(service: Service, detail: int) -> str:
    """The name; a discreet one when it says too much for a screen others may see, its head when too long."""
    name = str(service["name"])
    if discreet := _discreet_names().get(str(service.get("id"))):
        return discreet
    initials = _ACRONYM.search(name)
    if initials and (_HEAVY_NAME.search(name) or (detail < 2 and len(name) > NAME_LENGTH)):
        return initials.group(1)
    if _HEAVY_NAME.search(name):
        return _UNNAMED
    if detail < 2 and len(name) > NAME_LENGTH:
        name = re.split(r"\s+[–—/]\s+|\s+\(", name)[0]
    return name


# ---- Pages.


def _paginate(lines: list[str], choices: list[Choice], first: int) -> tuple[Page, ...]:
    """`lines` then numbered choices, on as many pages as they take; each page numbers its own from 1."""
    lines = [line for line in lines if line.strip()]
    skip = [choice for choice in choices if choice.id == "skip"]
    waiting = [choice for choice in choices if choice not in skip] if len(choices) > MOST_CHOICES else choices
    always = skip if len(choices) > MOST_CHOICES else []
    made: list[Page] = []
    while lines or waiting:
        most = first if not made else MOST_SEGMENTS
        count, text = _longest(lines, most, bool(waiting))
        if text is None:
            lines[:1] = _cut(lines[0], most)  # the rest may find more room on the next page
            continue
        taken: list[Choice] = []
        if count == len(lines):
            taken, text = _with_choices(lines, waiting, always, most, text)
            if waiting and not taken and not lines:  # one choice too long for a page: never in our texts
                break
        lines, waiting = lines[count:], waiting[len(taken) :]
        made.append(Page(text, (*taken, *(always if taken else ()))))
    return tuple(made)


def _longest(lines: list[str], most: int, more: bool) -> tuple[int, str | None]:
    """How many of `lines` fit a page with the word SUITE when something is left, and that page."""
    best: tuple[int, str | None] = (0, None if lines else "")
    for count in range(1, len(lines) + 1):
        hint = [MORE] if more or count < len(lines) else []
        text = fitting("\n".join([*lines[:count], *hint]), most)
        if text is not None:
            best = (count, text)
        elif count < len(lines) or hint:
            break
    return best


def _with_choices(
    lines: list[str], waiting: list[Choice], always: list[Choice], most: int, text: str
) -> tuple[list[Choice], str]:
    """As many of the waiting choices as fit after `lines`; `text` is the page without any."""
    for count in range(min(len(waiting), MOST_CHOICES - len(always)), 0, -1):
        offered = [*waiting[:count], *always]
        numbered = [f"{number}. {_title(choice)}" for number, choice in enumerate(offered, 1)]
        hint = [MORE] if count < len(waiting) else []
        page = fitting("\n".join([*lines, *numbered, *hint]), most)
        if page is not None:
            return waiting[:count], page
    return [], text


def _cut(line: str, most: int) -> tuple[str, str]:
    """A line too long for one page: what that page says before the word SUITE, and the rest.

    A page ends with a whole sentence, as many as it holds; in a sentence longer than a page, after a clause
    that fills at least half of what could be said; else between words.
    """
    plain = gsm.plain_typography(line).strip()
    bare = gsm.without_rare_accents(plain)
    chosen = bare if gsm.fits_gsm7(bare) else plain
    between_words = _head_of_words(chosen, most)
    end = _last_end(_SENTENCE_END, chosen, most, 0)
    end = end or _last_end(_CLAUSE_END, chosen, most, len(between_words) // 2) or len(between_words)
    return chosen[:end].strip(), chosen[end:].strip()


def _last_end(mark: re.Pattern[str], text: str, most: int, least: int) -> int:
    """The end of the longest head of `text` that `mark` closes and a page holds; 0 when there is none."""
    longest = most * gsm.Coding.GSM7.alone
    ends = [found.end() for found in mark.finditer(text) if least <= found.end() <= longest]
    return next((end for end in reversed(ends) if _has_room(text[:end], most)), 0)


def _head_of_words(text: str, most: int) -> str:
    """As many words of `text` as a page holds; words as long as a page are cut."""
    coding = gsm.coding_of(text)
    room = (coding.alone if most == 1 else coding.part * most) - len(MORE) - 1 - most * 20
    head = gsm.cut(text[: room + 40], room, coding)[0]  # past the number that may stand at the end
    while not _has_room(head, most):
        room -= 10
        head = gsm.cut(head, room, coding)[0]
    return head


def _has_room(head: str, most: int) -> bool:
    """Whether a page holds `head` and the word SUITE."""
    return fitting(f"{head}\n{MORE}", most) is not None


def _title(choice: Choice) -> str:
    kind, _, service = choice.id.partition(":")
    if kind == "details":
        return _name({"id": service, "name": choice.title}, 2)
    return _SMS_TITLES.get(choice.title, choice.title)


def _once(choices: list[Choice]) -> list[Choice]:
    return list({choice.id: choice for choice in choices}.values())
