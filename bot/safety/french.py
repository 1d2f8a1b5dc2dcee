"""Québec French as it is typed, brought to forms that rules and models can read.

Four forms of one message, from the closest to the farthest:

- `clean`: what the person typed, without characters that only machines see (Unicode NFKC, no control,
  zero-width or stacked combining characters). Everything else of the project works on this form.
- `fold`: lower case, no accents, one kind of apostrophe.
- `standardise`: folded, then texto, joual and glued words written out ("jveux pu" -> "je veux plus").
- `sound`: how it is heard, roughly, so that "plasse" meets "place" and "jé" meets "j'ai".

It lives in `bot/safety` because that package depends on nothing else of the project; `bot/nlu` imports it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MAX_LENGTH = 1000
"""Characters of a message that are read (design, "The turn", step 1)."""

_LEXICON_FILE = Path(__file__).parent / "lexicon.csv"

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´′ʹ＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_LIGATURES = {ord("œ"): "oe", ord("Œ"): "OE", ord("æ"): "ae", ord("Æ"): "AE", ord("ß"): "ss"}
# Letters of other alphabets that are drawn like ours: used to hide a word or pasted by accident.
_LOOKALIKES = str.maketrans("аеорсухіѕԁАЕОРСУХІЅВНКМТ", "aeopcyxisdAEOPCYXISBHKMT")
_LEET = str.maketrans("013457@$€", "oieastase")

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LETTERS_AND_DIGITS = re.compile(r"[a-z0-9]+")
_STARRED = re.compile(r"(?<=[a-z])[*#•_.]+(?=[a-z])")
_LEETED = re.compile(r"\b(?=\w*[a-z]\w*)(?=\w*[013457@$€])[a-z013457@$€]{4,}\b")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")


def clean(text: str, limit: int = MAX_LENGTH) -> str:
    """`text` as a person sees it: NFKC, one line, no invisible characters, at most `limit` characters.

    Stacked combining marks ("zalgo") are cut to one per letter; lone surrogates disappear.
    """
    # Cut generously first so that hostile lengths cost nothing, exactly at the end.
    text = text[: limit * 8].encode("utf-8", "ignore").decode("utf-8")
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFD", text):
        category = unicodedata.category(char)
        if category == "Mn":
            marks += 1
            if marks <= 1:
                kept.append(char)
            continue
        marks = 0
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category[0] != "C":
            kept.append(char)
    composed = unicodedata.normalize("NFKC", "".join(kept)).translate(_APOSTROPHES)
    # Marks that belong to no letter of ours would cut words in two.
    text = "".join(char for char in composed if unicodedata.category(char) != "Mn")
    return " ".join(text.split())[:limit].rstrip()


def strip_accents(text: str) -> str:
    """`text` without accents or cedillas; ligatures written out."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _lower(text: str) -> str:
    return text.translate(_APOSTROPHES).translate(_DASHES).translate(_LOOKALIKES).lower()


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes, plain dashes, our alphabet only where it looks alike."""
    return strip_accents(_lower(text))


@dataclass(frozen=True)
class Word:
    """One word of a message: folded `text`, and where it stands in the cleaned message."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a cleaned message with their offsets; "l'auto" is one word "l'auto"."""
    return [Word(fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


@lru_cache(maxsize=1)
def lexicon() -> dict[str, str]:
    """Texto, joual and glued forms -> the standard words (folded). See lexicon.csv.

    A form written with an accent stands for that spelling only: "jé" is "j'ai", "je" is not.
    """
    table: dict[str, str] = {}
    for line in _LEXICON_FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        forms, standard = line.split(",", 1)
        for form in forms.split():
            table[_lower(form)] = fold(standard.strip())
    return table


# "jveux", "jpeux", "jcherche": a glued "je" before any consonant that no French word allows after j.
_GLUED_JE = re.compile(r"^j(?=[bcdfgklmnpqrstvwxz][a-z]{1,})")
_GLUED_TU = re.compile(r"^t(?=(?:sais|veux|peux|connais|fais|vas|penses|crois)$)")
# "mfrappe", "lboss", "dla": a clitic glued to a word whose first letters no French word has.
_GLUED_CLITIC = re.compile(
    r"^(?!mc|mlle|tdah|tch)(?=[a-z]{4})(?=[a-z]*[aeiouy])"
    r"(?:m(?=[bcdfgjklpqrstvz])|l(?=[bcdfgjkmnpqrstvz])|d(?=[bcfgjklmnpqstv])|t(?=[bcdfgjklmnpqv]))"
)
_CLITICS = {"m": "me", "l": "le", "d": "de", "t": "te"}
_GLUED_NEG = re.compile(r"^(?:ch|sh)(?=(?:pas|sais|peux|veux|vais|fais|cherche)$)")


def _write_out(word: str) -> str:
    """The standard words for one lower-case word, accents still on it."""
    table = lexicon()
    form = word
    if form not in table:
        form = strip_accents(word)
        if form not in table:
            form = _LONG_RUN.sub(r"\1", form)
    if form in table:
        return table[form]
    if "'" in word:
        glued = table.get(word.replace("'", ""))
        return glued or " ".join(_write_out(part) for part in word.split("'") if part)
    word = form
    if _GLUED_JE.match(word):
        return "je " + table.get(word[1:], word[1:])
    if match := _GLUED_NEG.match(word):
        return "je " + word[match.end() :]
    if match := _GLUED_TU.match(word):
        return "tu " + word[match.end() :]
    if match := _GLUED_CLITIC.match(word):
        return _CLITICS[word[0]] + " " + table.get(word[1:], word[1:])
    return word


def unmask(folded: str) -> str:
    """Hidden spellings undone: "su*cide" -> "sucide", "v1ol" -> "viol", "s u i c i d e" -> "suicide"."""
    text = _STARRED.sub("", folded)
    text = _LEETED.sub(lambda m: m.group().translate(_LEET), text)
    return re.sub(r"\b(?:[a-z] ){3,}[a-z]\b", lambda m: m.group().replace(" ", ""), text)


# "Y sen vient", typed without its apostrophe, is not "sans": no such form follows "sans".
_SEN = re.compile(
    r"\bsans (?=(?:viens?|vient|viennent|va|vas|vont|fout|foutent|souvient|occupe|rappelle|sort)\b)"
)


def standardise(text: str) -> str:
    """`text` folded, words written out in standard French, separated by single spaces; no punctuation."""
    folded = fold(text)
    unmasked = unmask(folded)
    # Accents tell "jé" (j'ai) from "je": keep them unless the spelling was masked.
    source = _lower(text) if unmasked == folded else unmasked
    written = " ".join(_write_out(match.group()) for match in _WORD.finditer(source))
    return _SEN.sub("s en ", written)


_SHOUTED = 0.6
"""Share of capitals from which a message counts as shouted."""


def plain(text: str) -> str:
    """A cleaned message as the sentence embedding reads it best: accents and marks kept, the rest brought
    near to ordinary writing ("JVEU PU VIVRE!" -> "je veux plus vivre!").
    """
    caps = sum(char.isupper() for char in text)
    if caps > 6 and caps > _SHOUTED * sum(char.isalpha() for char in text):
        text = text.lower()

    def write(match: re.Match[str]) -> str:
        word = match.group()
        lower = _lower(word)
        written = _write_out(lower)
        # A word that is only itself without accents keeps them.
        return word if written.replace(" ", "") == strip_accents(lower).replace("'", "") else written

    return _WORD.sub(write, text)


_SOUND_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-z ]", ""),
        (r"ph", "f"),
        (r"gn", "n"),
        (r"sch|ch|sh", "x"),
        (r"(?:s)?c(?=[eiy])", "s"),
        (r"g(?=[eiy])", "j"),
        (r"qu|q|ck|cc|c|kh", "k"),
        (r"gu(?=[eiy])", "g"),
        (r"eaux?|aux?", "o"),
        (r"oeu|oe|eu", "e"),
        (r"oi[st]?\b|oy", "wa"),
        (r"oi", "wa"),
        (r"ou[stx]?\b|ou", "u"),
        (r"(?:ain|ein|in|im(?=[bp]))(?![aeiouy])", "1"),
        (r"(?:en|an|em(?=[bpm])|am(?=[bp]))(?![aeiouyn])", "2"),
        (r"(?:on|om(?=[bp]))(?![aeiouyn])", "3"),
        (r"(?:ais|ait|aient|ez|er|et|es|ee|ees|ai|ei|est)\b", "e"),
        (r"ai|ei|ay", "e"),
        (r"tion", "s3"),
        (r"y", "i"),
        (r"z", "s"),
        (r"h", ""),
        (r"([a-z0-9])\1+", r"\1"),
        (r"(?<=[a-z0-9]{2})(?:ent|es|e)\b", ""),
        (r"(?<=[a-z0-9])[stdpxz]+\b", ""),
    )
)


def sound(standardised: str) -> str:
    """A rough phonetic writing of a standardised text, word by word ("la place" ~ "la plasse")."""
    for pattern, replacement in _SOUND_RULES:
        standardised = pattern.sub(replacement, standardised)
    return " ".join(standardised.split())


def letters(text: str) -> list[str]:
    """The folded alphanumeric words of `text`, apostrophes and punctuation as borders."""
    return _LETTERS_AND_DIGITS.findall(fold(text))
