"""The hard limits: a service that breaks one is never shown, however well it would rank."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from directory.refer.candidates import Candidate, Situation, words_of
from directory.refer.statements import CHILD_LINE
from directory.vocabulary import vocabulary

# Services made for those a buyer may have harmed: he is never sent there.
FOR_THOSE_HARMED = ("sortie_prostitution", "traite", "violence_conjugale", "violence_sexuelle")

# A service that ends at this age or before is one for the young; OLD: no end is stated.
YOUNGEST_ADULTS, OLD = 25, 200

TOO_UNSURE = "renseignements trop peu sûrs pour être montrés"
ALREADY_SHOWN = "déjà montré"


# Who asks for one of these has told a violence.
VIOLENCE = ("violence_conjugale", "violence_sexuelle", "traite")
# Sentier's relatives and professionals are those of somebody who is exploited.
FOR_ANOTHER = frozenset({"soutien_proches", "soutien_intervenants"})
# What a relative asks for herself: worn out, she needs somebody to talk to, and told no other trouble.
TO_BE_HEARD = frozenset({"soutien_proches", "ecoute"})
FOR_HERSELF = TO_BE_HEARD | {"sante_psychologique"}
# Who asks for one of these has told a crime, or speaks of justice.
CRIME = frozenset({*VIOLENCE, "juridique", "indemnisation_victimes", "sortie_prostitution", "images_intimes"})
# A bed, work or school: what an adult asks for herself, whatever child stands in the sentence.
OF_AN_ADULT = frozenset({"hebergement", "emploi_formation"})


def broken_limit(candidate: Candidate, situation: Situation) -> str | None:
    """Return the first hard limit the candidate breaks, as a French phrase, or None."""
    return (
        _not_offered(candidate, situation)
        or _violence_untold(candidate, situation)
        or _trouble_untold(candidate, situation)
        or _minors_only(candidate, situation)
        or _age(candidate, situation)
        or _gender(candidate, situation)
        or _profile(candidate, situation)
        or _populations(candidate, situation)
        or _young_only(candidate, situation)
        or _children_only(candidate, situation)
    )


def _not_offered(candidate: Candidate, situation: Situation) -> str | None:
    row, query = candidate.row, situation.query
    if row.slug in query.exclude:
        return ALREADY_SHOWN
    if row.status != "active":
        return "fermé ou inactif"
    closed = closed_on(row.closed_from, row.closed_until, situation.today)
    if closed:
        return closed
    if row.visibility == "hidden":
        return "retiré de l'annuaire public"
    if row.visibility == "professionals" and query.profile != "intervenant":
        return "montré aux intervenantes seulement"
    if row.confidence == "low":
        return TOO_UNSURE
    return None


def closed_on(start: date | None, end: date | None, today: date) -> str | None:
    """Return why a temporary closure keeps a service away on ``today``, or None."""
    if start is None and end is None:
        return None
    if (start is None or start <= today) and (end is None or today <= end):
        return f"fermé temporairement jusqu'au {end.isoformat()}" if end else "fermé temporairement"
    return None


@lru_cache(maxsize=1)
def _violence_lines() -> dict[str, frozenset[str]]:
    """The crisis lines for violence, each with the needs that ``lines`` of the vocabulary names it for."""
    lines = vocabulary().lines
    slugs = {slug for need in VIOLENCE for slug in lines[need]}
    return {slug: frozenset(need for need, named in lines.items() if slug in named) for slug in slugs}


def _violence_untold(candidate: Candidate, situation: Situation) -> str | None:
    """A crisis line for violence is for who told one, or asks what it is there for.

    Read by a woman who told none, it is a diagnosis that nobody made. Outside Québec the line against
    trafficking is the one that answers all over Canada.
    """
    named_for = _violence_lines().get(candidate.slug)
    if named_for is None or situation.outside:
        return None
    asked = set(situation.needs)
    if asked.intersection(VIOLENCE) or asked & named_for:
        return None
    if asked & FOR_ANOTHER and not candidate.has("tags", "violence_conjugale"):
        return None
    return "pour une violence dont rien n'est dit"


def _trouble_untold(candidate: Candidate, situation: Situation) -> str | None:
    """What is there for drugs, victims or after an assault is for a relative who told of one.

    Sentier's relatives come for somebody exploited, or for their own weariness: of a trouble that nobody
    named they would be told as of a fact. Neither does a professional who asked for advice get a line on
    drugs for it.
    """
    profile, row = situation.query.profile, candidate.row
    main = (words_of(row.tags) or ("",))[0]
    if profile in ("proche", "intervenant") and main == "dependances" and candidate.covers <= FOR_ANOTHER:
        return "pour une consommation dont rien n'est dit"
    if profile != "proche" or not candidate.covers <= FOR_HERSELF or CRIME.intersection(situation.needs):
        return None
    if candidate.has("tags", "indemnisation_victimes"):
        return "pour les victimes d'un crime, et rien n'en est dit"
    knows_exploitation = candidate.has("tags", "traite") or candidate.has("tags", "sortie_prostitution")
    if candidate.has("tags", "violence_sexuelle") and not (
        knows_exploitation and "soutien_proches" in candidate.covers
    ):
        return "pour une violence dont rien n'est dit"
    return None


def _minors_only(candidate: Candidate, situation: Situation) -> str | None:
    """The lines of minors for nobody who is known to be an adult; what is there for pictures, for pictures.

    A professional may call them for a minor, not for somebody of whom nothing says that she is young.
    """
    rules, query = vocabulary().line_rules, situation.query
    pictures = candidate.slug in rules["minors_pictures"]["any"]
    if not pictures and candidate.slug not in rules["minors"]["any"]:
        return None
    if pictures and "images_intimes" not in situation.needs:
        return "pour les images d'une personne mineure"
    if query.profile == "proche" and set(situation.needs) <= TO_BE_HEARD:
        return "pour les jeunes, et c'est un proche qui demande"
    if query.age is not None:
        return None if situation.minor else "pour les jeunes"
    if situation.young or "protection_jeunesse" in situation.needs:
        return None
    return "pour les jeunes, et rien ne dit son âge" if query.profile == "intervenant" or pictures else None


def _helps_relatives(candidate: Candidate, situation: Situation) -> bool:
    """A relative who calls a service for relatives is its client: her age and gender are not the limits."""
    return situation.query.profile == "proche" and candidate.has("tags", "soutien_proches")


def is_for_a_child(candidate: Candidate, situation: Situation) -> bool:
    """Whether this is child protection, asked for: the age it states is the child's, not the caller's.

    Loi sur la protection de la jeunesse (RLRQ, c. P-34.1), art. 39: any person may report.
    """
    return "protection_jeunesse" in situation.needs and candidate.line_key == CHILD_LINE


def _age(candidate: Candidate, situation: Situation) -> str | None:
    age, row = situation.query.age, candidate.row
    if age is None or _helps_relatives(candidate, situation) or is_for_a_child(candidate, situation):
        return None
    if row.minimum_age is not None and age < row.minimum_age:
        return f"à partir de {row.minimum_age} ans"
    if row.maximum_age is not None and age > row.maximum_age:
        return f"jusqu'à {row.maximum_age} ans"
    return None


def _young_only(candidate: Candidate, situation: Situation) -> str | None:
    """A service for the young is for nobody whose youth nothing says; a professional knows for whom."""
    row = candidate.row
    young = "jeunes" in words_of(row.populations_only) or (row.maximum_age or OLD) <= YOUNGEST_ADULTS
    if not young or situation.young or situation.query.profile == "intervenant":
        return None
    if "protection_jeunesse" in situation.needs and candidate.has("tags", "protection_jeunesse"):
        return None
    return None if _helps_relatives(candidate, situation) else "pour les jeunes, et rien ne dit son âge"


def _children_only(candidate: Candidate, situation: Situation) -> str | None:
    """Child protection where a child is named; a line for parents where a parent may be calling.

    Not in a list for an adult's bed or work, nor for an Indigenous woman who asks for her people: to many
    it is who took the children away.
    """
    of_a_child = candidate.line_key == CHILD_LINE
    of_children = of_a_child or candidate.has("tags", "protection_jeunesse")
    if of_children and not situation.minor and _is_about_an_adult(situation):
        return "pour la protection d'un enfant"
    if "protection_jeunesse" in situation.needs:
        return None
    if of_a_child:
        return None if situation.minor else "pour la protection d'un enfant"
    for_parents = candidate.has("tags", "parentalite") and candidate.has("tags", "soutien_proches")
    if not for_parents or "parentalite" in situation.needs:
        return None
    query = situation.query
    herself_a_child = situation.minor and query.profile == "personne"
    of_an_adult = query.age is not None and not situation.minor
    if herself_a_child or of_an_adult or query.profile == "acheteur":
        return "pour les parents d'un enfant"
    return None


def _is_about_an_adult(situation: Situation) -> bool:
    query = situation.query
    if query.profile == "personne" and "autochtones" in situation.populations:
        return True
    return query.age is not None and bool(OF_AN_ADULT.intersection(situation.needs))


def _gender(candidate: Candidate, situation: Situation) -> str | None:
    row, query = candidate.row, situation.query
    if row.genders == "toutes":
        return None
    gender = query.gender_key
    if gender is None:
        if query.profile == "acheteur" or "acheteurs" in query.needs:
            gender = "hommes"
        elif query.profile == "intervenant":
            return None
        else:
            # Sentier is made for women: one who says nothing is taken for one, and sees no place for men.
            gender = "femmes"
    if _helps_relatives(candidate, situation):
        return None
    if row.genders == gender:
        return None
    if gender == "autre" and row.genders == "femmes" and candidate.has("access", "trans_women_welcome"):
        return None
    return "réservé aux femmes" if row.genders == "femmes" else "réservé aux hommes"


def _profile(candidate: Candidate, situation: Situation) -> str | None:
    profile = situation.query.profile
    if profile == "acheteur" and not candidate.has("tags", "acheteurs"):
        if any(candidate.has("tags", need) for need in FOR_THOSE_HARMED):
            return "destiné aux personnes touchées par l'exploitation"
        return None
    if (
        profile == "personne"
        and candidate.has("tags", "acheteurs")
        and "acheteurs" not in situation.query.needs
    ):
        return "destiné aux hommes qui achètent du sexe"
    return None


def _populations(candidate: Candidate, situation: Situation) -> str | None:
    only = words_of(candidate.row.populations_only)
    if not only or situation.query.profile == "intervenant":
        return None
    said = situation.populations
    if said.intersection(only):
        return None
    labels = vocabulary().populations
    for population in only:
        # An age nobody gave excludes nobody; an asked-for need says enough; and in the far north most
        # people are Indigenous, so that not saying it means nothing.
        if population == "jeunes" and situation.query.age is None:
            return None
        if population == "immigrantes" and "immigration" in situation.needs:
            return None
        if population == "autochtones" and situation.region == "10":
            return None
    return f"réservé à : {', '.join(labels[population] for population in only)}"
