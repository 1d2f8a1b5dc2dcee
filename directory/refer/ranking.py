"""The order of the services that may be shown."""

from __future__ import annotations

from directory.indexing import UNREACHABLE
from directory.refer.candidates import (
    FRESH_DAYS,
    NEIGHBOUR,
    OLD_DAYS,
    OTHER_PART,
    PROVINCE,
    SAME_REGION,
    Candidate,
    Situation,
    words_of,
)
from directory.refer.conditions import behind, main_need
from directory.vocabulary import vocabulary

# For these needs it is worth travelling to those who know prostitution best.
WORTH_TRAVELLING = frozenset({"sortie_prostitution", "traite"})
# What one for all Québec does by telephone as well as an office does: nobody is sent farther than this
# for it, in kilometres, to one that says it serves another part of her region.
BY_PHONE_AS_WELL = frozenset(
    {"juridique", "argent_dettes", "emploi_formation", "papiers_identite", "information_generale"}
)
HALF_AN_HOUR = 40.0
# For these those of her people know her best, even by telephone; a bed, food or a lawyer are near her.
FOR_HER_PEOPLE = frozenset(
    {"sortie_prostitution", "entraide", "ecoute", "sante_psychologique", "soutien_proches", "parentalite"}
    | {"information_generale", "protection_jeunesse"}
)
# The access wish of a woman who says that she is trans, and those who are there for trans people alone.
TRANS = "trans_women_welcome"
FOR_TRANS_PEOPLE = frozenset({"astteq", "aide-aux-trans-du-quebec", "atq-aide-aux-trans"})
# Who says that she is one of these is asked for her people.
PEOPLES = frozenset({"autochtones", "lgbtq", "immigrantes"})
GRAVE = frozenset({"suicide_detresse", "traite", "violence_conjugale", "violence_sexuelle", "acheteurs"})
# The poison centre, the health card, family planning: who wants them names them, the 811 answers the rest.
ASKED_BY_NAME = frozenset({"sante_physique", "sante_sexuelle"})
# How far from her trouble a service is that is there for another one.
ANOTHER = 2
_OPEN_RANK = {True: 0, None: 1, False: 2}


def rank(candidate: Candidate, situation: Situation) -> tuple[object, ...]:
    """Return the sorting key: smaller comes first. The same question always gives the same order."""
    if not candidate.key:
        key, places = _rank(candidate, situation), situation.strategy.places
        candidate.key = key if places is None else tuple(key[place] for place in places)
    return candidate.key


def _rank(candidate: Candidate, situation: Situation) -> tuple[object, ...]:
    """The usual key: the criteria of ``directory.refer.strategy.CRITERIA`` in their order, then the id."""
    row = candidate.row
    query = situation.query
    return (
        row.reach == UNREACHABLE,
        candidate.open is False and not situation.until_offices_open,
        off_target(candidate, situation),
        row.slug in vocabulary().never_first,
        _beside(candidate, situation),
        _exit_rank(candidate, situation),
        _for_profile(candidate, situation),
        other_trouble(candidate, situation),
        _farness(candidate),
        not situation.populations.intersection(words_of(row.populations)),
        stray(candidate, situation),
        not candidate.phoned,
        candidate.tier == PROVINCE and main_need(candidate) not in situation.needs,
        _open_rank(candidate, situation),
        _staleness(candidate, situation),
        sum(1 for wish in query.access if not candidate.has("access", wish)),
        bool(query.language) and not candidate.has("languages", str(query.language)),
        row.confidence != "high",
        -len(candidate.covers),
        candidate.distance if candidate.distance is not None else 9999.0,
        row.slug,
    )


def _farness(candidate: Candidate) -> int:
    """How far it is, the nearest first; what is not worth the way comes after all Québec."""
    if candidate.tier != OTHER_PART or not candidate.covers <= BY_PHONE_AS_WELL:
        return candidate.tier
    return PROVINCE + 1 if (candidate.distance or 0) > HALF_AN_HOUR else candidate.tier


def _open_rank(candidate: Candidate, situation: Situation) -> int:
    """Open, then not known, then closed; where she can wait, closed is no worse than not known."""
    waits = situation.until_offices_open and candidate.open is False
    return _OPEN_RANK[None if waits else candidate.open]


def _beside(candidate: Candidate, situation: Situation) -> int:
    """How far it is there for something else: a related need, one situation, a condition, another trouble."""
    if _for_elders(candidate, situation):
        return -1
    grave = not GRAVE.isdisjoint(situation.needs)
    if TRANS in situation.query.access and is_for_her_people(candidate, situation) and not grave:
        return -2 if candidate.slug in FOR_TRANS_PEOPLE else -1
    if _accompanies(candidate, situation):
        return behind(candidate, situation)
    if candidate.stand_in or is_narrow(candidate, situation) or _is_for_the_homeless(candidate, situation):
        return max(1, behind(candidate, situation))
    if situation.minor and candidate.tier == PROVINCE and stray(candidate, situation) > 0:
        return max(1, behind(candidate, situation))
    return behind(candidate, situation)


def is_narrow(candidate: Candidate, situation: Situation) -> bool:
    """Whether the service is there for one situation that its needs do not say (``data/vocabulary.yml``)."""
    needs = vocabulary().narrow.get(candidate.row.slug)
    if needs is None or _for_elders(candidate, situation):
        return False
    return not needs or candidate.needs <= needs


def _accompanies(candidate: Candidate, situation: Situation) -> bool:
    """Whether a stand-in near her is no second best: made for her people alone, or knowing exploitation.

    The second for a professional, who wants to ask those who know, whatever they say of professionals.
    """
    if not candidate.stand_in or not candidate.phoned:
        return False
    if is_of_her_people(candidate, situation):
        return True
    if candidate.tier > SAME_REGION:
        return False
    if situation.query.profile != "intervenant" or "soutien_intervenants" not in candidate.covers:
        return False
    return _knows_exploitation(candidate)


def is_for_her_people(candidate: Candidate, situation: Situation) -> bool:
    """Whether the service is there for people like her (Indigenous, LGBTQ+, immigrant) and nobody else."""
    return bool(situation.populations.intersection(words_of(candidate.row.populations_only)))


def is_of_her_people(candidate: Candidate, situation: Situation) -> bool:
    """Whether it is there for her people alone, or near her and thinks of them."""
    if is_for_her_people(candidate, situation):
        return True
    meant = PEOPLES.intersection(situation.populations, words_of(candidate.row.populations))
    return candidate.tier <= SAME_REGION and bool(meant) and GRAVE.isdisjoint(situation.needs)


def _is_for_the_homeless(candidate: Candidate, situation: Situation) -> bool:
    """Whether it helps with money those who have no roof, and she asked for money alone."""
    if candidate.covers != {"argent_dettes"} or "hebergement" in situation.needs:
        return False
    return main_need(candidate) == "hebergement"


def may_yield(candidate: Candidate, situation: Situation) -> bool:
    """Whether a service for one situation may be left out where others answer the same needs.

    A professional who asks for what it does first of all may be in that situation: it stays, last.
    """
    professional = situation.query.profile == "intervenant"
    main = main_need(candidate)
    if professional and main not in situation.needs and main in ASKED_BY_NAME:
        return candidate.covers <= ASKED_BY_NAME
    asked = professional and main in situation.needs and main not in ASKED_BY_NAME
    return is_narrow(candidate, situation) and not asked


def _for_elders(candidate: Candidate, situation: Situation) -> bool:
    """Whether the service thinks of elders, and she is one."""
    return situation.elder and candidate.has("populations", "ainees")


def is_for_it(candidate: Candidate, situation: Situation) -> bool:
    """Whether she can call it, and it is there first of all for her need, for one like her, where she is."""
    return (
        candidate.phoned
        and main_need(candidate) in situation.needs
        and _beside(candidate, situation) <= 0
        and not off_target(candidate, situation)
        and candidate.tier not in (OTHER_PART, NEIGHBOUR)
    )


def off_target(candidate: Candidate, situation: Situation) -> bool:
    """Whether the service is made for others than this person, without excluding her."""
    if candidate.off_target is None:
        candidate.off_target = _off_target(candidate, situation)
    return candidate.off_target


def _off_target(candidate: Candidate, situation: Situation) -> bool:
    row, age = candidate.row, situation.query.age
    if "protection_jeunesse" in situation.needs and candidate.has("tags", "protection_jeunesse"):
        # It is there for a child, and she may be the mother.
        return False
    meant_for = set(words_of(row.populations)) | set(words_of(row.populations_only))
    if situation.minor:
        return not (
            "jeunes" in meant_for
            or (row.maximum_age is not None and row.maximum_age <= 25)
            or row.minimum_age is not None
            or candidate.tier == PROVINCE
        )
    if situation.query.profile == "intervenant":
        # She knows for whom she asks; but what takes one people or age alone waits until she names it.
        return bool(set(words_of(row.populations_only)) - situation.populations - _at_home(situation))
    if age is not None and not (row.minimum_age or 0) <= age <= (row.maximum_age or 120):
        # Open to her relatives of any age, but for people of another age than hers.
        return True
    if main_need(candidate) == "immigration" and not _speaks_of_immigration(situation):
        return True
    if row.maximum_age is not None and row.maximum_age <= 25 and age is None:
        return "jeunes" not in situation.populations
    only = set(words_of(row.populations_only)) - situation.populations
    if only == {"jeunes"} or (age is not None and age > 25 and meant_for == {"jeunes"}):
        return True
    # What is there for women and thinks of some of them besides is there for every woman.
    special = (only if row.genders == "femmes" else meant_for) - situation.populations - {"jeunes"}
    special -= _at_home(situation)
    if special == {"immigrantes"}:
        return not _speaks_of_immigration(situation)
    return bool(special)


def _at_home(situation: Situation) -> frozenset[str]:
    """In the far north most people are Indigenous: services for them are the ordinary ones."""
    return frozenset({"autochtones"}) if situation.region == "10" else frozenset()


def _speaks_of_immigration(situation: Situation) -> bool:
    return "immigration" in situation.needs or "immigrantes" in situation.populations


def stray(candidate: Candidate, situation: Situation) -> int:
    """Return how far the service is from her trouble: 0 near, 1 for a related grave one, 2 for another.

    A house for battered women is at 1 for somebody who only needs a bed. At night a house of crisis that
    never closes is a roof like another.
    """
    main = main_need(candidate)
    if main == "suicide_detresse" and situation.awake_only and "hebergement" in candidate.covers:
        return 0 if candidate.answers and candidate.tier != PROVINCE else ANOTHER
    if main in WORTH_TRAVELLING and WORTH_TRAVELLING.intersection(situation.needs):
        return 0
    if main not in GRAVE or main in situation.needs:
        return 0
    related = vocabulary().related
    return 1 if any(main in related.get(need, ()) for need in situation.needs) else ANOTHER


def _exit_rank(candidate: Candidate, situation: Situation) -> int:
    """0 for those who know how one leaves prostitution, where it is near or what she came for."""
    if not candidate.row.exit_specialised or situation.query.profile == "acheteur":
        return 1
    near = candidate.tier <= OTHER_PART
    wanted = bool(WORTH_TRAVELLING.intersection(candidate.covers))
    return 0 if near or wanted else 1


def _for_profile(candidate: Candidate, situation: Situation) -> bool:
    """False (first) when the service says it is there for somebody of this profile."""
    wanted = {"proche": "soutien_proches", "intervenant": "soutien_intervenants", "acheteur": "acheteurs"}
    tag = wanted.get(situation.query.profile)
    if tag is None or _accompanies(candidate, situation):
        return False
    # One for another part of her region is not there for her, whatever it says of professionals.
    return candidate.tier == OTHER_PART or not candidate.has("tags", tag)


def other_trouble(candidate: Candidate, situation: Situation) -> bool:
    """Whether a service that supports relatives or professionals does so for another trouble than this one.

    Sentier's relatives and professionals are those of somebody who is exploited; a line for the relatives of
    the suicidal, or for those who work with drug users, is not theirs because it stands nearby.
    """
    if is_for_her_people(candidate, situation) or _accompanies(candidate, situation):
        return False
    if candidate.covers == {"soutien_intervenants"}:
        child = situation.minor and candidate.has("tags", "protection_jeunesse")
        return not child and not _knows_exploitation(candidate)
    if candidate.covers != {"soutien_proches"}:
        return False
    if candidate.has("tags", "parentalite"):
        return not (situation.minor or _is_a_parent(situation))
    return not _knows_exploitation(candidate)


def _is_a_parent(situation: Situation) -> bool:
    """Whether something says that a relative is the parent of a child: a chum or a sister is none."""
    if situation.query.age is not None:
        return False
    return situation.young or "avec_enfants" in situation.populations or "parentalite" in situation.needs


def _knows_exploitation(candidate: Candidate) -> bool:
    return any(candidate.has("tags", need) for need in (*sorted(WORTH_TRAVELLING), "violence_sexuelle"))


def _staleness(candidate: Candidate, situation: Situation) -> int:
    checked = candidate.row.verified_on
    if checked is None:
        return 2
    days = (situation.today - checked).days
    return 0 if days <= FRESH_DAYS else 1 if days <= OLD_DAYS else 2
