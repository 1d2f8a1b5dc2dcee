"""Twilio: requests signed by Twilio's own library, and the TwiML that goes back."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from bot.channels import sms_twilio
from bot.channels.sms import Incoming
from bot.channels.sms_gateways import SmsNotConfigured, sms_routes
from bot.channels.sms_twilio import is_genuine, routes, signature, twiml
from bot.channels.sms_words import UNAVAILABLE
from tests.bot.channels.tables import In, RecordingDesk, client, comes_in

TOKEN = "a-token-of-tests"
PUBLIC = "https://exemple.org"
URL = f"{PUBLIC}/sms/twilio"
ENVIRONMENT = {"SENTIER_SMS": "twilio", "SENTIER_TWILIO_TOKEN": TOKEN, "SENTIER_PUBLIC_URL": PUBLIC}
FORM = {"From": "+18195550100", "To": "+15145550199", "Body": "allo", "MessageSid": "SM1", "NumMedia": "0"}
GOT = Incoming("+18195550100", "allo")


def oracle(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """The signature as Twilio's own library computes it."""
    return str(RequestValidator(token).compute_signature(url, form))


def post(
    form: dict[str, str], signed: str | None, path: str = "/sms/twilio", **headers: str
) -> dict[str, object]:
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    if signed is not None:
        sent["X-Twilio-Signature"] = signed
    return {"method": "POST", "url": path, "content": urlencode(form), "headers": sent}


EMPTY_FIELDS = {**FORM, "FromCity": "", "FromZip": "", "Body": "allo"}
ACCENTS = {**FORM, "Body": "ça va? « été » 😀 a+b=c & d"}
PICTURE = {**FORM, "Body": "", "NumMedia": "2", "MediaUrl0": "https://media.example/1"}

INCOMING = [
    In("authentique", post(FORM, oracle(URL, FORM)), 200, GOT),
    In("champs vides, signés eux aussi", post(EMPTY_FIELDS, oracle(URL, EMPTY_FIELDS)), 200, GOT),
    In(
        "accents et emoji",
        post(ACCENTS, oracle(URL, ACCENTS)),
        200,
        Incoming("+18195550100", ACCENTS["Body"]),
    ),
    In("image sans texte", post(PICTURE, oracle(URL, PICTURE)), 200, Incoming("+18195550100", "", 2)),
    In("paramètres dans l'adresse", post(FORM, oracle(URL + "?a=1", FORM), "/sms/twilio?a=1"), 200, GOT),
    In("signé avec le port usuel", post(FORM, oracle("https://exemple.org:443/sms/twilio", FORM)), 200, GOT),
    In(
        "derrière un mandataire",
        post(FORM, oracle(URL, FORM), Host="127.0.0.1:8080", **{"X-Forwarded-Proto": "http"}),
        200,
        GOT,
    ),
    In("texte changé", post({**FORM, "Body": "autre"}, oracle(URL, FORM)), 403),
    In("champ ajouté", post({**FORM, "Extra": ""}, oracle(URL, FORM)), 403),
    In("sans signature", post(FORM, None), 403),
    In("signature vide", post(FORM, ""), 403),
    In("autre jeton", post(FORM, oracle(URL, FORM, "other")), 403),
    In("autre port", post(FORM, oracle("https://exemple.org:8443/sms/twilio", FORM)), 403),
    In("autre adresse", post(FORM, oracle("http://127.0.0.1:8080/sms/twilio", FORM)), 403),
    In("adresse sans chiffrement", post(FORM, oracle("http://exemple.org/sms/twilio", FORM)), 403),
    In("rien", {**post({}, oracle(URL, {})), "content": b""}, 400),
    In("corps illisible", {**post(FORM, oracle(URL, FORM)), "content": b"\xff\xfe=1"}, 400),
    In("trop long", {**post(FORM, oracle(URL, FORM)), "content": b"Body=" + b"x" * 40_000}, 413),
    In("mauvaise méthode", {"method": "GET", "url": "/sms/twilio"}, 405),
]

OUTGOING = [
    ("une réponse", ["Bonjour."], ["Bonjour."]),
    ("deux réponses, dans l'ordre", ["Appelle le 911.", "1. Oui"], ["Appelle le 911.", "1. Oui"]),
    ("silence", [], []),
    ("caractères du XML", ['a < b & c > "d"'], ['a < b & c > "d"']),
    ("accents, sauts de ligne, emoji", ["ê\n€ 😀"], ["ê\n€ 😀"]),
    ("caractères interdits en XML", ["a\x00b\x0bc\ufffe"], ["abc"]),
]


@pytest.mark.parametrize("case", INCOMING, ids=lambda case: case.label)
def test_what_comes_in(case: In) -> None:
    desk = RecordingDesk()
    comes_in(desk, routes(desk, ENVIRONMENT), case)


@pytest.mark.parametrize(("label", "texts", "sent"), OUTGOING, ids=[row[0] for row in OUTGOING])
def test_what_goes_out(label: str, texts: list[str], sent: list[str]) -> None:
    desk = RecordingDesk(texts)
    with client(routes(desk, ENVIRONMENT)) as gateway:
        response = gateway.request(**post(FORM, oracle(URL, FORM)))
    assert response.headers["content-type"].startswith("application/xml")
    root = ElementTree.fromstring(response.content)
    assert root.tag == "Response"
    assert [(message.tag, message.text) for message in root] == [("Message", text) for text in sent]


def test_a_signature_that_is_not_ascii_is_refused() -> None:
    assert not is_genuine(TOKEN, URL, FORM.items(), "\u00e9")


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), max_size=8))
def test_the_signature_is_that_of_the_library(form: dict[str, str]) -> None:
    if any("\ud800" <= character <= "\udfff" for pair in form.items() for character in "".join(pair)):
        return
    signed = signature(TOKEN, URL, form.items())
    assert signed == oracle(URL, form)
    assert is_genuine(TOKEN, URL, form.items(), signed)
    assert RequestValidator(TOKEN).validate(URL, form, signed)


@pytest.mark.parametrize(
    "url", [URL, "https://exemple.org:443/sms/twilio", "https://exemple.org:8443/sms/twilio"]
)
@pytest.mark.parametrize(
    "signed_for", [URL, "https://exemple.org:443/sms/twilio", "https://exemple.org:1/sms/twilio"]
)
def test_ports_are_judged_as_the_library_judges_them(url: str, signed_for: str) -> None:
    given_signature = oracle(signed_for, FORM)
    ours = is_genuine(TOKEN, url, FORM.items(), given_signature)
    assert ours == RequestValidator(TOKEN).validate(url, FORM, given_signature)


def test_a_repeated_message_is_answered_once() -> None:
    desk = RecordingDesk()
    with client(routes(desk, ENVIRONMENT)) as gateway:
        first = gateway.request(**post(FORM, oracle(URL, FORM)))
        again = gateway.request(**post(FORM, oracle(URL, FORM)))
    assert "Bonjour." in first.text
    assert again.text == twiml([]).body.decode()
    assert again.status_code == 200
    assert len(desk.got) == 1


def test_an_answer_that_could_not_leave_goes_out_when_the_message_is_repeated(monkeypatch) -> None:
    from starlette.requests import Request

    gone = [True, False, False]

    async def is_disconnected(self: Request) -> bool:
        return gone.pop(0)

    monkeypatch.setattr(Request, "is_disconnected", is_disconnected)
    desk = RecordingDesk()
    with client(routes(desk, ENVIRONMENT)) as gateway:
        answers = [gateway.request(**post(FORM, oracle(URL, FORM))).text for _ in range(3)]
    assert "Bonjour." in answers[1]
    assert "Bonjour." not in answers[2]
    assert len(desk.got) == 1


def test_an_answer_that_takes_too_long_becomes_the_numbers(monkeypatch) -> None:
    monkeypatch.setattr(sms_twilio, "ANSWER_SECONDS", 0.05)

    class Slow(RecordingDesk):
        async def answer(self, incoming: Incoming) -> list[str]:
            await asyncio.sleep(5)
            return []

    desk = Slow()
    with client(routes(desk, ENVIRONMENT)) as gateway:
        assert UNAVAILABLE in gateway.request(**post(FORM, oracle(URL, FORM))).text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_fallback_document_gives_the_numbers(method: str) -> None:
    with client(routes(RecordingDesk(), ENVIRONMENT)) as gateway:
        response = gateway.request(method, "/sms/twilio/fallback")
    [message] = ElementTree.fromstring(response.content)
    for number in ("911", "811", "1 866 277-3553", "1 800 363-9010"):
        assert number in (message.text or "")


@pytest.mark.parametrize("missing", ["SENTIER_TWILIO_TOKEN", "SENTIER_PUBLIC_URL"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_it_does_not_start_without_its_settings(assistant, missing: str, value: str | None) -> None:
    environment = {**ENVIRONMENT, missing: value}
    with pytest.raises(SmsNotConfigured, match=missing):
        sms_routes(assistant, {name: held for name, held in environment.items() if held is not None})


@pytest.mark.parametrize("url", ["exemple.org", "ftp://exemple.org", "https://"])
def test_it_does_not_start_with_an_address_that_is_none(assistant, url: str) -> None:
    with pytest.raises(SmsNotConfigured, match="SENTIER_PUBLIC_URL"):
        sms_routes(assistant, {**ENVIRONMENT, "SENTIER_PUBLIC_URL": url})


def test_sms_is_off_unless_asked_for_and_an_unknown_gateway_is_said(assistant) -> None:
    assert sms_routes(assistant, {}) == []
    assert sms_routes(assistant, {"SENTIER_SMS": " "}) == []
    for name in ("words", "carrier-pigeon", "../sms", "text"):
        with pytest.raises(SmsNotConfigured, match="does not exist"):
            sms_routes(assistant, {"SENTIER_SMS": name})


def test_a_whole_exchange_through_the_real_desk(assistant) -> None:
    with client(sms_routes(assistant, ENVIRONMENT)) as gateway:
        said = []
        for number, text in enumerate(("allo", "oui", "je veux mourir", "ARRET")):
            form = {**FORM, "Body": text, "MessageSid": f"SM{number}"}
            said.append(gateway.request(**post(form, oracle(URL, form))).text)
    assert "bon moment" in said[0]
    assert "1 866 277-3553" in said[2]
    assert "plus de message" in said[3]
