"""A question's lines, sorted into prompt, answers and explanation by what each line looks like."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from courseware.mistakes import SourceFile

_CHOICE = re.compile(r"[-*+] \[([ xX])\]\s+(\S.*)")
# `-[x] a`, `- [] a`, `  - [x] a`: meant as a choice, and Markdown would make it text.
_ALMOST_CHOICE = re.compile(r"\s*[-*+]\s*\[[^\]]{0,3}\](?!\()")
_FEEDBACK = re.compile(r"\s*>\s?(.*)")
_EXPLANATION = re.compile(r"\**penjelasan\**\s*:\**\s*(.*)", re.IGNORECASE)
_ANSWER = re.compile(r"\**jawaban\**\s*:\**\s*(.*)", re.IGNORECASE)
# `\=>` is an arrow that only belongs to the sentence.
_ARROW = re.compile(r"(?<!\\)=>")
_ENTRY = re.compile(r"[-*+]\s+")
_ALMOST_ENTRY = re.compile(r"\s+[-*+]\s|[-+][^\s0-9]")
# How each of these begins: most lines are none of them, which their first letter tells sooner than a pattern.
_BEGIN_ENTRY = frozenset("-*+")
_BEGIN_EXPLANATION = frozenset("*pP")
_BEGIN_ANSWER = frozenset("*jJ")
_ITEM = re.compile(r"([0-9]{1,3})[.)]\s+(\S.*)")
_FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass(frozen=True, slots=True)
class Numbered:
    """Lines of a file that follow each other; `line` is the number of the first."""

    line: int
    lines: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def joined(self) -> str:
        """The lines as one: a text that its editor wrapped."""
        return " ".join(filter(None, self.lines))


@dataclass(frozen=True, slots=True)
class WrittenChoice:
    correct: bool
    words: Numbered
    feedback: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class WrittenPair:
    """A pair without a left side is a decoy."""

    left: str
    right: Numbered


@dataclass(slots=True)
class Pieces:
    """`answers` are the lines `Jawaban: ...` without that word, `items` the numbered list that is to be ordered."""

    prompt: Numbered
    choices: list[WrittenChoice] = field(default_factory=list[WrittenChoice])
    pairs: list[WrittenPair] = field(default_factory=list[WrittenPair])
    answers: list[Numbered] = field(default_factory=list[Numbered])
    items: list[Numbered] = field(default_factory=list[Numbered])
    explanation: Numbered | None = None

    @property
    def shapes(self) -> list[tuple[int, str]]:
        """The shapes of answer that were written, each with its first line, in the order of the lines."""
        found = [(choice.words.line, "- [ ]") for choice in self.choices[:1]]
        found += [(pair.right.line, "=>") for pair in self.pairs[:1]]
        found += [(answer.line, "Jawaban:") for answer in self.answers[:1]]
        return sorted(found)


def split_question(source: SourceFile, body: Numbered) -> Pieces:
    """Notes a mistake for each line that can't be placed."""
    splitter = _Splitter(source, Pieces(Numbered(body.line)))
    for number, line in enumerate(body.lines, start=body.line):
        splitter.take(number, line.rstrip() if line.strip() else "")
    pieces = splitter.pieces
    if not pieces.shapes:
        pieces.prompt, pieces.items = _without_list(source, pieces.prompt)
    return pieces


@dataclass(slots=True)
class _Splitter:
    source: SourceFile
    pieces: Pieces
    _fence: str = ""
    _latest: WrittenChoice | WrittenPair | Numbered | None = None

    def take(self, number: int, line: str) -> None:
        fenced = self._in_fence(line)
        if self.pieces.explanation:
            if line and not fenced:
                self._check_explained(number, line)
            self.pieces.explanation.lines.append(line)
        elif fenced:
            self.pieces.prompt.lines.append(line)
        elif line[:1] in _BEGIN_EXPLANATION and (explanation := _EXPLANATION.fullmatch(line)):
            self.pieces.explanation = Numbered(number, [explanation[1]])
        elif not self._takes_answer(number, line):
            self._take_text(number, line)

    def _in_fence(self, line: str) -> bool:
        """Whether the line is code, which is shown as it is written; code stands in prompts and explanations only."""
        if self._latest and not self.pieces.explanation:
            return False
        before, mark = self._fence, _FENCE.match(line)
        if mark and before in {"", mark[1]}:
            self._fence = "" if before else mark[1]
        return bool(before or self._fence)

    def _takes_answer(self, number: int, line: str) -> bool:
        pieces = self.pieces
        if line[:1] in _BEGIN_ENTRY and (choice := _CHOICE.fullmatch(line)):
            self._latest = WrittenChoice(choice[1] != " ", Numbered(number, [choice[2]]))
            pieces.choices.append(self._latest)
        elif "[" in line and _ALMOST_CHOICE.match(line):
            self.source.wrong(number, "questions.unreadable-choice")
        elif line[:1] in _BEGIN_ANSWER and (answer := _ANSWER.fullmatch(line)):
            self._latest = Numbered(number, [answer[1]])
            pieces.answers.append(self._latest)
        elif "=>" not in line:
            return False
        elif _is_pair(line):
            left, right = _ARROW.split(_ENTRY.sub("", line, count=1), maxsplit=1)
            self._latest = WrittenPair(left.strip(), Numbered(number, [right.strip()]))
            pieces.pairs.append(self._latest)
        elif _ALMOST_ENTRY.match(line) and _ARROW.search(line):
            self.source.wrong(number, "questions.unreadable-pair")
        else:
            return False
        return True

    def _take_text(self, number: int, line: str) -> None:
        latest, continues = self._latest, line.startswith((" ", "\t"))
        if latest is None:
            self.pieces.prompt.lines.append(line)
        elif not line:
            return
        elif isinstance(latest, WrittenChoice) and (feedback := _FEEDBACK.fullmatch(line)):
            latest.feedback.append(feedback[1])
        elif isinstance(latest, WrittenChoice) and continues:
            (latest.feedback or latest.words.lines).append(line.strip())
        elif isinstance(latest, WrittenPair) and continues:
            latest.right.lines.append(line.strip())
        else:
            self.source.wrong(number, _STRAY[type(latest)])

    def _check_explained(self, number: int, line: str) -> None:
        if _CHOICE.fullmatch(line):
            self.source.wrong(number, "questions.choice-after-explanation")
        elif _ANSWER.fullmatch(line):
            self.source.wrong(number, "questions.answer-after-explanation")
        elif self.pieces.pairs and _is_pair(line):
            self.source.wrong(number, "questions.pair-after-explanation")


_STRAY: dict[type, str] = {
    WrittenChoice: "questions.stray-line",
    WrittenPair: "questions.stray-line-among-pairs",
    Numbered: "questions.stray-line-after-answer",
}


def _is_pair(line: str) -> bool:
    return bool(_ENTRY.match(line) and _ARROW.search(line))


def _without_list(source: SourceFile, prompt: Numbered) -> tuple[Numbered, list[Numbered]]:
    """A prompt apart from the numbered list that ends it."""
    start = len(prompt.lines)
    for at in range(len(prompt.lines) - 1, -1, -1):
        line = prompt.lines[at]
        if _ITEM.fullmatch(line):
            start = at
        elif line and not line.startswith((" ", "\t")):
            break
    rest = Numbered(prompt.line + start, prompt.lines[start:])
    return Numbered(prompt.line, prompt.lines[:start]), list(_items(source, rest))


def _items(source: SourceFile, written: Numbered) -> Iterator[Numbered]:
    item: Numbered | None = None
    expected = 1
    for number, line in enumerate(written.lines, start=written.line):
        if found := _ITEM.fullmatch(line):
            if item:
                yield item
            if int(found[1]) != expected:
                source.wrong(number, "questions.number-out-of-order", number=found[1], expected=expected)
            item, expected = Numbered(number, [found[2]]), expected + 1
        elif item and line:
            item.lines.append(line.strip())
    if item:
        yield item
