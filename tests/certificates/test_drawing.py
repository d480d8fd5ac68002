"""The parts that are made in Python: the QR code, the template with everything inside, and the repairs to the bytes."""

import re
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from certificates.pdf import reproducible
from certificates.qr import draw_qr
from certificates.template import TEMPLATES, is_template, load_template
from certificates.words import PrintedWords

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")
FONT_FACE = re.compile(r"@font-face \{[^}]*url\((fonts/[\w-]+\.ttf)\);\s*unicode-range: ([^;]+);")
FONT_FACES = FONT_FACE.findall((TEMPLATES / "jatim-1" / "style.css").read_text("utf-8"))


def test_the_drawn_path_is_a_qr_code_of_exactly_the_address() -> None:
    """A scanner must open this certificate's page, not one that looks like it."""
    address = "https://si-jawara.example.id/v/K7QF2-9XM4T-0RB3H-WZ6NE"
    drawing = draw_qr(address)
    scale = 4
    picture = Image.new("L", (drawing["size"] * scale, drawing["size"] * scale), 255)
    for run in RUN.findall(drawing["path"]):
        x, y, length = (scale * int(number) for number in run)
        ImageDraw.Draw(picture).rectangle((x, y, x + length - 1, y + scale - 1), fill=0)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]


def test_the_page_asks_for_nothing_outside_itself() -> None:
    """What is fetched can be missing, changed or listening; a template must print in ten years what it prints today."""
    page = load_template("jatim-1")
    addresses = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]{1,40})""", page)
    assert {address.split(":")[0] for address in addresses} == {"data", "#field"}


def test_the_page_has_a_place_for_every_printed_word_and_its_readme_names_each() -> None:
    """A word without a place would be lost in silence; a place without a word would stay empty."""
    folder = TEMPLATES / "jatim-1"
    places = set(re.findall(r'data-field="(\w+)"', (folder / "template.html.j2").read_text("utf-8")))
    assert places == set(PrintedWords.__annotations__) - {"title", "qr", "syllabus"}
    readme = (folder / "README.md").read_text("utf-8")
    assert [place for place in sorted(places) if f"`{place}`" not in readme] == []


@pytest.mark.parametrize("name", ["", "../jatim-1", "jatim-1/../jatim-1", "JATIM-1", "jatim-2"])
def test_a_name_that_is_no_template_is_known_as_such(name: str) -> None:
    """The name comes from a row; it must not lead out of the folder."""
    assert not is_template(name)


@pytest.mark.parametrize(("font", "ranges"), FONT_FACES, ids=[font for font, _ in FONT_FACES])
def test_a_font_draws_every_sign_that_its_range_promises(font: str, ranges: str) -> None:
    """page.js believes the range when it decides whether a name can be printed: a gap would be an empty box."""
    face = ImageFont.truetype(TEMPLATES / "jatim-1" / font, 40, layout_engine=ImageFont.Layout.BASIC)
    box = drawn("\U0010ffff", face)
    assert box != drawn(" ", face)
    assert [hex(code) for code in codes_in(ranges) if drawn(chr(code), face) == box] == []


def drawn(sign: str, face: ImageFont.FreeTypeFont) -> bytes:
    picture = Image.new("L", (90, 90), 0)
    ImageDraw.Draw(picture).text((20, 20), sign, fill=255, font=face)
    return picture.tobytes()


def codes_in(ranges: str) -> list[int]:
    codes: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        codes += range(int(first, 16), int(last or first, 16) + 1)
    return codes


def test_every_font_of_the_template_has_its_licence_beside_it() -> None:
    """The Open Font License asks that it travels with the fonts."""
    fonts = {Path(font).name.split("-")[0] for font, _ in FONT_FACES}
    folder = TEMPLATES / "jatim-1" / "fonts"
    assert fonts == {licence.stem.removeprefix("OFL-") for licence in folder.glob("OFL-*.txt")}


def test_clock_and_element_numbers_are_replaced_at_the_same_length() -> None:
    """An offset that moved would break the file; the index of elements is looked up by order, so the order stays."""
    printed = b"/CreationDate (D:20260102030405+00'00') /ModDate (D:20260102030405+00'00') (node00000170)(node00000162)"
    made = reproducible(printed, date(2026, 11, 23))
    assert (
        made
        == b"/CreationDate (D:20261123000000+07'00') /ModDate (D:20261123000000+07'00') (node00000002)(node00000001)"
    )
    assert len(made) == len(printed)
