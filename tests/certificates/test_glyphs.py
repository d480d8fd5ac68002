"""Which signs can be printed, told without a browser and held against the fonts themselves."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs]
from hypothesis import given
from hypothesis import strategies as st

from certificates.glyphs import codes_in, lacking, named
from certificates.scripts import FONTS, SCRIPTS, Script, scripts_in
from certificates.template import TEMPLATES

FONT_FACE = re.compile(r"@font-face \{[^}]*url\((fonts/[\w-]+\.ttf)\);\s*unicode-range: ([^;]+);")
FACES = [
    (FONTS.parent / font, ranges)
    for style in sorted(TEMPLATES.glob("*/style.css"))
    for font, ranges in FONT_FACE.findall(style.read_text("utf-8"))
]


def drawn_by(font: Path) -> set[int]:
    return set(TTFont(font).getBestCmap() or ())


@pytest.mark.parametrize(("font", "ranges"), FACES, ids=[font.stem for font, _ in FACES])
def test_a_face_draws_every_sign_that_its_range_promises(font: Path, ranges: str) -> None:
    """The range decides whether a name can be printed: a gap would be an empty box on somebody's certificate."""
    assert set(codes_in(ranges)) - drawn_by(font) == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])
def test_a_script_draws_every_sign_that_it_promises(script: Script) -> None:
    """The same for the fonts that are loaded only when they are needed."""
    assert script.codes - drawn_by(script.font) == set()


@pytest.mark.parametrize(
    ("text", "lack"),
    [
        ("Hj. Raden Ayu Sri Wahyuningtyas, S.Pd., M.M.", ()),
        ("Nguyễn Thị Ánh", ()),
        ("ꦱꦶꦠꦶ ꦄꦩꦶꦤꦃ", ()),
        ("ᬲᬶᬢᬶ ᬅᬫᬶᬦᬄ", ()),
        ("سيتي أمينة", ()),
        ("陳美玲 (陈美玲)", ()),
        ("Siti\u202eAminah\u202e", ("\u202e",)),
        ("Siti 📈 𠮷 Ж", ("📈", "𠮷", "Ж")),
        ("Siti\nAminah", ("\n",)),
        ("Rene\u0301", ()),
    ],
)
def test_what_the_fonts_lack_is_named_once(text: str, lack: tuple[str, ...]) -> None:
    """Told before a name is confirmed, so that no certificate waits for a sign that nobody can draw."""
    assert lacking(text, "jatim-1") == lack


@given(st.text(max_size=40))
def test_what_is_lacking_is_all_that_is_lacking(text: str) -> None:
    """Without the signs that it names, the rest of a text prints."""
    lack = lacking(text, "jatim-1")
    rest = "".join(sign for sign in text if sign not in lack)
    assert set(lacking(rest, "jatim-1")) <= set(lack)


def test_scripts_are_found_and_invisible_signs_are_named() -> None:
    """A page loads only what a text needs; a name for a person to look up shows what can't be seen."""
    assert [script.name for script in scripts_in(["Siti", "陳 ꦱ"])] == ["javanese", "han"]
    assert scripts_in(["Siti", "Nguyễn"]) == ()
    assert named("\u202e") == "U+202E"


def test_an_unknown_template_has_no_signs() -> None:
    """An empty answer would mean that everything prints."""
    with pytest.raises(ValueError, match="no template"):
        lacking("Siti", "../jatim-1")
