"""The last look before a site goes out: does any sealed sentence stand in it?

Texts are compared word by word, so that markup, punctuation, case, entities and escapes hide nothing.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from courseware.release import SealedString

TEXT_SUFFIXES = frozenset({".html", ".js", ".css", ".json", ".svg", ".txt", ".xml", ".webmanifest", ".map", ".md"})

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]*>")
_CODE_POINT = re.compile(r"\\u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})")
_ESCAPE = re.compile(r"\\[nrt\"'/\\]")
_KEY_WORDS = 4  # that many words find the candidates; the whole text then decides


@dataclass(frozen=True, slots=True)
class Leak:
    """`file` is the path inside the output."""

    file: str
    origin: str
    text: str


class LeakFound(Exception):
    """A key, a feedback or an explanation stands in the finished output; nothing was published."""

    def __init__(self, leaks: Sequence[Leak]) -> None:
        self.leaks = tuple(leaks)
        lines = (f"{leak.file}: {leak.text!r} ({leak.origin})" for leak in self.leaks)
        super().__init__("Sealed text stands in the site's output:\n" + "\n".join(lines))


def find_leaks(folder: Path, sealed: Iterable[SealedString]) -> list[Leak]:
    """All sealed texts in all text files below `folder`, in the order of files."""
    index = _by_first_words(sealed)
    lengths = sorted({len(key) for key in index})
    leaks: list[Leak] = []
    for file in sorted(folder.rglob("*")):
        if file.suffix not in TEXT_SUFFIXES:
            continue
        found: set[SealedString] = set()
        for words in _readings(file.read_text("utf-8")):
            found.update(_sealed_in(words, index, lengths))
        name = file.relative_to(folder).as_posix()
        leaks += [Leak(name, one.origin, one.text) for one in sorted(found, key=lambda one: (one.origin, one.text))]
    return leaks


def _by_first_words(sealed: Iterable[SealedString]) -> Mapping[tuple[str, ...], list[SealedString]]:
    index: dict[tuple[str, ...], list[SealedString]] = {}
    for one in sealed:
        if words := _words(one.text):
            index.setdefault(tuple(words[:_KEY_WORDS]), []).append(one)
    return index


def _readings(text: str) -> Iterator[list[str]]:
    """A text as a reader sees it, without tags, and as it is written, with the attributes."""
    plain = _ESCAPE.sub(" ", _CODE_POINT.sub(_character, text))
    yield _words(html.unescape(_TAG.sub(" ", plain)))
    yield _words(html.unescape(_TAG.sub("", plain)))
    yield _words(html.unescape(plain))


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else " "


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _sealed_in(
    words: list[str], index: Mapping[tuple[str, ...], list[SealedString]], lengths: Sequence[int]
) -> Iterator[SealedString]:
    whole = f" {' '.join(words)} "
    for length in lengths:
        beginnings = set(zip(*(words[start:] for start in range(length)), strict=False))
        for key in beginnings & index.keys():
            yield from (one for one in index[key] if f" {' '.join(_words(one.text))} " in whole)
