"""The small words around a place that tell whether it is a place, and whether she is there.

All folded. Written by us from how people type in Québec; grouped by what they tell.
"""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _set("la le les l")
OF = _set("de d du des from")
AT = _set("at in dans ds dan en vers depuis")
ON = _set("sur su")
NEARNESS = _set(
    "loin pres proche cote voisin voisine minutes minute min heures heure km kilometres near dehors exterieur"
)
DIRECTIONS = _set("nord sud est ouest")

SUBJECTS = _set("il elle on y qui ca sa cela ya m t l n tu s i a ils ont j jen en pas rien tout deja")
"""Before an unaccented "a": the verb "avoir", not the preposition."""

FILLERS = _set(
    "a aa au aux d de du des dans ds en et est c cest j je jsuis jsui jsu suis chu chus chui chuis "
    "sui jsus l la le les mais moi moe moé sur su vers pres proche cote coin region ville secteur "
    "quartier environs alentours ici icitte ben ban euh heu hum ouin ouais oui non ok oki allo alo "
    "hey bonjour bonsoir salut svp stp please merci pis puis ou habite jhabite abite jabite reste "
    "jreste rest vis jvis demeure trouve trouves trouvons me m live living in at im am i municipalite "
    "village arrondissement on nous sommes bas haut presentement actuellement maintenant astheure "
    "asteure bin donc code postal mon ma plutot c't cet ce quebec qc province canada autour bord lac "
    "rendue rendu proximite centre banlieue juste tout pas loin"
)
"""Words that leave a message "only a place" all the same."""

STREETS = _set(
    "rue r boul boulevard blvd bd bld av ave avenue chemin rang route rte autoroute pont montee metro "
    "station angle quai tunnel ruelle terrasse croissant impasse allee street st-"
)
DEDICATED = _set(
    "motel hopital hosto hotel maison fondation institut pavillon residence residences ecole eglise "
    "paroisse place parc centre auberge foyer manoir chsld clinique cathedrale basilique oratoire "
    "couvent college cimetiere aeroport fete souper party messe pharmacie bar resto restaurant "
    "galeries coin carre station"
)
"""What is named after a saint or a person: "l'hôpital Sainte-Justine" is not in Sainte-Justine."""

INSTITUTIONS = _set(
    "justice "
    "hopital hosto urgence urgences cegep college universite clsc prison penitencier detention palais "
    "police poste csss ciusss cisss cavac calacs centre maison refuge motel hotel bar region ville "
    "secteur quartier coin environs alentours banlieue municipalite village equipe bureau organisme "
    "organismes ressource ressources service services groupe clinique aeroport terminus gare ecole "
    "hlm mrc arrondissement intervenante intervenantes travailleuse policiers salon club danseuses "
    "bord bout boutte pres proche loin cote desintox therapie femmes filles gens autour"
)
"""Before "de NAME" or "NAME": the name is a town ("le cégep d'Alma")."""

BODIES = _set(
    "hydro revenu services service tele radio emploi retraite sante loto investissement transition "
    "recyc tourisme justice video mission acces solidaire parti ministere gouvernement premier code "
    "regie assurance soquij sepaq rexforet universite air canadien canadiens journal tva impot "
    "centraide info alloprof curateur protecteur ordre barreau assemblee croix telequebec"
)
"""Before "Québec": a public body, not where someone is."""

KIN = _set(
    "chum chums ami amie amis copain copine blonde soeur frere fille fils mere pere maman papa cousin "
    "cousine tante oncle matante mononcle voisin voisine ex mari conjoint conjointe coloc proxenete "
    "pimp client bebe enfant chien chat niece neveu filleule belle-soeur intervenante psy docteur dr "
    "dre docteure madame mme monsieur mr m mlle soeure chef patron boss ti ptit nomme nommee appelle "
    "apelle appelles mappelle sappelle prenom nom prenomme bonne santa reine princesse avec et pour "
    "chez"
)
"""Directly before a first name or a surname: a person."""
TITLES = _set(
    "chum ami amie copain copine blonde madame mme monsieur mr m mlle dr dre docteur docteure juge "
    "nomme nommee prenom prenomme appelle apelle appelles mappelle sappelle pere mere frere soeur "
    "oncle tante fils ex proxenete pimp cousin cousine conjoint conjointe mari"
)
DATIVES = _set(
    "dise dises dirai diras parlerai parlera disait dirait avoue avouer reponds repondre repondu "
    "parle parler parles parlais parlait dit dis dire disais donne donner donnes demande demander "
    "demandais telephone telephoner telephonais ecris ecrire ecrit envoie envoye envoyer texte texter "
    "appartient ressemble pense penser pensais dois devait offert offre menti mentir confie confier "
    "jase jaser fait faire merci bravo plait confiance"
)
"""Verbs whose "à NAME" is a person: "j'ai parlé à Alma"."""

HERE = _set(
    "suis sui chu chus chui chuis jsuis jsui jsu jsus sommes habite habitons habites jhabite jabite "
    "abite reste restons jreste rest vis jvis demeure demeurons trouve trouvons loge dors dort couche "
    "rendu rendue rendus installe installee arrivee arrives arriver coincee pognee stuck live living "
    "am im stay staying crashe resident residente basee etablie hebergee"
)
DWELL = _set(
    "habite habitons habites jhabite jabite abite reste restons jreste vis jvis demeure demeurons "
    "live living loge demenage demenagee installee etablie"
)
OTHERS = _set(
    "il elle ils elles qui mere pere soeur frere fille fils chum blonde ex ami amie copain copine "
    "cousine cousin tante oncle famille parents enfants enfant mari conjoint conjointe pimp proxenete "
    "client gars amies amis il's elle's garcon bebe he she avocat avocate medecin patron boss bum job "
    "travail niece neveu filleule mom mother dad father sister brother daughter son friend boyfriend they"
)
OTHER_VERBS = _set(
    "est sont habite reste vit demeure loge habitent restent vivent travaille travaillent etudie is are "
    "lives works"
)
HOME = _set(
    "loyer loyers bail appart apart appartement logement logis chambre studio condo maison demi duplex coloc "
    "domicile adresse apartment apt lease rent room home"
)
"""Where she says that hers is, there she lives."""
DAY = _set(
    "etudie jetudie etudes etude etudiante etudiant cegep universite uni univ college ecole cours stage "
    "travaille jtravaille travail bosse jbosse job jobbe boulot shift danse jdanse enseigne clients "
    "study studying school work working serveuse danseuse escorte masseuse stagiaire employee"
)
"""What she does during the day or the night, away from where she lives."""
DAY_VERBS = _set("etudie jetudie travaille jtravaille bosse jbosse danse jdanse enseigne study work")
MINE = _set("mon ma mes notre nos my our")
THEIRS = _set("son sa ses leur leurs his her their")
HAVING = _set("ai jai paye paie pay jpaye jpaie payer loue jloue louer rent garde avons have got")
"""Before "un loyer", "un bail": she has it."""
PRONOUNS_OF_HERS = _set("je j m me i")
TOWARDS_HER = _set("me m moi moe nous us")
PAST = _set(
    "etais etait etions jetais habitais jhabitais habitait restais jrestais restait vivais vivait "
    "travaillais jtravaillais travaillait dansais dansait faisais faisait allais jallais descendais "
    "jdescendais descendait montais jmontais grandi nee ne quitte quittee quitter fui avant ancienne "
    "ancien vecu laisse laissee was were lived worked"
)
LEFT = _set(
    "viens vient jviens venue venu venir partie parti partir pars sortie sorti sors arrive arrivee "
    "arriver originaire sauvee sauve reviens revenue revenir deportee sauver demenage demenagee"
)
"""With "de NAME": a place she left."""
RETURNING = _set("retourner retourne retournes rentrer rentre rentres revenir")
"""With "à NAME": she is not there yet."""
TO_STAY = _set("vivre habiter rester demeurer tout suite bientot definitivement encore vite")
"""Between one of these and "à NAME": "retourner vivre à NAME"."""
WISHING = _set(
    "veux jveux jveu voudrais jvoudrais voulais aimerais jaimerais besoin envie gout hate comment billet reve"
)
"""Before "rentrer chez nous": a wish of somebody who is away. "Je dois rentrer chez moi": she lives there."""
DRIVING = _set("reconduire reconduis reconduit raccompagner raccompagne ramener ramene ramenes")
"""With "la" before and "à NAME" after: where another is to be driven."""
SENT_FROM = _set(
    "amende amendes contravention contraventions ticket tickets constat mandat juge "
    "procureur procureure police policier policiers policiere policieres"
)
"""With "de NAME": who wrote or judges, not where she is."""
HIS = _set("il pimp proxenete")
HIS_DWELLING = _set("vit habite reste demeure loge")
STILL = _set("encore toujours aussi maintenant presentement astheure asteure")
STUDY = _set(
    "etudie jetudie etudes etude etudiante etudiant etudiants etudiantes universite univ uni campus bac fac"
)
"""Before the name of a town that a university elsewhere has too."""
COME_BACK = _set("revenue revenu revenus revenues")
"""With "à NAME": where she is now."""
AFTER_PAST = _set("avant autrefois jadis anciennement")
GOING = _set(
    "aller vais va vas allons jvais jva jvas retourner retourne retournes partir pars demenager "
    "rentrer rentre monter monte descendre descends envoyer amener emmener emmene amene ramener "
    "voyager voyage visiter visite deplacer transferer venir viens jviens veux"
)
ONGOING_PERFECT = _set("travaille danse habite vecu reste loge etudie ete grandi")
CORRECTIONS = _set("non plutot finalement pardon scuse scusez oups oupsi correction erreur trompee")
NEGATIONS = _set("cpas chpas jpas pas plus pu jamais sauf ni except hors")

BEFORE_A_SAINT = _set("la le du au fleuve golfe un une mon ma ton ta son sa")
"""No town: a holiday, a river, a restaurant."""
OWNERS = _set("journal gazette canadien canadiens alouettes impact cf diocese archeveque")
"""With "de Montréal": a name, not where someone is."""
COPULAS = _set("suis sui chu chus chui chuis jsuis jsui est cest etais etait es une un")
CLAUSE_STARTS = _set(
    "je j jai jveux jveu jcherche jsuis chu chus besoin bezoin aide cherche svp stp urgent ya"
)
"""After a name that opens the message: "alma je cherche une place"."""
FEELINGS = _set(
    "peur cause nom faute photo photos argent numero envie lettre message appel texto tannee ecoeuree "
    "enceinte amoureuse jalouse parle parles parler fiere fier loin l'argent dos char auto place "
    "promesse coups menaces"
)
"""Before "d'Alma": somebody."""
ADDRESSED = _set(
    "merci allo bonjour salut bye bonsoir coucou aime adore hais deteste vois connais appelle voir a "
    "et ou que qui par sans dire demande remercie"
)
"""Before a name that ends the message: somebody."""
WANTED = _set(
    "avortement ivg suivi detox desintox depistage logement hebergement refuge bouffe alimentaire "
    "comptoir cours therapie sextorsion aide clinique medecin avocat soleil gratuit cher rdv urgence "
    "psy psychologue travailleuse dentiste infirmiere "
    "dessert desservez couvre"
)
"""Before the bare name of a town in a message cut short: "ivg amos", "hébergement alma"."""
PRONOUNS = _set("je j nous vous il elle on ils elles tu me m te t se s lui leur qui y ne n")
"""Directly before a misspelled word: it is a verb."""
NOT_ANY_MORE = _set("pas plus pu pus jamais")
UNWANTED = _set("ailleurs autre autres chose proche pres loin")
"""Before "que NAME": where she does not want to search ("rien de plus proche que NAME?")."""
HER_WORDS = _set(
    "elle fille soeur amie copine blonde niece cousine filleule petite femme madame jeune she daughter sister"
)
"""The woman that a relative or a worker speaks of: where she is counts, not where her parents live."""
AUXILIARIES = _set("est sont a ont s l se ne n en pas deja s'est va vont is are has have")
"""Between somebody and what they do ("ma soeur est partie")."""
MOVED = _set(
    "emmenee amenee emmene amene rendu rendue installee installe demenage demenagee arrivee arrive partie "
    "parti retournee retourne coincee pognee hebergee revenue revenu allee alle"
)
"""What somebody did who is elsewhere now ("mon frère est rendu à NAME")."""
OF_THE_STREET = _set(
    "travailleur travailleuse travailleurs travailleuses travail trav intervenant intervenante"
)
"""Before "de rue": a trade, not an address."""
RELATIVES = _set(
    "mere pere soeur frere fille fils famille familia parents enfants tante oncle mari conjoint petite"
)
"""Before "à NAME": where they are ("ma mère à Amos")."""
BEFORE_NOT_THERE = (
    HERE | DWELL | GOING | COPULAS | _set("non mais but ou cest jsus ailleurs partout peux peut sont")
)
"""Before "pas à NAME": it is the place that is denied."""
