"""`Jawaban:` lines: accepted spellings, or one number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from courseware.mistakes import SourceFile
from courseware.questions.numbers import WrittenNumber, find_number, read_number
from courseware.questions.pieces import Numbered
from courseware.sealed import NumberKey
from courseware.spelling import LONGEST_ANSWER, folded

_BAR = re.compile(r"(?<!\\)\|")
# In quotation marks an answer is a text, whatever it looks like.
_QUOTED = re.compile(r'["“](.+)["”]')


@dataclass(frozen=True, slots=True)
class _Alternative:
    line: int
    text: str
    quoted: bool

    @property
    def number(self) -> WrittenNumber | None:
        return None if self.quoted else find_number(self.text)


def read_answers(source: SourceFile, written: Sequence[Numbered]) -> tuple[str, ...] | NumberKey:
    """What counts as right: any of the spellings, or a number."""
    alternatives = [alternative for line in written for alternative in _alternatives(line)]
    numbers = [alternative.number for alternative in alternatives]
    if numbers[0] and all(numbers):
        if len(numbers) > 1:
            source.wrong(alternatives[1].line, "questions.several-numbers")
        return read_number(source, alternatives[0].line, numbers[0])
    _check_spellings(source, alternatives)
    return tuple(alternative.text for alternative in alternatives)


def _alternatives(written: Numbered) -> list[_Alternative]:
    alternatives: list[_Alternative] = []
    for piece in _BAR.split(written.joined):
        text = " ".join(piece.replace(r"\|", "|").split())
        quoted = _QUOTED.fullmatch(text)
        alternatives.append(_Alternative(written.line, quoted[1].strip() if quoted else text, bool(quoted)))
    return alternatives


def _check_spellings(source: SourceFile, alternatives: Sequence[_Alternative]) -> None:
    seen: set[str] = set()
    for alternative in alternatives:
        spelling = folded(alternative.text)
        if not spelling:
            source.wrong(alternative.line, "questions.empty-spelling")
        elif spelling in seen:
            source.wrong(alternative.line, "questions.same-spellings", spelling=alternative.text)
        elif len(alternative.text) > LONGEST_ANSWER:
            source.wrong(alternative.line, "questions.long-spelling", longest=LONGEST_ANSWER)
        elif "±" in alternative.text and not alternative.quoted:
            source.wrong(alternative.line, "questions.tolerance-without-number")
        seen.add(spelling)
