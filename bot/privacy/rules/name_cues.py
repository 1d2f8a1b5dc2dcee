"""The words around a name: what announces one, what forbids one. Folded."""

from __future__ import annotations

import re

_IS = r"(?:\s?[:=]\s?|\s(?:c'?est|cest|c|ces|est|is|etait|sera|=)\s(?:aussi |juste |la |le )?|'s\s|\s)"
_TOLD = r"(?:\s?[:=]\s?|\s(?:c'?est|cest|c|est|is|etait|=)\s)"

STRONG = re.compile(
    r"\b(?:"
    # je m'appelle, jmappelle, jmapel, jmap, on m'appelle, elle s'appelle, se nomme
    r"(?:je |j'?|j )?m'?\s?(?:e )?app?(?:el|ell|elle|elles|ele|l)\b(?: aussi)?|j'?m'?ap\b|jmapel\w{0,2}|jmapp?el?l?e?|jme nomme|je me nom|"
    r"(?:on|ils?|y|elles?|tout le monde|clients?|gars|filles?|amis?|amies?)\s(?:me |m'|m)(?:app?ell?e(?:nt|s)?|surnomme(?:nt)?|nomme(?:nt)?|connai[st]{1,2}\w{0,3} sous le nom de)|"
    r"(?:s'?\s?|se )app?ell?e(?:nt|rait|ait)?\b(?: aussi)?|(?:me|se|m'|s'|te) ?(?:re)?nomm(?:e|ait)|(?:me|se|m'|s') ?fai[st]{1,2}(?:ait)? app?el+er|(?:me|se) fais app?el\w*|"
    r"prenomme[es]?|surnomme[es]?|nommee?s?|denommee?|baptisee?|"
    r"my (?:real |full |first |last |stage |work )?name(?:'s| is)|(?:his|her|their) name(?:'s| is)|named|(?:they|people|he|clients) calls? me|call me|"
    r"mi nombre es|me llamo|me chamo|mwen rele|non mwen se|"
    r"(?:sous|par) (?:le|mon|un) (?:faux )?nom(?: d'\w+| de \w+)? (?:de |d'|c'est )|sous le pseudo(?:nyme)? (?:de |d')?|alias|aka"
    rf")\s?(?:c'?est |c |est |:\s?|juste )?"
    r"|\b(?:mon|son|le|ma|leur|notre|votre|ton) (?:vrai |faux |petit |plein )?(?:nom|prenom|surnom|nickname|stage name|pseudo|blaze)"
    r"(?: (?:de famille|complet|d'escorte|d'artiste|de scene|de danseuse|de stage|de travail|d'emprunt|de naissance|de fille|au complet|legal|de rue|d'usager|d'agence|de bar))?"
    rf"{_TOLD}"
    r"|\b(?:stage ?name|nom d'(?:escorte|artiste)|nom de (?:scene|danseuse|stage|travail|bar))\s"
    r"|\b(?:nom|prenom|nom complet|nom de famille|prenom et nom|nom et prenom|name|client|cliente|usagere|patiente|signataire|cc|expediteur)(?: complet)?\s?[:=]\s?"
    r"|\b(?:signe|signee|je signe|signature|au nom de|de la part de)\s?[:,]\s?"
    r"|\b(?:signe|signee|je signe|au nom de|de la part de|prenom de|je me presente|je suis la mere de|je suis le pere de)(?:\s?[,:]?\s)"
)

_KIN = (
    "fille fils mere pere soeur frere maman papa mamie papi grand-mere grand-pere grand-maman grand-papa tante matante oncle mononcle cousine cousin "
    "niece neveu filleule filleul marraine parrain belle-mere beau-pere belle-soeur beau-frere belle-fille beau-fils petite-fille petit-fils "
    "bebe ado jumelle jumeau mari femme conjoint conjointe epoux epouse chum blonde copain copine fiance fiancee ex ex-chum ex-mari ex-conjoint ex-blonde "
    "ex-copain amoureux amant amante pimp pimpe souteneur proxenete loverboy mac boss patron patronne gerant gerante manager bookeur driver chauffeur dealer vendeur pusher "
    "proprio proprietaire locateur concierge voisin voisine ami amie best bff meilleure-amie meilleur-ami coloc colocataire collegue client cliente usagere usager residente "
    "patiente intervenante intervenant travailleuse-sociale ts psy psychologue avocate avocat medecin docteur docteure infirmiere prof enseignante juge agent agente enqueteur enqueteure "
    "policier policiere educatrice tuteur tutrice agresseur violeur recruteur recruteuse gars fille dame monsieur homme jeune enfant stagiaire protegee employeur employeuse "
    "partner boyfriend girlfriend husband wife daughter son sister brother mother mom dad friend cousin roommate landlord uncle aunt bf gf bae kid baby pote reuf "
    "frangine frangin frerot mome gamin gamine puce sugar sugar-daddy daddy garcon ptite petite p'tite petit tite demi-soeur demi-frere agente parrain sponsor therapeute"
).split()
_KIN_WORD = "|".join(sorted({word.replace("-", "[- ]") for word in _KIN}, key=len, reverse=True))
_OWNER = (
    r"(?:mon|ma|mes|m'|sa|son|ses|ta|ton|tes|notre|nos|votre|leur|une|un|la|le|l'|my|his|her|our|your|the|cette|cet|ce|certaine?|une? certaine?|du|au)"
)
_BETWEEN = (
    r"(?: (?:a moi|d'amour|cherie?|de \d{1,2} ans|decedee?|actuelle?|violente?|adoree?|preferee?|ainee?|cadette?|de coeur|de toujours|d'enfance|juive|"
    r"de probation|sociale?|communautaire|au (?:bar|travail|club|salon)|du (?:bar|club|salon|clsc)|a mon (?:pere|frere|chum|ex)|a ma (?:mere|soeur|fille)|"
    r"de (?:ma|mon|la|sa|son) (?:mere|pere|soeur|frere|fille|fils|chum|blonde|ex|copain|amie?)))?"
)
RELATION = re.compile(
    rf"\b{_OWNER}\s?(?:(?:ex|ancienne?|nouvelle?|nouveau|petite?|p'tite?|ptite?|tite?|grande?|grosse?|gros|vieux|vieille|meilleure?|best|jeune|pauvre|chere?|tendre|futur|propre|autre|maudit|plus (?:vieille|vieux|jeune)|premiere?|deuxieme|seule?|belle|beau|little|big|old)[ -])?"
    rf"(?:{_KIN_WORD})s?(?:\s\([^)]{{1,20}}\))?{_BETWEEN}"
    r"(?:\s?[,:(]\s?|\s(?:c'?est|cest|c|s'?appell?e|qui s'appelle|que j'appelle|nommee?|du nom de|prenommee?|is|was|named|called|=|:|cc|,)\s|\s)"
    r"(?:madame |mme |m\. |mr |monsieur |\")?"
)
SELF = re.compile(r"\b(?:mo[ie],? c'?\s?(?:est|c|s)?|mo[ie] ces|c'?est mo[ie],?|moi je suis|moi,|ici c'?est|mo[ie] :)\s")
WEAK = re.compile(
    r"\b(?:c'?est|je suis|j'suis|jsuis|chu|chui|i'?m|i am|im|this is|it's|ici|c'est moi,?|allo,? c'?est|bonjour,? c'?est|salut,? c'?est|ici c'est|me presente,?|soy|moi,|moi:|moi :)\s"
)
CALLED = re.compile(r"\b(?:appell?ez?|app?el|nommez?|surnommez?)[- ]?mo[ie] ")
TITLE = re.compile(r"(?<![a-z'-])(?P<title>mme|mmes|madame|mlle|mademoiselle|monsieur|mr|mrs|ms|m|me|maitre|dr|dre|docteur|docteure|miss)\b\.?\s")
SUBJECT = re.compile(r"(?<!\w)[a-z-]{2,20}\s?,\s(?:c'est )?(?:ma|mon|notre|la|une|sa|son) (?:%s)\b" % _KIN_WORD)

CALLS_FOR_PERSON = re.compile(
    r"\b(?:avec|a|chez|pour|contre|par|appelle|appeler|appelez|contactez|contacter|rejoindre|demande|demander|texte|vu|voir|connais|aime|aider|dit a|parle a|parler a|"
    r"ecris a|peur de|with|from|and|et|pis|que|qu')\s?\Z"
)
CLOSING = re.compile(
    r"\s*(?:$|[.,;:!?()\[\]\"»/]|-\s|\n|\b(?:et|pis|puis|and|mais|jai|j'ai|j|g|ge|chu|chui|jsuis|je|jveux|jcherche|jreste|jhabite|jviens|ya|y|qui|pi|i|im|de|du|a|"
    r"as|is|mon|ma|jpeux|jdois|jaimerais|est|c|cest|ca|svp|merci|stp|age|agee|\d))(?![a-z])"
)
OFF_TOPIC = re.compile(
    r"\b(?:films?|chansons?|chante|chanteuse|chanteur|acteur|actrice|joueur|joueuse|album|concert|spectacle|premier ministre|premiere ministre|president|"
    r"presidente|match|series?|livres?|romans?|auteure?|autrice|youtubeuse|youtubeur|humoriste|vedette|celebre|joue|chanter|jouer|musique|hockey|"
    r"soccer|ecrivain|peintre|histoire de|biographie|oscar|netflix|politique|ministre|depute|tournee|festival|poeme|tableau|invente|decouvert|"
    r"qui est|c'est qui|kisse|ki est|who is|anniversaire de)\b"
)
PERSONAL = re.compile(r"\b(?:mon|ma|mes|m'appelle|jmappelle|moi c|me nomme|ex|chum|pimp|amie?|fille|soeur)\b")

BLOCKERS = frozenset(
    "saint st ste sainte san santa rue av avenue boul boulevard chemin ch rang route place square carre montee cote pont metro station parc lac lacs ile iles "
    "riviere mont monts val baie cap pointe port anse fort pic notre-dame film films chanson chansons livre livres roman romans opera spectacle spectacles serie "
    "album tempete ouragan loi fondation institut college cegep ecole universite polyvalente hopital pavillon aile clinique pharmacie eglise paroisse chapelle cathedrale "
    "basilique cimetiere aeroport arena stade bibliotheque theatre salle auberge hotel motel manoir villa residence residences restaurant resto bar club cafe bistro prison "
    "etablissement quartier secteur arrondissement ville village municipalite mrc comte circonscription pape papesse reine roi marque parfum mission projet programme prix bourse "
    "syndrome maladie tour edifice immeuble complexe galeries galerie marche caisse banque brasserie taverne boutique magasin friperie groupe cours rapport commission "
    "loto tarte salade pizza biere vin vodka rhum whisky mademoiselle-de chocolat biscuits fromage oncle-de ile-de methode musique poeme tableau personnage concert pere-noel "
    "ligue fete chsld clsc centre-jeunesse cj radio emission podcast magazine journal".split()
)
HOUSES = frozenset("maison maisons centre refuge foyer halte accueil organisme association societe ressource toit hebergement jardin jardins".split())
ARTICLES = frozenset("de du des la le les l d a au aux the of".split())
PARTICLES = frozenset("de du la le l d el al ben bin van von da dos das di del della st ste saint mc o n".split())

FUNCTION = frozenset(
    "a ai an as au aux avec bon ca car ce ces c cet cette chu comme comment d dans de des depuis donc du elle elles en encore es est et eux "
    "fait faut il ils j jai je juste l la le les leur lui m ma mais me meme mes moi mon n ne ni nos notre nous on ou oui par pas pis plus pour "
    "pourquoi pu qu quand que quel quelle qui quoi s sa sans se ses si son sont sous sur t ta te tes toi ton tous tout toute toutes tres trop tu "
    "un une vos votre vous y and the my is not no non jamais toujours souvent parfois vraiment aussi deja pareil quelqu rien personne "
    "important confidentiel secret inconnu tellement seulement ici la-bas dehors".split()
)
NEVER = frozenset(
    "dieu jesus marie-jeanne satan siri alexa google bonjour merci allo salut bye madame monsieur paques internet facebook instagram snapchat tiktok "
    "mme mlle mr mrs dr dre me maitre docteur docteure dpj clsc police urgence maman papa bebe mere pere bb mom dad".split()
)
MONTHS = frozenset(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre april may june july august january february noel".split()
)
WORDY = frozenset(
    # As lower-case words they mean something else far more often than a person.
    "aime aimee amour ange an art aube august beau belle ben benz blanc blanche brise chance cherie cherry chine clair claire come cristal desire desiree "
    "don envie etoile fidele fleur france genie gloire grace guy hiver hope innocent jean jen jaime jose joie jolie joy juin juillet juste king kit lacoste lien long love lucky "
    "lune mal marin marine mark mars mat max may modeste molly nada nice noel neige nounou nouvelle nuit ocean olive paix page parfait perle pierre pop prince princesse prosper prudence "
    "prune pure ravi real red rich roman rose rousse roy ruby sage said saint sable sal salem san sandy sol soleil star storm sugar sun tempete terra tina tien tigre tiger "
    "tulipe val van velvet venus victoire violet violette will winter mina mimi mina keke mo mac manuel madeleine jack clementine octave isa israel mag hind ann iman baby major "
    "peter john titi toto hermine valentin carol beni tri pam nat tao tai long sky silver gold ginger honey karma jazz samba panda peach pepper poppy constance".split()
)
WORDY_CAPITAL = frozenset(
    "mercedes carmen victoria alma france paris chine inde salvador santiago israel virginia carolina florence sydney venise milan dallas austin orlando savannah tahiti "
    "india noel dieu benz porsche lexus chanel dior hermes lacoste orphee star sun terra venus mars soleil ocean nada rose marguerite aimee claire pierre celeste amos chandler laurier real "
    "fanta pepper hope victoire grace".split()
)
VERBS = frozenset("viens gagne chasse masse tasse pare brule sauve plante marier petit boucher vu do ma le li ye ben prince page parent bureau".split())

GENERIC_KIN = re.compile(r"\b(?:hommes?|gars|femmes?|clients?|monsieur|mec|type|gens|personne|jeune|dame|un|une)\s\Z")
ACCENTED_WORDS = frozenset({"péter", "marié", "mariés", "niña", "anné", "désiré", "désirée", "aimé", "aimée", "né", "née", "béni", "célèbre"})
"""Words whose accent says that they are no name ("péter" is not Peter)."""

ADJECTIVES = frozenset(
    "aime aimee beau belle blanc blanche clair desire desiree fidele innocent jolie juste major modeste parfait pure rousse sage love nice will come cherie "
    "cheri real red rich long mal prune ravi manuel said".split()
)
"""After "ma fille", these say how she is."""
NICKNAME_HEADS = frozenset("big lil ti tit gros petit ptit tite mc dj lady miss mister old young king queen baby".split())
