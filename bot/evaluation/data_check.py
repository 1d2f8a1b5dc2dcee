"""`sentier data check`: what a second reader should look at in the training messages.

Near-duplicates, one text under two labels, thin classes, words of a single voice (a model may learn the
author instead of the meaning). Also whether a held-out message is in the training data.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from bot.safety.french import fold, letters
from bot.safety.teaching.asked import Asked

NEAR = 0.9
"""Cosine of character n-grams from which two messages count as nearly the same."""
LEAST_PER_INTENT = 60
LEAST_PER_NEED = 120
LEAST_OFF_TOPIC = 120


def near_duplicates(
    texts: Sequence[str], others: Sequence[str] | None = None
) -> Iterator[tuple[int, int, float]]:
    """Pairs (i, j, likeness) of nearly the same texts; within `texts`, or of `texts` against `others`.

    Texts under twelve letters are left out: "oui" and "ouin" are meant to be alike.
    """
    folded = [fold(text) for text in texts]
    against = folded if others is None else [fold(text) for text in others]
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4)).fit([*folded, *against])
    left, right = vectorizer.transform(folded), vectorizer.transform(against)
    for start in range(0, len(folded), 500):
        likeness = (left[start : start + 500] @ right.T).tocoo()
        for row, column, value in zip(likeness.row, likeness.col, likeness.data, strict=True):
            i, j = start + int(row), int(column)
            if value >= NEAR and (others is not None or i < j) and len(folded[i]) >= 12:
                yield i, j, float(value)


def problems(examples: Sequence[Asked], held_out: Sequence[str]) -> dict[str, list[str]]:
    """Findings by heading, each a sentence."""
    found: dict[str, list[str]] = defaultdict(list)
    texts = [example.text for example in examples]
    for i, j, value in near_duplicates(texts):
        one, two = examples[i], examples[j]
        same = one.intent == two.intent and set(one.needs) == set(two.needs)
        heading = "Near-duplicates" if same else "Label conflicts"
        found[heading].append(
            f"{value:.2f} « {one.text} » ({one.intent} {' '.join(one.needs)}, {one.voice}) ~ "
            f"« {two.text} » ({two.intent} {' '.join(two.needs)}, {two.voice})"
        )
    by_text: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        by_text[fold(example.text)].add(example.intent)
    found["Label conflicts"] += [
        f"« {text} » is {', '.join(sorted(intents))}" for text, intents in by_text.items() if len(intents) > 1
    ]
    for intent, count in sorted(
        Counter(example.intent for example in examples).items(), key=lambda item: item[1]
    ):
        least = LEAST_OFF_TOPIC if intent == "hors_sujet" else LEAST_PER_INTENT
        if count < least:
            found["Thin classes"].append(f"{intent}: {count} messages, {least} wanted")
    for need, count in sorted(
        Counter(n for e in examples for n in e.needs).items(), key=lambda item: item[1]
    ):
        if count < LEAST_PER_NEED:
            found["Thin classes"].append(f"need {need}: {count} messages, {LEAST_PER_NEED} wanted")
    voices: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        for word in set(letters(example.text)):
            voices[word][example.voice] += 1
    for word, by_voice in sorted(voices.items(), key=lambda item: -max(item[1].values())):
        if len(by_voice) == 1 and max(by_voice.values()) >= 8:
            found["Words of one voice"].append(
                f"{word}: {max(by_voice.values())} times, {next(iter(by_voice))} only"
            )
    for i, j, value in near_duplicates(list(held_out), texts):
        found["Held-out messages in the training data"].append(
            f"{value:.2f} « {held_out[i]} » ~ « {texts[j]} » ({examples[j].voice})"
        )
    return {heading: sentences for heading, sentences in found.items() if sentences}


def read_held_out(folder: Path) -> list[str]:
    """The texts of the held-out understanding files."""
    rows: list[dict[str, Any]] = []
    for file in sorted(folder.glob("understanding*.jsonl")):
        rows += [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [str(row["text"]) for row in rows]
