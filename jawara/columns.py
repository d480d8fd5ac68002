"""Where on its line a mistake stands: mistakes know lines, and what they quote shows the rest."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from courseware.mistakes import Mistake

# Facts that a mistake quotes as they were typed, the most telling first.
_QUOTED = ("typed", "written", "word", "anchor", "lesson", "term", "page", "text", "id", "module", "audience")


@dataclass(frozen=True, slots=True)
class Columns:
    """Both count characters from 1; `end` is the first behind what is meant."""

    start: int
    end: int


def columns_of(mistake: Mistake) -> Columns | None:
    """None when the line doesn't hold what the mistake quotes, or holds it more than once."""
    lines = _lines(mistake.file)
    line = lines[mistake.line - 1] if 0 < mistake.line <= len(lines) else ""
    facts = dict(mistake.facts)
    for name in _QUOTED:
        quoted = facts.get(name)
        if isinstance(quoted, str) and quoted and line.count(quoted) == 1:
            start = line.index(quoted) + 1
            return Columns(start, start + len(quoted))
    return None


@lru_cache(maxsize=64)
def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return []
