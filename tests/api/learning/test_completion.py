"""When a lesson is completed: the rule, over everything that the server may know."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.learning.rules import (
    Deeds,
    Lacks,
    LessonStanding,
    Place,
    Progress,
    Standing,
    comes_first,
    due,
    lacks,
    made_at,
)
from courseware.sealed import LessonOrder, LessonRule, SealedCourse, SealedLesson, SealedVideo
from tests.api.courses import course, lesson, question, stricter
from tests.fakes import MORNING

READ, ANSWER, WATCH = LessonRule.READ, LessonRule.ANSWER, LessonRule.WATCH
NAMES = ("satu", "dua", "tiga", "empat")
CHECKS = [f"{name}-{n}" for name in NAMES for n in range(2)]


@st.composite
def lessons(draw: st.DrawFn) -> tuple[SealedLesson, ...]:
    """Lessons with up to two checks and one video, and rules that they can meet."""
    made: list[SealedLesson] = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1)):
        checks = tuple(question(f"{name}-{n}") for n in range(draw(st.integers(0, 2))))
        videos = (SealedVideo(f"v-{name}", "Video"),) if draw(st.booleans()) else ()
        rules = [rule for rule, has in ((ANSWER, checks), (WATCH, videos)) if has and draw(st.booleans())]
        share = draw(st.integers(1, 100))
        one = replace(lesson(name, checks=checks), rules=tuple(rules), videos=videos, watched_share=share)
        made.append(one)
    return tuple(made)


@st.composite
def courses(draw: st.DrawFn) -> SealedCourse:
    """A class of such lessons, in either order."""
    return course(lessons=draw(lessons()), order=draw(st.sampled_from(LessonOrder)))


ids = st.frozensets(st.sampled_from([*NAMES, "foreign"]))
deeds = st.builds(
    Deeds,
    completed=ids,
    read=ids,
    answered=st.frozensets(st.sampled_from(CHECKS)),
    watched=st.dictionaries(st.sampled_from([f"v-{name}" for name in NAMES]), st.integers(0, 100)),
    transcripts=st.frozensets(st.sampled_from([f"v-{name}" for name in NAMES])),
)


def noted(before: Deeds, more: Iterable[SealedLesson]) -> Deeds:
    return replace(before, completed=before.completed | {one.id for one in more})


def merged(one: Deeds, other: Deeds) -> Deeds:
    """What is known once both have arrived."""
    videos = one.watched.keys() | other.watched.keys()
    return Deeds(
        one.completed | other.completed,
        one.read | other.read,
        one.answered | other.answered,
        {video: max(one.watched.get(video, 0), other.watched.get(video, 0)) for video in videos},
        one.transcripts | other.transcripts,
    )


@given(courses(), deeds)
def test_what_is_due_is_noted_once_and_progress_stays_within_its_bounds(made: SealedCourse, done: Deeds) -> None:
    """After it nothing more is due, and never more lessons are completed than there are."""
    found = due(made, done)
    after = noted(done, found)
    assert due(made, after) == ()
    assert all(one.id not in done.completed for one in found)
    progress = Progress(made.lessons, after.completed)
    assert Progress(made.lessons, done.completed).done <= progress.done <= progress.total


@given(courses(), deeds, deeds)
def test_more_deeds_never_complete_less(made: SealedCourse, done: Deeds, more: Deeds) -> None:
    """In whatever order answers, videos and lessons arrive, each only adds."""
    before = noted(done, due(made, done)).completed
    together = merged(done, more)
    assert before <= noted(together, due(made, together)).completed


@given(courses(), deeds)
def test_a_completed_lesson_lacks_nothing_whatever_it_asks_for_now(made: SealedCourse, done: Deeds) -> None:
    """A newer release may state a stricter rule: completion is never taken back."""
    for one in made.lessons:
        if one.id in done.completed:
            assert lacks(one, done) == Lacks()
            assert comes_first(made, one, done.completed) is None


@given(courses(), deeds)
def test_a_lesson_is_due_when_it_is_open_and_lacks_nothing(made: SealedCourse, done: Deeds) -> None:
    """No other way leads to completion, and none of these is overlooked."""
    after = noted(done, due(made, done))
    for one in made.lessons:
        meets = lacks(one, replace(done, completed=frozenset())).is_nothing
        is_open = comes_first(made, one, after.completed) is None
        assert (one.id in after.completed) == (one.id in done.completed or (meets and is_open))


@given(courses(), deeds)
def test_one_by_one_a_lesson_counts_after_all_before_it(made: SealedCourse, done: Deeds) -> None:
    """From nothing, what is completed is always the beginning of the class."""
    made = replace(made, order=LessonOrder.ONE_BY_ONE)
    found = due(made, replace(done, completed=frozenset()))
    assert found == made.lessons[: len(found)]
    if len(found) < len(made.lessons):
        assert comes_first(made, made.lessons[-1], frozenset(one.id for one in found)) in {
            None,
            made.lessons[len(found)],
        }


@given(lessons(), deeds)
def test_without_a_rule_reading_is_all(some: tuple[SealedLesson, ...], done: Deeds) -> None:
    """Classes of before mean what they meant."""
    plain = course(lessons=tuple(replace(one, rules=()) for one in some))
    had = done.completed | done.read
    assert noted(done, due(plain, done)).completed == done.completed | {
        one.id for one in plain.lessons if one.id in had
    }


def test_a_video_counts_from_its_share_on_or_by_its_transcript() -> None:
    """A video must never be the only carrier."""
    one = stricter(lesson("satu"), WATCH, share=80)
    read = Deeds(read=frozenset({"satu"}))
    assert lacks(one, replace(read, watched={"harga": 79})).kinds == (WATCH,)
    assert lacks(one, replace(read, watched={"harga": 80})).is_nothing
    assert lacks(one, replace(read, transcripts=frozenset({"harga"}))).is_nothing


def test_what_is_missing_is_said_in_the_order_to_do_it() -> None:
    """Each with what it takes."""
    one = stricter(lesson("satu", checks=(question("a"), question("b"))), ANSWER, WATCH, share=80)
    missing = lacks(one, Deeds(answered=frozenset({"a"})))
    assert missing.kinds == (READ, ANSWER, WATCH)
    assert missing.in_words("id") == (
        "Baca sampai akhir, lalu tekan tombol lanjut. Jawab 1 cek yang belum dijawab; benar atau salah sama saja. "
        "Tonton “Menghitung harga” sampai 80%, atau baca transkripnya sampai akhir."
    )


def standing(made: SealedCourse, completed: frozenset[str], last: Place | None) -> Standing:
    known = Deeds(completed)
    listed = tuple(
        LessonStanding(
            one,
            MORNING if one.id in completed else None,
            lacks(one, known),
            comes_first(made, one, completed),
        )
        for one in made.lessons
    )
    return Standing(Progress(made.lessons, completed), listed, last)


@given(courses(), ids, st.sampled_from([*NAMES, None]))
def test_going_on_leads_to_something_to_do(made: SealedCourse, completed: frozenset[str], name: str | None) -> None:
    """Never to what is completed, never to a lesson that doesn't count yet, and nowhere once all is done."""
    there = next((one for one in made.lessons if one.id == name), None)
    stands = standing(made, completed, Place(there, "harga") if there else None)
    if stands.progress.is_complete:
        assert stands.resume is None
        return
    assert stands.resume
    assert stands.resume.lesson.id not in completed
    assert comes_first(made, stands.resume.lesson, completed) is None
    if there and there.id not in completed and comes_first(made, there, completed) is None:
        assert stands.resume == Place(there, "harga")
    else:
        assert stands.resume == Place(stands.next.lesson if stands.next else there or made.lessons[0])


@given(st.integers(-(2**31), 2**31 - 1), st.integers(0, 10**6))
def test_a_deed_is_never_made_in_the_future_nor_before_the_class_was_entered(age: int, inside: int) -> None:
    """The phone's stopwatch can say anything."""
    entered = MORNING - timedelta(seconds=inside)
    assert entered <= made_at(MORNING, age, entered) <= MORNING
    if 0 <= age <= inside:
        assert made_at(MORNING, age, entered) == MORNING - timedelta(seconds=age)
