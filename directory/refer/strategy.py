"""In which order the criteria of the ranking count: what a caseworker may try before it is live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from directory.errors import StrategyInvalid

# Each criterion with what it puts first, the weightiest first. ``directory.refer.ranking`` computes them in
# this order.
CRITERIA: dict[str, str] = {
    "reachable": "ceux qu'on peut joindre",
    "not_closed": "ceux qui ne sont pas fermés à cette heure",
    "for_her": "ceux qui s'adressent à quelqu'un comme elle",
    "not_police": "ceux qui ne sont pas la police",
    "main": "ceux qui sont là pour ce besoin",
    "exit": "les spécialistes de la sortie de la prostitution",
    "profile": "ceux qui sont là pour ce profil",
    "same_trouble": "pour les proches : ceux du même problème",
    "near": "les plus proches (ville, région, voisine, province)",
    "population": "ceux pensés pour une population dite",
    "grave": "ceux dont le premier besoin n'est pas un autre drame",
    "phone": "ceux qui ont un numéro",
    "main_province": "pour tout le Québec : ceux dont c'est le premier besoin",
    "open": "ceux qu'on sait ouverts",
    "fresh": "les fiches vérifiées récemment",
    "access": "ceux qui répondent aux souhaits d'accès",
    "language": "ceux qui parlent sa langue",
    "sure": "les fiches sûres",
    "several": "ceux qui répondent à plusieurs besoins",
    "distance": "les moins loin en kilomètres",
}
# The last word, so that the same question always gives the same order.
_TIE = len(CRITERIA)


@dataclass(frozen=True)
class Strategy:
    """The criteria that count, the weightiest first; one left out counts for nothing."""

    order: tuple[str, ...] = tuple(CRITERIA)

    def __post_init__(self) -> None:
        unknown = [name for name in self.order if name not in CRITERIA]
        if unknown:
            raise StrategyInvalid(
                f"« {unknown[0]} » is no criterion of the ranking; the known: {', '.join(CRITERIA)}."
            )
        if len(set(self.order)) != len(self.order):
            raise StrategyInvalid("A criterion counts once: name each one only once.")

    @cached_property
    def places(self) -> tuple[int, ...] | None:
        """Where each criterion that counts stands in the usual key, the tie-breaker last; None when usual."""
        if self.order == tuple(CRITERIA):
            return None
        names = list(CRITERIA)
        return (*(names.index(name) for name in self.order), _TIE)

    def moved(self, name: str, before: str) -> Strategy:
        """The strategy with ``name`` put just before ``before``."""
        if name not in CRITERIA or before not in CRITERIA:
            return Strategy((name, before))  # raises with the sentence
        rest = [one for one in self.order if one != name]
        if before not in rest:
            raise StrategyInvalid(
                f"« {before} » does not count in this strategy: nothing can stand before it."
            )
        place = rest.index(before)
        return Strategy((*rest[:place], name, *rest[place:]))

    def without(self, names: Iterable[str]) -> Strategy:
        """The strategy with these criteria left out."""
        dropped = set(names)
        if unknown := dropped - set(CRITERIA):
            return Strategy(tuple(sorted(unknown)))  # raises with the sentence
        return Strategy(tuple(name for name in self.order if name not in dropped))


STANDARD = Strategy()
