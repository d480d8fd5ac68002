"""The HTML of simple blocks, letter for letter as the Markdown parser's renderer writes it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from courseware.simple import Block, Callout, CheckBox, Figure, Heading, Inline, Items, Other, Paragraph, Table, escaped
from courseware.tokens import table_attributes


class Reader(Protocol):
    """Who knows the text around: each call notes what it meets, so it is made once, in the order of the text."""

    def count(self, text: str) -> None:
        """Notes the words of a text as it is written."""
        ...

    def section(self, level: int, title: str, line: int) -> str:
        """Notes a heading; its anchor."""
        ...

    def link(self, label: str, written: str, line: int) -> str:
        """Resolves a link; its HTML."""
        ...

    def figure(self, figure: Figure, line: int) -> str:
        """Notes a picture; it and its caption as HTML."""
        ...

    def parsed(self, text: str, line: int) -> str:
        """What the Markdown parser makes of a block."""
        ...


def html_of(block: Block, line: int, reader: Reader) -> str:
    """`line` is where the text begins in which the block stands."""
    at = line + block.line
    match block:
        case Paragraph(text=text, inline=inline, quoted=quoted):
            reader.count(text)
            html = f"<p>{inline_html(inline, at, reader)}</p>\n"
            html = f"<blockquote>\n{html}</blockquote>\n" if quoted else html
        case Heading(level=level, title=title):
            reader.count(title)
            html = f'<h{level} id="{reader.section(level, title, at)}">{escaped(title)}</h{level}>\n'
        case Items():
            html = _items(block, at, reader)
        case Table():
            html = _table(block, at, reader)
        case Figure(text=text):
            reader.count(text)
            html = reader.figure(block, at)
        case Callout(kind=kind, title=title, inline=inline, blocks=blocks):
            reader.count(title)
            head = f'<p class="callout__title">{inline_html(inline, at, reader)}</p>\n'
            inside = "".join(html_of(one, line, reader) for one in blocks)
            html = f'<aside class="callout callout--{kind}">\n{head}{inside}</aside>\n'
        case Other(text=text):
            html = reader.parsed(text, at)
        case CheckBox():
            raise TypeError("a check is the question reader's, and has no HTML of its own")
    return html


def inline_html(inline: Inline, line: int, reader: Reader) -> str:
    return "".join(
        piece if isinstance(piece, str) else reader.link(piece.label, piece.written, line + piece.line)
        for piece in inline
    )


def attributes_html(attributes: Mapping[str, object]) -> str:
    """Each with a space before it."""
    return "".join(f' {name}="{escaped(str(value))}"' for name, value in attributes.items())


def _items(items: Items, line: int, reader: Reader) -> str:
    entries: list[str] = []
    for place, (text, inline) in enumerate(zip(items.texts, items.inlines, strict=True)):
        reader.count(text)
        entries.append(f"<li>{inline_html(inline, line + place, reader)}</li>\n")
    tag = "ul" if items.start is None else "ol"
    start = "" if items.start in {None, 1} else f' start="{items.start}"'
    return f"<{tag}{start}>\n" + "".join(entries) + f"</{tag}>\n"


def _table(table: Table, line: int, reader: Reader) -> str:
    for cell in (cell for row in table.rows for cell in row):
        reader.count(cell)
    places = [f' class="align-{side}"' if side else "" for side in table.aligned]
    header, *body = table.inlines

    def row(cells: Sequence[Inline], tag: str, more: str = "") -> str:
        told = zip(cells, places, strict=True)
        inside = "".join(f"<{tag}{place}{more}>{inline_html(cell, line, reader)}</{tag}>\n" for cell, place in told)
        return f"<tr>\n{inside}</tr>\n"

    head = "<thead>\n" + row(header, "th", ' scope="col"') + "</thead>\n"
    rows = "<tbody>\n" + "".join(row(cells, "td") for cells in body) + "</tbody>\n"
    wrap = attributes_html(table_attributes(table.rows[0]))
    return f"<div{wrap}>\n<table>\n{head}{rows}</table>\n</div>\n"
