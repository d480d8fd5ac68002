"""What is answered beyond a limit, at each address that is counted: one answer, whoever asks."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from api.certification.checking import VERIFICATIONS_PER_NETWORK
from api.certification.rules import new_code
from api.publishing import PUBLICATIONS_PER_NETWORK
from api.refusal import TooManyRequests
from api.throttle import Limit
from api.tools import Tools
from tests.api.harness import new_client

NETWORK = "203.0.113.7"


async def used_up(tools: Tools, limit: Limit) -> None:
    with suppress(TooManyRequests):
        while True:
            await tools.throttle.count(limit, NETWORK)


@pytest.mark.parametrize(
    ("limit", "method", "path"),
    [
        (VERIFICATIONS_PER_NETWORK, "GET", lambda: f"/checks/{new_code()}"),
        (VERIFICATIONS_PER_NETWORK, "GET", lambda: f"/checks/files/{'0' * 64}"),
        (VERIFICATIONS_PER_NETWORK, "GET", lambda: f"/certificates/{new_code()}/inclusion.json"),
        (PUBLICATIONS_PER_NETWORK, "PUT", lambda: f"/releases/{'0' * 64}"),
        (PUBLICATIONS_PER_NETWORK, "POST", lambda: f"/releases/{'0' * 64}/impact"),
        (PUBLICATIONS_PER_NETWORK, "GET", lambda: "/classes/apa-saja/items"),
    ],
)
async def test_one_answer_beyond_a_limit(tools: Tools, limit: Limit, method: str, path: Callable[[], str]) -> None:
    """In the reader's language, with the wait for people and for programs; nobody keeps it."""
    await used_up(tools, limit)
    settings = tools.settings.model_copy(update={"publish_token": SecretStr("x" * 40)})
    async with new_client(create_app(replace(tools, settings=settings)), NETWORK) as client:
        answers: list[httpx.Response] = [
            await client.request(method, path(), headers={"accept-language": language}) for language in ("id", "en")
        ]
    for answer, hint in zip(answers, ("tunggu", "wait"), strict=True):
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["cache-control"] == "no-store"
        assert f"{hint} " in answer.json()["error"]
        (problem,) = answer.json()["problems"]
        assert problem == {"code": "TOO_MANY_REQUESTS", "field": None, "message": answer.json()["error"]}
