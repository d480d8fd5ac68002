"""The figures of a class from its database: whose attempts count, what staff and editors see, and nobody else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from api.evaluations import item_rules, items
from api.evaluations.figures import Quartiles
from api.evaluations.findings import Finding
from api.evaluations.models import Answer, Attempt, WithdrawnQuestion
from api.evaluations.rules import Paper
from api.refusal import NotFound
from api.tools import Tools
from courseware.sealed import Pool, SealedEvaluation
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation, every_kind, question
from tests.api.evaluations.crowd import crowd
from tests.api.harness import Api, new_client
from tests.fakes import MORNING

TOKEN = "penerbit-yang-tahu-token-ini-saja-yang-boleh"


def all_asked() -> SealedEvaluation:
    """Everybody has the same paper."""
    return evaluation(pools=tuple(replace(pool, draw=len(pool.questions)) for pool in evaluation().pools))


async def item(name: str, **more: Any) -> items.AskedItem:
    found = await items.statistics(SLUG, **more)
    return next(one for one in found.items if one.figures.question.id == name)


async def by_the_rule() -> tuple[item_rules.Item, ...]:
    """The same from all rows at once, in another order."""
    asked = {one.id: one for pool in evaluation().pools for one in pool.questions}
    tally = item_rules.Tally(asked, {}, frozenset())
    for attempt in await Attempt.filter(number=1).order_by("id"):
        rows = await Answer.filter(attempt_id=attempt.id)
        given = {row.question_id: tuple(row.given) for row in rows}
        tally.add(item_rules.Sitting(Paper.from_json(attempt.paper), given, {}, attempt.closed_at or MORNING))
    return tally.items()


async def test_batches_come_to_the_same_as_all_at_once(api: Api) -> None:
    """More people than are read at once, and not a multiple."""
    count = 2 * items.READ_AT_ONCE + 7
    await crowd(count)
    found = await items.statistics(SLUG)
    assert (found.finished, found.attempts) == (count, count)
    assert tuple(one.figures for one in found.items) == await by_the_rule()
    (always,) = [one for one in found.items if one.figures.question.id == "h0"]
    assert (always.pool, always.is_current, always.is_withdrawn) == ("Menentukan harga", True, False)
    assert always.figures.attempts == count
    assert sum(one.figures.attempts for one in found.items) == 3 * count


async def test_of_a_very_large_class_the_latest_are_read(api: Api) -> None:
    """A request ends after ten seconds."""
    await crowd(7)
    found = await items.statistics(SLUG, most=3)
    assert (found.finished, found.attempts) == (7, 3)


async def test_only_the_first_finished_attempt_of_each_counts(api: Api) -> None:
    """Who tries again has learnt from the first time; who sits there now hasn't answered yet."""
    siti, budi = await api.learned(), await api.learned("budi@contoh.id", "Budi")
    await api.submitted(siti, right=False)
    before = await item("h0")
    assert (before.figures.attempts, before.figures.facility) == (1, 0.0)
    api.clock.forward(days=1)
    await api.submitted(siti)
    await api.started(budi)
    assert await item("h0") == before


async def test_what_was_left_open_is_counted_apart_from_what_is_wrong(api: Api) -> None:
    """An empty answer says something else than a wrong one."""
    await api.ask(documents.SUBMIT, by=(siti := await api.learned()), attempt=(await api.started(siti))["id"])
    figures = (await item("h0")).figures
    assert (figures.attempts, figures.omitted, figures.facility) == (1, 1, 0.0)
    assert [option.share for option in figures.options] == [0.0] * 4


async def test_the_time_on_the_screen_is_told_where_it_is_known(api: Api) -> None:
    """In seconds; phones of before sent none."""
    await crowd(20)
    rows = await Answer.filter(question_id="h0").order_by("id")
    for seconds, row in enumerate(rows[:4], start=1):
        await Answer.filter(id=row.id).update(spent_seconds=10 * seconds)
    figures = (await item("h0")).figures
    assert (figures.timed, figures.seconds) == (4, Quartiles(10, 20, 30))


async def test_a_question_with_another_key_starts_anew(api: Api) -> None:
    """Old answers say nothing about today's key; a prompt that reads otherwise is the same question."""
    await crowd(4)
    buyers, prices = evaluation().pools
    rekeyed = replace(prices, questions=(question("h0", right=1, wrong=3, points=2),))
    reworded = replace(buyers, questions=tuple(replace(one, prompt_html="<p>Lain</p>") for one in buyers.questions[:2]))
    await api.publish(course(evaluation=evaluation(pools=(reworded, rekeyed)), retired=("p2",)))
    figures = (await item("h0")).figures
    assert (figures.attempts, figures.set_aside, figures.facility, figures.findings) == (
        *(0, 4, None),
        (Finding.FEW_ATTEMPTS,),
    )
    kept, gone = await item("p0"), await item("p2")
    assert (kept.is_current, kept.figures.set_aside, kept.figures.question.prompt_html) == (True, 0, "<p>Lain</p>")
    assert kept.figures.attempts > 0
    assert not gone.is_current


async def test_a_withdrawn_question_is_measured_and_marked(api: Api) -> None:
    """By the rest, of which it is no part any more; who sat afterwards was not asked it."""
    attempts = await crowd(40)
    later = MORNING + timedelta(days=1)
    await Attempt.filter(id__in=attempts[:10]).update(closed_at=later + timedelta(hours=1))
    before = await item("p0")
    await WithdrawnQuestion.create(course_id=SLUG, question_id="h0", reason="Kuncinya keliru.", withdrawn_at=later)
    found = await item("h0")
    assert (found.is_withdrawn, found.figures.attempts) == (True, 30)
    after = await item("p0")
    assert after.figures.facility == before.figures.facility
    assert after.figures.item_rest != before.figures.item_rest


async def test_reliability_is_told_where_all_had_the_same_paper(api: Api) -> None:
    """Of drawn papers there is none, and of few none yet: the reason is told instead."""
    await crowd(40)
    drawn = (await items.statistics(SLUG)).reliability
    assert (drawn.value, drawn.gap) == (None, item_rules.ReliabilityGap.DRAWN)
    await api.publish(course(evaluation=all_asked()))
    few = (await items.statistics(SLUG)).reliability
    assert (few.value, few.gap, few.attempts, few.questions) == (None, item_rules.ReliabilityGap.FEW_ATTEMPTS, 0, 4)


async def test_an_unknown_class_has_none(api: Api) -> None:
    """And a class that nobody sat in yet has questions without figures."""
    with pytest.raises(NotFound):
        await items.statistics("tidak-ada")
    found = await items.statistics(SLUG)
    assert (found.finished, found.attempts, len(found.items)) == (0, 0, 4)


async def test_staff_see_the_figures_of_every_kind(api: Api) -> None:
    """Choices, pairs and places with what is right; of what is typed no more than several people wrote."""
    staff = await api.staff()
    made = evaluation(pools=(Pool("semua", "Semua jenis", 7, every_kind()),))
    await api.publish(course(evaluation=made))
    attempts = await crowd(3, made)
    await Answer.filter(attempt_id__in=attempts, question_id__in=["e3", "e4"]).delete()
    for attempt, short in zip(attempts, ("Modal", "modal!", "MODAL"), strict=True):
        for name, text in (("e3", short), ("e4", "Rp 2.000,00" if attempt == attempts[0] else "2000")):
            await Answer.create(attempt_id=attempt, question_id=name, given=[text], sequence=1, saved_at=MORNING)
    asked = await api.ask(documents.ITEM_STATISTICS, by=staff, course=SLUG)
    found = {one["question"]: one for one in asked["itemStatistics"]["items"]}
    assert found["e3"]["wrongTexts"] == [{"text": "modal", "people": 3}]
    assert found["e4"]["wrongTexts"] == [{"text": "2.000", "people": 3}]
    assert (found["e3"]["options"], found["e3"]["facility"], found["e3"]["findings"]) == ([], 0, ["FEW_ATTEMPTS"])
    assert [one["text"] for one in found["e5"]["options"] if one["isRight"]] == [
        f"Kiri {n} – Pilihan {n}" for n in range(3)
    ]
    assert [one["text"] for one in found["e6"]["options"] if one["isRight"]] == [
        f"{n + 1}. Pilihan {n}" for n in range(4)
    ]
    assert [one["isRight"] for one in found["e0"]["options"]] == [True, False, False]
    await Answer.filter(question_id="e3", attempt_id=attempts[0]).delete()
    asked = await api.ask(documents.ITEM_STATISTICS, by=staff, course=SLUG)
    assert [one["wrongTexts"] for one in asked["itemStatistics"]["items"] if one["question"] == "e3"] == [[]]


async def test_participants_and_strangers_see_none(api: Api) -> None:
    """The figures tell which choices are right."""
    siti = await api.learned()
    for by, code in ((siti, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        answer = (await api.post(documents.ITEM_STATISTICS, {"course": SLUG}, by=by)).json()
        assert answer["data"] == {"staff": None}
        assert answer["errors"][0]["extensions"]["code"] == code


@pytest.fixture
def door(tools: Tools) -> httpx.AsyncClient:
    """A client of an API that knows the token."""
    settings = tools.settings.model_copy(update={"publish_token": SecretStr(TOKEN)})
    return new_client(create_app(replace(tools, settings=settings)))


async def told(door: httpx.AsyncClient, slug: str = SLUG, token: str = TOKEN) -> httpx.Response:
    return await door.get(f"/classes/{slug}/items", headers={"Authorization": f"Bearer {token}"})


async def test_editors_are_told_the_same_by_their_token(api: Api, door: httpx.AsyncClient) -> None:
    """In one shape with what staff see, and nothing is written."""
    await crowd(5)
    staff, before = await api.staff(), api.stored()
    (answer,) = (await told(door)).json()["classes"]
    shown = (await api.ask(documents.ITEM_STATISTICS, by=staff, course=SLUG))["itemStatistics"]
    for name in ("question", "attempts", "facility", "discrimination", "itemRest", "omitted", "isCurrent"):
        assert [one[name] for one in answer["items"]] == [one[name] for one in shown["items"]]
    assert (answer["countedAttempts"], answer["enoughAttempts"]) == (5, 30)
    assert answer["items"][0]["findings"] == ["few_attempts"]
    assert answer["reliability"] == {"alpha": None, "attempts": 0, "questions": 0, "gap": "drawn"}
    assert api.stored() == before


async def test_only_who_holds_the_token_is_told(api: Api, door: httpx.AsyncClient) -> None:
    """As with releases; where no token is set nobody can hold it."""
    refused, closed, unknown = await told(door, token="lain"), await told(api.client), await told(door, "tidak-ada")
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (401, "UNAUTHENTICATED")
    assert (closed.status_code, closed.json()["problems"][0]["code"]) == (404, "NOT_FOUND")
    assert (unknown.status_code, unknown.json()["problems"][0]["code"]) == (404, "NOT_FOUND")
