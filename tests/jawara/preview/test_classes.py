"""What a preview reads again, and what it keeps."""

from jawara.preview.classes import Classes
from tests.content.courseware.builder import CourseFolder, good_course

LESSON = "lessons/01-mengenal-pembeli.md"


def test_only_the_class_that_changed_is_read_again(course: CourseFolder) -> None:
    """With a hundred classes a save must not wait for all of them."""
    good_course(course.root / "lain")
    (course.root / "lain" / "k3").rename(course.root / "k4")
    (course.root / "lain").rmdir()
    classes = Classes([course.root])
    before = dict(classes.readings)
    course.replace(LESSON, "Isi pelajaran.", "Isi yang lain.")
    classes.changed([course.folder / LESSON])
    classes.look()
    assert list(classes.readings) == ["k3", "k4"]
    assert classes.readings["k4"] is before["k4"]
    assert "Isi yang lain." in str(classes.release.courses[0].public.lessons[0].parts[0])


def test_a_class_that_can_not_be_read_keeps_its_last_text(course: CourseFolder) -> None:
    """Half a line of a front matter must not take the page away from whoever is writing it."""
    classes = Classes([course.root])
    course.replace("course.md", "judul: Kelas Percobaan", "judul: [")
    classes.changed([course.folder / "course.md"])
    classes.look()
    reading = classes.readings["k3"]
    assert reading.course is not None
    assert (reading.is_old, reading.course.public.title) == (True, "Kelas Percobaan")
    assert [mistake.line for mistake in classes.mistakes] == [2]

    course.replace("course.md", "judul: [", "judul: Kelas Baru")
    classes.changed([course.folder / "course.md"])
    classes.look()
    assert (classes.readings["k3"].is_old, classes.mistakes) == (False, ())


def test_a_class_with_mistakes_is_shown_with_what_could_be_read(course: CourseFolder) -> None:
    """The mistake is told beside its text, so the text must be there."""
    course.lesson("Isi.\n\n![Bagan](media/tidak-ada.svg)\n")
    reading = Classes([course.root]).readings["k3"]
    assert reading.course is not None
    assert not reading.is_old
    assert [mistake.line for mistake in reading.mistakes] == [10]
    assert '<p data-line="8">Isi.</p>' in str(reading.course.public.lessons[0].parts[0])
