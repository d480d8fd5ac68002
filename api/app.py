"""The API as one ASGI application: its routes over what `api/opening.py` opens."""

import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
import uuid_utils.compat
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import authority as published
from api import files, one_click, outbox, publishing, verifying
from api.accounts.guard import Guard
from api.certification.badge import did_document
from api.edge import Context, asked_too_often, preferred_language
from api.opening import opened
from api.refusal import TooManyRequests
from api.schema import core
from api.settings import Settings
from api.tools import Clock, Tools, utc_now
from api.view import GraphQLView
from api.worker import Worker

KEYS_ARE_KEPT = {"cache-control": "public, max-age=3600", "access-control-allow-origin": "*"}
"""A new key is there for a while before anybody meets a credential of it; a retired one stays."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.http")


@dataclass(frozen=True, slots=True)
class System:
    """The running parts of one process."""

    app: Starlette
    worker: Worker
    tools: Tools


@asynccontextmanager
async def system(settings: Settings, clock: Clock = utc_now) -> AsyncGenerator[System]:
    """The API over what `opened` opens, which is closed at the end."""
    async with opened(settings, clock) as parts:
        yield System(create_app(parts.tools), parts.worker, parts.tools)


def create_app(tools: Tools) -> Starlette:
    """The routes over the given tools."""
    guard = Guard(tools.settings)
    view = GraphQLView(core(), introspection=tools.settings.environment == "development")

    async def graphql(request: Request) -> Response:
        return await view(request, await _context(request, tools, guard))

    async def did(_request: Request) -> Response:
        document = did_document(tools.settings.public_url, tools.keys)
        return JSONResponse(document, media_type="application/did+json", headers=KEYS_ARE_KEPT)

    def token(answer: Callable[[str, Tools], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """For whoever has a link with a token in it."""

        # Starlette would have a thread call what is no coroutine's function.
        async def answered(request: Request) -> Response:
            return await answer(request.path_params["token"], tools)

        return answered

    def asked(answer: Callable[[Context], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """For whoever asks, as whom they are known."""

        async def answered(request: Request) -> Response:
            return await answer(await _context(request, tools, guard))

        return answered

    routes = [
        Route("/graphql", graphql, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
        Route("/files/certificates/{token}/{name}", token(files.certificate), methods=["GET"]),
        Route("/files/badges/{token}/{name}", token(files.badge), methods=["GET"]),
        Route("/files/name-preview/{token}.webp", token(files.name_preview), methods=["GET"]),
        Route("/files/my-data/{token}.zip", token(files.my_data), methods=["GET"]),
        Route("/.well-known/did.json", did, methods=["GET"]),
        Route("/checks/files/{sha256}", asked(verifying.by_file), methods=["GET"]),
        Route("/checks/{code}", asked(verifying.by_code), methods=["GET"]),
        Route("/certificates/authority.json", asked(published.authority), methods=["GET"]),
        Route("/certificates/{code}/inclusion.json", asked(published.inclusion), methods=["GET"]),
        Route("/stop-reminders/{token}", token(one_click.stop_reminders), methods=["POST"]),
        Route("/releases/{digest}", asked(publishing.put_release), methods=["PUT"]),
        Route("/releases/{digest}/impact", asked(publishing.post_impact), methods=["POST"]),
        Route("/classes/{slug}/items", asked(publishing.get_items), methods=["GET"]),
        Route("/healthz", _health, methods=["GET"]),
    ]
    app = Starlette(routes=routes, exception_handlers={TooManyRequests: asked_too_often})
    app.add_middleware(RequestLog)
    return app


async def _context(request: Request, tools: Tools, guard: Guard) -> Context:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    identity = await guard.identity(token, tools.clock()) if scheme.lower() == "bearer" else None
    language = preferred_language(request.headers.get("accept-language", ""))
    return Context(request=request, tools=tools, identity=identity, language=language)


async def _health(_request: Request) -> Response:
    """Whether the process answers and its database does."""
    await outbox.next_due(utc_now())
    return JSONResponse({"status": "ok"})


class RequestLog:
    """Gives each request an id and logs its outcome, without anything personal: no query, no address, no token."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its id back in a header."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = str(uuid_utils.compat.uuid7())
        scope.setdefault("state", {})["request_id"] = request_id
        started = time.perf_counter()
        status = 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        finally:
            took = round((time.perf_counter() - started) * 1000, 1)
            route = scope["path"].strip("/").partition("/")[0]
            log.info("request", id=request_id, method=scope["method"], route=route, status=status, ms=took)
