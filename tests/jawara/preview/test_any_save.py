"""Whatever is on the disk in the middle of somebody's work, each page is drawn."""

import shutil
from pathlib import Path

import pytest

from courseware.messages import Language
from jawara.places import TEMPLATE
from jawara.preview.classes import Classes
from jawara.preview.showing import Preview, Wish

PAGES = ("/", "/kelas/", "/kelas/contoh/", "/kelas/contoh/evaluasi/", "/kelas/contoh/istilah/")
NAMES = sorted(file.relative_to(TEMPLATE).as_posix() for file in TEMPLATE.rglob("*.md"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The class that `jawara new` begins, which has every part that a class may have."""
    shutil.copytree(TEMPLATE, tmp_path / "contoh")
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_which_any_part_is_missing_leaves_every_page_standing(folder: Path, name: str) -> None:
    """Also what is read with a memory is what a stranger would read."""
    preview = Preview([folder], Language.INDONESIAN, "http://127.0.0.1")
    file = folder / "contoh" / name
    lines = file.read_text("utf-8").split("\n")
    lesson = f"/kelas/contoh/{file.stem.partition('-')[2]}/" if "lessons/" in name else "/"
    for at in range(0, len(lines), 2):
        for left in (lines[:at], [*lines[:at], *lines[at + 2 :]]):
            file.write_text("\n".join(left), "utf-8")
            preview.changed([file])
            for path in (*PAGES, lesson):
                assert preview.page(path, Wish(with_key=True)).html.endswith("</html>"), (path, at)
        assert preview.mistakes == Classes([folder]).mistakes, at


def test_a_file_that_vanishes_leaves_every_page_standing(folder: Path) -> None:
    """Some editors take the old file away before they put the new one there."""
    preview = Preview([folder], Language.INDONESIAN, "http://127.0.0.1")
    for file in sorted((folder / "contoh").rglob("*.*")):
        content = file.read_bytes()
        file.unlink()
        preview.changed([file])
        for path in PAGES:
            assert preview.page(path, Wish(with_key=True)).html.endswith("</html>"), (path, file)
        file.write_bytes(content)
        preview.changed([file])
        assert preview.page("/", Wish()).status == 200
        assert preview.mistakes == ()
