"""The same conversation without JavaScript: HTML forms, one exchange on the page at a time.

The token stands in a hidden field: never in an address, never in a cookie. The page shows the last exchange
only, so that no earlier words travel with every request or stay in a page somebody finds open.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.conversation.messages import BotMessage, Reply
from bot.conversation.reception import receive
from bot.conversation.turn import Assistant, ChoiceNotOffered, EmptyMessage, UnknownConversation
from bot.privacy.conversations import Busy, conversation_id
from bot.privacy.sealing import handle_of
from bot.safety.french import clean
from bot.web.api import BUSY, read_form, shown_back
from bot.web.ended import Ended
from bot.web.limits import TooFast, at_an_easy_pace
from bot.web.rendering import Pages
from bot.web.views import Card

HELLO = "Allo. Qu'est-ce qui aiderait en ce moment?"
START = (
    "Un endroit où dormir",
    "Parler à quelqu'un",
    "Je veux de l'aide, je ne sais pas par où commencer",
    "J'aide une proche",
)
"""First choices, sent as her own words; the same as in static/w.js."""

_FRESH = "La conversation d'avant a été effacée. Voici la réponse au dernier message."
_REDACTED = "Par prudence, un renseignement personnel a été caché. Pas besoin d'en donner."
_EMPTY = "Il manque le message : quelques mots, ou une réponse au choix."
_GONE = "Ce choix n'est plus offert. Quelques mots suffisent pour chercher."


@dataclass(frozen=True)
class Shown:
    """What the page holds: her last words, the answer, choices (field, value, title), a notice, the token."""

    token: str = ""
    said: str = ""
    messages: tuple[tuple[BotMessage, tuple[Card, ...]], ...] = ()
    choices: tuple[tuple[str, str, str], ...] = ()
    notice: str = ""
    draft: str = ""
    first: bool = False


def start(notice: str = "", draft: str = "") -> Shown:
    """The empty page."""
    return Shown(
        messages=((BotMessage(HELLO), ()),),
        choices=tuple(("text", title, title) for title in START),
        notice=notice,
        draft=draft,
        first=True,
    )


def _shown(token: str, said: str, reply: Reply, notice: str) -> Shown:
    messages = tuple(
        (message, tuple(Card.of(service) for service in message.services)) for message in reply.messages
    )
    # An id holds no space; the title rides along so that a choice survives a restart of the server.
    choices = tuple(("choice", f"{choice.id} {choice.title}", choice.title) for choice in reply.choices())
    return Shown("" if reply.forget else token, said, messages, choices, notice)


def plain_routes(assistant: Assistant, pages: Pages, ended: Ended) -> list[Route]:
    """`/p` to talk, `/p/fin` to erase and leave."""

    def page(shown: Shown) -> Response:
        return pages.respond("plain.html", shown=shown)

    def away() -> Response:
        # An empty page that leads on at once. A redirect of a form would be stopped by the content policy as
        # soon as the exit page itself redirects elsewhere, and she would stay here.
        return pages.respond("gone.html")

    async def say(token: str, *, text: str | None = None, choice: str | None = None) -> Reply:
        return await receive(assistant, handle_of(token), "page", text=text, choice=choice)

    async def first(request: Request) -> Response:  # noqa: ARG001
        return page(start())

    async def talk(request: Request) -> Response:
        fields = await read_form(request)
        token, text = fields.get("token", ""), fields.get("text", "")
        choice, _, title = fields.get("choice", "").partition(" ")
        notice = ""
        if await ended.holds(token):
            # Back after leaving, then "send again": her words stay gone.
            return page(start())
        try:
            await at_an_easy_pace(request, token)
            try:
                if not token:
                    raise UnknownConversation
                reply = await say(token, text=None if choice else text, choice=choice or None)
            except UnknownConversation:
                notice = _FRESH if token else ""
                token = await assistant.conversations.begin("page")
                # A fresh conversation has offered nothing: the choice counts as its words.
                text, choice = text or title, ""
                reply = await say(token, text=text)
        except TooFast as problem:
            # Her page, not a page of errors: the conversation and her words would be lost there.
            kept = Shown(token, messages=((BotMessage(problem.detail), ()),), draft=text or title)
            return pages.respond(
                "plain.html", status=problem.status_code, headers=dict(problem.headers or {}), shown=kept
            )
        except UnknownConversation:
            return page(start(_FRESH, text))
        except Busy:
            return page(start(BUSY, text))
        except (EmptyMessage, ChoiceNotOffered) as problem:
            async with assistant.conversations.hold(handle_of(token), "page"):
                held = assistant.conversations.get(conversation_id(token))
            again = _EMPTY if isinstance(problem, EmptyMessage) else _GONE
            if held is None or held.last_reply is None:
                return page(start(again, text))
            return page(_shown(token, "", held.last_reply, again))
        if reply.leave:
            await ended.end(token)
            return away()
        if reply.forget:
            await ended.end(token)
        shown = title if choice else shown_back(text)
        if not choice and shown != clean(text):
            notice = " ".join(part for part in (notice, _REDACTED) if part)
        return page(_shown(token, shown, reply, notice))

    async def leave(request: Request) -> Response:
        await ended.end((await read_form(request)).get("token", ""))
        return away()

    async def erase(request: Request) -> Response:
        await ended.end((await read_form(request)).get("token", ""))
        return page(start("C'est effacé, ici et chez nous."))

    return [
        Route("/p", first, methods=["GET"]),
        Route("/p", talk, methods=["POST"]),
        Route("/p/fin", leave, methods=["POST"]),
        Route("/p/debut", erase, methods=["POST"]),
    ]
