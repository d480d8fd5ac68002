"""The warm renderer: one browser, one page per template, fields swapped by script."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypedDict, cast

from playwright.async_api import Error, Page

from certificates.browser import CLOSING_SECONDS, BrowserMissing, Chromium, find_browser
from certificates.fields import CannotPrint, CertificateFields, Fault, faults_in
from certificates.pdf import page_count, reproducible
from certificates.template import is_template, load_template
from certificates.words import PrintedWords, preview_words, printed_words

PAGES_OF_A_CERTIFICATE = 2
PICTURE_WIDTH = 1080
"""Pixels: a phone of 360 shows three for each of its own."""
PICTURE_QUALITY = 40
"""Of 100: the longest name stays below 60 kB, most of which is the border's line work."""


class Screenshot(TypedDict):
    """Chromium's answer to `Page.captureScreenshot`."""

    data: str


class RenderFailed(Exception):
    """The browser failed three times, once as a new one: worth trying again later, unlike CannotPrint."""

    def __init__(self, last: Exception | None) -> None:
        super().__init__(f"The browser could not print the certificate, not even a new one: {last!r}")


class Renderer:
    """Prints one certificate at a time; more callers wait their turn. Use `open_renderer`, which also ends the browser.

    Nothing starts before the first certificate, so a program that only might print pays nothing.
    """

    def __init__(self, program: Path, *, patience: float, recycle_after: int) -> None:
        self._program = program
        self._patience = patience
        self._recycle_after = recycle_after
        self._turn = asyncio.Lock()
        # Pictures queue here first, so that however many are asked for, a certificate waits for one at most.
        self._picture_turn = asyncio.Lock()
        self._chromium: Chromium | None = None
        self._pages: dict[str, Page] = {}
        self._printed = 0

    async def render(self, fields: CertificateFields) -> bytes:
        """The unsigned, tagged PDF; the same fields give the same bytes with the same Chromium.

        Raises CannotPrint when a field is missing or doesn't fit, RenderFailed when the browser fails.
        """
        _refuse_faults(fields)
        words = printed_words(fields)
        async with self._turn:
            pdf = await self._in_spite_of_failures(lambda: self._print(fields.template, words))
        return reproducible(pdf, fields.issued_on)

    async def picture(self, fields: CertificateFields, *, width: int = PICTURE_WIDTH) -> bytes:
        """The first page as WebP, `width` pixels wide, to look at before anything is issued.

        It is marked as a preview right through, and its number, code and QR code are none, whatever the fields say.
        Raises like `render`.
        """
        _refuse_faults(fields)
        words = preview_words(fields)
        async with self._picture_turn, self._turn:
            return await self._in_spite_of_failures(lambda: self._draw(fields.template, words, width))

    async def close(self) -> None:
        async with self._turn:
            await self._end_browser()

    async def _in_spite_of_failures(self, work: Callable[[], Awaitable[bytes]]) -> bytes:
        if self._printed >= self._recycle_after:
            await self._end_browser()
        failure: Exception | None = None
        for mend in (None, self._drop_pages, self._end_browser):
            if mend is not None:
                await mend()
            try:
                # A frozen renderer process never answers: only a limit of our own ends the wait.
                async with asyncio.timeout(self._patience):
                    return await work()
            except (Error, TimeoutError, OSError) as error:
                failure = error
        await self._end_browser()
        raise RenderFailed(failure) from failure

    async def _print(self, template: str, words: PrintedWords) -> bytes:
        page = await self._filled(template, words, is_preview=False)
        pdf = await page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=False)
        self._printed += 1
        if page_count(pdf) != PAGES_OF_A_CERTIFICATE:
            raise CannotPrint((Fault("template", f"came out on {page_count(pdf)} pages"),))
        return pdf

    async def _draw(self, template: str, words: PrintedWords, width: int) -> bytes:
        page = await self._filled(template, words, is_preview=True)
        sheet = await page.locator("main").bounding_box()
        if sheet is None:
            raise CannotPrint((Fault("template", "has no first page"),))
        clip = {**sheet, "scale": width / sheet["width"]}
        # Playwright's own call draws one pixel for each of the page's, and no WebP.
        wanted = {"format": "webp", "quality": PICTURE_QUALITY, "clip": clip, "captureBeyondViewport": True}
        session = await page.context.new_cdp_session(page)
        shot = cast(Screenshot, await session.send("Page.captureScreenshot", wanted))  # pyright: ignore[reportUnknownMemberType] - Playwright says `Dict` only
        await session.detach()
        self._printed += 1
        return b64decode(shot["data"])

    async def _filled(self, template: str, words: PrintedWords, *, is_preview: bool) -> Page:
        page = await self._page_of(template)
        filling = "([fields, isPreview]) => certificate.fill(fields, isPreview)"
        faults: list[dict[str, str]] = await page.evaluate(filling, [words, is_preview])
        if faults:
            raise CannotPrint(tuple(Fault(fault["field"], fault["reason"]) for fault in faults))
        return page

    async def _page_of(self, template: str) -> Page:
        if template not in self._pages:
            if self._chromium is None:
                self._chromium = await Chromium.start(self._program)
            page = await self._chromium.open_page(load_template(template))
            missing_fonts: list[str] = await page.evaluate("() => certificate.ready()")
            if missing_fonts:
                raise Error(f"fonts did not load: {', '.join(missing_fonts)}")
            self._pages[template] = page
        return self._pages[template]

    async def _drop_pages(self) -> None:
        """The second try uses a new page; if the old one won't close, it is frozen and leaves with its browser."""
        pages, self._pages = list(self._pages.values()), {}
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                for page in pages:
                    await page.context.close()
        except (Error, TimeoutError):
            await self._end_browser()

    async def _end_browser(self) -> None:
        """The last try uses a new browser."""
        chromium, self._chromium, self._pages, self._printed = self._chromium, None, {}, 0
        if chromium is not None:
            await chromium.close()


def _refuse_faults(fields: CertificateFields) -> None:
    faults = faults_in(fields)
    if not is_template(fields.template):
        faults += (Fault("template", "is unknown"),)
    if faults:
        raise CannotPrint(faults)


@asynccontextmanager
async def open_renderer(
    browser: Path | None = None, *, patience: float = 15.0, recycle_after: int = 2_000
) -> AsyncGenerator[Renderer]:
    """A renderer whose browser ends with the block.

    `patience` is the seconds a try may take, starting a browser included; after `recycle_after` certificates and
    pictures the browser is started anew, so that a slow leak never grows old. Raises BrowserMissing.
    """
    program = find_browser(browser)
    if program is None:
        raise BrowserMissing(browser)
    renderer = Renderer(program, patience=patience, recycle_after=recycle_after)
    try:
        yield renderer
    finally:
        await renderer.close()
