"""The renderer: a pool of presses, one for each core and two at most, and what is done to a PDF after them."""

import asyncio
import os
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from certificates.archival import Described, archived
from certificates.browser import BrowserMissing, Limits, SharedChromium, find_browser
from certificates.fields import CannotPrint, CertificateFields, Fault, without_faults
from certificates.images import Images, ImageUnusable, as_source, no_images
from certificates.press import Press, Printed, RenderFailed
from certificates.sheet import Shot
from certificates.words import PrintedImage, PrintedWords, preview_words, printed_words

PICTURE_WIDTH = 1080
"""Pixels: a phone of 360 shows three for each of its own."""
MOST_PRESSES = 2
"""A third gained nothing on more cores than two: the driver and the rest of the program want one as well."""
MOST_TOGETHER = 4
"""Certificates in one print. With more, faces take more memory and little time is saved."""
MEMORY = 330_000_000
"""Of the browser, with two presses at work."""


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """A certificate that somebody waits for."""

    template: str
    words: PrintedWords
    printed: "asyncio.Future[Printed]"


class Renderer:
    """Prints on as many presses as it has; whoever comes while all are at work waits. Those who wait for one template
    are printed together. Use `open_renderer`, which also ends the browser.

    Nothing starts before the first certificate, so a program that only might print pays nothing. A second press opens
    its page when two are wanted at once; whoever asked takes whichever press is free first.
    """

    def __init__(self, program: Path, limits: Limits, *, presses: int = 1, images: Images = no_images) -> None:
        self._images = images
        browser = SharedChromium(program)
        self._presses = [Press(browser, limits) for _ in range(presses)]
        self._cold = list(self._presses)
        self._tasks: set[asyncio.Task[None]] = set()
        self._orders: list[Order] = []
        # The one used last is used next: its pages are open.
        self._free: asyncio.LifoQueue[Press] = asyncio.LifoQueue()
        # Pictures queue here first, so that however many are asked for, a certificate waits for one at most.
        self._picture_turn = asyncio.Lock()

    async def render(self, fields: CertificateFields) -> bytes:
        """The unsigned, tagged PDF; the same fields give the same bytes with the same Chromium.

        Raises CannotPrint when a field is missing or doesn't fit, RenderFailed when the browser fails.
        """
        words = await self._words(fields, printed_words(without_faults(fields)))
        order = Order(fields.template, words, asyncio.get_running_loop().create_future())
        self._orders.append(order)
        # By a task of its own: whoever gives up waiting doesn't take along those who are printed with them.
        self._start(self._print_those_waiting(fields.template))
        return await asyncio.to_thread(_finished, await order.printed, fields, words)

    async def picture(self, fields: CertificateFields, *, width: int = PICTURE_WIDTH) -> bytes:
        """The first page as WebP, `width` pixels wide, to look at before anything is issued.

        It is marked as a preview right through, and its number, code and QR code are none, whatever the fields say.
        Raises like `render`.
        """
        words = await self._words(fields, preview_words(without_faults(fields)))
        async with self._picture_turn, self._press(fields.template) as press:
            return await press.picture(fields.template, words, Shot(width))

    async def proof(self, fields: CertificateFields, *, page: int, width: int = PICTURE_WIDTH) -> bytes:
        """A page as it will be printed, as PNG: for whoever works on a template, not for anybody's certificate."""
        words = await self._words(fields, printed_words(without_faults(fields)))
        async with self._picture_turn, self._press(fields.template) as press:
            return await press.picture(fields.template, words, Shot(width, page, "png", is_preview=False))

    async def warm(self, template: str) -> None:
        """Start a browser and open this template's page, if none was started yet: the first certificate waits less.
        What goes wrong, that certificate finds and mends.
        """
        if len(self._cold) == len(self._presses):
            async with self._press(template):
                return

    async def close(self) -> None:
        """Ends the browser once the presses have finished what they are at. Who still waits is told of the end."""
        for order in self._orders:
            order.printed.cancel()
        for _ in range(len(self._presses) - len(self._cold)):
            await (await self._free.get()).close()
        self._cold = list(self._presses)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _print_those_waiting(self, template: str) -> None:
        """On the next free press, unless somebody took them along by then."""
        async with self._press(template) as press:
            if batch := self._taken(template):
                printing = asyncio.create_task(press.pdfs(template, [order.words for order in batch]))
                await asyncio.wait({printing})
                _tell(batch, printing)

    def _taken(self, template: str) -> list[Order]:
        """The first of those who still wait for a print of the template."""
        self._orders = [order for order in self._orders if not order.printed.done()]
        batch = [order for order in self._orders if order.template == template][:MOST_TOGETHER]
        self._orders = [order for order in self._orders if order not in batch]
        return batch

    @asynccontextmanager
    async def _press(self, template: str) -> AsyncGenerator[Press]:
        if self._free.empty() and self._cold:
            self._start(self._warm(self._cold.pop(), template))
        press = await self._free.get()
        try:
            yield press
        finally:
            self._free.put_nowait(press)

    async def _warm(self, press: Press, template: str) -> None:
        try:
            await press.warm(template)
        finally:
            self._free.put_nowait(press)

    async def _words(self, fields: CertificateFields, words: PrintedWords) -> PrintedWords:
        wanted = {
            "emblem": (fields.emblem, f"Lambang {fields.office}"),
            "signature": (fields.signature, f"Tanda tangan {fields.signer_name}"),
        }
        for place, (name, said) in wanted.items():
            words["images"][place] = await self._image(place, name, said) if name else None
        return words

    async def _image(self, place: str, name: str, said: str) -> PrintedImage:
        try:
            return PrintedImage(source=as_source(await self._images(name)), words=said)
        except (FileNotFoundError, ImageUnusable) as error:
            raise CannotPrint((Fault(place, f"can't be had: {error}"),)) from error


def _tell(batch: Sequence[Order], printing: "asyncio.Task[list[Printed | CannotPrint | RenderFailed]]") -> None:
    """Whoever still waits hears what came of it; a mistake of ours is everybody's."""
    mistake = printing.exception()
    outcomes = [mistake] * len(batch) if mistake else printing.result()
    for order, outcome in zip(batch, outcomes, strict=True):
        if order.printed.done():
            continue
        if isinstance(outcome, Printed):
            order.printed.set_result(outcome)
        else:
            order.printed.set_exception(outcome)


def _finished(printed: Printed, fields: CertificateFields, words: PrintedWords) -> bytes:
    described = Described(words["title"], words["course_title"], words["office"], fields.issued_on)
    return archived(printed.words, described, printed.ground)


@asynccontextmanager
async def open_renderer(
    browser: Path | None = None,
    *,
    patience: float = 15.0,
    recycle_after: int = 2_000,
    memory: int = MEMORY,
    images: Images = no_images,
) -> AsyncGenerator[Renderer]:
    """A renderer whose browser ends with the block.

    `patience` is the seconds a try may take, starting a browser included; after `recycle_after` certificates and
    pictures, or when its processes hold more than `memory` bytes, a browser is started anew. Raises BrowserMissing.
    """
    program = find_browser(browser)
    if program is None:
        raise BrowserMissing(browser)
    limits = Limits(patience, recycle_after, memory)
    renderer = Renderer(program, limits, presses=min(os.cpu_count() or 1, MOST_PRESSES), images=images)
    try:
        yield renderer
    finally:
        await renderer.close()
