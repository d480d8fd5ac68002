"""A press: a page for each template in a browser that presses share, whose fields are swapped by script; mended when it
breaks.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from playwright.async_api import Error, Page

from certificates.batch import NotAsPrinted, OtherPages, parts_of
from certificates.browser import CLOSING_SECONDS, Chromium, Limits, SharedChromium
from certificates.fields import CannotPrint, Fault
from certificates.sheet import Sheet, Shot
from certificates.template import load_template
from certificates.words import PrintedWords

T = TypeVar("T")
PAGES_OF_A_CERTIFICATE = 2
FAILURES = (Error, TimeoutError, OSError, NotAsPrinted)
"""Of the browser, or of the way to it."""


class RenderFailed(Exception):
    """The browser failed three times, once as a new one: worth trying again later, unlike CannotPrint."""

    def __init__(self, last: Exception | None) -> None:
        super().__init__(f"The browser could not print the certificate, not even a new one: {last!r}")


@dataclass(frozen=True, slots=True)
class Printed:
    """What Chromium printed of one certificate."""

    words: bytes
    """A PDF of all that differs from certificate to certificate, the same whatever was printed beside it."""
    ground: bytes
    """What lies under it on every certificate of the template, as `archived` takes it."""


class Press:
    """Makes one thing at a time: whoever calls it keeps others away meanwhile. Nothing starts before the first."""

    def __init__(self, browser: SharedChromium, limits: Limits) -> None:
        self._browser = browser
        self._limits = limits
        self._chromium: Chromium | None = None
        self._sheets: dict[str, Sheet] = {}

    async def pdfs(self, template: str, batch: Sequence[PrintedWords]) -> list[Printed | CannotPrint | RenderFailed]:
        """What Chromium prints of each, together if it can: whatever goes wrong then, each is tried alone, so that none
        fails for another's sake.
        """
        if len(batch) > 1:
            with suppress(*FAILURES, OtherPages):
                return await self._tried(lambda: self._print(template, batch), len(batch))
            await self._drop_pages()
        return [await self._alone(template, words) for words in batch]

    async def picture(self, template: str, words: PrintedWords, shot: Shot) -> bytes:
        """One page as pixels. Raises CannotPrint or RenderFailed."""
        return await self._in_spite_of_failures(lambda: self._draw(template, words, shot))

    async def warm(self, template: str) -> None:
        """Start the browser and open a template's page. What goes wrong, the first certificate finds and mends."""
        with suppress(*FAILURES):
            async with asyncio.timeout(self._limits.patience):
                await self._sheet_of(template)

    async def close(self) -> None:
        """Leave the browser, which ends with the last press in it; the next call would take another."""
        if chromium := self._out_of_it():
            await self._browser.left(chromium)

    async def _give_up(self) -> None:
        if chromium := self._out_of_it():
            await self._browser.given_up(chromium)

    def _out_of_it(self) -> Chromium | None:
        chromium, self._chromium, self._sheets = self._chromium, None, {}
        return chromium

    async def _alone(self, template: str, words: PrintedWords) -> Printed | CannotPrint | RenderFailed:
        try:
            return (await self._in_spite_of_failures(lambda: self._print(template, [words])))[0]
        except OtherPages as error:
            return CannotPrint((Fault("template", str(error)),))
        except RenderFailed as error:
            return error

    async def _in_spite_of_failures(self, work: Callable[[], Awaitable[T]]) -> T:
        failure: Exception | None = None
        for mend in (None, self._drop_pages, self._give_up):
            if mend is not None:
                await mend()
            try:
                return await self._tried(work)
            except FAILURES as error:
                failure = error
        await self._give_up()
        raise RenderFailed(failure) from failure

    async def _tried(self, work: Callable[[], Awaitable[T]], count: int = 1) -> T:
        """One try at work that makes so many certificates or pictures."""
        if self._is_to_be_left():
            await self.close()
        # A frozen renderer process never answers: only a limit of our own ends the wait.
        async with asyncio.timeout(self._limits.patience):
            made = await work()
        if self._chromium is not None:
            self._chromium.made += count
        return made

    def _is_to_be_left(self) -> bool:
        """Whether another press has left this browser, or it is worn: whatever leaks in it goes with it."""
        if self._chromium is None:
            return False
        if not self._browser.is_current(self._chromium):
            return True
        return self._chromium.is_worn(self._limits)

    async def _print(self, template: str, batch: Sequence[PrintedWords]) -> list[Printed | CannotPrint | RenderFailed]:
        sheet = await self._sheet_of(template)
        refusals = await sheet.filled(batch, goes="words")
        if all(refusals):
            return [refusal for refusal in refusals if refusal]
        parts = await asyncio.to_thread(parts_of, await sheet.printed(), len(batch), PAGES_OF_A_CERTIFICATE)
        return [refusal or Printed(part, sheet.ground) for refusal, part in zip(refusals, parts, strict=True)]

    async def _draw(self, template: str, words: PrintedWords, shot: Shot) -> bytes:
        sheet = await self._sheet_of(template)
        (refusal,) = await sheet.filled([words], is_preview=shot.is_preview)
        if refusal:
            raise refusal
        return await sheet.drawn(shot)

    async def _sheet_of(self, template: str) -> Sheet:
        if template not in self._sheets:
            self._sheets[template] = await Sheet.laid(await self._new_page(template))
        return self._sheets[template]

    async def _new_page(self, template: str) -> Page:
        if self._chromium is None:
            self._chromium = await self._browser.taken()
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
            await self._give_up()
