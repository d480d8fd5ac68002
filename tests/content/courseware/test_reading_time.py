"""The stated minutes of a lesson beside what it takes."""

import pytest

from tests.content.courseware.builder import CHECK, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"
# Ten minutes of prose.
PROSE = "\n\n".join(["kata " * 189 + "titik."] * 10)


def with_minutes(course: CourseFolder, minutes: int, body: str) -> list[str]:
    course.lesson(body)
    course.replace(LESSON, "menit: 2", f"menit: {minutes}")
    return course.told("lesson.")


@pytest.mark.parametrize("minutes", [6, 10, 15])
def test_minutes_may_be_somewhat_off(course: CourseFolder, minutes: int) -> None:
    """People read at different paces: from 60 to 150 percent of the count is no lie."""
    assert with_minutes(course, minutes, PROSE) == []


@pytest.mark.parametrize(("minutes", "body"), [(1, "Satu kalimat."), (2, CHECK), (3, f"{'kata ' * 190}")])
def test_two_minutes_off_are_always_allowed(course: CourseFolder, minutes: int, body: str) -> None:
    """In a short lesson a share of the minutes is less than a minute."""
    assert with_minutes(course, minutes, body) == []


@pytest.mark.parametrize("minutes", [5, 16])
def test_minutes_out_of_step_are_told_at_their_line(course: CourseFolder, minutes: int) -> None:
    """Who has ten minutes on the bus plans by the number."""
    assert with_minutes(course, minutes, PROSE) == [
        f"{LESSON}:5: pelajaran ini disebut {minutes} menit, padahal isinya kira-kira 10 menit"
        f" | this lesson says {minutes} minutes, but what it holds takes about 10"
    ]
    (mistake,) = course.mistakes()
    assert mistake.mend == "tulis angka dari 6 sampai 15 di `menit`, atau sesuaikan panjang isinya"


def test_pictures_and_checks_take_time_as_well(course: CourseFolder) -> None:
    """Half a minute each: what is looked at and answered is part of the lesson."""
    body = PROSE + "\n\n![Warung](media/sampul.svg)\n\n" + CHECK
    assert with_minutes(course, 16, body) == []


def test_a_recording_may_be_counted_or_left_out(course: CourseFolder) -> None:
    """Nobody must play it, and who does needs its length."""
    (course.folder / "media" / "suara.mp3").write_bytes(b"ID3" + bytes(1000))
    recording = "\n\n::: audio Wawancara\ntautan: media/suara.mp3\nukuran: 1 kB\ndurasi: 10:00\n\nTranskrip: Ya.\n:::\n"
    assert [with_minutes(course, minutes, PROSE + recording) for minutes in (6, 30)] == [[], []]
    assert len(with_minutes(course, 31, PROSE + recording)) == 1


def test_a_retired_lesson_keeps_the_minutes_it_had(course: CourseFolder) -> None:
    """They stand on the papers of those who began with it."""
    course.write("lessons/02-lama.md", "---\nid: lama\njudul: Lama\nmodul: dasar\nmenit: 60\nringkasan: x\n---\nIsi.\n")
    assert len(course.told("lesson.")) == 1
    course.replace("lessons/02-lama.md", "menit: 60", "menit: 60\npensiun: true")
    assert course.told("lesson.") == []
