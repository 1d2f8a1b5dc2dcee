"""What she needs to be let in somewhere (her children, her dog, no papers…), as a message says it. Rules, no model.

The keys are those of `access` in directory/data/vocabulary.yml. A wish is read only where it is hers: what she
says she has not, has no more or had taken away is none.
"""

from __future__ import annotations

import re

from bot.safety.french import fold, standardise

_TAKES = (
    r"(?:prend|prends|prennent|prendre|prendrait|accepte|acceptes|acceptent|accepter|accueille|accueillent|admet|admettent|tolere|tolerent)"
    r"(?: (?:tu|ils|elles|on|il|elle|pas|aussi|juste))*"
)
_MANY = r"(?:\d|deux|trois|quatre|cinq)"
_HERS = rf"(?:mes|mon|ma|nos|notre)(?: {_MANY})?(?: (?:petite?s?|jeunes?|grande?s?|gros|grosse|vieux|vieille|tout|autres?))*"
_SOME = rf"(?:un|une|des|{_MANY})(?: (?:petite?s?|jeunes?|gros|grosse|vieux|vieille))*"
_YOUNG = r"(?:enfants?|bebes?)"
_CHILD = r"(?:enfants?|bebes?|fils|gars|garcons?|filles?|jumeaux|jumelles)"
_PET = r"(?:chiens?|chienne|chiots?|chats?(?! en ligne)|chatons?|animal|animaux|lapins?|furets?|pitbulls?)"
_DRUG = r"(?:drogues?|dope|crack|coke|cocaine|heroine|fentanyl|meth|crystal|speed|ghb|opioides?|freebase|speedball|dilaudid)"
_SOMEBODY = r"(?:celles?|femmes?|filles?|monde|gens|personnes?|cliente|usagere|dame|patiente|residente|elle)"
_NOT = r"(?:pas(?! mal\b)|plus|jamais|rien|aucune?)"
_PAPERS = (
    r"(?:papiers?|statut|carte (?:d )?(?:assurance )?(?:maladie|soleil)|carte (?:de )?(?:la )?ramq|ramq|assurance maladie"
    r"|carte d identite|cartes? d identite|pieces? d identite|passeport|visa)"
)

# Key, how it is said, what takes it back. French is read as standardised, English as written.
_FRENCH: tuple[tuple[str, str, str], ...] = (
    (
        "drug_use_accepted",
        rf"je consomme(?! (?:{_NOT}|(?:de la |du |des )?(?:porn\w*|prostitution|services?|escortes?))\b)|elle consomme(?! {_NOT}\b)|parce que je consommais|on consomme(?! {_NOT}\b)|"
        r"j ai (?:re)?consomme (?:hier|aujourd hui|a soir|ce (?:matin|soir)|cette nuit|tantot|encore)|"
        rf"{_SOMEBODY} qui (?:se )?(?:consomm\w+|drogu\w+|injecte\w*)(?! {_NOT}\b)|(?:ma|sa) consommation|"
        rf"je (?:prends|fume|sniffe|snife|fais) (?:encore |toujours )?(?:de la |du |de l |des ){_DRUG}|"
        rf"je me (?:pique|shoote?|injecte|drogue)(?! {_NOT}\b)|"
        rf"je suis (?:\w+ )?(?:toxicomane|junkie|alcoolique|accro (?:a la |au |a l |aux ){_DRUG}|sur (?:la |le ){_DRUG})",
        rf"(?:entouree|autour|voir|a cote|pas|sans) (?:de |d |du |des |avec )?{_SOMEBODY} qui|ma consommation est (?:arretee|finie)|"
        rf"je suis (?:{_NOT} )(?:\w+ )?(?:toxicomane|junkie|alcoolique|accro)|arrete ma consommation",
    ),
    (
        "women_only",
        r"(?:juste|seulement|rien que|uniquement|que) (?:pour )?(?:des |les |avec des )?femmes|reservee?s? aux femmes|"
        r"entre femmes|non mixte|pas (?:mixte|d hommes?)|sans hommes?|aucun homme",
        r"pas (?:juste|seulement|que|uniquement) (?:pour )?(?:des |les )?femmes",
    ),
    (
        "trans_women_welcome",
        rf"(?:femmes?|filles?|dames?) (?:trans|transgenres?|transsexuelles?)|je suis (?:une )?(?:trans|transgenre|transsexuelle|mtf)|"
        rf"{_TAKES}(?: les| des| une)? trans",
        r"je suis (?:un )?(?:homme|gars|garcon) trans|pas (?:une )?(?:femme |fille )?(?:trans|transgenre|transsexuelle)",
    ),
    (
        "night_arrival",
        r"(?:arriver|arrive|rentrer|entrer|debarquer|aller|venir|accueil|accueille|accueillent|partir|sortir|me presenter|une place)"
        r"(?: \w+){0,2}? (?:la nuit|cette nuit|de nuit|en pleine nuit|a n importe quelle heure|(?:a )?[1-4] ?h(?:eures?)? (?:du|le) matin)|"
        r"ouvert(?:e|es|s)? (?:la nuit|de nuit|24)",
        r"(?:pas|sans) (?:\w+ )?(?:arriver|rentrer|sortir|partir) (?:\w+ )?(?:la |de |cette |en pleine )nuit|"
        r"(?:il|client|mari|chum|ex|pimp|boss)(?: \w+)? (?:arrive|rentre|entre|debarque)(?: \w+){0,2}? (?:la |de |cette |en pleine )nuit|"
        r"travaill\w+ (?:la |de )nuit",
    ),
    (
        "children",
        rf"avec (?:{_HERS} {_CHILD}|(?:{_SOME} )?{_YOUNG}|ses (?:{_MANY} )?{_YOUNG}|son bebe)|"
        rf"(?:j ai|j amene|j emmene|amener|emmener|prendre|garder) {_HERS} {_CHILD}|(?:j ai|elle a|on a) (?:{_SOME} {_YOUNG}|{_MANY} {_CHILD})|"
        rf"{_HERS} {_CHILD} (?:sont|est) avec moi|moi (?:et|avec|pis) {_HERS} {_CHILD}|{_HERS} {_CHILD} (?:et|pis) moi|"
        rf"{_TAKES} (?:(?:les |des )?{_PET} (?:et|pis|puis|ou) )?(?:les |des |mes |un |une )?{_YOUNG}|mere (?:seule|monoparentale|de (?:{_MANY} )?(?:jeunes )?enfants)|monoparentale",
        rf"(?:parl\w+|renouer|contacts?|relations?|liens?|chicanes?|visites?|jou\w+|problemes?|difficultes?|appels?)(?: \w+)? avec {_HERS}|"
        rf"{_CHILD} (?:\w+ ){{0,3}}(?:place(?:e|s|es)?|chez (?:leur|son|mon|ma|sa)|avec (?:leur|son) pere|en famille d accueil|pas avec moi)\b|"
        rf"(?:(?:ont|a) place|pris|enleve|perdu|perdre|garde de|ote) (?:\w+ ){{0,2}}{_HERS} {_CHILD}|{_HERS} {_CHILD} me manquent?|"
        rf"sans (?:{_HERS} |les )?{_CHILD}|(?:pas|aucun|plus) (?:d |de )?{_CHILD}",
    ),
    (
        "pets",
        rf"{_HERS} {_PET}|(?:j ai|elle a|on a|avec) {_SOME} {_PET}|avec (?:son|ses) {_PET}|"
        rf"{_TAKES} (?:les |des |mes |mon |un |une )?{_PET}|animaux (?:sont )?(?:acceptes|admis|permis)",
        rf"{_PET} (?:est |sont |sont toutes? )?(?:mort\w*|decede\w*)|perdu {_HERS} {_PET}|chienne de vie|"
        rf"sans (?:{_HERS} |d )?{_PET}|(?:pas|aucun|plus) (?:d |de ){_PET}|la chienne",
    ),
    (
        "no_papers",
        rf"(?:sans|pas|plus|aucune?) (?:mes |de |d |ma |mon )?{_PAPERS}|perdu (?:mes |ma |mon |tous mes ){_PAPERS}|"
        rf"(?:pris|vole|confisque|garde|cache) (?:mes |ma |mon ){_PAPERS}|{_PAPERS} (?:est |sont )?(?:expiree?s?|perime\w*|echue?s?)",
        rf"pas (?:sans|perdu) (?:mes |ma |mon )?{_PAPERS}",
    ),
    (
        "barred_accepted",
        r"(?:m ont|m a|j ai ete|je suis|je me suis fait|etre|ete) (?:\w+ )?(?:barree|bannie|refusee|refuser|barrer|bannir)"
        r"(?: (?:partout|ailleurs|(?:de |du |des |de la |au |a la |dans )\w+|parce que))|"
        r"(?:^|ils m ont |elles m ont |on m a )(?:deja )?(?:refusee|barree|bannie)|(?:refusee|barree|bannie) (?:partout|ailleurs)|"
        rf"{_TAKES} (?:celles )?(?:qui ont ete )?(?:refusees|barrees|bannies)",
        r"pas (?:ete )?(?:barree|bannie|refusee)|refusee (?:a|au|par) (?:l )?(?:aide sociale|ivac|csst|cnesst|emploi|universite|cegep|ecole)",
    ),
    (
        "wheelchair",
        r"(?:fauteuil|chaise) roulante?|en fauteuil|mobilite reduite|quadriporteur|triporteur|rampe d acces",
        r"(?:pas|plus|sans) (?:en |de |besoin de |besoin d un )?(?:fauteuil|chaise) roulante?",
    ),
    (
        "not_ready_welcome",
        r"(?:pas|jamais) (?:encore )?(?:vraiment )?prete (?:a|pour) (?:tout )?(?:arreter|quitter|sortir|lacher|partir|ca)|"
        r"(?:meme si|sans) (?:je |j |que j )?(?:suis pas prete|arrete pas|veux pas arreter|arreter)|(?:veux|peux) pas (?:tout )?arreter",
        r"(?:plus|pas) (?:sans|que je suis) (?:arreter|pas prete)",
    ),
    (
        "indigenous_led",
        r"par et pour (?:des |les )?(?:femmes )?autochtones|(?:mene|menee|tenu|tenue|dirige|dirigee|gere|geree) par (?:des |les )?(?:femmes )?autochtones|"
        r"(?:maison|centre|ressource|organisme|intervenante|travailleuse) autochtone",
        r"pas (?:par|une?|de|d) (?:\w+ )?autochtones?",
    ),
    (
        "anonymous",
        r"anonyme(?:ment)?|sans (?:donner|dire|laisser) mon nom|(?:pas|jamais) (?:donner|dire|laisser) mon nom",
        r"pas (?:\w+ )?anonyme|alcooliques? anonymes?|narcotiques? anonymes?|(?:lettre|appel|numero|compte|texto|message)s? anonymes?",
    ),
    ("confidential", r"confidentiel(?:le|s|les)?|confidentialite", r"pas (?:\w+ )?confidentiel(?:le)?"),
    (
        "sms",
        r"par (?:textos?|sms|message texte)|(?:peux|veux|aime mieux|prefere|pouvoir|voudrais) (?:juste )?(?:les |leur )?(?:texter|textoter)",
        r"pas (?:par |les |leur )?(?:textos?|sms|texter)|(?:il|chum|ex|client|pimp) (?:\w+ ){0,3}par (?:textos?|sms)",
    ),
    (
        "chat",
        r"clavard\w+|(?:par|un) (?:chat|tchat) en ligne|par (?:chat|tchat)",
        r"pas (?:de |par )?(?:clavard\w+|tchat)",
    ),
)
_ENGLISH: tuple[tuple[str, str, str], ...] = (
    (
        "drug_use_accepted",
        r"i (?:still )?(?:use|do|take|smoke|shoot) (?:drugs|crack|coke|meth|heroin|fentanyl)|(?:i m|im|i am) (?:still )?(?:using drugs|still using|on drugs)|"
        r"(?:women|people|girls) who use drugs|because i use",
        r"(?:don t|do not|dont|never) (?:use|do|take) drugs",
    ),
    ("women_only", r"women only|only women|no men", r"not women only"),
    (
        "trans_women_welcome",
        r"trans (?:wom[ae]n|girls?)|(?:i m|im|i am) (?:a )?trans(?! m[ae]n)",
        r"not (?:a )?trans|trans m[ae]n",
    ),
    (
        "night_arrival",
        r"(?:arrive|come|get|go|show up) (?:\w+ ){0,2}(?:at night|in the middle of the night)|open (?:at night|all night)",
        r"he (?:\w+ ){0,2}(?:at night)|(?:work|don t go|dont go) (?:\w+ )?at night",
    ),
    (
        "children",
        r"with (?:my |two |three |\d )(?:\w+ )?(?:kids?|children|baby|son|daughter)|me and my (?:\w+ )?(?:kids?|children|baby|son|daughter)|"
        r"(?:i have|i ve got|i got) (?:a |two |three |\d )(?:\w+ )?(?:kids?|children|baby)|(?:take|accept|allow) (?:kids|children)",
        r"(?:no|without|lost|took) (?:my |the )?(?:kids?|children|baby)|(?:talk|speak|contact) \w* ?with my",
    ),
    (
        "pets",
        r"my (?:\w+ )?(?:dogs?|cats?|pets?|puppy)|have (?:a |two |\d )(?:dogs?|cats?|pets?)|(?:take|accept|allow) (?:dogs|cats|pets)|pet friendly",
        r"my (?:dog|cat) (?:died|is dead)|no (?:dog|cat|pets?)|lost my (?:dog|cat)|without my (?:dog|cat)",
    ),
    (
        "no_papers",
        r"no (?:papers|status|health card|medicare|id\b)|without (?:papers|status|a health card|id\b)|undocumented|lost my (?:papers|health card|passport|id\b)|"
        r"(?:took|has|keeps) my (?:papers|passport|id\b)|don t have (?:papers|a health card|id\b)|visa (?:is )?expired",
        r"not undocumented",
    ),
    (
        "barred_accepted",
        r"(?:i m|im|i was|got) (?:barred|banned) (?:from|everywhere)",
        r"not (?:barred|banned)",
    ),
    ("wheelchair", r"wheelchair", r"(?:no|not in a|without a) wheelchair"),
    ("not_ready_welcome", r"not ready to (?:stop|quit|leave)", r"not that i m not ready"),
    (
        "anonymous",
        r"anonymous(?:ly)?|without (?:giving|saying) my name",
        r"not anonymous|(?:alcoholics|narcotics) anonymous",
    ),
    ("confidential", r"confidential", r"not confidential"),
    ("sms", r"by text|text them|via text", r"not by text|he (?:\w+ ){0,3}by text"),
    ("chat", r"(?:online|live|web) chat|by chat", r"no (?:online |live )?chat"),
)


def _compiled(
    rules: tuple[tuple[str, str, str], ...],
) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (key, re.compile(rf"\b(?:{said})\b"), re.compile(rf"\b(?:{taken_back})\b"))
        for key, said, taken_back in rules
    )


_READ = (_compiled(_FRENCH), _compiled(_ENGLISH))
KEYS = tuple(key for key, _, _ in _FRENCH)
"""Every wish that can be read, in the order they are given."""


def find_access(text: str) -> tuple[str, ...]:
    """The access wishes that the cleaned message `text` tells, keys of the directory's vocabulary."""
    forms = (standardise(text), " ".join(re.findall(r"[a-z0-9]+", fold(text))))
    found = {
        key
        for form, rules in zip(forms, _READ, strict=True)
        for key, said, taken_back in rules
        if said.search(form) and not taken_back.search(form)
    }
    return tuple(key for key in KEYS if key in found)
