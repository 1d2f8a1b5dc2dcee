"""Words that leave no doubt."""

from __future__ import annotations

import pytest

from bot.conversation.of_whom import (
    child_beside_her,
    child_in_passing,
    danger_of_another,
    gives_the_age_of_a_child,
    names_child_protection,
    only_ages_of_children,
    only_her_children_are_young,
    saw_a_woman,
    witnesses,
)
from bot.conversation.plainwords import (
    bare_request,
    goes_on_as_before,
    needs_named,
    needs_refused,
    situations,
)
from bot.conversation.who_writes import (
    asks_for_her_own_work,
    buys,
    is_herself_after_all,
    is_kin,
    is_professional,
    only_told_of_here,
    paid,
    says_he_buys,
    speaks_as_a_man,
    speaks_for,
    speaks_of_herself,
    writes_for_another,
)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("chu dehors pis y fait frette", ("hebergement",)),
        ("15 ans, sortie du foyer, jsais pas trop où coucher", ("hebergement",)),
        ("je sais pas où ma fille dort", ()),
        ("19 ans, dans la rue, j'ai faim", ("hebergement", "aide_alimentaire")),
        ("ils vont me mettre dehors, trois mois de loyer", ("hebergement", "argent_dettes")),
        ("je suis intervenante de la rue", ()),
        ("il m'a dit qu'il avait pas d'argent pour manger", ()),
        ("j'ai pus une cenne", ("argent_dettes",)),
        ("il fait chaud dehors", ()),
    ],
)
def test_a_situation_is_a_need(text: str, needs: tuple[str, ...]) -> None:
    assert situations(text) == needs


def test_a_situation_counts_in_a_long_message() -> None:
    assert "hebergement" in needs_named(
        "bon ben je sais pas trop comment dire ça mais là je suis dehors depuis hier"
    )


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("dormir", "hebergement"),
        ("manger svp", "aide_alimentaire"),
        ("alcool", "dependances"),
        ("sexe", None),
    ],
)
def test_one_word(text: str, need: str | None) -> None:
    assert bare_request(text) == need


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("j'ai honte, je vais voir des escortes", True),
        ("je paye pour du sexe", True),
        ("mon fils va voir des prostituées", False),
        ("ma paie passe en loyer", False),
        ("une femme que j'ai payée pleurait", True),
        ("je veux continuer", False),
        ("bonjour, ancien client depuis mars, je cherche un groupe", True),
        ("un ancien client me retrouve partout", False),
        ("hier je suis allé voir une femme dans un salon", True),
        ("je suis allé voir ma fille à son hôtel", False),
    ],
)
def test_who_pays(text: str, is_so: bool) -> None:
    assert buys(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("cette jeune femme que j'ai vue au motel", True),
        ("la dame que j'ai vue me suit, il me bat", False),
        ("la fille qui m'a aidée", False),
    ],
)
def test_a_woman_seen(text: str, is_so: bool) -> None:
    assert saw_a_woman(text) is is_so


def test_no_client_for_a_month_is_hers() -> None:
    assert speaks_of_herself("ça fait un mois que j'ai pas fait de client")


@pytest.mark.parametrize(
    ("profile", "text", "is_so"),
    [
        ("proche", "c'est pour ma nièce", True),
        ("proche", "une collègue à moi se fait menacer", True),
        ("proche", "ma soeur est avec moi", False),
        ("proche", "chu à la laverie", False),
        ("proche", "j'ai texté ma tante, elle arrive", False),
        ("proche", "je dors chez une amie", False),
        ("proche", "mon gars reste chez ma mère", False),
        ("proche", "j'ai parlé à ma cousine qui danse", True),
        ("proche", "je suis son frère", True),
        ("intervenant", "je suis infirmière", True),
        ("intervenant", "j'écris du centre d'emploi", False),
        ("acheteur", "je paye des escortes", True),
        ("acheteur", "ils disent que je paie avec des massages", False),
    ],
)
def test_whose_words_these_are(profile: str, text: str, is_so: bool) -> None:
    assert speaks_for(profile, text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("ma cousine s'est fait frapper par son ex à matin", True),
        ("le mari de la voisine la menace, j'entends crier", True),
        ("mon amie a dit qu'elle veut mourir, elle répond plus", True),
        ("son pimp garde l'argent de ma coloc", True),
        ("ma cousine m'a frappée", False),
        ("mon ex a battu ma soeur, pis là c'est moi qu'il cherche", False),
        ("je danse, pis le pimp de ma coloc me menace", False),
        ("mon frère est à la porte, il crie", False),
        ("il me bat", False),
    ],
)
def test_whose_danger_it_is(text: str, is_so: bool) -> None:
    assert danger_of_another(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("je veux pas lâcher", True),
        ("chu pas encore prête à m'en sortir", True),
        ("je vais pas quitter la danse", True),
        ("je veux pas arrêter de prendre ma médication", False),
        ("je veux arrêter", False),
    ],
)
def test_she_goes_on_as_before(text: str, is_so: bool) -> None:
    assert goes_on_as_before(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("la dpj a pris mon gars", True), ("ravoir la garde", True), ("un lit pour moi et mes enfants", False)],
)
def test_child_protection_is_named(text: str, is_so: bool) -> None:
    assert names_child_protection(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("c'est moi, l'histoire", True),
        ("c'est moi qui l'héberge", False),
        ("j'ai encore des flashbacks", True),
        ("mes anciens clients", True),
        ("mes clients me parlent de leur loyer", False),
        ("j'ai travaillé dans des maisons à Verdun", True),
        ("j'ai travaillé dans une maison d'hébergement", False),
        ("mon conjoint l'a jamais su", True),
        ("c'est trop tard pour porter plainte?", True),
        ("il est trop tard pour en parler avec ma soeur?", False),
        ("j'aimerais qu'il arrête de me harceler", True),
        ("mes enfants ont vu mes annonces", True),
        ("mes enfants ont vu leur tante", False),
        ("je reçois trois hommes par semaine", True),
        ("les gars que je vois sont corrects", True),
        ("je vois des gars entrer chez elle", False),
        ("je compte mes passes", True),
    ],
)
def test_it_is_about_herself(text: str, is_so: bool) -> None:
    assert speaks_of_herself(text) is is_so


def test_a_worker_who_asks_for_herself() -> None:
    assert asks_for_her_own_work("qui peut me soutenir?")
    assert not asks_for_her_own_work("qui peut la soutenir?")


@pytest.mark.parametrize(
    ("profile", "text", "is_so"),
    [
        ("proche", "bon, au fond c'est moi", True),
        ("proche", "j'avoue, c'est pour moi", True),
        ("proche", "c'est pour moi, j'ai besoin de jaser", False),
        ("proche", "c'est moi sa mère", False),
        ("proche", "c'est moi qui paie son loyer", False),
        ("proche", "j'ai deux filles", False),
        ("proche", "mes clients sont rendus rares", True),
        ("intervenant", "mes clients sont rendus rares", False),
        ("intervenant", "je fais des clients moi aussi", True),
        ("acheteur", "il me menace, j'ai des cauchemars", False),
        ("acheteur", "non, moi je fais des clients", True),
    ],
)
def test_who_wrote_for_another_is_herself(profile: str, text: str, is_so: bool) -> None:
    assert is_herself_after_all(profile, text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("mon amie m'a donné le lien", True),
        ("c'est ma cousine qui m'a parlé de vous", True),
        ("ma soeur m'a donné le lien, elle va mal", False),
        ("ma voisine m'a parlé de vous, son chum la bat", False),
        ("ma fille m'a montré ses textos", False),
        ("je cherche un lit", False),
    ],
)
def test_who_only_showed_the_page_is_nobody_to_help(text: str, is_so: bool) -> None:
    assert only_told_of_here(text) is is_so


@pytest.mark.parametrize(
    ("text", "age", "only"),
    [
        ("elle est avec ses enfants de 4 et 6 ans", True, True),
        ("il reste le garçon, 11 ans", True, True),
        ("j'ai trois jeunes enfants", False, True),
        ("j'ai 16 ans, mon bébé a 1 ans", True, False),
        ("une fille de 14 ans", False, False),
    ],
)
def test_the_children_of_a_grown_woman(text: str, age: bool, only: bool) -> None:
    assert (gives_the_age_of_a_child(text), only_her_children_are_young(text)) == (age, only)


def test_who_somebody_says_to_be() -> None:
    assert is_kin("je suis la tante d'une fille de 20 ans")
    assert not is_kin("je suis la bienvenue")
    assert writes_for_another("pas pour moi, pour une cousine")
    assert not writes_for_another("pas pour moi, ça")
    assert is_professional("je suis médecin")
    assert paid("oui, j'ai payé souvent")
    assert not paid("j'ai payé le loyer de mon fils")


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("quelqu'un pour venir au tribunal, mais pas d'avocat", "juridique"),
        ("j'ai pas besoin d'une avocate", "juridique"),
        ("not a lawyer please", "juridique"),
        ("surtout pas de groupe", "entraide"),
        ("pas envie d'un groupe de femmes", "entraide"),
        ("je veux pas me retrouver dans un groupe", "entraide"),
        ("je veux plus voir de psychologue", "sante_psychologique"),
        ("ni psy ni thérapeute", "sante_psychologique"),
        ("j'irai pas dans un refuge", "hebergement"),
        ("I don't want a shelter", "hebergement"),
    ],
)
def test_whom_she_does_not_want_is_not_asked_for(text: str, need: str) -> None:
    assert need in needs_refused(text)
    assert need not in needs_named(text)


@pytest.mark.parametrize(
    "text",
    [
        "j'ai pas d'avocat",
        "y a pas de psy icitte",
        "je trouve pas de refuge",
        "pourquoi pas un groupe",
        "pas un groupe trop gros",
        "je peux pas payer un avocat",
        "j'ai jamais vu un psy",
        "chu pas suivie par un psy",
        "je sais pas où trouver un avocat",
        "une place pour dormir mais pas un refuge",
    ],
)
def test_what_she_lacks_is_not_refused(text: str) -> None:
    assert needs_refused(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "mes filles ont 12 et 16 ans, elles savent rien de ma job",
        "my kids are 12 and 15, i escort at night",
        "My 16-year-old asked me where the money comes from",
        "mon fils croit que je travaille dans un bar. il a quinze ans",
        "ma plus jeune a 11 ans pis elle dort encore avec moi",
        "moi j'ai 39, mon plus grand a 17",
        "I have a 15 year old daughter, can she come with me",
        "j'ai un ado de 15 ans à la maison",
        "les miens ont 9 et 12 ans, mes enfants peuvent-ils venir",
        "mon gars a 17 ans, il dort chez son père, moi chu au motel",
        "my son just turned 14 and he's tall",
    ],
)
def test_the_age_of_a_child_said_in_passing(text: str) -> None:
    assert child_in_passing(text)
    assert only_ages_of_children(text)
    assert not danger_of_another(text)


@pytest.mark.parametrize(
    "text",
    [
        "j'ai 16 ans, mon bébé a 1 an",
        "je suis une fille de 16 ans",
        "i'm a 16 year old girl",
        "i'm 17 and my son is 1",
        "j'ai 15 ans et ma soeur 12",
        "ma soeur a 16 ans, elle danse",
        "jai 17 ans mon chum en a 30",
    ],
)
def test_a_minor_who_writes_has_her_own_age(text: str) -> None:
    assert not only_ages_of_children(text)
    assert not child_in_passing(text)


@pytest.mark.parametrize(
    "text",
    [
        "my daughter is 15 and a guy is selling her",
        "ma fille a 14 ans et elle fait des clients",
        "ma fille de 16 ans est pas rentrée depuis hier",
        "my daughter is 16, she ran away",
        "ma fille a 17 ans, elle a plein de cadeaux",
        "je suis inquiète pour ma fille de 14 ans",
        "i need help for my son, he is 15",
    ],
)
def test_a_child_in_trouble_is_not_named_in_passing(text: str) -> None:
    assert only_ages_of_children(text)
    assert not child_in_passing(text)
    assert danger_of_another(text)


def test_a_mother_tells_of_herself_beside_her_child() -> None:
    assert child_beside_her("my daughter is 14 and she thinks I'm a nurse")
    assert not child_beside_her("mon gars de 10 ans a des mauvais amis")


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Je conduis un taxi, je ramasse toujours les deux mêmes filles", True),
        ("je fais le ménage dans un hôtel, je vois la même fille avec un homme différent", True),
        ("J'ai embarqué une jeune femme à 3 h du matin, elle pleurait", True),
        ("on loue un logement à trois filles, des hommes passent", True),
        ("des filles entrent et sortent du airbnb en face", True),
        ("I drive for Uber and every night I drop the same two girls at hotels", True),
        ("i rent a condo to a guy, i see young girls coming in at night", True),
        ("i keep seeing the same girl at the motel where i work", True),
        ("je vois des filles comme moi au motel chaque soir", False),
        ("je prends une fille avec moi quand je vais chez un client", False),
        ("je danse, je vois des filles pleurer chaque soir", False),
        ("je vois ma fille pleurer chaque soir", False),
        ("je vois une fille du CLES chaque mardi", False),
        ("j'embarque des filles au coin pis après j'veux arrêter", False),
        ("i see a woman at the clinic every week", False),
    ],
)
def test_a_witness(text: str, is_so: bool) -> None:
    assert witnesses(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Hi, I am a street nurse in Saguenay", True),
        ("As a counsellor I see girls who get gifts", True),
        ("i work at a women's shelter in Laval", True),
        ("I'm a youth protection worker", True),
        ("Bonsoir, ambulancière. Une patiente m'a parlé de son chum", True),
        ("je suis enquêtrice à Laval", True),
        ("Bonjour, TES dans une polyvalente. J'ai une élève qui s'absente", True),
        ("i'm seeing a social worker", False),
        ("my social worker sent me", False),
        ("bonjour, avocate gratuite à Laval?", False),
        ("bonjour, avocat pour la garde de ma fille svp", False),
        ("i was a teacher before", False),
    ],
)
def test_a_trade_that_helps_in_either_language(text: str, is_so: bool) -> None:
    assert is_professional(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("chu un client régulier pis je file mal", True),
        ("j'étais client, je veux comprendre", True),
        ("i'm a john, i feel bad about a girl", True),
        ("i've been seeing escorts for years", True),
        ("i used to pay for sex", True),
        ("il est venu comme client", False),
        ("je suis client de la banque", False),
        ("chu avec un client, y est parti aux toilettes", False),
        ("je suis une escorte, un client me suit", False),
        ("i'm a sex worker and i pay rent", False),
        ("he pays for sex", False),
    ],
)
def test_a_buyer_who_says_so(text: str, is_so: bool) -> None:
    assert says_he_buys(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("je suis camionneur", True),
        ("je suis père de trois enfants", True),
        ("i'm her brother", True),
        ("as a father i don't know what to say", True),
        ("y a tu de quoi pour les gars comme moi", True),
        ("i'm his girlfriend", False),
        ("je suis chauffeuse", False),
        ("son chauffeur me suit", False),
    ],
)
def test_a_man_who_says_so(text: str, is_so: bool) -> None:
    assert speaks_as_a_man(text) is is_so


@pytest.mark.parametrize(
    "text",
    [
        "my boyfriend hit me",
        "he makes me work every night",
        "i'm a nurse and i escort on weekends",
        "i was a stripper",
        "je suis avocate et j'ai déjà été escorte",
    ],
)
def test_she_says_in_english_too_that_it_is_her(text: str) -> None:
    assert speaks_of_herself(text)
