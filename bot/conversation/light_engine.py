"""Rasa without what our model never uses: TensorFlow, scikit-learn, the libraries of channels we do not open.

Importing Rasa imports all of these: half a gigabyte and many seconds. While a model is loaded, `standing_in`
puts an empty stand-in in the place of each (Python's own import hooks; nothing installed is changed). A
stand-in can be imported, named in annotations and derived from; using it raises StandInUsed. After loading
they are gone: whoever imports the real package later gets it. Never active under `rasa train`, `rasa test` or
`sentier train`.

Only for a version of Rasa this was tested with, and only for a model whose components are known to work so
(`light_enough`); otherwise the engine loads everything, and says so in the log.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import json
import logging
import os
import sys
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.privacy.logs import Label

FULL_VARIABLE = "SENTIER_FULL_ENGINE"
"""Set to 1, Rasa is loaded with everything it imports."""

TESTED = ("3.6.21",)
"""Versions of Rasa that tests/bot/conversation/test_light_engine.py has passed with."""

STOOD_IN = frozenset(
    {
        # networks: no component of our model is one
        *("tensorflow", "keras", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "transformers"),
        # Rasa splits training data with it
        "sklearn",
        # Rasa's channels, its console and its stores at other companies: none is opened here
        *("aiogram", "fbmessenger", "google", "mattermostwrapper", "rocketchat_API", "slack_sdk", "socketio"),
        *("twilio", "webexteamssdk", "questionary", "prompt_toolkit", "boto3", "botocore", "pymongo"),
    }
)

_LIGHT = frozenset(
    f"rasa.{name}"
    for name in (
        "core.policies.ensemble.DefaultPolicyPredictionEnsemble",
        "core.policies.memoization.AugmentedMemoizationPolicy",
        "core.policies.memoization.MemoizationPolicy",
        "core.policies.rule_policy.RulePolicy",
        "graph_components.converters.nlu_message_converter.NLUMessageConverter",
        "graph_components.providers.domain_provider.DomainProvider",
        "graph_components.providers.project_provider.ProjectProvider",
        "graph_components.providers.rule_only_provider.RuleOnlyDataProvider",
        "nlu.classifiers.fallback_classifier.FallbackClassifier",
        "nlu.classifiers.regex_message_handler.RegexMessageHandler",
        "nlu.extractors.entity_synonyms.EntitySynonymMapper",
    )
)
_OURS = ("bot.", "actions.")

# Modules that keep a stand-in in their names once loaded with it.
_HOLD_STAND_INS = (
    "rasa",
    "bot.nlu",
    "bot.conversation.local_actions",
    "bot.conversation.output",
    "bot.conversation.rasa_runner",
    "bot.conversation.tracker_store",
    "bot.conversation.wording",
)

logger = logging.getLogger(__name__)


class StandInUsed(RuntimeError):
    """Something used a package that was left out."""


# What loading may raise when Rasa does at import what a stand-in cannot do.
_BROKEN = (StandInUsed, ImportError, AttributeError, TypeError)


class _Nothing(type):
    """A class without instances; any of its attributes is another one."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name, (), {"__module__": f"{cls.__module__}.{cls.__qualname__}"})

    def __call__(cls, *_: Any, **__: Any) -> Any:
        raise StandInUsed(
            f"{cls.__module__}.{cls.__qualname__} is needed but was left out to keep the engine light; "
            f"set {FULL_VARIABLE}=1."
        )


class _StandIn(ModuleType):
    """A module that has every name."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name, (), {"__module__": self.__name__})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in for each package of `names` and for everything in it."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in self._names:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


@contextmanager
def standing_in(names: frozenset[str] | None = None) -> Iterator[None]:
    """While the block runs, the packages `names` (default STOOD_IN) not imported yet are stand-ins."""
    names = STOOD_IN if names is None else names
    loaded = {name.partition(".")[0] for name in sys.modules}
    finder = _Finder(names - loaded)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name, module in sys.modules.items() if isinstance(module, _StandIn)]:
            del sys.modules[name]


def broken_by_stand_in(problem: BaseException | None) -> bool:
    """Whether loading failed as it does when a package that was left out is needed."""
    seen: list[BaseException] = []
    while problem is not None and problem not in seen:
        if isinstance(problem, _BROKEN):
            return True
        seen.append(problem)
        problem = problem.__cause__ or problem.__context__
    return False


def forget_rasa() -> None:
    """Drops every module that may hold a stand-in, so that the next import makes it whole."""
    for name in list(sys.modules):
        if any(name == top or name.startswith(f"{top}.") for top in _HOLD_STAND_INS):
            del sys.modules[name]


def light_enough(model: Path) -> bool:
    """Whether `model` can be loaded with stand-ins; when not, why is in the log."""
    if os.environ.get(FULL_VARIABLE) == "1":
        return False
    try:
        installed = version("rasa")
    except PackageNotFoundError:
        return False
    if installed not in TESTED:
        logger.warning("rasa_untested", extra={"version": Label(installed)})
        return False
    heavy = sorted(used for used in _components(model) if used not in _LIGHT and not used.startswith(_OURS))
    if heavy:
        logger.warning("components_unknown", extra={"count": len(heavy)})
    return not heavy


def _components(model: Path) -> set[str]:
    """Import paths of the components that answer with `model`; empty when it cannot be read."""
    try:
        with tarfile.open(model) as archive:
            held = archive.extractfile("metadata.json")
            saved = json.load(held) if held else {}
        return {str(node["uses"]) for node in saved["predict_schema"]["nodes"].values()}
    except (OSError, EOFError, ValueError, KeyError, TypeError, tarfile.TarError):
        return set()
