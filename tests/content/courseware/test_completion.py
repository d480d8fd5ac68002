"""What completes a lesson, as the class and the lesson state it."""

import json
from dataclasses import replace

import pytest

from courseware.impact import compared
from courseware.recordings import video_id
from courseware.sealed import LessonOrder, LessonRule, PrintedResult, SealedCourse, SealedLesson, SealedVideo
from tests.content.courseware.builder import CHECK, LESSON_HEAD, CourseFolder
from tests.content.courseware.test_recordings import PROSE, VIDEO

LESSON = "lessons/01-mengenal-pembeli.md"
HARGA = SealedVideo(video_id("/kelas/k3/media/harga.mp4"), 'Menghitung "harga"')


@pytest.fixture
def course(course: CourseFolder) -> CourseFolder:
    """With a video of 1.2 MB."""
    beginning = b"\0\0\0\x18ftypmp42"
    (course.folder / "media" / "harga.mp4").write_bytes(beginning + bytes(1_200_000 - len(beginning)))
    return course


def state(course: CourseFolder, *, of_class: str = "", of_lesson: str = "", body: str = VIDEO + PROSE + CHECK) -> None:
    """Lines for the two heads, and the lesson's text."""
    if of_class:
        course.replace("course.md", "tujuan:\n", f"{of_class}\ntujuan:\n")
    head = LESSON_HEAD.format(id="mengenal-pembeli").replace(
        "modul:", f"{of_lesson}\nmodul:" if of_lesson else "modul:"
    )
    course.write(LESSON, head + body)


def sealed(course: CourseFolder) -> SealedLesson:
    return course.release().sealed.lessons[0]


def test_where_nothing_is_stated_reading_completes_a_lesson(course: CourseFolder) -> None:
    """As it was before there were rules, whatever the lesson holds."""
    state(course)
    lesson = sealed(course)
    assert (lesson.rules, lesson.videos, lesson.watched_share) == ((), (), 90)
    assert course.release().sealed.order is LessonOrder.FREE


@pytest.mark.parametrize(
    ("of_class", "of_lesson", "rules", "share"),
    [
        ("tuntas: baca", "", [], 90),
        ("tuntas: jawab", "", ["jawab"], 90),
        ("tuntas: [tonton, jawab]", "", ["jawab", "tonton"], 90),
        ("tuntas: [tonton]\ntonton-persen: 60", "", ["tonton"], 60),
        ("tuntas: [tonton]\ntonton-persen: 60", "tonton-persen: 75", ["tonton"], 75),
        ("tuntas: [jawab, tonton]", "tuntas: baca", [], 90),
        ("", "tuntas: [baca, jawab]", ["jawab"], 90),
    ],
)
def test_a_lesson_stands_before_its_class(
    course: CourseFolder, of_class: str, of_lesson: str, rules: list[str], share: int
) -> None:
    """The class says it once; an exception is said where it is."""
    state(course, of_class=of_class, of_lesson=of_lesson)
    lesson = sealed(course)
    assert [*lesson.rules] == rules
    assert lesson.videos == ((HARGA,) if "tonton" in rules else ())
    assert lesson.watched_share == share
    public = course.release().public.lessons[0]
    assert (public.rules, public.watched_share) == (lesson.rules, lesson.watched_share)


def test_a_rule_of_the_class_holds_where_a_lesson_has_what_it_asks_for(course: CourseFolder) -> None:
    """Otherwise each lesson without a check would need an exception, or could never be completed."""
    state(course, of_class="tuntas: jawab")
    other = LESSON_HEAD.format(id="tanpa-cek") + PROSE
    course.write("lessons/02-tanpa-cek.md", other)
    assert [lesson.rules for lesson in course.release().sealed.lessons] == [(LessonRule.ANSWER,), ()]


@pytest.mark.parametrize(
    ("of_class", "of_lesson", "body", "found"),
    [
        (
            "",
            "tuntas: jawab",
            PROSE,
            f"{LESSON}:4: `tuntas` meminta cek dijawab, padahal pelajaran ini tidak punya cek",
        ),
        (
            "",
            "tuntas: [baca, tonton]",
            PROSE,
            f"{LESSON}:4: `tuntas` meminta video ditonton, padahal pelajaran ini tidak punya video",
        ),
        (
            "tuntas: jawab",
            "",
            PROSE,
            "course.md:10: `tuntas` meminta cek dijawab, padahal tidak ada pelajaran yang punya cek",
        ),
        (
            "tuntas: [tonton]",
            "",
            CHECK + PROSE,
            "course.md:10: `tuntas` meminta video ditonton, padahal tidak ada pelajaran yang punya video",
        ),
        (
            "",
            "tonton-persen: 50",
            VIDEO + PROSE,
            f"{LESSON}:4: `tonton-persen` tidak berlaku: pelajaran ini tidak meminta video ditonton",
        ),
        ("tuntas: nonton", "", PROSE, "course.md:10: isi `tuntas` ke-1 tidak dikenal"),
        ("urutan: acak", "", PROSE, "course.md:10: isi `urutan` tidak dikenal"),
        ("tuntas: []", "", PROSE, "course.md:10: isi `tuntas` masih kosong"),
        ("tonton-persen: 0", "", PROSE, "course.md:10: isi `tonton-persen` terlalu kecil"),
    ],
)
def test_a_rule_that_nobody_could_meet_is_told(
    course: CourseFolder, of_class: str, of_lesson: str, body: str, found: str
) -> None:
    """A participant would find out first, before a lesson that never completes."""
    state(course, of_class=of_class, of_lesson=of_lesson, body=body)
    assert course.found() == [found]


def test_a_retired_check_is_nothing_to_answer(course: CourseFolder) -> None:
    """It stands on no page."""
    state(course, of_lesson="tuntas: jawab", body=PROSE + CHECK.replace("#cek-pembeli", "#cek-pembeli pensiun=ya"))
    assert course.found() == [f"{LESSON}:4: `tuntas` meminta cek dijawab, padahal pelajaran ini tidak punya cek"]


def test_lessons_may_count_one_after_the_other(course: CourseFolder) -> None:
    """The site tells it, the server holds to it."""
    state(course, of_class="urutan: berurutan")
    release = course.release()
    assert release.sealed.order is release.public.order is LessonOrder.ONE_BY_ONE


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("", PrintedResult.SCORE),
        ("hasil-tercetak: nilai", PrintedResult.SCORE),
        ("hasil-tercetak: tingkat", PrintedResult.LEVEL),
        ("hasil-tercetak: tanpa", PrintedResult.NONE),
    ],
)
def test_a_class_states_what_its_certificate_tells_of_the_result(
    course: CourseFolder, written: str, printed: PrintedResult
) -> None:
    """As it did before classes could state it, unless they do."""
    state(course, of_class=written)
    assert course.release().sealed.printed is printed


@pytest.mark.parametrize("passing", [1, 54, 55, 100])
@pytest.mark.parametrize("printed", PrintedResult)
def test_no_certificate_may_say_the_lowest_level(course: CourseFolder, printed: PrintedResult, passing: int) -> None:
    """It would say in one line that its holder passed and understood little."""
    state(course, of_class=f"hasil-tercetak: {printed}")
    course.replace("evaluation.md", "nilai-minimal: 70", f"nilai-minimal: {passing}")
    told = f"course.md:10: sertifikat dapat bertuliskan tingkat `Kurang`: `nilai-minimal` {passing}"
    assert course.found() == ([told] if printed is PrintedResult.LEVEL and passing < 55 else [])


def test_a_document_of_before_means_what_it_meant(course: CourseFolder) -> None:
    """Participants are on releases that were written years ago: there, reading completes a lesson."""
    state(course)
    document = json.loads(course.release().sealed.to_json())
    del document["order"], document["printed"]
    for lesson in document["lessons"]:
        for key in ("rules", "videos", "watched_share"):
            del lesson[key]
    assert SealedCourse.from_json(json.dumps(document)) == course.release().sealed


def test_a_release_that_states_another_rule_says_so(course: CourseFolder) -> None:
    """Whoever publishes should know that a lesson asks for more than it did."""
    state(course)
    older = course.release().sealed
    state(course, of_class="tuntas: [jawab, tonton]\nurutan: berurutan\nhasil-tercetak: tingkat")
    change = compared(older, course.release().sealed)
    assert [kept.after.id for kept in change.ruled_otherwise] == ["mengenal-pembeli"]
    assert change.is_reordered
    assert change.is_printed_otherwise
    share = replace(older, lessons=tuple(replace(one, watched_share=10) for one in older.lessons))
    assert compared(older, share).ruled_otherwise == ()
