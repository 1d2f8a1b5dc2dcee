"""The picture of the flow: docs/flow.md, made from the rules. `python -m bot.conversation.flow` writes it.

Nothing in it is drawn by hand: intents and actions come from data/stories/rules.yml, the next step from
`bot.conversation.case.next_step`, tried on the cases that lead to each step.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.conversation.case import Case, Place, Step, next_step
from directory.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "data" / "stories" / "rules.yml"
PAGE = ROOT / "docs" / "flow.md"

_HEAD = """# The flow of a conversation

Made by `python -m bot.conversation.flow` from `data/stories/rules.yml` and `bot/conversation/case.py`; a test
fails when it is out of date. Do not edit.

## One message

```mermaid
flowchart TD
    message([message]) --> redact[redact personal data]
    redact --> verdict{danger?}
    verdict -->|urgence| lines["911 and the steps, nothing to wait for"]
    verdict -->|crise| open["one breath, the line, es-tu en danger en ce moment?"]
    open -->|oui| lines
    open -->|non| understand
    verdict -->|aucun| understand["a choice, words that always mean the same, or the model"]
    understand --> rule[the rule of the intent]
    rule --> reply([reply])
```
"""

# One case for each way to a step: (what is known, case). `next_step` says where it leads.
_CASES: tuple[tuple[str, Case], ...] = (
    ("no need", Case()),
    ("a need, no place", Case(needs=("hebergement",))),
    (
        "a need, a place of several regions",
        Case(needs=("hebergement",), place=Place("x", ambiguous=("08", "16"))),
    ),
    ("a need, a place outside Québec", Case(needs=("hebergement",), place=Place("x", outside=True))),
    ("a need, a place", Case(needs=("hebergement",), place=Place("x", "07"))),
    ("a need, the place refused", Case(needs=("hebergement",), place_declined=True)),
)
_STEPS = {
    Step.ASK_NEED: "ask the need, with choices",
    Step.ASK_PLACE: "ask the place, skippable",
    Step.ASK_WHICH_PLACE: "ask which of the regions",
    Step.SAY_OUTSIDE: "say so, give the line for all of Canada",
    Step.REFER: "services, phone first",
}


def rules_by_action(path: Path = RULES) -> dict[tuple[str, ...], list[str]]:
    """Actions in order -> the intents that lead to them."""
    content: dict[str, Any] = read_yaml(path)
    found: dict[tuple[str, ...], list[str]] = {}
    for rule in content["rules"]:
        intents = [step["intent"] for step in rule["steps"] if "intent" in step]
        actions = tuple(step["action"] for step in rule["steps"] if "action" in step)
        found.setdefault(actions, []).extend(intents)
    return found


def page() -> str:
    """The whole of docs/flow.md."""
    return "\n".join([_HEAD, *_rule_lines(), "", *_step_lines(), ""])


def _rule_lines() -> Iterable[str]:
    yield "## From what she says to what is done\n\n```mermaid\nflowchart LR"
    for number, (actions, intents) in enumerate(rules_by_action().items()):
        said, done = "<br/>".join(intents), " then ".join(actions)
        yield f'    i{number}([{said}]) --> a{number}["{done}"]'
    yield "```"


def _step_lines() -> Iterable[str]:
    yield "## The next step of a request\n\n```mermaid\nflowchart LR\n    known{what is known}"
    for step, words in _STEPS.items():
        yield f'    {step.value}["{words}"]'
    for known, case in _CASES:
        yield f"    known -->|{known}| {next_step(case).value}"
    yield "```"


def write(path: Path = PAGE) -> bool:
    """Writes the page; whether it changed."""
    new = page()
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if new != before:
        path.write_text(new, encoding="utf-8")
    return new != before


if __name__ == "__main__":
    print("docs/flow.md written." if write() else "docs/flow.md was up to date.")
