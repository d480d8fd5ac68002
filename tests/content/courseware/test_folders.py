"""A class whose lessons are open and whose evaluation is not."""

from pathlib import Path

import pytest

from courseware.release import ContentErrors, Mistake, compile_release
from tests.content.courseware.builder import CourseFolder, good_course


@pytest.fixture
def sealed(course: CourseFolder, tmp_path: Path) -> Path:
    """A second folder of classes, which holds the evaluation alone."""
    folder = tmp_path / "tertutup" / "kelas"
    (folder / "k3").mkdir(parents=True)
    (course.folder / "evaluation.md").rename(folder / "k3" / "evaluation.md")
    return folder


def mistakes(*folders: Path) -> list[Mistake]:
    with pytest.raises(ContentErrors) as refused:
        compile_release(*folders)
    return list(refused.value.mistakes)


def test_a_class_may_lie_in_two_folders(course: CourseFolder, sealed: Path, tmp_path: Path) -> None:
    """The result must not tell where its files came from."""
    whole = good_course(tmp_path / "utuh" / "kelas").release()
    for folders in ((course.root, sealed), (sealed, course.root)):
        (read,) = compile_release(*folders).courses
        assert (read.public, read.sealed) == (whole.public, whole.sealed)
        assert read.media == {"sampul.svg": course.folder / "media" / "sampul.svg"}


def test_classes_of_all_folders_come_in_the_order_of_their_slugs(course: CourseFolder, tmp_path: Path) -> None:
    """As if they lay in one."""
    other = good_course(tmp_path / "lain" / "kelas")
    other.folder.rename(other.root / "a1")
    assert [read.public.slug for read in compile_release(course.root, other.root).courses] == ["a1", "k3"]


def test_a_mistake_names_the_file_where_it_lies(course: CourseFolder, sealed: Path) -> None:
    """The editor of one folder may not even see the other."""
    text = (sealed / "k3" / "evaluation.md").read_text()
    (sealed / "k3" / "evaluation.md").write_text(text.replace("[x]", "[ ]"))
    course.replace("course.md", "jp: 2", "jp: dua")
    assert [mistake.file for mistake in mistakes(course.root, sealed)] == [
        "content/courses/k3/course.md",
        "tertutup/kelas/k3/evaluation.md",
    ]


def test_a_file_in_two_folders_is_refused(course: CourseFolder, sealed: Path) -> None:
    """Which of them holds would depend on the order in which the folders are named."""
    (sealed / "k3" / "media").mkdir()
    (sealed / "k3" / "media" / "sampul.svg").write_text("<svg/>")
    (sealed / "k3" / ".DS_Store").write_text("")
    (course.folder / ".DS_Store").write_text("")
    (mistake,) = mistakes(course.root, sealed)
    assert str(mistake) == (
        "tertutup/kelas/k3/media/sampul.svg:1: berkas ini juga ada di content/courses/k3/media/sampul.svg\n"
        "  hapus salah satunya: satu berkas hanya boleh ada di satu folder"
    )


def test_lessons_without_their_evaluation_are_no_class(course: CourseFolder, sealed: Path) -> None:
    """A site without the private folder would offer an evaluation that nobody can take."""
    (mistake,) = mistakes(course.root)
    assert (mistake.file, mistake.what) == (
        "content/courses/k3/evaluation.md",
        "berkas ini tidak ada atau tidak dapat dibuka",
    )


def test_two_folders_of_one_name_are_told_apart(course: CourseFolder, tmp_path: Path) -> None:
    """`content/courses` in two places would send an editor to the wrong one."""
    other = good_course(tmp_path / "lain" / "content" / "courses")
    other.replace("course.md", "jp: 2", "jp: dua")
    other.folder.rename(other.root / "a1")
    assert mistakes(course.root, other.root)[0].file == f"{other.root.as_posix()}/a1/course.md"


def test_a_folder_below_the_working_one_is_named_from_there(
    course: CourseFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is what an editor's program and a code host can open."""
    monkeypatch.chdir(course.root.parents[1])
    course.replace("course.md", "jp: 2", "jp: dua")
    assert mistakes(Path("content/courses"))[0].file == "content/courses/k3/course.md"


def test_a_folder_that_is_not_there_is_named(course: CourseFolder, tmp_path: Path) -> None:
    """A misspelt address of the private folder must not pass as a class without evaluation."""
    assert [(found.file, found.what) for found in mistakes(course.root, tmp_path / "tidak" / "ada")] == [
        ("tidak/ada", "folder kelas tidak ada")
    ]
