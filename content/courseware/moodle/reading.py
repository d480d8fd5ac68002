"""A file of Moodle's, whichever of the two formats it is in."""

from collections.abc import Iterator
from pathlib import Path

from courseware.mistakes import Mistake, SourceFile, mistake, read_source
from courseware.moodle.bank import LARGEST_FILE, Question
from courseware.moodle.gift_reading import read_gift
from courseware.moodle.xml_reading import read_xml


def read_file(path: Path, mistakes: list[Mistake]) -> SourceFile | None:
    """The text of a file of bearable size; None, and a mistake noted, when it can't be read as text."""
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        mistakes.append(mistake(str(path), 1, "moodle.too-large", largest=LARGEST_FILE // 1_000_000))
        return None
    return read_source(path, str(path), mistakes)


def read_bank(source: SourceFile) -> Iterator[Question]:
    """The questions; what begins like XML is Moodle XML, all else GIFT."""
    return read_xml(source) if source.text.lstrip().startswith("<") else read_gift(source)
