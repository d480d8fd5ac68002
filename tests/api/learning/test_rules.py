"""Progress, and what a check of understanding tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.learning.rules import ChoicesInvalid, Progress, check_outcome, is_right, lesson_of, valid_choices
from courseware.sealed import QuestionKind
from tests.api.courses import course, lesson, question

names = st.sampled_from(["satu", "dua", "tiga", "empat", "foreign"])


@given(st.lists(names.filter(lambda name: name != "foreign"), unique=True, min_size=1), st.frozensets(names))
def test_progress_never_leaves_its_bounds(lessons: list[str], completed: frozenset[str]) -> None:
    """Rows of another release count nothing, and complete means that nothing is next."""
    progress = Progress(tuple(lesson(name) for name in lessons), completed)
    assert 0 <= progress.done <= progress.total == len(lessons)
    assert progress.is_complete == (progress.next_lesson is None) == (progress.done == progress.total)
    assert progress.next_lesson is None or progress.next_lesson.id not in completed


@given(st.lists(names, unique=True, min_size=1), st.frozensets(names), names)
def test_completing_a_lesson_never_takes_progress_back(
    lessons: list[str], completed: frozenset[str], more: str
) -> None:
    """Learning only grows."""
    steps = tuple(lesson(name) for name in lessons)
    assert Progress(steps, completed | {more}).done >= Progress(steps, completed).done


ids = st.sampled_from(["q-r0", "q-r1", "q-w0", "q-w1", "other", ""])


@given(st.lists(ids, max_size=6), st.integers(1, 2))
def test_choices_are_a_set_of_the_questions_own(chosen: list[str], right: int) -> None:
    """Foreign, doubled or too many for a single choice: refused. Everything else is kept as it is."""
    asked = question("q", right=right)
    known = {choice.id for choice in asked.choices}
    single = asked.kind is QuestionKind.SINGLE
    fits = set(chosen) <= known and len(set(chosen)) == len(chosen) and not (single and len(chosen) > 1)
    if fits:
        assert valid_choices(asked, chosen) == frozenset(chosen)
    else:
        with pytest.raises(ChoicesInvalid):
            valid_choices(asked, chosen)


def test_only_exactly_the_right_choices_are_right() -> None:
    """Half of a multiple choice, or one too many, is wrong; so is nothing."""
    asked = question("q", right=2, wrong=1)
    outcomes = {
        (): False,
        ("q-r0",): False,
        ("q-r0", "q-r1"): True,
        ("q-r0", "q-r1", "q-w0"): False,
        ("q-w0",): False,
    }
    assert {chosen: is_right(asked, frozenset(chosen)) for chosen in outcomes} == outcomes


def test_a_check_gives_feedback_on_what_was_chosen() -> None:
    """The feedback of the other choices stays for the next try."""
    outcome = check_outcome(question("q"), frozenset({"q-w0"}))
    assert outcome.correct is False
    assert {one.choice: one.feedback for one in outcome.choices} == {
        "q-r0": None,
        "q-w0": "RAHASIA umpan q-w0",
        "q-w1": None,
    }
    assert [one.choice for one in outcome.choices if one.correct] == ["q-r0"]


def test_a_lesson_is_found_by_its_id_only() -> None:
    """Slugs may change between releases, ids never do."""
    found = lesson_of(course(), "satu")
    assert found is not None
    assert found.slug == "materi-satu"
    assert lesson_of(course(), "materi-satu") is None
