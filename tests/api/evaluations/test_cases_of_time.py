"""The table of cases in docs/evaluation-time.md, each tried on the API."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.evaluations.models import Answer, Attempt
from tests.api import documents
from tests.api.courses import course, evaluation
from tests.api.harness import Api, Participant

DOCUMENT = Path(__file__).parents[3] / "docs" / "evaluation-time.md"
FIRST, ANOTHER = ["h0-r0", "h0-r1"], ["h0-w0"]


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table."""

    name: str
    tolerance: int
    saved: int | None
    handed_in: bool
    sequence: int
    choices: list[str]
    age: int
    arrives: timedelta
    """After the deadline."""
    answer: str


def cases() -> Iterator[Case]:
    """Read strictly: a row that means nothing fails here."""
    table = DOCUMENT.read_text(encoding="utf-8").partition("## Table of cases")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")]
    for name, tolerance, before, sent, age, arrives, answer in rows[2:]:
        state = re.fullmatch(r"(?:nothing|(?:saved (\d+))?(?:, )?(handed in)?)", before.strip())
        given = re.fullmatch(r"sequence (\d+)(, another)?", sent.strip())
        when = re.fullmatch(r"(-?)(\d+):(\d\d)", arrives.strip())
        if not (state and given and when):
            raise ValueError(f"The table's row means nothing: {name}")
        after = timedelta(minutes=int(when[2]), seconds=int(when[3]))
        yield Case(
            name=name.strip(),
            tolerance=int(tolerance),
            saved=int(state[1]) if state[1] else None,
            handed_in=bool(state[2]),
            sequence=int(given[1]),
            choices=ANOTHER if given[2] else FIRST,
            age=int(age.strip().removesuffix(" s")),
            arrives=-after if when[1] else after,
            answer=answer.strip().strip("`"),
        )


CASES = list(cases())


async def sent(api: Api, by: Participant, attempt: dict[str, Any], case: Case) -> dict[str, Any]:
    variables: dict[str, Any] = {"question": "h0", "answer": {"choices": case.choices}, "sequence": case.sequence}
    return await api.ask(documents.SAVE, by=by, attempt=attempt["id"], ageSeconds=case.age, **variables)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_the_api_does_what_the_table_says(api: Api, case: Case) -> None:
    """After a refusal and after a receipt nothing has changed; what counts is kept as it was sent."""
    await api.publish(course(evaluation=evaluation(grace_minutes=case.tolerance)))
    someone = await api.learned()
    attempt = await api.started(someone)
    api.clock.forward(minutes=1)
    receipt = None
    if case.saved:
        receipt = (await api.save(someone, attempt["id"], "h0", FIRST, case.saved))["receipt"]
    if case.handed_in:
        await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    api.clock.forward(seconds=(timedelta(minutes=29) + case.arrives).total_seconds())
    before = api.stored()
    answer = await sent(api, someone, attempt, case)
    match case.answer:
        case "counts":
            kept = await Answer.get(attempt_id=attempt["id"])
            window = await Attempt.get()
            said = min(max(api.clock() - timedelta(seconds=case.age), window.started_at), api.clock())
            assert answer["problems"] == []
            assert (kept.given, kept.sequence, kept.saved_at, kept.made_at) == (
                *(case.choices, case.sequence),
                *(api.clock(), said),
            )
            assert answer["receipt"]["sequence"] == case.sequence
            assert answer["receipt"] != receipt
        case "receipt":
            assert answer["problems"] == []
            assert answer["receipt"] == receipt
            assert answer["given"]["choices"] == FIRST
            assert api.stored() == before
        case code:
            assert [one["code"] for one in answer["problems"]] == [code]
            assert answer["receipt"] is None
            assert api.stored() == before


def test_the_table_tries_every_answer_and_every_state() -> None:
    """A table that lost its rows would pass."""
    assert {case.answer for case in CASES} == {"counts", "receipt", "TIME_OVER", "ATTEMPT_CLOSED"}
    assert {(case.saved is not None, case.handed_in) for case in CASES} == {
        (saved, handed) for saved in (False, True) for handed in (False, True)
    }
    assert len({case.name for case in CASES}) == len(CASES) > 20
