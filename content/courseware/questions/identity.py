"""What the braces say of a question."""

import re
from dataclasses import dataclass

from courseware.attributes import Attributes, one_word, whole_number
from courseware.heads import IDENTIFIER
from courseware.mistakes import SourceFile

RETIRED, PARTIAL, TAGS, POINTS = "pensiun", "nilai", "label", "poin"
LESSON = "pelajaran"

CHECK_KEYS = (TAGS, PARTIAL, RETIRED)
QUESTION_KEYS = (POINTS, LESSON, *CHECK_KEYS)

_TAG = re.compile(IDENTIFIER)
_LONGEST_TAG = 40


@dataclass(frozen=True, slots=True)
class Identity:
    """What a question has besides its text."""

    id: str
    points: int = 1
    lesson: str | None = None
    partial: bool = False
    tags: tuple[str, ...] = ()


def is_retired(source: SourceFile, line: int, attributes: Attributes) -> bool:
    """Whether the question only keeps its id from being given again."""
    return one_word(source, line, attributes, RETIRED, "ya")


def read_identity(source: SourceFile, line: int, attributes: Attributes, lesson: str | None) -> Identity:
    """The braces of a check or a question; `lesson` is the lesson to read again."""
    return Identity(
        id=attributes.id,
        points=whole_number(source, line, attributes, POINTS, 1),
        lesson=lesson,
        partial=one_word(source, line, attributes, PARTIAL, "sebagian"),
        tags=_tags(source, line, attributes),
    )


def _tags(source: SourceFile, line: int, attributes: Attributes) -> tuple[str, ...]:
    written = attributes.values.get(TAGS)
    tags = written.split(",") if written is not None else []
    for at, tag in enumerate(tags):
        if not _TAG.search(tag) or len(tag) > _LONGEST_TAG:
            source.wrong(line, "attributes.bad-tag", tag=tag)
        elif tag in tags[:at]:
            source.wrong(line, "attributes.same-tag", tag=tag)
    return tuple(tags)
