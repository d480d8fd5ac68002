"""The pages of the mailbox, and the same letters as JSON for tests."""

import re
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from jawara.letterbox.letters import Letter, Letters

PREFIX = "/kotak-surat"
SHOWN = 100
_FOLDER = Path(__file__).parent
_WIB = timezone(timedelta(hours=7), "WIB")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")

_SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store"}
_CLOSED = "default-src 'none'; form-action 'none'"
_PAGE_POLICY = f"{_CLOSED}; base-uri 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'none'"
# A letter's own HTML: no scripts, no forms, nothing fetched; links open beside the mailbox, outside the sandbox.
_SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
_LETTER_POLICY = f"sandbox {_SANDBOX}; {_CLOSED}; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def pages(letters: Letters) -> Starlette:
    """An app for everything under PREFIX."""
    desk = _Desk(letters)
    letter = PREFIX + "/{letter_id}"
    return Starlette(
        routes=[
            Route(PREFIX, RedirectResponse(f"{PREFIX}/", 308)),
            Route(f"{PREFIX}/", desk.overview),
            Route(f"{PREFIX}/gaya.css", desk.styles),
            Route(f"{PREFIX}/api/messages", desk.as_json),
            Route(f"{letter}/", desk.letter),
            Route(f"{letter}/isi.html", desk.html_part),
            Route(f"{letter}/sumber.eml", desk.source),
            Route(f"{letter}/lampiran/{{number:int}}", desk.attachment),
        ]
    )


class _Desk:
    """Plain functions rather than coroutines: reading files then happens off the event loop."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._templates = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True)
        self._templates.filters["wib"] = _in_words

    def overview(self, _request: Request) -> Response:
        return self._page("overview.html", letters=list(islice(self._letters.newest(), SHOWN)))

    def letter(self, request: Request) -> Response:
        return self._page("letter.html", letter=self._found(request), sandbox=_SANDBOX)

    def styles(self, _request: Request) -> Response:
        return FileResponse(_FOLDER / "letterbox.css", media_type="text/css", headers=_SAFE)

    def html_part(self, request: Request) -> Response:
        html = self._found(request).html
        # So that a link opens a new tab; inside the frame the site refuses to be shown.
        base = '<base target="_blank">'
        framed, placed = re.subn(r"(<head[^>]*>)", rf"\1{base}", html, count=1, flags=re.IGNORECASE)
        content = framed if placed else base + html
        return HTMLResponse(content, headers={**_SAFE, "content-security-policy": _LETTER_POLICY})

    def source(self, request: Request) -> Response:
        return Response(self._found(request).source, media_type="text/plain", headers=_SAFE)

    def attachment(self, request: Request) -> Response:
        attachments = self._found(request).attachments
        number: int = request.path_params["number"]
        if number >= len(attachments):
            raise HTTPException(404)
        attachment = attachments[number]
        headers = {**_SAFE, "content-disposition": f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"}
        is_pdf = attachment.media_type == "application/pdf"
        return Response(
            attachment.content, media_type="application/pdf" if is_pdf else "application/octet-stream", headers=headers
        )

    def as_json(self, request: Request) -> Response:
        found = islice(self._letters.newest(request.query_params.get("to", "")), SHOWN)
        return JSONResponse([_facts(letter) for letter in found], headers=_SAFE)

    def _found(self, request: Request) -> Letter:
        letter = self._letters.find(request.path_params["letter_id"])
        if letter is None:
            raise HTTPException(404)
        return letter

    def _page(self, template: str, **facts: object) -> Response:
        html = self._templates.get_template(template).render(prefix=PREFIX, **facts)
        return HTMLResponse(html, headers={**_SAFE, "content-security-policy": _PAGE_POLICY})


def _facts(letter: Letter) -> dict[str, object]:
    return {
        "id": letter.id,
        "receivedAt": letter.received_at.isoformat(),
        "from": letter.sender,
        "to": letter.recipients,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "links": letter.links,
        "attachments": [
            {"name": file.name, "type": file.media_type, "bytes": len(file.content), "number": number}
            for number, file in enumerate(letter.attachments)
        ],
    }


def _in_words(moment: datetime) -> str:
    """The time as people in East Java read it: 23 Nov 2026 20.15.33 WIB."""
    local = moment.astimezone(_WIB)
    return f"{local.day} {_MONTHS[local.month - 1]} {local:%Y %H.%M.%S} WIB"
