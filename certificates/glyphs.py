"""Which signs a template can print: asked before a name is confirmed or a certificate issued, without any browser."""

import re
import unicodedata
from functools import cache

from certificates.scripts import is_of_a_script
from certificates.template import TEMPLATES, is_template

RANGES = re.compile(r"unicode-range:([^;]+);")


def composed(words: str) -> str:
    """One sign for a letter with its accents, as the fonts hold them, and no space at the ends."""
    return unicodedata.normalize("NFC", words).strip()


def lacking(text: str, template: str) -> tuple[str, ...]:
    """The signs of the text that the template's fonts lack, each once, in the order they come; empty when it prints.

    Raises ValueError for a name that is no template.
    """
    drawn = _drawn_by(template)
    return tuple(sign for sign in dict.fromkeys(composed(text)) if ord(sign) not in drawn and not is_of_a_script(sign))


def named(sign: str) -> str:
    """A sign for somebody who looks for it: U+202E; it may be invisible, or turn the line around."""
    return f"U+{ord(sign):04X}"


@cache
def _drawn_by(template: str) -> frozenset[int]:
    """What the template's own faces promise together: its page falls back from one to another."""
    if not is_template(template):
        raise ValueError(f"{template!r} is no template")
    style = (TEMPLATES / template / "style.css").read_text("utf-8")
    return frozenset(code for ranges in RANGES.findall(style) for code in codes_in(ranges))


def codes_in(ranges: str) -> list[int]:
    """The code points of a CSS `unicode-range`."""
    codes: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        codes += range(int(first, 16), int(last or first, 16) + 1)
    return codes
