"""`jawara check` for people, for a pull request's page, and for a program."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from courseware.gaps import can_speak, gap_mistakes
from courseware.hosts import WrongHosts
from courseware.messages import MESSAGES
from jawara import checking, cli
from tests.content.courseware.builder import CourseFolder, good_course

LESSON = "lessons/01-mengenal-pembeli.md"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    """A class without mistakes, in the project's folder as the checker sees it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONTENT_DIRS", "content/courses")
    return good_course(tmp_path / "content" / "courses")


@pytest.fixture
def broken(course: CourseFolder) -> CourseFolder:
    """The same with three mistakes, in another class as well."""
    (course.root / "k4").mkdir()
    course.replace(LESSON, "Isi pelajaran.", "Isi [pelajaran](/blog/) ini,\nlihat [lagi](pelajaran:tiada).")
    return course


def check(*options: str) -> Result:
    return CliRunner().invoke(cli.app, ["check", *options])


def test_content_without_mistakes_ends_well(course: CourseFolder) -> None:
    """With one line, in the language asked for, and nothing that a form doesn't want."""
    assert [check("--lang", lang).stdout for lang in ("id", "en")] == [
        "Tidak ada kesalahan. Kelas: 1, pelajaran: 1.\n",
        "No mistakes. Classes: 1, lessons: 1.\n",
    ]
    told = {form: check("--format", form) for form in ("github", "json", "sarif")}
    assert {ended.exit_code for ended in told.values()} == {0}
    assert (told["github"].stdout, told["json"].stdout) == ("", "[]\n")
    assert json.loads(told["sarif"].stdout)["runs"][0]["results"] == []


def test_mistakes_are_told_in_the_language_asked_for(broken: CourseFolder) -> None:
    """Some who mend content read English."""
    indonesian, english = check(), check("--lang", "en")
    assert (indonesian.exit_code, english.exit_code) == (1, 1)
    assert "kelas belum punya pelajaran" in indonesian.stderr
    assert "belum" not in english.stderr
    assert indonesian.stderr.count("\n") == english.stderr.count("\n")


def test_a_pull_request_shows_each_mistake_at_its_line(broken: CourseFolder) -> None:
    """One annotation a line, with columns where they are known, and nothing in it that begins another command."""
    ended = check("--format", "github")
    lines = ended.stdout.splitlines()
    assert ended.exit_code == 1
    assert len(lines) == 5
    assert all(line.startswith("::error file=") and line.count("::") == 2 for line in lines)
    assert lines[0].startswith(f"::error file=content/courses/k3/{LESSON},line=8,col=17,endColumn=23,title=tautan ke")


def test_a_program_gets_codes(broken: CourseFolder) -> None:
    """A code never changes with the wording."""
    found = json.loads(check("--format", "json").stdout)
    assert {"file", "line", "column", "endColumn", "code", "what", "mend"} == set(found[0])
    assert [one["code"] for one in found][:3] == ["links.no-page", "links.no-lesson", "course.no-lessons"]
    assert [(one["line"], one["column"], one["endColumn"]) for one in found][:3] == [
        (8, 17, 23),
        (9, 24, 29),
        (1, None, None),
    ]


def test_some_classes_alone_may_be_checked(broken: CourseFolder) -> None:
    """Who mends one class of twenty needn't read of the others."""
    assert "content/courses/k4" not in check("k3").stderr
    assert "content/courses/k3" not in check("k4").stderr
    assert check("k3", "k4").stderr == check().stderr
    assert check("k3").exit_code == 1


def test_what_was_read_is_kept_and_judged_again(broken: CourseFolder) -> None:
    """A second check reads what has changed; links into another class follow that class, whoever was read anew."""
    first = check("--home", "rumah")
    assert list(Path("rumah/cache/classes").rglob("k3-*"))
    assert check("--home", "rumah").stderr == first.stderr
    good_course(broken.root.parent / "other").folder.rename(broken.root / "k5")
    broken.lesson("[a](/kelas/k5/mengenal-pembeli/)")
    assert check("k3", "k5", "--home", "rumah").exit_code == 0
    (broken.root / "k5" / LESSON).rename(broken.root / "k5" / LESSON.replace("mengenal", "lagi"))
    assert "tautan ke halaman `/kelas/k5/mengenal-pembeli/`" in check("k3", "k5", "--home", "rumah").stderr


@pytest.mark.parametrize(
    "asked",
    [
        ("content/tiada", [], "Folder kelas content/tiada tidak ada."),
        ("content/courses", ["k3", "k9"], "Kelas `k9` tidak ada. Yang ada: k3."),
        ("content/courses:content/courses/k3/course.md", [], "Folder kelas content/courses/k3/course.md tidak ada."),
    ],
)
@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_what_cant_be_checked_is_no_mistake_of_an_editor(
    course: CourseFolder, monkeypatch: pytest.MonkeyPatch, form: str, asked: tuple[str, list[str], str]
) -> None:
    """A job that read nothing must neither pass nor blame the content."""
    folders, classes, told = asked
    monkeypatch.setenv("CONTENT_DIRS", folders)
    ended = check(*classes, "--format", form)
    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"jawara: {told}")
    if form == "github":
        assert ended.stdout.startswith(f"::error::{told}")
    elif form == "sarif":
        (invocation,) = json.loads(ended.stdout)["runs"][0]["invocations"]
        assert invocation["executionSuccessful"] is False
        assert invocation["toolExecutionNotifications"][0]["message"]["text"].startswith(told)
    else:
        assert ended.stdout == ""


def test_a_list_of_hosts_that_cant_be_read_is_said(course: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the operator's file: no editor can mend it in a class."""

    def refuse(*_folders: Path, cache: Path, only: object) -> None:
        raise WrongHosts("media: Field required")

    monkeypatch.setattr(checking, "Library", refuse)
    ended = check("--lang", "en")
    assert (ended.exit_code, ended.stderr) == (2, "jawara: content/hosts.toml can't be used: media: Field required\n")


def test_a_folder_that_cant_be_listed_is_said(course: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as a disk that went away while it was read; a process of root is refused by no permission."""

    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    ended = check("--lang", "en")
    assert ended.exit_code == 2
    assert "jawara: The content can't be read: [Errno 13] Permission denied" in ended.stderr


@pytest.fixture
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """Lets the check compare catalogues of which one English file has other text."""

    def spoil(name: str, old: str, new: str) -> None:
        copy = tmp_path / "messages"
        shutil.copytree(MESSAGES, copy)
        file = copy / "en" / name
        assert old in file.read_text("utf-8")
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        monkeypatch.setattr(checking, "gap_mistakes", lambda: gap_mistakes(copy))
        monkeypatch.setattr(checking, "can_speak", lambda: can_speak(copy))

    return spoil


def test_a_gap_of_the_catalogue_is_a_mistake_beside_those_of_the_content(
    broken: CourseFolder, spoilt: Callable[[str, str, str], None]
) -> None:
    """A form for programs holds no line that isn't of the form."""
    spoilt("lesson.toml", 'table = "Table"\n', "")
    found = json.loads(check("--format", "json").stdout)
    assert [one["code"] for one in found] == [
        "messages.missing",
        *("links.no-page", "links.no-lesson"),
        *("course.no-lessons", "source.unreadable", "source.unreadable"),
    ]
    assert (found[0]["file"], found[0]["line"]) == ("content/messages/en/lesson.toml", 1)


def test_without_words_for_mistakes_only_the_gaps_are_told(
    broken: CourseFolder, spoilt: Callable[[str, str, str], None]
) -> None:
    """The mistakes would have no sentences; a whole file gone is that many gaps."""
    spoilt("check-links.toml", "a link without text", "a link without {text}")
    ended = check("--lang", "en")
    assert (ended.exit_code, ended.stderr) == (
        1,
        "content/messages/en/check-links.toml:19: "
        "the sentence `check-links.no-text.what` names {text}, but {} in content/messages/id/check-links.toml\n"
        "  use the same names in braces\n",
    )


def test_a_catalogue_that_is_no_toml_is_said(broken: CourseFolder, spoilt: Callable[[str, str, str], None]) -> None:
    """Its writer left a quote open; no mistake of the content can be worded."""
    spoilt("lesson.toml", 'table = "Table"', 'table = "Table')
    ended = check()
    assert ended.exit_code == 2
    assert ended.stderr.startswith("jawara: Berkas di content/messages tidak dapat dipakai: ")
