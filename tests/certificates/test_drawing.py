"""The parts that are made in Python: the QR code, the template with everything inside, and the repairs to the bytes."""

import re
import tomllib
from base64 import b64decode
from hashlib import sha256
from io import BytesIO

import pytest
import segno
import zxingcpp
from PIL import Image

from certificates.fields import WORDS
from certificates.qr import DOTS, QUIET_ZONE, draw_qr
from certificates.scripts import FONTS, SCRIPTS
from certificates.template import TEMPLATES, is_template, load_template, schema_of, template_names
from certificates.words import PrintedWords


def drawn_code(content: str) -> Image.Image:
    return Image.open(BytesIO(b64decode(draw_qr(content).removeprefix("data:image/png;base64,"))))


def test_the_drawn_picture_is_a_qr_code_of_exactly_the_address() -> None:
    """A scanner must open this certificate's page, not one that looks like it."""
    address = "https://si-jawara.example.id/v/K7QF2-9XM4T-0RB3H-WZ6NE"
    picture = drawn_code(address)
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [address]


def test_another_program_draws_the_same_code() -> None:
    """What draws the codes also reads them in these tests: one misunderstanding of the standard would go unseen. Which
    of the eight masks is best, programs judge differently; of this text they make the same segments.
    """
    address, number = "https://si-jawara.example.id/verifikasi/#", "3141592653589793" * 25
    picture = drawn_code(address + number).convert("1")
    sides = range(QUIET_ZONE * DOTS, picture.width - QUIET_ZONE * DOTS, DOTS)
    drawn = [[0 if picture.getpixel((across, down)) else 1 for across in sides] for down in sides]
    theirs = [segno.make_qr([address, number], error="m", boost_error=False, mask=mask) for mask in range(8)]  # pyright: ignore[reportArgumentType] - segments too
    assert [[*map(list, code.matrix)] == drawn for code in theirs].count(True) == 1


@pytest.mark.parametrize("template", template_names())
def test_the_page_asks_for_nothing_outside_itself(template: str) -> None:
    """What is fetched can be missing, changed or listening; a template must print in ten years what it prints today."""
    page = re.sub(r"<script>.*</script>", "", load_template(template), flags=re.DOTALL)
    addresses = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')\s>]{1,40})""", page)
    assert {one.split(":")[0] for one in addresses if not one.startswith("#")} == {"data"}


@pytest.mark.parametrize("template", template_names())
def test_the_page_has_a_place_for_every_printed_word_and_the_readme_names_each(template: str) -> None:
    """A word without a place would be lost in silence; a place without a word would stay empty."""
    folder = TEMPLATES / template
    places = set(re.findall(r'data-field="(\w+)"', (folder / "template.html.j2").read_text("utf-8")))
    assert places == set(PrintedWords.__annotations__) - {"title", "syllabus", "lines", "images"}
    assert set(schema_of(template).most) == {*WORDS, "level", "syllabus"}
    readme = (TEMPLATES / "README.md").read_text("utf-8")
    assert [place for place in sorted(places) if f"`{place}`" not in readme] == []


@pytest.mark.parametrize("name", ["", "../jatim-1", "jatim-1/../jatim-1", "JATIM-1", "jatim-2"])
def test_a_name_that_is_no_template_is_known_as_such(name: str) -> None:
    """The name comes from a row; it must not lead out of the folder."""
    assert not is_template(name)


def test_every_font_has_its_licence_beside_it() -> None:
    """The Open Font License asks that it travels with the fonts."""
    families = {font.stem.split("-")[0] for font in FONTS.glob("*.ttf")}
    families |= {script.family.replace(" ", "") for script in SCRIPTS}
    assert families == {licence.stem.removeprefix("OFL-") for licence in FONTS.glob("OFL-*.txt")}


def test_what_a_template_prints_is_frozen() -> None:
    """A certificate names its template and may be printed again in ten years: a template that was released is never
    changed. Copy the folder under a new name, and add that name's line to frozen.toml.
    """
    frozen = tomllib.loads((TEMPLATES / "frozen.toml").read_text("utf-8"))
    assert {name: sha256(load_template(name).encode()).hexdigest() for name in template_names()} == frozen["templates"]
    fonts = {script.name: sha256(script.font.read_bytes()).hexdigest() for script in SCRIPTS}
    assert fonts == frozen["scripts"]
