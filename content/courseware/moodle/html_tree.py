"""HTML as Moodle's editor leaves it, as a small tree: forgiving, and in time proportional to its length."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import unescape

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_VOID = frozenset({"br", "hr", "img", "input", "source", "track", "wbr", "col", "embed"})
_UNREAD = frozenset({"script", "style"})
BLOCKS = frozenset(
    {
        *("p", "div", "ul", "ol", "li", "pre", "blockquote", "figure", "figcaption", "hr", "section", "article"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "center", "dl"),
    }
)
# What a new one of ends one that was left open.
_ENDED_BY = {"li": {"li"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}, "th": {"td", "th"}}
# Deeper tags are read as if they weren't there: no text needs them, and every level costs.
_DEEPEST = 40


@dataclass(slots=True)
class Element:
    """`children` are elements and texts in their order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    children: "list[Element | str]" = field(default_factory=list["Element | str"])

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS

    @property
    def has_blocks(self) -> bool:
        """Whether a block stands anywhere inside."""
        return any(isinstance(one, Element) and (one.is_block or one.has_blocks) for one in self.children)

    @property
    def words(self) -> str:
        """All text inside, as it stands."""
        return "".join(one if isinstance(one, str) else "\n" if one.tag == "br" else one.words for one in self.children)

    def first(self, tag: str) -> "Element | None":
        """The first element with this tag anywhere inside."""
        for one in self.children:
            if isinstance(one, Element) and (found := one if one.tag == tag else one.first(tag)):
                return found
        return None


def parse_html(html: str) -> Element:
    """The tree below an element without a name."""
    root = Element("")
    open_ones = [root]
    at = 0
    html = _without_comments(html)
    while found := _TAG.search(html, at):
        _add_text(open_ones[-1], html[at : found.start()])
        at = found.end()
        closing, tag = found[1], found[2].lower()
        if closing:
            _close(open_ones, {tag})
            continue
        if tag in _UNREAD:
            end = html.find(f"</{tag}", at)
            at = end if end >= 0 else len(html)
        _open(open_ones, tag, found[3])
    _add_text(open_ones[-1], html[at:])
    return root


def _open(open_ones: list[Element], tag: str, attributes: str) -> None:
    if tag in BLOCKS and open_ones[-1].tag == "p":
        open_ones.pop()
    if tag in _ENDED_BY:
        _close(open_ones, _ENDED_BY[tag], inside={"ul", "ol", "table"})
    element = Element(tag, _attributes(attributes))
    open_ones[-1].children.append(element)
    if tag not in _VOID and not attributes.endswith("/") and len(open_ones) < _DEEPEST:
        open_ones.append(element)


def _close(open_ones: list[Element], tags: AbstractSet[str], inside: AbstractSet[str] = frozenset()) -> None:
    """Closes the innermost of these, unless it lies outside of the nearest element of `inside`."""
    for depth in range(len(open_ones) - 1, 0, -1):
        if open_ones[depth].tag in inside:
            return
        if open_ones[depth].tag in tags:
            del open_ones[depth:]
            return


def _add_text(element: Element, text: str) -> None:
    if text:
        element.children.append(unescape(text).replace("\xa0", " "))


def _attributes(written: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(written)
    return {one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in found}


def _without_comments(html: str) -> str:
    """What stands before, between and behind comments; one that is never closed takes the rest."""
    kept: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        kept.append(html[at:start])
        end = html.find("-->", start)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, html[at:]])
