"""The publisher's door: PUT /releases/<SHA-256 of the body> with all sealed classes, by whoever holds PUBLISH_TOKEN.
POST to the same with /impact behind it tells whom that release would concern, in numbers; GET /classes/<slug>/items how
the questions of a published class do.

Not GraphQL: a release is megabytes of one document, and queries are bounded at 100,000 bytes for good reasons.
"""

import asyncio
import hmac
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tortoise.exceptions import ValidationError

from api.audit import Actor, ActorKind
from api.edge import Context, expected, problem, told
from api.evaluations import items, items_told
from api.evaluations.impact import Concerned, concerned
from api.learning import publishing
from api.learning.models import Publication
from api.learning.publishing import ClassChange, Order, Published
from api.refusal import InvalidInput, NotFound, ProblemCode, Refusal, TooManyRequests
from api.throttle import Limit
from courseware.sealed import MalformedCourse
from courseware.sealed_release import SealedRelease

MEGABYTE = 1_000_000
LARGEST_RELEASE = 32 * MEGABYTE
LARGEST_BODY = 16 * MEGABYTE
"""As it is sent, compressed or not."""
COMMIT_LENGTH, NOTE_LENGTH = 64, 300
PUBLICATIONS_PER_NETWORK = Limit("publications", "60/1 hour")

STATUSES: Mapping[ProblemCode, int] = {
    ProblemCode.UNAUTHENTICATED: 401,
    ProblemCode.NOT_FOUND: 404,
    ProblemCode.RELEASE_OLDER: 409,
    ProblemCode.RELEASE_IDS: 409,
    ProblemCode.RELEASE_TOO_LARGE: 413,
}
"""Of refusals; 400 for all others but TooManyRequests, which has an answer of its own."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.http")


class PublisherUnknown(Refusal):
    """The request doesn't show the token."""

    code = ProblemCode.UNAUTHENTICATED


class ReleaseDamaged(Refusal):
    """The body is not the one whose hash is in the address, or its compression is broken."""

    code = ProblemCode.RELEASE_DAMAGED


class ReleaseUnreadable(Refusal):
    """The body arrived whole, and is no release that this version can read."""

    code = ProblemCode.RELEASE_UNREADABLE


class ReleaseTooLarge(Refusal):
    """More than anybody writes: a mistake, or compression that is meant to fill the memory."""

    code = ProblemCode.RELEASE_TOO_LARGE


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a request asks for."""

    release: SealedRelease
    order: Order


async def put_release(context: Context) -> Response:
    """Publish what the body holds, or rehearse it. Never a 5xx for what a client can cause."""
    try:
        await _admit(context)
        sent = await _read(context.request)
        published = await publishing.publish(sent.release, sent.order, context.tools.clock())
    except (Refusal, ValidationError) as error:
        return _refused(expected(error), context)
    log.info("release", is_new=published.is_new, rehearsed=sent.order.rehearsed, commit=sent.order.commit)
    is_made = published.is_new and published.publication is not None
    return JSONResponse(_told(published), 201 if is_made else 200, headers={"cache-control": "no-store"})


async def post_impact(context: Context) -> Response:
    """Whom the release in the body would concern. Nothing is written, and nobody is named."""
    try:
        await _admit(context)
        sent = await _read(context.request)
    except Refusal as refusal:
        return _refused(refusal, context)
    classes = [_concerned(await concerned(course)) for course in sent.release.courses]
    return JSONResponse({"classes": classes}, headers={"cache-control": "no-store"})


async def get_items(context: Context) -> Response:
    """How the questions of the class in the address do: figures of many, and nobody is named."""
    try:
        await _admit(context)
        found = await items.statistics(context.request.path_params["slug"])
    except Refusal as refusal:
        return _refused(refusal, context)
    return JSONResponse({"classes": [items_told.told(found)]}, headers={"cache-control": "no-store"})


async def _admit(context: Context) -> None:
    """Let the publisher pass.

    Raises:
        NotFound: no token is set here, so that nobody can hold it.
        TooManyRequests, PublisherUnknown
    """
    settings = context.tools.settings
    wanted = settings.publish_token.get_secret_value()
    if not wanted:
        raise NotFound
    await context.tools.throttle.count(PUBLICATIONS_PER_NETWORK, context.network)
    scheme, _, shown = context.request.headers.get("authorization", "").partition(" ")
    # Over bytes: the comparison of texts takes ASCII alone.
    if scheme.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), wanted.encode()):
        raise PublisherUnknown


async def _read(request: Request) -> _Sent:
    """The release and how it is to be taken.

    Raises:
        InvalidInput, ReleaseDamaged, ReleaseUnreadable, ReleaseTooLarge
    """
    order = _order(request)
    body = await _body(request)
    if sha256(body).hexdigest() != request.path_params["digest"]:
        raise ReleaseDamaged
    try:
        # Off the event loop: the largest take a second.
        return _Sent(await asyncio.to_thread(SealedRelease.from_json, body.decode()), order)
    except UnicodeDecodeError as error:
        raise ReleaseUnreadable(reason="Not UTF-8.") from error
    except MalformedCourse as error:
        raise ReleaseUnreadable(reason=str(error)) from error


def _order(request: Request) -> Order:
    asked = request.query_params
    flags = {name: asked.get(name, "false") for name in ("again", "rehearse")}
    texts = {"commit": asked.get("commit", ""), "note": asked.get("note", "")}
    for name, value in flags.items():
        if value not in {"true", "false"}:
            raise InvalidInput(name)
    for name, most in (("commit", COMMIT_LENGTH), ("note", NOTE_LENGTH)):
        if len(texts[name]) > most or not (texts[name].isprintable()):
            raise InvalidInput(name)
    by = Actor(ActorKind.PUBLISHER, request_id=UUID(request.state.request_id))
    return Order(by, **texts, again=flags["again"] == "true", rehearsed=flags["rehearse"] == "true")


async def _body(request: Request) -> bytes:
    """The body as it was before it was compressed.

    Raises:
        InvalidInput: compressed in another way than gzip.
        ReleaseDamaged, ReleaseTooLarge
    """
    encoding = request.headers.get("content-encoding", "identity").lower()
    if encoding not in {"identity", "gzip"}:
        raise InvalidInput("content-encoding")
    expander = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    expanded = bytearray()
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        expanded += _expanded(expander, chunk, LARGEST_RELEASE + 1 - len(expanded)) if expander else chunk
        if received > LARGEST_BODY or len(expanded) > LARGEST_RELEASE:
            raise ReleaseTooLarge(most=LARGEST_RELEASE // MEGABYTE, sent=LARGEST_BODY // MEGABYTE)
    if expander and (not expander.eof or expander.unused_data):
        raise ReleaseDamaged
    return bytes(expanded)


def _expanded(expander: Any, chunk: bytes, room: int) -> bytes:
    """At most `room` bytes: a few kilobytes can stand for gigabytes. `Any`: the library's class has no public name."""
    try:
        return expander.decompress(chunk, room)
    except zlib.error as error:
        raise ReleaseDamaged from error


def _refused(refusal: Refusal, context: Context) -> Response:
    if isinstance(refusal, TooManyRequests):
        raise refusal
    shown = problem(refusal, context.language)
    headers = {"cache-control": "no-store"}
    if refusal.code is ProblemCode.UNAUTHENTICATED:
        headers["www-authenticate"] = "Bearer"
    return JSONResponse({"problems": [told(shown)]}, STATUSES.get(refusal.code, 400), headers=headers)


def _told(published: Published) -> dict[str, Any]:
    return {
        "isNew": published.is_new,
        "publication": _publication(published.publication) if published.publication else None,
        "classes": [_class(one) for one in published.classes],
    }


def _publication(row: Publication) -> dict[str, Any]:
    return {
        "number": row.number,
        "digest": row.digest,
        "commit": row.commit,
        "note": row.note,
        "isRollBack": row.is_roll_back,
        "publishedAt": row.published_at.isoformat(),
    }


def _class(one: ClassChange) -> dict[str, Any]:
    told: dict[str, Any] = {"slug": one.slug, "title": one.title, "state": one.state.value}
    if one.change:
        told["lessons"] = {
            "added": [{"id": lesson.id, "title": lesson.title} for lesson in one.change.added],
            "removed": [{"id": lesson.id, "title": lesson.title} for lesson in one.change.retired],
            "renamed": [
                {"id": each.after.id, "title": each.after.title, "before": each.before.title}
                for each in one.change.renamed
            ],
        }
        questions = one.change.questions
        told["questions"] = {
            "added": sorted(question.id for question in questions.added),
            "removed": sorted(question.id for question in questions.retired),
            "changed": sorted(each.after.id for each in questions.changed),
        }
        told["evaluationChanged"] = one.change.evaluation_changed
    return told


def _concerned(one: Concerned) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "title": one.title,
        "releases": [
            {
                "release": str(each.release_id),
                "publishedAt": each.published_at.isoformat(),
                "isOffered": each.is_offered,
                "isThis": each.is_this,
                "people": each.people,
                "complete": each.complete,
                "passed": each.passed,
                "inTheMiddle": each.in_the_middle,
                "openAttempts": each.open_attempts,
            }
            for each in one.releases
        ],
        "questions": [
            {
                "id": each.question_id,
                "differences": list(each.differences),
                "openPapers": each.open_papers,
                "closedPapers": each.closed_papers,
            }
            for each in one.questions
        ],
    }
