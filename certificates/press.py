"""A press: one browser with a page for each template, whose fields are swapped by script; mended when it breaks."""

import asyncio
from base64 import b64decode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypedDict, cast

from playwright.async_api import Error, Page

from certificates.browser import CLOSING_SECONDS, Chromium, Driver
from certificates.fields import CannotPrint, Fault
from certificates.pdf import page_count
from certificates.scripts import font_base64, scripts_in
from certificates.template import load_template
from certificates.words import PrintedWords, texts_in

PAGES_OF_A_CERTIFICATE = 2
PICTURE_QUALITY = 40
"""Of 100: the longest name stays below 60 kB, most of which is the border's line work."""


class Screenshot(TypedDict):
    """Chromium's answer to `Page.captureScreenshot`."""

    data: str


class RenderFailed(Exception):
    """The browser failed three times, once as a new one: worth trying again later, unlike CannotPrint."""

    def __init__(self, last: Exception | None) -> None:
        super().__init__(f"The browser could not print the certificate, not even a new one: {last!r}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a browser may take before it is stopped or started anew."""

    patience: float
    """Seconds for one try, starting the browser included."""
    count: int
    """Certificates and pictures."""
    memory: int
    """Bytes, of all its processes together."""
    weighed_every: int = 25
    """Certificates and pictures between two looks at the memory; a look takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Shot:
    """Which picture is wanted of a page."""

    width: int
    """Pixels."""
    page: int = 0
    form: Literal["webp", "png"] = "webp"
    is_preview: bool = True


@dataclass(slots=True)
class Sheet:
    """A template's page, and the scripts that it has learnt to write."""

    page: Page
    families: set[str] = field(default_factory=set[str])


class Press:
    """Makes one thing at a time: whoever calls it keeps others away meanwhile. Nothing starts before the first."""

    def __init__(self, program: Path, limits: Limits, driver: Driver) -> None:
        self._program = program
        self._driver = driver
        self._limits = limits
        self._chromium: Chromium | None = None
        self._sheets: dict[str, Sheet] = {}
        self._made = 0

    async def pdf(self, template: str, words: PrintedWords) -> bytes:
        """What Chromium prints. Raises CannotPrint or RenderFailed."""
        return await self._in_spite_of_failures(lambda: self._print(template, words))

    async def picture(self, template: str, words: PrintedWords, shot: Shot) -> bytes:
        """One page as pixels. Raises like `pdf`."""
        return await self._in_spite_of_failures(lambda: self._draw(template, words, shot))

    async def warm(self, template: str) -> None:
        """Start the browser and open a template's page. What goes wrong, the first certificate finds and mends."""
        with suppress(Error, TimeoutError, OSError):
            async with asyncio.timeout(self._limits.patience):
                await self._sheet_of(template)

    async def close(self) -> None:
        """End the browser; the next call would start another."""
        chromium, self._chromium, self._sheets, self._made = self._chromium, None, {}, 0
        if chromium is not None:
            await chromium.close()

    async def _in_spite_of_failures(self, work: Callable[[], Awaitable[bytes]]) -> bytes:
        if await self._is_worn():
            await self.close()
        failure: Exception | None = None
        for mend in (None, self._drop_pages, self.close):
            if mend is not None:
                await mend()
            try:
                # A frozen renderer process never answers: only a limit of our own ends the wait.
                async with asyncio.timeout(self._limits.patience):
                    return await work()
            except (Error, TimeoutError, OSError) as error:
                failure = error
        await self.close()
        raise RenderFailed(failure) from failure

    async def _is_worn(self) -> bool:
        """Whatever leaks in a browser is gone with it."""
        if self._chromium is None or not self._made:
            return False
        if self._made >= self._limits.count:
            return True
        return self._made % self._limits.weighed_every == 0 and self._chromium.memory() > self._limits.memory

    async def _print(self, template: str, words: PrintedWords) -> bytes:
        page = await self._filled(template, words, is_preview=False)
        pdf = await page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=False)
        self._made += 1
        if page_count(pdf) != PAGES_OF_A_CERTIFICATE:
            raise CannotPrint((Fault("template", f"came out on {page_count(pdf)} pages"),))
        return pdf

    async def _draw(self, template: str, words: PrintedWords, shot: Shot) -> bytes:
        page = await self._filled(template, words, is_preview=shot.is_preview)
        sheet = await page.locator(".sheet").nth(shot.page).bounding_box()
        if sheet is None:
            raise CannotPrint((Fault("template", f"has no page {shot.page + 1}"),))
        clip = {**sheet, "scale": shot.width / sheet["width"]}
        # Playwright's own call draws one pixel for each of the page's, and no WebP.
        wanted: dict[str, object] = {"format": shot.form, "clip": clip, "captureBeyondViewport": True}
        if shot.form == "webp":
            wanted["quality"] = PICTURE_QUALITY
        session = await page.context.new_cdp_session(page)
        taken = cast(Screenshot, await session.send("Page.captureScreenshot", wanted))  # pyright: ignore[reportUnknownMemberType] - Playwright says `Dict` only
        await session.detach()
        self._made += 1
        return b64decode(taken["data"])

    async def _filled(self, template: str, words: PrintedWords, *, is_preview: bool) -> Page:
        page = await self._page_that_writes(template, words)
        filling = "([fields, isPreview]) => certificate.fill(fields, isPreview)"
        faults: list[dict[str, str]] = await page.evaluate(filling, [words, is_preview])
        if faults:
            raise CannotPrint(tuple(Fault(fault["field"], fault["reason"]) for fault in faults))
        return page

    async def _page_that_writes(self, template: str, words: PrintedWords) -> Page:
        sheet = await self._sheet_of(template)
        for script in scripts_in(texts_in(words)):
            if script.family not in sheet.families:
                learning = "([family, font]) => certificate.learn(family, font)"
                await sheet.page.evaluate(learning, [script.family, font_base64(script)])
                sheet.families.add(script.family)
        return sheet.page

    async def _sheet_of(self, template: str) -> Sheet:
        if template not in self._sheets:
            self._sheets[template] = Sheet(await self._new_page(template))
        return self._sheets[template]

    async def _new_page(self, template: str) -> Page:
        if self._chromium is None:
            self._chromium = await Chromium.start(self._program, self._driver)
        page = await self._chromium.open_page(load_template(template))
        missing_fonts: list[str] = await page.evaluate("() => certificate.ready()")
        if missing_fonts:
            raise Error(f"fonts did not load: {', '.join(missing_fonts)}")
        return page

    async def _drop_pages(self) -> None:
        """The second try uses a new page; if the old one won't close, it is frozen and leaves with its browser."""
        sheets, self._sheets = list(self._sheets.values()), {}
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                for sheet in sheets:
                    await sheet.page.context.close()
        except (Error, TimeoutError):
            await self.close()
