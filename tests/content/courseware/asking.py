"""One check in a lesson, whose lines a test gives; the first of them stands on line 9."""

from courseware.public import Check
from courseware.sealed import SealedQuestion
from tests.content.courseware.builder import CourseFolder

EXPLANATION = "Penjelasan: Begitulah adanya."
LESSON = "lessons/01-mengenal-pembeli.md"


def ask(course: CourseFolder, *lines: str) -> SealedQuestion:
    """The check with these lines, a prompt above and an explanation below them."""
    _write(course, lines)
    return course.release().sealed.lessons[0].checks[0]


def shown(course: CourseFolder, *lines: str) -> Check:
    """What the page has of the same check."""
    _write(course, lines)
    (part,) = course.release().public.lessons[0].parts
    assert isinstance(part, Check)
    return part


def wrongs(course: CourseFolder, *lines: str) -> list[str]:
    """The mistakes of the same check, as `10: what is wrong`; the first of the lines is line 10."""
    _write(course, lines)
    return [found.removeprefix(f"{LESSON}:") for found in course.found()]


def _write(course: CourseFolder, lines: tuple[str, ...]) -> None:
    course.lesson("\n".join(["::: cek {#cek}", "Apa yang tepat?", *lines, EXPLANATION, ":::", ""]))
