"""The French a referral speaks: why a service was chosen, and what the person must hear besides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from directory.geography import fold
from directory.hours import phrase
from directory.indexing import UNREACHABLE
from directory.refer.candidates import (
    FRESH_DAYS,
    NEIGHBOUR,
    OLD_DAYS,
    OTHER_PART,
    PROVINCE,
    SAME_TOWN,
    Candidate,
    Situation,
    words_of,
)
from directory.refer.conditions import limits_of, not_done, untold
from directory.refer.limits import is_for_a_child
from directory.refer.query import Note, NoteKind, ReferredService
from directory.vocabulary import vocabulary

WHEELCHAIR = "wheelchair"
# Below this many kilometres a rounded town centre says nothing.
_NEAREST_SHOWN = 1


def in_region(code: str | None) -> str:
    """Return "en Outaouais" for "07"; "au Québec" when the region is not known."""
    return vocabulary().in_region.get(code or "", "au Québec")


def at_town(name: str) -> str:
    """Return "à Gatineau", "au Bic", "aux Îles-de-la-Madeleine", "à La Sarre"."""
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"au {name[3:]}" if name.startswith("Le ") else f"à {name}"


def reasons_of(candidate: Candidate, situation: Situation, *, has_number: bool = True) -> tuple[str, ...]:
    """Return why this service: where, when, what for, for whom, and what is not sure about it.

    What it is for goes without saying when it is the one thing she asked.
    """
    row, query = candidate.row, situation.query
    words = vocabulary()
    said = [_where(candidate, situation)]
    when = phrase(candidate.hours, situation.at, situation.zone)
    if candidate.by_day:
        said.append(f"{when}, répond de jour" if when else "répond de jour")
    elif when:
        said.append("répond jour et nuit" if candidate.hours.always and candidate.tier == PROVINCE else when)
    if row.exit_specialised and query.profile != "acheteur":
        said.append("spécialisé en sortie de la prostitution")
    if candidate.stand_in or len(situation.needs) > 1:
        done = candidate.needs - limits_of(candidate).keys()
        said.extend(label for need, label in words.purposes.items() if need in done)
    meant = [word for word in words_of(row.populations) if word in situation.populations]
    if meant:
        said.append(f"pensé pour {' et '.join(words.populations[word] for word in meant)}")
    if query.profile == "proche" and candidate.has("tags", "soutien_proches"):
        said.append(words.purposes["soutien_proches"])
    if query.profile == "intervenant" and candidate.has("tags", "soutien_intervenants"):
        said.append(words.purposes["soutien_intervenants"])
    said.extend(not_done(candidate))
    condition = untold(candidate, situation)
    if condition is not None:
        said.append(condition.tu if situation.tu else condition.vous)
    said.extend(_for_whom(candidate, situation))
    said.extend(words.access[wish] for wish in query.access if candidate.has("access", wish))
    if WHEELCHAIR in query.access and not candidate.has("access", WHEELCHAIR) and _is_a_place(candidate):
        ask = "demande-le" if situation.tu else "demandez-le"
        said.append(f"accès en fauteuil roulant pas connu : {ask} en premier")
    if is_for_a_child(candidate, situation) and not situation.minor:
        said.append("tout le monde peut appeler pour un enfant")
    if not has_number:
        said.append(
            "pas de numéro vérifié : passe par le site"
            if situation.tu
            else "pas de numéro vérifié : passez par le site"
        )
    if row.confidence == "medium" and not has_number:
        # A number says it itself (« à confirmer »): once is enough.
        said.append("renseignements à confirmer")
    return tuple(dict.fromkeys(said))


def _is_a_place(candidate: Candidate) -> bool:
    """Whether one may have to go there: not a line for all Québec."""
    return candidate.tier != PROVINCE


def _where(candidate: Candidate, situation: Situation) -> str:
    row = candidate.row
    if candidate.tier == PROVINCE:
        if row.area in ("CA", "XX"):
            return "partout au Canada"
        return "partout au Québec" if row.area == "QC" else in_region(row.area)
    town = row.municipality
    own = "ta" if situation.tu else "votre"
    if candidate.tier == SAME_TOWN and town:
        return f"{at_town(town)}, dans {own} ville"
    distance = distance_of(candidate)
    far = f", à environ {distance:.0f} km" if distance else ""
    if candidate.tier == NEIGHBOUR:
        place = at_town(town) if town else in_region(row.home_region)
        return f"hors de {own} région, {place} ({vocabulary().region_name(row.home_region)}){far}"
    if candidate.tier == OTHER_PART:
        place = at_town(town) if town else in_region(situation.region)
        ask = (
            "appelle pour savoir si c'est possible"
            if situation.tu
            else "appelez pour savoir si c'est possible"
        )
        return f"{place}{far}, pour un autre secteur de {own} région : {ask}"
    if town and row.home_region == situation.region:
        if fold(town) == fold(vocabulary().region_name(situation.region) or ""):
            return f"{at_town(town)}{far}"
        return f"{at_town(town)}, {in_region(situation.region)}{far}"
    return f"sert tout le monde {in_region(situation.region)}{far}"


def distance_of(candidate: Candidate) -> float | None:
    """Return the kilometres that may be shown: sure coordinates at both ends, another town; else None."""
    if candidate.distance is None or not candidate.shows_distance:
        return None
    if candidate.tier in (SAME_TOWN, PROVINCE):
        return None
    rounded = float(round(candidate.distance))
    return rounded if rounded >= _NEAREST_SHOWN else None


def _for_whom(candidate: Candidate, situation: Situation) -> Iterable[str]:
    row, age = candidate.row, situation.query.age
    if age is None and (row.minimum_age is not None or row.maximum_age is not None):
        if row.minimum_age is not None and row.maximum_age is not None:
            yield f"de {row.minimum_age} à {row.maximum_age} ans"
        elif row.minimum_age is not None:
            yield f"dès {row.minimum_age} ans"
        else:
            yield f"jusqu'à {row.maximum_age} ans"
    if situation.minor and row.minimum_age is None and row.maximum_age is None and candidate.tier != PROVINCE:
        yield "âge accepté non précisé, à demander"
    only = [word for word in words_of(row.populations_only) if word not in situation.populations]
    if only:
        yield f"s'adresse à : {', '.join(vocabulary().populations[word] for word in only)}"


def verified_label(verified_on: date | None, today: date, *, tu: bool) -> str | None:
    """Return a warning when a listing was last checked over 90 days ago, stronger over 180, or never."""
    call = "appelle avant d'y aller" if tu else "appelez avant d'y aller"
    if verified_on is None:
        return f"jamais vérifié : {call}"
    days = (today - verified_on).days
    if days <= FRESH_DAYS:
        return None
    if days <= OLD_DAYS:
        return "pas vérifié depuis plus de 90 jours"
    return f"pas vérifié depuis plus de 6 mois : {call}"


def other_part(candidate: Candidate) -> str:
    """Return why a service for another part of the region was left out."""
    names = [word.partition(":")[2] for word in words_of(candidate.within or "")]
    return f"dessert un autre secteur : {', '.join(names)}"


def outranked(candidate: Candidate, situation: Situation) -> str:
    """Return why an eligible candidate has no place."""
    if candidate.row.reach == UNREACHABLE:
        return "aucun numéro ni site vérifié pour le joindre"
    if not candidate.phoned:
        return "aucun numéro vérifié : ceux qu'on peut appeler passent avant"
    if candidate.open is False:
        return "moins bien placé : fermé à cette heure"
    if candidate.tier == PROVINCE:
        return "moins bien placé : service pour tout le Québec"
    distance = distance_of(candidate)
    if distance:
        return f"moins bien placé : à environ {distance:.0f} km"
    return f"moins bien placé que les {situation.query.limit} premiers"


def place_notes(situation: Situation) -> list[Note]:
    """Return what has to be said about the place."""
    place, tu = situation.query.place, situation.tu
    if place is None:
        ask = "Dis-moi ta ville ou ta région" if tu else "Donnez une ville ou une région"
        return [_openly("place", f"{ask} pour voir ce qu'il y a tout près.")]
    if place.outside:
        where = f"{place.name} est hors du Québec : l'annuaire ne couvre que le Québec."
        return [_openly("outside", f"{where} Voici ce qui répond partout au Canada.")]
    if situation.region is None:
        if place.ambiguous:
            choices = dict.fromkeys(choice.region for choice in place.ambiguous)
            names = ", ".join(vocabulary().region_name(code) or code for code in choices)
            ask = "dis-moi laquelle" if tu else "précisez laquelle"
            return [_openly("place", f"{place.name} peut être dans plusieurs régions ({names}) : {ask}.")]
        ask = "Dis-moi le nom de ta ville" if tu else "Donnez le nom de la ville"
        return [_openly("place", f"{ask} pour voir ce qu'il y a tout près.")]
    return []


def _openly(kind: NoteKind, text: str) -> Note:
    """A note that names nothing of hers, said the same everywhere."""
    return Note(kind, text, text)


def list_needs(needs: Iterable[str]) -> str:
    """Return "« a », « b » et « c »" with the French labels."""
    labels = [f"« {vocabulary().needs[need]} »" for need in needs]
    if len(labels) < 2:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} et {labels[-1]}"


def nothing_near(
    need: str,
    situation: Situation,
    far: Candidate | None,
    *,
    province: bool = False,
    unverified: bool = False,
    again: bool = False,
) -> Note:
    """Return the sentence for a need no service of the region answers, with the nearest if one is shown.

    ``province``: services for all Québec are shown instead. ``unverified``: there is one in her region,
    without a number that anybody has verified. ``again``: something was given for this need before.
    """
    if unverified:
        other = "d'autre" if again else "encore de"
        start = f"Je n'ai pas {other} numéro vérifié pour {list_needs([need])}"
    else:
        other = "d'autre" if again else "de"
        start = f"Je ne connais pas {other} service pour {list_needs([need])}"
    where = in_region(situation.region)
    if far is None:
        end = " : ce qui suit aide partout au Québec." if province else "."
        return Note("far", f"{start} {where}{end}", None)
    town = far.row.municipality
    distance = distance_of(far)
    ahead = f", à environ {distance:.0f} km" if distance else ""
    ahead += "" if far.phoned else ", sans numéro vérifié"
    if far.tier == OTHER_PART:
        place = at_town(town) if town else where
        own = "ton secteur" if situation.tu else "votre secteur"
        return Note("far", f"{start} dans {own} : le plus proche est {place}{ahead}.", None)
    place = at_town(town) if town else in_region(far.row.home_region)
    return Note("far", f"{start} {where} : le plus proche est {place}{ahead}.", None)


def only_related(need: str, related: str, *, again: bool = False) -> Note:
    """Return the sentence for a need that only a related need can answer, or can answer ``again``."""
    wanted, close = list_needs([need]), list_needs([related])
    more = "rien d'autre" if again else "rien"
    said = f"Je ne connais {more} qui soit fait juste pour {wanted} : voici ce qui s'en approche, {close}."
    return Note("related", said, None)


def no_way_to_call(service: ReferredService, situation: Situation) -> Note:
    """Return the sentence for a service that exists but has no verified number: its site, if it has one."""
    name = f"Il y a aussi « {service.name} », mais son numéro n'est pas encore vérifié"
    ask = "demande-le" if situation.tu else "demandez-le"
    end = f". Son site : {service.website}" if service.website else f" : {ask} au 211."
    return Note("unverified", f"{name}{end}", None)


def left_over(needs: Iterable[str], situation: Situation) -> Note:
    """Return the sentence for needs that found no place among the few services shown."""
    ask = "demande la suite" if situation.tu else "demandez la suite"
    return Note("later", f"Il reste à voir {list_needs(needs)} : {ask}.", f"Il reste autre chose : {ask}.")


def nothing_at_all(needs: Iterable[str], situation: Situation) -> Note:
    """Return the sentence when the directory has nothing (more) to give."""
    more = "rien d'autre" if situation.query.exclude else "rien"
    return Note("nothing", f"Je ne connais {more} pour {list_needs(needs)}.", None)


def who_looks_further(number: str, situation: Situation, *, shut: bool = False) -> Note:
    """Return the sentence on who looks for what the directory has not; ``shut``: not at this hour."""
    own = "ta région" if situation.tu else "votre région"
    start = "De jour, le" if shut else "Le"
    return _openly("general", f"{start} {number} peut chercher d'autres ressources dans {own}.")


def not_everywhere_north() -> Note:
    """Return the sentence on health lines that do not answer in all of the North."""
    return _openly("north", "Au Nunavik et en Eeyou Istchee, le 811 n'est pas offert partout.")


def answers_now(line: ReferredService) -> Note:
    """Return the sentence on the line that answers at an hour when the services do not."""
    return _openly("night", f"À cette heure-ci, c'est cette ligne qui répond : {line.name}.")
