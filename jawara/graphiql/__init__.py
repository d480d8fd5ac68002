"""GraphiQL for development, served from here: its page asks no other host for anything."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import deno  # pyright: ignore[reportMissingTypeStubs] - a wheel around a program, without types
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

PREFIX = "/graphiql"
SECONDS = 180
"""For the first build, which fetches the locked packages from the npm registry."""

_FOLDER = Path(__file__).parent
_SOURCES = ("deno.json", "deno.lock", "graphiql.ts")
_STYLES = Path("node_modules", "graphiql", "graphiql.min.css")
# The editor sets styles from its script; nothing else is allowed that the site's own policy forbids.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"content-security-policy": _POLICY, "x-content-type-options": "nosniff", "cache-control": "no-store"}


def built() -> Path | None:
    """The folder with the script and its styles, made once for each state of the lock; None when it can't be made."""
    content = b"".join((_FOLDER / name).read_bytes() for name in _SOURCES)
    output = Path(sys.prefix) / "graphiql" / hashlib.sha256(content).hexdigest()[:16]
    if output.is_dir():
        return output
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent) as scratch:
        result = _made(Path(scratch))
        if result is None:
            return None
        # Moved whole: of two starts at once the second finds the first one's folder in its place.
        if not output.is_dir():
            result.rename(output)
    return output


def _made(scratch: Path) -> Path | None:
    for name in _SOURCES:
        shutil.copy(_FOLDER / name, scratch)
    result = scratch / "result"
    result.mkdir()
    bundle = ("bundle", "--quiet", "--platform", "browser", "--minify", "-o", "result/graphiql.js", "graphiql.ts")
    environment = os.environ | {"DENO_DIR": str(Path(sys.prefix) / "deno"), "DENO_NO_UPDATE_CHECK": "1"}
    for arguments in (("install", "--quiet", "--frozen"), bundle):
        try:
            done = subprocess.run(
                [deno.find_deno_bin(), *arguments],
                cwd=scratch,
                env=environment,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode:
            return None
    shutil.copy(scratch / _STYLES, result / "graphiql.css")
    return result


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
