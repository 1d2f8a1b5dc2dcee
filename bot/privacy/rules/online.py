"""E-mail addresses, profile links and handles.

Addresses that belong to a function, not to a person (info@…, accueil@…), and sites named without a profile
stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.privacy.findings import Span
from bot.privacy.lexicons import cue_words, lexicons
from bot.privacy.reading import Reading

_PROVIDERS = (
    "gmail|hotmail|outlook|yahoo|videotron|live|icloud|protonmail|proton|msn|sympatico|bell|aol|gmx|"
    "yandex|tutanota"
)
_AT = (
    r"(?:\s?@\s?|\s(?:arobase|arobas|arrobase|arobaz|a commercial|at|chez)\s|"
    r"\s?[(\[{<]\s?(?:at|@|arobase|a)\s?[)\]}>]\s?)"
)
_DOT = r"(?:\.|\s\.\s?|\s?(?:\bpoint\b|\bdot\b|\bpt\b|[(\[{]\s?(?:dot|point|\.)\s?[)\]}])\s?)"
_LABEL = r"[a-z0-9][a-z0-9_+-]{0,63}"
_TLD = (
    r"(?:ca|com|org|net|quebec|fr|qc|info|edu|gouv|me|io|co|uk|ht|ch|be|example|exemple|test|biz|xyz|us|mx)"
)
_MAIL = re.compile(
    rf"(?<![a-z0-9._+-])({_LABEL}(?:(?:\.|\s\.\s|\s?\b(?:point|dot|underscore|tiret|tiret "
    rf"bas)\b\s?){_LABEL}){{0,4}}){_AT}"
    rf"(?:{_LABEL}(?:{_DOT}{_LABEL}){{0,3}}?{_DOT}{_TLD}(?![a-z0-9])(?:{_DOT}{_TLD}(?![a-z0-9]))?"
    rf"|(?:{_PROVIDERS})(?:\s(?:ca|com|fr))?(?![a-z0-9]))"
)
_PLAIN_MAIL = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PROVIDER_MAIL = re.compile(
    rf"(?<![\w.])[a-z][\w.]*[\d_.][\w.]*\s(?:{_PROVIDERS})\s?(?:\.|point|pt)?\s?(?:ca|com|fr)\b"
)

_SOCIAL = (
    "facebook|fb|instagram|ig|snapchat|tiktok|telegram|t|onlyfans|fansly|twitter|x|youtube|linkedin|"
    "discord|wa|m|"
    "pornhub|chaturbate|myfreecams|manyvids|reddit|linktr|allmylinks|beacons|cash|paypal|kik|pinterest|"
    "tumblr|vsco|"
    "threads|bsky|mym|tryst|leolist|vk|twitch|skype|snap|badoo|tinder|mymfans|xhamster|xvideos|seeking|venmo"
)
_LINK = re.compile(
    rf"(?<![\w@.])(?:https?://)?(?:[a-z0-9-]{{1,20}}\.){{0,2}}(?:{_SOCIAL})\.[a-z]{{2,5}}"
    r"/([^\s,;!?()<>\"«»]{2,200})"
)
_PROFILE = re.compile(
    r"(?<![\w@.])(?:https?://)?(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,8}/(?:[\w-]{1,40}/){0,2}"
    r"(?:@[\w.]{2,60}|(?:profil|profils|profile|profiles|user|users|u|escort|escorts|escorte|model|"
    r"models|modele|"
    r"annonce|annonces|ad|ads|member|membre|pornstar|in|add)/[^\s,;!?()<>\"«»]{2,120})"
)
_REDDIT = re.compile(r"(?<![\w/])u/[a-z0-9_-]{3,24}\b")
_HANDLE = re.compile(r"(?<![\w@./])@([a-z0-9_][\w.]{1,40})")
_NETWORK = (
    r"(?:snapchat|snap|instagram|insta|ig|facebook|fb|face|tik ?tok|telegram|tele|twitter|onlyfans|only "
    r"?fans|of|"
    r"kik|discord|whatsapp|skype|messenger|reddit|fansly|wechat|tinder|badoo|twitch|xbox|psn|pseudo(?:nyme)?|"
    r"username|user(?: ?name)?|handle|nom d'utilisateur|nom d'usager|compte)"
)
_ANNOUNCED = re.compile(
    rf"\b{_NETWORK}(?: perso| pro| prive)?( ?[:=] ?| (?:(?:c'?est|cest|c|est|is|sur) |[:=] ?)(?:: ?)?|'s "
    rf"| )@?([a-z0-9_][\w.-]{{1,40}})"
)
_TAIL = ".,;:!?'\")»"


def find(reading: Reading) -> Iterator[Span]:
    """E-mails (courriel), profile links and handles (url_compte)."""
    folded = reading.folded
    if "@" in folded or " a" in folded or "(a" in folded or "[a" in folded or "point" in folded:
        yield from _mails(folded)
    for match in _PROVIDER_MAIL.finditer(folded):
        yield Span("courriel", match.start(), match.end())
    yield from _links(folded)
    yield from _handles(folded, reading.cased)


def _mails(folded: str) -> Iterator[Span]:
    for pattern in (_PLAIN_MAIL, _MAIL):
        for match in pattern.finditer(folded):
            start, end = match.span()
            local = re.split(r"[@\s]", match[0], maxsplit=1)[0]
            if local in cue_words().mailboxes:
                continue
            end = start + len(match[0].rstrip(_TAIL + "-_"))
            start = _skip_lead(folded, start, end)
            yield Span("courriel", start, end)


def _skip_lead(folded: str, start: int, end: int) -> int:
    """In "ecris a lolo point bb arobase…" the local part starts at the last word before the first "point"."""
    lead = re.match(r"(?:mon|courriel|mail|email|c'?est|est|a|au|le|:)\s+", folded[start:end])
    return start + lead.end() if lead else start


def _links(folded: str) -> Iterator[Span]:
    for match in _LINK.finditer(folded):
        value = match[0].rstrip(_TAIL)
        path = value.split("://")[-1].split("/", 1)
        if (
            len(path) < 2
            or not path[1]
            or path[1].strip("/").split("/")[0].split("?")[0] in cue_words().site_pages
        ):
            continue
        yield Span("url_compte", match.start(), match.start() + len(value))
    for match in _REDDIT.finditer(folded):
        yield Span("url_compte", match.start(), match.end())
    for match in _PROFILE.finditer(folded):
        value = match[0].rstrip(_TAIL)
        yield Span("url_compte", match.start(), match.start() + len(value))


def _handles(folded: str, cased: str) -> Iterator[Span]:
    words = lexicons()
    for match in _HANDLE.finditer(folded):
        name = match[1].rstrip(_TAIL)
        if len(name) < 2 or not any(c.isalpha() for c in name) or re.fullmatch(r"\d{1,2}h\d{0,2}", name):
            continue
        # "jreste @laval" is the @ of a place, not of an account.
        if name in words.places or name in words.ordinary:
            continue
        yield Span("url_compte", match.start(), match.start() + 1 + len(name))
    position = 0
    while (announced := _ANNOUNCED.search(folded, position)) is not None:
        match = announced
        position = match.start(2)
        name = match[2].rstrip(_TAIL + "-")
        separator = match[1].strip()
        if not any(c.isalpha() for c in name) or len(name) < 3:
            continue
        odd = bool(re.search(r"[a-z]\d|\d[a-z]|_|[a-z]\.[a-z]", name)) and not re.fullmatch(
            r"\d{1,3}(?:h\d{0,2}|\$|ans?|k|e)", name
        )
        if "." in name and re.fullmatch(r"[\w-]+\.(?:com|ca|org|net)", name):
            continue
        if match[0].startswith(("compte", "profil")) and not odd:
            continue
        told = separator and separator != "sur" and not separator.startswith("'")
        # "fb: Kim Tremblay" is her name.
        if not odd and cased[match.start(2)].isupper() and words.is_first(name):
            continue
        unknown = not words.is_ordinary(name) and name not in words.places
        if odd or (told and unknown):
            start = match.start(2) - (folded[match.start(2) - 1] == "@")
            yield Span("url_compte", start, match.start(2) + len(name))
