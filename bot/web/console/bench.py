"""/banc: any message as anybody: what is understood, what she would read, why each service, why not another.

Nothing typed here is kept: the conversation is forgotten when the page is made. Only « Enregistrer comme
parcours » keeps the words, without the personal data in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.channels import gsm
from bot.conversation.turn import EmptyMessage
from bot.paths.playing import Turn, outcome, play
from bot.safety.french import fold
from bot.web.console.requests import redacted, redacted_field, text_field
from bot.web.console.shell import Console, Section, Visitor
from bot.web.errors import Refused
from bot.web.views import Card
from directory.accounts.roles import STAFF
from directory.errors import PathInvalid, PathTaken, QueryInvalid, TooManyPaths
from directory.geography import QUEBEC
from directory.paths.model import CHANNELS, Expected, Path, Persona
from directory.paths.reading import document, parse
from directory.paths.running import unknown_services
from directory.paths.saved import MOST_SAVED, every_path, save_path
from directory.refer.jsonl import resolve
from directory.vocabulary import vocabulary

PATH = "/banc"
MOST_MESSAGES = 12
_TYPED = 12_000
PROFILES = {
    "personne": "elle-même",
    "proche": "une personne proche",
    "intervenant": "une intervenante",
    "acheteur": "un homme qui achète",
}
MUST, NEVER = "doit", "jamais"
_TAKEN = "Un parcours porte déjà ce nom : choisissez-en un autre."
_FULL = f"{MOST_SAVED} parcours sont déjà enregistrés : une responsable doit d'abord en supprimer."
_UNNAMED = "Ce parcours ne peut pas être enregistré : donnez-lui un nom en lettres et en chiffres."


@dataclass(frozen=True)
class Asked:
    """What the form asks: who, when, on which channel, which messages; `problem` when it cannot be tried."""

    typed: Mapping[str, Any]
    persona: Persona
    words: tuple[str, ...]
    problem: str = ""


def section(console: Console) -> Section:
    """The section."""

    def page(
        request: Request,
        visitor: Visitor,
        asked: Asked,
        turns: Sequence[Turn] = (),
        sms: Sequence[Turn] = (),
        problem: str = "",
        status: int = 200,
    ) -> Response:
        return console.respond(
            request,
            "banc.html",
            visitor,
            status=status,
            typed=asked.typed,
            problem=problem or asked.problem,
            ready=console.assistant is not None,
            turns=[_shown(turn, other) for turn, other in zip(turns, sms, strict=False)],
            last=_referral(turns),
            kinds=list(dict.fromkeys(kind for turn in turns for kind in _kinds(turn))),
            known=vocabulary(),
            profiles=PROFILES,
            channels=CHANNELS,
            most=MOST_MESSAGES,
            persona=asked.persona,
        )

    async def form(request: Request, visitor: Visitor) -> Response:
        wanted = request.query_params.get("parcours", "")
        typed = await run_in_threadpool(_typed_of_path, console, wanted) if wanted else {}
        return page(request, visitor, _asked(typed, console.now()))

    async def tried(request: Request, visitor: Visitor) -> Response:
        asked = _asked(_typed(await request.form()), console.now())
        if asked.problem:
            return page(request, visitor, asked, status=400)
        turns, sms = await _both(asked)
        return page(request, visitor, asked, turns, sms)

    async def _both(asked: Asked) -> tuple[list[Turn], list[Turn]]:
        """The conversation on the web, and the same by text message."""
        assistant = console.assistant
        if assistant is None:
            raise Refused(503, "no_engine", "Le moteur ne tourne pas à côté de cette console.")
        try:
            web = await play(assistant, asked.persona, asked.words, told=True, channel="web")
            sms = await play(assistant, asked.persona, asked.words, told=True, channel="sms")
        except EmptyMessage as empty:
            raise Refused(400, "empty", "Un des messages est vide.") from empty
        return web, sms

    async def saved(request: Request, visitor: Visitor) -> Response:
        form = await request.form()
        asked = _asked(_typed(form), console.now())
        if asked.problem:
            return page(request, visitor, asked, status=400)
        turns, sms = await _both(asked)
        try:
            path = _path(asked, form)
            if missing := await run_in_threadpool(unknown, path):
                sentence = f"Ces fiches ne sont pas au répertoire : {', '.join(sorted(missing))}."
                return page(request, visitor, asked, turns, sms, sentence, 400)
            kept = turns if asked.persona.channel == "web" else sms
            pinned = outcome(path, kept).pinned()
            await run_in_threadpool(keep, path, pinned, visitor)
        except PathTaken:
            return page(request, visitor, asked, turns, sms, _TAKEN, 400)
        except TooManyPaths:
            return page(request, visitor, asked, turns, sms, _FULL, 400)
        except PathInvalid:
            return page(request, visitor, asked, turns, sms, _UNNAMED, 400)
        return RedirectResponse(f"/parcours/{path.id}", status_code=303)

    def unknown(path: Path) -> set[str]:
        with console.database.session() as session:
            return unknown_services(session, [path])

    def keep(path: Path, pinned: Any, visitor: Visitor) -> None:
        with console.database.session() as session:
            save_path(
                session, path, at=console.now(), actor=visitor.username, role=visitor.role, pinned=pinned
            )

    return Section(
        "banc",
        "Banc d'essai",
        PATH,
        STAFF,
        [
            Route(PATH, console.guarded(form, *STAFF), methods=["GET"]),
            Route(PATH, console.guarded(tried, *STAFF), methods=["POST"]),
            Route(f"{PATH}/enregistrer", console.guarded(saved, *STAFF), methods=["POST"]),
        ],
        summary="Écrire comme n'importe qui, et voir ce qui est compris, montré et écarté.",
    )


# ---- The form.


def _typed(form: FormData) -> dict[str, Any]:
    return {
        "messages": text_field(form, "messages", _TYPED),
        "profil": text_field(form, "profil", 20),
        "age": text_field(form, "age", 3),
        "lieu": text_field(form, "lieu", 80),
        "moment": text_field(form, "moment", 20),
        "canal": text_field(form, "canal", 5),
        "populations": [str(one) for one in form.getlist("populations")],
    }


def _typed_of_path(console: Console, name: str) -> dict[str, Any]:
    with console.database.session() as session:
        path = next((one for one in every_path(session) if one.id == name), None)
    if path is None:
        raise Refused(404, "no_path", "Il n'y a pas de parcours de ce nom.")
    persona = path.persona
    facts = {
        "age": str(persona.age or ""),
        "lieu": persona.place or "",
        "populations": list(persona.populations),
        "profil": persona.profile,
    }
    return {
        # What her words say is not told beforehand.
        **(facts if path.told else {}),
        "messages": "\n".join(path.words),
        "moment": persona.at.astimezone(QUEBEC).strftime("%Y-%m-%dT%H:%M"),
        "canal": persona.channel,
    }


def _asked(typed: Mapping[str, Any], now: datetime) -> Asked:
    """What was typed as a person and her messages; the first thing that is wrong as a French sentence."""
    known = vocabulary()
    fields: dict[str, Any] = {
        "messages": "",
        "profil": "personne",
        "age": "",
        "lieu": "",
        "moment": now.astimezone(QUEBEC).strftime("%Y-%m-%dT%H:%M"),
        "canal": "web",
        "populations": [],
    }
    fields.update({key: value for key, value in typed.items() if value})
    words = tuple(line.strip() for line in str(fields["messages"]).splitlines() if line.strip())
    problem = ""
    if not words or len(words) > MOST_MESSAGES:
        problem = f"Écrivez de un à {MOST_MESSAGES} messages, un par ligne." if typed else ""
    age = _age(fields["age"])
    if fields["age"] and age is None:
        problem = "L'âge est un nombre de 0 à 120."
    at = _moment(fields["moment"])
    if at is None:
        problem, at = "Le moment s'écrit comme 2026-11-24 22:30.", now
    place = str(fields["lieu"]) or None
    if place and not _is_place(place):
        problem = "Ce lieu n'est pas connu : écrivez une ville, un quartier ou une région du Québec."
    persona = Persona(
        profile=fields["profil"] if fields["profil"] in known.profiles else "personne",
        age=age,
        place=place,
        populations=tuple(one for one in fields["populations"] if one in known.populations),
        channel=fields["canal"] if fields["canal"] in CHANNELS else "web",
        at=at,
    )
    return Asked(fields, persona, words, problem)


def _age(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= 120 else None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=QUEBEC)


def _is_place(name: str) -> bool:
    try:
        return resolve(name) is not None
    except QueryInvalid:
        return False


def _path(asked: Asked, form: FormData) -> Path:
    """The path that is saved: words and name without personal data, expectations as they were ticked."""
    title = redacted_field(form, "titre", 120)
    words = tuple(redacted(line) for line in asked.words)
    services = [name.removeprefix("service:") for name in form if name.startswith("service:")]
    chosen = {slug: text_field(form, f"service:{slug}", 10) for slug in services}
    region = text_field(form, "region", 2)
    # What she should have been given and was not: the reason why a path is saved more often than not.
    chosen.update(dict.fromkeys(_listed(form, "jamais_aussi"), NEVER))
    chosen.update(dict.fromkeys(_listed(form, "doit_aussi"), MUST))
    line = text_field(form, "ligne", 120)
    path = Path(
        id=_slug(title),
        title=title,
        persona=replace(
            asked.persona, who=redacted_field(form, "qui", 400), place=_kept_place(asked.persona.place)
        ),
        words=words,
        expected=Expected(
            needs=tuple(dict.fromkeys(str(one) for one in form.getlist("besoin"))),
            region=region or None,
            danger=tuple(str(one) for one in form.getlist("danger")),
            services=tuple(slug for slug, wish in chosen.items() if wish == MUST),
            never=tuple(slug for slug, wish in chosen.items() if wish == NEVER),
            lines=(line,) if line else (),
        ),
        told=True,
    )
    return parse(document(path), "console")


def _kept_place(typed: str | None) -> str | None:
    """The place as typed, or its name alone when something personal stands beside it."""
    if typed is None or redacted(typed) == typed:
        return typed
    found = resolve(typed)
    return found.name if found is not None else None


def _listed(form: FormData, name: str) -> list[str]:
    """Ids of services, as somebody separates them."""
    return [word for word in re.split(r"[\s,;]+", text_field(form, name, 600)) if word]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:80].strip("-")


# ---- The page.


def _kinds(turn: Turn) -> tuple[str, ...]:
    return turn.verdict.kinds if turn.verdict is not None else ()


def _shown(turn: Turn, sms: Turn) -> dict[str, Any]:
    """One message and its answer, for the page."""
    return {
        "said": redacted(turn.said),
        "understood": turn.understood,
        "verdict": turn.verdict,
        "messages": [
            {
                "text": message.text,
                "cards": [Card.of(service) for service in message.services],
                "choices": [choice.title for choice in message.choices],
            }
            for message in turn.reply.messages
        ],
        "sms": [
            {"text": text, "segments": segments, "characters": len(text), "gsm": gsm.fits_gsm7(text)}
            for text, segments in sms.sms
        ],
        "asked": bool(turn.referrals),
    }


def _referral(turns: Sequence[Turn]) -> dict[str, Any] | None:
    """The last question to the directory that was answered on the page, with its whole answer."""
    shown = next((turn.shown for turn in reversed(turns) if turn.shown), None)
    if shown is None:
        return None
    query, referral = shown
    return {
        "query": query,
        "services": referral.services,
        "line": referral.line,
        "rejected": referral.rejected,
        "notes": [note.text for note in referral.notes],
        "region": referral.region,
    }
