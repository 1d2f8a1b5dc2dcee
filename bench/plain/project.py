"""Plain Rasa as its template makes it, on our training data: the assistant that Sentier is measured beside.

    .venv/bin/python -m bench.plain.project [--epochs 100] [--most 15] [--force]

Written in `.cache/bench/plain/`: config.yml, domain.yml, training data (each message with its intent and the
place in it; a request has one intent per need, a question is a retrieval intent), rules and stories, and the
trained model. Its answers come from our directory through an action server. Training is long: done once.
`--most` keeps so many messages of an intent: less to learn, for a first look without an hour to spare;
tables say what the model was trained on.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from bench.machine import evenly
from directory.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".cache" / "bench" / "plain"
MODEL = "plain.tar.gz"
ABOUT = "about.json"
DEFAULT_EPOCHS = 100
ACTIONS = "bench.plain.actions"

_REQUEST = "demander_ressource"
_GREET = "saluer"
_PLACE = "donner_lieu"
_REFERS = (
    _PLACE, "donner_age", "parler_pour_proche", "parler_comme_intervenant", "acheteur_veut_arreter",
    "demander_autres_ressources", "demander_details", "signaler_danger",
)  # fmt: skip


def pipeline(epochs: int) -> dict[str, Any]:
    """config.yml of `rasa init`, in French."""
    counts = "CountVectorsFeaturizer"
    return {
        "recipe": "default.v1",
        "assistant_id": "plain",
        "language": "fr",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": counts},
            {"name": counts, "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", "epochs": epochs, "constrain_similarities": True},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {"name": "TEDPolicy", "max_history": 5, "epochs": epochs, "constrain_similarities": True},
        ],
    }


def training_messages(most: int | None = None) -> dict[str, list[str]]:
    """Messages by intent, in Rasa's bracket notation; at most `most` of an intent, taken evenly."""
    from bot.safety.teaching.asked import ASKED_FOLDER, read_asked
    from directory.places import Gazetteer

    groups: dict[str, list[str]] = {}
    for example in read_asked(ROOT / ASKED_FOLDER):
        intent = example.intent
        if intent == _REQUEST and example.needs:
            intent = f"{_REQUEST}_{example.needs[0]}"
        groups.setdefault(intent, []).append(example.text)
    if most is not None:
        groups = {intent: list(evenly(texts, most)) for intent, texts in groups.items()}
    gazetteer = Gazetteer.load()
    return {intent: [_annotated(text, gazetteer) for text in texts] for intent, texts in groups.items()}


def _annotated(text: str, gazetteer: Any) -> str:
    """`text` with the place in it marked as Rasa's training format marks entities."""
    text = " ".join("".join(" " if mark in "[](){}" else mark for mark in text).split())
    match = gazetteer.find(text)
    if match is None:
        return text
    start, end = match.span
    place = text[start:end]
    # Rasa trains on spans that are whole words.
    whole = (start == 0 or text[start - 1] == " ") and (end == len(text) or text[end] == " ")
    return f"{text[:start]}[{place}](place){text[end:]}" if whole and place == place.strip() else text


def domain_of(groups: dict[str, list[str]]) -> dict[str, Any]:
    """domain.yml: our intents and words, without variations by channel."""
    ours = read_yaml(ROOT / "domain.yml")
    wanted = ("utter_ask_need", "utter_ask_place", "utter_menu", "utter_not_understood")
    responses = {}
    for name, variations in ours["responses"].items():
        intent = name.removeprefix("utter_")
        if intent in groups or name in wanted:
            responses[name] = [{"text": _plain(str(variations[0].get("text")))}]
    intents = sorted({intent.split("/")[0] for intent in groups})
    for intent in intents:
        responses.setdefault(f"utter_{intent}", [{"text": "D'accord."}])
    responses.pop("utter_question", None)
    return {
        "version": "3.1",
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
        "intents": intents,
        "entities": ["place"],
        "slots": {
            "place": {"type": "text", "influence_conversation": False, "mappings": [{"type": "custom"}]},
            "need": {"type": "text", "influence_conversation": False, "mappings": [{"type": "custom"}]},
        },
        "responses": responses,
        "actions": ["action_refer"],
    }


def _plain(text: str) -> str:
    return "".join(" " if mark in "{}" else mark for mark in text)


def dialogues(groups: dict[str, list[str]]) -> dict[str, Any]:
    """Rules as ours, and the stories of a request, a place, a thank-you."""
    intents = sorted({intent.split("/")[0] for intent in groups})
    rules = []
    for intent in intents:
        refers = intent.startswith(_REQUEST) or intent in _REFERS
        action = "action_refer" if refers else f"utter_{intent}"
        rules.append({"rule": intent, "steps": [{"intent": intent}, {"action": action}]})
    rules.append(
        {"rule": "not understood", "steps": [{"intent": "nlu_fallback"}, {"action": "utter_not_understood"}]}
    )
    stories = []
    for intent in intents:
        if not intent.startswith(_REQUEST):
            continue
        ask = [{"intent": intent}, {"action": "action_refer"}]
        place = [{"intent": _PLACE}, {"action": "action_refer"}]
        thanks = [{"intent": "remercier"}, {"action": "utter_remercier"}]
        greet = [{"intent": _GREET}, {"action": f"utter_{_GREET}"}]
        stories.append({"story": f"{intent} 1", "steps": [*greet, *ask, *place, *thanks]})
        stories.append({"story": f"{intent} 2", "steps": [*place, *ask, *thanks]})
    return {"version": "3.1", "rules": rules, "stories": stories}


def write(epochs: int, most: int | None = None) -> int:
    """Writes the project in FOLDER; returns the number of training messages."""
    groups = training_messages(most)
    data = FOLDER / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in sorted(groups.items()):
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    (data / "nlu.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    files = {
        data / "dialogues.yml": dialogues(groups),
        FOLDER / "config.yml": pipeline(epochs),
        FOLDER / "domain.yml": domain_of(groups),
        FOLDER / "credentials.yml": {"rest": None},
    }
    for path, content in files.items():
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return sum(map(len, groups.values()))


def environment() -> dict[str, str]:
    """The environment of plain Rasa's processes: ours, importable from its folder, and no telemetry."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "OMP_NUM_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
    }


def about() -> dict[str, Any] | None:
    """What the model in FOLDER was trained on, or None when there is none."""
    try:
        known: dict[str, Any] = json.loads((FOLDER / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return known if (FOLDER / "models" / MODEL).is_file() else None


def train(epochs: int, most: int | None = None) -> dict[str, Any]:
    """Writes the project and trains it with `rasa train`; returns what `about` says."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / ABOUT).unlink(missing_ok=True)
    messages = write(epochs, most)
    start = time.perf_counter()
    subprocess.run(
        [
            *(sys.executable, "-m", "rasa", "train", "--domain", "domain.yml", "--config", "config.yml"),
            *("--data", "data", "--out", "models", "--fixed-model-name", MODEL.removesuffix(".tar.gz")),
        ],
        cwd=FOLDER,
        env=environment(),
        check=True,
    )
    known = {"messages": messages, "epochs": epochs, "train_s": round(time.perf_counter() - start)}
    (FOLDER / ABOUT).write_text(json.dumps(known), encoding="utf-8")
    return known


def main() -> None:
    """Trains when there is no model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--epochs", type=int, default=DEFAULT_EPOCHS)
    parser.add_argument("--most", type=int, help="messages of an intent; all unless given")
    parser.add_argument("--force", action="store_true")
    given = parser.parse_args()
    print(json.dumps((None if given.force else about()) or train(given.epochs, given.most)))


if __name__ == "__main__":
    main()
