"""HTTP as bytes on a connection that is kept: what asks must cost little beside what answers."""

import asyncio

LOOPBACK = "127.0.0.1"


def post(path: str, body: bytes, headers: str = "") -> bytes:
    """A request; `headers` are whole lines, each with its end."""
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{headers}"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


async def exchanged(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[bytes, bytes]:
    """The answer's body and head."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    return await reader.readexactly(length), head
