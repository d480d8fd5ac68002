"""Hostile answers of an authenticator: the parsers behind the API are fed by strangers, and only ever say no."""

import base64
import json
from typing import Any, cast

import cbor2
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.api import account_documents as asks
from tests.api.authenticator import Authenticator
from tests.api.harness import Api
from tests.api.ways_in import new_passkey, own_key, proven

NOS = {"PASSKEY_REFUSED", "INVALID_INPUT"}
WRONG: tuple[Any, ...] = (None, True, 0, -1, 2**70, 1e308, "", "é", "=", "A" * 9, [], {}, [[]], {"a": 1}, ["x"] * 5)
"""A value of every kind that JSON knows, where another was expected."""

BODIES = {
    "nothing": "",
    "a word": "passkey",
    "null": "null",
    "a number": "1",
    "a huge number": "1" * 60_000,
    "an array": "[]",
    "an empty object": "{}",
    "half an object": '{"id":',
    "nesting": "[" * 45_000 + "]" * 45_000,
    "objects in objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "deep within": '{"id": "a", "response": ' + "[" * 30_000 + "]" * 30_000 + "}",
    "90 kB of a name": json.dumps({"id": "a" * 90_000}),
    "90 kB of a response": json.dumps({"id": "a", "rawId": "a", "type": "public-key", "response": "a" * 80_000}),
    "half a character": '{"id": "\\ud800", "rawId": "\\ud800", "type": "public-key"}',
    "not a number": '{"id": NaN}',
    "infinity": '{"id": "a", "rawId": Infinity}',
    "the same name twice": '{"id": "a", "id": ["b"]}',
    "a foreign prototype": '{"__proto__": {"id": "a"}, "constructor": 1}',
}


async def sent(api: Api, document: str, by: Any, **variables: str) -> str:
    """The one problem; whatever was sent, the request is answered, nobody is signed in and nothing is a fault."""
    answer = await api.post(document, variables, by=by)
    assert answer.status_code == 200
    body = answer.json()
    assert "errors" not in body, body
    ((payload),) = body["data"].values()
    assert not payload.get("done"), payload
    assert not payload.get("accessToken"), payload
    (problem,) = payload["problems"]
    return str(problem["code"])


async def everywhere(api: Api, by: Any, response: str) -> set[str]:
    """The same answer to each of the three operations that take one."""
    asked = await api.ask(asks.START_PASSKEY, by=by)
    made = {"challenge": asked["challenge"], "response": response, "name": "Ponsel"}
    codes = {await sent(api, asks.FINISH_PASSKEY, by, **made)}
    for document in (asks.FINISH_PASSKEY_SIGN_IN, asks.PROVE_BY_PASSKEY):
        asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
        codes.add(await sent(api, document, by, challenge=asked["challenge"], response=response))
    return codes


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_what_is_no_answer_of_an_authenticator_is_refused(api: Api, body: str) -> None:
    """Text that a browser would never send."""
    made = await proven(api)
    await new_passkey(api, made)
    before = api.stored()
    assert await everywhere(api, made, body) <= NOS
    assert api.stored() == before


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a JSON value."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        inner = cast("Any", value)
        for name in inner if isinstance(value, dict) else range(len(inner)):
            found += places(inner[name], (*path, name))
    return found


def put(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """A copy with another value there."""
    copied = json.loads(json.dumps(value))
    inner = copied
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = other
    return copied


async def test_a_wrong_kind_of_value_anywhere_is_refused(api: Api) -> None:
    """Every place of a real answer holds every kind of value once."""
    made = await proven(api)
    key = await new_passkey(api, made)
    to_register, to_sign_in = await api.ask(asks.START_PASSKEY, by=made), await api.ask(asks.START_PASSKEY_SIGN_IN)
    real = json.loads(own_key().made(to_register["options"])), json.loads(key.answered(to_sign_in["options"]))
    ignored = {"clientExtensionResults", "transports", "userHandle"}
    for document, asked, answer in (
        (asks.FINISH_PASSKEY, to_register, real[0]),
        (asks.FINISH_PASSKEY_SIGN_IN, to_sign_in, real[1]),
    ):
        more = {"name": "Ponsel"} if document == asks.FINISH_PASSKEY else {}
        for path in places(answer):
            if ignored & set(path):
                continue
            for other in WRONG:
                body = json.dumps(put(answer, path, other))
                variables = {"challenge": asked["challenge"], "response": body, **more}
                assert await sent(api, document, made, **variables) in NOS, (path, other)


@pytest.mark.parametrize("place", ["clientDataJSON", "attestationObject", "authenticatorData", "signature"])
@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"\x00", b"\xff" * 40, b"{}", b"[]", b"null", b"\xff\xfe{", b"\xc2", b'{"type": "webauthn.create"}'),
        b"[" * 50_000,
        b"\x81" * 50_000,
        b"\xa1" * 50_000,
        b"\xbf" + b"\x61a\x01" * 10_000 + b"\xff",
        cbor2.dumps({"fmt": "none"}),
        cbor2.dumps({"fmt": 1, "attStmt": 1, "authData": 1}),
        cbor2.dumps({"fmt": "packed", "attStmt": {"alg": "x", "sig": 1, "x5c": [1]}, "authData": bytes(37)}),
        cbor2.dumps([1, 2, 3]),
        cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": bytes(32) + b"\x45" + bytes(200)}),
    ],
    ids=lambda raw: raw[:8].hex() or "empty",
)
async def test_bytes_that_mean_nothing_are_refused(api: Api, place: str, raw: bytes) -> None:
    """JSON and CBOR inside base64 inside JSON inside JSON: each has a parser."""
    made = await proven(api)
    key = await new_passkey(api, made)
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
    registering = await api.ask(asks.START_PASSKEY, by=made)
    spelt = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    before = api.stored()
    for document, ours, answer in (
        (asks.FINISH_PASSKEY, registering, json.loads(own_key().made(registering["options"]))),
        (asks.FINISH_PASSKEY_SIGN_IN, asked, json.loads(key.answered(asked["options"]))),
    ):
        if place in answer["response"]:
            answer["response"][place] = spelt
            more = {"name": "Ponsel"} if document == asks.FINISH_PASSKEY else {}
            assert (
                await sent(api, document, made, challenge=ours["challenge"], response=json.dumps(answer), **more) in NOS
            )
    assert api.stored() == before


KEYS: dict[str, Any] = {
    "no map": 1,
    "an empty map": {},
    "no curve": {1: 2, 3: -7},
    "a point that is not on the curve": {1: 2, 3: -7, -1: 1, -2: bytes(31) + b"\x05", -3: bytes(31) + b"\x05"},
    "a point of numbers": {1: 2, 3: -7, -1: 1, -2: 5, -3: 5},
    "a point too short": {1: 2, 3: -7, -1: 1, -2: b"\x01", -3: b"\x01"},
    "an unknown curve": {1: 2, 3: -7, -1: 99, -2: bytes(32), -3: bytes(32)},
    "an unknown kind": {1: 99, 3: -7, -1: 1},
    "an unknown algorithm": {1: 2, 3: -70_000, -1: 1, -2: bytes(32), -3: bytes(32)},
    "an RSA key of nothing": {1: 3, 3: -257, -1: b"\x00", -2: b"\x00"},
    "an RSA key of one": {1: 3, 3: -257, -1: b"\x01", -2: b"\x01"},
    "an even RSA key": {1: 3, 3: -257, -1: b"\x02" * 256, -2: b"\x02"},
    "a huge RSA key": {1: 3, 3: -257, -1: b"\x03" * 30_000, -2: b"\x01\x00\x01"},
    "an Edwards key too short": {1: 1, 3: -8, -1: 6, -2: b"\x01"},
    "a name for a number": {1: "x", 3: "y"},
    "nested": {1: [[[[]]]], 3: {1: 2}},
}


@pytest.mark.parametrize("cose", KEYS.values(), ids=KEYS.keys())
async def test_a_key_by_which_nobody_can_sign_in_is_not_kept(api: Api, cose: Any) -> None:
    """It would stand in the list and fail when it is needed, or worse, make the check itself fail or stand still."""
    made = await proven(api)
    asked = await api.ask(asks.START_PASSKEY, by=made)
    before = api.stored()
    response = hostile(cose).made(asked["options"])
    variables = {"challenge": asked["challenge"], "response": response, "name": "Ponsel"}
    assert await sent(api, asks.FINISH_PASSKEY, made, **variables) in NOS
    assert api.stored() == before


class Hostile(Authenticator):
    """An authenticator that answers with another public key than its own."""

    cose: bytes = b""

    def _public_key(self) -> bytes:
        return self.cose


def hostile(cose: Any) -> Hostile:
    """One that says that this is its key."""
    key = own_key()
    made = Hostile(key.origin, key.site)
    made.cose = cbor2.dumps(cose)
    return made


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
RESPONSES = st.fixed_dictionaries(
    {},
    optional={
        "id": st.just("AAAA") | JSON_VALUES,
        "rawId": st.just("AAAA") | JSON_VALUES,
        "type": st.just("public-key") | JSON_VALUES,
        "authenticatorAttachment": JSON_VALUES,
        "response": JSON_VALUES
        | st.fixed_dictionaries(
            {},
            optional={
                name: JSON_VALUES | st.binary(max_size=80).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
                for name in ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
            },
        ),
    },
)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(response=RESPONSES.map(json.dumps) | st.text(st.characters(codec="utf-8", exclude_characters="\0")))
async def test_no_answer_is_a_fault(api: Api, response: str) -> None:
    """Whatever the shape, there is a problem with a code and no session."""
    asked = await api.ask(asks.START_PASSKEY_SIGN_IN)
    if "\\u0000" in response:
        return
    variables = {"challenge": asked["challenge"], "response": response}
    assert await sent(api, asks.FINISH_PASSKEY_SIGN_IN, None, **variables) in NOS
