"""A sheet: a template's page in a browser, filled, printed and drawn again and again.

Speaks Chromium's own protocol where Playwright's calls take a detour.
"""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NotRequired, Self, TypedDict, cast

from playwright.async_api import CDPSession, Error, Page

from certificates.fields import CannotPrint, Fault
from certificates.ground import ground_of
from certificates.scripts import font_base64, scripts_in
from certificates.words import PrintedWords, texts_in

TIDIED_EVERY = 25
"""Certificates. After 400 a page's process holds 60 MB instead of 160, for a millisecond each."""
PICTURE_QUALITY = 40
"""Of 100: the longest name stays below 60 kB, most of which is the border's line work."""


class Taken(TypedDict):
    """Chromium's answer to `Page.captureScreenshot` and `Page.printToPDF`."""

    data: str
    """Base64."""


class Result(TypedDict, total=False):
    objectId: str
    value: list[list[dict[str, str]]]


class ExceptionDetails(TypedDict):
    text: str


class Answer(TypedDict):
    """Chromium's answer to `Runtime.evaluate` and `Runtime.callFunctionOn`, as far as we read it."""

    result: Result
    exceptionDetails: NotRequired[ExceptionDetails]


FILLING = "function (filled, isPreview, part) { this.goes(part); return this.fill(filled, isPreview); }"


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
    """A template's page, the ground under its words, and the scripts that it has learnt to write."""

    page: Page
    session: CDPSession
    engine: str
    """The id by which Chromium knows the page's `certificate`."""
    ground: bytes
    families: set[str] = field(default_factory=set[str])
    count: int = 0
    """Certificates that it is filled with."""
    untidied: int = 0
    """Certificates since it was tidied."""

    @classmethod
    async def laid(cls, page: Page) -> Self:
        """The sheet of a page that is ready, its ground printed."""
        session = await page.context.new_cdp_session(page)
        await page.evaluate("() => certificate.goes('ground')")
        engine = cast(Answer, await _said(session, "Runtime.evaluate", {"expression": "certificate"}))
        return cls(
            page, session, engine["result"].get("objectId", ""), ground_of(await _printed(session, tagged=False))
        )

    async def filled(
        self, batch: Sequence[PrintedWords], *, is_preview: bool = False, goes: Literal["words"] | None = None
    ) -> list[CannotPrint | None]:
        """Put in the words of certificates, one after the other; returns of each what keeps it from being printed."""
        self.count = len(batch)
        filled = [{"words": words, "families": await self._learnt(words)} for words in batch]
        # Playwright's own call would look at each word on its way, and wrap them for values that JSON doesn't have.
        told: dict[str, object] = {
            "objectId": self.engine,
            "functionDeclaration": FILLING,
            "arguments": [{"value": filled}, {"value": is_preview}, {"value": goes}],
            "awaitPromise": True,
            "returnByValue": True,
        }
        answer = cast(Answer, await _said(self.session, "Runtime.callFunctionOn", told))
        if failed := answer.get("exceptionDetails"):
            raise Error(f"the page failed: {failed['text']}")
        return [_refusal(faults) for faults in answer["result"].get("value", [])]

    async def printed(self) -> bytes:
        """All that was filled last, one certificate after the other."""
        pdf = await _printed(self.session, tagged=True)
        self.untidied += self.count
        if self.untidied >= TIDIED_EVERY:
            await self._tidy()
        return pdf

    async def _learnt(self, words: PrintedWords) -> list[str]:
        """The families that these words ask for beyond the template's own; the page has learnt them then."""
        scripts = scripts_in(texts_in(words))
        for script in scripts:
            if script.family not in self.families:
                learning = "([family, font]) => certificate.learn(family, font)"
                await self.page.evaluate(learning, [script.family, font_base64(script)])
                self.families.add(script.family)
        return [script.family for script in scripts]

    async def _tidy(self) -> None:
        """Let the page's process look for garbage and empty its caches. By itself it does so when it holds four times
        as much: it doesn't know that a second page and the rest of the machine want memory too.
        """
        self.untidied = 0
        await _said(self.session, "HeapProfiler.collectGarbage", {})
        await _said(self.session, "Memory.simulatePressureNotification", {"level": "critical"})

    async def drawn(self, shot: Shot) -> bytes:
        """One page as pixels. Raises CannotPrint when the template has no such page."""
        sheet = await self.page.locator(".sheet").nth(shot.page).bounding_box()
        if sheet is None:
            raise CannotPrint((Fault("template", f"has no page {shot.page + 1}"),))
        clip = {**sheet, "scale": shot.width / sheet["width"]}
        # Playwright's own call draws one pixel for each of the page's, and no WebP.
        wanted: dict[str, object] = {"format": shot.form, "clip": clip, "captureBeyondViewport": True}
        if shot.form == "webp":
            wanted["quality"] = PICTURE_QUALITY
        return await _taken(self.session, "Page.captureScreenshot", wanted)


def _refusal(faults: list[dict[str, str]]) -> CannotPrint | None:
    return CannotPrint(tuple(Fault(fault["field"], fault["reason"]) for fault in faults)) if faults else None


async def _printed(session: CDPSession, *, tagged: bool) -> bytes:
    # Playwright's own call fetches the file in pieces, each by a question of its own.
    how = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": tagged}
    return await _taken(session, "Page.printToPDF", how)


async def _taken(session: CDPSession, method: str, wanted: Mapping[str, object]) -> bytes:
    return b64decode(cast(Taken, await _said(session, method, wanted))["data"])


async def _said(session: CDPSession, method: str, wanted: Mapping[str, object]) -> object:
    return cast(object, await session.send(method, {**wanted}))  # pyright: ignore[reportUnknownMemberType] - Playwright says `Dict` only
