"""Which wording is said: never the one just heard while there is another."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import UserUttered
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
    words = FreshWords(conversations)
    words.responses = ANSWERS
    tracker = DialogueStateTracker("her", [])
    tracker.update(UserUttered(text, {"name": "question", "confidence": confidence}))
    said = [await words.generate(action, tracker, "web") for _ in range(2)]
    assert [one["text"] for one in said if one] == [ANSWERS[action][0]["text"], second]
