"""A fresh machine becomes a ready one, or is told in one line what it lacks."""

import ast
import io
import shutil
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from jawara import bootstrap
from jawara.bootstrap import (
    Machine,
    Missing,
    check_python,
    check_room,
    find_postgres,
    make_checkers,
    make_postgres,
    prepare,
    step,
)
from jawara.places import ROOT


class PretendedMachine(Machine):
    """Remembers what would be run. `lacks` names commands that fail, by a word in them."""

    def __init__(self, project: Path, *, lacks: tuple[str, ...] = (), browsers: tuple[str, ...] = ()) -> None:
        super().__init__(project)
        self.lacks = lacks
        self.browsers = list(browsers)
        self.ran: list[str] = []

    def run(self, *command: str, **environment: str) -> bool:
        self.ran.append(" ".join(command))
        if any(word in self.ran[-1] for word in self.lacks):
            self.log.parent.mkdir(exist_ok=True)
            self.log.write_text("some story\nERROR: it is not there.\nlast line\n")
            return False
        if "-m venv" in self.ran[-1]:
            self.python.parent.mkdir(parents=True)
            self.python.touch()
        return True

    def answer(self, *question: str) -> str:
        if "certificates.find_browser" in question[-1]:
            return self.browsers.pop(0) if self.browsers else ""
        if question[-1] == "--version" and "pip" in question:
            return "pip 24" if self.python.exists() else ""
        return "" if any(word in question[-1] for word in self.lacks) else "yes"

    def as_root(self) -> list[str] | None:
        return []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "uv.lock"):
        (tmp_path / name).write_text("1")
    return tmp_path


@pytest.fixture
def chromium(tmp_path: Path) -> str:
    path = tmp_path / "chromium"
    path.touch()
    return str(path)


def words(machine: PretendedMachine) -> list[str]:
    """The telling part of each command that was run."""
    told = ("-m venv", "pip install", "uv sync", "install-deps", "playwright install", "update", "headless-shell", "")
    return [next(word for word in told if word in command) for command in machine.ran]


def test_a_fresh_machine_gets_environment_dependencies_and_browser(project: Path, chromium: str) -> None:
    """In this order: each step needs the one before."""
    machine = PretendedMachine(project, browsers=("", chromium))
    prepare(machine)
    assert words(machine) == ["-m venv", "pip install", "uv sync", "playwright install"]


def test_a_second_start_runs_nothing(project: Path, chromium: str) -> None:
    """Who starts ten times a day waits ten times."""
    prepare(PretendedMachine(project, browsers=(chromium,)))
    again = PretendedMachine(project)
    prepare(again)
    assert again.ran == []


def test_a_changed_lock_is_synced_into_the_same_environment(project: Path, chromium: str) -> None:
    """After a pull only what changed is installed."""
    prepare(PretendedMachine(project, browsers=(chromium,)))
    (project / "uv.lock").write_text("2")
    again = PretendedMachine(project, browsers=(chromium,))
    prepare(again)
    assert words(again) == ["pip install", "uv sync"]


def test_an_environment_that_was_moved_is_made_anew(project: Path, chromium: str) -> None:
    """Its scripts name the folder where they were made."""
    prepare(PretendedMachine(project, browsers=(chromium,)))
    made_from = project / ".venv" / "made-from"
    made_from.write_text(made_from.read_text().replace(str(project), "/elsewhere"))
    again = PretendedMachine(project, browsers=(chromium,))
    prepare(again)
    assert words(again) == ["-m venv", "pip install", "uv sync"]


def test_an_interrupted_installation_is_finished_by_the_next(project: Path, chromium: str) -> None:
    """The mark of readiness is written last."""
    with pytest.raises(Missing):
        prepare(PretendedMachine(project, lacks=("sync",)))
    again = PretendedMachine(project, browsers=(chromium,))
    prepare(again)
    assert words(again) == ["pip install", "uv sync"]


def test_without_network_the_last_error_and_the_log_are_named(project: Path) -> None:
    """The story of a failed download is long; its point is one line of it."""
    with pytest.raises(Missing) as missing:
        prepare(PretendedMachine(project, lacks=("sync",)))
    log = project / ".venv" / "bootstrap.log"
    assert str(missing.value) == (
        "Packages could not be installed (ERROR: it is not there). "
        f"Check the network, then run make again; the whole story is in {log}"
    )


def test_a_browser_without_its_libraries_gets_them(project: Path, chromium: str) -> None:
    """Playwright's download is complete, and a minimal system still can't start it."""

    class Bare(PretendedMachine):
        def answer(self, *question: str) -> str:
            if question[-1] == chromium:
                return "yes" if any("install-deps" in command for command in self.ran) else ""
            return super().answer(*question)

    machine = Bare(project, browsers=("", chromium))
    prepare(machine)
    assert words(machine)[3:] == ["playwright install", "install-deps"]


def test_a_system_without_playwrights_one_library_gets_it(project: Path, chromium: str) -> None:
    """A minimal Debian lacks it, and every certificate would fail."""

    class Bare(PretendedMachine):
        def answer(self, *question: str) -> str:
            if question[-2:] == ("playwright", "--version"):
                return ""
            return super().answer(*question)

    machine = Bare(project, browsers=(chromium,))
    prepare(machine)
    assert machine.ran[-1].endswith("install --no-install-recommends libatomic1")


def test_the_distributions_browser_is_the_last_resort(project: Path, chromium: str) -> None:
    """Some networks let packages through and nothing else."""
    machine = PretendedMachine(project, lacks=("playwright install",), browsers=("", chromium))
    prepare(machine)
    assert machine.ran[-2].endswith("update")
    assert machine.ran[-1].endswith("install --no-install-recommends chromium-headless-shell")


def test_without_any_browser_the_cure_is_named(project: Path) -> None:
    """One line, with a command that can be copied."""
    with pytest.raises(Missing, match="sudo apt-get install chromium-headless-shell"):
        prepare(PretendedMachine(project, lacks=("playwright install", "chromium")))


class WithoutPostgres(PretendedMachine):
    """A machine whose package manager brings a server, unless it lacks it."""

    def __init__(self, project: Path, *, lacks: tuple[str, ...] = ()) -> None:
        super().__init__(project, lacks=lacks)
        self.postgres = project / "postgresql"

    def run(self, *command: str, **environment: str) -> bool:
        done = super().run(*command, **environment)
        if done and command[-1] == "postgresql":
            (self.postgres / "15" / "bin").mkdir(parents=True)
            (self.postgres / "15" / "bin" / "postgres").touch()
        return done


def test_a_machine_without_postgresql_gets_the_distributions(project: Path) -> None:
    """The tests run over both engines, whoever runs them."""
    machine = WithoutPostgres(project)
    make_postgres(machine)
    assert find_postgres(machine.postgres) == project / "postgresql" / "15" / "bin"
    assert machine.ran[-1].endswith("install --no-install-recommends postgresql")


def test_without_any_postgresql_the_cure_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that are left out in silence are found missing when it is too late."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Missing, match="sudo apt-get install postgresql"):
        make_postgres(WithoutPostgres(project, lacks=("postgresql",)))


def test_what_checks_pdfs_is_installed_or_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another reader than ours, and a token: tests that left them out would prove little."""
    monkeypatch.setattr("jawara.bootstrap.PDF_CHECKERS", {"absent-reader": "poppler-utils", "absent-token": "softhsm2"})
    monkeypatch.setattr("jawara.bootstrap.PREFLIGHT_PACKAGES", ("libpdfbox2-java",))
    which = shutil.which
    found: dict[str, str | None] = {}

    def findable(program: str) -> str | None:
        return found[program] if program in found else which(program)

    monkeypatch.setattr("shutil.which", findable)
    for java, more in ((None, []), ("/usr/bin/java", ["libpdfbox2-java"])):
        found["java"] = java
        machine = PretendedMachine(project)
        make_checkers(machine)
        installed = [command.rpartition(" ")[2] for command in machine.ran if " install " in command]
        assert installed == ["poppler-utils", "softhsm2", *more]
    with pytest.raises(Missing, match="sudo apt-get install softhsm2"):
        make_checkers(PretendedMachine(project, lacks=("softhsm2",)))


def test_the_newest_server_is_taken(tmp_path: Path) -> None:
    """Nine comes before fifteen; a folder that is no version holds none."""
    for version in ("9", "15", "13", "common"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "postgres").touch()
    assert find_postgres(tmp_path) == tmp_path / "15" / "bin"


def test_an_old_python_says_which_one_it_needs() -> None:
    """It is the first thing that a stranger on an older machine would meet."""
    with pytest.raises(Missing) as missing:
        check_python((3, 9), None)
    assert str(missing.value) == (
        "Python 3.11 or newer is needed and this is 3.9. "
        "Install one (for example: sudo apt-get install python3.11 python3.11-venv) and run make again."
    )


def test_the_bootstrap_is_understood_by_old_pythons() -> None:
    """Otherwise they answer with a syntax error instead of the sentence above."""
    source = Path(bootstrap.__file__).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert "from __future__ import annotations" in source


def test_the_bootstrap_needs_nothing_installed() -> None:
    """It is what installs."""
    tree = ast.parse(Path(bootstrap.__file__).read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_no_module_of_the_command_line_hides_one_of_the_standard_library() -> None:
    """The bootstrap runs as a script, so its folder comes first when anything is imported."""
    ours = {path.stem for path in (ROOT / "jawara").iterdir()} - {"__init__", "__pycache__"}
    assert not ours & sys.stdlib_module_names


def test_a_full_disk_is_noticed_before_anything_is_written() -> None:
    """Half an environment fails later with a message about something else."""
    with pytest.raises(Missing, match="Only 100 MB of disk are free and about 1500 are needed"):
        check_room(100 * 1024 * 1024)


def test_a_step_shows_its_name_before_its_time() -> None:
    """A wait without a name looks like a hang."""
    out = io.StringIO()
    with redirect_stdout(out), step("Database") as note:
        assert out.getvalue() == "  Database ..............................."
        note("up to date")
    assert out.getvalue().endswith(" 0.0 s  up to date\n")
