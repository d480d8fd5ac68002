"""A small release, and the site built from it once for all tests that only read it."""

import mimetypes
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

import sitegen
from courseware.public import (
    Check,
    Prose,
    PublicChoice,
    PublicCourse,
    PublicEvaluation,
    PublicLesson,
    PublicModule,
    Source,
)
from courseware.release import CourseRelease, Release
from courseware.sealed import (
    Audience,
    Pool,
    QuestionKind,
    SealedChoice,
    SealedCourse,
    SealedEvaluation,
    SealedLesson,
    SealedQuestion,
)
from tests.site.sitegen.participant import Participant

BASE_URL = "https://belajar.example"
EXPLANATION = "Pembeli memutuskan karena manfaat yang ia rasakan, bukan karena ciri barangnya."

MakeRelease = Callable[..., Release]
OpenSite = Callable[..., BrowserContext]
OpenPhone = Callable[..., Page]

RULES = tomllib.loads((Path(__file__).parents[3] / "netlify.toml").read_text("utf-8"))
POLICY = {"Content-Security-Policy": RULES["headers"][0]["values"]["Content-Security-Policy"]}


@pytest.fixture(scope="session")
def make_release(tmp_path_factory: pytest.TempPathFactory) -> MakeRelease:
    """A course of two lessons with a picture, a check and a source; `prose` is put into the first lesson."""
    media = tmp_path_factory.mktemp("media")
    picture = media / "gambar.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"><path d="M0 0h16v9z"/></svg>')

    def release(prose: str = "") -> Release:
        first = _lesson("pembeli", "Mengenal pembeli", prose)
        second = _lesson("harga", "Menghitung harga", "")
        public = PublicCourse(
            slug="pemasaran",
            title="Pemasaran <dasar>",
            summary="Menjual dengan hitungan.",
            description_html="<p>Untuk pemilik usaha.</p>",
            audiences=(Audience.BUSINESS, Audience.COOPERATIVE),
            hours=2,
            minutes=14,
            goals=("Setelah kelas ini Anda dapat menyebut pembeli Anda.",),
            cover="gambar.svg",
            cover_alt='Warung "Bu Sri"',
            modules=(PublicModule("dasar", "Dasar", (first, second)),),
            evaluation=PublicEvaluation(question_count=1, minutes=45, passing_score=70, attempts=3),
        )
        return Release((CourseRelease(public, _sealed(), {"gambar.svg": picture}),))

    return release


@pytest.fixture(scope="session")
def release(make_release: MakeRelease) -> Release:
    return make_release()


@pytest.fixture(scope="session")
def output(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var") / "site"
    sitegen.build(release, folder, BASE_URL)
    return folder


@pytest.fixture
def open_site(browser: Browser, output: Path) -> Iterator[OpenSite]:
    """A phone of its own, with the built site behind BASE_URL under the policy it has in production."""
    opened: list[BrowserContext] = []

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = output / path[1:] / ("index.html" if path.endswith("/") else "")
        if not file.is_file():
            route.fulfill(status=404, headers=POLICY)
            return
        kind = mimetypes.guess_type(file.name)[0] or "text/html"
        route.fulfill(body=file.read_bytes(), content_type=kind, headers=POLICY)

    def open_(**options: Any) -> BrowserContext:
        context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block", **options)
        context.route("**/*", answer)
        opened.append(context)
        return context

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def open_phone(open_site: OpenSite) -> Iterator[OpenPhone]:
    """The phone of a participant on a page; whatever breaks in its script breaks the test."""
    broken: list[str] = []

    def open_(participant: Participant, address: str, **options: Any) -> Page:
        context = open_site(locale="id-ID", **options)
        participant.serve(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(address)
        return page

    yield open_
    assert broken == []


def _lesson(slug: str, title: str, prose: str) -> PublicLesson:
    picture = '<figure><img src="/kelas/pemasaran/media/gambar.svg" alt="Bagan" width="16" height="9"></figure>'
    return PublicLesson(
        id=slug,
        slug=slug,
        title=title,
        summary="Satu kalimat.",
        module="Dasar",
        minutes=7,
        parts=(
            Prose(f"<h2>Awal</h2><p>Mulai dari pembeli.</p>{picture}{prose}"),
            Check(
                f"cek-{slug}",
                QuestionKind.SINGLE,
                "<p>Apa yang dibeli orang?</p>",
                (PublicChoice("aaaaaaaa", "Ciri"), PublicChoice("bbbbbbbb", "Manfaat")),
            ),
        ),
        sources=(Source("The Mom Test", "Rob Fitzpatrick", 2013, None),),
        media=("gambar.svg",),
    )


def _sealed() -> SealedCourse:
    question = SealedQuestion(
        id="q1",
        kind=QuestionKind.SINGLE,
        prompt_html="<p>Mengapa pembeli kembali ke warung yang sama setiap pekan?</p>",
        choices=(SealedChoice("a", "Ciri", False, ""), SealedChoice("b", "Manfaat", True, "")),
        points=1,
        explanation_html=f"<p>{EXPLANATION}</p>",
        lesson="pembeli",
    )
    lessons = tuple(
        SealedLesson(slug, slug, title, "Dasar", 7, ())
        for slug, title in (("pembeli", "Mengenal pembeli"), ("harga", "Menghitung harga"))
    )
    return SealedCourse(
        slug="pemasaran",
        title="Pemasaran <dasar>",
        summary="Menjual dengan hitungan.",
        hours=2,
        minutes=14,
        audiences=(Audience.BUSINESS,),
        lessons=lessons,
        evaluation=SealedEvaluation(45, 70, 3, 0, (Pool("dasar", "Dasar", 1, (question,)),)),
    )
