"""The answers of a Moodle question as the lines of ours, and what a weight, a wildcard or a unit comes down to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from courseware.mistakes import SourceFile
from courseware.moodle.bank import MOST_ANSWERS, NOTHING, WHOLE, Answer, Kind, Question
from courseware.moodle.escaping import escaped
from courseware.moodle.numerals import indonesian, number_in
from courseware.moodle.texts import Texts
from courseware.questions.numbers import find_number

# Moodle keeps five decimals of a third.
_ABOUT = Decimal("0.01")
_ANYTHING = "*"
_TRUE, _FALSE = "Benar", "Salah"


@dataclass(frozen=True, slots=True)
class Answered:
    """`right` are the words of the right answer; `explanation` is what a feedback says of it."""

    lines: Sequence[str]
    right: str
    explanation: str = ""
    can_be_partial: bool = False
    partial: bool = False


def answer_lines(source: SourceFile, texts: Texts, asked: Question) -> Answered | None:
    """None, and why is noted, for answers that we have no counterpart for."""
    if len(asked.answers) + len(asked.pairs) > MOST_ANSWERS:
        return _refused(source, asked.line, "many-answers", most=MOST_ANSWERS)
    return _WRITERS[asked.kind](source, texts, asked)


def _choices(source: SourceFile, texts: Texts, asked: Question) -> Answered | None:
    right = _right_choices(source, asked)
    if right is None:
        return None
    lines: list[str] = []
    words = [texts.line(answer.text) for answer in asked.answers]
    for answer, shown in zip(asked.answers, words, strict=True):
        if not shown:
            return _refused(source, answer.text.line, "empty-answer")
        lines.append(f"- [{'x' if answer in right else ' '}] {shown}")
        if feedback := texts.line(answer.feedback):
            lines.append(f"  > {feedback}")
    wrong = [answer.weight for answer in asked.answers if answer not in right]
    whole = bool(wrong) and max(wrong) <= -WHOLE
    said = "; ".join(shown for answer, shown in zip(asked.answers, words, strict=True) if answer in right)
    return Answered(lines, said, can_be_partial=len(right) > 1, partial=len(right) > 1 and not whole)


def _right_choices(source: SourceFile, asked: Question) -> list[Answer] | None:
    """Of one choice: the one that counts whole. Of several: all that count for anything."""
    if len(asked.answers) < 2:
        return _refused(source, asked.line, "few-choices")
    if asked.single:
        right = [answer for answer in asked.answers if _is_whole(answer)]
        others = [answer for answer in asked.answers if answer not in right]
        if len(right) > 1:
            return _refused(source, asked.line, "several-right")
        _tell_weights(source, [answer for answer in others if answer.weight != NOTHING], "partly-right", "negative")
        return right or _refused(source, asked.line, "no-right")
    right = [answer for answer in asked.answers if answer.weight > NOTHING]
    if not right:
        return _refused(source, asked.line, "no-right")
    equal = WHOLE / len(right)
    if any(abs(answer.weight - right[0].weight) > _ABOUT for answer in right):
        source.wrong(asked.line, "moodle.unequal-weights")
    usual = (NOTHING, equal, WHOLE)
    if any(min(abs(abs(answer.weight) - one) for one in usual) > _ABOUT for answer in asked.answers):
        source.wrong(asked.line, "moodle.other-weights")
    return right


def _tell_weights(source: SourceFile, answers: Sequence[Answer], more: str, less: str) -> None:
    for answer in answers:
        code = more if answer.weight > NOTHING else less
        source.wrong(answer.text.line, f"moodle.{code}", weight=f"{answer.weight.normalize():f}")


def _true_false(source: SourceFile, texts: Texts, asked: Question) -> Answered | None:
    by_word = {answer.text.content.strip().lower(): answer for answer in asked.answers}
    if set(by_word) != {"true", "false"} or sum(map(_is_whole, asked.answers)) != 1:
        return _refused(source, asked.line, "no-right")
    lines: list[str] = []
    for word, shown in (("true", _TRUE), ("false", _FALSE)):
        lines.append(f"- [{'x' if _is_whole(by_word[word]) else ' '}] {shown}")
        if feedback := texts.line(by_word[word].feedback):
            lines.append(f"  > {feedback}")
    return Answered(lines, _TRUE if _is_whole(by_word["true"]) else _FALSE)


def _spellings(source: SourceFile, texts: Texts, asked: Question) -> Answered | None:
    right = _whole_answers(source, asked)
    spellings: list[str] = []
    for answer in right:
        words = texts.plain(answer.text)
        if _ANYTHING in words.replace(r"\*", ""):
            source.wrong(answer.text.line, "moodle.wildcard", written=words[:80])
        else:
            spellings.append(words.replace(r"\*", "*"))
    if not any(spellings):
        return _refused(source, asked.line, "no-right")
    line = f"Jawaban: {' | '.join(map(_spelled, dict.fromkeys(filter(None, spellings))))}"
    return Answered([line], escaped(next(filter(None, spellings))), _feedback(source, texts, asked, right))


def _spelled(words: str) -> str:
    """In quotation marks what would be taken for a number, or for a text in such marks."""
    is_other = bool(find_number(words)) or "±" in words or words[:1] in {'"', "“"}
    bare = words.replace("|", r"\|")
    return f'"{bare}"' if is_other else bare


def _number(source: SourceFile, texts: Texts, asked: Question) -> Answered | None:
    right = _whole_answers(source, asked)
    if len(right) != 1:
        return _refused(source, asked.line, "several-numbers" if right else "no-right")
    written = right[0].text.content.strip()
    value = number_in(written)
    if value is None:
        return _refused(source, right[0].text.line, "not-a-number", written=written[:80])
    unit = " ".join(asked.unit.split())
    number = indonesian(value)
    if asked.unit_before and number.startswith("-"):
        said = f"-{unit}{number.removeprefix('-')}"
    else:
        said = f"{unit}{number}" if asked.unit_before else f"{number} {unit}".strip()
    tolerance = right[0].tolerance
    line = f"Jawaban: {said} ± {indonesian(tolerance)}" if tolerance else f"Jawaban: {said}"
    return Answered([line], escaped(said), _feedback(source, texts, asked, right))


def _whole_answers(source: SourceFile, asked: Question) -> list[Answer]:
    """The answers that count whole; those that count for less are told."""
    right = [answer for answer in asked.answers if _is_whole(answer)]
    others = [answer for answer in asked.answers if answer not in right]
    _tell_weights(source, [answer for answer in others if answer.weight != NOTHING], "partly-right", "negative")
    return right


def _feedback(source: SourceFile, texts: Texts, asked: Question, right: Sequence[Answer]) -> str:
    """What is said of the right answer explains the question that has no explanation; other feedback has no place."""
    said = dict.fromkeys(block for answer in right if (block := texts.block(answer.feedback)))
    taken = next(iter(said), "") if not asked.general and len(said) == 1 else ""
    for answer in asked.answers:
        if answer.feedback and not (taken and answer in right):
            source.wrong(answer.feedback.line, "moodle.answer-feedback")
    return taken


def _matching(source: SourceFile, texts: Texts, asked: Question) -> Answered | None:
    lines: list[str] = []
    shown: list[str] = []
    for left, right in asked.pairs:
        words, belongs = texts.line(left), texts.line(right)
        if not belongs:
            return _refused(source, right.line, "empty-answer")
        lines.append(f"- {words} => {belongs}" if words else f"- => {belongs}")
        shown += [f"{words} – {belongs}"] if words else []
    # Moodle counts every pair by itself.
    return Answered(lines, "; ".join(shown), can_be_partial=True, partial=True)


def _ordering(source: SourceFile, texts: Texts, asked: Question) -> Answered | None:
    items: list[str] = []
    for answer in asked.answers:
        if words := texts.line(answer.text):
            items.append(words)
        if answer.feedback:
            source.wrong(answer.feedback.line, "moodle.answer-feedback")
    lines = [f"{number}. {words}" for number, words in enumerate(items, start=1)]
    return Answered(lines, "; ".join(items), can_be_partial=True, partial=not asked.whole)


def _is_whole(answer: Answer) -> bool:
    return abs(answer.weight - WHOLE) <= _ABOUT


def _refused(source: SourceFile, line: int, code: str, **facts: object) -> None:
    source.wrong(line, f"moodle.{code}", **facts)


_WRITERS: Mapping[Kind, Callable[[SourceFile, Texts, Question], Answered | None]] = {
    Kind.CHOICE: _choices,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT: _spellings,
    Kind.NUMBER: _number,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
}
