"""Access tokens: whatever isn't exactly as we make it speaks for nobody."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jose import jwt  # pyright: ignore[reportMissingModuleSource] - the library ships no types of its own

from api.accounts import tokens
from api.accounts.recovery import RECOVER
from api.accounts.registration import CONFIRM
from api.certification.graphql import DOWNLOAD
from api.identity import Identity, Role
from api.settings import Settings, load
from tests.api import documents
from tests.api.harness import Api
from tests.fakes import MORNING

SETTINGS = load(token_key="k" * 48, public_url="https://testserver")
WHO = Identity(uuid4(), uuid4(), Role.STAFF)
GONE = "(gone)"


def identity_from(token: str, settings: Settings, at: datetime) -> Identity | None:
    """Whom a good token speaks for."""
    found = tokens.verified(token, settings, at)
    return found.identity if found else None


def key(settings: Settings = SETTINGS) -> str:
    """The key that access tokens are signed with, found as an insider would."""
    return tokens._key(settings, tokens.ACCESS)  # pyright: ignore[reportPrivateUsage] - the attack knows it


def claims(**changes: Any) -> dict[str, Any]:
    """What a token of ours says, with changes; GONE takes a claim away."""
    ours: dict[str, Any] = json.loads(_part(tokens.access_token(WHO, SETTINGS, MORNING).text, 1))
    return {name: value for name, value in (ours | changes).items() if value is not GONE}


def signed(says: dict[str, Any], *, secret: str | None = None, algorithm: str = "HS256") -> str:
    return jwt.encode(says, secret or key(), algorithm)


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def _part(token: str, number: int) -> bytes:
    part = token.split(".")[number]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_our_own_token_speaks_for_its_account_for_ten_minutes() -> None:
    """And not a second longer."""
    token = tokens.access_token(WHO, SETTINGS, MORNING)
    assert token.expires_at == MORNING + timedelta(minutes=10)
    assert identity_from(token.text, SETTINGS, token.expires_at - timedelta(seconds=1)) == WHO
    assert identity_from(token.text, SETTINGS, token.expires_at) is None


def test_the_forgers_tools_make_a_good_token_when_nothing_is_changed() -> None:
    """Otherwise the refusals below would prove nothing."""
    assert identity_from(signed(claims()), SETTINGS, MORNING) == WHO


@pytest.mark.parametrize(
    "changes",
    [
        *({name: GONE} for name in ("exp", "aud", "iss", "typ", "sub", "sid", "role")),
        {"exp": int(MORNING.timestamp()) - 1},
        {"exp": "9999999999"},
        {"exp": None},
        {"exp": True},
        {"exp": 9e9},
        {"aud": "somebody-else"},
        {"aud": ["si-jawara", "somebody-else"]},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": ["https://testserver"]},
        {"typ": "refresh"},
        {"typ": DOWNLOAD},
        {"sub": "nobody"},
        {"sub": 1},
        {"sub": None},
        {"sid": ["a"]},
        {"role": "admin"},
        {"role": None},
        {"role": ["staff"]},
    ],
    ids=str,
)
def test_a_token_that_lacks_or_changes_a_claim_speaks_for_nobody(changes: dict[str, Any]) -> None:
    """The library accepts tokens without exp or aud: every claim is compared by us."""
    assert identity_from(signed(claims(**changes)), SETTINGS, MORNING) is None


def test_no_other_algorithm_is_read() -> None:
    """`none` and a stronger hash alike: one algorithm, pinned."""
    unsigned = f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{encoded(claims())}."
    empty = f"{encoded({'alg': 'HS256'})}.{encoded(claims())}."
    for forged in (unsigned, empty, signed(claims(), algorithm="HS384"), signed(claims(), algorithm="HS512")):
        assert identity_from(forged, SETTINGS, MORNING) is None


def test_no_other_key_is_accepted() -> None:
    """Neither another system's, nor the root key itself, nor the key of another purpose."""
    other = load(token_key="j" * 48, public_url="https://testserver")
    purposes = [tokens._key(SETTINGS, one) for one in (CONFIRM, RECOVER, DOWNLOAD)]  # pyright: ignore[reportPrivateUsage]
    for secret in (key(other), "k" * 48, "secret", *purposes):
        assert identity_from(signed(claims(), secret=secret), SETTINGS, MORNING) is None


def test_what_the_header_says_of_keys_is_not_followed() -> None:
    """jku, jwk and kid would let the token choose its own judge."""
    header = {"jku": "https://evil.example/keys", "jwk": {"kty": "oct", "k": "c2VjcmV0"}, "kid": "../../dev/null"}
    forged = jwt.encode(claims(), "secret", "HS256", headers=header)
    assert identity_from(forged, SETTINGS, MORNING) is None


HOSTILE = {
    "nothing": "",
    "no dots": "abc",
    "dots": "...",
    "two parts": "a.b",
    "no letters": "\x00.\x01.\x02",
    "not ASCII": "é.é.é",
    "a header that is a list": f"{encoded([])}.{encoded({})}.AAAA",
    "a header that is null": f"{encoded(None)}.{encoded({})}.AAAA",
    "an algorithm that is a list": f"{encoded({'alg': ['HS256']})}.{encoded({})}.AAAA",
    "an algorithm that is an object": f"{encoded({'alg': {}})}.{encoded({})}.AAAA",
    "claims that are a list": f"{encoded({'alg': 'HS256'})}.{encoded([])}.AAAA",
    "a header nested deep": base64.urlsafe_b64encode(b"[" * 3_000).decode() + ".e30.AAAA",
    "a header of many digits": base64.urlsafe_b64encode(b'{"alg":' + b"9" * 5_000 + b"}").decode() + ".e30.AAAA",
    "a long one": "A" * 60_000,
}


@pytest.mark.parametrize("token", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_token_at_all_speaks_for_nobody(token: str) -> None:
    """Nothing that stands in a header may raise."""
    assert identity_from(token, SETTINGS, MORNING) is None


@given(st.text(st.characters(max_codepoint=255), max_size=200))
def test_any_text_speaks_for_nobody(token: str) -> None:
    """Found by chance rather than by thought."""
    assert identity_from(token, SETTINGS, MORNING) is None
    assert tokens.is_sealed(CONFIRM, token, SETTINGS, MORNING) is False


@given(st.integers(0, 10_000))
def test_a_changed_character_breaks_a_token(place: int) -> None:
    """Header, claims and signature are all covered."""
    token = tokens.access_token(WHO, SETTINGS, MORNING).text
    place %= len(token) - 1
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    assert identity_from(changed, SETTINGS, MORNING) is None


def test_a_sealed_id_serves_one_purpose_state_and_time() -> None:
    """A confirmation link never resets a password, and none of them outlives what it is bound to."""
    row, until = uuid4(), MORNING + timedelta(hours=1)
    token = tokens.sealed_id(RECOVER, row, until, SETTINGS, bound_to="hash")
    assert tokens.unsealed_id(token) == row
    assert tokens.is_sealed(RECOVER, token, SETTINGS, MORNING, bound_to="hash")
    assert not tokens.is_sealed(RECOVER, token, SETTINGS, MORNING, bound_to="other")
    assert not tokens.is_sealed(CONFIRM, token, SETTINGS, MORNING, bound_to="hash")
    assert not tokens.is_sealed(RECOVER, token, SETTINGS, until, bound_to="hash")
    other = load(token_key="j" * 48)
    assert not tokens.is_sealed(RECOVER, token, other, MORNING, bound_to="hash")


async def test_a_forged_token_is_a_visitor_and_not_an_error(api: Api) -> None:
    """The page asks on as if nobody were signed in, refreshes once, and goes on."""
    token = api.token(await api.account())
    before = api.stored()
    for forged in [*HOSTILE.values(), token + "A", token[:-2], "Basic " + token]:
        headers = {b"authorization": f"Bearer {forged}".encode("latin-1")}
        answer = await api.client.post("/graphql", json={"query": documents.VIEWER}, headers=headers)
        assert (answer.status_code, answer.json()) == (200, {"data": {"viewer": None}})
        mutation = {"query": documents.ENROL, "variables": {"course": "pemasaran"}}
        refused = await api.client.post("/graphql", json=mutation, headers=headers)
        assert refused.json()["data"]["enrol"]["problems"][0]["code"] == "UNAUTHENTICATED"
    assert api.stored() == before


async def test_a_token_of_an_account_that_is_gone_is_a_visitor(api: Api) -> None:
    """An erased account's token may live for minutes more."""
    ghost = tokens.access_token(WHO, api.tools.settings, api.clock()).text
    assert await api.ask(documents.VIEWER, by=ghost) is None
