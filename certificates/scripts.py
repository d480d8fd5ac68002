"""The scripts beyond Latin that every template can print, each with a font that is loaded only when a text needs it."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class Script:
    """One script. `codes` is what its font draws: `fonts/subset.py` cuts the font to them, a test compares the two."""

    name: str
    family: str
    codes: frozenset[int]
    line: float
    """Line height by size: what its highest and lowest stack of signs need, so that no ink leaves its line."""

    @property
    def font(self) -> Path:
        return FONTS / f"{self.name}.woff2"


def _spans(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for first, last in spans for code in range(first, last + 1))


def _common_han() -> frozenset[int]:
    """The 6,763 simplified signs of GB 2312 and the 5,401 traditional ones of Big5's first level: what names are
    written with, short of rare and historical signs. The national lists stand in Python's own codecs.
    """
    simplified = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = (bytes((row, cell)) for row in range(0xA4, 0xC7) for cell in trails)
    signs = {one.decode("gb2312", "ignore") for one in simplified} | {
        one.decode("big5", "ignore") for one in traditional
    }
    return frozenset(ord(sign) for sign in signs if len(sign) == 1 and 0x4E00 <= ord(sign) <= 0x9FFF)


# Arabic without the signs of a number's end, which are invisible; Balinese without musical notation.
SCRIPTS = (
    Script("javanese", "Noto Sans Javanese", _spans((0xA980, 0xA9CD), (0xA9CF, 0xA9D9), (0xA9DE, 0xA9DF)), 2.6),
    Script("balinese", "Noto Sans Balinese", _spans((0x1B00, 0x1B4B), (0x1B50, 0x1B60)), 2.4),
    Script(
        "arabic",
        "Noto Naskh Arabic",
        _spans((0x60B, 0x60D), (0x610, 0x615), (0x61B, 0x61B), (0x61F, 0x65E), (0x660, 0x6DC), (0x6DF, 0x6FF)),
        2.2,
    ),
    Script("han", "Noto Serif SC", _common_han(), 1.45),
)


@cache
def _by_code() -> dict[int, Script]:
    return {code: script for script in SCRIPTS for code in script.codes}


def is_of_a_script(sign: str) -> bool:
    """Whether one of the scripts draws this sign."""
    return ord(sign) in _by_code()


def scripts_in(texts: Iterable[str]) -> tuple[Script, ...]:
    """The scripts that these texts are written in, Latin apart, in the order of SCRIPTS."""
    known = _by_code()
    signs = {sign for text in texts if not text.isascii() for sign in text}
    used = {known[ord(sign)].name for sign in signs if ord(sign) in known}
    return tuple(script for script in SCRIPTS if script.name in used)


@cache
def font_base64(script: Script) -> str:
    """The script's font as a page is handed it."""
    return b64encode(script.font.read_bytes()).decode()
