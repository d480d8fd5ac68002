"""The preview that a participant looks at before the name is printed: the certificate itself, and never one."""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops

from certificates import CannotPrint, CertificateFields, Renderer, open_renderer
from certificates.browser import Chromium
from certificates.template import load_template
from certificates.words import SAMPLE_QR, preview_words
from tests.certificates.test_rendering import LONG_NAME, LONGEST_NAME, LONGEST_TITLE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

Build = Callable[..., CertificateFields]
Box = tuple[float, float, float, float]

PAPER_WIDTH = 297
NAME_BOX: Box = (30.5, 80, 266.5, 104.5)
"""Millimetres, as style.css has it."""
BETWEEN_THE_LINES: Box = (62, 139, 90, 154)
"""Bare paper on a certificate, beside the facts and above the QR code."""


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture)).convert("RGB")


def part_of(picture: Image.Image, box: Box) -> Image.Image:
    left, top, right, bottom = pixels(picture, box)
    return picture.crop((left, top, right, bottom))


def pixels(picture: Image.Image, box: Box) -> list[int]:
    return [round(edge * picture.width / PAPER_WIDTH) for edge in box]


def share_of_red(picture: Image.Image) -> float:
    """The share of pixels that are clearly redder than they are green."""
    red, green, _ = picture.split()
    return sum(ImageChops.subtract(red, green).histogram()[16:]) / (picture.width * picture.height)


def ink_of_the_name(with_it: Image.Image, with_another: Image.Image) -> tuple[int, int, int, int] | None:
    """Where two pictures differ by more than WebP's noise: only the name does."""
    difference = ImageChops.difference(with_it, with_another).convert("L")
    return ImageChops.subtract(difference, Image.new("L", difference.size, 70)).getbbox()


async def test_a_picture_is_sharp_on_a_phone_and_light_on_its_data(renderer: Renderer, make_fields: Build) -> None:
    """Three pixels for each of a phone that is 360 wide, and in a few seconds over a slow line whatever the name."""
    for name in ("Siti Aminah", LONGEST_NAME, "W" * 120):
        picture = await renderer.picture(make_fields(name=name, course_title=LONGEST_TITLE))
        assert len(picture) < 65_000
        image = Image.open(BytesIO(picture))
        assert (image.format, image.size) == ("WEBP", (1080, 764))
    small = await renderer.picture(make_fields(), width=720)
    assert opened(small).size == (720, 509)
    assert len(small) < 35_000


async def test_the_word_preview_lies_under_all_of_it(renderer: Renderer, make_fields: Build) -> None:
    """What is cut out of it, the name alone for example, still says that it is a preview."""
    picture = opened(await renderer.picture(make_fields()))
    assert share_of_red(picture) > 0.04
    assert share_of_red(part_of(picture, NAME_BOX)) > 0.05
    assert share_of_red(part_of(picture, BETWEEN_THE_LINES)) > 0.05
    quarters: tuple[Box, ...] = ((0, 0, 148, 105), (148, 0, 297, 105), (0, 105, 148, 210), (148, 105, 297, 210))
    assert [quarter for quarter in quarters if share_of_red(part_of(picture, quarter)) < 0.01] == []


async def test_a_certificate_has_none_of_the_preview(program: Path, make_fields: Build) -> None:
    """The same page prints both: what marks the preview must be gone from the next certificate, on screen too."""
    chromium = await Chromium.start(program)
    try:
        page = await chromium.open_page(load_template("jatim-1"))
        await page.evaluate("() => certificate.ready()")
        words = preview_words(make_fields())
        shots: list[Image.Image] = []
        for is_preview in (False, True, False):
            filled: list[dict[str, object]] = [{"words": words, "families": []}]
            await page.evaluate("([filled, is]) => certificate.fill(filled, is)", [filled, is_preview])
            shots.append(opened(await page.locator("main").screenshot()))
    finally:
        await chromium.close()
    before, preview, after = shots
    assert ImageChops.difference(before, after).getbbox() is None
    assert share_of_red(part_of(preview, BETWEEN_THE_LINES)) > 0.05
    assert share_of_red(part_of(after, BETWEEN_THE_LINES)) == 0


async def test_a_pdf_after_a_picture_has_the_same_bytes(renderer: Renderer, make_fields: Build) -> None:
    """Looking at a preview must not touch what anybody's certificate is: its hash is kept."""
    before = await renderer.render(make_fields())
    await renderer.picture(make_fields(name=LONGEST_NAME, score=None))
    await renderer.picture(make_fields(), width=480)
    assert await renderer.render(make_fields()) == before


async def test_a_scanner_finds_no_address_and_the_eye_no_number(renderer: Renderer, make_fields: Build) -> None:
    """Whatever the caller gives: a preview with a real certificate's number and code would pass for a copy of it."""
    fields = make_fields()
    picture = await renderer.picture(fields)
    assert [code.text for code in zxingcpp.read_barcodes(opened(picture))] == [SAMPLE_QR]
    other = make_fields(
        number="JTM-2026-999999", code="AAAAA-AAAAA-AAAAA-AAAAA", verify_url="https://other.example/v/A"
    )
    assert await renderer.picture(other) == picture
    said = str(preview_words(fields))
    assert [one for one in (fields.number, fields.code, "example.id") if one in said] == []


@pytest.mark.parametrize("name", ["Siti Aminah", LONG_NAME, LONGEST_NAME, LONGEST_NAME.upper(), "Ắ" * 40, "W" * 120])
async def test_the_ink_of_any_name_is_whole_within_its_box(name: str, renderer: Renderer, make_fields: Build) -> None:
    """The participant confirms what they see: a letter that is cut off here would be cut off on paper."""
    picture = opened(await renderer.picture(make_fields(name=name)))
    ink = ink_of_the_name(picture, opened(await renderer.picture(make_fields(name="."))))
    assert ink is not None
    left, top, right, bottom = pixels(picture, NAME_BOX)
    assert left <= ink[0] < ink[2] <= right
    assert top <= ink[1] < ink[3] <= bottom
    assert ink[2] - ink[0] > (right - left) / 5


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": ""}, "name is missing"),
        ({"name": "W" * 400}, "name has 400 signs; at most 120 are printed"),
        ({"name": "Сити"}, "name has signs that the fonts lack: U+0421 U+0438 U+0442"),
        ({"template": "jatim-2"}, "template is unknown"),
    ],
)
async def test_a_name_that_can_not_be_printed_has_no_picture(
    changes: dict[str, Any], fault: str, renderer: Renderer, make_fields: Build
) -> None:
    """Better refused now than when the certificate is due."""
    with pytest.raises(CannotPrint) as refused:
        await renderer.picture(make_fields(**changes))
    assert fault in [str(one) for one in refused.value.faults]


async def test_a_certificate_waits_for_one_picture_at_most(program: Path, make_fields: Build) -> None:
    """A class that opens its biodata at once must not hold up the certificates of those who have passed."""
    done: list[str] = []

    async def noted(kind: str, work: Awaitable[bytes]) -> None:
        await work
        done.append(kind)

    async with open_renderer(program) as renderer:
        await renderer.render(make_fields())
        pictures = [asyncio.create_task(noted("picture", renderer.picture(make_fields()))) for _ in range(6)]
        await asyncio.sleep(0)
        await noted("certificate", renderer.render(make_fields()))
        await asyncio.gather(*pictures)
    assert done.index("certificate") <= 1
    assert len(done) == 7
