"""Receipts: codes that can be read out, the same each time, and what staff find by one."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.audit import AuditEntry
from api.evaluations import receipts
from api.evaluations.models import Attempt
from api.evaluations.receipts import ALPHABET, READ_AS, completed, new_code, normalized_code
from tests.api import documents
from tests.api.courses import course, key_of
from tests.api.harness import Api

KEY = key_of(course())
letters = st.text(ALPHABET, min_size=8, max_size=8)


@given(letters, st.integers(0, 8), st.sampled_from(ALPHABET))
def test_every_single_wrong_letter_shows(data: str, place: int, other: str) -> None:
    """Whatever was misheard."""
    code = completed(data)
    wrong = code[:place] + other + code[place + 1 :]
    assert (normalized_code(wrong) is None) == (wrong != code)


@given(letters, st.integers(0, 8), st.integers(0, 8))
def test_every_exchange_of_two_letters_shows(data: str, one: int, other: int) -> None:
    """Neighbours and others."""
    code = list(completed(data))
    swapped = list(code)
    swapped[one], swapped[other] = code[other], code[one]
    assert (normalized_code("".join(swapped)) is None) == (swapped != code)


@given(letters)
def test_a_code_is_found_however_it_is_typed(data: str) -> None:
    """Small letters, other separators, and letters that are taken for digits."""
    code = normalized_code(completed(data))
    assert code
    assert normalized_code(f"  {code.lower().replace('-', ' ')} ") == code
    assert normalized_code(code.replace("0", "o").replace("1", "l").replace("5", "s")) == code
    assert [normalized_code(one) for one in ("", code[:-1], code + "0", code + "V", "🙂" * 9)] == [None] * 5


def test_no_letter_looks_like_another() -> None:
    """The alphabet's size is a prime, else some errors would go unseen; what is read as a digit is in no code."""
    assert len(set(ALPHABET)) == len(ALPHABET) == 19
    assert not {chr(one) for one in READ_AS} & set(ALPHABET)
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(normalized_code(one) == one for one in codes)


async def test_the_same_answer_has_the_same_code_and_another_has_another(api: Api) -> None:
    """Also of another attempt, question or sequence."""
    one, other = await api.learned(), await api.learned("budi@contoh.id")
    codes: list[str] = []
    for someone in (one, other):
        attempt = await api.started(someone)
        for question, choices, sequence in (
            ("h0", ["h0-r0"], 1),
            ("h0", ["h0-r0"], 2),
            ("h0", ["h0-r1"], 3),
            (attempt["questions"][0]["id"], [], 4),
        ):
            first = await api.save(someone, attempt["id"], question, choices, sequence)
            api.clock.forward(seconds=1)
            again = await api.save(someone, attempt["id"], question, choices, sequence)
            assert first["receipt"] == again["receipt"]
            assert first["receipt"]["question"] == question
            codes.append(first["receipt"]["code"])
    assert len(set(codes)) == len(codes) == 8


async def test_a_submission_has_its_receipt_and_keeps_it(api: Api) -> None:
    """On the screen, again when it is repeated, later, and in the letter."""
    someone = await api.learned()
    attempt = await api.started(someone)
    assert attempt["receipt"] is None
    await api.save(someone, attempt["id"], "h0", KEY["h0"], 1)
    tries = [(await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]))["attempt"] for _ in range(2)]
    seen = (await api.ask(documents.MY_ATTEMPT, by=someone, id=attempt["id"]))["attempt"]
    receipt = seen["receipt"]
    assert [one["receipt"] for one in tries] == [receipt, receipt]
    assert (receipt["answers"], receipt["questions"], receipt["closedAt"]) == (1, 3, seen["result"]["closedAt"])
    await api.worker.drain()
    assert receipt["code"] in api.letterbox.last("result").text


async def test_submissions_at_once_have_codes_of_their_own_even_when_chance_repeats_itself(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The constraint decides, and the second draws again."""
    people = [await api.learned(f"orang{n}@contoh.id") for n in range(3)]
    attempts = [await api.started(one) for one in people]
    drawn = iter([completed("00000000")] * 3 + [completed(f"0000000{n}") for n in range(1, 9)])
    monkeypatch.setattr(receipts, "new_code", lambda: next(drawn))
    pairs = zip(people, attempts, strict=True)
    done = await asyncio.gather(*(api.ask(documents.SUBMIT, by=one, attempt=of["id"]) for one, of in pairs))
    codes = [one["attempt"]["receipt"]["code"] for one in done]
    assert len(set(codes)) == 3
    assert await Attempt.filter(closed_at__isnull=True).count() == 0


async def submission(api: Api) -> dict[str, Any]:
    """Handed in late in its tolerance: one answer in time, one that only came late, one taken back."""
    someone = await api.learned()
    attempt = await api.started(someone)
    other = next(one["id"] for one in attempt["questions"] if one["id"] != "h0")
    await api.save(someone, attempt["id"], other, KEY[other], 1)
    api.clock.forward(minutes=36)
    late: dict[str, Any] = {"question": "h0", "answer": {"choices": KEY["h0"]}, "sequence": 2, "ageSeconds": 600}
    assert (await api.ask(documents.SAVE, by=someone, attempt=attempt["id"], **late))["problems"] == []
    taken_back: dict[str, Any] = late | {"question": other, "answer": {"choices": []}, "sequence": 3}
    await api.ask(documents.SAVE, by=someone, attempt=attempt["id"], **taken_back)
    return (await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]))["attempt"]


async def test_staff_find_a_submission_by_its_code(api: Api) -> None:
    """With what they need to answer a question on the telephone; and that they looked is written down."""
    done, staff = await submission(api), await api.staff()
    code = done["receipt"]["code"]
    found = (await api.ask(documents.LOOK_UP, by=staff, code=code.lower().replace("-", " ")))["submission"]
    assert found == {
        "attempt": done["id"],
        "code": code,
        "email": "siti@contoh.id",
        "fullName": "Siti Aminah",
        "course": {"slug": "pemasaran", "title": "Pemasaran untuk UMKM"},
        "number": 1,
        "startedAt": "2026-03-02T02:00:00+00:00",
        "deadlineAt": "2026-03-02T02:30:00+00:00",
        "closedAt": "2026-03-02T02:36:00+00:00",
        "handedIn": True,
        "answers": 1,
        "questions": 3,
        "lateAnswers": 1,
        "score": 50,
        "passed": False,
    }
    entry = await AuditEntry.get(deed="submission_looked_up")
    assert (entry.subject, entry.actor_id, entry.facts) == (f"attempt:{done['id']}", staff.id, {})


async def test_one_that_ran_out_says_so(api: Api) -> None:
    """Nobody handed it in."""
    someone, staff = await api.learned(), await api.staff()
    attempt = await api.started(someone)
    api.clock.forward(days=2)
    await api.worker.drain()
    receipt = (await api.ask(documents.MY_ATTEMPT, by=someone, id=attempt["id"]))["attempt"]["receipt"]
    found = (await api.ask(documents.LOOK_UP, by=staff, code=receipt["code"]))["submission"]
    assert (found["handedIn"], found["closedAt"]) == (False, "2026-03-02T02:40:00+00:00")


async def test_a_mistyped_code_is_told_from_one_that_nobody_has(api: Api) -> None:
    """So staff ask for it again, or look elsewhere. Neither leaves a trace."""
    code = (await submission(api))["receipt"]["code"]
    staff = await api.staff()
    free = next(one for one in (normalized_code(completed(f"0000000{n}")) for n in range(9)) if one != code)
    mistyped = next(one for one in (code[:-1] + letter for letter in ALPHABET) if one != code)
    swapped = next((code[:at] + b + a + code[at + 2 :] for at, (a, b) in enumerate(pairwise(code)) if a != b), code)
    for typed, problem in ((mistyped, "CODE_MISTYPED"), ("", "CODE_MISTYPED"), (free, "NOT_FOUND")):
        assert await api.refused(documents.LOOK_UP, by=staff, code=typed) == [problem]
    if "-" not in {swapped[at] for at in range(len(code)) if swapped[at] != code[at]}:
        assert await api.refused(documents.LOOK_UP, by=staff, code=swapped) == ["CODE_MISTYPED"]
    assert not await AuditEntry.filter(deed="submission_looked_up").exists()


async def test_nobody_but_staff_looks(api: Api) -> None:
    """Not even whose it is: they have it on their own screen."""
    code = (await submission(api))["receipt"]["code"]
    other = await api.account("budi@contoh.id")
    assert await api.refused(documents.LOOK_UP, by=other, code=code) == ["FORBIDDEN"]
    assert await api.refused(documents.LOOK_UP, code=code) == ["UNAUTHENTICATED"]
