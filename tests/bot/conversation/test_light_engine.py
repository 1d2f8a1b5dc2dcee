"""The engine without what it never uses. The tests marked `engine` tell when an upgrade of Rasa breaks it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.conversation import light_engine
from bot.conversation.light_engine import (
    FULL_VARIABLE,
    STOOD_IN,
    StandInUsed,
    broken_by_stand_in,
    light_enough,
    standing_in,
)

ROOT = Path(__file__).resolve().parents[3]
ABSENT = frozenset({"left_out_package"})


def test_a_stand_in_can_be_imported_named_and_derived_from() -> None:
    with standing_in(ABSENT):
        import left_out_package.deep.inside as inside
        from left_out_package.layers import Layer

        class Ours(Layer.Inner):
            size: inside.Tensor = None

    assert Ours.size is None
    assert "left_out_package" not in sys.modules
    assert "left_out_package.deep" not in sys.modules


def test_using_a_stand_in_says_what_was_left_out() -> None:
    with standing_in(ABSENT):
        from left_out_package.layers import Dense
    with pytest.raises(StandInUsed, match=r"left_out_package\.layers\.Dense.*SENTIER_FULL_ENGINE"):
        Dense(3)


def test_afterwards_the_real_package_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "left_out_package.py").write_text("VALUE = 3\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with standing_in(ABSENT):
        import left_out_package

        assert left_out_package.VALUE is not 3  # noqa: F632
    import left_out_package

    assert left_out_package.VALUE == 3
    with standing_in(ABSENT):
        import left_out_package

        assert left_out_package.VALUE == 3, "what is loaded already is never replaced"


def test_a_failure_of_a_stand_in_is_found_under_others() -> None:
    def load(cause: BaseException) -> BaseException:
        try:
            try:
                raise cause
            except type(cause) as problem:
                raise ValueError("component") from problem
        except ValueError as problem:
            return problem

    assert broken_by_stand_in(load(StandInUsed("x")))
    assert broken_by_stand_in(load(ImportError("x")))
    assert not broken_by_stand_in(load(OSError("x")))


def model_of(folder: Path, *uses: str) -> Path:
    """A model archive that names these components."""
    saved = {"predict_schema": {"nodes": {str(place): {"uses": name} for place, name in enumerate(uses)}}}
    content = json.dumps(saved).encode()
    path = folder / "model.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return path


def test_a_model_with_a_network_is_not_light(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FULL_VARIABLE, raising=False)
    ours, rule = "bot.nlu.featurizer.FrenchFeaturizer", "rasa.core.policies.rule_policy.RulePolicy"
    assert light_enough(model_of(tmp_path, ours, rule))
    assert not light_enough(model_of(tmp_path, ours, rule, "rasa.core.policies.ted_policy.TEDPolicy"))
    monkeypatch.setenv(FULL_VARIABLE, "1")
    assert not light_enough(model_of(tmp_path, ours, rule))


def test_another_rasa_is_loaded_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FULL_VARIABLE, raising=False)
    monkeypatch.setattr(light_engine, "version", lambda _: "3.7.0")
    assert not light_enough(model_of(tmp_path, "bot.nlu.featurizer.FrenchFeaturizer"))


PROGRAM = """
import asyncio, json, sys, time
start = time.perf_counter()
from bot.setup import quiet_environment
quiet_environment()
from bot.conversation import light_engine
light_engine.STOOD_IN |= set(sys.argv[1:])
from bot.conversation.engine import Engine
from bot.conversation.training import model_path
from bot.privacy.conversations import Conversations, conversation_id
conversations = Conversations()
engine = Engine(model_path(), conversations)
engine.start()
identity = conversation_id(conversations.open("web"))
said = asyncio.run(engine.handle(identity, "je cherche une place où dormir", "web"))
status = open("/proc/self/status").read().split("VmRSS:")[1].split()[0]
left = {name.partition(".")[0] for name in sys.modules}
print(json.dumps({
    "said": said, "loaded": sorted(left), "mb": int(status) // 1024,
    "seconds": round(time.perf_counter() - start, 1),
}))
engine.stop()
"""


def load_and_answer(*more: str) -> dict[str, object]:
    """Loads the trained model in a process of its own, `more` packages left out too; answers a message."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *more],
        cwd=ROOT,
        env={**os.environ, FULL_VARIABLE: "0"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, object] = json.loads(ended.stdout.splitlines()[-1])
    return found


@pytest.mark.engine
def test_the_trained_model_answers_without_tensorflow(assistant: object) -> None:
    found = load_and_answer()
    print(f"{found['mb']} MB, {found['seconds']} s from nothing to the first answer")
    assert found["said"]
    assert not STOOD_IN & set(found["loaded"])
    assert found["mb"] < 450


@pytest.mark.engine
def test_when_too_much_is_left_out_all_of_rasa_is_loaded(assistant: object) -> None:
    # Opening a model cannot do without it.
    found = load_and_answer("tarsafe")
    assert found["said"]
    assert "tensorflow" in found["loaded"]
