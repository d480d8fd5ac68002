"""A site that still stands is not built again; whatever could have changed it is noticed."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from courseware.trees import lying, state_of
from jawara import standing
from jawara.standing import Standing


@dataclass
class Desk:
    """A clone with one class, and the site that was built of it."""

    root: Path
    monkeypatch: pytest.MonkeyPatch
    base_url: str = "https://belajar.example"
    context: str = ""

    def __post_init__(self) -> None:
        self.lesson = self.write("classes/kelas/lessons/01-satu.md", "Satu.")
        self.template = self.write("clone/site/templates/base.html", "<html>")
        self.write("clone/content/messages/id/a.toml", "")
        self.write("clone/site/scripts/base.ts", "")
        self.write("clone/site/sitegen/builder.py", "")
        self.page = self.write("home/site/index.html", "<p>Satu.")
        self.contract = self.write("clone/api/schema.graphql", "")
        self.write("home/cache/leer", "")
        for name, place in (
            ("ROOT", "clone"),
            ("COURSES", "clone/content/courses"),
            ("CONTRACT", "clone/api/schema.graphql"),
        ):
            self.monkeypatch.setattr(standing, name, self.root / place)
        self.monkeypatch.setenv("CONTENT_DIRS", str(self.root / "classes"))

    def write(self, name: str, text: str) -> Path:
        """A file that was written a while ago, as far as its own time tells."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def look(self) -> Standing:
        return Standing(self.root / "home" / "site", self.base_url, self.root / "home", self.context)

    def build(self) -> None:
        before = self.look()
        before.note(state_of(lying(self.root / "home" / "site").items()), 3, 700)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(standing, "TICK_NS", -1_000_000_000)
    made = Desk(tmp_path, monkeypatch)
    made.build()
    return made


def test_what_was_built_stands_until_something_changes(desk: Desk) -> None:
    assert desk.look().still() == (3, 700)


def _touched(file: Path) -> None:
    os.utime(file, ns=(1, time.time_ns() + 5))


CHANGES: dict[str, Callable[[Desk], object]] = {
    "a lesson": lambda desk: desk.lesson.write_text("Dua."),
    "a lesson of the same length at the same time": lambda desk: (
        desk.lesson.write_text("Tiga."[:4]),
        os.utime(desk.lesson, ns=(1, 1)),
    ),
    "a new lesson": lambda desk: desk.write("classes/kelas/lessons/02-dua.md", ""),
    "an empty class": lambda desk: (desk.root / "classes" / "kosong").mkdir(),
    "a lesson that is gone": lambda desk: desk.lesson.unlink(),
    "a template": lambda desk: _touched(desk.template),
    "the contract": lambda desk: desk.contract.write_text("type Query"),
    "the hosts": lambda desk: desk.write("clone/content/hosts.toml", ""),
    "a page": lambda desk: desk.page.write_text("rusak"),
    "a page that is gone": lambda desk: desk.page.unlink(),
    "a page that nobody made": lambda desk: desk.write("home/site/asing.html", ""),
    "the address": lambda desk: setattr(desk, "base_url", "https://lain.example"),
    "a proposal": lambda desk: setattr(desk, "context", "deploy-preview"),
    "another proposal": lambda desk: desk.monkeypatch.setenv("HEAD", "cabang"),
    "other classes": lambda desk: desk.monkeypatch.setenv("CONTENT_DIRS", str(desk.root / "clone")),
    "a damaged note": lambda desk: [file.write_text("{") for file in (desk.root / "home/cache").glob("*.standing")],
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_stands_no_more_after(change: str, desk: Desk) -> None:
    """Else an editor would be shown what was."""
    CHANGES[change](desk)
    assert desk.look().still() is None


def test_what_the_program_writes_beside_its_sources_is_no_change(desk: Desk) -> None:
    """Python's compiled files and the generated words come about while a site is built."""
    desk.write("clone/site/sitegen/__pycache__/x.pyc", "")
    desk.write("clone/site/scripts/generated/id.json", "")
    assert desk.look().still() == (3, 700)


def test_sources_that_changed_a_moment_ago_are_not_relied_upon(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a tick of the file system's clock a second change has no other time than the first."""
    monkeypatch.setattr(standing, "TICK_NS", 60_000_000_000)
    desk.build()
    assert desk.look().still() is None


def test_a_site_that_lacks_something_is_built_again(desk: Desk) -> None:
    """/admin/ needs a network once; the builder then tells no state."""
    desk.look().note("", 3, 700)
    assert desk.look().still() is None
