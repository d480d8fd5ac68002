"""Stopping reminders from inside a mail programme: the POST of RFC 8058, without a cookie and without a page."""

from starlette.responses import JSONResponse, Response

from api.accounts.rules import LinkExpired
from api.reminders.actions import set_by_link
from api.tools import Tools


async def stop_reminders(token: str, tools: Tools) -> Response:
    """What the mail programme's own button asks for. A GET never gets here: what looks at links stops nothing."""
    try:
        await set_by_link(token, tools.settings, tools.clock(), wanted=False)
    except LinkExpired:
        return JSONResponse({"error": "This link has expired."}, 404)
    return Response(status_code=204)
