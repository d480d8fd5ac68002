"""The sample of a paper: drawn by a number, and without its key."""

import json
from datetime import UTC, datetime

from courseware.release import compile_release
from courseware.sealed import QuestionKind
from jawara.places import COURSES
from jawara.preview.paper import attempt_id, attempt_of, drawn, sample_paper

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
REAL = [course.sealed for course in compile_release(COURSES).courses]


def test_a_number_draws_one_paper_and_another_number_another() -> None:
    """A colleague to whom the address is sent sees the same questions."""
    for course in REAL:
        assert sample_paper(course, 7, NOW) == sample_paper(course, 7, NOW)
        assert sample_paper(course, 7, NOW) != sample_paper(course, 8, NOW)


def test_a_paper_takes_from_each_pool_what_it_draws() -> None:
    """As the API draws: whoever previews judges the mixture that participants get."""
    for course in REAL:
        topics = [topic for topic, _, _ in drawn(course, 1)]
        assert {pool.title: topics.count(pool.title) for pool in course.evaluation.pools} == {
            pool.title: pool.draw for pool in course.evaluation.pools
        }


def test_an_ordering_is_never_shown_in_its_right_order() -> None:
    """It would be answered by leaving it alone."""
    orderings = [
        (question.choices, shown)
        for course in REAL
        for seed in range(40)
        for _, question, shown in drawn(course, seed)
        if question.kind is QuestionKind.ORDERING
    ]
    assert orderings
    assert [shown for choices, shown in orderings if choices == shown] == []


def test_a_paper_holds_no_key() -> None:
    """It stands in the page while the key is hidden."""
    allowed = {
        "id",
        "kind",
        "topic",
        "prompt",
        "choices",
        "pairs",
        "unit",
        "unitBefore",
        "given",
        "sequence",
        "savedAt",
    }
    for course in REAL:
        paper = json.loads(sample_paper(course, 1, NOW))
        assert (paper["serverTime"], paper["state"]) == ("2026-07-01T02:00:00+00:00", "OPEN")
        for question in paper["questions"]:
            assert set(question) == allowed
            assert all(set(part) == {"id", "html"} for part in (*question["choices"], *question["pairs"]))


def test_the_id_of_a_sample_leads_back_to_it() -> None:
    """After handing in, the page of the result is the evaluation's."""
    assert attempt_of(attempt_id("koperasi-sehat", 12)) == ("koperasi-sehat", 12)
    for text in (
        "",
        "pratinjau",
        "pratinjau:x",
        "pratinjau:x:",
        "pratinjau:x:²",
        "0198c0de-0000-7000-8000-000000000000",
    ):
        assert attempt_of(text) is None
