"""Which of the three languages of the safety replies a message is in."""

from __future__ import annotations

from bot.safety.french import letters

_FRENCH = frozenset(
    ["je", "j", "tu", "il", "elle", "on", "nous", "vous", "ils", "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "et", "est", "es", "suis", "ai", "as", "ont", "avec", "pour", "pas", "plus", "que", "qui", "qu", "quoi", "mon", "ma", "mes", "ton", "son", "sa", "ses", "ce", "cette", "ca", "c", "dans", "sur", "mais", "ou", "si", "tout", "pis", "pi", "chu", "chui", "jsuis", "jai", "y", "au", "aux", "en", "ne", "n", "chez", "ya", "jveux", "jpeux", "pcq", "moi", "toi", "lui", "besoin", "cherche", "veux", "fait", "faire", "comment", "quand", "merci", "bonjour", "allo", "oui", "non"]
)
_ENGLISH = frozenset(
    ["i", "im", "you", "he", "she", "we", "they", "the", "and", "is", "are", "was", "were", "my", "your", "his", "her", "our", "their", "this", "that", "it", "its", "it's", "to", "of", "in", "with", "for", "not", "dont", "don't", "can't", "cant", "won't", "wont", "what", "where", "when", "how", "who", "have", "has", "had", "will", "would", "do", "does", "did", "me", "him", "them", "a", "an", "be", "been", "at", "from", "out", "if", "just", "need", "help", "want", "please", "thanks", "hello", "hi", "yes", "no", "there", "here", "about", "someone"]
)
_SPANISH = frozenset(
    ["yo", "tu", "el", "ella", "nosotros", "ellos", "los", "las", "una", "unos", "que", "es", "soy", "eres", "estoy", "esta", "estan", "estamos", "con", "para", "por", "no", "mi", "mis", "su", "sus", "lo", "del", "al", "y", "o", "pero", "como", "cuando", "donde", "quien", "tengo", "tiene", "tienen", "quiero", "puedo", "puede", "me", "nos", "se", "le", "ayuda", "hola", "gracias", "hija", "hijo", "amiga", "muy", "ya", "si", "hay", "necesito", "busco", "novio", "trabajo", "dinero", "casa", "aqui", "ahora"]
)
# "me", "a", "y", "es", "on"... stand in two lists: one word never decides, the majority does.


def language_of(text: str) -> str:
    """ "fr", "en" or "es" by the commonest words; French when in doubt or when the languages are mixed."""
    found = letters(text)
    if not found:
        return "fr"
    french = sum(word in _FRENCH for word in found)
    english = sum(word in _ENGLISH for word in found)
    spanish = sum(word in _SPANISH for word in found)
    # A few French words in an English message (places, "chum") keep it English; the reverse holds too.
    if english > french * 1.5 and english >= spanish and english >= 1:
        return "en"
    if spanish > french * 1.5 and spanish > english:
        return "es"
    return "fr"
