"""The site's authority.json: held against what was published, and the command that holds the log against it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
import typer
from jsonschema import Draft202012Validator

from api.certification import log
from api.merkle import Tree, leaf_hash
from api.verification_keys import VerificationKeys, make_verification_key
from jawara.authority import HEADS_KEPT, AuthorityUnusable, authority, joined
from jawara.certificate_log import prove
from sitegen import data

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> VerificationKeys:
    folder = tmp_path_factory.mktemp("keys")
    make_verification_key(folder, "2026-1")
    return VerificationKeys.load(folder)


@pytest.fixture
def said(keys: VerificationKeys) -> Callable[..., dict[str, Any]]:
    """What an API would answer that has so many entries, on that day."""

    def answer(size: int, since: int | None = None, *, day: int = 0, words: str = "entry") -> dict[str, Any]:
        tree = Tree([leaf_hash(f"{words} {n}".encode()) for n in range(size)])
        return dict(log.authority(tree, keys, AT + timedelta(days=day), since))

    return answer


def test_heads_that_were_published_stay_and_the_file_fits_the_schema(said: Callable[..., dict[str, Any]]) -> None:
    """Newest first, as many as a phone can be asked to fetch."""
    now = joined(said(0), None)
    for size in range(1, HEADS_KEPT + 5):
        now = joined(said(size, now.log.size, day=size), now)
    assert [one.size for one in now.heads] == list(range(HEADS_KEPT + 3, 3, -1))
    checker = Draft202012Validator(data.schema("https://belajar.example"))
    document = json.loads(data.authority(now))
    assert [one.message for one in checker.iter_errors(document)] == []  # pyright: ignore[reportUnknownMemberType]
    assert document["log"].keys() == {"size", "root", "at", "keyId", "signature"}


def test_while_nothing_is_logged_the_file_stays_for_a_day(said: Callable[..., dict[str, Any]]) -> None:
    """A build without any change must not look like one."""
    first = joined(said(3), None)
    assert joined(said(3, 3), first) is first
    later = joined(said(3, 3, day=1), first)
    assert (later.log.size, later.log.at > first.log.at, later.heads) == (3, True, ())


def test_a_log_that_lost_or_changed_what_was_published_is_not_published(said: Callable[..., dict[str, Any]]) -> None:
    """Shorter, other entries, the same number of others, or no proof at all."""
    first = joined(said(5), None)
    for answer in (
        said(4, 5),
        said(8, 5, words="other"),
        said(5, 5, words="other"),
        said(8),
        said(8, 4),
        said(8) | {"consistency": {"from": 5, "proof": ["zz"]}},
    ):
        with pytest.raises(AuthorityUnusable, match="head of 5 entries"):
            joined(answer, first)
    assert joined(said(8, 5), first).log.size == 8


class _Api(BaseHTTPRequestHandler):
    """Answers what the test set."""

    def do_GET(self) -> None:
        size, answer = cast("Any", self.server).now
        since = parse_qs(urlsplit(self.path).query).get("since")
        body = json.dumps(answer(size, int(since[0]) if since else None)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object, **__: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Api) as made:
        Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def test_a_build_asks_for_the_proof_from_what_it_published_last(
    server: ThreadingHTTPServer,
    said: Callable[..., dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By the address, as Netlify does; and what contradicts it ends the build unless one begins anew."""
    address = f"http://127.0.0.1:{server.server_port}/certificates/authority.json"
    file = tmp_path / data.AUTHORITY[1:]
    file.parent.mkdir(parents=True)

    def built(size: int, words: str = "entry", *, anew: bool = False) -> dict[str, Any]:
        cast("Any", server).now = (size, partial(said, words=words))
        text = authority(address, tmp_path, "http://localhost:8000", "", anew=anew)
        file.write_text(text)
        return json.loads(text)

    assert [one["size"] for one in (built(4)["log"], built(7)["log"], *built(9)["heads"])] == [4, 7, 7, 4]
    with pytest.raises(typer.Exit):
        built(9, "other")
    assert "the log of certificates is not the one" in capsys.readouterr().err
    assert built(9, "other", anew=True)["heads"] == []
    with pytest.raises(typer.Exit):
        authority("http://api.example/authority.json", tmp_path, "", "", anew=False)
    assert "must begin with https://" in capsys.readouterr().err


def test_a_proof_is_followed_without_a_database(
    keys: VerificationKeys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One byte altered in any of its parts, and it proves nothing."""
    tree = Tree([leaf_hash(f"entry {n}".encode()) for n in range(5)])
    told = dict(log.authority(tree, keys, AT))
    told["entries"] = [{"index": 3, "leaf": "entry 3", "path": log.hexed(tree.inclusion(3, 5))}]
    file = tmp_path / "inclusion.json"
    file.write_text(json.dumps(told))
    prove(file, "")
    assert capsys.readouterr().out.startswith("entry 3\n")
    for good, bad in (("entry 3", "entry 4"), ('"index": 3', '"index": 2'), ('"size": 5', '"size": 6')):
        file.write_text(json.dumps(told).replace(good, bad))
        with pytest.raises(typer.Exit):
            prove(file, "")
        assert "jawara: " in capsys.readouterr().err
