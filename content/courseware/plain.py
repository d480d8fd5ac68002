"""HTML of a release as plain text: one spelling, however it was marked up or wrapped."""

import re
from html import unescape

# Tags inside a sentence go without a trace; every other tag ends a block.
_INLINE = re.compile(r"</?(?:a|code|em|s|strong)(?:\s[^>]*)?>")
_TAG = re.compile(r"<[^>]*>")


def plain_blocks(html: str) -> list[str]:
    """The text of each paragraph, entry and cell: unescaped, with single spaces, none of them empty."""
    pieces = _TAG.split(_INLINE.sub("", html)) if "<" in html else [html]
    if "&" in html:
        pieces = map(unescape, pieces)
    return [" ".join(words) for piece in pieces if (words := piece.split())]


def plain_text(html: str) -> str:
    """All of the text on one line."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    return " ".join(plain_blocks(html))
