"""What a message means by the places the talk knows: one taken back, one taken up, the same as before."""

from __future__ import annotations

from bot.conversation.aspects import SAME, aspect_in
from bot.conversation.case import Case
from bot.conversation.model_reading import DETAILS, REQUEST, Message, Reading
from bot.conversation.place_withdrawn import withdrawn
from bot.conversation.places_of_two import taken_up


def place_taken_back(message: Message, case: Case) -> Reading | None:
    """ "Oublie Laval, je dis pas où": no answer is refused, a known place is no longer said."""
    taken_back = withdrawn(message.text, case)
    if taken_back is None:
        return None
    return ("refuser_repondre" if taken_back.hidden else REQUEST), {}


def other_place_taken_up(message: Message, case: Case) -> Reading | None:
    """ "Et pour moi?" after what was found for her daughter: asked where the writer is, and the other way."""
    return (REQUEST, {}) if taken_up(message.text, case) is not None else None


def asks_if_shown_before(message: Message, case: Case) -> Reading | None:
    """ "C'est-tu la même place que tantôt?": of the services on the screen."""
    asked = bool(case.last_shown) and aspect_in(message.folded) == SAME
    return (DETAILS, {"aspect": SAME}) if asked else None
