"""Scores of the understanding on labelled messages that were not trained on, with 95 % intervals.

Five formats, told apart by their keys (see data/evaluation/README.md): understanding (intent, needs, place,
age, profile), places (name, region), personal data (pii), precise questions (asks) and circumstances (tells).
"""

from __future__ import annotations

import asyncio
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from bot.conversation.engine import Engine
from bot.conversation.understanding import Understanding
from bot.evaluation.by_meaning import report_precise, report_told
from bot.safety.evaluation import Share
from bot.setup import console
from directory.places import shared_gazetteer


def as_score(share: Share) -> str:
    """A share beside F1 scores: 0 to 1, with its interval; "-" when there is nothing to share."""
    if not share.total:
        return "-"
    low, high = share.interval()
    return f"{share.value:.3f} ({low:.3f}-{high:.3f}, n={share.total})"


def f1(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> tuple[float, dict[str, float]]:
    """Micro F1 and F1 by label of (true, found) sets."""
    hits: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    extras: Counter[str] = Counter()
    for true, found in pairs:
        hits.update(true & found)
        misses.update(true - found)
        extras.update(found - true)
    labels = set(hits) | set(misses) | set(extras)
    by_label = {label: _f1(hits[label], extras[label], misses[label]) for label in sorted(labels)}
    return _f1(sum(hits.values()), sum(extras.values()), sum(misses.values())), by_label


def _f1(hits: int, extras: int, misses: int) -> float:
    return 2 * hits / (2 * hits + extras + misses) if hits else 0.0


def evaluate_file(engine: Engine, name: str, rows: Sequence[Mapping[str, Any]], out: Path | None) -> None:
    """Prints the scores of one file; with `out`, also writes tables there."""
    if rows and "pii" in rows[0]:
        from bot.privacy.evaluation import evaluate

        console.print(f"[bold]{name}[/bold] (personal data, {len(rows)} messages)")
        console.print(str(evaluate(rows)))
    elif rows and "asks" in rows[0]:
        _by_meaning(report_precise(engine, name, rows), name, out)
    elif rows and "tells" in rows[0]:
        _by_meaning(report_told(engine, name, rows), name, out)
    elif rows and "intent" in rows[0]:
        _understanding(engine, name, rows, out)
    elif rows and "region" in rows[0]:
        _places(name, rows)
    else:
        console.print(
            f"{name}: not a format that this command reads; for dangers use `sentier safety evaluate`."
        )


def _by_meaning(found: tuple[list[str], list[str]], name: str, out: Path | None) -> None:
    lines, wrong = found
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.txt").write_text("\n".join([*lines, *wrong]) + "\n", encoding="utf-8")


def _places(name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    gazetteer = shared_gazetteer()
    right = wrong_place = named = none = 0
    for row in rows:
        match = gazetteer.find(row["text"])
        if row["name"] is None:
            none += 1
            wrong_place += match is not None and not match.outside
            continue
        named += 1
        if match is None:
            continue
        if row.get("ambiguous"):
            right += {choice.region for choice in match.ambiguous} == set(row["ambiguous"])
        else:
            right += match.region == row["region"]
    console.print(f"[bold]{name}[/bold] (places, {len(rows)} messages)")
    false = as_score(Share(wrong_place, none))
    console.print(f"  region right: {as_score(Share(right, named))}   false places: {false}")


def _understanding(engine: Engine, name: str, rows: Sequence[Mapping[str, Any]], out: Path | None) -> None:
    from bot.evaluation.commands import understand

    found: list[Understanding] = [asyncio.run(understand(engine, row["text"]))[0] for row in rows]
    pairs = list(zip(rows, found, strict=True))
    intents = [(frozenset({row["intent"]}), frozenset({seen.intent})) for row, seen in pairs]
    _, by_intent = f1(intents)
    needs_micro, by_need = f1((frozenset(row["needs"]), frozenset(seen.needs)) for row, seen in pairs)
    console.print(f"[bold]{name}[/bold] (understanding, {len(rows)} messages)")
    console.print(
        f"  intent: micro F1 {as_score(Share(sum(t == p for t, p in intents), len(rows)))}, "
        f"macro F1 {sum(by_intent.values()) / len(by_intent):.3f}"
    )
    console.print(
        f"  needs: micro F1 {needs_micro:.3f}, macro F1 {sum(by_need.values()) / max(1, len(by_need)):.3f}"
    )
    console.print(f"  age: {_share(pairs, lambda row, seen: row['age'] == seen.age)}")
    console.print(f"  profile: {_share(pairs, lambda row, seen: row['profile'] == seen.profile)}")
    placed = [(row, seen) for row, seen in pairs if (row.get("place") or {}).get("region")]
    unplaced = [(row, seen) for row, seen in pairs if row.get("place") is None]
    regions = _share(placed, lambda row, seen: _region(seen.place) == _region(row["place"]))
    false = _share(unplaced, lambda _, seen: seen.place is not None)
    console.print(f"  place region: {regions}   false places: {false}")
    table = Table("style", "intent", "needs F1")
    styles: dict[str, list[tuple[Mapping[str, Any], Understanding]]] = defaultdict(list)
    for row, seen in pairs:
        styles[row.get("style", "-")].append((row, seen))
    for style, group in sorted(styles.items()):
        score, _ = f1((frozenset(row["needs"]), frozenset(seen.needs)) for row, seen in group)
        table.add_row(style, _share(group, lambda row, seen: row["intent"] == seen.intent), f"{score:.3f}")
    console.print(table)
    if out is not None:
        _write_tables(out, name, pairs, by_intent, by_need)


def _region(place: Mapping[str, Any] | None) -> str | None:
    return place.get("region") if place else None


def _share(pairs: Sequence[tuple[Mapping[str, Any], Understanding]], test: Any) -> str:
    return as_score(Share(sum(bool(test(row, seen)) for row, seen in pairs), len(pairs)))


def _second(row: tuple[str, float]) -> float:
    return row[1]


def _write_tables(
    out: Path,
    name: str,
    pairs: Sequence[tuple[Mapping[str, Any], Understanding]],
    by_intent: Mapping[str, float],
    by_need: Mapping[str, float],
) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with (out / f"{name}_labels.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["label", "f1"])
        scores: list[tuple[str, float]] = [*by_intent.items(), *by_need.items()]
        for label, score in sorted(scores, key=_second):
            writer.writerow([label, score])
    confusion = Counter((row["intent"], seen.intent) for row, seen in pairs if row["intent"] != seen.intent)
    with (out / f"{name}_confusions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["true", "found", "count"])
        writer.writerows((*pair, count) for pair, count in confusion.most_common())
    with (out / f"{name}_misses.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "text", "intent", "found", "confidence", "needs", "found_needs"])
        surest_first: list[tuple[Mapping[str, Any], Understanding]] = sorted(
            pairs, key=lambda pair: -pair[1].confidence
        )
        for row, seen in surest_first:
            if row["intent"] != seen.intent or set(row["needs"]) != set(seen.needs):
                writer.writerow(
                    [
                        row["id"],
                        row["text"],
                        row["intent"],
                        seen.intent,
                        seen.confidence,
                        " ".join(row["needs"]),
                        " ".join(seen.needs),
                    ]
                )
