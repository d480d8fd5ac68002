"""The Markdown of which nearly every lesson is made, read line by line: paragraphs, lists, tables, headings, boxes.

Only what can mean one thing is read here, and comes to the very HTML that the Markdown parser makes of it, twenty times
sooner. Everything else is left to that parser: a block of its own where the blocks around it have no say in it, the
whole text where they might.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from courseware.directives import CALLOUTS, CHECK

_MARK = ":::"


class Link(NamedTuple):
    """`written` is where it leads; `line` counts from the first line of the text around it."""

    label: str
    written: str
    line: int


Inline: TypeAlias = Sequence[str | Link]
"""A text in its pieces: HTML, and links that are yet to be resolved."""


class Paragraph(NamedTuple):
    """`quoted`: it is all that a quotation holds."""

    line: int
    text: str
    inline: Inline
    quoted: bool = False


class Heading(NamedTuple):
    line: int
    level: int
    title: str


class Items(NamedTuple):
    """A list whose entries have a line each; `start` is the first number, None where there are none."""

    line: int
    start: int | None
    texts: Sequence[str]
    inlines: Sequence[Inline]


class Table(NamedTuple):
    """`rows` begin with the header; `aligned` has `left`, `center`, `right` or nothing for each column."""

    line: int
    aligned: Sequence[str]
    rows: Sequence[Sequence[str]]
    inlines: Sequence[Sequence[Inline]]


class Figure(NamedTuple):
    """A picture that stands alone; `text` is the line as it was written, `title` may be empty."""

    line: int
    text: str
    alternative: str
    written: str
    title: str


class Callout(NamedTuple):
    line: int
    kind: str
    title: str
    inline: Inline
    blocks: "Sequence[Block]"


class CheckBox(NamedTuple):
    line: int
    attributes: str
    text: str


class Other(NamedTuple):
    """A block for the Markdown parser."""

    line: int
    text: str


Block: TypeAlias = Paragraph | Heading | Items | Table | Figure | Callout | CheckBox | Other

# What other lines have a say in, near or far: notes, definitions of links, code between fences, tabs.
_FAR = ("[^", "]:", "\t", "```", "~~~")
# How a line begins that is nothing but words: by no sign of a heading, quotation, list, rule, table, box or fence.
_WORDS = r"(?:[^\s#>\-+*_=\d`~|:<\[\\&]|\[|\*{1,2}(?:[^\W_]|\[)|`(?!`)|\d+(?:[.)][^\s]|[^\d.)\n]))"
_SENTENCES = re.compile(rf"{_WORDS}[^\n]*(?<!\s)(?:\n{_WORDS}[^\n]*(?<!\s))*")
_HEADING = re.compile(r"(#{1,6}) ([^\W_][^#\n]*(?<!\s))")
_BULLET = re.compile(rf"- ({_WORDS}[^\n]*(?<!\s))")
_NUMBER = re.compile(rf"(\d{{1,9}})\. ({_WORDS}[^\n]*(?<!\s))")
_LIST = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:\s|$)")
_PICTURE = re.compile(
    r"!\[(?P<alternative>[^\s`*\[\]!][^`*\[\]!]*)\]\((?P<written>media/[a-z0-9._-]+)(?: \"(?P<title>[^\"\[\]`*]*)\")?\)"
)
_ROW = re.compile(r"\|[^\\`]*\|")
_DELIMITERS = re.compile(r"\|(?: :?-+:? \|)+")
_ALIGNED = {(False, False): "", (True, False): "left", (False, True): "right", (True, True): "center"}

# Signs that mean something within a sentence. Backslashes, entities, tags and underscores are never read here; nor is
# what the reader of slips wants to see, and space where lines end.
_SIGN = re.compile(r"[`*\[\]]")
_NEVER = re.compile(r"[\\<_]|&(?=[#\w])")
_TORN = re.compile(r"\s\n|\n\s")
_ANY = re.compile(r"[`*\[\]\\<_&\n]")
_LINK = r"\[[^\W_][^*`\[\]!\n]*\]\((?:https?://[a-z0-9]|pelajaran:|istilah:)[A-Za-z0-9/.?=#-]*\)"
# Stars that can only open, and then only close: what stands on either side of them leaves no doubt.
_OPENS, _CLOSES = r"(?:(?<=[\s(])(?=\*+[^\W_])|(?<=\s)(?=\*+\[)|^(?=\*+[^\W_]|\*+\[))", r"(?=[\s.,;:!?)]|$)"
_WITHIN = rf"(?:[^*`\[\]]|{_LINK})*(?<=[\w.,;:!?)%])"
_INLINE = re.compile(
    rf"{_OPENS}\*\*(?P<strong>{_WITHIN})\*\*{_CLOSES}|{_OPENS}\*(?P<em>{_WITHIN})\*{_CLOSES}"
    rf"|(?<![!\]])(?P<link>{_LINK})|`(?P<code>[^`&\s](?:[^`&\n]*[^`&\s])?)`(?!`)"
)
_LINKS = re.compile(_LINK)


def inline(text: str) -> Inline | None:
    """A sentence or more, without space around; None where the parser has to be asked."""
    if is_plain(text):
        return (escaped(text),)
    if _NEVER.search(text) or ":::" in text or "{#" in text or ("\n" in text and _TORN.search(text)):
        return None
    pieces: list[str | Link] = []
    at = 0
    while sign := _SIGN.search(text, at):
        found = _INLINE.match(text, sign.start())
        if not found:
            return None
        pieces.append(escaped(text[at : found.start()]))
        pieces += _pieces(found)
        at = found.end()
    pieces.append(escaped(text[at:]))
    return pieces


def _pieces(found: re.Match[str]) -> Iterator[str | Link]:
    kind = found.lastgroup or ""
    start, end = found.span(kind)
    if kind == "code":
        yield f"<code>{escaped(found[kind])}</code>"
        return
    if kind != "link":
        yield f"<{kind}>"
    text = found.string
    for link in _LINKS.finditer(text, start, end):
        label, _, written = link[0][1:-1].partition("](")
        yield escaped(text[start : link.start()])
        yield Link(label, written, text.count("\n", 0, link.start()))
        start = link.end()
    yield escaped(text[start:end])
    if kind != "link":
        yield f"</{kind}>"


def is_plain(text: str) -> bool:
    """Whether a text has no sign that could mean something."""
    return not (_ANY.search(text) or ":::" in text or "{#" in text)


def is_sentence(text: str) -> bool:
    """Whether a text is one line of plain words that begins with a letter."""
    return text[:1].isalpha() and not text[-1].isspace() and "\t" not in text and "~~~" not in text and is_plain(text)


def blocks(text: str) -> list[Block] | None:
    """A whole text, its lines counted from 0; None where the parser has to be asked about all of it."""
    if any(sign in text for sign in _FAR):
        return None
    lines = text.split("\n")
    try:
        return list(_blocks(lines, 0, len(lines), in_box=False))
    except _Unclear:
        return None


class _Unclear(Exception):
    """Lines that have a say in the meaning of others."""


def _blocks(lines: Sequence[str], at: int, end: int, *, in_box: bool) -> Iterator[Block]:
    after_list = False
    while at < end:
        first = lines[at]
        if not first.strip(" "):
            at += 1
            continue
        if first[0].isspace() or (after_list and _LIST.match(first)):
            raise _Unclear
        if first.startswith(_MARK):
            if in_box:
                raise _Unclear
            close = _closing(lines, at + 1, end)
            yield _box(lines, at, close)
            at, after_list = close + 1, False
            continue
        last = at + 1
        while last < end and lines[last].strip(" ") and not lines[last].startswith(_MARK):
            last += 1
        if last == at + 1 and first[0].isalpha():
            yield _sentence(first, at)
            after_list = False
        else:
            yield from _together(lines[at:last], at)
            after_list = any(map(_LIST.match, lines[at:last]))
        at = last


def _closing(lines: Sequence[str], at: int, end: int) -> int:
    for place in range(at, end):
        if lines[place].startswith(_MARK):
            if lines[place].strip() == _MARK:
                return place
            break
    raise _Unclear


def _box(lines: Sequence[str], at: int, close: int) -> Block:
    kind, _, rest = lines[at].removeprefix(_MARK).strip().partition(" ")
    rest = rest.strip()
    if kind == CHECK:
        return CheckBox(at, rest, "\n".join(lines[at + 1 : close]))
    title = rest or CALLOUTS.get(kind, "")
    read = inline(title)
    if kind not in CALLOUTS or read is None:
        raise _Unclear
    return Callout(at, kind, title, read, list(_blocks(lines, at + 1, close, in_box=True)))


def _together(lines: Sequence[str], at: int) -> Iterator[Block]:
    """Lines with no empty one between them."""
    heading = _HEADING.fullmatch(lines[0])
    if heading and is_plain(heading[2]):
        yield Heading(at, len(heading[1]), heading[2])
        if len(lines) > 1:
            yield from _together(lines[1:], at + 1)
        return
    if lines[0].startswith(">"):
        bare = [line[2:] for line in lines if line.startswith("> ")]
        paragraph = _sentences(bare, at) if len(bare) == len(lines) else None
        yield paragraph._replace(quoted=True) if paragraph else Other(at, "\n".join(lines))
        return
    listed = next((place for place, line in enumerate(lines) if _LIST.match(line)), len(lines))
    found = [_sentences(lines[:listed], at), _items(lines[listed:], at + listed, alone=not listed)]
    parts = [part for part, given in zip(found, (listed, len(lines) - listed), strict=True) if given]
    if lines[0].startswith("|"):
        parts = [_table(lines, at)]
    elif lines[0].startswith("!") and len(lines) == 1:
        parts = [_figure(lines[0], at)]
    if any(part is None for part in parts):
        yield Other(at, "\n".join(lines))
    else:
        yield from (part for part in parts if part)


def _sentence(line: str, at: int) -> Block:
    """A paragraph of one line that begins with a letter: nearly half of all blocks."""
    read = None if line[-1].isspace() else inline(line)
    return Other(at, line) if read is None else Paragraph(at, line, read)


def _sentences(lines: Sequence[str], at: int) -> Paragraph | None:
    text = "\n".join(lines)
    read = inline(text) if _SENTENCES.fullmatch(text) else None
    return None if read is None else Paragraph(at, text, read)


def _items(lines: Sequence[str], at: int, *, alone: bool) -> Items | None:
    """The entries of one list. A list with numbers begins within a paragraph only where it begins with 1."""
    if not lines:
        return None
    numbered = lines[0][0].isdigit()
    found = [(_NUMBER if numbered else _BULLET).fullmatch(line) for line in lines]
    texts = [one[one.re.groups] for one in found if one]
    inlines = [read for text in texts if (read := inline(text)) is not None]
    if len(inlines) < len(lines):
        return None
    start = int(lines[0].partition(".")[0]) if numbered else None
    return Items(at, start, texts, inlines) if alone or start in {None, 1} else None


def _figure(line: str, at: int) -> Figure | None:
    found = _PICTURE.fullmatch(line)
    if not found or not is_plain(found["alternative"]) or not is_plain(found["title"] or ""):
        return None
    return Figure(at, line, found["alternative"], found["written"], found["title"] or "")


def _table(lines: Sequence[str], at: int) -> Table | None:
    if len(lines) < 3 or not _DELIMITERS.fullmatch(lines[1]) or not all(map(_ROW.fullmatch, lines)):
        return None
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in (lines[0], *lines[2:])]
    dashes = [cell.strip() for cell in lines[1][1:-1].split("|")]
    if any(len(row) != len(dashes) for row in rows) or not all(map(is_plain, rows[0])):
        return None
    inlines: list[list[Inline]] = []
    for row in rows:
        read = [found for cell in row if (found := inline(cell)) is not None]
        if len(read) < len(row) or any(isinstance(piece, Link) for found in read for piece in found):
            return None
        inlines.append(read)
    aligned = [_ALIGNED[cell.startswith(":"), cell.endswith(":")] for cell in dashes]
    return Table(at, aligned, rows, inlines)


def escaped(text: str) -> str:
    """As the parser's own renderer does it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
