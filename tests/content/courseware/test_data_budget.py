"""What a lesson may cost who opens it."""

import re
from hashlib import sha256

from tests.content.courseware.builder import CHECK, DRAWING, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"


def drawing(kilobytes: int) -> str:
    """A picture of this size."""
    return DRAWING.ljust(kilobytes * 1000)


def pictures(course: CourseFolder, *kilobytes: int) -> list[str]:
    """The budget's mistakes of a lesson with pictures of these sizes, the first on line 8."""
    for at, size in enumerate(kilobytes):
        course.write(f"media/gambar-{at}.svg", drawing(size))
    course.lesson("\n\n".join(f"![Gambar](media/gambar-{at}.svg)" for at in range(len(kilobytes))))
    return course.told("lesson.data")


def test_pictures_within_the_budget_are_nobodys_business(course: CourseFolder) -> None:
    """Two large ones fit, and one that is shown twice comes once."""
    assert pictures(course, 148, 148) == []
    course.lesson("![Gambar](media/gambar-0.svg)\n\n" * 3)
    assert course.told("lesson.data") == []


def test_a_lesson_that_is_too_heavy_is_told_at_its_heaviest_picture(course: CourseFolder) -> None:
    """On the first card of the month it would be a day's data."""
    (told,) = pictures(course, 100, 120, 90)
    indonesian, english = told.split(" | ")
    where = f"{LESSON}:10: pelajaran ini 311 kB, lebih dari 300 kB; gambar terberat `media/gambar-1.svg` 120 kB"
    assert indonesian == where
    assert english == "this lesson is 311 kB, more than 300 kB; its heaviest picture `media/gambar-1.svg` is 120 kB"


def test_words_count_as_they_travel(course: CourseFolder) -> None:
    """A million letters that repeat cost nothing; half as many of noise are refused, in a check as well."""
    course.lesson("kata " * 200_000)
    assert course.told("lesson.data") == []
    noise = " ".join(sha256(str(at).encode()).hexdigest()[:12] for at in range(55_000))
    for body in (noise, CHECK.replace("Siapa pembeli utama?", noise)):
        course.lesson(body)
        (told,) = course.told("lesson.data")
        assert re.fullmatch(
            rf"{LESSON}:1: teks pelajaran ini \d+ kB, lebih dari 300 kB"
            r" \| the text of this lesson is \d+ kB, more than 300 kB",
            told,
        )
