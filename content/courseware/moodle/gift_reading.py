"""GIFT, the format that teachers write by hand, as Moodle reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from courseware.mistakes import SourceFile
from courseware.moodle.bank import (
    MOST_ANSWERS,
    NO_TEXT,
    NOTHING,
    WHOLE,
    Answer,
    Category,
    Kind,
    Markup,
    Question,
    Text,
    category_path,
)
from courseware.moodle.numerals import number_in

# While a question is taken apart an escaped sign is a control character, which no file may hold.
_SIGNS = {"\\": "\x01", ":": "\x02", "#": "\x03", "=": "\x04", "{": "\x05", "}": "\x06", "~": "\x07", "n": "\x08"}
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_HIDDEN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _SIGNS.items()})
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?[0-9]+(?:\.[0-9]*)?)%")
_MARK = re.compile(r"[~=]")
_LABEL = re.compile(r"\[(id|tag):\s*((?:\\\]|[^\]\n])*?)\s*\]")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_CATEGORY = "$CATEGORY:"
_GENERAL = "####"
# What a blank is replaced by: the sign by which Indonesian tests show one.
_BLANK = "…"
_ENDS = (".", "?", "!", ":")

_ORDERING = re.compile(r">\s*([0-9]*)((?:[ \t]+[A-Za-z0-9_]+)*)[ \t]*(?:\n|$)")
_PART_OF_ITEMS = frozenset({"RANDOM", "REL", "CONTIGUOUS", "CONTIG"})


@dataclass(slots=True)
class _Chunk:
    """Lines between two empty ones; `comments` are those that begin with `//`, by their place among the lines."""

    line: int
    lines: list[str] = field(default_factory=list[str])
    comments: list[str] = field(default_factory=list[str])

    def take(self, line: str) -> None:
        comment = line.lstrip().startswith("//")
        self.lines.append("" if comment else line)
        if comment:
            self.comments.append(line)

    def labels(self, kind: str) -> list[str]:
        found = _LABEL.findall("\n".join(self.comments))
        return [text.replace(r"\]", "]") for label, text in found if label == kind and text]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a question with its signs still hidden."""

    text: str
    line: int
    mark: str = ""

    def shown(self, markup: Markup) -> Text:
        """The text, whose format is its own when it names one."""
        text = self.text.strip()
        if found := _FORMAT.match(text):
            text, markup = text[found.end() :].strip(), Markup(found[1])
        if markup is Markup.AUTO:
            # The writer's editor wrapped the line; a break that is meant is written \n.
            text = " ".join(text.split("\n"))
        return Text(text.translate(_HIDDEN), markup, self.line)

    def cut(self, sign: str) -> "tuple[_Piece, _Piece | None]":
        """What stands before and behind the first `sign`."""
        before, found, behind = self.text.partition(sign)
        rest = _Piece(behind, self.line + before.count("\n")) if found else None
        return replace(self, text=before), rest


def read_gift(source: SourceFile) -> Iterator[Question]:
    """The questions of a file in their order; what can't be read is noted and left out."""
    category: Category | None = None
    for chunk in _chunks(source.text):
        text = "\n".join(chunk.lines)
        if text.lstrip().startswith(_CATEGORY):
            path = category_path(text.strip().removeprefix(_CATEGORY).strip())
            category = Category(path, next(iter(chunk.labels("id")), ""), chunk.line)
        elif text.strip() and (question := _Reader(source, chunk).question(text)):
            yield replace(question, category=category)


def _chunks(text: str) -> Iterator[_Chunk]:
    chunk = _Chunk(1)
    for number, line in enumerate(text.split("\n"), start=1):
        # Only at the top: further down it is a part of the question.
        is_category = line.lstrip().startswith(_CATEGORY) and not any(chunk.lines)
        if line.strip():
            chunk.line = chunk.line if chunk.lines else number
            chunk.take(line)
        if chunk.lines and (is_category or not line.strip()):
            yield chunk
            chunk = _Chunk(number + 1)
    yield chunk


@dataclass(slots=True)
class _Reader:
    source: SourceFile
    chunk: _Chunk

    def question(self, text: str) -> Question | None:
        """None, and why is noted, for what is no question that we have."""
        name, whole = self._name(_ESCAPED.sub(lambda sign: _SIGNS[sign[1]], text))
        opening, closing = whole.text.find("{"), whole.text.find("}")
        if opening < 0 and closing < 0:
            return self._refused("moodle.description")
        if opening < 0 or closing < opening or "{" in whole.text[opening + 1 :] or "}" in whole.text[closing + 1 :]:
            return self._refused("moodle.braces")
        before, behind = whole.text[:opening], whole.text[closing + 1 :]
        # A full stop behind the answers of a whole sentence leaves no blank.
        is_whole = not behind.strip(" .\n") and (not behind.strip() or before.rstrip().endswith(_ENDS))
        prompt = replace(whole, text=before if is_whole else f"{before}{_BLANK}{behind}").shown(Markup.AUTO)
        answers = _Piece(whole.text[opening + 1 : closing], whole.line + before.count("\n"))
        at = answers.text.rfind(_GENERAL)
        general = NO_TEXT
        if at >= 0:
            behind_it = _Piece(answers.text[at + len(_GENERAL) :], answers.line + answers.text.count("\n", 0, at))
            general, answers = behind_it.shown(prompt.markup), replace(answers, text=answers.text[:at])
        asked = Question(
            kind=Kind.SHORT,
            line=prompt.line,
            name=name,
            prompt=prompt,
            general=general,
            idnumber=next(iter(self.chunk.labels("id")), ""),
            tags=tuple(self.chunk.labels("tag")),
        )
        return self._answered(asked, answers)

    def _name(self, hidden: str) -> tuple[str, _Piece]:
        text = hidden.lstrip()
        line = self.chunk.line + hidden[: len(hidden) - len(text)].count("\n")
        name, found, rest = text.removeprefix("::").partition("::")
        if not text.startswith("::") or not found:
            return "", _Piece(text.rstrip(), line)
        rest_line = line + name.count("\n") + rest[: len(rest) - len(rest.lstrip())].count("\n")
        return " ".join(name.translate(_HIDDEN).split()), _Piece(rest.strip(), rest_line)

    def _refused(self, code: str, line: int | None = None, **facts: object) -> None:
        self.source.wrong(line or self.chunk.line, code, **facts)

    def _answered(self, asked: Question, answers: _Piece) -> Question | None:
        text, markup = answers.text.strip(), asked.prompt.markup
        if not text:
            return self._refused("moodle.no-counterpart", kind="essay")
        # Before they are taken apart: signs are quickly counted.
        if sum(map(text.count, "~=\n")) > 4 * MOST_ANSWERS:
            return self._refused("moodle.many-answers", most=MOST_ANSWERS)
        if text.startswith((">", "#")):
            return self._ordering(asked, answers) if text.startswith(">") else self._number(asked, answers)
        if "=" in text and "->" in text and "~" not in text:
            return self._matching(asked, answers)
        if "~" in text:
            choices = tuple(_answer(piece, markup) for piece in _pieces(answers))
            return replace(asked, kind=Kind.CHOICE, answers=choices, single="=" in text)
        return _true_false(asked, answers) or _spelled(asked, answers)

    def _matching(self, asked: Question, answers: _Piece) -> Question | None:
        pairs: list[tuple[Text, Text]] = []
        for piece in _pieces(answers):
            left, right = piece.cut("->")
            if right is None:
                return self._refused("moodle.no-arrow", piece.line)
            pairs.append((left.shown(asked.prompt.markup), right.shown(Markup.PLAIN)))
        return replace(asked, kind=Kind.MATCHING, pairs=tuple(pairs))

    def _number(self, asked: Question, answers: _Piece) -> Question | None:
        numbers, wrong = answers.cut("#")[1] or answers, None
        if "~" in numbers.text:
            numbers, wrong = numbers.cut("~")
        found: list[Answer] = []
        for piece in _pieces(numbers):
            answer = _answer(replace(piece, mark="="), asked.prompt.markup)
            counted = _counted(answer)
            if counted is None:
                return self._refused("moodle.not-a-number", piece.line, written=answer.text.content)
            found.append(counted)
        if wrong and (feedback := wrong.cut("#")[1]):
            others = Text("*", Markup.PLAIN, wrong.line)
            found.append(Answer(others, NOTHING, feedback.shown(asked.prompt.markup)))
        return replace(asked, kind=Kind.NUMBER, answers=tuple(found))

    def _ordering(self, asked: Question, answers: _Piece) -> Question | None:
        text = answers.text.lstrip()
        line = answers.line + answers.text[: len(answers.text) - len(text)].count("\n")
        head = _ORDERING.match(text)
        if head is None:
            return self._refused("moodle.ordering-head", line)
        options = {option.upper() for option in head[2].split()}
        if options & _PART_OF_ITEMS:
            self.source.wrong(line, "moodle.part-of-items")
        items = enumerate(text[head.end() :].split("\n"), start=line + 1)
        found = tuple(Answer(_Piece(item, at).shown(Markup.AUTO)) for at, item in items if item.strip())
        return replace(asked, kind=Kind.ORDERING, answers=found, whole="ALL_OR_NOTHING" in options)


def _pieces(answers: _Piece) -> Iterator[_Piece]:
    """What stands between the marks of a list of answers; what stands before the first mark is an answer too."""
    line, start, mark = answers.line, 0, ""
    for end in [*(found.start() for found in _MARK.finditer(answers.text)), len(answers.text)]:
        text = answers.text[start:end]
        if text.strip():
            leading = text[: len(text) - len(text.lstrip())].count("\n")
            yield _Piece(text.strip(), line + leading, mark)
        line += text.count("\n")
        mark, start = answers.text[end : end + 1], end + 1


def _answer(piece: _Piece, markup: Markup) -> Answer:
    text, weight = piece.text, WHOLE if piece.mark == "=" else NOTHING
    if found := _WEIGHT.match(text):
        text, weight = text[found.end() :], Decimal(found[1])
    words, feedback = replace(piece, text=text).cut("#")
    return Answer(words.shown(markup), weight, feedback.shown(markup) if feedback else NO_TEXT)


def _spelled(asked: Question, answers: _Piece) -> Question:
    """What stands in the list are words, whatever the format of the question."""
    found = (_answer(replace(piece, mark="="), asked.prompt.markup) for piece in _pieces(answers))
    return replace(asked, answers=tuple(replace(one, text=replace(one.text, markup=Markup.PLAIN)) for one in found))


def _true_false(asked: Question, answers: _Piece) -> Question | None:
    """The first feedback is for the wrong answer, the second for the right one; None if there is no such answer."""
    told, feedback = answers.cut("#")
    truth = _TRUTH.get(told.text.strip())
    if truth is None:
        return None
    wrong, right = feedback.cut("#") if feedback else (None, None)
    shown = [piece.shown(asked.prompt.markup) if piece else NO_TEXT for piece in (right, wrong)]
    for_true, for_false = shown if truth else reversed(shown)
    line = asked.prompt.line
    both = (
        Answer(Text("true", Markup.PLAIN, line), WHOLE if truth else NOTHING, for_true),
        Answer(Text("false", Markup.PLAIN, line), NOTHING if truth else WHOLE, for_false),
    )
    return replace(asked, kind=Kind.TRUE_FALSE, answers=both)


def _counted(answer: Answer) -> Answer | None:
    """`3.1..3.2`, `3.15:0.05` or `3.15` as a number with its tolerance; None for anything else."""
    text = answer.text.content
    if ".." in text:
        least, most = (number_in(side) for side in text.split("..", maxsplit=1))
        if least is None or most is None or most < least:
            return None
        number, tolerance = (least + most) / 2, (most - least) / 2
    else:
        value, _, width = text.partition(":")
        number, tolerance = number_in(value), number_in(width or "0")
        if number is None or tolerance is None:
            return None
    return replace(answer, text=replace(answer.text, content=f"{number:f}"), tolerance=tolerance)
