"""The texts that stand in TypeScript and in templates, with what stands before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

_SKIPPED = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
_REGULAR = re.compile(r"/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
# A slash divides after a value, and begins a regular expression after anything else.
_VALUE_BEFORE = re.compile(r"[\w$)\]]\s*$")
_KEYWORD_BEFORE = re.compile(r"\b(?:return|typeof|case|in|of)\s*$")
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NAME_OF_TAG = re.compile(r"(</?)\{\{.*?\}\}")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_ATTRIBUTES = re.compile(r'(?:[\w-]+="[^"]*"\s*)+')
_SPOKEN = frozenset(
    ("alt", "aria-label", "aria-description", "aria-roledescription", "content", "label", "placeholder", "title")
)


@dataclass(frozen=True)
class Literal:
    """`before` is the code of the 60 characters in front of it, on one line."""

    line: int
    text: str
    before: str


def of_typescript(code: str) -> Iterator[Literal]:
    """Every string and every fixed part of a template string; comments and regular expressions are none."""
    yield from _in_code(code, 0, len(code))


def _in_code(code: str, at: int, end: int) -> Iterator[Literal]:
    while at < end:
        if skipped := _SKIPPED.match(code, at, end):
            at = skipped.end()
        elif code[at] in "\"'" and (found := _STRING.match(code, at, end)):
            yield _literal(code, at, found[0][1:-1])
            at = found.end()
        elif code[at] == "`":
            pieces, at = _template(code, at)
            yield _literal(code, pieces[0][0] - 1, "…".join(code[a:b] for a, b in pieces))
            for (_, opened), (closed, _) in pairwise(pieces):
                yield from _in_code(code, opened + 2, closed - 1)
        elif code[at] == "/" and _begins_regular(code[max(0, at - 20) : at]):
            found = _REGULAR.match(code, at, end)
            at = found.end() if found else at + 1
        else:
            at += 1


def _begins_regular(before: str) -> bool:
    return not _VALUE_BEFORE.search(before) or _KEYWORD_BEFORE.search(before) is not None


def _template(code: str, at: int) -> tuple[list[tuple[int, int]], int]:
    """Where the fixed parts of the template string that begins here stand, and where it ends."""
    pieces: list[tuple[int, int]] = []
    start = at = at + 1
    while code[at] != "`":
        if code[at] == "\\":
            at += 2
        elif code.startswith("${", at):
            pieces.append((start, at))
            start = at = _after_braces(code, at + 2)
        else:
            at += 1
    return [*pieces, (start, at)], at + 1


def _after_braces(code: str, at: int) -> int:
    """Behind the brace that closes what began before `at`."""
    open_braces = 1
    while open_braces:
        if code[at] == "`":
            _, at = _template(code, at)
            continue
        if found := _STRING.match(code, at):
            at = found.end()
            continue
        open_braces += {"{": 1, "}": -1}.get(code[at], 0)
        at += 1
    return at


def _literal(code: str, at: int, text: str) -> Literal:
    return Literal(code.count("\n", 0, at) + 1, text, " ".join(code[max(0, at - 60) : at].split()))


class _Spoken(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Literal] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            # `content` of a `meta` speaks to people only where it describes or names the page.
            technical = name == "content" and not {"description", "og:title", "og:description"} & {v for _, v in attrs}
            if name in _SPOKEN and value and not technical:
                self.found.append(Literal(self.getpos()[0], value, f"{name}="))

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if _ATTRIBUTES.fullmatch(text):
            # Attributes that a template writes by themselves, for a tag elsewhere.
            self.handle_starttag("", [(name, value) for name, value in _ATTRIBUTE.findall(text)])
        elif self.cdata_elem is None and text:
            self.found.append(Literal(self.getpos()[0], text, ">"))


def of_template(source: str) -> list[Literal]:
    """What a reader reads or hears: texts between tags and attributes that are shown or spoken, without Jinja's own."""
    reading = _Spoken()
    reading.feed(_JINJA.sub(_blank, _NAME_OF_TAG.sub(r"\1span", source)))
    reading.close()
    return reading.found


def _blank(expression: re.Match[str]) -> str:
    """Nothing, on as many lines."""
    return "\n" * expression[0].count("\n")
