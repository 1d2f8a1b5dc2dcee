"""Words that always mean the same, and words that only look like them."""

from __future__ import annotations

import pytest

from bot.conversation.commands import beyond_thanks, command_of
from bot.conversation.plainwords import needs_named
from bot.conversation.who_writes import is_professional, names_a_relative, speaks_of_herself


@pytest.mark.parametrize(
    ("text", "intent", "found"),
    [
        ("faut j'y aille", "quitter_vite", None),
        ("Faut que j'y aille, mon chum rentre!", "quitter_vite", None),
        ("je dois y aller vite", "quitter_vite", None),
        ("bye il arrive", "quitter_vite", None),
        ("gtg", "quitter_vite", None),
        ("EFFACE", "effacer_conversation", None),
        ("peux-tu effacer tout ça stp", "effacer_conversation", None),
        ("oublie tout", "effacer_conversation", None),
        ("quoi dire quand j'appelle?", "demander_details", ("aspect", "script")),
        ("jsais pas quoi dire au téléphone", "demander_details", ("aspect", "script")),
        ("qu'est-ce qui va se passer quand j'appelle", "demander_details", ("aspect", "expect")),
        ("ils vont-tu me poser des questions?", "demander_details", ("aspect", "expect")),
        ("comment je me rends là?", "demander_details", ("aspect", "way")),
        ("c'est où?", "demander_details", ("aspect", "way")),
        ("en fait c'est pour moi", "demander_ressource", ("profile", "personne")),
        ("Bon ok, c'est pour moi", "demander_ressource", ("profile", "personne")),
        ("c'est tu confidentiel?", "demander_confidentialite", None),
        ("si je cherche un hébergement vont-ils avoir mes infos?", "demander_confidentialite", None),
        ("j'aime mieux pas le dire", "refuser_repondre", None),
        ("jveux pas dire ou chu", "refuser_repondre", None),
        ("ça répond pas", "signaler_probleme_ressource", None),
        ("personne répond", "signaler_probleme_ressource", None),
        ("pis de la bouffe aussi", "demander_ressource", ("need", "aide_alimentaire")),
        ("un avocat svp", "demander_ressource", ("need", "juridique")),
        ("refuge", "demander_ressource", ("need", "hebergement")),
        ("c'est plein partout", "signaler_probleme_ressource", None),
        ("eux aussi sont pleins", "signaler_probleme_ressource", None),
        ("c'est complet là aussi", "signaler_probleme_ressource", None),
        ("kess jleur dis en appelant", "demander_details", ("aspect", "script")),
        ("comment je fais pour m'y rendre", "demander_details", ("aspect", "way")),
        ("est-ce qu'ils prennent les chiens?", "demander_details", ("aspect", "admission")),
        ("y en a tu une qui prend le monde qui consomme", "demander_details", ("aspect", "admission")),
        ("acceptent-elles les enfants?", "demander_details", ("aspect", "admission")),
        ("chu pas à l'aise de dire où je suis", "refuser_repondre", None),
        ("laisse faire", "refuser_repondre", None),
        ("merde il arrive", "quitter_vite", None),
        ("thank you so much", "remercier", None),
        ("si je te dis des affaires tu vas-tu les répéter", "demander_confidentialite", None),
        ("je bois un 26 par jour, je veux arrêter frette", "question", ("need", "dependances")),
        ("le loyer", "demander_ressource", ("need", "argent_dettes")),
        ("Rappelez-moi", "parler_humain", ("aspect", "callback")),
        ("rappelle moi svp", "parler_humain", ("aspect", "callback")),
        ("est-ce que quelqu'un peut me rappeler?", "parler_humain", ("aspect", "callback")),
        (
            "Est-ce qu'une intervenante pourrait me rappeler demain matin?",
            "parler_humain",
            ("aspect", "callback"),
        ),
        ("peux-tu m'appeler", "parler_humain", ("aspect", "callback")),
        ("j'aimerais qu'on me rappelle", "parler_humain", ("aspect", "callback")),
        ("can you call me back?", "parler_humain", ("aspect", "callback")),
        ("please call me", "parler_humain", ("aspect", "callback")),
        ("Le refuge va-t-il donner mes infos à la police?", "demander_details", ("aspect", "secrecy")),
        ("est-ce qu'ils vont donner mes infos à mon chum?", "demander_details", ("aspect", "secrecy")),
        ("c'est qui qui va voir mes messages?", "demander_confidentialite", None),
    ],
)
def test_a_command(text: str, intent: str, found: tuple[str, str] | None) -> None:
    parse = command_of(text)
    assert parse is not None
    assert parse["intent"]["name"] == intent
    assert [(one["entity"], one["value"]) for one in parse["entities"]] == ([found] if found else [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "efface mon casier judiciaire",
        "faut j'y aille à l'hôpital",
        "il arrive",  # may be a danger: the detector and the model decide
        "il est là",
        "ils prennent tout mon argent",
        "y prend mon argent",
        "j'arrête de danser d'un coup",
        "il est encore là",
        "c'est pour ma fille",
        "je veux pas mourir",
        "jveux pas lui dire",
        "comment sortir de la prostitution",
        "je veux mes infos médicales",
        "oui",
        "ça marche",
        "mon avocat",
        "appelez-moi une ambulance",
        "rappelle-moi ce que t'as dit",
        "tu peux m'appeler Sophie",
        "mon avocat me rappelle pas",
        "call me crazy",
        "un refuge à Montréal",  # the place is for the model
        "pas de bouffe",
    ],
)
def test_no_command(text: str) -> None:
    assert command_of(text) is None


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("un refuge à Montréal", ("hebergement",)),
        ("pis de la bouffe aussi", ("aide_alimentaire",)),
        ("chu dans marde, j'ai pus d'place où crécher", ("hebergement",)),
        ("avocat", ("juridique",)),
        ("sortir de la danse, chu dans Hochelaga", ("sortie_prostitution",)),
        ("chu au refuge", ()),
        ("mon avocat me rappelle pas", ()),
        ("j'ai perdu ma clé", ()),
        ("je travaille à la droguerie", ()),
        ("je danse dans la rue de la Montagne", ()),
        ("Macamic", ()),
        ("hier au refuge une fille m'a parlé d'un avocat qu'elle connaissait dans le temps", ()),
    ],
)
def test_needs_in_plain_words(text: str, needs: tuple[str, ...]) -> None:
    assert needs_named(text) == needs


@pytest.mark.parametrize(
    ("text", "professional"),
    [
        ("chu travailleuse de rue à Québec", True),
        ("Bonjour, intervenante au CALACS", True),
        ("je suis infirmière à Drummondville", True),
        ("mon intervenante m'a dit d'appeler", False),
        ("je veux parler à une infirmière", False),
    ],
)
def test_professionals_say_their_trade(text: str, professional: bool) -> None:
    assert is_professional(text) is professional


@pytest.mark.parametrize(
    ("text", "herself", "relative"),
    [
        ("mon chum me bat et je veux garder ma fille", True, True),
        ("je suis une femme trans, les refuges m'acceptent pas", True, False),
        ("j'ai 15 ans pis je suis en fugue", True, False),
        ("on a pu rien à manger moi pis mon gars", True, False),
        ("ma soeur se fait frapper par son chum", False, True),
        ("ma fille de 22 ans travaille comme escorte", False, True),
        ("une élève de 14 ans reçoit de l'argent", False, False),
        ("je vais voir des escortes", False, False),
    ],
)
def test_who_is_spoken_of(text: str, herself: bool, relative: bool) -> None:
    assert speaks_of_herself(text) is herself
    assert names_a_relative(text) is relative


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("merci, ils vont tu me demander mon métier", "ils vont tu me demander mon métier"),
        ("Merci pour l'info! c'est ouvert le dimanche?", "c'est ouvert le dimanche?"),
        ("Merci d'être franc. L'agent m'a traitée de menteuse", "L'agent m'a traitée de menteuse"),
        ("de rien. pis toi, tu dors tu?", "toi, tu dors tu?"),
        ("ok merci mais j'ai peur qu'il revienne", "j'ai peur qu'il revienne"),
    ],
)
def test_thanks_do_not_eat_what_stands_beside_them(text: str, beside: str) -> None:
    assert beyond_thanks(text) == beside


@pytest.mark.parametrize(
    "text",
    [
        "merci beaucoup",
        "merci, je vais les appeler",
        "merci elle m'a bien aidée",
        "je dors dehors",
        "merci à toi",
    ],
)
def test_thanks_alone_stay_thanks(text: str) -> None:
    assert beyond_thanks(text) == text
