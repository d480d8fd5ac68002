"""GraphQL over HTTP: strict about what comes in, quick about what it has seen before."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, cast

import structlog
from graphql import ExecutionResult, GraphQLError, GraphQLSchema
from graphql.execution import execute  # pyright: ignore[reportUnknownVariableType] - generic parameters left open
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tortoise.exceptions import ValidationError

from api.bounds import Documents, Prepared
from api.edge import Context, expected
from api.plain_values import PlainExecutor
from api.refusal import Refusal, sentence

JSON_TYPE = "application/json"
GRAPHQL_TYPE = "application/graphql-response+json"
MAX_BODY_BYTES = 100_000
TIMEOUT_SECONDS = 10
IN_TURN = ("startAttempt", "saveAnswer", "submitAttempt")
"""What a whole room asks for at one moment: short, and waiting for nothing but the processor and the database."""
AT_ONCE = 2
"""Of each: while one waits for the disk, another is made."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.view")


class BadRequest(Exception):
    """The HTTP request itself can't be understood; `status` is a 4xx."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Operation:
    """What the body of a request asks for."""

    query: str
    variables: dict[str, Any] | None
    name: str | None


def media_type(request: Request) -> str:
    """The response's media type by content negotiation.

    Raises:
        BadRequest: 406, nothing that we can answer is acceptable.
    """
    accept = request.headers.get("accept", "*/*").lower()
    wanted = [part.split(";")[0].strip() for part in accept.split(",")]
    for kind in wanted:
        if kind in {GRAPHQL_TYPE, JSON_TYPE}:
            return kind
        if kind in {"*/*", "application/*", ""}:
            return JSON_TYPE
    raise BadRequest(406, f"Answers come as {GRAPHQL_TYPE} or {JSON_TYPE}.")


async def operation(request: Request) -> Operation:
    """The operation in the body.

    Raises:
        BadRequest: wrong method, media type, origin, size or shape.
    """
    if request.method != "POST":
        raise BadRequest(405, "Send a POST request.", {"allow": "POST"})
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON_TYPE:
        raise BadRequest(415, f"Send {JSON_TYPE}.")
    return _shaped(_parsed(await _body(request)))


def refuse_foreign_origin(request: Request, public_url: str) -> None:
    """Browsers tell where a request comes from; only our own pages may carry the participant's cookie.

    Raises:
        BadRequest: 403, the request was made by another site's page.
    """
    origin = request.headers.get("origin")
    own = {public_url, f"{request.url.scheme}://{request.headers.get('host')}"}
    if origin is not None and origin not in own:
        raise BadRequest(403, "This address answers to its own site only.")


async def _body(request: Request) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise BadRequest(413, f"A request holds at most {MAX_BODY_BYTES} bytes.")
        chunks.append(chunk)
    return b"".join(chunks)


def _parsed(body: bytes) -> object:
    try:
        # Decoded here: the library would accept UTF-16 as well.
        parsed = json.loads(body.decode())
        text = json.dumps(parsed, ensure_ascii=False)
        # JSON can spell half a character (a lone surrogate) and NUL, which no text of ours could hold or send back.
        text.encode()
        if "\\u0000" in text:
            raise BadRequest(400, "The body holds a character that no text may have.")
    except (ValueError, RecursionError) as error:
        raise BadRequest(400, "The body is not valid JSON in UTF-8.") from error
    return parsed


def _shaped(body: object) -> Operation:
    if not isinstance(body, dict):
        raise BadRequest(400, "The body must be one JSON object.")
    fields = cast("dict[str, Any]", body)
    query, variables, name = fields.get("query"), fields.get("variables"), fields.get("operationName")
    if not isinstance(query, str):
        raise BadRequest(400, '"query" must be a string.')
    if not isinstance(variables, dict | None):
        raise BadRequest(400, '"variables" must be an object.')
    if not isinstance(name, str | None):
        raise BadRequest(400, '"operationName" must be a string.')
    return Operation(query, cast("dict[str, Any] | None", variables), name)


class GraphQLView:
    """Answers operations against one schema."""

    def __init__(self, schema: GraphQLSchema, *, introspection: bool) -> None:
        self._schema = schema
        self._documents = Documents(schema, introspection=introspection)
        self._turns = {frozenset({name}): asyncio.Semaphore(AT_ONCE) for name in IN_TURN}

    async def __call__(self, request: Request, context: Context) -> Response:
        """The response for one request; never raises for what a client can cause."""
        try:
            kind = media_type(request)
            refuse_foreign_origin(request, context.tools.settings.public_url)
            asked = await operation(request)
        except BadRequest as error:
            return JSONResponse({"errors": [{"message": str(error)}]}, error.status, error.headers)
        prepared = self._documents.prepared(asked.query)
        if prepared.errors:
            return self._answer(kind, {"errors": [error.formatted for error in prepared.errors]}, valid=False)
        # Whoever comes first is answered first: side by side, a room that comes at one moment would wait to the end.
        async with self._turns.get(prepared.roots, nullcontext()):
            result = await self._executed(prepared, asked, context)
        response = self._answer(kind, _formatted(result, context), valid=result.data is not None or not result.errors)
        _set_cookies(response, context)
        return response

    async def _executed(self, prepared: Prepared, asked: Operation, context: Context) -> ExecutionResult:
        result = execute(
            self._schema,
            prepared.document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.name,
            executor_class=PlainExecutor,
        )
        if isinstance(result, ExecutionResult):
            return result
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await result
        except TimeoutError:
            return ExecutionResult(None, [GraphQLError("The operation took too long.")])

    @staticmethod
    def _answer(kind: str, body: dict[str, Any], *, valid: bool) -> Response:
        """With the GraphQL media type the status tells the truth; plain JSON keeps 200, as its older clients expect."""
        status = 400 if kind == GRAPHQL_TYPE and not valid else 200
        return JSONResponse(body, status, headers={"cache-control": "no-store"}, media_type=kind)


def _formatted(result: ExecutionResult, context: Context) -> dict[str, Any]:
    body: dict[str, Any] = {"data": result.data} if result.data is not None or not result.errors else {}
    if result.errors:
        body["errors"] = [_neutral(error, context) for error in result.errors]
    return body


def _neutral(error: GraphQLError, context: Context) -> Mapping[str, Any]:
    """The error for the client. A bug's own words stay in the log, found by the request's id."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return error.formatted
    if isinstance(cause, Refusal | ValidationError):
        refusal = expected(cause)
        extensions: dict[str, Any] = {"code": refusal.code}
        if refusal.wait_seconds is not None:
            extensions["waitSeconds"] = refusal.wait_seconds
        return {**error.formatted, "message": refusal.sentence(context.language), "extensions": extensions}
    request_id: str = context.request.state.request_id
    log.error("resolver failed", path=error.path, exc_info=cause)
    message = sentence("Internal", context.language, request_id=request_id)
    return {**error.formatted, "message": message, "extensions": {"code": "INTERNAL", "requestId": request_id}}


def _set_cookies(response: Response, context: Context) -> None:
    for cookie in context.cookies:
        response.set_cookie(
            cookie.name,
            cookie.value,
            max_age=cookie.seconds,
            path="/",
            secure=True,
            httponly=True,
            samesite="strict",
        )
