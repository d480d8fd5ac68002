"""`jawara publish`: the sealed release, over HTTP to the API. Needs only what the site's build needs."""

import gzip
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import typer

from courseware.messages import Catalogue, Language, catalogue
from courseware.release import ContentErrors, compile_release
from courseware.sealed_release import SealedRelease
from jawara.console import told
from jawara.places import ROOT, content_folders

REFUSED, UNREACHABLE = 1, 3
"""Exit codes besides 0: it won't do again either, or it may do in a moment."""
TIMEOUT_SECONDS = 60
PAUSES = (1, 4)
"""Seconds between tries: publishing the same again is harmless."""
_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Refused(Exception):
    """The API, or what stands before it, says no."""


class Unreachable(Exception):
    """Nobody answers, or with a fault."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `content` is empty where it was no JSON object."""

    status: int
    content: dict[str, Any]


def only_in_production(context: str, lang: str) -> None:
    """End well unless this is Netlify's production build: no preview publishes."""
    if context != "production":
        print(catalogue(Language(lang)).say("publish.notProduction", context=context or "–"))
        raise typer.Exit


@dataclass(frozen=True, slots=True)
class Door:
    """Where the API answers, what opens it, and the language in which it is to answer."""

    url: str
    token: str
    lang: str


def publish(*, url: str, token: str, lang: str, commit: str, note: str, again: bool, rehearse: bool) -> None:
    """Send the classes of content/ and tell what the API did with them."""
    door = Door(url, token, lang)
    words = catalogue(Language(door.lang))
    with told(ContentErrors):
        release = SealedRelease(tuple(course.sealed for course in compile_release(*content_folders()).courses))
    asked = {
        "commit": commit or _commit(),
        "note": note,
        "again": str(again).lower(),
        "rehearse": str(rehearse).lower(),
    }
    try:
        answer = _sent(_request(release, door, asked, words), words)
        print("\n".join(_report(_accepted(answer, door.url, words), words)))
    except Refused as refusal:
        _end(refusal, REFUSED)
    except Unreachable as fault:
        _end(fault, UNREACHABLE)


def _request(release: SealedRelease, door: Door, asked: dict[str, str], words: Catalogue) -> Request:
    address = urlsplit(door.url)
    if not door.token:
        raise Refused(words.say("publish.noToken"))
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _OWN_MACHINE):
        raise Refused(words.say("publish.plainAddress", url=door.url))
    headers = {
        "Authorization": f"Bearer {door.token}",
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "Accept-Language": door.lang,
    }
    place = f"{door.url.rstrip('/')}/releases/{release.digest}?{urlencode(asked)}"
    # The scheme was checked above.
    return Request(place, gzip.compress(release.to_json().encode(), mtime=0), headers, method="PUT")  # noqa: S310


def _sent(request: Request, words: Catalogue) -> Answer:
    """The API's answer. A fault, or nobody there, is tried again after a pause."""
    url = f"{request.type}://{request.host}"
    reason = ""
    for pause in (*PAUSES, 0):
        try:
            answer = _tried(request)
            if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return answer
            reason = f"status {answer.status}"
        except (OSError, HTTPException) as error:
            reason = str(error.reason if isinstance(error, URLError) else error) or type(error).__name__
        time.sleep(pause)
    raise Unreachable(words.say("publish.unreachable", url=url, reason=reason))


def _tried(request: Request) -> Answer:
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 - the scheme was checked
            return Answer(response.status, _json(response.read()))
    except HTTPError as error:
        return Answer(error.code, _json(error.read()))


def _json(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def _accepted(answer: Answer, url: str, words: Catalogue) -> dict[str, Any]:
    """What the API did.

    Raises:
        Refused: with its own sentence.
    """
    if problems := answer.content.get("problems"):
        raise Refused(words.say("publish.refused", reason=" ".join(str(one["message"]) for one in problems)))
    if "classes" not in answer.content:
        raise Refused(words.say("publish.notAnApi", url=url, status=answer.status))
    return answer.content


def _report(done: dict[str, Any], words: Catalogue) -> Iterator[str]:
    """What changed, class by class."""
    for one in done["classes"]:
        name = words.say("publish.name", title=one["title"], slug=one["slug"])
        yield f"{name}: {words.say('publish.state.' + one['state'])}"
        if one["state"] == "changed":
            yield from (f"  - {line}" for line in _changes(one, words))
    publication = done["publication"]
    if publication is None:
        yield words.say("publish.rehearsed")
    elif not done["isNew"]:
        yield words.say("publish.unchanged", number=publication["number"])
    else:
        key = "rolledBack" if publication["isRollBack"] else "published"
        yield words.say(f"publish.{key}", number=publication["number"])


def _changes(one: dict[str, Any], words: Catalogue) -> list[str]:
    lessons, questions = one["lessons"], one["questions"]
    lines = [words.say("publish.change.lessonAdded", title=each["title"]) for each in lessons["added"]]
    lines += [words.say("publish.change.lessonRemoved", title=each["title"]) for each in lessons["removed"]]
    lines += [
        words.say("publish.change.lessonRenamed", before=each["before"], title=each["title"])
        for each in lessons["renamed"]
    ]
    keys = {"added": "questionsAdded", "removed": "questionsRemoved", "changed": "questionsChanged"}
    lines += [
        words.say(f"publish.change.{key}", ids=", ".join(questions[what]))
        for what, key in keys.items()
        if questions[what]
    ]
    if one["evaluationChanged"] and not any(questions.values()):
        lines.append(words.say("publish.change.evaluation"))
    return lines or [words.say("publish.change.wording")]


def _commit() -> str:
    """The commit that is checked out, with a mark when something was changed since; empty outside git."""
    command = ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip()[:64]


def _end(error: Exception, code: int) -> NoReturn:
    typer.echo(f"jawara: {error}", err=True)
    raise typer.Exit(code) from error
