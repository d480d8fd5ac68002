"""Where a request comes from: limits must hold whatever headers a stranger writes."""

from dataclasses import replace

import pytest

from api.app import create_app
from tests.api import documents
from tests.api.harness import Api, new_client

EMAIL = "siti@contoh.id"


async def guesses(api: Api, proxies: int, forwarded: list[str | None]) -> list[str]:
    """The codes of wrong sign-ins that come with these X-Forwarded-For headers."""
    settings = api.tools.settings.model_copy(update={"trusted_proxies": proxies})
    codes: list[str] = []
    async with new_client(create_app(replace(api.tools, settings=settings))) as client:
        for n, header in enumerate(forwarded):
            variables = {"email": EMAIL, "password": f"tebakan nomor {n}"}
            headers = {"x-forwarded-for": header} if header is not None else {}
            answer = await api.post(documents.SIGN_IN, variables, client=client, headers=headers)
            codes += [one["code"] for one in answer.json()["data"]["signIn"]["problems"]]
    return codes


@pytest.mark.parametrize(
    ("proxies", "pattern"),
    [
        (0, "198.51.100.{n}"),
        (1, "198.51.100.{n}, 203.0.113.7"),
        (2, "198.51.100.{n}, 203.0.113.7, 10.0.0.1"),
        (1, "{n}, unsinn, 203.0.113.7"),
    ],
)
async def test_an_invented_address_gives_no_further_tries(api: Api, proxies: int, pattern: str) -> None:
    """Only what our own proxies wrote counts: everything before it was written by the caller."""
    codes = await guesses(api, proxies, [pattern.format(n=n) for n in range(12)])
    assert codes == ["WRONG_CREDENTIALS"] * 10 + ["TOO_MANY_REQUESTS"] * 2


async def test_behind_a_proxy_every_phone_is_counted_by_itself(api: Api) -> None:
    """Otherwise the whole province would share ten tries."""
    codes = await guesses(api, 1, [f"198.51.100.{n}" for n in range(12)])
    assert codes == ["WRONG_CREDENTIALS"] * 12


async def test_without_the_proxys_header_the_connection_counts(api: Api) -> None:
    """A request that came past the proxy gets no limit of its own."""
    codes = await guesses(api, 1, [None, ""] * 6)
    assert codes == ["WRONG_CREDENTIALS"] * 10 + ["TOO_MANY_REQUESTS"] * 2


async def test_a_customer_with_ipv6_is_counted_as_one_network(api: Api) -> None:
    """A provider gives each 2^64 addresses: one for every try."""
    codes = await guesses(api, 1, [f"2001:db8:1:2::{n:x}" for n in range(12)])
    assert codes == ["WRONG_CREDENTIALS"] * 10 + ["TOO_MANY_REQUESTS"] * 2
