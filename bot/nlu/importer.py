"""Reads the training messages with YAML's parser in C, once a file.

Rasa reads each file of training data with a YAML parser in Python, to find what is in it, to validate it and
to read it: two and a half minutes for twelve thousand messages, more than training on them takes. Everything
else than messages in our form is left to Rasa's own importer; `sentier data check` validates ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.data import get_data_files
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from directory.yamlfile import read_yaml

_MARKED = re.compile(r"\][({]")
"""An entity marked as Rasa marks it."""


class MessageImporter(RasaFileImporter):
    """Rasa's file importer, except for the files whose messages stand each with its labels."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        self._ours: dict[str, Mapping[str, Any]] = {}
        others: list[str] = []
        for file in get_data_files(training_data_paths, lambda path: True):  # noqa: ARG005
            content = _content(file)
            if _is_ours(content):
                self._ours[file] = content
            else:
                others.append(file)
        super().__init__(config_file, domain_path, others)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The messages of all files, as Rasa's own reader builds them."""
        messages = [message for content in self._ours.values() for message in _messages(content)]
        ours = TrainingData(messages)
        return ours.merge(super().get_nlu_data(language)) if self._nlu_files else ours


def _content(file: str) -> Any:
    try:
        return read_yaml(Path(file))
    except (yaml.YAMLError, UnicodeDecodeError):
        return None  # Rasa's own reader says what is wrong with it, and where


def _is_ours(content: Any) -> bool:
    """Whether a file holds intents alone, each example a mapping with a text and no marked entity."""
    if not isinstance(content, Mapping) or not set(content) <= {"version", "nlu"}:
        return False
    blocks = content.get("nlu") or []
    return bool(blocks) and all(
        set(block) == {"intent", "examples"}
        and isinstance(block["examples"], list)
        and all(
            isinstance(one, Mapping)
            and isinstance(one.get("text"), str)
            and not _MARKED.search(one["text"])
            and set(one) <= {"text", "metadata"}
            for one in block["examples"]
        )
        for block in blocks
    )


def _messages(content: Mapping[str, Any]) -> Iterator[Message]:
    for block in content["nlu"]:
        for example in block["examples"]:
            text = example["text"].strip("\n\r ")
            yield Message.build(text, block["intent"], [], None, example.get("metadata"))
