"""The picture of the flow follows the rules."""

from __future__ import annotations

import yaml

from bot.conversation.flow import PAGE, RULES, page, rules_by_action


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m bot.conversation.flow"


def test_every_intent_of_the_rules_is_drawn() -> None:
    rules = yaml.safe_load(RULES.read_text(encoding="utf-8"))["rules"]
    drawn = [intent for intents in rules_by_action().values() for intent in intents]
    assert len(drawn) == len(rules)
    assert all(intent in page() for intent in drawn)
