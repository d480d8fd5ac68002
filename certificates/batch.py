"""Certificates that were printed together, taken apart again with their tags.

Works on the bytes of the file as Chromium writes it: one object after the other, a plain table of them at the end, and
no tagged element that holds parts of two certificates. What comes out doesn't tell how many were printed together, nor
what the process had printed before: objects, tagged elements and fonts are numbered in the order in which a certificate
reaches them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

TRAILER = re.compile(rb"trailer\n<<(.*?)>>\nstartxref\n(\d+)\n%%EOF\s*\Z", re.DOTALL)
TABLE = re.compile(rb"xref\n0 (\d+)\n")
ENTRY = 20
"""Bytes of one line in the table of objects (ISO 32000-1, 7.5.4)."""
STRING = re.compile(rb"\([^\\()]*(?:\\.[^\\()]*)*\)", re.DOTALL)
TOLD = re.compile(STRING.pattern + rb"|(?<=[ \[])(\d+) 0 R\b|/([A-Z]{6})(?=\+)", re.DOTALL)
"""A string, a reference to an object or the tag of a font (9.6.4). Strings are taken whole: the words of an alternative
text may look like a reference.
"""
ELEMENT_ID = re.compile(rb"\(node\d+\)")
OWN_ID = re.compile(rb"/ID (\(node\d+\))")
REFERENCE = re.compile(rb"(\d+) 0 R")
PAIR = re.compile(rb"(\d+) (\d+) 0 R")
STREAM = re.compile(rb">>\nstream\r?\n")


class NotAsPrinted(Exception):
    """The file isn't built as Chromium builds it."""


class OtherPages(Exception):
    """The file has more or fewer pages than were asked for."""


def parts_of(pdf: bytes, count: int, pages: int) -> list[bytes]:
    """A PDF for each of `count` certificates that Chromium printed, with the tagged elements of its pages alone.

    Each has `pages` pages. Raises OtherPages or NotAsPrinted.
    """
    try:
        return _parts(_Printed.read(pdf), count, pages)
    except (LookupError, ValueError, RecursionError) as error:
        # A place, number or object that isn't there, or one that stands below itself.
        raise NotAsPrinted(f"leads nowhere: {error}") from error


@dataclass(frozen=True, slots=True)
class _Printed:
    """Chromium's file: its objects by number, and the numbers of those that a part has in a version of its own."""

    objects: dict[int, bytes]
    trailer: bytes
    root: int
    pages: int
    tags: int
    document: int
    """The element that holds all others."""

    @classmethod
    def read(cls, pdf: bytes) -> Self:
        closing = TRAILER.search(pdf)
        table = TABLE.match(pdf, int(closing[2])) if closing else None
        if closing is None or table is None:
            raise NotAsPrinted("has no table of its objects")
        lines = pdf[table.end() : table.end() + ENTRY * int(table[1])]
        starts = {number: int(lines[ENTRY * number : ENTRY * number + 10]) for number in range(1, int(table[1]))}
        order = sorted(starts, key=starts.__getitem__)
        bounds = [*(starts[number] for number in order), table.start()]
        objects = {number: _body(pdf[start:end]) for number, start, end in zip(order, bounds, bounds[1:], strict=False)}
        root = _reference(closing[1], b"Root")
        tags = _reference(objects[root], b"StructTreeRoot")
        return cls(
            objects, closing[1], root, _reference(objects[root], b"Pages"), tags, _reference(objects[tags], b"K")
        )

    def references(self, number: int, key: bytes) -> list[int]:
        """The objects that stand under a key, which has one or a list."""
        body = self.objects[number]
        if b"(" in body:
            body = STRING.sub(b"()", body)
        found = re.search(rb"/%s (?:\[([^\]]*)\]|(\d+ 0 R))" % key, body)
        return [int(one) for one in REFERENCE.findall(found[1] or found[2] or b"")] if found else []

    def pages_below(self, number: int) -> list[int]:
        """The pages of a node, in order; Chromium gives none more than eight children."""
        children = self.references(number, b"Kids")
        return [page for child in children for page in self.pages_below(child)] if children else [number]

    def page_of(self, element: int) -> int:
        """The page of the first thing that an element holds."""
        page = next(self._pages_in(element), None)
        if page is None:
            raise NotAsPrinted("has an element without a page")
        return page

    def _pages_in(self, element: int) -> Iterator[int]:
        yield from self.references(element, b"Pg")
        for child in self.references(element, b"K"):
            yield from self._pages_in(child)

    def part(self, pages: list[int], elements: list[int]) -> bytes:
        """The file of these pages alone, with these elements directly in its document."""
        document = re.sub(rb"/K (?:\[[^\]]*\]|\d+ 0 R)", b"/K [%s]" % _listed(elements), self.objects[self.document])
        own = {
            self.pages: b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(pages), _listed(pages)),
            self.document: document,
        }
        parents = _reference(self.objects[self.tags], b"ParentTree")
        named = {int(key): int(held) for key, held in PAIR.findall(self.objects[parents])}
        marked: list[tuple[int, int]] = []
        for page in pages:
            key = int(_found(rb"/StructParents (\d+)", self.objects[page]))
            body = re.sub(rb"/StructParents \d+", b"/StructParents %d" % len(marked), self.objects[page])
            own[page] = re.sub(rb"/Parent \d+", b"/Parent %d" % self.pages, body)
            marked.append((len(marked), named[key]))
        own[parents] = b"<</Type /ParentTree /Nums [%s]>>" % b" ".join(b"%d %d 0 R" % pair for pair in marked)
        own[self.tags] = re.sub(
            rb"/ParentTreeNextKey \d+", b"/ParentTreeNextKey %d" % len(marked), self.objects[self.tags]
        )
        index = self.references(self.tags, b"IDTree")
        return _Part(self.objects | own, index[0] if index else None).written(self.trailer)


@dataclass(slots=True)
class _Part:
    """One certificate's file while it is written: whatever is reached gets the next number."""

    objects: dict[int, bytes]
    index: int | None
    """The object that finds elements by their ids."""
    order: list[int] = field(default_factory=list[int])
    numbers: dict[int, int] = field(default_factory=dict[int, int])
    fonts: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    ids: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    elements: dict[bytes, int] = field(default_factory=dict[bytes, int])
    """Numbers of the elements that have an id."""

    def written(self, trailer: bytes) -> bytes:
        head = TOLD.sub(self._retold, re.sub(rb"/Size \d+\s*", b"", trailer))
        # The list grows while it is gone through.
        bodies = [b"" if number == self.index else self._rewritten(number) for number in self.order]
        if self.index is not None:
            named = b" ".join(b"%s %d 0 R" % pair for pair in sorted(self.elements.items()))
            bodies[self.numbers[self.index] - 1] = b"<</Names [%s]>>" % named
        file, starts = bytearray(b"%PDF-1.4\n"), list[int]()
        for number, body in enumerate(bodies, start=1):
            starts.append(len(file))
            file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"".join(b"%010d 00000 n \n" % start for start in starts)
        end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n"
        return bytes(file) + end % (len(bodies) + 1, table, len(bodies) + 1, head, len(file))

    def _rewritten(self, number: int) -> bytes:
        body = self.objects[number]
        stream = STREAM.search(body)
        end = stream.start() if stream else len(body)
        head = TOLD.sub(self._retold, body[:end])
        if own := OWN_ID.search(head):
            self.elements[own[1]] = self.numbers[number]
        return head + body[end:]

    def _retold(self, found: re.Match[bytes]) -> bytes:
        if found[1]:
            return b"%d 0 R" % self._number(int(found[1]))
        if found[2]:
            return b"/" + self.fonts.setdefault(found[2], _tag(len(self.fonts)))
        if ELEMENT_ID.fullmatch(found[0]):
            return self.ids.setdefault(found[0], b"(node%08d)" % (len(self.ids) + 1))
        return found[0]

    def _number(self, old: int) -> int:
        if old not in self.numbers:
            self.order.append(old)
            self.numbers[old] = len(self.order)
        return self.numbers[old]


def _parts(printed: _Printed, count: int, pages: int) -> list[bytes]:
    found = printed.pages_below(printed.pages)
    if len(found) != count * pages:
        raise OtherPages(f"came out on {len(found)} pages" + (f", {count} together" if count > 1 else ""))
    elements = {element: printed.page_of(element) for element in printed.references(printed.document, b"K")}
    shares = (found[start : start + pages] for start in range(0, len(found), pages))
    return [printed.part(own, [element for element, page in elements.items() if page in own]) for own in shares]


def _body(text: bytes) -> bytes:
    return text[text.index(b" obj\n") + 5 : text.rindex(b"\nendobj")]


def _reference(body: bytes, key: bytes) -> int:
    return int(_found(rb"/%s (\d+) 0 R" % key, body))


def _found(pattern: bytes, body: bytes) -> bytes:
    found = re.search(pattern, body)
    if found is None:
        raise NotAsPrinted(f"has no {pattern.decode()}")
    return found[1]


def _listed(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _tag(place: int) -> bytes:
    """AAAAAA, BAAAAA and so on, as Chromium names them in a file of one certificate."""
    letters = bytearray(b"AAAAAA")
    for position in range(len(letters)):
        place, letter = divmod(place, 26)
        letters[position] += letter
    return bytes(letters)
