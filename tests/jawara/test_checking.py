"""`jawara check` for people, for a pull request's page, and for a program."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jawara import cli


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one class that has nothing in it."""
    (tmp_path / "kelas").mkdir()
    monkeypatch.setenv("CONTENT_DIRS", str(tmp_path))
    return tmp_path


def check(*options: str) -> Result:
    return CliRunner().invoke(cli.app, ["check", *options])


def test_mistakes_are_told_in_the_language_asked_for(broken: Path) -> None:
    """Some who mend content read English."""
    indonesian, english = check(), check("--lang", "en")
    assert (indonesian.exit_code, english.exit_code) == (1, 1)
    assert "kelas belum punya pelajaran" in indonesian.stderr
    assert "belum" not in english.stderr
    assert indonesian.stderr.count("\n") == english.stderr.count("\n")


def test_a_pull_request_shows_each_mistake_at_its_line(broken: Path) -> None:
    """One annotation a line, and nothing in it that begins another command."""
    ended = check("--format", "github")
    lines = ended.stdout.splitlines()
    assert ended.exit_code == 1
    assert lines
    assert all(line.startswith("::error file=") and line.count("::") == 2 for line in lines)


def test_a_program_gets_codes(broken: Path) -> None:
    """A code never changes with the wording."""
    found = json.loads(check("--format", "json").stdout)
    assert {"file", "line", "code", "what", "mend"} == set(found[0])
    assert all(one["code"] for one in found)
