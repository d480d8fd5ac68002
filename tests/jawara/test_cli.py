"""The command line: light, honest about what it needs, and one line where something is wrong."""

import inspect
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jawara import cli
from jawara.keys import password
from jawara.places import ROOT
from tests.ports import free_port

DEED = re.compile(r'deed\("(\w+)", "(\w+)"\)\(([^)]*)\)')


def imported_by(statement: str) -> set[str]:
    """The packages that are loaded after a statement in a fresh interpreter."""
    program = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


def test_help_loads_no_server_and_no_database() -> None:
    """Whoever asks for help should not wait for half a second of imports."""
    loaded = imported_by("import jawara.cli")
    assert not loaded & {"api", "sitegen", "courseware", "certificates", "starlette", "tortoise", "jinja2"}


def test_the_site_is_built_without_the_api() -> None:
    """The machine that builds the site installs only the extra `site`."""
    loaded = imported_by("import jawara.cli, jawara.building")
    assert "sitegen" in loaded
    assert not loaded & {"api", "certificates", "starlette", "tortoise", "strawberry", "playwright", "uvicorn"}


def test_a_preview_needs_no_api() -> None:
    """Whoever writes classes installs what the site needs, and nothing that serves participants."""
    loaded = imported_by("import jawara.preview")
    assert "sitegen" in loaded
    assert not loaded & {"api", "certificates", "starlette", "tortoise", "strawberry", "playwright", "uvicorn"}


@pytest.mark.parametrize(("module", "name", "arguments"), DEED.findall(inspect.getsource(cli)))
def test_every_command_has_its_deed(module: str, name: str, arguments: str) -> None:
    """They are found by name at the last moment, where no type checker looks."""
    deed = getattr(import_module(f"jawara.{module}"), name)
    given = {part.partition("=")[0].strip() for part in arguments.split(", ") if part}
    assert given == set(inspect.signature(deed).parameters)


def test_new_keys_are_long_and_never_the_same() -> None:
    """A key from an example is a key that everybody has."""
    first, second = (CliRunner().invoke(cli.app, ["keys", "new"]).output for _ in range(2))
    made = re.compile(
        r"TOKEN_KEY=([\w-]{64})\nDATA_KEYS=\d{8}:([\w-]{43}=)\nINDEX_KEY=([\w-]{43}=)\nPUBLISH_TOKEN=([\w-]{64})\n"
    )
    keys = [made.fullmatch(printed) for printed in (first, second)]
    assert keys[0] is not None
    assert keys[1] is not None
    assert len({*keys[0].groups(), *keys[1].groups()}) == 8


def test_a_generated_password_can_be_typed() -> None:
    """Staff get it on paper or by telephone: no letters that look alike."""
    assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password())


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    """A trace would hide the sentence that says the cure."""
    environment = {"JAWARA_ENV": "production", "JAWARA_HOME": str(tmp_path), "PATH": ""}
    ended = subprocess.run(
        [sys.executable, "-m", "jawara", "migrate"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "jawara keys new" in ended.stderr


@pytest.mark.parametrize("command", [["serve"], ["worker"], ["staff", "petugas@jawara.test"]])
def test_a_database_without_tables_names_the_command_that_makes_them(tmp_path: Path, command: list[str]) -> None:
    """It is what everybody forgets once, in production."""
    environment = os.environ | {"JAWARA_HOME": str(tmp_path), "PORT": str(free_port()), "DATABASE_URL": ""}
    started = [sys.executable, "-m", "jawara", *command]
    ended = subprocess.run(started, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert re.fullmatch(r"jawara: The database is not ready \(.*\)\. .* run: jawara migrate\n", ended.stderr)
