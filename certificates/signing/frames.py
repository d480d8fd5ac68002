"""Messages between the two processes: a head in JSON and a body of bytes, each behind its length."""

import asyncio
import json
import struct
from typing import Any

_LENGTHS = struct.Struct(">II")

Head = dict[str, Any]
"""Written and read by our own code on both ends alone."""


def framed(head: Head, body: bytes = b"") -> bytes:
    written = json.dumps(head).encode()
    return _LENGTHS.pack(len(written), len(body)) + written + body


async def next_frame(stream: asyncio.StreamReader) -> tuple[Head, bytes] | None:
    """The next message; None when the other end is gone, even in the middle of one."""
    try:
        head, body = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
        return json.loads(await stream.readexactly(head)), await stream.readexactly(body)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
