"""The API's door for editors, over HTTP: whoever shows the token sends a sealed release, or asks, and is answered."""

import gzip
import json
import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from courseware.messages import Language, catalogue
from courseware.sealed_release import SealedRelease

TIMEOUT_SECONDS = 60
PAUSES = (1, 4)
"""Seconds between tries: sending the same again is harmless."""
_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

# `Any`: what JSON may hold.
Content = dict[str, Any]


class Refused(Exception):
    """The API, or what stands before it, says no."""


class Unreachable(Exception):
    """Nobody answers, or with a fault."""


class Silent(Exception):
    """The same, in the machine's words: why the last try failed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `content` is empty where it was no JSON object."""

    status: int
    content: Content


@dataclass(frozen=True, slots=True)
class Door:
    """Where the API answers, what opens it, and the language in which it is to answer."""

    url: str
    token: str
    lang: str

    def send(self, method: str, release: SealedRelease, behind: str = "") -> Content:
        """What the API answers to a release; `behind` is what follows its hash in the address.

        Raises:
            Refused, Unreachable: with the sentence for whoever reads.
        """
        body = gzip.compress(release.to_json().encode(), mtime=0)
        return self._asked(self._request(method, f"/releases/{release.digest}{behind}", body))

    def read(self, place: str) -> Content:
        """What the API has at a place of its own.

        Raises:
            Refused, Unreachable: with the sentence for whoever reads.
        """
        return self._asked(self._request("GET", place))

    def _asked(self, request: Request) -> Content:
        answer = self._sent(request)
        if problems := answer.content.get("problems"):
            raise Refused(self._say("refused", reason=" ".join(str(one["message"]) for one in problems)))
        if "classes" not in answer.content:
            raise Refused(self._say("notAnApi", url=self.url, status=answer.status))
        return answer.content

    def _say(self, key: str, **facts: object) -> str:
        return catalogue(Language(self.lang)).say(f"publish.{key}", **facts)

    def _request(self, method: str, place: str, body: bytes | None = None) -> Request:
        if not self.token:
            raise Refused(self._say("noToken"))
        if not is_private(self.url):
            raise Refused(self._say("plainAddress", url=self.url))
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.lang}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        address = f"{self.url.rstrip('/')}{place}"
        return Request(address, body, headers, method=method)  # noqa: S310 - the scheme was checked above

    def _sent(self, request: Request) -> Answer:
        try:
            return answer_to(request)
        except Silent as silent:
            url = f"{request.type}://{request.host}"
            raise Unreachable(self._say("unreachable", url=url, reason=silent)) from silent


def is_private(url: str) -> bool:
    """Whether nobody reads along, or alters it, on the way there."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _OWN_MACHINE)


def answer_to(request: Request) -> Answer:
    """The answer to a request whose address `is_private`. A fault, or nobody there, is tried again after a pause.

    Raises:
        Silent
    """
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
    raise Silent(reason)


def _tried(request: Request) -> Answer:
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 - the scheme was checked
            return Answer(response.status, _json(response.read()))
    except HTTPError as error:
        return Answer(error.code, _json(error.read()))


def _json(body: bytes) -> Content:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}  # pyright: ignore[reportUnknownVariableType]
