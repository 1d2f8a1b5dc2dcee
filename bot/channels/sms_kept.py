"""What answers her first words, kept until it is known that the moment is good, and the reply after it.

She may write on without a yes. Then both are answered at once: what she asked first before what she asks now,
and a question that she never saw where the new reply has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.channels.sms_words import asks_good_moment
from bot.conversation.messages import BotMessage

Messages = tuple[BotMessage, ...]

_ALWAYS_OFFERED = frozenset({"human", "menu", "search"})
"""Choices that stand under any reply: a reply with these alone asks nothing that she must answer."""


def without(new: Messages, heard: str) -> Messages:
    """`new` without the sentence `heard`, which is said before the first question."""
    if not (heard and new):
        return new
    first = replace(new[0], text=new[0].text.removeprefix(heard).strip())
    return (first, *new[1:]) if first.text or first.choices or first.services else new[1:]


def is_bare(new: Sequence[BotMessage]) -> bool:
    """Whether `new` answers nothing and asks nothing: it says only that she is read, or greets.

    What has no choice at all is no such reply: she is leaving, or was thanked.
    """
    if any(one.answer or one.services or one.safety or _asks(one) for one in new):
        return False
    return any(one.choices or asks_good_moment(one.text) for one in new)


def is_worth_nothing(kept: Sequence[BotMessage]) -> bool:
    """Whether `kept` only says that she is read, or asks what she needs: her first words may be half of a
    sentence. A greeting is whole."""
    if any(asks_good_moment(one.text) for one in kept):
        return False
    if any(one.answer or one.services or one.safety for one in kept):
        return False
    choices = {choice.id.split(":")[0] for one in kept for choice in one.choices}
    return bool(choices) and choices <= {*_ALWAYS_OFFERED, "need"}


def with_kept(new: Messages, kept: Messages, heard: str = "", *, in_danger: bool) -> Messages:
    """`new`, and of `kept` what she asked for first: the answers in words, the services when `new` shows
    none, the question when `new` has none. An answer comes before `new`, since she asked it before; beside a
    danger, after everything but a reply that says nothing. `heard`: the sentence of `new` on what she tells.
    """
    bare = is_bare(new)
    services = _services_of(kept, new)
    answers = [one for one in kept if one.answer and not any(one.text in other.text for other in new)]
    questions = [] if in_danger or services else _questions_of(kept, new, bare)
    if bare and questions:
        # "Continue, je te lis", then a question: only the question can be answered.
        new = (BotMessage(heard),) if heard else ()
    elif (questions or any(one.choices for one in services)) and not any(map(_asks, new)):
        new = _bared(new)
    if questions or any(message.choices for message in new):
        answers = list(_bared(answers))
    if in_danger and not bare:
        return (*new, *services, *answers)
    return (*services, *answers, *new) if in_danger else (*answers, *new, *services, *questions)


def _services_of(kept: Messages, new: Messages) -> list[BotMessage]:
    if any(message.services for message in new):
        return []
    return [one for one in kept if one.services and not one.answer]


def _questions_of(kept: Messages, new: Messages, bare: bool) -> list[BotMessage]:
    """The questions of `kept` that still wait: nothing in `new` asks or shows another thing."""
    answered_only = any(one.answer for one in new) and not any(one.services or _asks(one) for one in new)
    return [one for one in kept if _asks(one) and not one.answer] if bare or answered_only else []


def _asks(message: BotMessage) -> bool:
    """Whether `message` is a question of ours (a town, a need), told by the answers that it offers."""
    return not message.services and any(one.id not in _ALWAYS_OFFERED for one in message.choices)


def _bared(messages: Sequence[BotMessage]) -> Messages:
    return tuple(replace(one, choices=()) for one in messages if one.text or one.services)
