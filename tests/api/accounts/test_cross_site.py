"""Threat 6, requests that another site causes: every mutation by form, by text, from a foreign page; the cookies."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType

from api.schema import core
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import JSON, PASSWORD, Api
from tests.api.ways_in import (
    by_code,
    by_google,
    by_passkey,
    by_password,
    changed_address,
    journey,
    new_passkey,
    proven,
)
from tests.conftest import PUBLIC_URL
from tests.openid.provider import Provider

SITI = "siti@contoh.id"
LITERALS = {"String": '"x"', "ID": '"x"', "UUID": f'"{uuid4()}"', "Int": "1", "Float": "1.5", "Boolean": "true"}

FOREIGN: dict[str, tuple[dict[str, str], int]] = {
    "a foreign page": ({"content-type": JSON, "origin": "https://evil.example"}, 403),
    "a page without an origin of its own": ({"content-type": JSON, "origin": "null"}, 403),
    "our address without TLS": ({"content-type": JSON, "origin": PUBLIC_URL.replace("https", "http")}, 403),
    "text": ({"content-type": "text/plain"}, 415),
    "text that says JSON": ({"content-type": "text/plain; application/json"}, 415),
    "a form": ({"content-type": "application/x-www-form-urlencoded"}, 415),
    "a form with files": ({"content-type": "multipart/form-data; boundary=x"}, 415),
}


def literal(spelt: str) -> str:
    """A value of this type, as it stands in an operation."""
    if spelt.startswith("["):
        return f"[{literal(spelt.strip('[]!'))}]"
    kind = core().type_map[spelt.rstrip("!")]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        # Of a one-of exactly one field has to be there; other inputs may be empty.
        return '{ text: "x" }' if kind.is_one_of else "{}"
    return LITERALS[kind.name]


def mutations() -> list[str]:
    """Every mutation of the contract, with a value for each argument: a new one is attacked by itself."""
    root = core().mutation_type
    assert root is not None
    written: list[str] = []
    for name, field in root.fields.items():
        given = ", ".join(f"{argument}: {literal(str(known.type))}" for argument, known in field.args.items())
        called = f"{name}({given})" if given else name
        written.append(f"mutation {{ {called} {{ problems {{ code }} }} }}")
    return written


@pytest.mark.parametrize(("headers", "status"), FOREIGN.values(), ids=FOREIGN.keys())
async def test_no_mutation_is_taken_from_another_site(api: Api, headers: dict[str, str], status: int) -> None:
    """With the cookies of a participant who is signed in and proven; nothing is done, no cookie is set."""
    await api.account(SITI)
    await by_password(api, SITI)
    before = api.stored()
    for mutation in mutations():
        body = json.dumps({"query": mutation})
        answer = await api.client.post("/graphql", content=body, headers=headers)
        assert answer.status_code == status, mutation
        assert "set-cookie" not in answer.headers
    assert api.stored() == before


async def test_every_mutation_is_one_that_our_own_page_may_send(api: Api) -> None:
    """Otherwise the refusals above would prove nothing."""
    for mutation in mutations():
        answer = await api.post(mutation, headers={"origin": PUBLIC_URL})
        assert answer.status_code == 200
        assert "errors" not in answer.json(), mutation


async def test_cookies_alone_sign_nobody_in(api: Api) -> None:
    """What a browser sends by itself is no right to anything: each deed wants the token that only our page holds."""
    made = await proven(api, SITI)
    await new_passkey(api, made)
    await by_password(api, SITI)
    assert {"__Host-jawara", "__Host-jawara-device"} <= set(api.client.cookies)
    before = api.stored()
    assert await api.ask(documents.VIEWER) is None
    deeds: dict[str, dict[str, Any]] = {
        asks.SET_PASSWORD: {"password": "sapi makan rumput hijau"},
        asks.ASK_CHANGE: {"email": "pencuri@contoh.id"},
        asks.START_PASSKEY: {},
        asks.UNLINK_GOOGLE: {},
        asks.SIGN_OUT_EVERYWHERE: {"keep": False},
    }
    for document, variables in deeds.items():
        assert await api.refused(document, **variables) == ["UNAUTHENTICATED"]
    assert api.stored() == before


async def test_every_cookie_is_for_this_host_alone_and_out_of_reach_for_scripts(provider: Provider, api: Api) -> None:
    """In each way in, in a change of address, and where it is taken away; browsers drop a __Host- cookie otherwise."""
    headers: list[str] = []

    async def noted(answer: httpx.Response) -> None:
        headers.extend(answer.headers.get_list("set-cookie"))

    api.client.event_hooks["response"].append(noted)
    await api.account(SITI)
    token = await by_password(api, SITI)
    key = await new_passkey(api, token)
    await by_google(api, provider, "budi@contoh.id", link_to=token)
    await by_google(api, provider, "budi@contoh.id")
    await changed_address(api, token, "siti.baru@contoh.id")
    await by_passkey(api, key)
    await by_code(api, "baru@contoh.id")
    await api.ask(documents.REFRESH)
    await journey(api, provider, SITI)
    await api.ask(documents.SIGN_OUT)
    assert {header.partition("=")[0] for header in headers} == {
        "__Host-jawara",
        "__Host-jawara-device",
        "__Host-jawara-google",
    }
    for header in headers:
        parts = {part.strip().lower() for part in header.split(";")[1:]}
        assert {"httponly", "secure", "samesite=strict", "path=/"} <= parts, header
        assert not any(part.startswith("domain") for part in parts), header
        assert len(header) < 4_096


async def test_no_cookie_is_believed_under_another_name(api: Api) -> None:
    """A page of a neighbouring host can plant a cookie, but none whose name begins with __Host-."""
    await api.account(SITI)
    await by_password(api, SITI)
    token = api.client.cookies["__Host-jawara"]
    api.client.cookies.clear()
    for name in ("jawara", "__Secure-jawara", "__host-jawara", "__Host-Jawara"):
        answer = await api.post(documents.REFRESH, headers={"cookie": f"{name}={token}"})
        assert answer.json()["data"]["refreshSession"]["problems"][0]["code"] == "UNAUTHENTICATED"


async def test_a_refresh_token_is_no_access_token_and_the_other_way_round(api: Api) -> None:
    """Threat 4: each opens its own door alone."""
    made = await api.account(SITI)
    await by_password(api, SITI)
    assert await api.ask(documents.VIEWER, by=api.client.cookies["__Host-jawara"]) is None
    assert await api.ask(documents.VIEWER, by=api.client.cookies["__Host-jawara-device"]) is None
    api.client.cookies.clear()
    answer = await api.post(documents.REFRESH, headers={"cookie": f"__Host-jawara={api.token(made)}"})
    assert answer.json()["data"]["refreshSession"]["accessToken"] is None


async def test_a_foreign_device_cookie_changes_no_answer(api: Api) -> None:
    """Whatever somebody plants, the answers to right and wrong passwords stay as they are."""
    await api.account(SITI)
    for planted in ("x", "A" * 3_000, "__Host-jawara", "%00"):
        sent = {"cookie": f"__Host-jawara-device={planted}"}
        wrong = await api.post(documents.SIGN_IN, {"email": SITI, "password": PASSWORD + "x"}, headers=sent)
        assert wrong.json()["data"]["signIn"]["problems"][0]["code"] == "WRONG_CREDENTIALS"
        right = await api.post(documents.SIGN_IN, {"email": SITI, "password": PASSWORD}, headers=sent)
        assert right.json()["data"]["signIn"]["problems"] == []
