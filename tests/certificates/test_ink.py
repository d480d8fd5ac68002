"""Any name, in any script that is promised: its ink is whole, within its place, and made of letters, not of boxes.

Seen on the pixels of the PDF: what the page measures has lied about scripts that stack their signs.
"""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import pytest_asyncio
from PIL import Image

from certificates import CertificateFields, Renderer, SyllabusLine
from certificates.template import schema_of, template_names
from tests.certificates.drawn import drawn, ink
from tests.certificates.test_rendering import LONGEST_NAME

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

Build = Callable[..., CertificateFields]
Box = tuple[float, float, float, float]

DPI = 144
FRINGE = 3
"""Half a millimetre in pixels: a W leans that far out of its own width, and accents on capitals out of their line."""
PLACES: dict[str, dict[str, tuple[int, Box]]] = {
    "jatim-1": {"name": (0, (30.5, 80, 266.5, 104.5)), "course_title": (0, (35.5, 116.5, 261.5, 134.5))},
    "lugas-1": {"name": (0, (74, 69, 276, 96)), "course_title": (0, (74, 109, 276, 129))},
}
"""Millimetres, as each style.css has them."""
STACKS = "ꦏ꧀ꦱꦿꦶꦢ꧀ꦢ꧀ꦮꦶꦏ꧀ꦏꦿꦸꦁꦒ꧀ꦮꦾꦁꦥ꧀ꦥꦿꦶꦁ"
NAMES = {
    "three letters": "Sri",
    "one word": "Wahyuningtyaskusumaningrumnotonegoro",
    "longest": LONGEST_NAME,
    "longest in capitals": LONGEST_NAME.upper(),
    "accents": "Ắ" * 60,
    "120 wide letters": "W" * 120,
    "javanese": "ꦫꦢꦺꦤ꧀ ꦄꦗꦼꦁ ꦏꦂꦠꦶꦤꦶ",
    "javanese stacks": STACKS,
    "javanese without a space": (STACKS * 4)[:119],
    "balinese": "ᬇ ᬕᬸᬲ᭄ᬢᬶ ᬅᬬᬸ ᬫᬤᬾ ᬭᬢ᭄ᬦ ᬤᬾᬯᬶ ᬓ᭄ᬱ᭄ᬫᬶᬄ",
    "balinese, long": "ᬓ᭄ᬱ᭄ᬫᬶᬄ ᬇ ᬕᬸᬲ᭄ᬢᬶ " * 5,
    "arabic": "مُحَمَّدٌ عَبْدُ الرَّحْمٰنِ",
    "arabic, long": "محمد عبد الرحمن بن عبد الله الحسيني " * 3,
    "chinese": "歐陽陳美玲",
    "chinese, long": "欧阳陈美玲" * 24,
    "many scripts": "Dr. ꦱꦶꦠꦶ محمد 陳美玲, M.M.",
}


def pixels(box: Box) -> list[float]:
    return [edge / 25.4 * DPI for edge in box]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bare(renderer: Renderer, make_fields: Build) -> dict[tuple[str, str], Image.Image]:
    """The pages with nothing but a full stop in each place."""
    return {
        (template, field): drawn(await renderer.render(make_fields(template=template, **{field: "."})), page, DPI)
        for template, fields in PLACES.items()
        for field, (page, _) in fields.items()
    }


@pytest.mark.parametrize("template", template_names())
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_the_ink_is_whole_within_its_place(
    name: str, template: str, renderer: Renderer, make_fields: Build, bare: dict[tuple[str, str], Image.Image]
) -> None:
    """Ink that leaves its place covers the neighbours'; a sign that no font has would be a box, which is glyph 0."""
    for field, (page, box) in PLACES[template].items():
        pdf = await renderer.render(make_fields(template=template, **{field: name}))
        found = ink(drawn(pdf, page, DPI), bare[template, field])
        left, top, right, bottom = pixels(box)
        assert found is not None
        assert left - FRINGE <= found[0] < found[2] <= right + FRINGE
        assert top - FRINGE <= found[1] < found[3] <= bottom + FRINGE
        assert found[3] - found[1] > 10, "no letters of a size to read"
        assert boxes_in(pdf) == []


@pytest.mark.parametrize("template", template_names())
async def test_the_longest_level_leaves_the_other_facts_on_the_sheet(
    template: str, renderer: Renderer, make_fields: Build
) -> None:
    """Facts aren't fitted to their places: the schema alone keeps a level from pushing its neighbours off."""
    wide: dict[str, Any] = {"hours": 500, "completed_on": date(2026, 11, 20), "score": None, "template": template}
    longest = make_fields(level="W" * schema_of(template).most["level"], **wide)
    pictures = [drawn(await renderer.render(one), 0, DPI) for one in (longest, make_fields(**wide))]
    found = ink(*pictures)
    left, _, right, _ = pixels(PLACES[template]["course_title"][1])
    assert found is not None
    assert left <= found[0] < found[2] <= right


def boxes_in(pdf: bytes) -> list[bytes]:
    """Strings of text that hold glyph 0."""
    with pikepdf.open(BytesIO(pdf)) as file:
        contents = [page.Contents.read_bytes() for page in file.pages]
    strings = [text for content in contents for text in re.findall(rb"<([0-9A-F]+)> Tj", content)]
    return [text for text in strings if b"0000" in [text[at : at + 4] for at in range(0, len(text), 4)]]


@pytest.mark.parametrize("template", template_names())
async def test_only_what_is_used_is_embedded(template: str, renderer: Renderer, make_fields: Build) -> None:
    """A font of 1.8 MB stands behind a Chinese name; the certificate holds its few signs, and another's holds none."""
    chinese = await renderer.render(make_fields(template=template, name="歐陽陳美玲"))
    plain = await renderer.render(make_fields(template=template))
    assert len(chinese) < len(plain) + 4_000
    assert "NotoSerifSC" in fonts_of(chinese)
    assert "NotoSerifSC" not in fonts_of(plain)


def fonts_of(pdf: bytes) -> str:
    with pikepdf.open(BytesIO(pdf)) as file:
        return " ".join(str(font.BaseFont) for page in file.pages for font in page.Resources.Font.values())


async def test_the_syllabus_takes_every_script(renderer: Renderer, make_fields: Build) -> None:
    """Class titles are the editors' to choose; rows grow with the scripts that need it, and still fit on the page."""
    lines = tuple(SyllabusLine(NAMES[script], 5) for script in ("javanese stacks", "balinese", "arabic", "chinese")) * 3
    pdf = await renderer.render(make_fields(syllabus=lines))
    assert boxes_in(pdf) == []
    short = await renderer.render(make_fields(syllabus=(SyllabusLine(".", 5),)))
    found = ink(drawn(pdf, 1, DPI), drawn(short, 1, DPI))
    assert found is not None
    assert found[3] < pixels((0, 0, 0, 187))[3]
