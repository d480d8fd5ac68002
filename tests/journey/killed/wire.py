"""Bare HTTP over kept connections. A whole client would spend more time on a request than the API does."""

import asyncio
import json
from collections import defaultdict
from typing import Any, Self

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
ANSWERS_WITHIN_SECONDS = 120


class Broken(Exception):
    """No answer came: whether the request was received, nobody knows."""


class Wire:
    """Connections to ports of this machine, kept between requests and closed with the block."""

    def __init__(self) -> None:
        self._idle: defaultdict[int, list[Connection]] = defaultdict(list)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for connections in self._idle.values():
            for _reader, writer in connections:
                writer.close()

    async def post(self, port: int, body: object, token: str) -> Any:
        """What the API answers to a GraphQL request, whose status must be 200.

        Raises:
            Broken
        """
        content = json.dumps(body).encode()
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {token}\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_SECONDS):
                reader, writer = await self._connection(port)
                try:
                    writer.write(head.encode() + content)
                    answer = await reader.readuntil(b"\r\n\r\n")
                    told = await reader.readexactly(_length(answer))
                except BaseException:
                    writer.close()
                    raise
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Broken from error
        self._idle[port].append((reader, writer))
        assert answer.startswith(b"HTTP/1.1 200 "), told
        return json.loads(told)

    async def _connection(self, port: int) -> Connection:
        idle = self._idle[port]
        return idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)


def _length(head: bytes) -> int:
    fields = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    return next(int(value) for name, _, value in fields if name == b"content-length")
