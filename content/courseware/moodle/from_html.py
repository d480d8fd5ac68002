"""HTML of Moodle's editor to the Markdown of a question; what Markdown can't say is told and left out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from courseware.moodle.escaping import code, escaped, target, whole_line
from courseware.moodle.html_tree import Element, parse_html

_STRONG, _EMPHASIS, _CODE = frozenset({"strong", "b"}), frozenset({"em", "i"}), frozenset({"code", "tt", "kbd", "samp"})
# Says nothing that a reader would miss.
_SILENT = frozenset(
    {
        *("", "p", "div", "span", "font", "section", "article", "center", "figure", "figcaption", "small", "big"),
        *("abbr", "cite", "dfn", "label", "wbr", "tbody", "thead", "tfoot", "body", "html", "q", "var", "address"),
        *("li", "tr", "td", "th", "script", "style"),
    }
)
_LINKS = ("https://", "http://", "mailto:", "tel:", "/")
# Stands for a line break until a paragraph is put together; no file may hold it.
_BREAK = "\x0b"
_RAISED = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_TAGS = re.compile(r"<[^>]*>")
# Words without a sign that could mean something, in a paragraph or without one.
_SURE = re.compile(r"(?:<p>)?[\w ,.?!;()%/\"'’“”–…]*(?:</p>)?")

# A message's key in check-moodle, and what it names.
Tell = Callable[[str, str], None]
# The address of a picture and its alternative text -> the name of the file in our folder; None when it is left out.
TakePicture = Callable[[str, str], str | None]


@dataclass(slots=True)
class FromHtml:
    """Writes the texts of one question. `shown` renders Markdown as our reader does, a block or a line."""

    tell: Tell
    picture: TakePicture
    shown: Callable[[str, bool], str]
    _words: list[str] = field(default_factory=list[str])
    _bare: bool = False
    _in_strong: bool = False

    def block(self, html: str) -> str:
        """As paragraphs, lists and the like."""
        return self._checked(html, lambda tree: "\n\n".join(self._blocks(tree.children)), whole=True)

    def line(self, html: str) -> str:
        """As one line: a choice, a feedback, an item."""
        return self._checked(html, lambda tree: self._one_line(tree.children), whole=False)

    def _checked(self, html: str, write: Callable[[Element], str], *, whole: bool) -> str:
        """What was written, if a reader would read the same words; else without bold and italics, which may not hold
        where Moodle's editor puts them: inside of a word, around a space.
        """
        tree = parse_html(html)
        if _SURE.fullmatch(html):
            return write(tree)
        for bare in (False, True):
            self._words.clear()
            self._bare = bare
            # Told once, whichever attempt it is.
            tell = self.tell
            if bare:
                tell("markup", "b")
                self.tell = _silence
            written = write(tree)
            self.tell = tell
            if _letters(self.shown(written, whole)) == "".join("".join(self._words).split()):
                return written
        self.tell("words", "")
        return written

    def _blocks(self, nodes: Sequence[Element | str]) -> Iterator[str]:
        run: list[Element | str] = []
        for node in nodes:
            if isinstance(node, str) or not (node.is_block or node.has_blocks):
                run.append(node)
                continue
            yield from self._paragraphs(run)
            run = []
            yield from self._block(node)
        yield from self._paragraphs(run)

    def _block(self, node: Element) -> Iterator[str]:
        match node.tag:
            case "ul" | "ol":
                yield self._list(node)
            case "pre":
                yield self._fence(node)
            case "blockquote":
                quoted = "\n\n".join(self._blocks(node.children))
                yield "\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))
            case "table":
                yield from self._table(node)
            case "figure" if node.first("img"):
                yield from self._figure(node)
            case "hr":
                yield "***"
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self.tell("markup", node.tag)
                yield from self._paragraphs([Element("strong", {}, node.children)])
            case _:
                if node.tag not in _SILENT:
                    self.tell("markup", node.tag)
                yield from self._blocks(node.children)

    def _paragraphs(self, nodes: Sequence[Element | str]) -> Iterator[str]:
        """Two line breaks in a row are how Moodle's editor is made to begin a paragraph."""
        alone = [node for node in nodes if not isinstance(node, str) or node.strip()]
        around = Element("", {}, [*alone])
        if len(alone) == 1 and around.first("img") and not around.words.strip():
            yield from self._figure(around)
            return
        for text in re.split(rf"{_BREAK}\s*{_BREAK}\s*", self._inline(nodes)):
            lines = [line.strip() for line in text.split(_BREAK)]
            if any(lines):
                yield "\\\n".join(whole_line(line) for line in lines if line)

    def _list(self, node: Element) -> str:
        """Items with what stands below them; one with a paragraph makes it a list with space between the items."""
        items = [child for child in node.children if isinstance(child, Element)]
        spaced = any(isinstance(child, Element) and child.tag == "p" for item in items for child in item.children)
        between = "\n\n" if spaced else "\n"
        written: list[str] = []
        for number, item in enumerate(items, start=1):
            mark = f"{number}. " if node.tag == "ol" else "- "
            blocks = list(self._blocks(item.children if item.tag == "li" else [item]))
            first, *others = between.join(blocks).split("\n")
            indented = (f"{' ' * len(mark)}{line}" if line else "" for line in others)
            written.append("\n".join([f"{mark}{first}", *indented]))
        return between.join(written)

    def _fence(self, node: Element) -> str:
        words = node.words.strip("\n").replace(_BREAK, "\n")
        self._words.append(words)
        fence = "~~~" if "```" in words else "```"
        return f"{fence}\n{words}\n{fence}"

    def _table(self, node: Element) -> Iterator[str]:
        rows = [[self._one_line(cell.children) for cell in _all(row, "td", "th")] for row in _all(node, "tr")]
        rows = [row for row in rows if row]
        if not rows:
            return
        width = max(map(len, rows))
        if any(len(row) != width for row in rows):
            self.tell("markup", "table")
        head, *body = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        yield "\n".join([head, f"|{' --- |' * width}", *body])

    def _figure(self, node: Element) -> Iterator[str]:
        """A picture on its own, with its caption."""
        image, caption = node.first("img"), node.first("figcaption")
        if image is None:
            return
        alternative = " ".join(image.attributes.get("alt", "").split())
        name = self.picture(image.attributes.get("src", ""), alternative)
        told = " ".join(caption.words.split()) if caption else ""
        if name is None:
            yield from self._paragraphs([told])
            return
        self._words.append(told)
        quoted = f' "{escaped(told).replace(chr(34), chr(92) + chr(34))}"' if told else ""
        yield f"![{escaped(alternative)}]({target(name)}{quoted})"

    def _one_line(self, nodes: Sequence[Element | str]) -> str:
        return " ".join(self._inline(nodes).replace(_BREAK, " ").split())

    def _inline(self, nodes: Sequence[Element | str]) -> str:
        return "".join(self._span(node) for node in _joined(nodes))

    def _span(self, node: Element | str) -> str:
        if isinstance(node, str):
            words = " ".join(re.split(r"[ \t\r\n\f]+", node))
            self._words.append(words)
            return escaped(words)
        match node.tag:
            case "br":
                written = _BREAK
            case "strong" | "b":
                written = self._strong(node)
            case "em" | "i":
                written = self._marked(node, "_" if self._in_strong else "*")
            case "code" | "tt" | "kbd" | "samp":
                self._words.append(node.words)
                written = code(node.words)
            case "a":
                written = self._link(node)
            case "img":
                self.tell("picture-in-line", node.attributes.get("alt", "")[:80])
                written = ""
            case "sub" | "sup":
                written = self._shifted(node, _LOWERED if node.tag == "sub" else _RAISED)
            case _:
                written = self._other(node)
        return written

    def _other(self, node: Element) -> str:
        if node.tag not in _SILENT:
            self.tell("markup", node.tag)
        inner = self._inline(node.children)
        return f" {inner} " if node.is_block else inner

    def _strong(self, node: Element) -> str:
        outer, self._in_strong = self._in_strong, True
        inner = self._marked(node, "" if outer else "**")
        self._in_strong = outer
        return inner

    def _marked(self, node: Element, mark: str) -> str:
        inner = self._inline(node.children)
        core = inner.strip(f" {_BREAK}")
        if self._bare or not core:
            return inner
        before, _, behind = inner.partition(core)
        return f"{before}{mark}{core}{mark}{behind}"

    def _shifted(self, node: Element, signs: dict[str, str]) -> str:
        words = node.words.strip()
        if not all(sign in signs for sign in words):
            self.tell("markup", node.tag)
            return self._inline(node.children)
        shifted = "".join(signs[sign] for sign in words)
        self._words.append(shifted)
        return shifted

    def _link(self, node: Element) -> str:
        inner, address = self._inline(node.children), node.attributes.get("href", "").strip()
        if not inner.strip() or not address.startswith(_LINKS) or address.startswith("//"):
            if address:
                self.tell("link", address[:200])
            return inner
        return f"[{inner.replace(_BREAK, ' ')}]({target(address)})"


def _silence(_code: str, _fact: str) -> None:
    """The first attempt has told it."""


def _letters(html: str) -> str:
    return "".join(unescape(_TAGS.sub("", html)).split())


def _all(node: Element, *tags: str) -> list[Element]:
    """The nearest elements with these tags, in their order; none inside of another."""
    found: list[Element] = []
    for child in node.children:
        if isinstance(child, Element):
            found += [child] if child.tag in tags else _all(child, *tags)
    return found


def _joined(nodes: Sequence[Element | str]) -> list[Element | str]:
    """Neighbours that are marked up alike, as one: `<b>a</b><b>b</b>`."""
    joined: list[Element | str] = []
    for node in nodes:
        before = joined[-1] if joined else None
        if isinstance(node, Element) and isinstance(before, Element):
            kinds = next((kinds for kinds in (_STRONG, _EMPHASIS, _CODE) if node.tag in kinds), frozenset[str]())
            if before.tag in kinds:
                joined[-1] = Element(before.tag, before.attributes, [*before.children, *node.children])
                continue
        joined.append(node)
    return joined
