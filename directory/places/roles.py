"""Is she at this place, from there, going there, or only near it?"""

from __future__ import annotations

from directory.places import lexicon as lx
from directory.places.context import AT, NEAR, NONE, OF, ON, Context
from directory.places.index import Hit

# How sure each role makes it that she is there; only the order matters.
HERE_SCORE, HOME_SCORE, AT_SCORE, BARE_SCORE, DAY_SCORE, OF_SCORE = 8.0, 7.0, 5.0, 4.0, 3.75, 3.5
OTHER_SCORE, OTHER_DAY_SCORE, GOING_SCORE, NEAR_SCORE = 2.5, 2.4, 2.0, 1.5
OTHER_GOING_SCORE, LEFT_SCORE, HIS_SCORE, BACK_SCORE, NOT_SCORE = 1.2, 1.0, 0.9, 0.8, 0.0
OTHERS_SCORES = frozenset({OTHER_SCORE, OTHER_DAY_SCORE, OTHER_GOING_SCORE})
ELSEWHERE_SCORES = frozenset({HIS_SCORE, BACK_SCORE})
"""She is not there: he lives there, or she wants to go back there."""
LOOSE_SCORES = OTHERS_SCORES | ELSEWHERE_SCORES | {DAY_SCORE, LEFT_SCORE}
"""Somebody else is there, or she was, or she only studies or works there."""
CORRECTED = 10.0

_LOOK_BACK = 7
_FEW_WORDS = 4
_WORDS_OF_OWNING = 4


def score(context: Context, hit: Hit, previous: Hit | None) -> float:
    """How likely she is at this place, from the verb and the preposition that lead to it."""
    lead, position = context.lead(hit)
    if lead == AT and not context.comma_before(position) and _denied(context, position - 1, previous):
        return NOT_SCORE
    before = context.text(hit.start - 1) if hit.start and not context.comma_before(hit.start) else ""
    if lead == NONE and before in ("pas", "sauf", "ni"):
        return NOT_SCORE
    if _unwanted(context, (position if lead else hit.start) - 1):
        return NOT_SCORE
    bonus = CORRECTED if previous is not None and _corrects(context, hit, previous) else 0.0
    if lead == NEAR:
        return NEAR_SCORE
    if context.text(hit.end) in lx.AFTER_PAST:
        return LEFT_SCORE
    if lead == AT and context.text(position - 1) in lx.RELATIVES and context.text(position - 3) != "chez":
        return OTHER_SCORE
    floor = previous.end if previous is not None else 0
    role = _role(context, position - 1 if lead else hit.start - 1, floor, lead)
    if role == NOT_SCORE or (role is None and _too_far(context, hit)):
        return NOT_SCORE
    if role is None:
        role = {AT: AT_SCORE, OF: OF_SCORE, ON: AT_SCORE}.get(lead, BARE_SCORE)
    return role + bonus


def _denied(context: Context, position: int, previous: Hit | None) -> bool:
    """ "Pas à Gaspé", "Amos pas à Gaspé" deny the place; "un psy qui charge pas à Gaspé" what he charges."""
    if context.text(position) not in lx.NEGATIONS:
        return False
    if previous is not None and previous.end == position:
        return True
    verb = context.text(position - 1)
    return context.text(position) != "pas" or verb in lx.BEFORE_NOT_THERE or context.breaks_before(position)


def _unwanted(context: Context, position: int) -> bool:
    """ "Rien de plus proche que Matane?", "ailleurs qu'à Amos", "à part Laval": not where she searches."""
    word, before = context.text(position), context.text(position - 1)
    if word in ("que", "qu", "q"):
        return before in lx.UNWANTED and (before != "chose" or context.text(position - 2) == "autre")
    return word == "hors" or (word == "part" and before == "a")


def _too_far(context: Context, hit: Hit) -> bool:
    """ "Matane c'est trop loin", "trop loin, Matane"; not "à Gatineau, pas trop loin de leur école"."""
    if (context.text(hit.start - 2), context.text(hit.start - 1)) == ("trop", "loin"):
        return True
    for position in range(hit.end, hit.end + _FEW_WORDS):
        if not context.text(position) or (position > hit.end and context.breaks_before(position)):
            return False
        if (context.text(position), context.text(position + 1)) == ("trop", "loin"):
            denied = context.text(position - 1) in lx.NOT_ANY_MORE
            return not denied and context.text(position + 3) != "tout"
    return False


def _corrects(context: Context, hit: Hit, previous: Hit) -> bool:
    between = [token.text for token in context.tokens[previous.end : hit.start]]
    return len(between) <= 6 and any(word in lx.CORRECTIONS for word in between)


def _role(context: Context, position: int, floor: int, lead: str) -> float | None:
    """The nearest verb or dwelling before the name decides; None when none is near."""
    by_day = False
    otherwise: float | None = None
    for step in range(_LOOK_BACK):
        here = position - step
        if here < floor:
            break
        if (home := _home(context, here)) in (HOME_SCORE, BACK_SCORE):
            return home
        otherwise = home or otherwise
        score = _of_who_sent(context, here, lead, position) or _elsewhere(context, here, lead, position)
        if score is None:
            score = _verb(context, here, lead)
        if score is not None:
            return _only_by_day(context.text(here), score) if by_day else score
        if context.text(here) in lx.DAY:
            by_day = True
            if context.text(here) in lx.DAY_VERBS or _owner(context, here) in lx.MINE:
                otherwise = DAY_SCORE
        if context.breaks_before(here) or (step > 1 and "," in context.tokens[here].before):
            break
    return otherwise


def _only_by_day(verb: str, score: float) -> float:
    """ "Je suis aux études à NAME" says less than "je reste à NAME", for her as for another."""
    if score == HERE_SCORE and verb in lx.COPULAS:
        return DAY_SCORE
    return OTHER_DAY_SCORE if score == OTHER_SCORE else score


def _home(context: Context, here: int) -> float | None:
    """ "Mon loyer", "j'ai un bail", "chez nous": she lives there; "son appart": another does."""
    word = context.text(here)
    if word in lx.TOWARDS_HER:
        if context.text(here - 1) != "chez":
            return None
        return BACK_SCORE if _goes_back(context, here - 2, lx.WISHING) else HOME_SCORE
    if word not in lx.HOME:
        return None
    owner = _owner(context, here)
    if owner in lx.MINE | lx.HAVING:
        return HOME_SCORE
    return OTHER_SCORE if owner else None


def _goes_back(context: Context, here: int, because: frozenset[str]) -> bool:
    """The word at `here` is the verb of "je veux retourner": hers, not denied, with a word of `because`."""
    if context.text(here) not in lx.RETURNING:
        return False
    before = set()
    for position in range(here - 1, max(-1, here - 1 - _FEW_WORDS), -1):
        if context.breaks_before(position + 1) or context.comma_before(position + 1):
            break
        before.add(context.text(position))
    return bool(before & because) and not before & (lx.NOT_ANY_MORE | lx.OTHERS)


def _of_who_sent(context: Context, here: int, lead: str, last: int) -> float | None:
    """ "Une amende de NAME", "le juge de NAME": says as little as a place she left."""
    if lead != OF or context.text(here) not in lx.SENT_FROM or context.breaks_before(here):
        return None
    if context.text(here - 1) in lx.OF:
        return None  # "le poste de police de NAME"
    between = {context.text(position) for position in range(here + 1, last + 1)}
    return None if between & lx.INSTITUTIONS else LEFT_SCORE


def _elsewhere(context: Context, here: int, lead: str, last: int) -> float | None:
    """ "Retourner à NAME", "la reconduire à NAME", "il vit encore à NAME": she is not there.

    `last`: where the words end that stand between the verb at `here` and the preposition.
    """
    if lead != AT or context.comma_before(last + 1):
        return None
    word, before, earlier = context.text(here), context.text(here - 1), context.text(here - 2)
    between = {context.text(position) for position in range(here + 1, last + 1)}
    if between <= lx.TO_STAY and _goes_back(context, here, lx.WISHING | lx.PRONOUNS_OF_HERS):
        return BACK_SCORE
    if word in lx.DRIVING and before in lx.ARTICLES and not between:
        return BACK_SCORE
    if word in lx.HIS_DWELLING and before in lx.HIS and between <= lx.STILL:
        return None if earlier in lx.OTHERS - lx.HIS else HIS_SCORE
    return None


def studies_there(context: Context, hit: Hit, previous: Hit | None) -> bool:
    """A word of the university leads to the name: "étudiante à NAME"."""
    floor = previous.end if previous is not None else 0
    for here in range(hit.start - 1, max(floor, hit.start - _LOOK_BACK) - 1, -1):
        if context.text(here) in lx.STUDY:
            return True
        if context.breaks_before(here) or context.comma_before(here):
            return False
    return False


def _owner(context: Context, here: int) -> str:
    """The word that tells whose the thing at `here` is, "" when none does: "mon", "son", "ai", "mère"."""
    for position in range(here - 1, max(-1, here - 1 - _WORDS_OF_OWNING), -1):
        word = context.text(position)
        if word in lx.HAVING and _of_another(context, position):
            return context.text(position - 1)
        if word in lx.MINE | lx.THEIRS | lx.HAVING or word in lx.OTHERS | lx.RELATIVES:
            return word
        if context.breaks_before(position + 1) or context.comma_before(position + 1):
            break
    return ""


def _of_another(context: Context, here: int) -> bool:
    """Somebody else does what the word at `here` says: "ma soeur est partie", "they moved her"."""
    while context.text(here - 1) in lx.AUXILIARIES or context.text(here - 1) == "qui":
        here -= 1
    return context.text(here - 1) in lx.OTHERS


def of_her(context: Context, hit: Hit) -> bool:
    """The few words before the name speak of the woman whom a relative writes for: "elle est à Amos"."""
    for position in range(hit.start - 1, max(-1, hit.start - 1 - _LOOK_BACK), -1):
        if context.text(position) in lx.HER_WORDS and context.text(position - 2) != "chez":
            return True
        if context.text(position) in lx.HOME and context.text(position - 1) in lx.THEIRS:
            return True
        if context.breaks_before(position) or context.comma_before(position):
            return False
    return False


def _with_her(context: Context, here: int) -> bool:
    """The one who goes takes her along, or comes for her: "ma soeur va venir me chercher à NAME"."""
    return any(context.text(here + step) in lx.TOWARDS_HER for step in range(_FEW_WORDS))


def _verb(context: Context, here: int, lead: str) -> float | None:
    word, before, earlier = context.text(here), context.text(here - 1), context.text(here - 2)
    # "Un refuge qui est à Amos" is nobody.
    others = earlier in lx.OTHERS or (before in lx.OTHERS and before != "qui")
    if word == "s" and before in ("he", "she"):
        return OTHER_SCORE
    if lead == AT and word in lx.GOING and before in lx.NOT_ANY_MORE and earlier != "pourquoi":
        # "Je veux pas aller à Amos"; where she does not want to go back, she may have been.
        return LEFT_SCORE if word.startswith(("retourn", "rentr")) else NOT_SCORE
    if word in (lx.MOVED | lx.HERE) and lead == AT and _of_another(context, here):
        return OTHER_SCORE
    if word in ("allee", "alle") and {before, earlier} & {"suis", "jsuis", "chu"}:
        return LEFT_SCORE  # "je suis allée à Amos": a trip
    if word in ("tout", "toute", "tous", "toutes") and before in ("est", "sont"):
        return OTHER_SCORE  # "c'est toute à Amos?": where the services are
    if word in ("partie", "parti", "partis", "parties") and lead == AT:
        return GOING_SCORE
    if word in lx.LEFT and lead == OF:
        return LEFT_SCORE
    if word in lx.ONGOING_PERFECT and {before, earlier} & {"ai", "jai", "avais"}:
        return LEFT_SCORE
    if word in lx.COME_BACK and lead == AT:
        return HERE_SCORE
    if word in ("demenage", "demenagee", "demenager", "arrive", "rendu", "rendue") and lead == AT:
        return HERE_SCORE if before != "veux" and word != "demenager" else GOING_SCORE
    if word in lx.PAST:
        return LEFT_SCORE
    if word in lx.OTHER_VERBS and others and before not in ("suis", "j", "je"):
        return OTHER_DAY_SCORE if word in lx.DAY else OTHER_SCORE
    if word in lx.GOING and lead == AT and _of_another(context, here) and not _with_her(context, here):
        return OTHER_GOING_SCORE
    if word in lx.GOING:
        return GOING_SCORE
    if word in lx.HERE:
        # "Chu de Gatineau" says less than where she is now: "im from Kuujjuaq, stuck in Montréal".
        return AT_SCORE if lead == OF else HERE_SCORE
    return None
