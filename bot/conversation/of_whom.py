"""Of whom a message speaks: of whoever writes, of another woman, of a child, and whose age it gives.

The danger of a friend is not answered with "ce n'est pas ta faute", and "mon fils de seize ans" makes nobody
sixteen. Who writes is read in who_writes.py.
"""

from __future__ import annotations

import re

from bot.conversation.who_writes import A_MOTHER, RELATIVE, TO_HER, speaks_of_herself
from bot.safety.french import fold

_RELATIVE_OF_AN_AGE = re.compile(
    rf"{RELATIVE.pattern},? (?:qui a|a|de|agee? de) (?:seulement |juste )?\d{{1,2}} ans\b"
)


def gives_the_age_of_a_relative(text: str) -> bool:
    """Whether the age said is that of somebody of the writer's own: "mon fils de 16 ans" is not sixteen."""
    return _RELATIVE_OF_AN_AGE.search(fold(text)) is not None


_CHILD_OF_AN_AGE = re.compile(
    r"\b(?:son|sa|ses|leurs?|le|les|un|mon|mes) (?:petite?s? |jeunes? |autres? )?"
    r"(?:fils|gars|garcons?|ti-gars|enfants?|bebes?|flos?|kids?|petits?|jumeaux|jumelles|(?<=sa )fille)"
    r"[, ]+(?:qui )?(?:(?:a|ont|de|age|ages) )?(?:seulement |juste )?\d{1,2}(?: (?:et|pis|ou) \d{1,2})? ans\b"
)
_OWN_YOUNG_AGE = re.compile(
    r"\b(?:j'?ai|g) (?:juste |seulement )?1[0-7] ?(?:ans|pis|et)\b|\b(?:je suis|chu) mineure\b"
)


def gives_the_age_of_a_child(text: str) -> bool:
    """Whether the age said is that of a child of the one helped ("avec son fils de 11 ans")."""
    return _CHILD_OF_AN_AGE.search(fold(text)) is not None


def only_her_children_are_young(text: str) -> bool:
    """Whether those under 18 of whom `text` speaks are children of a grown woman, and she is no minor."""
    folded = fold(text)
    children = _CHILD_OF_AN_AGE.search(folded) or re.search(A_MOTHER, folded)
    return children is not None and _OWN_YOUNG_AGE.search(folded) is None


_SAW = re.compile(
    r"\b(?:la|une|cette) (?:jeune )?(?:fille|femme|dame|danseuse|escorte|masseuse) (?:que|qu'on) "
    r"(?:(?:j'?|on )ai? |je )(?:\w+ )?(?:vue?|vois|croisee?|rencontree?|apercue)\b"
)


def saw_a_woman(text: str) -> bool:
    """Whether the writer tells of a woman seen ("la fille que j'ai croisée"), not of herself."""
    return _SAW.search(fold(text)) is not None and not speaks_of_herself(text)


_ANOTHER_WOMAN = re.compile(
    rf"{RELATIVE.pattern}|\b(?:ma|la|cette|une) (?:\w+ )?(?:coloc\w*|copine|collegue|voisine|belle-mere"
    r"|tante|amie|fille|femme|cliente|best)\b|\bmon amie\b|\ba?elle\b"
)
_MAN = r"(?:\w+ )?(?:chum|mari|ex|pimp|mac|copain|conjoint|proxo|proxenete|client|boss)\b"
_DONE_TO_HER = re.compile(
    rf"\bson {_MAN}"
    r"|\b(?:se|s'est|s'|sest|s'etait) ?faite? (?:\w+ )?(?:battre|frapper|violer|menacer|etrangler|agresser"
    r"|suivre|forcer|enfermer|droguer|kidnapper)"
    r"|\b(?:la|l')(?: ?a)? ?(?:bat|battue?|frappe\w*|tape\w*|menace\w*|force\w*|viole\w*|suit|etrangle\w*"
    r"|controle\w*|enferme\w*|lache pas)\b"
    r"|\belle (?:saigne|respire|repond (?:pas|plus|pu)|est inconsciente|a (?:pris|avale|fait une)"
    r"|veut (?:mourir|en finir|plus vivre|pu vivre)|s'est (?:coupee|enfermee|pendue|evanouie)"
    r"|(?:m'a dit qu'elle |dit qu'elle |parle de )(?:veut |voulait )?(?:mourir|se tuer|en finir))"
)
_HIS_OWN = re.compile(rf"\bmon {_MAN}")
_FIRST_PERSON = re.compile(r"\b(?:je|j'\w+|j|jai|jsuis|chu|me|m'\w+|moi|mon|ma|mes)\b")


def danger_of_another(text: str) -> bool:
    """Whether a danger told in `text` is that of another woman ("son chum a casse la porte de ma coloc"):
    "ce n'est pas ta faute" would show that nobody read."""
    folded = fold(text)
    hers = TO_HER.search(folded) or _HIS_OWN.search(folded) or speaks_of_herself(text)
    return not hers and all(one.search(folded) for one in (_ANOTHER_WOMAN, _DONE_TO_HER))


def tells_of_herself_alone(text: str) -> bool:
    """Whether `text` speaks of whoever writes, and of no other woman."""
    return in_first_person(text) and _ANOTHER_WOMAN.search(fold(text)) is None


def in_first_person(text: str) -> bool:
    """Whether a word of `text` speaks of whoever writes."""
    return _FIRST_PERSON.search(fold(text)) is not None


_CHILD_PROTECTION = re.compile(
    r"\bdpj\b|protection|signal|\bplace(?:e|es|r|ment|ments)\b|famille d'accueil|"
    r"centre jeunesse|foyer|\bgarde\b|\bjuge\b|tribunal|abus|maltrait|neglig|ravoir|enlev|danger|battu|frapp"
)


def names_child_protection(text: str) -> bool:
    """Whether something in `text` speaks of protecting a child: that she has children does not."""
    return _CHILD_PROTECTION.search(fold(text)) is not None
