"""Who strikes, when it is a boss, a pimp or whoever holds her."""

from __future__ import annotations

import pytest

from bot.safety.french import clean, standardise
from bot.safety.holds_her import AT_WORK, CONTROLLED, who_holds_her
from bot.safety.reading import narrowed


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("la gérante m'a poussée", (AT_WORK,)),
        ("le gars pour qui je travaille m'a frappée", (AT_WORK,)),
        ("mon ex boss me menace", (AT_WORK,)),
        ("le proprio du bar m'a giflée", (AT_WORK,)),
        ("l'agence me menace si je lâche", (AT_WORK,)),
        ("el jefe me amenaza", (AT_WORK,)),
        ("the owner of the club hits us", (AT_WORK,)),
        ("the man I work for hit me", (AT_WORK,)),
        ("mon proxénète me bat", (CONTROLLED,)),
        ("mon chum c'est mon pimp, il me frappe", (CONTROLLED,)),
        ("él dice que me deportan si hablo", (CONTROLLED,)),
        ("il me menace d'appeler l'immigration", (CONTROLLED,)),
        ("mon mari me frappe, mon boss a vu mes bleus", ()),
        ("mi esposo me amenaza, dice que me deportan", ()),
        ("mon ex me menace", ()),
        ("mon proprio me menace", ()),
        ("il me frappe pis je suis allée au mac do", ()),
    ],
)
def test_who_holds_her(text: str, signs: tuple[str, ...]) -> None:
    assert who_holds_her(standardise(clean(text)), ("violence",)) == signs


def test_who_holds_her_is_said_beside_a_violence_alone() -> None:
    standard = standardise(clean("mon boss me doit mille piasses"))
    assert who_holds_her(standard, ("traite",)) == ()
    assert who_holds_her("il me frappe", ("violence", "traite")) == (CONTROLLED,)
    assert narrowed("mon boss me frappe", ("violence",), (), ())[1] == (AT_WORK,)
