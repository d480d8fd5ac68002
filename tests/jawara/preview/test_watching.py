"""What counts as a save: editors write, replace, move and leave things behind in their own ways."""

from pathlib import Path
from threading import Event, Thread

import pytest

from jawara.preview.watching import Watch


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    file = tmp_path / "kelas" / "lessons" / "01-satu.md"
    file.parent.mkdir(parents=True)
    file.write_text("Satu.")
    return file


def test_a_file_that_is_written_replaced_or_gone_has_changed(tmp_path: Path, lesson: Path) -> None:
    """Some editors write into the file, others put a new one in its place."""
    watch = Watch([tmp_path])
    assert watch.changes() == set()

    lesson.write_text("Satu, dua.")
    assert watch.changes() == {lesson}

    fresh = lesson.with_name(".01-satu.md.swp")
    fresh.write_text("Satu, dua!")
    fresh.replace(lesson)
    assert watch.changes() == {lesson}

    lesson.unlink()
    assert watch.changes() == {lesson}
    assert watch.changes() == set()


def test_a_new_class_is_found_with_all_its_files(tmp_path: Path, lesson: Path) -> None:
    """`jawara new` in another window, or a branch that brings one."""
    watch = Watch([tmp_path, tmp_path / "nanti"])
    new = [tmp_path / "baru" / "course.md", tmp_path / "baru" / "lessons" / "01-a.md", tmp_path / "nanti" / "x.md"]
    for file in new:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Isi.")
    assert watch.changes() == set(new)
    new[1].write_text("Isi lain.")
    assert watch.changes() == {new[1]}


def test_what_editors_leave_beside_a_file_is_no_change(tmp_path: Path, lesson: Path) -> None:
    """A page that is drawn anew for nothing takes the reader's place away."""
    watch = Watch([tmp_path])
    for name in (".01-satu.md.swp", "01-satu.md~", "generated"):
        lesson.with_name(name).write_text("x")
    assert watch.changes() == set()


def test_saves_that_come_together_are_told_together(tmp_path: Path, lesson: Path) -> None:
    """An editor that saves all of its files must not draw the page for each of them."""
    other = lesson.with_name("02-dua.md")
    watch, stop, told, heard = Watch([tmp_path]), Event(), list[set[Path]](), Event()

    def tell(changed: set[Path]) -> None:
        told.append(changed)
        heard.set()

    following = Thread(target=watch.follow, args=(tell, stop))
    following.start()
    lesson.write_text("")
    lesson.write_text("Satu lagi.")
    other.write_text("Dua.")
    assert heard.wait(10)
    stop.set()
    following.join()
    assert told == [{lesson, other}]
