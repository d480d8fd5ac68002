"""Threat 2, "is this address registered?": neither the answer tells, nor the letters, nor the time it takes."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import pytest

from api.accounts import passwords
from api.accounts.models import Account, Session
from api.identity import Role
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import Api, Participant, new_client

PAIRS = 200
BULK = 0.9
"""The share of answers that is looked at: the slowest are those during which the machine did something else."""
LEAST, MOST = 0.35, 0.65
PASSWORD = "sapi makan rumput hijau"


@dataclass(slots=True)
class Seen:
    """What an observer sees of the answers to one kind of address."""

    times: list[float] = field(default_factory=list[float])
    answers: set[str] = field(default_factory=set[str])


def networks() -> Any:
    """A network of its own for every request, so that no limit comes between."""
    return (f"10.{number // 62_500}.{number // 250 % 250}.{number % 250 + 1}" for number in count())


def shown(answer: httpx.Response) -> str:
    """An answer as it can be compared: opaque values by their length, headers by their names and sizes."""
    body = answer.json()
    ((payload),) = body["data"].values()
    if payload.get("challenge"):
        payload["challenge"] = len(payload["challenge"])
    headers = sorted(f"{name}: {len(value)}" for name, value in answer.headers.items())
    return json.dumps([answer.status_code, body, headers])


def slower(ones: list[float], others: list[float]) -> float:
    """How probable it is that one of the first takes longer than one of the second, in the bulk of both.

    This is the Mann-Whitney statistic: it asks nothing of the shape of the times and ignores the clock's own unit. For
    equal distributions it is 0.5, with a standard deviation of 0.03 for 200 of each; the margin is 0.15. A
    difference of half a spread leaves it: somebody who skips the work for one kind is far beyond.
    """
    limit = sorted(ones + others)[int(len(ones + others) * BULK) - 1]
    bulk_ones, bulk_others = ([one for one in times if one <= limit] for times in (ones, others))
    greater = sum((one > other) + (one == other) / 2 for one in bulk_ones for other in bulk_others)
    return greater / (len(bulk_ones) * len(bulk_others))


async def known_addresses(api: Api, pairs: int) -> list[str]:
    """Accounts with a password as it is hashed in earnest: a cheaper one would be told by its time."""
    password_hash = await passwords.hashed("kuda lari di tepi pantai")
    emails = [f"orang{number:03}@contoh.id" for number in range(pairs)]
    at = api.clock()
    await Account.bulk_create([Account(email=one, password_hash=password_hash, created_at=at) for one in emails])
    return emails


async def observed(api: Api, document: str, known: list[str], **more: Any) -> tuple[Seen, Seen]:
    """Known and unknown addresses, asked for in pairs at the same moment, now the one first and now the other."""
    askers: Sequence[Participant | None] = [None] * len(known)
    if document == asks.ASK_CHANGE:
        askers = await proven_accounts(api, len(known))
    seen = Seen(), Seen()
    network = networks()

    async def ask(kind: Seen, email: str, by: Participant | None) -> None:
        async with new_client(api.app, next(network)) as client:
            started = time.perf_counter()
            answer = await api.post(document, {"email": email, **more}, by=by, client=client)
            kind.times.append(time.perf_counter() - started)
        kind.answers.add(shown(answer))

    for number, (email, by) in enumerate(zip(known, askers, strict=True)):
        pair = [ask(seen[0], email, by), ask(seen[1], f"warga{number:03}@contoh.id", by)]
        await asyncio.gather(*(pair if number % 2 else reversed(pair)))
    return seen


DEEDS: dict[str, tuple[str, dict[str, Any], int]] = {
    "register": (documents.REGISTER, {"password": PASSWORD}, 1),
    "requestCode": (asks.ASK_CODE, {}, 1),
    "requestRecovery": (documents.ASK_RECOVERY, {}, 1),
    "signIn": (documents.SIGN_IN, {"password": PASSWORD}, 0),
    "requestEmailChange": (asks.ASK_CHANGE, {}, 1),
}
"""What anybody may do with any address, and how many letters it sends there."""


@pytest.mark.parametrize(("document", "more", "_letters"), DEEDS.values(), ids=DEEDS.keys())
async def test_no_answer_and_no_time_tells_a_known_address_from_an_unknown_one(
    api: Api, document: str, more: dict[str, Any], _letters: int
) -> None:
    """200 of each: the answers are equal byte for byte but for opaque values of one length, and the times of the one
    kind lie among those of the other.
    """
    first, second = await observed(api, document, await known_addresses(api, PAIRS), **more)
    assert first.answers == second.answers
    assert len(first.answers) == 1
    assert "TOO_MANY_REQUESTS" not in str(first.answers)
    assert LEAST <= slower(first.times, second.times) <= MOST


@pytest.mark.parametrize(("document", "more", "letters"), DEEDS.values(), ids=DEEDS.keys())
async def test_a_known_address_gets_as_many_letters_as_an_unknown_one(
    api: Api, document: str, more: dict[str, Any], letters: int
) -> None:
    """Who reads neither mailbox may still see how much goes there."""
    known = await known_addresses(api, 10)
    await observed(api, document, known, **more)
    await api.worker.drain()
    mailed = Counter(one.mail.to for one in api.letterbox.letters)
    assert {mailed[email] for email in known} == {letters}
    assert {mailed[f"warga{number:03}@contoh.id"] for number in range(10)} == {letters}


async def proven_accounts(api: Api, pairs: int) -> list[Participant]:
    """One asker for each pair: an account may ask for few changes."""
    at = api.clock()
    rows = [Account(email=f"penanya{number:03}@contoh.id", created_at=at) for number in range(pairs)]
    sessions = [Session(account_id=one.id, created_at=at, proven_at=at) for one in rows]
    await Account.bulk_create(rows)
    await Session.bulk_create(sessions)
    both = zip(rows, sessions, strict=True)
    return [Participant(row.id, row.email, session.id, Role.PARTICIPANT) for row, session in both]


def test_the_statistic_sees_a_difference_and_no_ghost() -> None:
    """Or the test above would prove nothing: a little slower for one kind leaves the margin, a few outliers don't."""
    spread = [1 + number / 100 for number in range(PAIRS)]
    assert slower(spread, spread) == 0.5
    assert slower([one + 0.6 for one in spread], spread) > MOST
    assert slower(spread, [one + 0.6 for one in spread]) < LEAST
    busy = [one + 50 * (number % 20 == 0) for number, one in enumerate(spread)]
    assert LEAST < slower(busy, spread) < MOST
