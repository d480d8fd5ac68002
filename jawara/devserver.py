"""Site, API and mailbox on one port, under the rules that hold in production: those of netlify.toml."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from jawara.netlify import Route, Rules

REVALIDATE = "public, max-age=0, must-revalidate"
"""What the host of the static site sends where no rule says otherwise."""


class DevServer:
    """Development's own pages by their prefix, the API through the rewrites that lead elsewhere, files for all else."""

    def __init__(self, site: Path, rules: Rules, api: ASGIApp, own_pages: Mapping[str, ASGIApp]) -> None:
        self._rules = rules
        self._files = _Files(site, rules)
        # Only files are compressed: the API decides for itself, since secrets beside a caller's words must not be.
        self._static = GZipMiddleware(self._files)
        self._api = api
        self._own_pages = own_pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(f"This server speaks HTTP, not {scope['type']}.")
        await (await self._answering(scope))(scope, receive, send)

    async def _answering(self, scope: Scope) -> ASGIApp:
        path: str = scope["path"]
        for prefix, app in self._own_pages.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return app
        route = self._rules.route(path)
        if route is None or (not route.force and await self._files.has(path)):
            return self._static
        if route.is_elsewhere:
            return _at(self._api, urlsplit(route.target).path)
        if route.status == 200:
            return _at(self._static, route.target, asked=path)
        if route.status == 404:
            return _at(self._static, route.target, asked=path, status=404)
        return _redirect(route, scope)


def _at(app: ASGIApp, path: str, **notes: object) -> ASGIApp:
    """The same request at another path."""

    async def moved(scope: Scope, receive: Receive, send: Send) -> None:
        notes_by_name = {f"jawara.{name}": note for name, note in notes.items()}
        await app({**scope, "path": path, "raw_path": quote(path).encode(), **notes_by_name}, receive, send)

    return moved


def _redirect(route: Route, scope: Scope) -> ASGIApp:
    query = scope["query_string"].decode("latin-1")
    return RedirectResponse(f"{route.target}?{query}" if query else route.target, route.status)


class _Files(StaticFiles):
    """The built site with the headers that the rules ask for, on every answer: also the 304, the 404 and the 405."""

    def __init__(self, site: Path, rules: Rules) -> None:
        super().__init__(directory=site, html=True)
        self._rules = rules

    async def has(self, path: str) -> bool:
        try:
            found, _ = await to_thread.run_sync(self.lookup_path, path.strip("/") or "index.html")
        except (OSError, ValueError):
            return False  # A name that no file can have.
        return bool(found)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self.get_response(self.get_path(scope), scope)
        except HTTPException as refusal:
            response = PlainTextResponse(refusal.detail, refusal.status_code, refusal.headers)
        if "jawara.status" in scope:
            response.status_code = scope["jawara.status"]
        self._add_headers(response, scope)
        await response(scope, receive, send)

    def _add_headers(self, response: Response, scope: Scope) -> None:
        response.headers["cache-control"] = REVALIDATE
        for name, value in self._rules.headers(scope.get("jawara.asked", scope["path"])).items():
            # Over plain http browsers ignore it, and on localhost some would keep it for every project's port.
            if name != "strict-transport-security" or scope["scheme"] == "https":
                response.headers[name] = value
