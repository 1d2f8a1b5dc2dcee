"""A goodbye in other words is heard by what she is going to do; what tells on or asks is none."""

from __future__ import annotations

import pytest

from bot.conversation.domain import DOMAIN
from bot.conversation.partings import PARTINGS, parting
from directory.yamlfile import read_yaml

SAID = {
    "part_appeler": ["je vais les appeler lundi", "m'a appeler tantôt", "ok jvas texter la ligne"],
    "part_penser": ["jvais réfléchir un peu", "bon m'a jongler à ça", "ok je vais relire ça à tête reposée"],
    "part_dormir": ["ok jme couche", "bonne nuit là", "faut que j'aille dormir", "je tombe de sommeil, bye"],
    "part_examen": ["j'ai un cours dans 20 minutes", "jai une entrevue a 10h", "mon examen commence bientôt"],
    "part_travailler": ["mon break est fini", "jcommence mon shift à 6h", "faut que j'aille travailler"],
    "part_enfants": ["je vais chercher ma fille à la garderie", "le bébé se réveille je te laisse"],
    "part_manger": ["bon jvas faire le souper", "je vais manger un peu", "m'a faire à manger aux petits"],
    "part_essayer": ["je vais essayer ça", "jvais lui en parler", "je vais aller les voir jeudi"],
    "part_revenir": ["jte reviens", "on se reparle", "je vous laisse là-dessus", "à plus"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, all_ in SAID.items() for text in all_])
def test_a_goodbye_by_what_comes_next(name: str, text: str) -> None:
    assert parting(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "je vais dormir dehors",
        "j'vas me coucher dans mon char",
        "je vais dormir pour toujours",
        "je vais appeler mon ex",
        "y m'a dit qu'y va m'appeler demain",
        "j'ai un client à 13h",
        "j'ai un exam à 13h mais chu pas capable d'y aller",
        "je dois aller travailler pour lui ce soir",
        "je vais chercher de l'aide",
        "qui je vais appeler?",
        "je vais le faire ce soir",
        "elle va y penser",
        "je travaille ce soir à 21h, c'est encore jeudi",
    ],
)
def test_no_goodbye(text: str) -> None:
    assert parting(text) is None


@pytest.mark.parametrize("response", ["utter_dire_au_revoir", "utter_remercier"])
def test_each_has_its_words(response: str) -> None:
    named = {
        one["value"]
        for variation in read_yaml(DOMAIN)["responses"][response]
        for one in variation.get("condition") or []
        if one["name"] == "feeling"
    }
    assert named == set(PARTINGS)
