"""Checking a certificate by GET: the same answer as in GraphQL, for browsers and proxies to keep for a minute."""

import json
from collections.abc import Awaitable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.certification.checking import CertificateVerification, check_code, check_file
from api.certification.rules import CertificateState
from api.edge import Context

KEPT_SECONDS = 60
"""As long may an answer be old that says a certificate is valid."""
_PUBLIC = {"x-content-type-options": "nosniff", "x-robots-tag": "noindex"}


async def by_code(context: Context) -> Response:
    """`/checks/<code>`, with `?number=` as in GraphQL."""
    request = context.request
    return await _answer(request, check_code(context, request.path_params["code"], request.query_params.get("number")))


async def by_file(context: Context) -> Response:
    """`/checks/files/<SHA-256>`."""
    return await _answer(context.request, check_file(context, context.request.path_params["sha256"]))


async def _answer(request: Request, asked: Awaitable[CertificateVerification]) -> Response:
    found = await asked
    body = cast("dict[str, object]", _plain(found))
    if found.state is CertificateState.UNKNOWN:
        return JSONResponse(body, 404, headers=_PUBLIC | {"cache-control": "no-store"})
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = _PUBLIC | {"cache-control": f"public, max-age={KEPT_SECONDS}", "etag": etag}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if etag in known or known == ["*"]:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def _plain(value: object) -> object:
    """As GraphQL spells it: names in camel case, a state by its name, dates in ISO 8601."""
    if is_dataclass(value):
        # Without those that a resolver of their own finds out.
        return {_camel(one.name): _plain(getattr(value, one.name)) for one in fields(value) if one.init}
    if isinstance(value, list):
        return [_plain(one) for one in cast("list[object]", value)]
    if isinstance(value, Enum):
        return value.name
    return value.isoformat() if isinstance(value, date) else value


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.title() for other in others)
