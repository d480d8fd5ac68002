"""`jawara run` as a stranger meets it: one command, one port, a clean end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import typer

from jawara.places import ROOT
from jawara.running import kept_staff, run
from tests.ports import free_port

PATIENCE = 90
REGISTER = """
mutation { register(email: "siti@example.com", password: "kebun jeruk di Malang") { problems { code } } }
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """State of its own; only the bundler's downloads are shared, since they come from the network."""
    cache = ROOT / "var" / "deno"
    cache.mkdir(parents=True, exist_ok=True)
    (tmp_path / "deno").symlink_to(cache)
    return tmp_path


def start(home: Path, port: int) -> "subprocess.Popen[str]":
    # Empty means absent: whoever runs the tests may have a configuration of their own.
    given = {"JAWARA_HOME": str(home), "PORT": str(port), "PUBLIC_URL": "", "DATABASE_URL": "", "SMTP_URL": ""}
    return subprocess.Popen(
        [sys.executable, "-m", "jawara", "run"],
        env=os.environ | given,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def lines_until(process: "subprocess.Popen[str]", last: str) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line
        if last in line:
            return
    raise AssertionError("It ended before it was ready.")


def session_members(session: int) -> list[str]:
    """What still runs of all that a process started, by its command."""
    found: list[str] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] != "Z":
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def mails_to(client: httpx.Client, address: str) -> list[dict[str, str]]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := client.get("/kotak-surat/api/messages", params={"to": address}).json():
            return found
        time.sleep(0.1)
    return []


def test_one_command_starts_everything_and_a_signal_ends_it(home: Path) -> None:
    """The promise of the README: no service, no second terminal, and nothing stays behind."""
    port = free_port()
    process = start(home, port)
    try:
        told = "".join(lines_until(process, "Ctrl-C stops everything."))
        assert f"Alamat        http://localhost:{port}/\n" in told
        email, password = (home / "staff.txt").read_text().split()
        assert f"Petugas       {email}    password {password}\n" in told

        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            assert client.get("/").status_code == 200
            assert client.get("/tidak-ada/").status_code == 404
            viewer = client.post("/graphql", json={"query": "{ viewer { id } }"})
            assert viewer.json() == {"data": {"viewer": None}}
            assert client.post("/graphql", json={"query": REGISTER}).json() == {"data": {"register": {"problems": []}}}
            # From the API through outbox, worker and SMTP to the mailbox.
            assert mails_to(client, "siti@example.com")[0]["links"][0].startswith(f"http://localhost:{port}/")

        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert rest.endswith("Stopped.\n")
        assert session_members(process.pid) == []
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def test_a_taken_port_is_told_in_one_line_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The usual reason is a first start that still runs in another window."""
    monkeypatch.setenv("JAWARA_HOME", str(tmp_path))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with pytest.raises(typer.Exit) as ended:
            run(port=port, host="127.0.0.1")
    assert ended.value.exit_code == 1
    said = f"jawara: Port {port} is taken. Stop what listens there, or take another: PORT={port + 1}\n"
    assert capsys.readouterr() == ("", said)
    assert not (tmp_path / "site").exists()


def test_the_staff_password_is_made_once_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    """It is shown at every start; a new one each time would lock out whoever noted it down."""
    first = kept_staff(tmp_path / "staff.txt")
    assert kept_staff(tmp_path / "staff.txt") == first
    assert (tmp_path / "staff.txt").stat().st_mode & 0o777 == 0o600
