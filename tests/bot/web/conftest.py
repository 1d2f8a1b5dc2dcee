"""The application over a stub engine and a small real directory, in process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from bot.conversation.turn import Assistant
from bot.privacy.conversations import Conversations
from bot.safety import Detector
from bot.web.app import create_app
from bot.web.settings import WebSettings
from directory.database import Database, create_database
from tests.bot.conversation.test_turn import StubEngine
from tests.detector import rules_only
from tests.directory.conftest import copy_starter

ALLOWED = "https://organisme.example"


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The starter directory, not to be changed by a test."""
    database = create_database(f"sqlite:///{tmp_path_factory.mktemp('pages') / 'directory.db'}")
    copy_starter(database)
    yield database
    database.close()


@pytest.fixture(scope="session")
def detector() -> Detector:
    """The danger detector, loaded once."""
    return rules_only()


@pytest.fixture
def assistant(detector: Detector) -> Assistant:
    """The real turn over a stub engine."""
    return Assistant(StubEngine(), detector, Conversations())


@pytest.fixture
def client(assistant: Assistant, directory: Database) -> TestClient:
    """The application; one other site is allowed to show the conversation."""
    settings = WebSettings(
        embed_origins=(ALLOWED,), operator="Organisme Exemple", contact="vie@organisme.example"
    )
    app = create_app(
        assistant, lambda: {"model": True, "database": True}, settings=settings, database=directory
    )
    return TestClient(app)
