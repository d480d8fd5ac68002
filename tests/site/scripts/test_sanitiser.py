"""HTML from the API on a page, in a real browser under the site's own policy."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from sitegen import messages
from sitegen.bundle import bundle

ORIGIN = "https://si-jawara.example"
POLICY = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types jawara"

pytestmark = pytest.mark.browser
Clean = Callable[[str], str]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    scripts = Path(__file__).parents[3] / "site" / "scripts"
    messages.generate(scripts)
    script = bundle(Path(__file__).parent / "sanitiser_entry.ts", words=scripts)
    opened = browser.new_page()

    def answer(route: Route) -> None:
        if route.request.url.endswith("/app.js"):
            route.fulfill(body=script, content_type="text/javascript")
        else:
            body = '<!doctype html><script type="module" src="/app.js"></script>'
            route.fulfill(body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    opened.route("**/*", answer)
    opened.goto(ORIGIN)
    opened.wait_for_function("() => 'proseFrom' in globalThis")
    return opened


@pytest.fixture
def clean(page: Page) -> Clean:
    """The HTML of what the sanitiser lets onto the page."""
    script = "html => { const d = document.createElement('div'); d.append(proseFrom(html)); return d.innerHTML; }"
    return lambda html: str(page.evaluate(script, html))


def test_ordinary_prose_stays_as_it_is(clean: Clean) -> None:
    """Editors' tables, lists and emphasis must reach the reader."""
    html = (
        "<p>Harga <strong>pas</strong> &amp; <em>jujur</em></p><ul><li>satu</li></ul>"
        '<table><tbody><tr><td colspan="2">1 &lt; 2</td></tr></tbody></table>'
    )
    assert clean(html) == html


@pytest.mark.parametrize(
    "address",
    [
        *(f"data:image/{kind};base64,AA==" for kind in ("png", "jpeg", "webp", "avif", "svg+xml")),
        "data:image/svg+xml,%3Csvg/%3E",
        "/kelas/koperasi/media/bagan.svg",
        "/assets/koperasi/bagan.0123456789.svg",
    ],
)
def test_a_picture_of_a_class_stays_with_its_text_and_its_size(clean: Clean, address: str) -> None:
    """Of the evaluation inside the question itself, of lessons from this site; its size keeps the page from jumping."""
    html = f'<img src="{address}" alt="Bagan SHU" width="320" height="180">'
    assert clean(html) == html


@pytest.mark.parametrize(
    ("hostile", "left"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p onclick="alert(1)" style="color:red" class="x" id="y">a</p>', "<p>a</p>"),
        ('<img src="x" onerror="alert(1)" alt="x">', '<img alt="x">'),
        ('<img src="//jahat.example/assets/x.png" alt="x">', '<img alt="x">'),
        ('<img src="/\\\\jahat.example/assets/x.png" alt="x">', '<img alt="x">'),
        ('<img src="/assets/../graphql" alt="x">', '<img alt="x">'),
        ('<img src="/v/K7QF2" alt="x">', '<img alt="x">'),
        ('<img src="data:text/html,<b>x</b>" alt="x">', '<img alt="x">'),
        ('<img src="data:image/gif;base64,R0lGOD" alt="x">', '<img alt="x">'),
        ('<img src="data:image/svg+xmlx,y" alt="x">', '<img alt="x">'),
        ('<img src="blob:https://si-jawara.example/1" alt="x">', '<img alt="x">'),
        ('<a href="data:image/png;base64,AA==">a</a>', '<a rel="noopener">a</a>'),
        (
            '<img src="data:image/png;base64,AA==" alt="x" srcset="https://jahat.example/x.png 2x" class="y">',
            '<img src="data:image/png;base64,AA==" alt="x">',
        ),
        ('<img src="https://jahat.example/x.png" alt="x">', '<img alt="x">'),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="java\nscript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ("<svg><script>alert(1)</script></svg><math><mi>x</mi></math>b", "b"),
        ('<iframe src="/"></iframe><object data="/"></object><style>p{}</style>b', "b"),
        ('<form action="/graphql"><input name="x"><button>Kirim</button></form>', "Kirim"),
        ("<template><p>a</p></template><jawara-staff>b</jawara-staff>", "b"),
        ("<!-- komentar --><p>a", "<p>a</p>"),
    ],
)
def test_what_is_not_on_the_list_is_dropped(clean: Clean, hostile: str, left: str) -> None:
    """Content that someone smuggled into a question must not act in a participant's name."""
    assert clean(hostile) == left


def test_the_page_itself_refuses_plain_text_as_html(page: Page) -> None:
    """The policy, not our care, is what holds when somebody writes innerHTML one day."""
    refused = page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; return ''; } catch (e) { return e.name; } }"
    )
    assert refused == "TypeError"
