"""Which answer stands, in whatever order they come, and at the same moment as the end."""

import asyncio
from itertools import permutations
from typing import Any

from api.evaluations.models import Answer, Attempt
from courseware.sealed import Pool
from tests.api import documents
from tests.api.courses import course, evaluation, question
from tests.api.harness import Api

SENT = ((1, "w0"), (2, "r0"), (2, "w1"))
"""By sequence and choice; two devices may have counted to the same number."""


def of_many(count: int) -> Pool:
    return Pool("banyak", "Banyak", count, tuple(question(f"m{n}", lesson="satu") for n in range(count)))


async def test_the_highest_sequence_stands_and_of_one_sequence_the_first(api: Api) -> None:
    """Every order of three sequences, one of them twice; each answer is told what stood after it."""
    orders = list(permutations(SENT))
    await api.publish(course(evaluation=evaluation(pools=(of_many(len(orders)),))))
    someone = await api.learned()
    attempt = await api.started(someone)
    for number, order in enumerate(orders):
        stands = (0, "")
        for sequence, choice in order:
            if sequence > stands[0]:
                stands = (sequence, choice)
            told = await api.save(someone, attempt["id"], f"m{number}", [f"m{number}-{choice}"], sequence)
            assert (told["sequence"], told["given"]["choices"]) == (stands[0], [f"m{number}-{stands[1]}"])
        kept = await Answer.get(question_id=f"m{number}")
        assert (kept.sequence, kept.given) == (stands[0], [f"m{number}-{stands[1]}"])


async def test_what_was_acknowledged_counts_also_at_the_moment_of_submitting(api: Api) -> None:
    """A receipt is a promise: either it was in before the end, or it says no."""
    await api.publish(course(evaluation=evaluation(pools=(of_many(20),))))
    someone = await api.learned()
    attempt = await api.started(someone)
    saves = [api.save(someone, attempt["id"], f"m{n}", [f"m{n}-r0"], 1) for n in range(20)]
    submits = [api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]) for _ in range(2)]
    done: list[Any] = await asyncio.gather(*saves[:10], submits[0], *saves[10:], submits[1])
    saved = [one for one in done if "attempt" not in one]
    taken = [one for one in saved if one["receipt"]]
    assert {one["problems"][0]["code"] for one in saved if not one["receipt"]} <= {"ATTEMPT_CLOSED"}
    closed = await Attempt.get()
    assert closed.score == 100 * len(taken) // 20
    assert await Answer.all().count() == len(taken)
    again = [await api.save(someone, attempt["id"], f"m{n}", [f"m{n}-r0"], 1) for n in range(20)]
    assert [one["receipt"] for one in again if one["receipt"]] == [one["receipt"] for one in taken]
