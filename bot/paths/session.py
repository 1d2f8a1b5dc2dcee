"""The whole assistant for a command that plays paths: loaded once, patient, over the directory asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from bot.conversation import referrals
from bot.conversation.turn import Assistant, Patience
from bot.privacy.conversations import Conversations
from bot.privacy.logs import configure_logging
from bot.setup import prepare_directory, prepare_models, start_engine
from directory.database import URL_VARIABLE, Database

PATIENCE = Patience.of(120.0)


@contextmanager
def assistant_over(url: str | None = None) -> Iterator[tuple[Assistant, Database]]:
    """The assistant and its directory, at `url` or the usual address; stopped at the end."""
    from bot.nlu.shared import shared_detector

    configure_logging("ERROR")
    if url is not None:
        os.environ[URL_VARIABLE] = url
        referrals.shared_database.cache_clear()
    database = referrals.shared_database()
    prepare_directory(database)
    prepare_models()
    conversations = Conversations()
    engine = start_engine(conversations)
    try:
        yield Assistant(engine, shared_detector(), conversations, patience=PATIENCE), database
    finally:
        engine.stop()
