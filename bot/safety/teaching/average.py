"""The mean of several teachings, weight by weight.

    python -m bot.safety.teaching.average LEARNED.npz LEARNED.npz ...

Teachings that began one from another lie near each other, and their mean understands unseen voices better
than any of them (Izmailov et al. 2018, "Averaging Weights Leads to Wider Optima"; measured in
docs/safety.md). It costs no time of a message and no hour of teaching. The files are
`data/safety/encoder/learned.npz` of several commits. The mean takes its place there, and what it says of the
voices that none of them was taught goes to unseen.npz, as after a teaching.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.safety.data import DATA_FOLDER, read_training
from bot.safety.encoder import LEARNED_FILE, UNSEEN_FILE, EncoderFileError, Head, from_blocks, to_blocks
from bot.safety.teaching.asked import all_asked
from bot.safety.teaching.wordings import vectors_of

UNDERSTOOD = ("intent", "need", "profile")
"""The heads whose answers on unseen voices are kept beside those on danger."""


def mean(learned: Sequence[Path]) -> dict[str, npt.NDArray[Any]]:
    """What all of `learned` hold, averaged; four-bit weights stay on the steps of the base model.

    Raises EncoderFileError when two of them answer other labels.
    """
    files = [dict(np.load(path, allow_pickle=False)) for path in learned]
    return {
        name: _averaged(name, [arrays[name] for arrays in files])
        for name in files[0]
        if all(name in arrays for arrays in files)
    }


def _averaged(name: str, several: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    first = several[0]
    if first.dtype.kind == "U":
        if any(one.shape != first.shape or (one != first).any() for one in several):
            raise EncoderFileError(f"The teachings to average differ in {name}.")
        return first
    if first.dtype == np.uint8:
        weights = np.mean([from_blocks(one)[0] for one in several], axis=0)
        return to_blocks(weights, from_blocks(first)[1])
    averaged: npt.NDArray[Any] = np.mean(several, axis=0, dtype=np.float64).astype(first.dtype)
    return averaged


def keep_unseen(learned: Path, target: Path) -> None:
    """Says anew, with the encoder of `learned`, what `target` says of the voices that were never taught."""
    with np.load(target, allow_pickle=False) as before:
        ids, asked = before["ids"], before["asked"]
    examples = {example.id: example.text for example in read_training(DATA_FOLDER)}
    messages = {one.id: one.text for one in all_asked()}
    judged, heard = (
        [texts[one] for one in found.tolist()] for texts, found in ((examples, ids), (messages, asked))
    )
    vectors = vectors_of(sorted({*judged, *heard}), learned)

    def said(name: str, texts: list[str]) -> npt.NDArray[np.float16]:
        return (
            Head.read(learned, name).log_odds(np.stack([vectors[text] for text in texts])).astype(np.float16)
        )

    answers = {name: said(name, heard) for name in UNDERSTOOD}
    np.savez_compressed(target, ids=ids, asked=asked, log_odds=said("danger", judged), **answers)


def main(arguments: Sequence[str]) -> None:
    """The command."""
    if len(arguments) < 2:
        sys.exit(
            "At least two files to average, please: python -m bot.safety.teaching.average ONE.npz TWO.npz"
        )
    learned = DATA_FOLDER / LEARNED_FILE
    np.savez_compressed(learned, **mean([Path(one) for one in arguments]))
    keep_unseen(learned, DATA_FOLDER / UNSEEN_FILE)


if __name__ == "__main__":
    main(sys.argv[1:])
