"""How people liked a class: whose answers they are, for how long, and what the office may see."""

import sqlite3
from contextlib import closing
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tortoise.exceptions import IntegrityError

from api.evaluations.models import Satisfaction
from api.evaluations.satisfaction_rules import FEWEST, SCALE, may_be_told, tally, wording
from tests.api import documents
from tests.api.courses import SLUG
from tests.api.harness import Api, Participant

ALL: dict[str, Any] = {
    "relevance": 5,
    "clarity": 4,
    "length": 3,
    "access": 2,
    "recommendation": 1,
    "comment": "Bagus.\nTambah contoh dari desa.",
}
NOTHING: dict[str, Any] = dict.fromkeys(ALL)


async def examined(api: Api, email: str = "siti@contoh.id") -> Participant:
    someone = await api.learned(email)
    await api.submitted(someone, right=False)
    return someone


async def save(api: Api, by: Participant, **said: Any) -> dict[str, Any]:
    answer = await api.ask(documents.SAVE_SATISFACTION, by=by, course=SLUG, input=said)
    assert answer["problems"] == []
    return answer["satisfaction"]


async def mine(api: Api, by: Participant) -> Any:
    return (await api.ask(documents.MY_SATISFACTION, by=by, course=SLUG))["enrolment"]["satisfaction"]


async def office(api: Api, course: str = SLUG) -> Any:
    staff = await api.staff(f"{uuid4()}@kantor.contoh.id")
    return (await api.ask(documents.CLASS_SATISFACTION, by=staff, course=course))["satisfaction"]


async def test_it_is_asked_after_a_result_whatever_that_is(api: Api) -> None:
    """Those who failed have most to say; before it there is nothing to ask."""
    someone = await api.learned()
    before = api.stored()
    assert await mine(api, someone) is None
    assert await api.refused(documents.SAVE_SATISFACTION, by=someone, course=SLUG, input=ALL) == ["SATISFACTION_CLOSED"]
    assert await api.refused(documents.DECLINE_SATISFACTION, by=someone, course=SLUG) == ["SATISFACTION_CLOSED"]
    assert api.stored() == before
    await api.submitted(someone, right=False)
    empty: dict[str, Any] = {"open": True, "declined": False, "givenAt": None, "changeableUntil": None}
    assert await mine(api, someone) == empty | NOTHING


async def test_field_by_field_and_in_one_go_come_to_the_same(api: Api) -> None:
    """A phone sends what it can; sent again nothing changes."""
    one, other = await examined(api), await examined(api, "budi@contoh.id")
    for name, value in ALL.items():
        await save(api, one, **{name: value})
    await save(api, other, **ALL)
    await save(api, other, **ALL)
    assert await mine(api, one) == await mine(api, other)
    assert {name: (await mine(api, one))[name] for name in ALL} == ALL
    assert await Satisfaction.all().count() == 2


async def test_what_is_left_out_stays_and_null_takes_it_back(api: Api) -> None:
    """A tap on the wrong number can be undone."""
    someone = await examined(api)
    await save(api, someone, **ALL)
    changed = await save(api, someone, clarity=None, comment="   ")
    assert {name: changed[name] for name in ALL} == ALL | {"clarity": None, "comment": None}


async def test_answers_may_be_changed_for_fourteen_days(api: Api) -> None:
    """From the first on: what stands then is what the office counts."""
    someone = await examined(api)
    first = await save(api, someone, relevance=3)
    api.clock.forward(days=14)
    assert (await save(api, someone, relevance=4))["givenAt"] == first["givenAt"]
    api.clock.forward(seconds=1)
    before = api.stored()
    assert (await mine(api, someone))["open"] is False
    for _ in range(2):
        refused = await api.refused(documents.SAVE_SATISFACTION, by=someone, course=SLUG, input={"relevance": 1})
        assert refused == ["SATISFACTION_CLOSED"]
    assert api.stored() == before
    assert (await mine(api, someone))["relevance"] == 4


async def test_passing_over_it_is_remembered_and_can_be_thought_better_of(api: Api) -> None:
    """Nobody asks again on any phone; whoever wants to answers all the same, months later."""
    someone = await examined(api)
    for _ in range(2):
        answer = await api.ask(documents.DECLINE_SATISFACTION, by=someone, course=SLUG)
        assert (answer["satisfaction"]["declined"], answer["problems"]) == (True, [])
    assert (await mine(api, someone))["declined"] is True
    api.clock.forward(days=100)
    saved = await save(api, someone, relevance=5)
    assert (saved["declined"], saved["relevance"]) == (False, 5)
    # A decline that arrives late takes nothing away.
    late = await api.ask(documents.DECLINE_SATISFACTION, by=someone, course=SLUG)
    assert (late["satisfaction"]["declined"], late["satisfaction"]["relevance"]) == (False, 5)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"relevance": 0}, "relevance"),
        ({"access": 6}, "access"),
        ({"length": -1}, "length"),
        ({"comment": "x" * 1_001}, "comment"),
        ({"clarity": 5, "recommendation": 2**31 - 1}, "recommendation"),
    ],
)
async def test_what_is_outside_the_scale_is_refused_whole(api: Api, said: dict[str, Any], field: str) -> None:
    """With its field; nothing of it is kept."""
    someone = await examined(api)
    before = api.stored()
    answer = await api.ask(documents.SAVE_SATISFACTION, by=someone, course=SLUG, input=said)
    assert [(one["code"], one["field"]) for one in answer["problems"]] == [("INVALID_INPUT", field)]
    assert answer["satisfaction"] is None
    assert api.stored() == before


async def test_it_belongs_to_its_participant_alone(api: Api) -> None:
    """A visitor has none, another participant only their own, staff only sums."""
    someone, other = await examined(api), await api.with_profile("budi@contoh.id")
    await save(api, someone, **ALL)
    before = api.stored()
    deeds: tuple[tuple[str, dict[str, Any]], ...] = (
        (documents.SAVE_SATISFACTION, {"course": SLUG, "input": {"relevance": 1}}),
        (documents.DECLINE_SATISFACTION, {"course": SLUG}),
    )
    for document, variables in deeds:
        assert await api.refused(document, **variables) == ["UNAUTHENTICATED"]
        assert await api.refused(document, by=other, **variables) == ["NOT_ENROLLED"]
    for asking in (someone, None):
        answer = (await api.post(documents.CLASS_SATISFACTION, {"course": SLUG}, by=asking)).json()
        assert answer.get("data") in (None, {"staff": None})
        assert answer["errors"][0]["extensions"]["code"] in {"FORBIDDEN", "UNAUTHENTICATED"}
    assert api.stored() == before


async def test_without_the_consent_to_training_nothing_more_is_kept(api: Api) -> None:
    """What was withdrawn is withdrawn; what was said before stays until the account goes."""
    someone = await examined(api)
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="TRAINING")
    before = api.stored()
    assert await api.refused(documents.SAVE_SATISFACTION, by=someone, course=SLUG, input=ALL) == ["CONSENT_REQUIRED"]
    assert api.stored() == before


async def test_a_certificate_never_waits_for_it(api: Api) -> None:
    """Declined, unanswered or answered badly: it is no requirement."""
    someone = await api.certified()
    state = (await api.ask(documents.MY_ENROLMENT, by=someone, course=SLUG))["enrolment"]
    assert (state["missing"], state["certificate"]["state"]) == ([], "VALID")
    assert (await mine(api, someone))["givenAt"] is None


async def test_the_office_sees_nothing_until_enough_have_answered(api: Api) -> None:
    """Four people know each other's opinions; of five none is certain."""
    for number in range(4):
        await save(api, await examined(api, f"orang{number}@contoh.id"), **ALL)
    fourth = await office(api)
    assert fourth == {
        "answers": 4, "declined": 0, "fewest": FEWEST, "told": False, "statements": [], "comments": [],
    }  # fmt: skip
    fifth = await examined(api, "orang5@contoh.id")
    await save(api, fifth, comment="Hanya saran.")
    await api.ask(documents.DECLINE_SATISFACTION, by=await examined(api, "orang6@contoh.id"), course=SLUG)
    # A comment alone is no answer to a statement.
    few = await office(api)
    assert (few["answers"], few["declined"], few["told"]) == (4, 1, False)
    await save(api, fifth, relevance=1, clarity=None)
    told = await office(api)
    assert (told["answers"], told["told"]) == (5, True)
    # Four answered the others: too few, each by itself.
    assert told["statements"] == [
        {"statement": "RELEVANCE", "answers": 5, "mean": 4.2, "distribution": [1, 0, 0, 0, 4]}
    ]
    assert told["comments"] == sorted([ALL["comment"]] * 4 + ["Hanya saran."], key=str.casefold)


async def test_of_a_class_that_nobody_knows_there_is_nothing(api: Api) -> None:
    """An answer like that of a class without any."""
    assert (await office(api, "tidak-ada"))["answers"] == 0


async def test_what_the_office_reads_names_nobody(api: Api) -> None:
    """No id, no address, no moment, and no order that would tell one."""
    texts = ["Zaitun", "anggur", "Mangga", "bayam", "Kopi"]
    for number, text in enumerate(texts):
        api.clock.forward(hours=1)
        await save(api, await examined(api, f"orang{number}@contoh.id"), **ALL | {"comment": text})
    staff = await api.staff()
    answer = await api.post(documents.CLASS_SATISFACTION, {"course": SLUG}, by=staff)
    assert answer.json()["data"]["staff"]["satisfaction"]["comments"] == ["anggur", "bayam", "Kopi", "Mangga", "Zaitun"]
    for account in ("orang", "@", "01a", "2026"):
        assert account not in answer.text


async def test_the_comment_is_unreadable_at_rest(api: Api) -> None:
    """People write what they like, and backups travel."""
    someone = await examined(api)
    await save(api, someone, comment="Nomor saya 0812 3456 7890")
    row = await Satisfaction.get()
    assert "0812" not in str(row.comment)
    assert (await mine(api, someone))["comment"] == "Nomor saya 0812 3456 7890"


@pytest.mark.parametrize(
    "bad",
    [
        {"relevance": 0},
        {"length": 6},
        {"comment": "terbaca"},
        {"given_at": None},
        {"declined_at": "2026-03-02 02:00:00+00:00"},
        {"changed_at": None},
        {"changed_at": "2020-01-01 00:00:00+00:00"},
    ],
)
async def test_the_database_itself_refuses_what_can_not_be(api: Api, bad: dict[str, Any]) -> None:
    """Whatever the code does one day."""
    await save(api, await examined(api), **ALL)
    with closing(sqlite3.connect(api.tools.settings.home / "jawara.sqlite3")) as connection:
        ((name, value),) = bad.items()
        with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed: satisfaction_"):
            connection.execute(f"UPDATE satisfaction SET {name} = ?", [value])  # noqa: S608 - our own names


async def test_there_is_one_for_an_enrolment(api: Api) -> None:
    """By constraint, not by looking first."""
    someone = await examined(api)
    await save(api, someone, **ALL)
    row = await Satisfaction.get()
    with pytest.raises(IntegrityError):
        await Satisfaction.create(enrolment_id=row.enrolment_id, declined_at=api.clock())


@given(st.lists(st.none() | st.sampled_from(SCALE)))
def test_a_tally_counts_each_answer_once(values: list[int | None]) -> None:
    """The mean lies between the lowest and the highest answer; silence is not a zero."""
    given_values = [value for value in values if value is not None]
    counted = tally(values)
    assert counted.answers == len(given_values)
    assert counted.distribution == tuple(given_values.count(value) for value in SCALE)
    if counted.mean is not None:
        assert counted.mean == Fraction(sum(given_values), len(given_values))
        assert min(given_values) <= counted.mean <= max(given_values)
    else:
        assert given_values == []
    assert may_be_told(counted.answers) is (len(given_values) >= 5)


@given(st.text(max_size=300))
def test_any_text_is_kept_or_is_none(text: str) -> None:
    """Emoji, Javanese letters, tabs from a keyboard: said again, it stays the same."""
    kept = wording(text)
    assert kept is None or (kept == wording(kept) and kept.strip() == kept)
