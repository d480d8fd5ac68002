"""Deeds of the copy: a link that only its owner is given, and the zip behind it, made anew each time, never stored."""

import asyncio
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

import structlog
from tortoise.transactions import in_transaction

from api.accounts import tokens
from api.accounts.models import Account, Session
from api.accounts.proof import require_proof
from api.certification.actions import certificates_of
from api.certification.pdfs import PdfAltered, pdf_of
from api.certification.rules import file_name
from api.identity import Identity
from api.rights import pages
from api.rights.actions import note_access
from api.rights.collecting import CERTIFICATES, FORMAT, Json, collected
from api.rights.processing import record
from api.rights.rules import COPY_LIFE
from api.throttle import Limit
from api.tools import Tools

MY_DATA = "my-data"
COPIES_PER_ACCOUNT = Limit("copies", "5/day")
DOWNLOADS_PER_ACCOUNT = Limit("copy-downloads", "30/day")
"""A telephone that loses the network asks for the same file again."""
MOST_PDF_BYTES = 20_000_000
"""In one copy; beyond that each certificate is still there to download by itself."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.rights")


@dataclass(frozen=True, slots=True)
class CopyLink:
    """A path that answers the zip until then, while the session that asked lives."""

    url: str
    expires_at: datetime


async def request_copy(identity: Identity, tools: Tools) -> CopyLink:
    """Make a copy ready, and note that it was asked for and given.

    Raises:
        ProofRequired, TooManyRequests
    """
    at = tools.clock()
    await require_proof(identity, at)
    await tools.throttle.count(COPIES_PER_ACCOUNT, str(identity.account_id))
    await note_access(identity.account_id, at)
    expires_at = at + COPY_LIFE
    token = tokens.sealed_id(MY_DATA, identity.session_id, expires_at, tools.settings)
    return CopyLink(f"/files/my-data/{token}.zip", expires_at)


async def copy_of(token: str, tools: Tools) -> bytes | None:
    """The zip behind a link; None when it is not ours, too old, or its session has ended.

    Raises:
        TooManyRequests
    """
    session_id = tokens.unsealed_id(token)
    if session_id is None or not tokens.is_sealed(MY_DATA, token, tools.settings, tools.clock()):
        return None
    session = await Session.get_or_none(id=session_id, ended_at__isnull=True).select_related("account")
    if session is None:
        return None
    await tools.throttle.count(DOWNLOADS_PER_ACCOUNT, str(session.account_id))
    copy = await _copy(session.account, tools)
    pdfs = await _pdfs(session.account_id, tools)
    # Out of the event loop: others wait for it.
    return await asyncio.to_thread(_zipped, copy, pages.page(copy, session.account.language), pdfs)


async def _copy(account: Account, tools: Tools) -> dict[str, Json]:
    async with in_transaction():
        sections = await collected(account, tools.vault)
    return {
        "format": FORMAT,
        "madeAt": tools.clock().isoformat(),
        "office": tools.settings.office_name,
        "sections": sections,
        "processing": record(sections, pages.words(account.language)),
    }


async def _pdfs(account_id: UUID, tools: Tools) -> dict[str, bytes]:
    """The certificates by file name, the newest first, as far as they fit."""
    found: dict[str, bytes] = {}
    room = MOST_PDF_BYTES
    for row in await certificates_of(account_id):
        if row.pdf_key is None:
            continue
        try:
            content = await pdf_of(row, tools.storage)
        except (FileNotFoundError, PdfAltered) as error:
            log.error("a stored certificate is gone", certificate=str(row.id), reason=type(error).__name__)
            continue
        room -= len(content)
        if room < 0:
            break
        found[file_name(row.number)] = content
    return found


def _zipped(copy: Mapping[str, Json], page: str, pdfs: Mapping[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("index.html", page)
        folder.writestr("data.json", json.dumps(copy, ensure_ascii=False, indent=2))
        for name, pdf in pdfs.items():
            folder.writestr(f"{CERTIFICATES}/{name}", pdf)
    return content.getvalue()
