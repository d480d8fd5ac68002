"""Files behind links that only one person was given, minutes ago: a certificate's PDF, the preview of a name, the copy
of one's data.
"""

import structlog
from starlette.responses import JSONResponse, Response

from api.accounts import tokens
from api.certification import actions
from api.certification.badge import MEDIA_TYPE
from api.certification.graphql import DOWNLOAD, DOWNLOAD_BADGE
from api.certification.models import Certificate
from api.certification.pdfs import PdfAltered, pdf_of
from api.certification.rules import CertificateState, badge_name, file_name
from api.profiles.previews import previewed
from api.rights.copies import copy_of
from api.throttle import Limit
from api.tools import StorageAway, Tools
from certificates import BrowserMissing, CannotPrint, RenderFailed

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.http")

PRIVATE = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}
PREVIEWS_PER_ACCOUNT = Limit("name-previews", "30/1 hour")
NO_BROWSER_SECONDS = 3600
"""Somebody has to install one."""
BROWSER_FAILED_SECONDS = 60
STORAGE_AWAY_SECONDS = 60


async def certificate(token: str, tools: Tools) -> Response:
    """A certificate's PDF."""
    certificate_id = tokens.unsealed_id(token)
    if certificate_id is None or not tokens.is_sealed(DOWNLOAD, token, tools.settings, tools.clock()):
        return _refused("This link has expired.", 404)
    row = await Certificate.get_or_none(id=certificate_id)
    if row is None or row.pdf_key is None:
        return _refused("There is no such file.", 404)
    try:
        content = await pdf_of(row, tools.storage)
    except (FileNotFoundError, PdfAltered) as error:
        log.error("a stored certificate is gone", certificate=str(row.id), reason=type(error).__name__)
        return _refused("There is no such file.", 404)
    except StorageAway as error:
        log.error("the storage is away", reason=str(error))
        return _refused("The file can't be reached for now.", 503, wait=STORAGE_AWAY_SECONDS)
    disposition = f'attachment; filename="{file_name(row.number)}"'
    return Response(content, media_type="application/pdf", headers=PRIVATE | {"content-disposition": disposition})


async def badge(token: str, tools: Tools) -> Response:
    """A certificate's Open Badges credential. Of one that no longer stands none is handed out."""
    certificate_id = tokens.unsealed_id(token)
    if certificate_id is None or not tokens.is_sealed(DOWNLOAD_BADGE, token, tools.settings, tools.clock()):
        return _refused("This link has expired.", 404)
    row = await Certificate.get_or_none(id=certificate_id)
    if row is None or row.state is not CertificateState.VALID:
        return _refused("There is no such file.", 404)
    content = await actions.badge_of(row, tools)
    disposition = f'attachment; filename="{badge_name(row.number)}"'
    return Response(content, media_type=MEDIA_TYPE, headers=PRIVATE | {"content-disposition": disposition})


async def name_preview(token: str, tools: Tools) -> Response:
    """A certificate as it would look with the account's present name, as a picture. No page waits for it: where it
    can't be drawn now, the screen draws the name itself.
    """
    preview = await previewed(token, tools)
    if preview is None:
        return _refused("This link has expired.", 404)
    try:
        await tools.throttle.count(PREVIEWS_PER_ACCOUNT, str(preview.account_id))
        picture = await tools.renderer.picture(actions.sample(preview.name, tools.settings, tools.clock()))
    except BrowserMissing:
        return _refused("There is no preview for now.", 503, wait=NO_BROWSER_SECONDS)
    except StorageAway as error:
        log.error("the storage is away", reason=str(error))
        return _refused("There is no preview for now.", 503, wait=STORAGE_AWAY_SECONDS)
    except RenderFailed:
        log.exception("a preview could not be drawn")
        return _refused("There is no preview for now.", 503, wait=BROWSER_FAILED_SECONDS)
    except CannotPrint as error:
        # The faults name fields, never what stands in them.
        log.error("a preview can't be printed", faults=[str(fault) for fault in error.faults])
        return _refused("This can't be printed.", 422)
    return Response(picture, media_type="image/webp", headers=PRIVATE | {"content-disposition": "inline"})


async def my_data(token: str, tools: Tools) -> Response:
    """Everything that is kept of whoever asked for it, as a zip."""
    content = await copy_of(token, tools)
    if content is None:
        return _refused("This link has expired.", 404)
    disposition = 'attachment; filename="data-saya-si-jawara.zip"'
    return Response(content, media_type="application/zip", headers=PRIVATE | {"content-disposition": disposition})


def _refused(reason: str, status: int, *, wait: int | None = None) -> Response:
    headers = PRIVATE if wait is None else PRIVATE | {"retry-after": str(wait)}
    return JSONResponse({"error": reason}, status, headers=headers)
