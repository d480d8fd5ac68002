"""`jawara new` gives an editor a class that is right from the first minute, or a sentence that says what to do."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from courseware.messages import Language
from courseware.release import compile_release
from courseware.sealed import QuestionKind
from jawara import cli
from jawara.places import ROOT, TEMPLATE
from jawara.starting import Refused, begin

ID = Language.INDONESIAN


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "courses"
    folder.mkdir(parents=True)
    return folder


def test_a_new_class_passes_the_check_with_the_title_that_was_given(courses: Path) -> None:
    """Who begins with mistakes of somebody else's looks for their own in vain."""
    folder = begin("kemasan-produk", ' Kemasan: "murah" & kuat ', (courses,), ID)
    (course,) = compile_release(courses).courses
    assert folder == courses / "kemasan-produk"
    assert (course.public.slug, course.public.title) == ("kemasan-produk", 'Kemasan: "murah" & kuat')
    assert [path.name for path in courses.iterdir()] == ["kemasan-produk"]


def test_the_template_shows_every_kind_of_question_and_keeps_its_notes(courses: Path) -> None:
    """It is where an editor looks first for how a thing is written."""
    begin("contoh", "Contoh", (courses,), ID)
    (course,) = compile_release(courses).courses
    questions = [question for pool in course.sealed.evaluation.pools for question in pool.questions]
    assert {question.kind for question in questions} == set(QuestionKind)
    assert len(course.public.lessons) == 2
    assert "\n# Semua kunci dijelaskan di docs/authoring.md.\n" in (courses / "contoh" / "course.md").read_text("utf-8")


def test_the_template_itself_is_no_class() -> None:
    """It would be offered to participants."""
    assert TEMPLATE.parent == ROOT / "content"
    assert "template" not in [course.public.slug for course in compile_release(ROOT / "content" / "courses").courses]


@pytest.mark.parametrize(
    ("slug", "better"),
    [
        ("Kemasan Produk", "kemasan-produk"),
        ("kemasan_produk", "kemasan-produk"),
        ("../luar", "luar"),
        (".git", "git"),
        ("kelas-", "kelas"),
        ("", "kemasan-produk"),
        ("a" * 81, "a" * 81),
    ],
)
def test_a_name_that_can_be_no_address_is_refused_with_one_that_can(slug: str, better: str, courses: Path) -> None:
    """The name is the class's address and can't be changed once people have it."""
    with pytest.raises(Refused, match=f"jawara new {better} "):
        begin(slug, "Judul", (courses,), ID)
    assert list(courses.iterdir()) == []


@pytest.mark.parametrize("title", ["", "   ", "a" * 121, "dua\nbaris", "\x1b[31mmerah"])
def test_a_title_that_can_be_printed_on_no_certificate_is_refused(title: str, courses: Path) -> None:
    """A line break in front matter is another key."""
    with pytest.raises(Refused, match="1 sampai 120 huruf"):
        begin("kelas", title, (courses,), ID)
    assert list(courses.iterdir()) == []


def test_a_class_that_is_there_stays_as_it_is_in_whatever_folder(courses: Path, tmp_path: Path) -> None:
    """An hour's work would be gone by one command typed twice."""
    other = tmp_path / "tertutup"
    (other / "kelas").mkdir(parents=True)
    (other / "kelas" / "evaluation.md").write_text("Kunci")
    with pytest.raises(Refused, match=r"sudah ada: .*tertutup/kelas"):
        begin("kelas", "Judul", (courses, other), ID)
    assert list(courses.iterdir()) == []
    assert (other / "kelas" / "evaluation.md").read_text() == "Kunci"


def test_what_a_broken_copy_left_behind_is_no_obstacle(courses: Path) -> None:
    """A disk that was full once is no reason to choose another name."""
    (courses / ".kelas").mkdir()
    begin("kelas", "Judul", (courses,), ID)
    assert [path.name for path in courses.iterdir()] == ["kelas"]


def test_the_command_says_what_comes_next(courses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Indonesian first: it is for editors."""
    monkeypatch.setenv("CONTENT_DIRS", str(courses))
    done = CliRunner().invoke(cli.app, ["new", "kemasan-produk", "Kemasan"])
    again = CliRunner().invoke(cli.app, ["new", "kemasan-produk", "Kemasan", "--lang", "en"])
    assert (done.exit_code, again.exit_code) == (0, 1)
    assert done.output == (
        f"Kelas baru: {courses / 'kemasan-produk'}\nGanti isinya dengan tulisan Anda, lalu jalankan: jawara check\n"
    )
    assert again.output.startswith("jawara: That class is there already: ")
