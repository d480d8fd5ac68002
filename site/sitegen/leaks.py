"""The last look before a site goes out: does any sealed sentence stand in it?

Texts are compared word by word, so that markup, punctuation, case, entities and escapes hide nothing. Most files hold
no sealed text at all, and that is found out fast: on their bare letters, where spaces and marks play no part.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import BytesAhoCorasick, Implementation

from courseware.release import SealedString

TEXT_SUFFIXES = frozenset({".html", ".js", ".css", ".json", ".svg", ".txt", ".xml", ".webmanifest", ".map", ".md"})

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]*>")
_CODE_POINT = re.compile(r"\\u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})")
_ESCAPE = re.compile(r"\\[nrt\"'/\\]")
_CUT_ENTITY = re.compile(r"&#?\w*<")
_ASCII = bytes(range(128))
_MARKS = bytes(byte for byte in range(256) if byte > 127 or not (chr(byte).isalnum() or byte == ord("_")))
_MARKS_OF_NO_TAG = _MARKS.translate(None, b"<>")
_LOWER = bytes(range(256)).lower()
_TAGGED = re.compile(rb"<[^>]*>")
_NO_LETTERS = re.compile(rb"&(?:amp|lt|gt|quot|#39|#34);")
# Characters beyond ASCII that have a letter of ASCII once their case is folded: ligatures, the sign for kelvin.
_FOLDED = frozenset(
    "\xdf\u0130\u0149\u017f\u01f0\u1e96\u1e97\u1e98\u1e99\u1e9a\u1e9e\u212a\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
)
_BEGINNING = 12  # letters: few enough to share among texts, enough to stand in few other places
_MOST_STATES = 1_000_000  # of an automaton that takes one step for each letter; a smaller one takes several


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


@dataclass(frozen=True, slots=True, eq=False)
class _Sought:
    """A sealed text, and its bare letters."""

    text: SealedString
    letters: bytes

    def stands_in(self, reading: str) -> bool:
        """Whether its words stand in a row in `reading`, whose words have single spaces between and around."""
        words = _words(self.text.text)
        return bool(words) and f" {' '.join(words)} " in reading


class Search:
    """Looks for sealed texts in one file after the other.

    The letters of a file are read once for the first letters of all texts. Wherever they stand, all letters of those
    texts are compared, and then their words.
    """

    def __init__(self, sealed: Iterable[SealedString]) -> None:
        by_beginning: dict[bytes, list[_Sought]] = {}
        for one in sealed:
            sought = _Sought(one, _letters(one.text))
            by_beginning.setdefault(sought.letters[:_BEGINNING], []).append(sought)
        # No letter of ASCII in them, so these may stand anywhere.
        self._elsewhere = by_beginning.pop(b"", [])
        self._sought = list(by_beginning.values())
        large = sum(map(len, by_beginning)) > _MOST_STATES
        kind = Implementation.ContiguousNFA if large else Implementation.DFA
        self._beginnings = BytesAhoCorasick(by_beginning, implementation=kind)

    def leaks(self, name: str, content: bytes) -> list[Leak]:
        """All sealed texts in the file `name`, in the order of their origins; none in a file that is no text."""
        if not is_text(name):
            return []
        plain = _unescaped(content.decode("utf-8"))
        candidates = self._candidates(plain)
        if not candidates:
            return []
        # As a reader sees it, without tags, and as it is written, with the attributes.
        texts = (_TAG.sub(" ", plain), _TAG.sub("", plain), plain)
        readings = [f" {' '.join(_words(html.unescape(text)))} " for text in texts]
        found = [one.text for one in candidates if any(map(one.stands_in, readings))]
        return [Leak(name, one.origin, one.text) for one in sorted(found, key=lambda one: (one.origin, one.text))]

    def _candidates(self, plain: str) -> set[_Sought]:
        """Every sealed text whose letters stand in this order in a file, with its tags or without."""
        found = set(self._elsewhere)
        for letters in _soon(plain) or {*map(_letters, _read(plain))}:
            for beginning, start, _ in self._beginnings.find_matches_as_indexes(letters, overlapping=True):
                found.update(one for one in self._sought[beginning] if letters.startswith(one.letters, start))
        return found


def is_text(name: str) -> bool:
    """Whether a file can hold a sentence, by its name."""
    return name[name.rfind(".") :] in TEXT_SUFFIXES


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(" ", _CODE_POINT.sub(_character, text)) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else " "


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _read(plain: str) -> Iterator[str]:
    """What a reader sees, and what is written."""
    yield html.unescape(_TAG.sub("", plain))
    yield html.unescape(plain)
    if _CUT_ENTITY.search(plain):
        yield html.unescape(_TAG.sub(" ", plain))


def _soon(plain: str) -> "tuple[bytes, bytes] | None":
    """The letters of what `_read` gives, twice as soon; None where the file has signs that this can't read.

    Of the entities that our own programs write none stands for a letter, so they go as they are. Without them and
    without marks, half of the file is left in which tags are looked for.
    """
    written = _NO_LETTERS.sub(b" ", plain.encode("utf-8", "surrogatepass"))
    if b"&" in written or _folds(written):
        return None
    tagged = written.translate(_LOWER, _MARKS_OF_NO_TAG)
    return _TAGGED.sub(b"", tagged).translate(None, b"<>"), tagged.translate(None, b"<>")


def _letters(text: str) -> bytes:
    """ASCII's letters, digits and underscores, small; those of other alphabets go, here and in the sealed text."""
    written = text.encode("utf-8", "surrogatepass")
    if not text.isascii() and _folds(written):
        written = text.casefold().encode("utf-8", "surrogatepass")
    return written.translate(_LOWER, _MARKS)


def _folds(written: bytes) -> bool:
    """Whether folding makes a letter of ASCII of any other."""
    return not _FOLDED.isdisjoint(written.translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def find_leaks(folder: Path, sealed: Iterable[SealedString]) -> list[Leak]:
    """All sealed texts in all text files below `folder`, in the order of files."""
    search = Search(sealed)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [leak for file in files for leak in search.leaks(file.relative_to(folder).as_posix(), file.read_bytes())]
