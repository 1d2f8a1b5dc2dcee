"""What a service is not for: the part of a need it does not do, the violence she did not speak of."""

from __future__ import annotations

from directory.refer.candidates import OTHER_PART, SAME_TOWN, Candidate, Situation, words_of
from directory.vocabulary import Condition, vocabulary

# Who asks for one of these has said enough: nothing more is expected of her.
SPEAKS_OF_VIOLENCE = frozenset(
    {
        "violence_conjugale",
        "violence_sexuelle",
        "traite",
        "sortie_prostitution",
        "images_intimes",
        "indemnisation_victimes",
        "entraide",
        "soutien_proches",
        "soutien_intervenants",
        "protection_jeunesse",
    }
)
# How far behind those that do what she asks, without condition.
HOUSE_NEAR, DOES_NOT_DO_IT, LINE_FAR = 1, 2, 3


def main_need(candidate: Candidate) -> str:
    """Return what the service is there for first of all."""
    tags = words_of(candidate.row.tags)
    return tags[0] if tags else ""


def untold(candidate: Candidate, situation: Situation) -> Condition | None:
    """Return the condition of the service when nothing she asks for says that she meets it."""
    if not candidate.covers.isdisjoint(SPEAKS_OF_VIOLENCE):
        return None
    conditions = vocabulary().conditions
    condition = conditions.get(candidate.slug) or conditions.get(main_need(candidate))
    return condition if condition and condition.lived.isdisjoint(situation.needs) else None


def limits_of(candidate: Candidate) -> dict[str, str]:
    """Return what the service does not do, by need."""
    return vocabulary().partly.get(candidate.slug, {})


def keep_to_what_it_does(candidate: Candidate) -> None:
    """Let a service stand only for the needs it meets, where it meets one of them."""
    unmet = limits_of(candidate).keys()
    if not candidate.covers <= unmet:
        candidate.covers -= unmet
        candidate.needs -= unmet


def not_done(candidate: Candidate) -> tuple[str, ...]:
    """Return in words what of her needs the service does not do."""
    limits = limits_of(candidate)
    return tuple(dict.fromkeys(limits[need] for need in sorted(candidate.covers) if need in limits))


def _knows_the_doors(candidate: Candidate, situation: Situation) -> bool:
    """Whether it has no bed itself, but knows which doors open to a trans woman, and she is one."""
    only = words_of(candidate.row.populations_only)
    return "trans_women_welcome" in situation.query.access and "lgbtq" in only


def behind(candidate: Candidate, situation: Situation) -> int:
    """Return how far the service stands behind the others; 0 when nothing stands against it.

    A mother with her children finds few other houses that take them, one of a people or an age few that
    think of her, and a professional knows whom the house is for: to them the condition is said, and the
    house stays where it is. So does the one of her own town: behind the general houses there, and behind
    the 811, that answers for her need (directory.refer.engine).
    """
    if candidate.covers and candidate.covers <= limits_of(candidate).keys():
        return 0 if _knows_the_doors(candidate, situation) else DOES_NOT_DO_IT
    if situation.query.profile == "intervenant" or not untold(candidate, situation):
        return 0
    if "avec_enfants" in situation.populations and candidate.has("access", "children"):
        return 0
    if situation.populations.intersection(words_of(candidate.row.populations)):
        return 0
    if candidate.tier == SAME_TOWN:
        return 0
    return HOUSE_NEAR if candidate.tier <= OTHER_PART else LINE_FAR
