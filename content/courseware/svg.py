"""What an SVG may not carry: it is served from our own address, where a script in it would run as ours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

_SVG = "http://www.w3.org/2000/svg"
_FORBIDDEN_ELEMENTS = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener", "a"}
)
_ANIMATIONS = frozenset({"animate", "set"})
# A backslash can spell any of the words around it.
_LOADING_STYLE = re.compile(r"@import|\\|expression\(|url\(\s*['\"]?\s*(?!['\"#\s])", re.IGNORECASE)
# One of these stands in every value that could lead outside.
_TELLING = re.compile(r"[:@\\(]")
# And so begins each name that is looked at closer, in a row of names with their namespaces before them.
_TELLING_NAME = re.compile(r"(?<![^ ])(?:on|href|src|attributename)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(?:px)?\s*$")


@dataclass(slots=True)
class SvgFindings:
    """`width` and `height` in pixels, 0 when unknown; `mistakes` are a line, a key of check-svg and what it names."""

    width: int = 0
    height: int = 0
    mistakes: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])


def inspect_svg(text: str) -> SvgFindings:
    """Reads the drawing without ever opening what it refers to."""
    inspector = _Inspector()
    try:
        inspector.parser.Parse(text, True)
    except expat.ExpatError as error:
        inspector.findings.mistakes.append((error.lineno, "broken", ""))
    return inspector.findings


class _Inspector:
    def __init__(self) -> None:
        self.findings = SvgFindings()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        # Text then arrives whole, so that no word is split between two calls.
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._element
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self._has_begun = False
        self._open: list[str] = []
        """The elements around, from an outermost style on: what other elements hold is nobody's concern."""

    def _refuse(self, code: str, name: str = "") -> None:
        self.findings.mistakes.append((self.parser.CurrentLineNumber, code, name))

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        local = local.lower()
        if not self._has_begun:
            self._has_begun = True
            if (namespace, local) != (_SVG, "svg"):
                self._refuse("other-root")
            self.findings.width, self.findings.height = _size(attributes)
        if local == "style" and not self._open:
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = self._text
        if local == "style" or self._open:
            self._open.append(local)
        if local in _FORBIDDEN_ELEMENTS:
            self._refuse("element", local)
        # All at once: hardly any element has what is looked for, and a drawing has dozens of them.
        if not (_TELLING.search(" ".join(attributes.values())) or _TELLING_NAME.search(" ".join(attributes))):
            return
        for attribute, value in attributes.items():
            for code in _wrongs(local, attribute.rpartition(" ")[2].lower(), value):
                self._refuse(*code)

    def _end(self, _name: str) -> None:
        self._open.pop()
        if not self._open:
            self.parser.EndElementHandler = None
            self.parser.CharacterDataHandler = None

    def _text(self, text: str) -> None:
        if self._open[-1] == "style" and _LOADING_STYLE.search(text):
            self._refuse("style-from-outside")

    def _doctype(self, *_declared: object) -> None:
        self._refuse("doctype")

    def _instruction(self, target: str, _text: str) -> None:
        self._refuse("instruction", target)


def _wrongs(element: str, attribute: str, value: str) -> Iterator[tuple[str, str]]:
    """What is wrong with one attribute, by their names without a namespace."""
    if attribute.startswith("on"):
        yield "event-handler", attribute
    if attribute not in {"href", "src", "attributename"} and not _TELLING.search(value):
        return
    bare = "".join(value.split()).lower()
    if attribute in {"href", "src"} and not bare.startswith("#"):
        yield "reference-to-outside", attribute
    if element in _ANIMATIONS and attribute == "attributename" and (bare.startswith("on") or bare.endswith("href")):
        yield "animation", attribute
    if "javascript:" in bare or _LOADING_STYLE.search(value):
        yield "attribute-from-outside", attribute


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    corners = attributes.get("viewBox", "").replace(",", " ").split()
    sizes = corners[2:] if len(corners) == 4 else [attributes.get("width", ""), attributes.get("height", "")]
    width, height = (_NUMBER.match(size[:12]) for size in sizes)
    return (round(float(width[1])), round(float(height[1]))) if width and height else (0, 0)
