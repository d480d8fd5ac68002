"""Gaps between the languages' catalogues of messages, as mistakes in their files."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from courseware.messages import MESSAGES, Gap, Language, catalogue, gaps, placeholders
from courseware.mistakes import Mistake, mistake

_TABLE = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]")
# What the checker itself says: with a gap in it no other mistake can be told.
_OWN = "check-"


def gap_mistakes(folder: Path = MESSAGES) -> Iterator[Mistake]:
    """A mistake for each gap: a missing sentence at the first line of its file, another at its own."""
    for gap in gaps(folder):
        file, other = (_label(language, gap.subject) for language in (gap.language, gap.other))
        if gap.differs:
            line = _line_of(folder / gap.language / f"{gap.subject}.toml", gap.address.split(".")[1:])
            names, others = (_names(gap, language, folder) for language in (gap.language, gap.other))
            facts = {"message": gap.address, "names": names, "others": others, "other": other}
            yield mistake(file, line, "messages.other-placeholders", **facts)
        else:
            yield mistake(file, 1, "messages.missing", message=gap.address, other=other)


def can_speak(folder: Path = MESSAGES) -> bool:
    """Whether every mistake has its sentences in every language."""
    return not any(gap.subject.startswith(_OWN) for gap in gaps(folder))


def _label(language: Language, subject: str) -> str:
    return f"content/messages/{language}/{subject}.toml"


def _names(gap: Gap, language: Language, folder: Path) -> str:
    found = sorted(placeholders(catalogue(language, folder).messages[gap.address]))
    return ", ".join(f"{{{name}}}" for name in found) or "{}"


def _line_of(file: Path, keys: Sequence[str]) -> int:
    """Where a sentence stands; the first line when its key is written in an unusual way."""
    *table, key = keys
    inside = not table
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if opened := _TABLE.match(line):
            inside = opened[1] == ".".join(table)
        elif inside and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return 1
