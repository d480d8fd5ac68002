import pytest

from courseware.public import PublicEvaluation
from tests.content.courseware.builder import LESSON_HEAD, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"


def test_a_course_has_its_two_halves(course: CourseFolder) -> None:
    """The exact values that the site and the API build on."""
    release = course.release()
    public, sealed = release.public, release.sealed
    assert (public.slug, public.title, public.hours, public.minutes) == ("k3", "Kelas Percobaan", 2, 2)
    assert (sealed.slug, sealed.title, sealed.hours, sealed.minutes) == ("k3", "Kelas Percobaan", 2, 2)
    assert public.description_html == "<p>Uraian kelas.</p>"
    assert (public.cover, public.cover_alt) == ("sampul.svg", "Sebuah warung")
    assert public.goals == ("Setelah kelas ini Anda dapat menyebut pembeli Anda",)
    assert public.evaluation == PublicEvaluation(question_count=1, minutes=45, passing_score=70, attempts=3)
    assert [(lesson.id, lesson.slug, lesson.module) for lesson in sealed.lessons] == [
        ("mengenal-pembeli", "mengenal-pembeli", "Dasar")
    ]
    assert release.media == {"sampul.svg": course.folder / "media" / "sampul.svg"}


def test_lessons_follow_the_numbers_of_their_files(course: CourseFolder) -> None:
    """Both halves keep one order: the site shows it, the API names the next lesson by it."""
    for number, slug in [("10", "akhir"), ("02", "tengah")]:
        course.write(f"lessons/{number}-{slug}.md", LESSON_HEAD.format(id=f"id-{slug}") + "Isi.\n")
    release = course.release()
    expected = ["mengenal-pembeli", "id-tengah", "id-akhir"]
    assert [lesson.id for lesson in release.public.lessons] == expected
    assert [lesson.id for lesson in release.sealed.lessons] == expected
    assert release.sealed.minutes == 6


def test_a_source_is_kept_with_the_lesson(course: CourseFolder) -> None:
    """Participants may read on, and see what a lesson rests on."""
    course.replace(LESSON, "menit: 2", "menit: 2\nsumber:\n  - {judul: Statistik, penerbit: BPS, tahun: 2023}")
    (source,) = course.release().public.lessons[0].sources
    assert (source.title, source.publisher, source.year, source.url) == ("Statistik", "BPS", 2023, None)


@pytest.mark.parametrize(
    "name",
    ["mengenal.md", "01_mengenal.md", "02-Mengenal.md", "02-evaluasi.md", "02-istilah.md", "02-media.md", "02-a.txt"],
)
def test_a_file_name_that_gives_no_address_is_refused(course: CourseFolder, name: str) -> None:
    """A lesson that is silently left out would be noticed by participants first."""
    course.write(f"lessons/{name}", LESSON_HEAD.format(id="lain") + "Isi.\n")
    assert course.found() == [f"lessons/{name}:1: nama berkas `{name}` tidak dapat dipakai"]


@pytest.mark.parametrize(
    ("name", "identifier", "expected"),
    [
        ("02-lain", "mengenal-pembeli", "2: id `mengenal-pembeli` sudah dipakai di {}:2"),
        ("02-mengenal-pembeli", "lain", "1: nama pelajaran `mengenal-pembeli` sudah dipakai di {}:1"),
        ("01-lain", "lain", "1: nomor urut `01` sudah dipakai di {}:1"),
    ],
)
def test_lessons_share_no_id_no_address_and_no_number(
    course: CourseFolder, name: str, identifier: str, expected: str
) -> None:
    """Progress is kept by id, pages by address, order by number."""
    course.write(f"lessons/{name}.md", LESSON_HEAD.format(id=identifier) + "Isi.\n")
    files = sorted([LESSON, f"lessons/{name}.md"])
    assert course.found() == [f"{files[1]}:{expected.format(f'content/courses/k3/{files[0]}')}"]


def test_an_unknown_module_is_told_with_the_known_ones(course: CourseFolder) -> None:
    """The lesson would belong nowhere on the course page."""
    course.replace(LESSON, "modul: dasar", "modul: dasr")
    assert course.found() == [
        "course.md:8: modul `dasar` belum punya pelajaran",
        f"{LESSON}:4: modul `dasr` tidak dikenal",
    ]


def test_lessons_of_a_module_stand_together(course: CourseFolder) -> None:
    """The course page lists by module, "next lesson" goes by number: both must go one way."""
    course.replace("course.md", "judul: Dasar}", "judul: Dasar}\n  - {id: lanjut, judul: Lanjut}")
    course.write("lessons/02-b.md", LESSON_HEAD.format(id="b").replace("dasar", "lanjut") + "Isi.\n")
    assert course.found() == []
    course.write("lessons/03-c.md", LESSON_HEAD.format(id="c") + "Isi.\n")
    assert course.found() == ["lessons/03-c.md:4: pelajaran ini kembali ke modul `dasar`"]


def test_a_broken_lesson_head_is_no_reason_to_blame_links_to_it(course: CourseFolder) -> None:
    """Mistakes that follow from another one hide the one to mend."""
    course.write("lessons/02-b.md", "---\nid: b\n---\nIsi.\n")
    course.replace(LESSON, "Isi pelajaran.", "[lanjut](pelajaran:b)")
    assert {found.split(":")[0] for found in course.found()} == {"lessons/02-b.md"}


def test_a_check_outside_a_lesson_is_refused(course: CourseFolder) -> None:
    """Nobody could answer it there."""
    course.replace("course.md", "Uraian kelas.", "Uraian.\n\n::: cek {#a}\nApa?\n:::")
    assert course.found() == ["course.md:15: `::: cek` di luar pelajaran"]


def test_a_course_without_text_or_lessons_is_refused(course: CourseFolder) -> None:
    """A page with nothing on it helps nobody."""
    course.replace("course.md", "Uraian kelas.\n", "")
    (course.folder / LESSON).unlink()
    assert course.found()[0] == "content/courses/k3:1: kelas belum punya pelajaran"
    assert "course.md:13: kelas belum punya uraian" in course.found()
