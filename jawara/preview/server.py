"""HTTP for one person at this machine: pages, their files, and the news that something was saved."""

import json
import mimetypes
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Condition
from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import BaseModel, Field, ValidationError

from courseware.messages import Language, catalogue
from courseware.public import lesson_url
from jawara.netlify import Rules
from jawara.preview.assets import PREFIX
from jawara.preview.paper import attempt_of
from jawara.preview.showing import SEED, Preview, Wish
from sitegen import SiteError

NEWS = "/_pratinjau/perubahan"
_HEARTBEAT_SECONDS = 10
_LARGEST_QUESTION = 100_000
_NO_WORKER = b"onactivate = () => registration.unregister(); oninstall = () => skipWaiting();"
"""In the place of the site's service worker, which would answer from what it keeps; one of before goes away."""
_FOREVER = "public, max-age=31536000, immutable"


class Server(ThreadingHTTPServer):
    """Listens at once; `tell` wakes every page that waits for news."""

    daemon_threads = True
    # As on any development server: the port is free again as soon as this one ends.
    allow_reuse_address = True

    def __init__(self, host: str, port: int, preview: Preview, rules: Rules, language: Language) -> None:
        self.preview = preview
        self.rules = rules
        self.language = language
        self.names = {host, "localhost"}
        self.news = Condition()
        super().__init__((host, port), _Handler)

    def tell(self) -> None:
        with self.news:
            self.news.notify_all()


class _Handler(BaseHTTPRequestHandler):
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride] -- the one that makes this handler
    protocol_version = "HTTP/1.1"
    # What is written to a page leaves at once: the kernel would wait for more.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        if not self._is_for_us():
            return self._refuse(421)
        if path == NEWS:
            return self._tell_news()
        try:
            return self._answer(path, dict(parse_qsl(address.query)))
        except SiteError as error:
            return self._send(str(error).encode(), "text/plain", status=500)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not self._is_for_us() or self.path != "/graphql":
            return self._refuse(404)
        if not length.isdecimal() or int(length) > _LARGEST_QUESTION:
            return self._refuse(413)
        answer = _data(self.rfile.read(int(length)), self.server.language)
        if answer is None:
            return self._refuse(503)
        return self._send(json.dumps({"data": answer}).encode(), "application/json")

    def _is_for_us(self) -> bool:
        """A page of another name that leads to this machine must not read the key (DNS rebinding)."""
        name = (urlsplit(f"//{self.headers.get('Host', '')}").hostname or "").casefold()
        if name in self.server.names:
            return True
        try:
            ip_address(name)
        except ValueError:
            return False
        return True

    def _answer(self, path: str, query: Mapping[str, str]) -> None:
        name = path.rpartition("/")[2]
        if attempt := attempt_of(query.get("percobaan", "")):
            slug, seed = attempt
            self._lead_to(f"{lesson_url(slug, 'evaluasi')}?{SEED}={seed}#soal")
        elif "." in name and path != "/404.html":
            self._answer_with_file(path, is_kept="v" in query)
        elif name and path != "/404.html":
            self._lead_to(f"{path}/")
        else:
            shown = self.server.preview.page(path, Wish.of(query))
            self._send(shown.html.encode(), "text/html", status=shown.status, path=path)

    def _answer_with_file(self, path: str, *, is_kept: bool) -> None:
        preview = self.server.preview
        if path == "/sw.js":
            return self._send(_NO_WORKER, "text/javascript", caching="no-cache")
        if path.startswith(PREFIX):
            return self._file(path, preview.asset(path.removeprefix(PREFIX)), is_kept=is_kept)
        slug, _, name = path.removeprefix("/kelas/").partition("/media/")
        file = preview.media(slug, name)
        return self._file(path, file.read_bytes() if file else None)

    def _file(self, path: str, content: bytes | None, *, is_kept: bool = False) -> None:
        if content is None:
            return self._refuse(404)
        kind = mimetypes.guess_type(Path(path).name)[0] or "application/octet-stream"
        return self._send(content, kind, caching=_FOREVER if is_kept else "no-cache")

    def _lead_to(self, address: str) -> None:
        # Two slashes would lead to another host.
        self._send(b"", "text/plain", status=303, Location="/" + address.lstrip("/"))

    def _refuse(self, status: int) -> None:
        self._send(b"", "text/plain", status=status)

    def _send(
        self, body: bytes, kind: str, *, status: int = 200, caching: str = "no-store", path: str = "/", **more: str
    ) -> None:
        self.send_response(status)
        # The policy of the site holds here too: what it forbids there must not work in a preview.
        headers = {name: value for name, value in self.server.rules.headers(path).items() if _is_sent(name)}
        text = kind.startswith("text/") or kind.endswith(("javascript", "json"))
        headers |= {"content-type": f"{kind}; charset=utf-8" if text else kind, "content-length": str(len(body))}
        headers |= {"cache-control": caching, "x-robots-tag": "noindex"} | more
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _tell_news(self) -> None:
        """Server-Sent Events: the version at once and after each change, and a comment now and then."""
        self.close_connection = True
        self.send_response(200)
        for name, value in {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        self.end_headers()
        told = ""
        while True:
            with self.server.news:
                if told == self.server.preview.version:
                    self.server.news.wait(_HEARTBEAT_SECONDS)
                version = self.server.preview.version
            try:
                self.wfile.write(b": ...\n\n" if version == told else f"data: {version}\n\n".encode())
            except OSError:
                return  # The page was closed.
            told = version

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name in the standard library
        """Nothing: the terminal is for what an editor should read."""


def _is_sent(name: str) -> bool:
    # On localhost some browsers would keep it for every project's port.
    return name != "strict-transport-security"


class _Asked(BaseModel):
    """A question to the API, as far as an answer depends on it."""

    name: Annotated[str, Field(alias="operationName")]
    variables: dict[str, object] = {}


def _data(body: bytes, language: Language) -> dict[str, object] | None:
    """What the API would say to the scripts of a lesson and of a sitting; None for all that a preview can't do."""
    try:
        asked = _Asked.model_validate_json(body)
    except ValidationError:
        return None
    match asked.name:
        case "SaveAnswer":
            return {"saveAnswer": {"sequence": asked.variables.get("sequence"), "problems": []}}
        case "SubmitAttempt":
            closed = {"id": asked.variables.get("attempt"), "state": "CLOSED"}
            return {"submitAttempt": {"attempt": closed, "problems": []}}
        case "AnswerCheck":
            message = catalogue(language).say("preview.notJudged")
            return {"answerCheck": {"outcome": None, "problems": [{"code": "NOT_FOUND", "message": message}]}}
        case "OpenAttempt":
            return {"viewer": None}
        case _:
            return None
