"""The API's door for releases, over HTTP: whoever shows the token sends a sealed release and reads what is answered."""

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


@dataclass(frozen=True, slots=True)
class _Answer:
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
        answer = self._sent(self._request(method, release, behind))
        if problems := answer.content.get("problems"):
            raise Refused(self._say("refused", reason=" ".join(str(one["message"]) for one in problems)))
        if "classes" not in answer.content:
            raise Refused(self._say("notAnApi", url=self.url, status=answer.status))
        return answer.content

    def _say(self, key: str, **facts: object) -> str:
        return catalogue(Language(self.lang)).say(f"publish.{key}", **facts)

    def _request(self, method: str, release: SealedRelease, behind: str) -> Request:
        address = urlsplit(self.url)
        if not self.token:
            raise Refused(self._say("noToken"))
        if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _OWN_MACHINE):
            raise Refused(self._say("plainAddress", url=self.url))
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "Accept-Language": self.lang,
        }
        place = f"{self.url.rstrip('/')}/releases/{release.digest}{behind}"
        body = gzip.compress(release.to_json().encode(), mtime=0)
        return Request(place, body, headers, method=method)  # noqa: S310 - the scheme was checked above

    def _sent(self, request: Request) -> _Answer:
        """The API's answer. A fault, or nobody there, is tried again after a pause."""
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
        raise Unreachable(self._say("unreachable", url=f"{request.type}://{request.host}", reason=reason))


def _tried(request: Request) -> _Answer:
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 - the scheme was checked
            return _Answer(response.status, _json(response.read()))
    except HTTPError as error:
        return _Answer(error.code, _json(error.read()))


def _json(body: bytes) -> Content:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}  # pyright: ignore[reportUnknownVariableType]
