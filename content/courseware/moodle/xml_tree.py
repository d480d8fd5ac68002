"""Moodle XML, one question at a time: no document type, no entity of its own, nothing from outside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

_ROOTS = frozenset({"quiz", "question"})
# No question of Moodle's nests deeper than a third of this.
_DEEPEST = 30
# What has as many is refused by who reads it, and the rest needn't be kept.
MOST_CHILDREN = 500


class BadXml(Exception):
    """`code` is a key of check-moodle, `line` the line where reading stopped."""

    def __init__(self, code: str, line: int) -> None:
        self.code, self.line = code, line
        super().__init__(f"{code} at line {line}")


@dataclass(slots=True)
class Node:
    """`text` is what stands in the element itself, without that of its children."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: "list[Node]" = field(default_factory=list["Node"])

    def all(self, name: str) -> Iterator["Node"]:
        return (child for child in self.children if child.name == name)

    def one(self, *path: str) -> "Node | None":
        """The first element along a path of names."""
        node: Node | None = self
        for name in path:
            node = next(node.all(name), None) if node else None
        return node

    def said(self, *path: str) -> str:
        """The text at the end of a path, without space around it; empty where there is none."""
        node = self.one(*path)
        return node.text.strip() if node else ""


def read_questions(text: str, take: Callable[[Node], None]) -> None:
    """Hands over each `question` as it ends; raises BadXml, when those before the line have been handed over."""
    reader = _Reader(take)
    try:
        reader.parser.Parse(text, True)
    except expat.ExpatError as error:
        raise BadXml("broken-xml", error.lineno) from error


class _Reader:
    def __init__(self, take: Callable[[Node], None]) -> None:
        self._take = take
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _bad(self, code: str) -> BadXml:
        return BadXml(code, self.parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open and name not in _ROOTS:
            raise self._bad("no-quiz")
        if len(self._open) == _DEEPEST:
            raise self._bad("deep-xml")
        node = Node(name, attributes, self.parser.CurrentLineNumber)
        if self._open and self._open[-1].name != "quiz" and len(self._open[-1].children) < MOST_CHILDREN:
            self._open[-1].children.append(node)
        self._open.append(node)
        self._texts.append([])

    def _end(self, name: str) -> None:
        node, texts = self._open.pop(), self._texts.pop()
        node.text = "".join(texts)
        if name == "text" and node.children:
            raise BadXml("tags-in-text", node.line)
        if name == "question" and (not self._open or self._open[-1].name == "quiz"):
            self._take(node)

    def _text(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def _doctype(self, *_declared: object) -> None:
        raise self._bad("doctype")
