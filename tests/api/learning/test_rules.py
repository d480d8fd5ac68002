"""Progress, and what a check of understanding tells."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from api.learning.rules import Progress, check_outcome, lesson_of
from tests.api.courses import course, lesson, matching, number, ordering, question, short

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


def test_a_check_gives_feedback_on_what_was_chosen() -> None:
    """The feedback of the other choices stays for the next try."""
    outcome = check_outcome(question("q"), ("q-w0",))
    assert outcome.correct is False
    assert {one.choice: one.feedback for one in outcome.choices} == {
        "q-r0": None,
        "q-w0": "RAHASIA umpan q-w0",
        "q-w1": None,
    }
    assert [one.choice for one in outcome.choices if one.correct] == ["q-r0"]


def test_a_matching_tells_every_pair_and_what_was_left_open() -> None:
    """Each left side has its own line on the screen; the right sides alone would say nothing."""
    outcome = check_outcome(matching("q"), ("q-k0=q-j0", "q-k1=q-d0"))
    told = [(one.prompt, one.chosen, one.right, one.correct) for one in outcome.pairs]
    assert told == [
        ("q-k0", "q-j0", "q-j0", True),
        ("q-k1", "q-d0", "q-j1", False),
        ("q-k2", None, "q-j2", False),
    ]
    assert (outcome.share, outcome.correct, outcome.choices, outcome.right) == (Fraction(1, 3), False, (), None)


def test_an_ordering_is_told_in_its_right_order() -> None:
    """With each item that stood at its place marked as such."""
    outcome = check_outcome(ordering("q", items=3), ("q-i0", "q-i2", "q-i1"))
    assert [(one.choice, one.chosen, one.correct) for one in outcome.choices] == [
        ("q-i0", True, True),
        ("q-i1", True, False),
        ("q-i2", True, False),
    ]
    assert (outcome.share, outcome.pairs) == (Fraction(1, 3), ())


def test_what_is_typed_is_answered_by_the_right_words() -> None:
    """Right or wrong: whoever was right by another spelling sees the usual one."""
    outcome = check_outcome(short("q"), ("shu",))
    assert (outcome.correct, outcome.right, outcome.choices) == (True, "Sisa Hasil Usaha", ())
    outcome = check_outcome(number("q"), ("1,5",))
    assert (outcome.correct, outcome.right) == (False, "Rp1.500")


def test_a_lesson_is_found_by_its_id_only() -> None:
    """Slugs may change between releases, ids never do."""
    found = lesson_of(course(), "satu")
    assert found is not None
    assert found.slug == "materi-satu"
    assert lesson_of(course(), "materi-satu") is None
