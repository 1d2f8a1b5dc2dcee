"""Everyday words that sound like a wish to die, and tell of none.

A lodging left, a pregnancy weighed, a paper that ends, a secret, remorse, a saying, death spoken of calmly at
an age.
"""

from __future__ import annotations

from bot.safety.details import TAKEN_WORDS
from bot.safety.everyday_matter import (
    BODY,
    FEAR,
    WISH,
    Everyday,
    words,
)

_RESCUED = words(
    r"(?:pas|plus|jamais|rien) (?:\w+ ){0,3}?(?:me faire|qu on vienne me) (?:\w+ )?sauver",
    r"don t (?:need|want) (?:to be |any )?(?:saving|saved|rescuing|rescued)",
)
_IT_KILLS_ME = words(r"(?:ca|cela|qui|it|that s what) (?:\w+ )?(?:me tue(?:nt)?|kills me|s killing me)")
_DONE_WITH = (
    r"assez|bout|capable|arrete\w*|partir|lache\w*|dormir|fin|finir|plus|nuit|seule|sert a rien|force|vide|"
    r"veux|voudrais|veut|fatiguee?|fardeau|mieux"
)
_ONLY_A_SAYING = words(
    r"(?:facon|maniere) de (?:parler|dire)|(?:juste|c est) une (?:expression|image)|"
    r"figure of speech|so to speak"
)
_WOULD_KILL_ME = words(r"(?:me|m|nous) (?:tu(?:e|er|era|erait|eraient)|etrangle(?:r|ra|rait)?|arrache\w*)")
_CALM = words(
    r"(?:pas|jamais) (?:\w+ )?(?:triste|deprimee?|malheureuse|malheureux|noir)|en paix|sereine?|"
    r"(?:me|nous) fait pas peur|sans peur"
)
_OF_AN_AGE = words(
    r"a (?:mon|notre) age|j ai (?:[7-9]\d|soixante (?:dix|quinze|seize)|quatre vingt\w*)|"
    r"rendue? a (?:mon|[7-9]\d)"
)
_PAPERS_END = words(
    r"(?:visa|permis|contrat|bail|statut|passeport|abonnement|forfait|inscription|carte) (?:\w+ ){0,4}?"
    r"(?:fini\w*|expir\w*|termine\w*|echu\w*|(?:prend|prendra) fin|a (?:echeance|terme)|achev\w*)"
)
_REMORSE = words(
    r"fait comme si|(?:rien|pas) (?:dit|vu|fait|demande)|regret\w*|remords?|j aurais (?:du|pu)|"
    r"(?:elle|a|fille) (?:\w+ )?pleur\w*"
)
_ON_HIS_MIND = words(
    r"(?:j y (?:re)?pense|y (?:re)?penser|(?:me|m) (?:revient|hante|reste|obsede|travaille)) (?:\w+ ){0,2}?"
    r"(?:chaque|tous les|toutes les|souvent|encore|tout le temps|le soir|la nuit|dans la tete)"
)

HEARD_AS_SUICIDE = (
    Everyday(
        "whether to keep a pregnancy",
        frozenset({"suicide_imminent", "suicide"}),
        (
            words(
                r"(?:si|sure?|sais pas|hesite) (?:\w+ ){0,4}?(?:le|l) gard(?:e|er|erai|erais)(?! fou| robe)",
                r"(?:enceinte|grossesse|bebe) (?:\w+ ){0,8}?(?:garder|le garde(?! fou)|avort\w+)",
                r"(?:garder|avort\w+) (?:\w+ ){0,6}?(?:bebe|grossesse|enceinte)",
            ),
        ),
        words(WISH, r"chien|chat|vie"),
    ),
    Everyday(
        "a lodging left",
        frozenset({"suicide_imminent", "suicide"}),
        (
            words(
                r"(?:laisse|quitte|lache|perdu|rendu) (?:\w+ )?(?:ma|mon|notre|la|le) "
                r"(?:place|appart\w*|logement|chambre|loyer|coloc|bail|maison)"
            ),
            words(
                r"(?:ou|nulle part) (?:\w+ )?(?:dormir|aller|debarquer|rester|coucher|crecher)", r"demenag\w+"
            ),
        ),
        words(WISH),
    ),
    Everyday(
        "a secret asked for",
        frozenset({"suicide", "suicide_imminent"}),
        (
            words(
                r"(?:rien|pas|jamais|personne) (?:\w+ )?(?:dire|parler|repeter)", r"garder (?:le |ca )?secret"
            ),
            words(r"promettre|promis|jurer?|(?:dit|demande) (?:de|d)|secret"),
        ),
        words(WISH, r"se (?:faire|couper)|jongle\w*|idees?|noire?s?"),
        longest=14,
    ),
    Everyday(
        "no wish to be rescued",
        frozenset({"suicide"}),
        (_RESCUED,),
        words(
            WISH,
            BODY,
            FEAR,
            TAKEN_WORDS.pattern,
            _DONE_WITH,
            r"laisse\w*|tard|cette fois|ce soir|decid\w*|prete?|appel\w*|ambulance|police|911",
        ),
        longest=14,
        harmless=words(r"(?:je )?(?:veux|voudrais)"),
    ),
    Everyday(
        "what gnaws, said as killing",
        frozenset({"suicide", "suicide_imminent", "surdose_medical"}),
        (_IT_KILLS_ME,),
        words(WISH, BODY, FEAR, TAKEN_WORDS.pattern, _DONE_WITH),
        longest=25,
        harmless=_IT_KILLS_ME,
    ),
    Everyday(
        "a threat that is only a way of speaking",
        frozenset({"suicide", "suicide_imminent", "violence", "violence_en_cours"}),
        (_ONLY_A_SAYING, _WOULD_KILL_ME),
        words(
            FEAR,
            WISH,
            BODY,
            r"deja|vraiment|pas (?:\w+ )?(?:une|de) (?:facon|maniere)|veux|m a|serieux|pensais|croyais|porte|"
            r"derriere|marteau",
        ),
        longest=30,
        harmless=_WOULD_KILL_ME,
    ),
    Everyday(
        "death spoken of calmly, at an age",
        frozenset({"suicide"}),
        (_CALM, _OF_AN_AGE, words(r"morte?|mourir|partir|l autre bord|grand voyage")),
        words(
            r"veux|voudrais|envie|hate|assez|tannee?|fatiguee?|seule|seul|prete?|prepar\w*|decid\w*|ce soir|"
            r"bientot|demain|attend\w*|fini\w*|fait mon temps|plus|suicid\w*|tuer|pendre|adieu|lettre|"
            r"fardeau|sert a rien|testament|donne\w*|rejoindre|aide medicale",
            TAKEN_WORDS.pattern,
        ),
        longest=30,
    ),
    Everyday(
        "a paper or a contract that ends",
        frozenset({"suicide", "suicide_imminent", "surdose_medical"}),
        (_PAPERS_END,),
        words(WISH, BODY, FEAR, TAKEN_WORDS.pattern, r"bout|partir|vie|plus (?:rien|capable)"),
        longest=20,
        harmless=_PAPERS_END,
    ),
    Everyday(
        "remorse of what one saw and let be",
        frozenset({"suicide", "suicide_imminent"}),
        (_REMORSE, _ON_HIS_MIND),
        words(
            WISH,
            TAKEN_WORDS.pattern,
            r"merite\w*|idees?|plan|bout|plus (?:capable|la|envie)|en finir|mieux|balle|"
            r"me (?:faire|punir|tirer|jeter|noyer|flinguer)",
        ),
        longest=30,
        harmless=words(r"derniere(?! (?:nuit|soiree|lettre|fois))"),
    ),
)
