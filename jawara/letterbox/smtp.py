"""The SMTP side: takes every letter for every address and keeps it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiosmtpd.smtp import SMTP, Envelope, Session

from jawara.letterbox.letters import Letters

LARGEST_LETTER = 25 * 1024 * 1024
HOST = "127.0.0.1"


class _Keeper:
    """What aiosmtpd calls for each letter."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (its name)
        content = envelope.content
        source = content if isinstance(content, bytes) else (content or "").encode("utf-8", "surrogateescape")
        recipients = [str(recipient) for recipient in envelope.rcpt_tos]
        try:
            await asyncio.to_thread(self._letters.keep, source, envelope.mail_from or "", recipients, datetime.now(UTC))
        except OSError as error:
            return f"451 The letter could not be kept: {error.strerror}"
        return "250 Kept"


@asynccontextmanager
async def listening(letters: Letters, port: int = 0) -> AsyncGenerator[int]:
    """Take letters on this port of the local machine, or on a free one; yields the port."""
    loop = asyncio.get_running_loop()
    keeper = _Keeper(letters)
    server = await loop.create_server(
        lambda: SMTP(keeper, hostname="localhost", data_size_limit=LARGEST_LETTER, enable_SMTPUTF8=True, loop=loop),
        HOST,
        port,
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()
