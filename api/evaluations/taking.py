"""What can be taken of a question: choices, pairs, items at places; and what an answer takes of it and earns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from api.evaluations.figures import millionths
from api.learning.answers import Answer, credit, is_right
from api.learning.notation import number_spelled, spelled
from courseware.plain import plain_text
from courseware.sealed import QuestionKind, SealedQuestion

MOST_REMEMBERED = 5_000
"""Different answers to one question that are judged once: many more are typed nowhere."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be taken, under the name by which answers are counted; `of` what it competes with others."""

    name: str
    of: str
    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer to one question: what it earns, in millionths of a point; what it takes; a wrong text as it is told."""

    earned: int
    took: tuple[str, ...]
    wrong: str | None
    is_omitted: bool


@dataclass(slots=True)
class Judge:
    """Judges the answers to one wording of a question. Most people give one of a few: those are judged once."""

    question: SealedQuestion
    _known: dict[Answer, Judged] = field(default_factory=dict[Answer, Judged])

    def __call__(self, answer: Answer) -> Judged:
        known = self._known.get(answer)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[answer] = self._judged(answer)
        return known

    def _judged(self, answer: Answer) -> Judged:
        is_wrong_text = answer and not self.question.choices and not is_right(self.question, answer)
        return Judged(
            millionths(credit(self.question, answer)),
            tuple(_taken(self.question, answer)),
            _in_one_spelling(self.question, answer[0]) if is_wrong_text else None,
            not answer,
        )


def _taken(question: SealedQuestion, answer: Answer) -> Iterable[str]:
    match question.kind:
        case QuestionKind.SHORT | QuestionKind.NUMBER:
            return ()
        case QuestionKind.ORDERING:
            return [f"{place}={item}" for place, item in enumerate(answer, start=1)]
        case _:
            return answer


def things_of(question: SealedQuestion) -> Iterator[Thing]:
    """All that can be taken of a question, in its order."""
    texts = {one.id: plain_text(one.html) for one in question.choices}
    match question.kind:
        case QuestionKind.MATCHING:
            for pair in question.pairs:
                left = plain_text(pair.html)
                for name, text in texts.items():
                    yield Thing(f"{pair.id}={name}", pair.id, f"{left} – {text}", name == pair.choice)
        case QuestionKind.ORDERING:
            for place, right in enumerate(question.choices, start=1):
                for name, text in texts.items():
                    yield Thing(f"{place}={name}", str(place), f"{place}. {text}", name == right.id)
        case _:
            for choice in question.choices:
                yield Thing(choice.id, "", texts[choice.id], choice.correct)


def _in_one_spelling(question: SealedQuestion, text: str) -> str:
    typed = number_spelled(text, question.number.unit) if question.number else None
    return typed or spelled(text)
