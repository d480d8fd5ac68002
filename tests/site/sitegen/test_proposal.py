"""A deploy preview: the site with a banner, for no search engine, and with no more than the official site holds."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

import sitegen
from courseware.release import Release
from jawara.building import proposal_in
from sitegen import LeakFound, Proposal
from tests.site import hosting
from tests.site.barriers import barriers
from tests.site.sitegen.conftest import EXPLANATION, MakeRelease

ColorScheme = Literal["light", "dark"]
PROPOSAL = Proposal(branch="usul/<kelas>", commit="0123456789abcdef", official="https://belajar.example")


@pytest.fixture(scope="module")
def proposed(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("usulan") / "site"
    sitegen.build(release, folder, "https://usulan--belajar.example", proposal=PROPOSAL)
    return folder


def pages(folder: Path) -> dict[str, str]:
    return {file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*.html")}


def test_every_page_says_that_it_is_not_the_official_one_and_leads_there(proposed: Path) -> None:
    """Whoever was sent the address must not take a proposal for what the office teaches."""
    for path, html in pages(proposed).items():
        english = path.startswith("en/")
        assert ("Preview: not the official site." if english else "Pratinjau: bukan situs resmi.") in html, path
        assert "usul/&lt;kelas&gt;" in html
        assert "<code>01234567</code>" in html
    lesson = (proposed / "kelas" / "pemasaran" / "pembeli" / "index.html").read_text()
    assert '<a href="https://belajar.example/kelas/pemasaran/pembeli/">' in lesson


def test_no_search_engine_keeps_it(proposed: Path) -> None:
    """By a header on every file and a word on every page, which crawlers may come to read."""
    for path, html in pages(proposed).items():
        assert '<meta name="robots" content="noindex">' in html, path
        assert 'rel="canonical"' not in html
    assert (proposed / "_headers").read_text() == "/*\n  X-Robots-Tag: noindex\n"
    assert "<loc>" not in (proposed / "sitemap.xml").read_text()
    assert "Disallow: /\n" not in (proposed / "robots.txt").read_text()


def test_the_official_site_has_nothing_of_it(output: Path) -> None:
    """A banner there would send participants away."""
    assert not (output / "_headers").exists()
    assert not list(output.glob("assets/pr[eo]*.css"))
    for path, html in pages(output).items():
        assert "proposal" not in html, path


def test_a_key_keeps_a_proposal_from_being_built_too(make_release: MakeRelease, tmp_path: Path) -> None:
    """Anybody who guesses the address of a deploy preview can read it."""
    with pytest.raises(LeakFound):
        sitegen.build(
            make_release(f"<p>{EXPLANATION}</p>"), tmp_path / "site", "https://x.example", proposal=Proposal("usul")
        )


@pytest.mark.parametrize(("context", "is_one"), [("", False), ("production", False), ("deploy-preview", True)])
def test_the_host_says_what_is_built(context: str, is_one: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to remember a switch, and a context that is new to us is no production."""
    for name, value in {"HEAD": "usul", "COMMIT_REF": "abc", "URL": "https://belajar.example"}.items():
        monkeypatch.setenv(name, value)
    wanted = Proposal("usul", "abc", "https://belajar.example") if is_one else None
    assert proposal_in(context) == wanted
    assert (proposal_in("staging") is None) is False


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_banner_is_no_barrier(browser: Browser, proposed: Path, scheme: ColorScheme) -> None:
    """It stands above everything on each page."""
    with browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True, color_scheme=scheme) as context:
        context.route("**/*", lambda route: hosting.answer(route, file_of(proposed, route.request.url)))
        page = context.new_page()
        page.goto("https://usulan.example/kelas/pemasaran/pembeli/")
        expect(page.get_by_role("complementary", name="Pratinjau")).to_contain_text("bukan situs resmi")
        assert barriers(page) == []


def file_of(site: Path, address: str) -> Path:
    path = urlsplit(address).path[1:]
    return site / path / "index.html" if address.endswith("/") else site / path
