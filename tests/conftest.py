"""The trained assistant for tests marked `engine`: loaded once per session, as the server loads it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.setup import quiet_environment

quiet_environment()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """`--hypothesis-profile=fast`: a fifth of the examples, for the tests run while working."""
    if config.getoption("--hypothesis-profile", None) == "fast":
        from hypothesis import settings

        settings.register_profile("fast", max_examples=settings().max_examples // 5)


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same password hashes with less work: some tests sign in hundreds of times."""
    from argon2 import PasswordHasher

    from directory.accounts import passwords

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """The whole assistant over a directory database of its own, with a patient engine.

    Patience: on a busy machine a turn may exceed the limit a person gets; what is said is tested here.
    """
    from bot.conversation import referrals
    from bot.conversation.turn import Assistant, Patience
    from bot.nlu.shared import shared_detector
    from bot.privacy.conversations import Conversations
    from bot.privacy.logs import configure_logging
    from bot.setup import prepare_directory, prepare_models, start_engine

    configure_logging("ERROR")
    folder: Path = tmp_path_factory.mktemp("assistant")
    previous = os.environ.get("SENTIER_DATABASE_URL")
    os.environ["SENTIER_DATABASE_URL"] = f"sqlite:///{folder / 'directory.db'}"
    referrals.shared_database.cache_clear()
    prepare_directory(referrals.shared_database())
    prepare_models()
    conversations = Conversations()
    engine = start_engine(conversations)
    yield Assistant(engine, shared_detector(), conversations, patience=Patience.of(30.0))
    engine.stop()
    referrals.shared_database.cache_clear()
    if previous is None:
        del os.environ["SENTIER_DATABASE_URL"]
    else:
        os.environ["SENTIER_DATABASE_URL"] = previous
