"""GraphiQL for development, served from here: its page asks no other host for anything."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from sitegen import SiteError
from sitegen.npm import Recipe

PREFIX = "/graphiql"

_FOLDER = Path(__file__).parent
_PACKAGES = Recipe(_FOLDER, "graphiql.ts", {"graphiql/graphiql.min.css": "graphiql.css"})
# The editor sets styles from its script; nothing else is allowed that the site's own policy forbids.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"content-security-policy": _POLICY, "x-content-type-options": "nosniff", "cache-control": "no-store"}


def built() -> Path | None:
    """The folder with the script and its styles, made once for each state of the lock; None when it can't be made."""
    try:
        return _PACKAGES.made()
    except SiteError:
        return None


def pages(assets: Path | None) -> Starlette:
    """An app for everything under PREFIX; without assets its page says why the editor is missing."""

    def page(_request: Request) -> Response:
        return FileResponse(_FOLDER / "index.html", media_type="text/html", headers=_HEADERS)

    def own_styles(_request: Request) -> Response:
        return FileResponse(_FOLDER / "page.css", headers=_HEADERS)

    def asset(request: Request) -> Response:
        name: str = request.path_params["name"]
        if assets is None or name not in {"graphiql.js", "graphiql.css"}:
            return Response(status_code=404)
        return FileResponse(assets / name, headers=_HEADERS)

    return Starlette(
        routes=[
            Route(f"{PREFIX}/", page),
            Route(f"{PREFIX}/page.css", own_styles),
            Route(PREFIX + "/{name}", asset),
        ]
    )
