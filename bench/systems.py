"""The two assistants that are measured: how each is started, and how a message is said to it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import aiohttp

from bench.machine import ROOT
from bench.plain import project
from bench.processes import Server, free_port
from bot.conversation.fallback import unavailable

CONVERSATIONS: tuple[tuple[str, ...], ...] = (
    ("allo", "je cherche une place où dormir", "à Gatineau", "merci beaucoup"),
    ("j'ai besoin d'un avocat", "Québec", "autres ressources svp", "merci"),
    ("chu découragée ces temps-ci", "je veux voir un psy", "sherbrooke", "bye"),
    ("ma soeur danse dans un bar, je veux l'aider", "laval", "merci", "au revoir"),
    ("c'est quoi la loi sur la prostitution?", "pis est-ce que c'est confidentiel?", "ok merci", "bye"),
    ("j'ai pu rien à manger", "Joliette", "avez-vous d'autres places?", "merci"),
    ("je veux arrêter de consommer", "trois-rivières", "je veux parler à quelqu'un", "merci"),
    ("mon chum me bat", "j'ai besoin d'un hébergement à Saguenay", "merci", "bye"),
    ("bonjour", "j'ai des dettes pis je veux sortir de l'escorte", "Montréal", "merci"),
    ("je cherche un médecin pour des tests itss", "rouyn-noranda", "d'autres?", "merci bonne journée"),
)
"""What is said, to both alike; four messages each."""
TURNS = 4


_WITHOUT_ENGINE = unavailable().text


class Client(Protocol):
    """One conversation."""

    async def say(self, text: str) -> bool:
        """Sends a message and waits for the whole answer; False when it is one that says: not now."""


@dataclass
class SentierClient:
    """A conversation through Sentier's API."""

    session: aiohttp.ClientSession
    url: str
    token: str = ""

    async def say(self, text: str) -> bool:
        if not self.token:
            async with self.session.post(f"{self.url}/api/conversations", json={}) as answer:
                answer.raise_for_status()
                self.token = (await answer.json())["token"]
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.post(
            f"{self.url}/api/messages", json={"text": text}, headers=headers
        ) as answer:
            answer.raise_for_status()
            said = await answer.json()
        return all(message.get("text") != _WITHOUT_ENGINE for message in said["messages"])


@dataclass
class PlainClient:
    """A conversation through plain Rasa's REST channel."""

    session: aiohttp.ClientSession
    url: str
    sender: str = ""

    async def say(self, text: str) -> bool:
        self.sender = self.sender or secrets.token_hex(8)
        body = {"sender": self.sender, "message": text}
        async with self.session.post(f"{self.url}/webhooks/rest/webhook", json=body) as answer:
            answer.raise_for_status()
            return bool(await answer.json())


@dataclass
class System:
    """A running assistant: its servers, and how to open a conversation."""

    name: str
    url: str
    servers: list[Server]
    client: type[SentierClient] | type[PlainClient]

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far."""
        return sum(server.cpu_seconds() for server in self.servers)

    def resident_mb(self) -> float:
        """Resident memory of all its processes."""
        return sum(server.resident_mb() for server in self.servers)


def environment(database: Path) -> dict[str, str]:
    """The environment of Sentier's processes: a directory of their own, and no rate limits."""
    return {
        **os.environ,
        "SENTIER_DATABASE_URL": f"sqlite:///{database}",
        "SENTIER_RATE_ADDRESS": "0",
        "SENTIER_RATE_CONVERSATION": "0",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def sentier(folder: Path, workers: int = 1) -> Iterator[System]:
    """Sentier, started and answering. `folder` holds its directory database and log."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    arguments = ["-m", "bot.cli", "serve", "--port", str(port), "--no-console"]
    env = environment(folder / "directory.db")
    with ExitStack() as stack:
        servers: list[Server] = []
        if workers > 1:
            arguments += ["--workers", str(workers)]
            redis_port = free_port()
            env |= {"SENTIER_REDIS_URL": f"redis://127.0.0.1:{redis_port}/0", "SENTIER_SECRET": "bench" * 10}
            servers.append(stack.enter_context(_redis(folder, redis_port)))
        name = "sentier" if workers == 1 else f"sentier, {workers} workers"
        log = folder / f"sentier-{workers}.log"
        server = Server(name, arguments, env=env, cwd=ROOT, log=log, ready=f"{url}/ready")
        servers.insert(0, stack.enter_context(server))
        server.wait()
        yield System(name, url, servers, SentierClient)


def _redis(folder: Path, port: int) -> Server:
    """A Redis of its own, in memory only."""
    return Server(
        "redis-server",
        ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        env=os.environ,
        cwd=folder,
        log=folder / "redis.log",
        program="redis-server",
    )


@contextmanager
def plain_rasa(folder: Path) -> Iterator[System]:
    """Plain Rasa and its action server, started and answering."""
    port, actions_port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    env: Mapping[str, str] = {
        **project.environment(),
        "SENTIER_DATABASE_URL": f"sqlite:///{folder / 'directory.db'}",
    }
    with ExitStack() as stack:
        actions = stack.enter_context(
            Server(
                "rasa run actions",
                ["-m", "rasa", "run", "actions", "--actions", project.ACTIONS, "--port", str(actions_port)],
                env=env,
                cwd=project.FOLDER,
                log=folder / "plain-actions.log",
                ready=f"http://127.0.0.1:{actions_port}/health",
            )
        )
        rasa = stack.enter_context(
            Server(
                "rasa run",
                [
                    *("-m", "rasa", "run", "-i", "127.0.0.1", "--port", str(port)),
                    *("--model", f"models/{project.MODEL}", "--endpoints", str(endpoints)),
                    *("--credentials", "credentials.yml"),
                ],
                env=env,
                cwd=project.FOLDER,
                log=folder / "plain-rasa.log",
                ready=f"{url}/",
            )
        )
        actions.wait()
        rasa.wait(1200)  # a plain model of two networks takes long to load on a busy machine
        yield System("plain Rasa", url, [rasa, actions], PlainClient)
