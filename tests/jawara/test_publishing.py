"""`jawara publish` as whoever runs it sees it, against a real server."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from courseware.release import compile_release
from courseware.sealed_release import SealedRelease
from jawara.places import COURSES

Content = dict[str, Any]
TOKEN = "penerbit-yang-tahu-token-ini-saja-yang-boleh"


@dataclass
class Desk:
    """What arrived, and what is answered."""

    url: str = ""
    answers: list[tuple[int, Content]] = field(default_factory=list[tuple[int, Content]])
    paths: list[str] = field(default_factory=list[str])


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A server in the API's place, so that its answers can be chosen; the API itself is tested in tests/api."""
    kept = Desk()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            kept.paths.append(self.path)
            status, content = kept.answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


def publish(url: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": "/usr/bin:/bin", "PUBLISH_URL": url, "PUBLISH_TOKEN": TOKEN} | environment
    command = [sys.executable, "-m", "jawara", "publish", *options]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)


DONE: Content = {
    "isNew": True,
    "publication": {"number": 7, "isRollBack": False},
    "classes": [{"slug": "x", "title": "Kelas X", "state": "new"}],
}


def test_the_release_goes_to_the_address_of_its_content(desk: Desk) -> None:
    """The same content has the same address: that is what makes it safe to repeat."""
    desk.answers.append((201, DONE))
    ended = publish(desk.url, "--note", "Kelas baru", "--commit", "abc")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Terbit sebagai penerbitan 7." in ended.stdout
    release = SealedRelease(tuple(one.sealed for one in compile_release(COURSES).courses))
    (path,) = desk.paths
    assert path.startswith(f"/releases/{release.digest}?")
    assert "commit=abc" in path
    assert "note=Kelas+baru" in path


def test_a_preview_publishes_nothing(desk: Desk) -> None:
    """What an editor only tries out must not reach participants."""
    for context in ("deploy-preview", "branch-deploy", ""):
        assert publish(desk.url, "--if-production", CONTEXT=context).returncode == 0
    assert desk.paths == []
    desk.answers.append((200, {**DONE, "isNew": False}))
    assert publish(desk.url, "--if-production", CONTEXT="production").returncode == 0
    assert len(desk.paths) == 1


def test_a_refusal_is_told_in_its_own_words(desk: Desk) -> None:
    """A build log is read by people."""
    desk.answers.append((409, {"problems": [{"code": "RELEASE_IDS", "field": None, "message": "Id hilang."}]}))
    ended = publish(desk.url)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Id hilang." in ended.stderr


def test_a_fault_is_tried_again(desk: Desk) -> None:
    """An API that restarts must not fail a build."""
    desk.answers += [(503, {}), (201, DONE)]
    assert publish(desk.url).returncode == 0
    assert len(set(desk.paths)) == 1


@pytest.mark.parametrize(
    ("url", "token"), [("http://api.example", TOKEN), ("https://api.example", "")], ids=["in the clear", "no token"]
)
def test_the_token_is_never_sent_in_the_clear_nor_left_out(url: str, token: str) -> None:
    """Whoever hears it can publish."""
    ended = publish(url, PUBLISH_TOKEN=token)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("jawara: ")
