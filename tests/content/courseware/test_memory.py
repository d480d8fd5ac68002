"""With a memory the same is read as without one, and no lesson twice for nothing."""

from collections.abc import Callable

import pytest

from courseware.course import CourseReader, CourseRelease
from courseware.folders import gathered
from courseware.memory import ClassMemory
from courseware.mistakes import Mistake
from tests.content.courseware.builder import CHECK, DRAWING, LESSON_HEAD, CourseFolder

FIRST, SECOND = "lessons/01-mengenal-pembeli.md", "lessons/02-harga.md"
PICTURE = "![Bagan](media/bagan.svg)\n"

Change = Callable[[CourseFolder], None]


def write_second(course: CourseFolder, body: str) -> None:
    course.write(SECOND, LESSON_HEAD.format(id="harga") + body)


def read(course: CourseFolder, memory: ClassMemory | None) -> tuple[CourseRelease | None, list[Mistake]]:
    mistakes: list[Mistake] = []
    (files,) = gathered([course.root], mistakes)
    release = CourseReader(files, mistakes, frozenset({"video.example"}), memory).release()
    return release, sorted(set(mistakes))


CHANGES: dict[str, Change] = {
    "a sentence": lambda course: write_second(course, f"Isi lain.\n\n{PICTURE}"),
    "an id that another lesson has": lambda course: write_second(course, CHECK),
    "a retired check": lambda course: write_second(course, CHECK.replace("{#cek-pembeli}", "{#cek-lama pensiun=ya}")),
    "a picture that both show, now broken": lambda course: course.write("media/bagan.svg", "<svg>"),
    "a picture that is gone": lambda course: (course.folder / "media" / "bagan.svg").unlink(),
    "the picture of the other alone": lambda course: course.lesson(f"Isi.\n\n{CHECK}"),
    "a word of the glossary": lambda course: course.write("glossary.md", "**SHU** {#shu}: Laba setahun.\n"),
    "a link to a lesson that is gone": lambda course: (course.folder / SECOND).unlink(),
    "a question": lambda course: course.replace("evaluation.md", "Keduanya sama", "Sama saja"),
    "a question by the id of a check": lambda course: course.replace(
        "evaluation.md", "{#beda-ciri-manfaat", "{#cek-pembeli"
    ),
    "a retired question": lambda course: course.replace("evaluation.md", "poin=2", "pensiun=ya"),
    "the title of a module": lambda course: course.replace("course.md", "judul: Dasar", "judul: Awal"),
}


@pytest.fixture
def two(course: CourseFolder) -> CourseFolder:
    """Two lessons that show one picture; the first leads to the second and uses a word that nobody explains."""
    course.write("media/bagan.svg", DRAWING)
    course.lesson(f"Lihat [harga](pelajaran:harga) dan [SHU](istilah:shu).\n\n{PICTURE}\n{CHECK}")
    write_second(course, f"Isi.\n\n{PICTURE}")
    return course


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_the_same_is_read_as_by_a_stranger(two: CourseFolder, change: Change) -> None:
    """What was remembered must not outlive what it depended on, in words, mistakes, ids or files."""
    memory = ClassMemory()
    assert read(two, memory) == read(two, None)
    assert read(two, memory) == read(two, None)
    change(two)
    assert read(two, memory) == read(two, None)


def test_what_did_not_change_is_not_read_again(two: CourseFolder) -> None:
    """A class of sixty lessons is as quick to preview as one of six."""
    memory = ClassMemory()
    two.write("glossary.md", "**SHU** {#shu}: Laba setahun.\n")
    before, _ = read(two, memory)
    write_second(two, "Isi lain.\n")
    after, mistakes = read(two, memory)
    assert mistakes == []
    assert before is not None
    assert after is not None
    assert after.public.lessons[0] is before.public.lessons[0]
    assert after.public.lessons[1] is not before.public.lessons[1]
    assert after.sealed.evaluation is before.sealed.evaluation
