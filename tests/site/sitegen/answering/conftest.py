"""A site that asks in every shape, on a phone, with the examiner behind it."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

import sitegen
from courseware.release import Release
from courseware.sealed import SealedQuestion
from tests.site.sitegen.answering.asked import questions_by_id, release_of_every_kind
from tests.site.sitegen.answering.examiner import Examiner
from tests.site.sitegen.conftest import BASE_URL, POLICY

LESSON = f"{BASE_URL}/kelas/k3/mengenal-pembeli/"
SITTING = f"{BASE_URL}/kelas/k3/evaluasi/"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return release_of_every_kind(tmp_path_factory.mktemp("kelas"))


@pytest.fixture(scope="session")
def asking_site(asking: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var") / "site"
    sitegen.build(asking, folder, BASE_URL)
    return folder


@pytest.fixture(scope="session")
def questions(asking: Release) -> dict[str, SealedQuestion]:
    return questions_by_id(asking)


@pytest.fixture
def examiner(asking: Release) -> Examiner:
    return Examiner(asking.courses[0].sealed)


@pytest.fixture
def open_page(browser: Browser, asking_site: Path, examiner: Examiner) -> Iterator[OpenPage]:
    """A phone of its own at an address; whatever breaks in its script breaks the test."""
    broken: list[str] = []
    contexts: list[Any] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = asking_site / path[1:] / ("index.html" if path.endswith("/") else "")
        kind = mimetypes.guess_type(file.name)[0] or "text/html"
        route.fulfill(body=file.read_bytes(), content_type=kind, headers=POLICY)

    def open_(address: str, **options: Any) -> Page:
        phone: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
        context = browser.new_context(service_workers="block", **(phone | options))
        contexts.append(context)
        context.route("**/*", answer)
        examiner.serve(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Policy" in said.text else None)
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert broken == []
