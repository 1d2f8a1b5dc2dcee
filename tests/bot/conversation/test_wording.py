"""Which wording is said: never the one just heard while there is another."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversation.wording import ANSWERED_BEFORE, FreshWords, fresh
from bot.privacy.conversations import Conversations

THREE = [{"text": "a"}, {"text": "b"}, {"text": "c"}]


def test_the_first_not_yet_heard_then_the_one_heard_longest_ago() -> None:
    spoken: list[str] = []
    for _ in range(7):
        chosen = fresh(THREE, spoken)["text"]
        if chosen in spoken:
            spoken.remove(chosen)
        spoken.append(chosen)
    assert fresh(THREE, ())["text"] == "a"
    assert fresh(THREE, ("a",))["text"] == "b"
    assert fresh(THREE, ("a", "b", "c"))["text"] == "a"
    assert fresh(THREE, ("c", "a", "b"))["text"] == "c"


def test_a_single_wording_is_said() -> None:
    assert fresh([{"text": "a"}], ("a",))["text"] == "a"


ANSWERS = {
    "utter_question/casier": [{"text": "Le pardon."}],
    "utter_ok": [{"text": "D'accord."}],
    "utter_raconter": [{"text": "Je te lis."}],
    ANSWERED_BEFORE: [{"text": "Rien de plus."}],
}


@pytest.mark.parametrize(
    ("text", "action", "confidence", "second"),
    [
        ("et si c'est vieux?", "utter_question/casier", 0.9, "Rien de plus."),
        ("pis ça coûte combien", "utter_question/casier", 0.9, "Rien de plus."),
        ("y vont tu me le donner", "utter_question/casier", 0.9, "Rien de plus."),
        ("j'avais volé du linge, j'ai honte", "utter_question/casier", 0.9, "Je te lis."),
        ("le casier", "utter_question/casier", 1.0, "Le pardon."),
        ("ok", "utter_ok", 0.9, "D'accord."),
    ],
)
async def test_an_answer_that_was_read_is_not_said_to_the_next_question(
    text: str, action: str, confidence: float, second: str
) -> None:
    conversations = Conversations()
    conversations.ensure("her", "web")
    words = FreshWords(conversations, ANSWERS)
    tracker = DialogueStateTracker("her", [])
    tracker.update(UserUttered(text, {"name": "question", "confidence": confidence}))
    said = [await words.generate(action, tracker, "web") for _ in range(2)]
    assert [one["text"] for one in said if one] == [ANSWERS[action][0]["text"], second]


@pytest.mark.parametrize(
    ("place", "said"),
    [(None, "Le pardon. Dis-moi ta ville et je cherche."), ({"name": "Amos", "region": "08"}, "Le pardon.")],
)
async def test_an_answer_does_not_ask_for_a_town_that_is_known(
    place: dict[str, str] | None, said: str
) -> None:
    answer_words = {"utter_question/casier": [{"text": "Le pardon. Dis-moi ta ville et je cherche."}]}
    words = FreshWords(Conversations(), answer_words)
    tracker = DialogueStateTracker("her", [AnySlot("place", [])])
    tracker.update(SlotSet("place", place))
    answer = await words.generate("utter_question/casier", tracker, "web")
    assert answer is not None
    assert answer["text"] == said


LINES = {
    "utter_raconter": [{"text": "Je te lis."}, {"text": "Vas-y."}],
    "utter_exprimer_detresse": [{"text": "C'est lourd."}],
    "utter_listening": [{"text": "Continue."}],
}


def _words() -> FreshWords:
    conversations = Conversations()
    conversations.ensure("her", "web")
    return FreshWords(conversations, LINES)


async def _said(words: FreshWords, action: str, tracker: DialogueStateTracker) -> str:
    said = await words.generate(action, tracker, "web")
    assert said is not None
    return str(said["text"])


async def test_a_line_that_answers_nothing_never_comes_twice() -> None:
    words, tracker = _words(), DialogueStateTracker("her", [])
    tracker.update(UserUttered("pis là je suis partie", {"name": "raconter", "confidence": 0.9}))
    told = [await _said(words, "utter_raconter", tracker) for _ in range(4)]
    assert told == ["Je te lis.", "Vas-y.", "", ""]


async def test_a_feeling_told_again_gets_the_wordings_that_are_left() -> None:
    words, tracker = _words(), DialogueStateTracker("her", [])
    tracker.update(UserUttered("j'en peux plus", {"name": "exprimer_detresse", "confidence": 0.9}))
    told = [await _said(words, "utter_exprimer_detresse", tracker) for _ in range(4)]
    assert told == ["C'est lourd.", "Je te lis.", "Vas-y.", ""]


async def test_one_such_line_in_a_reply() -> None:
    words, tracker = _words(), DialogueStateTracker("her", [])
    tracker.update(UserUttered("pis là je suis partie", {"name": "raconter", "confidence": 0.9}))
    tracker.update(BotUttered("Je te lis."))
    assert await _said(words, "utter_listening", tracker) == ""
    tracker.update(UserUttered("chez ma tante", {"name": "raconter", "confidence": 0.9}))
    tracker.update(BotUttered(""))
    assert await _said(words, "utter_listening", tracker) == "Continue."
