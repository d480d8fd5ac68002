"""GraphQL over HTTP: what is malformed gets a 4xx and a sentence, and never reaches a domain."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from tortoise import Tortoise

from api.app import create_app
from api.edge import preferred_language
from api.view import MAX_BODY_BYTES
from tests.api import documents
from tests.api.harness import JSON, Api, new_client
from tests.conftest import PUBLIC_URL

GRAPHQL = "application/graphql-response+json"
ASK = json.dumps({"query": documents.VIEWER}).encode()

BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "half a body": (b'{"query": "{ viewer', 400),
    "an array": (b"[" + ASK + b"]", 400),
    "a string": (b'"{ viewer { id } }"', 400),
    "null": (b"null", 400),
    "no query": (b"{}", 400),
    "a query that is a number": (b'{"query": 1}', 400),
    "variables that are a list": (b'{"query": "{ viewer { id } }", "variables": []}', 400),
    "a name that is a list": (b'{"query": "{ viewer { id } }", "operationName": []}', 400),
    "bytes that are no UTF-8": (b'{"query": "\xff\xfe"}', 400),
    "nesting without end": (b"[" * 50_000 + b"]" * 50_000, 400),
    "objects without end": (b'{"variables":' * 7_000, 400),
    "a number of 5,000 digits": (b'{"query": ' + b"9" * 5_000 + b"}", 400),
    "a megabyte": (b'{"query": "' + b"x" * 1_000_000 + b'"}', 413),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
async def test_a_body_that_is_no_operation_is_refused_by_its_own_status(api: Api, body: bytes, status: int) -> None:
    """A parser that fails with 500 is a parser that can be used to fill the log and to look for more."""
    before = api.stored()
    answer = await api.client.post("/graphql", content=body, headers={"content-type": JSON})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["message"]
    assert api.stored() == before


async def test_the_largest_body_is_read_and_one_byte_more_is_not(api: Api) -> None:
    """The limit counts what arrives, whatever a Content-Length header says."""
    padding = MAX_BODY_BYTES - len(json.dumps({"query": ""}))
    headers = {"content-type": JSON, "content-length": "10"}
    for extra, status in ((0, 200), (1, 413)):
        body = json.dumps({"query": "#" * (padding + extra)}).encode()
        answer = await api.client.post("/graphql", content=body, headers=headers)
        assert answer.status_code == status


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "json"]
)
async def test_only_json_is_read(api: Api, content_type: str) -> None:
    """A form on another site can send these types without asking the browser; JSON it can't."""
    answer = await api.client.post("/graphql", content=ASK, headers={"content-type": content_type})
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_only_post_is_answered(api: Api, method: str) -> None:
    """A mutation behind GET could be started by a picture's address."""
    mutation = documents.SIGN_OUT
    answer = await api.client.request(method, "/graphql", params={"query": mutation}, headers={"content-type": JSON})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://testserver.evil.example", "https://testserver@evil.example"]
)
async def test_a_page_of_another_site_is_refused(api: Api, origin: str) -> None:
    """SameSite keeps the cookie at home; this holds even where a browser does not."""
    answer = await api.post(documents.REFRESH, headers={"origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("origin", ["http://[::1", "http://[not-an-address]", "https://testserver:999999", "%", ""])
async def test_an_origin_that_is_no_address_is_refused_quietly(api: Api, origin: str) -> None:
    """Parsing what a stranger sends must not fail loudly."""
    answer = await api.post(documents.VIEWER, headers={"origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("origin", [PUBLIC_URL, None])
async def test_our_own_pages_and_programs_are_answered(api: Api, origin: str | None) -> None:
    """A program sends no Origin, a page of ours sends our address."""
    answer = await api.post(documents.VIEWER, headers={"origin": origin} if origin else {})
    assert (answer.status_code, answer.json()) == (200, {"data": {"viewer": None}})


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL};q=0.9, {JSON};q=0.8", GRAPHQL),
        (f"text/html, {JSON}", JSON),
    ],
)
async def test_the_answer_has_the_media_type_that_was_asked_for(api: Api, accept: str | None, kind: str) -> None:
    """GraphQL over HTTP, content negotiation."""
    answer = await api.post(documents.VIEWER, headers={"accept": accept} if accept else {})
    assert answer.headers["content-type"].split(";")[0] == kind
    assert answer.headers["cache-control"] == "no-store"


async def test_an_answer_nobody_can_read_is_not_made(api: Api) -> None:
    """406 rather than JSON for somebody who said that it is unwelcome."""
    answer = await api.post(documents.VIEWER, headers={"accept": "text/html, image/png"})
    assert answer.status_code == 406


@pytest.mark.parametrize(("kind", "status"), [(JSON, 200), (GRAPHQL, 400)])
async def test_an_invalid_operation_has_errors_and_no_data(api: Api, kind: str, status: int) -> None:
    """Older clients expect 200 with plain JSON; the new media type tells the truth in the status."""
    answer = await api.post("{ viewer { passwordHash } }", headers={"accept": kind})
    assert answer.status_code == status
    assert "data" not in answer.json()


UNPAIRED = "\ud800"
HOSTILE: dict[str, dict[str, Any]] = {
    "operation name": {"query": "query A { viewer { id } }", "operationName": UNPAIRED},
    "query": {"query": "{ viewer { id " + UNPAIRED + " } }"},
    "literal": {"query": '{ verifyCertificate(code: "' + UNPAIRED + '") { state } }'},
    "variable": {"query": documents.VERIFY, "variables": {"code": UNPAIRED}},
    "uuid": {"query": documents.SUBMIT, "variables": {"attempt": UNPAIRED}},
    "variable's name": {"query": documents.VERIFY, "variables": {UNPAIRED: 1}},
    "enum": {
        "query": documents.SAVE_PROFILE,
        "variables": {"input": {"fullName": "A", "group": UNPAIRED, "regency": "35.78", "consent": True}},
    },
    "input field": {"query": documents.SAVE_PROFILE, "variables": {"input": {UNPAIRED: 1}}},
    "number": {"query": documents.SAVE, "variables": {"sequence": float("nan")}},
    "infinity": {"query": documents.SAVE, "variables": {"sequence": float("inf")}},
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
async def test_half_a_character_anywhere_is_no_fault_of_ours(api: Api, body: dict[str, Any]) -> None:
    """JSON can carry what UTF-8 can't (a lone surrogate), and so echoing it back can fail."""
    answer = await api.client.post("/graphql", content=json.dumps(body), headers={"content-type": JSON})
    assert answer.status_code in {200, 400}
    assert "INTERNAL" not in answer.text


@pytest.mark.parametrize(
    "document",
    [documents.REGISTER, documents.SIGN_IN, documents.RESET, documents.ASK_RECOVERY, documents.CONFIRM],
    ids=["register", "sign in", "reset", "recovery", "confirm"],
)
async def test_half_a_character_in_a_password_or_address_is_refused(api: Api, document: str) -> None:
    """The same through the deeds that encode what they are given."""
    mail = "siti@contoh.id" if "password" in document else f"{UNPAIRED}@contoh.id"
    variables = {"email": mail, "password": f"kuda lari {UNPAIRED} di tepi pantai", "token": UNPAIRED}
    names = {name: value for name, value in variables.items() if f"${name}" in document}
    body = json.dumps({"query": document, "variables": names})
    answer = await api.client.post("/graphql", content=body, headers={"content-type": JSON})
    assert answer.status_code == 400
    assert "INTERNAL" not in answer.text


def body_of(literal: str, code: str = "a") -> str:
    """A request whose query holds a literal and whose variables hold a code."""
    query = f"query($code: String!) {{ a: verifyCertificate(code: {literal}) {{ state }} "
    query += "b: verifyCertificate(code: $code) { state } }"
    return json.dumps({"query": query, "variables": {"code": code}})


NUL = {
    "JSON's escape": body_of('"a"', "\0").encode(),
    "JSON's escape in UTF-16": body_of('"a"', "\0").encode("utf-16"),
    "GraphQL's escape": body_of('"\\u0000"').encode(),
    "GraphQL's long escape": body_of('"\\u{0}"').encode(),
    "a block text": body_of('"""\0"""').encode(),
}


@pytest.mark.parametrize("body", NUL.values(), ids=NUL.keys())
async def test_nul_is_refused_however_it_is_spelled(api: Api, body: bytes) -> None:
    """PostgreSQL holds no NUL, and SQLite ends a search at it: then everybody is found."""
    answer = await api.client.post("/graphql", content=body, headers={"content-type": JSON})
    assert answer.status_code in {200, 400}
    assert answer.json()["errors"]
    assert "data" not in answer.json()


async def test_a_fault_of_ours_is_told_neutrally_and_found_by_its_id(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    """A message of a library names tables and paths; the client gets a sentence and the id to quote."""
    someone = await api.account()
    await Tortoise.get_connection("default").execute_script("ALTER TABLE profile RENAME TO gone")
    answer = (await api.post("{ viewer { profile { fullName } } }", by=someone)).json()
    error = answer["errors"][0]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "no such table" not in json.dumps(answer)
    assert error["extensions"]["requestId"] in error["message"]
    assert "no such table" in capsys.readouterr().out


async def test_every_answer_carries_a_request_id_of_its_own(api: Api) -> None:
    """Staff find the log line by the id that a participant reads to them."""
    ids = {(await api.post(documents.VIEWER)).headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3


async def test_the_log_holds_no_address_query_or_token(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    """UU 27/2022: what isn't needed isn't kept, least of all in logs."""
    someone = await api.account("rahasia@contoh.id")
    token = api.token(someone)
    await api.post(documents.SIGN_IN, {"email": someone.email, "password": "kata sandi yang lain"}, by=token)
    await api.client.get("/files/certificates/some-secret-token/sertifikat.pdf")
    logged = capsys.readouterr().out
    assert "request" in logged
    for secret in ("rahasia", "sandi", token, "some-secret-token", "203.0.113.7", "signIn"):
        assert secret not in logged


async def test_an_address_of_nothing_is_not_found(api: Api) -> None:
    """Also where the path is none at all, as in OPTIONS *."""
    assert (await api.client.get("/nothing")).status_code == 404
    assert (await api.client.get("//")).status_code == 404
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    scope: dict[str, Any] = {
        "type": "http",
        "method": "OPTIONS",
        "path": "*",
        "raw_path": b"*",
        "headers": [],
        "query_string": b"",
    }
    scope |= {"headers": [], "server": ("testserver", 443), "scheme": "https", "root_path": ""}
    await api.app(scope, receive, send)
    assert statuses == [404]


async def test_introspection_is_off_in_production_and_on_in_development(api: Api) -> None:
    """The schema is public in the repository; the switch keeps the production surface small."""
    document = "{ __schema { types { name } } }"
    assert "errors" not in (await api.post(document)).json()
    settings = api.tools.settings.model_copy(update={"environment": "production"})
    async with new_client(create_app(replace(api.tools, settings=settings))) as client:
        for asked in (document, '{ __type(name: "Query") { name } }'):
            answer = (await api.post(asked, client=client)).json()
            assert "data" not in answer
        assert (await api.post("{ __typename }", client=client)).json() == {"data": {"__typename": "Query"}}


async def test_many_requests_at_once_keep_their_callers_apart(api: Api) -> None:
    """Context is per request: one caller's identity must never answer another's."""
    people = [await api.account(f"orang{n}@contoh.id") for n in range(10)]
    asked = [api.ask(documents.VIEWER, by=one) for one in people * 3]
    emails = [answer["email"] for answer in await asyncio.gather(*asked)]
    assert emails == [one.email for one in people * 3]


async def test_the_system_says_that_it_is_well(api: Api) -> None:
    """What a supervisor asks."""
    answer = await api.client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "id"), ("en-GB,en;q=0.9,id;q=0.8", "en"), ("id-ID,en", "id"), ("jv, in;q=0.5", "id"), ("fr, en", "en")],
)
def test_the_language_follows_the_browser(header: str, language: str) -> None:
    """Indonesian unless English is asked for first; `in` is the old code of Indonesian."""
    assert preferred_language(header) == language
