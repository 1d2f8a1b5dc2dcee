"""What is counted of what is heard by its meaning: the right answer, another one, one where none is due."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.conversation.engine import Engine
from bot.evaluation.by_meaning import report_precise, report_told

HEARD = {
    "un": ("question", "plainte_delai"),
    "deux": ("question", "plainte_duree"),
    "trois": ("raconter", ""),
    "quatre": ("question", "moi_arretee"),
}


class _Engine:
    async def parse(self, text: str) -> dict[str, Any]:
        intent, key = HEARD[text]
        answer = {"intent_response_key": "question/porter_plainte", "utter_action": "utter_x"}
        return {
            "text": text,
            "intent": {"name": intent, "confidence": 0.6},
            "intent_ranking": [{"name": intent, "confidence": 0.6}],
            "entities": [],
            "safety": {"level": "aucun", "kinds": []},
            "response_selector": {"question": {"response": answer}},
            "precise": [{"key": key, "confidence": 0.9}],
            "told": [{"key": "dort_dehors" if text == "un" else "", "confidence": 0.9}],
        }


@pytest.mark.parametrize(
    ("asks", "line"),
    [
        (("plainte_delai", "plainte_delai", "plainte_delai"), "its own answer: 33.3% (1/3;"),
        (("plainte_delai", "plainte_delai", "plainte_delai"), "another precise answer: 33.3% (1/3;"),
        (("plainte_delai", "plainte_duree", ""), "where none is asked: 50.0% (1/2;"),
    ],
)
def test_what_is_counted(asks: tuple[str, str, str], line: str) -> None:
    rows = [
        {"id": str(place), "text": text, "asks": key}
        for place, (text, key) in enumerate(zip(("un", "deux", "trois"), asks, strict=True))
    ]
    rows.append({"id": "3", "text": "quatre", "asks": ""})
    lines, wrong = report_precise(cast(Engine, _Engine()), "file", rows)
    assert any(line in one for one in lines)
    assert "3 - -> moi_arretee" in wrong
    assert not any(one.startswith("0 ") for one in wrong)


def test_what_is_counted_of_circumstances() -> None:
    rows = [
        {"id": "0", "text": "un", "tells": "dort_dehors", "profile": "personne"},
        {"id": "1", "text": "deux", "tells": "malade", "profile": "personne"},
        # Its words are a relative's, to whom this is not said.
        {"id": "2", "text": "un", "tells": "", "profile": "proche"},
    ]
    lines, wrong = report_told(cast(Engine, _Engine()), "file", rows)
    assert "its own sentence: 50.0% (1/2;" in lines[1]
    assert "where none is told: 0.0% (0/1;" in lines[3]
    assert wrong == ["1 malade -> -"]
