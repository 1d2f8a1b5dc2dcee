"""Which of the three languages of the safety replies a message is in."""

from __future__ import annotations

import re

from bot.safety.french import letters, standardise

_FRENCH = frozenset(
    [
        "je",
        "j",
        "tu",
        "il",
        "elle",
        "on",
        "nous",
        "vous",
        "ils",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d",
        "et",
        "est",
        "es",
        "suis",
        "ai",
        "as",
        "ont",
        "avec",
        "pour",
        "pas",
        "plus",
        "que",
        "qui",
        "qu",
        "quoi",
        "mon",
        "ma",
        "mes",
        "ton",
        "son",
        "sa",
        "ses",
        "ce",
        "cette",
        "ca",
        "c",
        "dans",
        "sur",
        "mais",
        "ou",
        "si",
        "tout",
        "pis",
        "pi",
        "chu",
        "chui",
        "jsuis",
        "jai",
        "y",
        "au",
        "aux",
        "en",
        "ne",
        "n",
        "chez",
        "ya",
        "jveux",
        "jpeux",
        "pcq",
        "moi",
        "toi",
        "lui",
        "besoin",
        "cherche",
        "veux",
        "fait",
        "faire",
        "comment",
        "quand",
        "merci",
        "bonjour",
        "allo",
        "oui",
        "non",
    ]
)
_ENGLISH = frozenset(
    [
        "i",
        "im",
        "you",
        "he",
        "she",
        "we",
        "they",
        "the",
        "and",
        "is",
        "are",
        "was",
        "were",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "this",
        "that",
        "it",
        "its",
        "it's",
        "to",
        "of",
        "in",
        "with",
        "for",
        "not",
        "dont",
        "don't",
        "can't",
        "cant",
        "won't",
        "wont",
        "what",
        "where",
        "when",
        "how",
        "who",
        "have",
        "has",
        "had",
        "will",
        "would",
        "do",
        "does",
        "did",
        "me",
        "him",
        "them",
        "a",
        "an",
        "be",
        "been",
        "at",
        "from",
        "out",
        "if",
        "just",
        "need",
        "help",
        "want",
        "please",
        "thanks",
        "hello",
        "hi",
        "yes",
        "no",
        "there",
        "here",
        "about",
        "someone",
        "can",
        "get",
        "got",
        "ive",
        "id",
        "ill",
        "isn",
        "doesn",
        "didn",
        "don",
        "could",
        "should",
        "keep",
        "still",
        "any",
        "every",
        "after",
        "before",
        "only",
        "never",
        "nobody",
        "somebody",
        "because",
        "took",
        "feel",
        "think",
        "know",
        "said",
        "says",
        "going",
        "make",
        "take",
        "than",
        "then",
        "or",
        "by",
        "all",
        "up",
        "off",
        "again",
        "tonight",
        "today",
        "now",
        "yet",
        "being",
        "which",
        "while",
        "why",
    ]
)
# English words that are French as it is typed or heard ("a" for à, "i" for il, "an" for en, ITS): no sign
# by themselves.
_HEARD_IN_FRENCH = frozenset(["a", "an", "i", "me", "no", "its", "it", "hi", "do", "at", "be", "we", "of"])
_SPANISH = frozenset(
    [
        "yo",
        "tu",
        "el",
        "ella",
        "nosotros",
        "ellos",
        "los",
        "las",
        "una",
        "unos",
        "que",
        "es",
        "soy",
        "eres",
        "estoy",
        "esta",
        "estan",
        "estamos",
        "con",
        "para",
        "por",
        "no",
        "mi",
        "mis",
        "su",
        "sus",
        "lo",
        "del",
        "al",
        "y",
        "o",
        "pero",
        "como",
        "cuando",
        "donde",
        "quien",
        "tengo",
        "tiene",
        "tienen",
        "quiero",
        "puedo",
        "puede",
        "me",
        "nos",
        "se",
        "le",
        "ayuda",
        "hola",
        "gracias",
        "hija",
        "hijo",
        "amiga",
        "muy",
        "ya",
        "si",
        "hay",
        "necesito",
        "busco",
        "novio",
        "trabajo",
        "dinero",
        "casa",
        "voy",
        "vamos",
        "vida",
        "noche",
        "dia",
        "dias",
        "semana",
        "hermana",
        "hermano",
        "hermanita",
        "mujer",
        "mujeres",
        "hombre",
        "hijos",
        "hijitos",
        "esposo",
        "esposa",
        "marido",
        "jefe",
        "buenas",
        "buenos",
        "porque",
        "todo",
        "todos",
        "nadie",
        "nada",
        "algo",
        "hoy",
        "ayer",
        "siempre",
        "nunca",
        "fue",
        "era",
        "dice",
        "dijo",
        "hablan",
        "espanol",
        "cuarto",
        "sin",
        "desde",
        "hasta",
        "hace",
        "tambien",
        "matar",
        "matarme",
        "morir",
        "morirme",
        "violaron",
        "obligan",
        "pega",
        "pegan",
        "pegando",
        "sangre",
        "ninos",
        "nina",
        "nino",
        "quiere",
        "quieren",
        "estas",
        "somos",
        "pienso",
        "llevo",
        "vivo",
        "aqui",
        "ahora",
    ]
)
# Words of two of the languages tell nothing between them.
_SHARED = frozenset(
    [
        "a",
        "con",
        "de",
        "en",
        "es",
        "la",
        "le",
        "me",
        "mi",
        "no",
        "nos",
        "que",
        "o",
        "se",
        "si",
        "sin",
        "son",
        "tu",
        "un",
        "va",
        "y",
        "ya",
        "yo",
    ]
)
# French words that stand in an English or a Spanish message as well, or in the name of a town.
_NOT_FRENCH_ALONE = (
    _SHARED | _ENGLISH | _SPANISH | frozenset(["as", "c", "d", "du", "l", "la", "les", "n", "on"])
)
# Letters that French never writes.
_SURELY_SPANISH = re.compile("[¿¡ñáíóú]", re.IGNORECASE)

# A short French message may share its small words with English ("je pense à me tuer": "a", "me").
_SURELY_FRENCH = re.compile(
    r"[àâçèêëîïôùûœ]|\b(?:je|j'|tu|elle|mon|ma|mes|depuis|pas|suis|chu)\b", re.IGNORECASE
)
_SURELY_ENGLISH = re.compile(
    r"\b(?:i|im|i'm|you|the|my|is|are|to|and|he|she|want|wants|need|will|would)\b", re.IGNORECASE
)

_ASKS_FOR_ENGLISH = re.compile(
    r"\b(?:do|does|can|could) (?:you|u|anyone|anybody|someone|somebody)(?: (?:guys|all|people|here))? "
    r"(?:speak|talk|understand|write|answer)(?: in)? english\b"
    r"|\b(?:are|is) (?:you|u|it|this|that|there)(?: (?:guys|all|here|anyone|anybody|someone|somebody))? "
    r"(?:bilingual|in english|(?:who |that )?(?:speaks?|speaking) english)\b",
    re.IGNORECASE,
)


def asks_for_english(text: str) -> bool:
    """Whether `text` asks, in English, to be answered in English."""
    return _ASKS_FOR_ENGLISH.search(text) is not None


def language_of(text: str) -> str:
    """ "fr", "en" or "es" by the commonest words; French when in doubt or when the languages are mixed.

    Whoever asks for English is English, however much of the message is French.
    """
    found = letters(text)
    if not found:
        return "fr"
    if asks_for_english(text):
        return "en"
    french = sum(word in _FRENCH for word in found)
    english = sum(word in _ENGLISH for word in found)
    spanish = sum(word in _SPANISH for word in found)
    own = sum(word in _SPANISH and word not in _SHARED for word in found)
    if _SURELY_SPANISH.search(text) and spanish >= english and own >= _own_french(found):
        return "es"
    if own > sum(word in _ENGLISH and word not in _SHARED for word in found) and own > _own_french(found):
        # French written as it sounds ("kon mé dé sou") holds Spanish words; written out, French ones.
        return "es" if own > _own_french(letters(standardise(text))) else "fr"
    surely = any(word in _ENGLISH and word not in _HEARD_IN_FRENCH for word in found)
    # A few French words in an English message (places, "chum") keep it English; the reverse holds too.
    if surely and english > french * 1.5:
        return "fr" if _SURELY_FRENCH.search(text) and not _SURELY_ENGLISH.search(text) else "en"
    return "fr"


def writes_french(text: str) -> bool:
    """Whether `text` holds words that only French has: `language_of` says French of a town and an "ok"."""
    if language_of(text) != "fr":
        return False
    return _SURELY_FRENCH.search(text) is not None or not _NOT_FRENCH_ALONE.issuperset(
        word for word in letters(text) if word in _FRENCH
    )


def _own_french(words: list[str]) -> int:
    return sum(word in _FRENCH and word not in _SHARED for word in words)
