"""The readable corrections: a blow told as past, a feeling or a refusal that is only that."""

from __future__ import annotations

import pytest

from bot.safety.french import clean, standardise
from bot.safety.reading import (
    adult_said,
    bare_feeling,
    bare_refusal,
    corrected,
    mourns,
    narrowed,
    only_a_child,
    told_as_done,
    withdraws,
)


@pytest.mark.parametrize(
    "text",
    [
        "il m'a frappée, je suis à Rouyn",
        "il m'a encore frappée",
        "mon chum m'a battue hier",
        "y m'a poussée din marches",
    ],
)
def test_a_blow_told_as_past(text: str) -> None:
    assert told_as_done(standardise(clean(text)))


@pytest.mark.parametrize(
    "text",
    [
        "il me frappe",
        "il m'a frappée, il est à la porte",
        "y vient de m'frapper pis y cherche son gun",
        "il m'a frappée et je saigne",
        "il m'a étranglée tantôt",
        "il m'a battue pis je suis enfermée",
    ],
)
def test_what_is_not_over(text: str) -> None:
    assert not told_as_done(standardise(clean(text)))


@pytest.mark.parametrize(
    "text", ["j'ai peur", "je me sens vidée, à terre", "chu tellement tannée", "jsuis triste ces temps ci"]
)
def test_a_bare_feeling(text: str) -> None:
    assert bare_feeling(standardise(clean(text)))


@pytest.mark.parametrize(
    "text",
    [
        "j'ai peur de lui",
        "je veux plus vivre",
        "je suis fatiguée d'être là",
        "tannée de vivre",
        "j'ai mal partout il frappe",
        "",
    ],
)
def test_more_than_a_feeling(text: str) -> None:
    assert not bare_feeling(standardise(clean(text)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("J'ai cessé de boire lundi. Mes mains tremblent. C'est quoi le numéro?", True),
        ("elle boit pu depuis hier. a voit des rats sur le plancher", True),
        ("J'ai vu des fourmis sur mes draps, y en avait pas. Je tremble.", True),
        ("J'ai cessé de boire en février. Je tremblais au début.", False),
        ("J'ai pas bu depuis hier. Je tremble, il fait frette.", False),
        ("Dans le film il arrête de boire. Il tremble.", False),
        ("Il a bu. Je tremble.", False),
    ],
)
def test_a_withdrawal_is_read_over_the_sentences(text: str, told: bool) -> None:
    standard = standardise(clean(text))
    assert withdraws(standard) is told
    kinds, _, reasons = corrected(standard, (), False, (), by_rule=False)
    assert kinds == (("surdose_medical",) if told else ())
    assert narrowed(standard, kinds, reasons, (), all_well=True)[0] == kinds, "no calm word takes it back"


def test_a_long_story_is_no_withdrawal_of_two_people() -> None:
    between = "on jase de la pluie et du beau temps " * 8
    assert not withdraws(standardise(clean(f"Il a arrêté de boire hier. {between}. Je tremble.")))


@pytest.mark.parametrize(
    ("text", "mother"),
    [
        ("mes deux petits garçons dorment chez ma tante", True),
        ("j'ai 3 jeunes enfants", True),
        ("mes petits gars pis moi, j'ai 16 ans", False),
        ("il filme mes petits garçons nus", False),
        ("mes petits garçons, il les touche", False),
        ("mes grands gars m'attendent après l'école secondaire", False),
    ],
)
def test_a_mother_of_sons_is_no_minor(text: str, mother: bool) -> None:
    standard = standardise(clean(text))
    kinds, _ = narrowed(standard, ("traite", "mineure"), ("model:mineure 0.59",), ())
    assert kinds == (("traite",) if mother else ("traite", "mineure"))
    assert "mineure" in narrowed(standard, ("mineure",), (), ("mineure",))[0]


def test_a_rule_is_never_silenced() -> None:
    assert corrected("j ai peur", ("violence",), False, (), by_rule=True)[0] == ("violence",)


def test_the_graver_kind_beside_stays() -> None:
    kinds, urgent, _ = corrected(
        "il m a frappee j ai pris mes pilules",
        ("violence_en_cours", "surdose_medical"),
        True,
        (),
        by_rule=True,
    )
    assert kinds == ("violence", "surdose_medical")
    assert urgent


@pytest.mark.parametrize(
    "text",
    [
        "j'aime mieux pas le dire",
        "Je préfère ne pas répondre",
        "jveux pas dire ma ville",
        "non pas envie d'en parler",
    ],
)
def test_a_refusal_to_answer_is_no_danger(text: str) -> None:
    standard = standardise(clean(text))

    assert bare_refusal(standard)
    assert corrected(standard, ("suicide",), False, (), by_rule=False)[0] == ()
    assert corrected(standard, ("suicide",), False, (), by_rule=True)[0] == ("suicide",)


@pytest.mark.parametrize(
    "text", ["j'aime mieux pas vivre", "je veux pas le dire à mon chum, il va me tuer", "pas", "je veux pas"]
)
def test_a_refusal_that_says_more_is_read(text: str) -> None:
    assert not bare_refusal(standardise(clean(text)))


@pytest.mark.parametrize(
    ("text", "adult"),
    [
        ("j'ai 34", True),
        ("elle avait 22 ans dans ce temps-là", True),
        ("j'ai 16", False),
        ("j'ai 40 piasses", False),
    ],
)
def test_an_adult_age_is_no_minor(text: str, adult: bool) -> None:
    standard = standardise(clean(text))
    assert adult_said(standard) is adult
    kinds, _ = narrowed(standard, ("traite", "mineure"), ("model:mineure 0.40",), ())
    assert ("mineure" in kinds) is not adult
    assert "mineure" in narrowed(standard, ("mineure",), (), ("mineure",))[0]


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("j'ai une fille de 6 ans", True),
        ("elle a deux enfants", True),
        ("elle a un enfant seul au motel", False),
    ],
)
def test_a_child_that_is_there_is_no_danger(text: str, only: bool) -> None:
    standard = standardise(clean(text))
    assert only_a_child(standard) is only
    assert (narrowed(standard, ("enfant_en_danger",), ("model:enfant_en_danger 0.67",), ())[0] == ()) is only


@pytest.mark.parametrize(
    ("text", "grief"),
    [
        ("ma soeur est décédée d'une surdose", True),
        ("ma cousine s'est pendue l'an passé", True),
        ("ma coloc est morte d'overdose, je veux mourir", False),
        ("ma coloc est morte d'overdose, l'autre fille respire plus", False),
    ],
)
def test_a_death_is_mourned(text: str, grief: bool) -> None:
    standard = standardise(clean(text))
    assert mourns(standard) is grief
    assert (narrowed(standard, ("surdose_medical",), (), ("surdose_medical",))[0] == ()) is grief
