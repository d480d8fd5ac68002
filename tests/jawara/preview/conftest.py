"""A class of its own, and the preview of it on a free port."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import httpx
import pytest

from courseware.messages import Language
from jawara.preview import start
from jawara.preview.server import Server
from tests.content.courseware.builder import CourseFolder, good_course


@pytest.fixture
def course(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    course = good_course(tmp_path_factory.mktemp("isi") / "content" / "courses")
    monkeypatch.setenv("CONTENT_DIRS", str(course.root))
    return course


@contextmanager
def running(language: Language = Language.INDONESIAN) -> Generator[Server]:
    stop = Event()
    with start("127.0.0.1", 0, language, stop) as server:
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        serving.start()
        try:
            yield server
        finally:
            stop.set()
            server.shutdown()
            serving.join()


@pytest.fixture
def server(course: CourseFolder) -> Iterator[Server]:
    with running() as opened:
        yield opened


@pytest.fixture
def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as opened:
        yield opened
