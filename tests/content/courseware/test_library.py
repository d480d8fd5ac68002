"""What is read once is not read twice, and never held to be what it no longer is."""

import os
import pickle
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from courseware import course as course_reading
from courseware import kept, processes
from courseware.release import ContentErrors, Library, compile_release
from tests.content.courseware.builder import CHECK, DRAWING, LESSON_HEAD, CourseFolder, good_course

LONG_AGO_NS = 1_000_000_000 * 1_000_000_000


def age(folder: Path) -> None:
    """As if nobody had touched anything for years; what the system itself notes of a change stays young."""
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system whose clock ticks so fast that every change shows."""
    monkeypatch.setattr("courseware.seen.TICK_NS", -1_000_000_000)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of the classes that were read, each time they are."""
    slugs: list[str] = []

    class Reader(course_reading.CourseReader):
        def __post_init__(self) -> None:
            slugs.append(self.files.slug)
            super().__post_init__()

    monkeypatch.setattr("courseware.library.CourseReader", Reader)
    return slugs


@pytest.fixture
def other(course: CourseFolder) -> CourseFolder:
    other = good_course(course.root / "..")
    other.folder.rename(course.root / "a1")
    return CourseFolder(course.root, course.root / "a1")


@pytest.mark.usefixtures("settled")
def test_only_the_class_that_changed_is_read_again(course: CourseFolder, other: CourseFolder, read: list[str]) -> None:
    """Whoever edits one lesson of thousands waits for one class."""
    library = Library(course.root)
    first = library.release()
    course.replace("lessons/01-mengenal-pembeli.md", "Isi pelajaran.", "Isi yang baru.")
    second = library.release()
    assert read == ["a1", "k3", "k3"]
    assert second == compile_release(course.root)
    assert second.courses[0] is first.courses[0]
    assert second.courses[1] != first.courses[1]
    assert library.release().courses[1] is second.courses[1]


@pytest.mark.parametrize("cached", [False, True])
def test_a_change_too_quick_for_the_clock_is_noticed(course: CourseFolder, tmp_path: Path, *, cached: bool) -> None:
    """Same length, same second, same times: git calls such a file racy."""
    library = Library(course.root, cache=tmp_path / "cache" if cached else None)
    library.release()
    lesson = course.folder / "lessons" / "01-mengenal-pembeli.md"
    before = lesson.stat()
    lesson.write_bytes(lesson.read_bytes().replace(b"Isi", b"isi"))
    os.utime(lesson, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert library.release() == compile_release(course.root)
    assert "isi pelajaran" in repr(library.release())


@pytest.mark.usefixtures("settled")
def test_classes_files_and_mistakes_come_and_go(course: CourseFolder, other: CourseFolder) -> None:
    """A library that runs all day is always what reading everything anew would give."""
    library = Library(course.root)
    library.release()
    other.write(
        "lessons/02-b.md", LESSON_HEAD.format(id="b") + f"![x](media/b.svg)\n\n{CHECK.replace('cek-', 'lain-')}"
    )
    with pytest.raises(ContentErrors) as refusal:
        library.release()
    with pytest.raises(ContentErrors) as expected:
        compile_release(course.root)
    assert refusal.value.mistakes == expected.value.mistakes
    other.write("media/b.svg", DRAWING)
    assert library.release() == compile_release(course.root)
    (other.folder / "lessons" / "02-b.md").unlink()
    assert library.release() == compile_release(course.root)
    other.folder.rename(course.root / "z9")
    assert [one.public.slug for one in library.release().courses] == ["k3", "z9"]


def test_the_next_process_reads_nothing_that_is_as_it_was(
    course: CourseFolder, tmp_path: Path, read: list[str]
) -> None:
    """Also where a fresh clone gave every file a new time."""
    first = Library(course.root, cache=tmp_path / "cache").release()
    age(course.folder)
    assert Library(course.root, cache=tmp_path / "cache").release() == first
    assert read == ["k3"]
    course.replace("evaluation.md", "poin=2", "poin=3")
    changed = Library(course.root, cache=tmp_path / "cache").release()
    assert read == ["k3", "k3"]
    assert changed == compile_release(course.root)


def test_a_class_whose_times_alone_have_changed_is_the_very_object(course: CourseFolder, tmp_path: Path) -> None:
    """Who builds from it tells by that what needn't be built; so a class looks two seconds after each edit."""
    library = Library(course.root, cache=tmp_path / "cache")
    first = library.release()
    age(course.folder)
    assert library.release().courses[0] is first.courses[0]


def test_what_is_done_beside_is_done_once_with_each_class_that_is_sound(
    course: CourseFolder, other: CourseFolder, tmp_path: Path
) -> None:
    """Where the class is at hand, something else may be noted of it."""
    other.replace("course.md", "jp: 2", "jp: 0")
    done: list[str] = []
    library = Library(course.root, cache=tmp_path / "cache", beside=lambda one: done.append(one.slug))
    with pytest.raises(ContentErrors):
        library.release()
    assert done == ["k3"]
    other.replace("course.md", "jp: 0", "jp: 2")
    library.release()
    assert done == ["k3", "a1"]


def test_mistakes_are_kept_too(course: CourseFolder, tmp_path: Path, read: list[str]) -> None:
    """The check of a large repository says the same the second time, and sooner."""
    course.replace("course.md", "jp: 2", "jp: dua")
    told: list[str] = []
    for _ in range(2):
        with pytest.raises(ContentErrors) as refusal:
            Library(course.root, cache=tmp_path / "cache").release()
        told.append(str(refusal.value))
    assert told[0] == told[1]
    assert read == ["k3"]


@pytest.mark.parametrize("damage", [b"", b"x", b"\x80\x05.", bytes(10_000), b"half"])
def test_a_damaged_file_is_read_anew(course: CourseFolder, tmp_path: Path, read: list[str], damage: bytes) -> None:
    """Disks fill up and machines stop in the middle of a word."""
    expected = Library(course.root, cache=tmp_path / "cache").release()
    (file,) = (path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if damage == b"half" else damage)
    assert Library(course.root, cache=tmp_path / "cache").release() == expected
    assert read == ["k3", "k3"]
    assert file.read_bytes()[:32] == sha256(file.read_bytes()[32:]).digest()


class _Planted:
    """What an attacker would have pickle call."""

    def __init__(self, call: Callable[..., object], *arguments: object) -> None:
        self.told = (call, arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.told


@pytest.mark.parametrize("taken_from_elsewhere", [False, True])
def test_a_planted_file_runs_nothing(course: CourseFolder, tmp_path: Path, *, taken_from_elsewhere: bool) -> None:
    """A cache that a pipeline restores is no place from which programs come."""
    expected = Library(course.root, cache=tmp_path / "cache").release()
    (file,) = (path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    owned = str(tmp_path / "owned")
    told = pickle.dumps(_Planted(ZipFile, owned, "w") if taken_from_elsewhere else _Planted(os.mkdir, owned), 2)
    # A name that one of our modules has imported is still somebody else's.
    told = told.replace(b"czipfile\n", b"ccourseware.downloads\n")
    file.write_bytes(sha256(told).digest() + told)
    assert Library(course.root, cache=tmp_path / "cache").release() == expected
    assert not (tmp_path / "owned").exists()


def test_another_reader_finds_nothing_and_takes_the_old_away(
    course: CourseFolder, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer version of the format, of a tool or of Python may read the same text otherwise."""
    Library(course.root, cache=tmp_path / "cache").release()
    monkeypatch.setattr(kept, "_reader", lambda: b"newer")
    Library(course.root, cache=tmp_path / "cache").release()
    assert read == ["k3", "k3"]
    (folder,) = (tmp_path / "cache").iterdir()
    assert len(list(folder.iterdir())) == 1
    assert folder.stat().st_mode & 0o777 == 0o700


def test_several_processes_read_what_one_reads(
    course: CourseFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With mistakes in their order as well."""
    for number in range(20):
        copy = good_course(tmp_path / "copy")
        copy.folder.rename(course.root / f"k{number + 10}")
    alone = Library(course.root).release()
    monkeypatch.setattr(processes, "_processors", lambda: 3)
    assert Library(course.root).release() == alone
    for number in (12, 13, 14):
        (course.root / f"k{number}" / "media" / "sampul.svg").unlink()
    with pytest.raises(ContentErrors) as refusal:
        Library(course.root, cache=tmp_path / "cache").release()
    assert [one.file.split("/")[2] for one in refusal.value.mistakes] == ["k12", "k13", "k14"]
