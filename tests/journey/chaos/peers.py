"""What the system speaks with from outside, each a process that may be killed: a mail server and an object store.

Both have written down what they accept before they say yes, and find it again at their next start. The store speaks as
much of S3 as a client that stores and fetches whole objects needs; servers made for tests keep objects in memory, and
one that is killed would have forgotten what it acknowledged.
"""

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import format_datetime
from pathlib import Path
from secrets import token_hex

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from jawara.letterbox import HOST, Letters, listening

KEPT_BEFORE_YES_SECONDS = 0.02
"""Between writing a letter down and saying so: whoever is killed there has it, and its sender doesn't know."""
DENIED = (
    '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
)
ABSENT = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>'


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that was accepted: its Message-ID, its recipients, the hash of each file with it, and when (Unix)."""

    key: str
    to: tuple[str, ...]
    sha256: tuple[str, ...]
    at: float


class Postbook(Letters):
    """A mailbox that keeps of each letter what has to be compared. It refuses all while `refusing` exists."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._book = folder / "book.jsonl"
        self.refusing = folder / "refusing"

    def keep(self, source: bytes, sender: str, recipients: Sequence[str], at: datetime) -> str:
        if self.refusing.exists():
            raise OSError(28, "No space left on device")
        message = message_from_bytes(source, policy=policy.default)
        files = [part.get_payload(decode=True) for part in message.iter_attachments()]
        hashes = tuple(hashlib.sha256(one).hexdigest() for one in files if isinstance(one, bytes))
        received = Received(str(message["Message-ID"]), tuple(recipients), hashes, time.time())
        with self._book.open("a") as book:
            book.write(json.dumps(asdict(received)) + "\n")
        time.sleep(KEPT_BEFORE_YES_SECONDS)
        return received.key

    def received(self) -> list[Received]:
        """Every letter that was accepted, in order."""
        if not self._book.exists():
            return []
        # A line that a kill broke off was not acknowledged either.
        lines = [line for line in self._book.read_text().splitlines(keepends=True) if line.endswith("}\n")]
        entries = [json.loads(line) for line in lines]
        return [Received(one["key"], tuple(one["to"]), tuple(one["sha256"]), one["at"]) for one in entries]


async def take_letters(folder: Path, port: int) -> None:
    """The mail server, until it is ended."""
    async with listening(Postbook(folder), port):
        await asyncio.Event().wait()


class Bucket:
    """Objects as files below a folder. Nothing can be stored while `read_only` exists."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self.read_only = folder / "read-only"

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{key:path}", self._object, methods=["GET", "HEAD", "PUT", "POST"])])

    async def _object(self, request: Request) -> Response:
        file = self._folder / "objects" / request.path_params["key"]
        if request.method == "PUT":
            return self._put(file, await request.body())
        if request.method == "POST":
            return self._delete(file, await request.body())
        if not file.is_file():
            return Response(ABSENT, 404, media_type="application/xml")
        content = file.read_bytes()
        written = format_datetime(datetime.fromtimestamp(file.stat().st_mtime, UTC), usegmt=True)
        return Response(content, headers={"etag": _etag(content), "last-modified": written})

    def _put(self, file: Path, content: bytes) -> Response:
        if self.read_only.exists():
            return Response(DENIED, 403, media_type="application/xml")
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._folder / token_hex(8)
        draft.write_bytes(content)
        draft.rename(file)
        return Response(headers={"etag": _etag(content)})

    def _delete(self, bucket: Path, asked: bytes) -> Response:
        """Several at once, as clients ask for it."""
        if self.read_only.exists():
            return Response(DENIED, 403, media_type="application/xml")
        keys = re.findall("<Key>([^<]+)</Key>", asked.decode())
        for key in keys:
            (bucket / key).unlink(missing_ok=True)
        deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        return Response(f"<DeleteResult>{deleted}</DeleteResult>", media_type="application/xml")


async def keep_objects(folder: Path, port: int) -> None:
    """The object store, until it is ended."""
    config = uvicorn.Config(Bucket(folder).app(), host=HOST, port=port, log_level="error", lifespan="off")
    await uvicorn.Server(config).serve()


def _etag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
