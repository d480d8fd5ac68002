"""The ground under a certificate's words: printed once for each browser, and nobody sees that it was."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageChops

from certificates import CertificateFields, open_renderer
from certificates.browser import Chromium
from certificates.ground import GROUND
from certificates.sheet import Sheet
from certificates.template import load_template, template_names
from certificates.words import PrintedWords, printed_words
from tests.certificates.drawn import drawn

pytestmark = [pytest.mark.browser]

Build = Callable[..., CertificateFields]


def words_of(fields: CertificateFields) -> PrintedWords:
    words = printed_words(fields)
    words["images"] |= {"emblem": None, "signature": None}
    return words


@pytest.mark.parametrize("template", template_names())
async def test_a_certificate_looks_as_if_it_were_printed_in_one_go(
    template: str, program: Path, make_fields: Build
) -> None:
    """A border drawn over words, a background that hides it, or a line of the sheet's own that is in neither part."""
    fields = make_fields(template=template)
    async with open_renderer(program) as renderer:
        in_two = await renderer.render(fields)
    chromium = await Chromium.start(program)
    try:
        page = await chromium.open_page(load_template(template))
        await page.evaluate("() => certificate.ready()")
        sheet = await Sheet.laid(page)
        await sheet.filled([words_of(fields)])
        in_one = await sheet.printed()
    finally:
        await chromium.close()
    for number in (0, 1):
        differing = ImageChops.difference(drawn(in_two, number), drawn(in_one, number)).histogram()
        # Places are written to a thousandth: the edges of hair-lines come out some shades lighter or darker.
        assert sum(differing[96:]) < 20, sum(differing[96:])


@pytest.mark.parametrize("template", template_names())
async def test_the_ground_is_decoration_and_the_same_in_every_file(
    template: str, program: Path, make_fields: Build
) -> None:
    """A reader of the screen must not hear of a border, and what is alike compresses and compares alike."""
    async with open_renderer(program) as renderer:
        pdfs = [await renderer.render(make_fields(template=template, name=name)) for name in ("Sri", "Siti Aminah")]
    grounds: list[list[bytes]] = []
    for pdf in pdfs:
        with pikepdf.open(BytesIO(pdf)) as file:
            begun = f"/Artifact BMC\nq\n{GROUND} Do\nQ\nEMC\n".encode()
            assert all(page.Contents.read_bytes().startswith(begun) for page in file.pages)
            forms = [page.Resources.XObject[GROUND] for page in file.pages]
            assert not any("/StructParents" in form or b"BDC" in form.read_bytes() for form in forms)
            grounds.append([form.read_raw_bytes() for form in forms])
    assert grounds[0] == grounds[1]
    assert all(grounds[0])


async def test_the_words_alone_draw_nothing_of_the_ground(program: Path, make_fields: Build) -> None:
    """Printed each time, it would be paid for each time; and a woven border under a woven border is a dark one."""
    chromium = await Chromium.start(program)
    try:
        page = await chromium.open_page(load_template("jatim-1"))
        sheet = await Sheet.laid(page)
        sizes: dict[str | None, int] = {}
        for goes in ("words", None):
            await sheet.filled([words_of(replace(make_fields(), name="Sri"))], goes=goes)
            with pikepdf.open(BytesIO(await sheet.printed())) as file:
                sizes[goes] = sum(len(one.Contents.read_bytes()) for one in file.pages)
    finally:
        await chromium.close()
    assert sizes["words"] < sizes[None] / 2
