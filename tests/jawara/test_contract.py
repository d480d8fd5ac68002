"""`jawara schema`: files in git that the code writes."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from courseware.schema import file_name, schemas
from jawara import cli, contract
from jawara.places import CONTRACT, FORMAT


def test_the_files_are_what_the_code_writes() -> None:
    """`make check` says so too; here it is said before the rest of it runs."""
    assert {file.name for file in FORMAT.iterdir()} == {file_name(name) for name in schemas()}
    for file, text in contract.written_from_code().items():
        assert file.read_text("utf-8") == text


def test_a_file_that_differs_is_told_and_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that was renamed, and a schema that nobody wrote yet; asked to check alone, nothing is changed."""
    copy = tmp_path / "schema"
    shutil.copytree(FORMAT, copy)
    monkeypatch.setattr(contract, "ROOT", tmp_path)
    monkeypatch.setattr(contract, "FORMAT", copy)
    lesson, hosts = copy / "lesson.schema.json", copy / "hosts.schema.json"
    lesson.write_text(lesson.read_text("utf-8").replace('"menit"', '"lama"'), "utf-8")
    hosts.unlink()
    run = CliRunner().invoke
    checked = run(cli.app, ["schema", "--check"])
    assert checked.exit_code == 1
    assert '+    "menit": {' in checked.stderr
    assert "jawara: lesson.schema.json, hosts.schema.json: not what the code offers" in checked.stderr
    assert not hosts.exists()
    assert run(cli.app, ["schema"]).stdout == "Wrote lesson.schema.json.\nWrote hosts.schema.json.\n"
    assert json.loads(hosts.read_text("utf-8"))["$id"] == "hosts.schema.json"
    assert run(cli.app, ["schema", "--check"]).exit_code == 0
    assert CONTRACT.is_file()
