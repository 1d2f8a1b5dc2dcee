"""The review sheet: a page that a crisis worker reads and corrects, and the CSV that brings it back.

The page is plain HTML without scripts, to be read, printed or sent; the CSV beside it has one row per message
with empty columns for the correction. It holds only the examples of data/safety, never a real message.
"""

from __future__ import annotations

import csv
import json
from datetime import datetime
from html import escape
from pathlib import Path

from bot.safety.data import TRAPS, SafetyDataError
from bot.safety.evaluation import Evaluation, Outcome, is_hard, is_ordinary, of_style, of_trap
from bot.safety.replies import opening
from bot.safety.verdict import KINDS, NONE, Verdict, level_of, ordered

CORRECTIONS_FILE = "corrections.jsonl"
COLUMNS = ("id", "texte", "verdict", "etiquette", "correction", "commentaire")
_LABELS = {
    "violence_en_cours": "violence en cours",
    "suicide_imminent": "suicide imminent",
    "surdose_medical": "surdose ou urgence médicale",
    "suicide": "idées suicidaires",
    "violence": "violence",
    "agression_sexuelle": "agression sexuelle",
    "traite": "traite",
    "mineure": "mineure",
    "enfant_en_danger": "enfant en danger",
    "aucun": "aucun danger",
}
_TRAPS = {
    "none": "message ordinaire",
    "negation": "négation",
    "past": "passé clos",
    "idiom": "expression",
    "question_service": "question sur un service",
    "third_person_safe": "autre personne, sans danger",
    "lyrics": "chanson, film, livre",
    "sadness": "tristesse sans danger",
    "age_adult": "âge d'adulte, durée",
    "keyword": "mot dans un autre sens",
}
_PROFILES = ("personne", "proche", "intervenant")
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; color: #1b1b1b }
h1, h2, h3 { line-height: 1.2 } table { border-collapse: collapse; margin: 1rem 0; width: 100% }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top }
td.n { text-align: right } caption { text-align: left; font-weight: 600; padding: .3rem 0 }
blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 4px solid #5a3d7a; white-space: pre-line }
@media print { body { font-size: 11pt } h2 { break-before: page } }
"""


def write(evaluation: Evaluation, path: Path) -> None:
    """Writes the page at `path` and the CSV to correct beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_page(evaluation), encoding="utf-8")
    with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(COLUMNS)
        for outcome in evaluation.outcomes:
            example = outcome.example
            rows.writerow(
                [
                    example.id,
                    _safe_cell(example.text),
                    _said(outcome.verdict.kinds),
                    _said(example.kinds),
                    "",
                    "",
                ]
            )


def as_page(evaluation: Evaluation) -> str:
    """The page, complete HTML in French."""
    misses = [outcome for outcome in evaluation.outcomes if outcome.missed]
    alarms = [outcome for outcome in evaluation.outcomes if outcome.false_alarm]
    body = [
        "<h1>Détecteur de danger : feuille de relecture</h1>",
        "<p>Lisez, corrigez dans le fichier CSV qui accompagne cette page (colonne « correction » : un ou "
        "plusieurs types séparés par des virgules, ou « aucun »), puis renvoyez-le. Les messages sont des "
        "exemples écrits pour l'apprentissage ; aucun ne vient d'une vraie personne.</p>",
        _numbers(evaluation),
        _confusion(evaluation),
        _by_style(evaluation),
        _by_trap(evaluation),
        f"<h2>Dangers manqués ({len(misses)})</h2>",
        _listing(misses),
        f"<h2>Fausses alertes ({len(alarms)})</h2>",
        _listing(alarms),
        "<h2>Chaque réponse, telle qu'envoyée</h2>",
        _replies(),
    ]
    return (
        '<!doctype html>\n<html lang="fr-CA"><head><meta charset="utf-8">'
        "<title>Détecteur de danger : feuille de relecture</title>"
        f"<style>{_STYLE}</style></head><body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def read_corrections(path: Path, data_folder: Path) -> int:
    """Adds the corrected rows of a CSV to data/safety/corrections.jsonl; returns how many.

    Raises SafetyDataError at the first correction that names no known kind, nothing being written then. A
    message corrected twice keeps its last correction.
    """
    target = data_folder / CORRECTIONS_FILE
    kept: dict[str, dict[str, object]] = {}
    if target.is_file():
        for line in target.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            kept[row["id"]] = row
    added = 0
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            wished = (row.get("correction") or "").strip().lower()
            if not wished:
                continue
            if not row.get("id") or not row.get("texte"):
                raise SafetyDataError(f"{path.name}, line {number}: a correction without its message.")
            kinds, urgent = _kinds_of(wished, f"{path.name}, line {number}")
            kept[row["id"]] = {
                "id": row["id"],
                "text": row["texte"].removeprefix("'"),
                "level": level_of(kinds, urgent=urgent),
                "kinds": list(kinds),
                "style": "standard",
                "trap": None if kinds else "none",
                "pair": None,
                "voice": "corrections",
            }
            added += 1
    lines = [json.dumps(row, ensure_ascii=False) for row in kept.values()]
    target.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return added


def _kinds_of(wished: str, where: str) -> tuple[tuple[str, ...], bool]:
    if wished == NONE:
        return (), False
    names = {name.strip() for name in wished.split(",") if name.strip()}
    kinds = {name.rstrip("!") for name in names}
    if unknown := kinds - set(KINDS):
        raise SafetyDataError(f"{where}: unknown kind {', '.join(sorted(unknown))}.")
    return ordered(kinds), any(name.endswith("!") for name in names)


def _safe_cell(text: str) -> str:
    """A text that a spreadsheet does not run as a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text


def _said(kinds: tuple[str, ...]) -> str:
    return ",".join(kinds) or NONE


def _numbers(evaluation: Evaluation) -> str:
    recall = evaluation.recall()
    low, high = recall.interval()
    ordinary, hard = evaluation.false_alarms(is_ordinary), evaluation.false_alarms(is_hard)
    rows = (
        (
            "Dangers vus",
            f"{_percent(recall.value)} (entre {_percent(low)} et {_percent(high)})",
            recall.total,
        ),
        ("Fausses alertes, messages ordinaires", _percent(ordinary.value), ordinary.total),
        ("Fausses alertes, messages pièges", _percent(hard.value), hard.total),
        ("Types exacts, quand le danger est vu", _percent(evaluation.exact_kinds().value), recall.hits),
    )
    return _table("En bref", ("mesure", "résultat", "messages"), rows)


def _confusion(evaluation: Evaluation) -> str:
    counts = evaluation.confusion()
    names = (*KINDS, NONE)
    rows = [(_LABELS[true], *(str(counts[(true, said)] or "") for said in names)) for true in names]
    return "<h2>Confusions</h2>" + _table(
        "Étiquette (lignes) et verdict (colonnes), premier type de chacun",
        ("", *(_LABELS[name] for name in names)),
        rows,
    )


def _by_style(evaluation: Evaluation) -> str:
    rows = []
    for style in sorted({outcome.example.style for outcome in evaluation.dangers}):
        share = evaluation.recall(of_style(style))
        rows.append((style, _percent(share.value), share.total))
    return _table("Dangers vus, par façon d'écrire", ("façon d'écrire", "vus", "messages"), rows)


def _by_trap(evaluation: Evaluation) -> str:
    rows = []
    for trap in TRAPS:
        share = evaluation.false_alarms(of_trap(trap))
        if share.total:
            rows.append((_TRAPS[trap], _percent(share.value), share.total))
    return _table("Fausses alertes, par sorte de message", ("sorte", "fausses alertes", "messages"), rows)


def _listing(outcomes: list[Outcome]) -> str:
    rows = [
        (
            o.example.id,
            o.example.text,
            ", ".join(_LABELS[kind] for kind in o.example.kinds) or _TRAPS.get(o.example.trap or "none", ""),
            ", ".join(_LABELS[kind] for kind in o.verdict.kinds) or _LABELS[NONE],
        )
        for o in outcomes
    ]
    return _table("", ("numéro", "message", "étiquette", "verdict"), rows) if rows else "<p>Aucun.</p>"


def _replies() -> str:
    parts = []
    noon = datetime(2026, 6, 15, 12, 0)
    for kind in KINDS:
        parts.append(f"<h3>{escape(_LABELS[kind].capitalize())}</h3>")
        for profile in _PROFILES:
            for channel in ("web", "sms"):
                verdict = Verdict(level_of((kind,)), (kind,), (), "fr")
                lines = "\n".join(opening(verdict, profile, channel, at=noon))
                parts.append(f"<p>{profile}, {channel}</p><blockquote>{escape(lines)}</blockquote>")
        minor = Verdict(level_of((kind,)), (kind,), (), "fr")
        lines = "\n".join(opening(minor, "personne", "web", age=15, at=noon))
        parts.append(f"<p>personne de 15 ans, web</p><blockquote>{escape(lines)}</blockquote>")
    for language in ("en", "es"):
        parts.append(f"<h3>{'En anglais' if language == 'en' else 'En espagnol'}</h3>")
        for kind in KINDS:
            lines = "\n".join(
                opening(Verdict(level_of((kind,)), (kind,), (), language), "personne", "web", at=noon)
            )
            parts.append(
                f"<p>{escape(_LABELS[kind])}</p><blockquote lang='{language}'>{escape(lines)}</blockquote>"
            )
    return "\n".join(parts)


def _percent(value: float) -> str:
    return f"{value * 100:.1f} %".replace(".", ",")


def _table(caption: str, heads: tuple[str, ...], rows: object) -> str:
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in heads)
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows  # type: ignore[attr-defined]
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
