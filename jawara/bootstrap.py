"""Makes a fresh machine ready: the project's own environment, the locked dependencies and a Chromium; for the tests a
PostgreSQL too.

It runs before anything is installed, so it uses the standard library alone; and it must still be able to say that
Python is too old, so it keeps to what 3.7 understands.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOM_NEEDED_MB = 1500
COMMAND_SECONDS = 900
POSTGRES = Path("/usr/lib/postgresql")
"""Where Debian and its relatives keep servers, a folder for each version."""
PDF_CHECKERS = {"pdfsig": "poppler-utils", "softhsm2-util": "softhsm2", "qpdf": "qpdf"}
"""Programs by which the tests sign and check PDFs, and the packages that bring them."""
PREFLIGHT_PACKAGES = ("libpdfbox2-java", "libactivation-java", "libjaxb-api-java")
PREFLIGHT = Path("/usr/share/java/preflight.jar")

FIND_BROWSER = """
import os, pathlib, certificates
named = os.environ.get("CHROMIUM_PATH")
print(certificates.find_browser(pathlib.Path(named) if named else None) or "")
"""
"""Asked in the finished environment, so that where a browser may lie is written in one place."""

TRY_BROWSER = """
import sys, playwright.sync_api
with playwright.sync_api.sync_playwright() as driver:
    driver.chromium.launch(executable_path=sys.argv[1]).close()
print("starts")
"""


class Missing(Exception):
    """Something this machine lacks and the cure, in one line."""


@contextmanager
def step(title: str) -> Generator[Callable[[str], None], None, None]:
    """One calm line: the title at once, so that a wait has a name, then its time and whatever was noted."""
    notes: list[str] = []
    started = time.monotonic()
    print("  {:.<40}".format(title + " "), end="", flush=True)
    try:
        yield notes.append
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - started:5.1f} s  {', '.join(notes)}".rstrip(), flush=True)


class Machine:
    """The commands that ask or change this machine. Tests bring one of their own."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.venv = project / ".venv"
        self.python = self.venv / "bin" / "python"
        self.log = self.venv / "bootstrap.log"
        self.postgres = POSTGRES

    def run(self, *command: str, **environment: str) -> bool:
        """Whether the command succeeded. What it printed is kept in the log."""
        self.log.parent.mkdir(exist_ok=True)
        with self.log.open("a", encoding="utf-8") as log:
            print("\n$", *command, file=log, flush=True)
            try:
                finished = subprocess.run(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.project,
                    env={**os.environ, **environment},
                    timeout=COMMAND_SECONDS,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                print(error, file=log)
                return False
        return finished.returncode == 0

    def answer(self, *question: str) -> str:
        """What a quick command prints, or nothing when it fails."""
        try:
            asked = subprocess.run(question, cwd=self.project, capture_output=True, text=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return asked.stdout.strip() if asked.returncode == 0 else ""

    def as_root(self) -> list[str] | None:
        """What to write before a command that needs root, or None where that would ask for a password."""
        if os.geteuid() == 0:
            return []
        return ["sudo", "-n"] if self.answer("sudo", "-n", "echo", "yes") else None

    def install(self, *choices: str) -> bool:
        """Install the first of these packages that the distribution has. False without one, or without the right."""
        root = self.as_root()
        if root is None or not shutil.which("apt-get"):
            return False
        get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-o", "DPkg::Lock::Timeout=120"]
        self.run(*get, "update")
        return any(self.run(*get, "install", "--no-install-recommends", choice) for choice in choices)

    def last_words(self) -> str:
        """The line of the log that tells most about a failure: the last that calls itself an error, or the last."""
        lines = [
            line.strip() for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()
        ]
        errors = [line for line in lines if line.lower().startswith(("error", "e: "))]
        return (errors or lines or ["no reason given"])[-1][:160].rstrip(".")


def check_python(version: tuple[int, int], newer: str | None) -> None:
    """If the Python that runs us is too old, go on under the newer one that was found on this machine."""
    if version >= OLDEST_PYTHON:
        return
    if newer:
        os.execv(newer, [newer, *sys.argv])  # noqa: S606 (a path that shutil.which gave, no shell wanted)
    wanted, here = ("{}.{}".format(*numbers) for numbers in (OLDEST_PYTHON, version))
    raise Missing(
        f"Python {wanted} or newer is needed and this is {here}. "
        f"Install one (for example: sudo apt-get install python{wanted} python{wanted}-venv) and run make again."
    )


def check_room(free_bytes: int) -> None:
    free = free_bytes // (1024 * 1024)
    if free < ROOM_NEEDED_MB:
        raise Missing(
            f"Only {free} MB of disk are free and about {ROOM_NEEDED_MB} are needed. Make room, then make again."
        )


def stamp(project: Path, version: str) -> str:
    """What the environment was made from. The folder counts too: scripts in an environment know where they lie."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "uv.lock"):
        digest.update((project / name).read_bytes())
    return f"{project}\n{version}\n{digest.hexdigest()}\n"


def make_environment(machine: Machine) -> None:
    with step("Python environment (.venv)") as note:
        note("Python " + ".".join(map(str, sys.version_info[:3])))
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        if importlib.util.find_spec("ensurepip") is None and not machine.install(package, "python3-venv"):
            raise Missing(f"Python lacks its venv module here. Run: sudo apt-get install {package}; then make again.")
        if not machine.run(sys.executable, "-m", "venv", str(machine.venv)):
            raise Missing(f"The environment could not be made: {machine.last_words()} (see {machine.log})")


def make_dependencies(machine: Machine) -> None:
    uv = machine.venv / "bin" / "uv"
    if not uv.exists():
        with step("uv, the package installer"):
            if not machine.run(str(machine.python), "-m", "pip", "install", "--quiet", "uv>=0.9"):
                raise Missing(no_packages(machine))
    sync = [str(uv), "sync", "--frozen", "--all-extras", "--no-progress"]
    if os.environ.get("PYTHONDONTWRITEBYTECODE"):
        # Here Python may not keep what it compiles, so that each start would compile everything anew.
        sync.append("--compile-bytecode")
    with step("Locked dependencies"):
        if not machine.run(*sync, UV_PROJECT_ENVIRONMENT=str(machine.venv), UV_PYTHON_DOWNLOADS="never"):
            raise Missing(no_packages(machine))


def no_packages(machine: Machine) -> str:
    return (
        f"Packages could not be installed ({machine.last_words()}). "
        f"Check the network, then run make again; the whole story is in {machine.log}"
    )


def find_browser(machine: Machine) -> str:
    return machine.answer(str(machine.python), "-c", FIND_BROWSER)


def starts(machine: Machine, browser: str) -> bool:
    """A downloaded browser may lack the system's libraries, and a distribution's may be a mere hint to install it."""
    return bool(browser) and bool(machine.answer(str(machine.python), "-c", TRY_BROWSER, browser))


def make_browser(machine: Machine) -> None:
    """Find a Chromium that starts or get one, and remember where it lies."""
    named = os.environ.get("CHROMIUM_PATH")
    playwright = (str(machine.python), "-m", "playwright")
    with step("Chromium, for certificates") as note:
        # Playwright brings a Node that needs this one library, which minimal systems lack.
        if not machine.answer(*playwright, "--version") and not machine.install("libatomic1"):
            raise Missing("Playwright does not start here. Run: sudo apt-get install libatomic1; then make again.")
        browser = find_browser(machine)
        if named and not starts(machine, browser):
            raise Missing(f"CHROMIUM_PATH names {named}, which is no browser that starts. Correct it or unset it.")
        if not browser and machine.run(*playwright, "install", "chromium-headless-shell"):
            browser = find_browser(machine)
        works = starts(machine, browser)
        deps = (*(machine.as_root() or []), *playwright, "install-deps", "chromium-headless-shell")
        if browser and not works and machine.run(*deps):
            works = starts(machine, browser)
        if not works and machine.install("chromium-headless-shell", "chromium"):
            browser = find_browser(machine)
            works = starts(machine, browser)
        if not works:
            raise Missing(
                "No Chromium that starts was found, and none could be installed. Install one (Debian: sudo apt-get "
                "install chromium-headless-shell), or name yours: make run CHROMIUM_PATH=/path/to/chromium"
            )
        note(browser)
    (machine.venv / "browser.path").write_text(browser, encoding="utf-8")


def has_browser(machine: Machine) -> bool:
    """Whether the browser of last time is still there and nobody asks for another."""
    remembered = machine.venv / "browser.path"
    known = remembered.read_text(encoding="utf-8") if remembered.is_file() else ""
    return bool(known) and Path(known).is_file() and (os.environ.get("CHROMIUM_PATH") or known) == known


def find_postgres(distributions: Path = POSTGRES) -> Path | None:
    """The folder of the newest server's programs: Debian's, which are not on the PATH, or those that are."""
    found = [one.parent for one in distributions.glob("*/bin/postgres") if one.parent.parent.name.isdigit()]
    if found:
        return max(found, key=lambda one: int(one.parent.name))
    program = shutil.which("postgres")
    return Path(program).resolve().parent if program else None


def make_postgres(machine: Machine) -> None:
    """A server's programs: tests start one of their own with them, and leave the machine's alone."""
    with step("PostgreSQL, for the tests") as note:
        machine.install("postgresql")
        programs = find_postgres(machine.postgres)
        if programs is None:
            raise Missing(
                "No PostgreSQL was found, and none could be installed; the tests run over it too. "
                "Run: sudo apt-get install postgresql; then make test again."
            )
        note(str(programs))


def make_checkers(machine: Machine) -> None:
    """What reads PDFs to check them, each another program than those that made them, and a token to sign with."""
    with step("PDF checkers, for the tests") as note:
        for program, package in PDF_CHECKERS.items():
            if not shutil.which(program) and not machine.install(package):
                raise Missing(
                    f"The tests need {program} for PDFs. Run: sudo apt-get install {package}; then make again."
                )
        # Apache's PDF/A checker, where there is a Java to run it; its test is skipped elsewhere.
        if shutil.which("java"):
            for package in PREFLIGHT_PACKAGES:
                machine.install(package)
        note(", ".join(PDF_CHECKERS))


def has_checkers() -> bool:
    return all(map(shutil.which, PDF_CHECKERS)) and (PREFLIGHT.is_file() or not shutil.which("java"))


def prepare(machine: Machine) -> None:
    """Bring the machine to where the project runs; quick when it is there already.

    Raises:
        Missing: something is lacking that can't be had from here.
    """
    made_from = machine.venv / "made-from"
    wanted = stamp(machine.project, platform.python_version())
    made = made_from.read_text(encoding="utf-8") if made_from.is_file() else ""
    if made == wanted and machine.python.exists() and has_browser(machine):
        return
    check_room(shutil.disk_usage(machine.project).free)
    if made and made.splitlines()[:2] != wanted.splitlines()[:2]:
        shutil.rmtree(machine.venv)
    if not machine.answer(str(machine.python), "-m", "pip", "--version"):
        make_environment(machine)
    if made != wanted:
        make_dependencies(machine)
        made_from.write_text(wanted, encoding="utf-8")
    make_browser(machine)


def main() -> int:
    machine = Machine(Path(__file__).resolve().parent.parent)
    newer = next(filter(None, map(shutil.which, NEWER_PYTHONS)), None)
    try:
        check_python(sys.version_info[:2], newer)
        # Two makes at once on a fresh machine would write into one environment.
        with (machine.project / "uv.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            prepare(machine)
            if "tests" in sys.argv[1:] and find_postgres(machine.postgres) is None:
                make_postgres(machine)
            if "tests" in sys.argv[1:] and not has_checkers():
                make_checkers(machine)
    except Missing as missing:
        print(f"jawara: {missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("jawara: stopped; run make again to go on.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
