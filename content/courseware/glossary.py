"""glossary.md: the words of a class that a reader may look up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from courseware.heads import IDENTIFIER
from courseware.links import Words
from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.public import Term, terms_url
from courseware.register import Register

_ENTRY = re.compile(
    r"\*\*(?P<word>[^*]+)\*\*\s*(?:\((?P<long>[^()]+)\)\s*)?\{#(?P<id>[^{}]*)\}\s*:\s*(?P<definition>.*)"
)
_IDENTIFIER = re.compile(IDENTIFIER)


@dataclass(frozen=True, slots=True)
class _Entry:
    line: int
    id: str
    word: str
    long: str
    definition: list[str]


@dataclass(slots=True)
class Glossary:
    """The words of one class; `complete` is False when some line can't be read as one."""

    source: SourceFile
    complete: bool = True
    _entries: list[_Entry] = field(default_factory=list[_Entry])

    def __post_init__(self) -> None:
        ids, words = Register("id"), Register("word")
        above = ""
        for number, line in enumerate(self.source.text.split("\n"), start=1):
            text = line.strip()
            if found := _ENTRY.fullmatch(text):
                entry = _Entry(number, found["id"], found["word"].strip(), found["long"] or "", [found["definition"]])
                self._claim(entry, ids, words)
                self._entries.append(entry)
            elif text and above and self._entries and not text.startswith("**"):
                self._entries[-1].definition.append(text)
            elif text:
                self.complete = False
                self.source.wrong(number, "glossary.no-entry")
            above = text
        if not self._entries and self.complete:
            self.source.wrong(1, "glossary.empty")

    def words(self, course: str) -> Words:
        return Words(terms_url(course), tuple(entry.id for entry in self._entries), self.complete)

    def terms(self, writer: Writer) -> tuple[Term, ...]:
        """All words in the order of the alphabet."""
        terms = (_term(writer, entry) for entry in self._entries)
        return tuple(sorted(terms, key=lambda term: (term.word.casefold(), term.id)))

    def _claim(self, entry: _Entry, ids: Register, words: Register) -> None:
        if not _IDENTIFIER.search(entry.id) or len(entry.id) > 80:
            self.source.wrong(entry.line, "glossary.bad-id", id=entry.id)
            self.complete = False
        ids.claim(self.source, entry.line, entry.id)
        words.claim(self.source, entry.line, entry.word.casefold())


def _term(writer: Writer, entry: _Entry) -> Term:
    html = writer.inline(_joined(entry.definition), entry.line)
    if not html:
        writer.source.wrong(entry.line, "glossary.no-definition", word=entry.word)
    return Term(entry.id, entry.word, entry.long.strip(), html)


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip()
