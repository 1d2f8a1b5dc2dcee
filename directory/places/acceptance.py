"""Is this name a place in this message, or a person, a street, a saint, a word?"""

from __future__ import annotations

from directory.places import lexicon as lx
from directory.places.context import AT, NEAR, NONE, OF, Context
from directory.places.entries import OUTSIDE_KIND
from directory.places.index import EXACT, FAR, SOUND, TYPO, Hit
from directory.places.text import FUNCTION_WORDS

_SAINTS = ("saint", "sainte")
_NAME_LIKE = ("name", "town", "person")
_PLAIN = ("", "street", "person")


class Reading(Context):
    """A message whose names are judged one by one: `accepts` says which stand for places."""

    def accepts(self, hit: Hit) -> bool:
        """The name stands here for a place, as far as the words around it tell."""
        if self.only_place and self.alone(hit):
            return True
        if self.glued_to_neighbour(hit) or self._street(hit) or self._dedication(hit) or self._person(hit):
            return False
        if hit.quality != EXACT and not self._recognisable(hit):
            return False
        if hit.name.entries and hit.name.entries[0].kind == OUTSIDE_KIND:
            return self._outside(hit)
        return self._plausible(hit, hit.name.risk)

    def glued_to_neighbour(self, hit: Hit) -> bool:
        """Part of a longer hyphenated name we do not know ("Marie-Victorin")."""
        allowed = ("la", "nord", "sud", "est", "ouest", "centre", "ville", "tu", "ce", "vieux", "st")
        before = hit.start > 0 and self.tokens[hit.start].before in "-–—" and self.tokens[hit.start].before
        after = hit.end < len(self.tokens) and self.tokens[hit.end].before in ("-", "–", "—")
        return bool(
            (before and self.text(hit.start - 1) not in allowed)
            or (after and self.text(hit.end) not in allowed and (hit.name.risk != "" or hit.quality != EXACT))
        )

    def _street(self, hit: Hit) -> bool:
        if hit.start and self.comma_before(hit.start):  # "celles qui font la rue, Rimouski"
            return False
        position = hit.start - 1
        while position >= 0 and self.text(position) in (lx.OF | lx.ARTICLES):
            position -= 1
        if position < 0 or (position < hit.start - 1 and self.breaks_before(hit.start)):
            return False
        word = self.text(position)
        if word == "rue" and self.text(position - 1) == "de" and self.text(position - 2) in lx.OF_THE_STREET:
            return False  # "trav de rue, Granby"
        if word in lx.STREETS and word != "r":
            return not (word in ("metro", "station") and self.text(hit.start) in ("longueuil", "laval"))
        number = word if position == hit.start - 1 else ""
        if number.isdigit() and len(number) >= 3:
            return True
        if word == "ligne" and position < hit.start and self.text(hit.start - 1) not in ("de", "d"):
            return True
        saint = hit.name.tokens[0] in _SAINTS
        if word == "coin" and saint and self.text(position - 1) == "au":
            return True
        if word == "on" and saint and position == hit.start - 1:  # "We're on Saint-Denis"
            return True
        if word in lx.ON and position == hit.start - 1:
            article = hit.name.tokens[0] in lx.ARTICLES
            return saint or (not article and hit.name.risk in ("street", "name", "town", "word"))
        if word == "coin" and position == hit.start - 1:
            return saint or hit.name.risk in ("street", "name", "town", "word")
        return False

    def _dedication(self, hit: Hit) -> bool:
        """Named after a saint or somebody, or a holiday: "la Saint-Jean", "l'hôpital Sainte-Justine"."""
        if hit.start == 0 or self.breaks_before(hit.start) or self.comma_before(hit.start):
            return False
        before = self.text(hit.start - 1)
        holy = hit.name.tokens[0] in (*_SAINTS, "sacre", "notre", "tres")
        if holy and (before in lx.BEFORE_A_SAINT or "'" in self.tokens[hit.start].before.replace("’", "'")):
            return before not in ("d", "l") or before in lx.BEFORE_A_SAINT  # "à' Saint-Jean": the holiday
        if before in lx.OF and self.text(hit.start - 2) in lx.OWNERS:
            return True
        if before in lx.DEDICATED and not self.comma_before(hit.start):
            person = hit.name.risk in ("name", "town", "street") and before not in (
                "hopital",
                "clinique",
                "college",
            )
            return person or (holy and hit.name.population < 20_000)
        return before in ("chez", "marie", "universite")

    def _person(self, hit: Hit) -> bool:
        """A first name or surname that follows "mon chum", "madame", "je m'appelle"."""
        if hit.end - hit.start > 1 or hit.start == 0 or self.breaks_before(hit.start):
            return False
        before = self.text(hit.start - 1)
        if self.comma_before(hit.start):
            return False
        if hit.name.risk not in _NAME_LIKE:
            return False
        if before in lx.TITLES or (before == "est" and self.text(hit.start - 2) in ("nom", "prenom")):
            return True
        return hit.name.risk in ("name", "town") and (
            before in lx.KIN or (self.tokens[hit.start - 1].raw[:1].isupper() and self._unknown(before))
        )

    def _unknown(self, word: str) -> bool:
        return word not in self.common and word not in lx.FILLERS and len(word) > 2

    def _recognisable(self, hit: Hit) -> bool:
        """A misspelled name is far enough from ordinary words, or well enough announced, to be trusted."""
        typed = [token.text for token in self.tokens[hit.start : hit.end]]
        letters = sum(map(len, typed))
        content = [word for word in typed if word not in FUNCTION_WORDS and word not in _SAINTS]
        same_words = len(typed) == len(hit.name.tokens)
        ordinary = all(word in self.common or word.isdigit() for word in content)
        alone = self.alone(hit)
        if not alone and self.text(hit.start - 1) in lx.PRONOUNS:
            return False  # "nous fermons": a verb
        announced = alone or self.lead(hit)[0] in (AT, OF, NEAR) or self._dwelling(hit)
        announced = announced or self._ends_a_list(hit)
        if hit.name.risk not in (*_PLAIN, "name", "town") and not (alone or self._dwelling(hit)):
            return False
        if ordinary:
            several = len(content) > 1 and letters >= 6
            if hit.quality == SOUND and typed[0] in _SAINTS and letters >= 8:
                return announced
            heard = hit.quality == SOUND and (alone or (same_words and letters >= 7))
            return several and (heard or (letters >= 7 and alone))
        if hit.quality == SOUND:
            if hit.name.risk not in _PLAIN:
                return announced and (alone or letters >= 6)
            return announced or letters >= (6 if same_words else 9)
        if hit.quality == TYPO:
            return announced or (letters >= 8 and hit.name.risk in _PLAIN)
        return hit.quality == FAR and announced and letters >= 7

    def _ends_a_list(self, hit: Hit) -> bool:
        """ "Cv à refaire, dolbo": the last word of the message, after a comma."""
        return self.comma_before(hit.start) and hit.end == len(self.tokens)

    def _dwelling(self, hit: Hit) -> bool:
        """ "J'habite NAME", "je reste à NAME"."""
        lead, position = self.lead(hit)
        verb = position - 1 if lead == AT else hit.start - 1
        return lead in (AT, NONE) and self.text(verb) in lx.DWELL

    def _present(self, hit: Hit) -> bool:
        """ "Je suis à NAME", "chu rendue à NAME"."""
        lead, position = self.lead(hit)
        return lead == AT and self.text(position - 1) in lx.HERE

    def _outside(self, hit: Hit) -> bool:
        """A place outside Québec counts only where she says she is there."""
        lead, position = self.lead(hit)
        if self.alone(hit):
            return lead in (AT, NONE) and hit.name.risk != "strict"
        if lead == AT:
            return self.text(position - 1) not in lx.DATIVES or hit.name.risk != "person"
        following = self.text(hit.end)
        named_first = self.breaks_before(hit.start) and hit.name.risk in _PLAIN
        return named_first and (self.ends_after(hit) or following in ("en", "ontario", "on"))

    def _plausible(self, hit: Hit, risk: str) -> bool:
        lead, position = self.lead(hit)
        before = self.text(position - 1) if lead else self.text(hit.start - 1)
        if risk in _PLAIN:
            return not (risk == "person" and lead == AT and before in lx.DATIVES)
        accented = lead == AT and self.text(position) != "a"
        accented = accented or (lead == AT and self.tokens[position].raw in ("à", "À"))
        if lead == AT and self.text(position) == "en" and self._town_only(hit):
            return False  # "en tremblant"
        placed = lead in (OF, NEAR) and (before in lx.INSTITUTIONS or before in lx.NEARNESS)
        placed = placed or (lead == OF and before in lx.LEFT) or lead == NEAR
        dwelling, present = self._dwelling(hit), self._present(hit)
        if risk == "strict":
            hinted = self.alone(hit) and bool(self.known)
            return dwelling or placed or hinted or (lead == AT and (self.alone(hit) or self._capital(hit)))
        alone = self.alone(hit) and not (lead == NONE and self._described(hit))
        if risk in ("lake", "islands"):
            opening = risk == "islands" and accented and self.breaks_before(hit.start)
            return (
                dwelling
                or opening
                or (risk == "islands" and self._ends_a_list(hit))
                or (alone and hit.start <= 2 and not self.text(hit.end))
                or (self._capital(hit) and lead == AT and (present or self.ends_after(hit)))
            )
        if alone or dwelling or placed or self._written_as_official(hit):
            return True
        if risk == "town" and self._plausible_town(hit, lead, before):
            return True
        if risk in ("name", "town"):
            return self._plausible_name(hit, lead, before)
        if risk == "word":
            several = len([word for word in hit.name.tokens if word not in lx.ARTICLES]) > 1
            named = lead == OF and self._capital(hit)
            last = self._capital(hit) and self.comma_before(hit.start) and self.ends_after(hit)
            article = hit.name.tokens[0] in lx.ARTICLES  # "un gâteau à l'érable"
            at = (accented and (several or not article or self._capital(hit))) or present or named
            at = at or last or (several and lead == AT)
            return at and not self._spoken_to(hit, before)
        # An article and a common noun: "à la présentation" is an event, "à La Présentation" a village.
        return self._capital(hit) and (lead in (AT, OF) or self.breaks_before(hit.start))

    @staticmethod
    def _spoken_to(hit: Hit, before: str) -> bool:
        """ "J'en ai parlé à Alma": a person. Nobody is called La Tuque."""
        return before in lx.DATIVES and hit.name.tokens[0] not in lx.ARTICLES

    @staticmethod
    def _town_only(hit: Hit) -> bool:
        """No region or country: "en" never leads to it."""
        towns = ("municipality", "borough", "sector", "community")
        return all(entry.kind in towns for entry in (*hit.name.entries, *hit.name.hints))

    def _described(self, hit: Hit) -> bool:
        """ "Je suis nouvelle", "le sacré coeur": a word, not a place."""
        before = self.text(hit.start - 1)
        if hit.start == 0 or self.comma_before(hit.start):
            return False
        if before in lx.COPULAS or before in ("merci", "allo", "bonjour", "salut", "bye", "coucou"):
            return True
        return before in lx.ARTICLES and hit.name.risk != "lake"

    def _written_as_official(self, hit: Hit) -> bool:
        """Several words joined by hyphens: nobody writes the common noun that way."""
        inner = self.tokens[hit.start + 1 : hit.end]
        joined = sum("-" in token.before or "–" in token.before for token in inner)
        return (
            hit.name.risk in ("name", "word")
            and hit.name.tokens[0] not in _SAINTS
            and joined >= 1
            and joined >= len(inner) - 1
        )

    def _plausible_name(self, hit: Hit, lead: str, before: str) -> bool:
        if lead == AT:
            return not self._spoken_to(hit, before)
        if lead == NONE:
            # "psy l'épiphanie": what begins with an article is no first name.
            wanted = before in lx.WANTED and hit.name.tokens[0] in lx.ARTICLES and self.ends_after(hit)
            direct = (wanted or before in lx.INSTITUTIONS) and not self.breaks_before(hit.start)
            opening = self.breaks_before(hit.start) and (
                self.ends_after(hit) or self.text(hit.end) in lx.CLAUSE_STARTS
            )
            return direct or opening
        return False

    def _plausible_town(self, hit: Hit, lead: str, before: str) -> bool:
        """A town whose name is a first name too: "la bibliothèque d'Alma", "un psy pas cher, alma"."""
        if lead == OF:
            return before not in lx.KIN and before not in lx.FEELINGS
        if lead != NONE or self.text(hit.start - 1) in (lx.KIN | lx.FEELINGS | lx.ADDRESSED | lx.COPULAS):
            return False
        return self.ends_after(hit) or self.text(hit.start - 1) in lx.WANTED

    def _capital(self, hit: Hit) -> bool:
        """The noun is written with a capital in a message that uses small letters too."""
        raw = self.tokens[hit.end - 1].raw
        return self.mixed_case and raw[:1].isupper()
