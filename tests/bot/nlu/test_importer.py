"""Our importer gives what Rasa's gives, sooner."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rasa.shared.exceptions import YamlException
from rasa.shared.importers.rasa import RasaFileImporter

from bot.nlu.importer import MessageImporter

OTHER = """version: "3.1"
nlu:
- intent: donner_lieu
  examples: |
    - à [Gatineau](place)
- synonym: Gatineau
  examples: |
    - gat
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("personne.yml", "politesses.yml"):
        lines = Path("data/nlu", name).read_text(encoding="utf-8").split("\n")
        # A hundred messages of each file: Rasa's reader is slow.
        (tmp_path / name).write_text("\n".join(lines[:203]) + "\n", encoding="utf-8")
    (tmp_path / "other.yml").write_text(OTHER, encoding="utf-8")
    shutil.copytree("data/stories", tmp_path / "stories")
    return tmp_path


def test_the_same_training_data_as_rasas_own_importer(folder: Path) -> None:
    ours = MessageImporter("config.yml", "domain.yml", str(folder))
    theirs = RasaFileImporter("config.yml", "domain.yml", str(folder))
    mine, expected = ours.get_nlu_data(), theirs.get_nlu_data()
    assert {message.fingerprint() for message in mine.training_examples} == {
        message.fingerprint() for message in expected.training_examples
    }
    assert len(mine.training_examples) == len(expected.training_examples) > 150
    assert mine.entity_synonyms == expected.entity_synonyms == {"gat": "Gatineau"}
    assert ours.get_stories().fingerprint() == theirs.get_stories().fingerprint()
    assert ours.get_config() == theirs.get_config()


def test_every_shipped_file_is_read_by_the_fast_way() -> None:
    importer = MessageImporter("config.yml", "domain.yml", ["data/nlu"])
    assert not importer._nlu_files
    assert len(importer.get_nlu_data().intent_examples) > 10_000


def test_a_file_that_is_no_yaml_is_told_by_rasa(folder: Path) -> None:
    (folder / "broken.yml").write_text("nlu:\n- intent: [a\n", encoding="utf-8")
    with pytest.raises(YamlException):
        MessageImporter("config.yml", "domain.yml", str(folder)).get_nlu_data()
