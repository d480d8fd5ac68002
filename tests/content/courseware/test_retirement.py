import pytest

from courseware.public import Check
from tests.content.courseware.builder import CHECK, LESSON_HEAD, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"
OLD = "lessons/02-lama.md"


def retire_a_lesson(course: CourseFolder, body: str = "Isi lama.\n") -> None:
    head = LESSON_HEAD.format(id="lama").replace("menit: 2\n", "menit: 2\npensiun: true\n")
    course.write(OLD, head + body)


def test_a_retired_lesson_keeps_its_page_and_leaves_the_class(course: CourseFolder) -> None:
    """Who began earlier must still finish it; nobody else should meet it."""
    retire_a_lesson(course)
    release = course.release()
    assert [lesson.id for lesson in release.public.lessons] == ["mengenal-pembeli"]
    assert [lesson.slug for lesson in release.public.retired] == ["lama"]
    assert [lesson.id for lesson in release.sealed.lessons] == ["mengenal-pembeli"]
    assert (release.public.minutes, release.sealed.minutes) == (2, 2)
    assert release.sealed.retired == ("lama",)


def test_the_checks_of_a_retired_lesson_retire_with_it(course: CourseFolder) -> None:
    """Their answers are kept under their ids, like those of any other."""
    retire_a_lesson(course, CHECK.replace("cek-pembeli", "cek-lama"))
    release = course.release()
    assert release.sealed.retired == ("cek-lama", "lama")
    assert [part.id for part in release.public.retired[0].parts if isinstance(part, Check)] == ["cek-lama"]


def test_a_retired_check_is_shown_no_more(course: CourseFolder) -> None:
    """Its text may stay, as old as it is; only its id counts."""
    course.lesson("Isi.\n\n" + CHECK.replace("{#cek-pembeli}", "{#cek-pembeli pensiun=ya}").replace("[x]", "[ ]"))
    release = course.release()
    assert release.sealed.lessons[0].checks == ()
    assert len(release.public.lessons[0].parts) == 1
    assert release.sealed.retired == ("cek-pembeli",)


def test_ids_whose_text_is_gone_are_retired_in_the_course(course: CourseFolder) -> None:
    """There is nowhere else to write them."""
    course.replace("course.md", "jp: 2", "jp: 2\npensiun: [soal-lama, cek-lama]")
    assert course.release().sealed.retired == ("cek-lama", "soal-lama")


@pytest.mark.parametrize(
    ("id_", "place"),
    [("mengenal-pembeli", f"{LESSON}:2"), ("cek-pembeli", f"{LESSON}:10"), ("beda-ciri-manfaat", "evaluation.md:9")],
)
def test_a_retired_id_is_never_given_again(course: CourseFolder, id_: str, place: str) -> None:
    """What a participant did long ago would count for something else."""
    course.replace("course.md", "jp: 2", f"jp: 2\npensiun: [{id_}]")
    assert course.found() == [f"{place}: id `{id_}` sudah pensiun"]


def test_a_retired_lesson_and_a_question_share_no_id(course: CourseFolder) -> None:
    """The list of retired ids knows no kinds."""
    retire_a_lesson(course)
    course.lesson("Isi.\n\n" + CHECK.replace("cek-pembeli", "lama"))
    assert course.found() == [f"{LESSON}:10: id `lama` sudah pensiun"]


def test_the_id_of_a_retired_lesson_is_still_taken(course: CourseFolder) -> None:
    """Two files of one id could not be told apart."""
    retire_a_lesson(course)
    course.write("lessons/03-baru.md", LESSON_HEAD.format(id="lama") + "Isi.\n")
    assert course.found() == [f"lessons/03-baru.md:2: id `lama` sudah dipakai di content/courses/k3/{OLD}:2"]


def test_nothing_leads_to_a_retired_lesson(course: CourseFolder) -> None:
    """A reader of today would land on a page that says it was replaced."""
    retire_a_lesson(course)
    course.lesson("[lama](pelajaran:lama)\n")
    assert course.found() == [f"{LESSON}:8: tautan ke pelajaran `lama` yang sudah pensiun"]


def test_a_module_of_retired_lessons_is_empty(course: CourseFolder) -> None:
    """The page of the class would show a heading without lessons."""
    course.replace("course.md", "judul: Dasar}", "judul: Dasar}\n  - {id: lanjut, judul: Lanjut}")
    retire_a_lesson(course)
    course.replace(OLD, "modul: dasar", "modul: lanjut")
    assert course.found() == ["course.md:8: modul `lanjut` belum punya pelajaran"]


@pytest.mark.parametrize("yes", ["true", "True", "ya"])
def test_yes_may_be_said_as_in_the_braces_of_a_question(course: CourseFolder, yes: str) -> None:
    """`pensiun=ya` there, `pensiun: true` here: editors mix them up."""
    retire_a_lesson(course)
    course.replace(OLD, "pensiun: true", f"pensiun: {yes}")
    assert [lesson.id for lesson in course.release().public.retired] == ["lama"]


def test_neither_yes_nor_no_is_refused(course: CourseFolder) -> None:
    """A lesson must not leave the class by a slip, nor stay by one."""
    retire_a_lesson(course)
    course.replace(OLD, "pensiun: true", "pensiun: besok")
    assert f"{OLD}:6: isi `pensiun` harus `true` atau `false`" in course.found()
