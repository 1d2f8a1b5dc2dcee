"""The words around a name: what announces one, what forbids one. Folded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.privacy.lexicons import cue_words

_TOLD = r"(?:\s?[:=]\s?|\s(?:c'?est|cest|c|est|is|etait|=)\s)"

STRONG = re.compile(
    r"\b(?:"
    # je m'appelle, jmappelle, jmapel, jmap, on m'appelle, elle s'appelle, se nomme
    r"(?:je |j'?|j )?m'?\s?(?:e )?app?(?:el|ell|elle|elles|ele|l)\b(?: aussi)?|j'?m'?ap\b|jmapel\w{0,2}|"
    r"jmapp?el?l?e?|jme nomme|je me nom|"
    r"(?:on|ils?|y|elles?|tout le monde|clients?|gars|filles?|amis?|amies?)\s(?:me |m'|"
    r"m)(?:app?ell?e(?:nt|s)?|surnomme(?:nt)?|nomme(?:nt)?|connai[st]{1,2}\w{0,3} sous le nom de)|"
    r"(?:s'?\s?|se )app?ell?e(?:nt|rait|ait)?\b(?: aussi)?|(?:me|se|m'|s'|te) ?(?:re)?nomm(?:e|ait)|"
    r"(?:me|se|m'|s') ?fai[st]{1,2}(?:ait)? app?el+er|(?:me|se) fais app?el\w*|"
    r"prenomme[es]?|surnomme[es]?|nommee?s?|denommee?|baptisee?|"
    r"my (?:real |full |first |last |stage |work )?name(?:'s| is)|(?:his|her|their) name(?:'s| is)|named|"
    r"(?:they|people|he|clients) calls? me|call me|"
    r"mi nombre es|me llamo|me chamo|mwen rele|non mwen se|"
    r"(?:sous|par) (?:le|mon|un) (?:faux )?nom(?: d'\w+| de \w+)? (?:de |d'|c'est )|sous le "
    r"pseudo(?:nyme)? (?:de |d')?|alias|aka"
    rf")\s?(?:c'?est |c |est |:\s?|juste )?"
    r"|\b(?:mon|son|le|ma|leur|notre|votre|ton) (?:vrai |faux |petit |plein )?(?:nom|prenom|surnom|"
    r"nickname|stage name|pseudo|blaze)"
    r"(?: (?:de famille|complet|d'escorte|d'artiste|de scene|de danseuse|de stage|de travail|d'emprunt|"
    r"de naissance|de fille|au complet|legal|de rue|d'usager|d'agence|de bar))?"
    rf"{_TOLD}"
    r"|\b(?:stage ?name|nom d'(?:escorte|artiste)|nom de (?:scene|danseuse|stage|travail|bar))\s"
    r"|\b(?:nom|prenom|nom complet|nom de famille|prenom et nom|nom et prenom|name|client|cliente|"
    r"usagere|patiente|signataire|cc|expediteur)(?: complet)?\s?[:=]\s?"
    r"|\b(?:signe|signee|je signe|signature|au nom de|de la part de)\s?[:,]\s?"
    r"|\b(?:signe|signee|je signe|au nom de|de la part de|prenom de|je me presente|je suis la mere de|je "
    r"suis le pere de)(?:\s?[,:]?\s)"
)

_OWNER = (
    r"(?:mon|ma|mes|m'|sa|son|ses|ta|ton|tes|notre|nos|votre|leur|une|un|la|le|l'|my|his|her|our|your|"
    r"the|cette|cet|ce|certaine?|une? certaine?|du|au)"
)
_BETWEEN = (
    r"(?: (?:a moi|d'amour|cherie?|de \d{1,2} ans|decedee?|actuelle?|violente?|adoree?|preferee?|ainee?|"
    r"cadette?|de coeur|de toujours|d'enfance|juive|"
    r"de probation|sociale?|communautaire|au (?:bar|travail|club|salon)|du (?:bar|club|salon|clsc)|a mon "
    r"(?:pere|frere|chum|ex)|a ma (?:mere|soeur|fille)|"
    r"de (?:ma|mon|la|sa|son) (?:mere|pere|soeur|frere|fille|fils|chum|blonde|ex|copain|amie?)))?"
)
SELF = re.compile(
    r"\b(?:mo[ie],? c'?\s?(?:est|c|s)?|mo[ie] ces|c'?est mo[ie],?|moi je suis|moi,|ici c'?est|mo[ie] :)\s"
)
WEAK = re.compile(
    r"\b(?:c'?est|je suis|j'suis|jsuis|chu|chui|i'?m|i am|im|this is|it's|ici|c'est moi,?|allo,? c'?est|"
    r"bonjour,? c'?est|salut,? c'?est|ici c'est|me presente,?|soy|mwen se|moi,|moi:|moi :)\s"
)
CALLED = re.compile(r"\b(?:(?:appell?ez?|app?el|nommez?|surnommez?)[- ]?mo[ie]|l'\s?app?ell?e(?:nt)?) ")
TITLE = re.compile(
    r"(?<![a-z'-])(?P<title>mme|mmes|madame|mlle|mademoiselle|monsieur|mr|mrs|ms|m|me|maitre|dr|dre|"
    r"docteur|docteure|miss|sergente?|sergente?-detective|constable|detective|inspecteur|inspectrice|"
    r"lieutenant|lieutenante|capitaine|agente?|juge)\b\.?\s"
)
CALLS_FOR_PERSON = re.compile(
    r"\b(?:avec|a|chez|pour|contre|par|appelle|appeler|appelez|contactez|contacter|rejoindre|demande|"
    r"demander|texte|vu|voir|connais|aime|aider|dit a|parle a|parler a|"
    r"ecris a|peur de|with|from|and|et|pis|que|qu')\s?\Z"
)
CLOSING = re.compile(
    r"\s*(?:$|[.,;:!?()\[\]\"»/]|-\s|\n|\b(?:et|pis|puis|and|mais|jai|j'ai|j|g|ge|chu|chui|jsuis|je|"
    r"jveux|jcherche|jreste|jhabite|jviens|ya|y|qui|pi|i|im|de|du|a|"
    r"as|is|mon|ma|jpeux|jdois|jaimerais|est|c|cest|ca|svp|merci|stp|age|agee|\d))(?![a-z])"
)
OFF_TOPIC = re.compile(
    r"\b(?:films?|chansons?|chante|chanteuse|chanteur|acteur|actrice|joueur|joueuse|album|concert|"
    r"spectacle|premier ministre|premiere ministre|president|"
    r"presidente|match|series?|livres?|romans?|auteure?|autrice|youtubeuse|youtubeur|humoriste|vedette|"
    r"celebre|joue|chanter|jouer|musique|hockey|"
    r"soccer|ecrivain|peintre|histoire de|biographie|oscar|netflix|politique|ministre|depute|tournee|"
    r"festival|emission|animatrice|animateur|poeme|tableau|invente|decouvert|"
    r"qui est|c'est qui|kisse|ki est|who is|anniversaire de)\b"
)
PERSONAL = re.compile(r"\b(?:mon|ma|mes|m'appelle|jmappelle|moi c|me nomme|ex|chum|pimp|amie?|fille|soeur)\b")
GENERIC_KIN = re.compile(
    r"\b(?:hommes?|gars|femmes?|clients?|monsieur|mec|type|gens|personne|jeune|dame|un|une)\s\Z"
)


@dataclass(frozen=True)
class KinPatterns:
    """Patterns made from the list of relations: `relation` ends where the name starts, `subject` starts
    with it."""

    relation: re.Pattern[str]
    subject: re.Pattern[str]


@lru_cache(maxsize=1)
def kin_patterns() -> KinPatterns:
    """ "ma fille Léa", "mon ex, Marc", and "Rose, ma fille,"."""
    kin = "|".join(sorted((word.replace("-", "[- ]") for word in cue_words().kin), key=len, reverse=True))
    relation = re.compile(
        rf"\b{_OWNER}\s?(?:(?:ex|ancienne?|nouvelle?|nouveau|petite?|p'tite?|ptite?|tite?|grande?|"
        r"grosse?|gros|vieux|vieille|meilleure?|best|jeune|pauvre|chere?|tendre|futur|propre|autre|"
        r"maudit|plus (?:vieille|vieux|jeune)|premiere?|deuxieme|seule?|belle|beau|little|big|old)[ -])?"
        rf"(?:{kin})s?(?:\s\([^)]{{1,20}}\))?{_BETWEEN}"
        r"(?:\s?[,:(]\s?|\s(?:c'?est|cest|c|s'?appell?e|qui s'appelle|que j'appelle|nommee?|du nom de|"
        r"prenommee?|is|was|named|called|=|:|cc|,)\s|\s)"
        r"(?:madame |mme |m\. |mr |monsieur |\")?"
    )
    subject = re.compile(
        rf"(?<!\w)[a-z-]{{2,20}}(?:\s?,\s(?:c'est )?|\s(?:est|c'est|cest|is)\s)(?:ma|mon|notre|la|une|sa|"
        rf"son) (?:{kin})\b"
    )
    return KinPatterns(relation, subject)
