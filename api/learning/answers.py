"""Answers to questions of every kind: what a question can hold, how it is kept, and how much of it is right.

An answer is kept as a tuple of texts in one spelling: the chosen ids sorted; of an ordering the ids in their order;
what was typed; of a matching `prompt=choice`, sorted. An empty one is no answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from api.learning.notation import number_in, number_in_words, spelled, tidy
from api.refusal import ProblemCode, Refusal
from courseware.plain import plain_text
from courseware.sealed import QuestionKind, SealedQuestion
from courseware.spelling import LONGEST_ANSWER

NONE = Fraction(0)
WHOLE = Fraction(1)

Answer = tuple[str, ...]


class AnswerInvalid(Refusal):
    """Not an answer to this question: of another kind, or naming what it hasn't, twice, or too much."""

    code = ProblemCode.INVALID_INPUT


class AnswerTooLong(Refusal):
    """More text than an answer can have."""

    code = ProblemCode.INVALID_INPUT


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer as it came; which part is there must fit the question's kind. A pair is prompt and choice."""

    choices: tuple[str, ...] | None = None
    text: str | None = None
    pairs: tuple[tuple[str, str], ...] | None = None


def valid_answer(question: SealedQuestion, sent: Sent) -> Answer:
    """The answer as it is kept. Of a matching some prompts may still be open; an ordering has all items or none.

    Raises:
        AnswerInvalid, AnswerTooLong
    """
    match question.kind:
        case QuestionKind.SHORT | QuestionKind.NUMBER if sent.text is not None:
            return _text(sent.text)
        case QuestionKind.MATCHING if sent.pairs is not None:
            return _pairs(question, sent.pairs)
        case QuestionKind.ORDERING if sent.choices is not None:
            return _order(question, sent.choices)
        case QuestionKind.SINGLE | QuestionKind.TRUE_FALSE | QuestionKind.MULTIPLE if sent.choices is not None:
            return _choices(question, sent.choices)
        case _:
            raise AnswerInvalid("answer")


def _text(text: str) -> Answer:
    kept = tidy(text)
    if len(kept) > LONGEST_ANSWER:
        raise AnswerTooLong("text", limit=LONGEST_ANSWER)
    return (kept,) if kept else ()


def _choices(question: SealedQuestion, chosen: tuple[str, ...]) -> Answer:
    most = len(question.choices) if question.kind is QuestionKind.MULTIPLE else 1
    if not _are_some_of(chosen, (choice.id for choice in question.choices)) or len(chosen) > most:
        raise AnswerInvalid("choices")
    return tuple(sorted(chosen))


def _order(question: SealedQuestion, items: tuple[str, ...]) -> Answer:
    if not _are_some_of(items, (choice.id for choice in question.choices)):
        raise AnswerInvalid("choices")
    if items and len(items) != len(question.choices):
        raise AnswerInvalid("choices")
    return items


def _pairs(question: SealedQuestion, pairs: tuple[tuple[str, str], ...]) -> Answer:
    choices = {choice.id for choice in question.choices}
    prompts = [prompt for prompt, _ in pairs]
    if not _are_some_of(prompts, (pair.id for pair in question.pairs)) or not choices.issuperset(
        choice for _, choice in pairs
    ):
        raise AnswerInvalid("pairs")
    return tuple(sorted(_kept(prompt, choice) for prompt, choice in pairs))


def _are_some_of(given: Iterable[str], known: Iterable[str]) -> bool:
    """Whether each is known and none comes twice."""
    named = list(given)
    return len(named) == len(set(named)) and set(named) <= set(known)


def _kept(prompt: str, choice: str) -> str:
    return f"{prompt}={choice}"


def pairs_of(answer: Answer) -> dict[str, str]:
    """The chosen right side of each left side, by their ids."""
    return {prompt: choice for prompt, _, choice in (pair.partition("=") for pair in answer)}


def share(question: SealedQuestion, answer: Answer) -> Fraction:
    """How much of the answer is right, from 0 to 1; 1 only where all of it is. No answer is never right.

    Multiple choice: right ones less wrong ones, of all right ones. Matching: the share of right pairs. Ordering: the
    share of items that stand at their place.
    """
    if not answer:
        return NONE
    match question.kind:
        case QuestionKind.SHORT:
            typed = spelled(answer[0])
            return WHOLE if any(typed == spelled(one) for one in question.spellings) else NONE
        case QuestionKind.NUMBER:
            return WHOLE if _is_near(question, answer[0]) else NONE
        case QuestionKind.MATCHING:
            right = {_kept(pair.id, pair.choice) for pair in question.pairs}
            return Fraction(len(right & set(answer)), len(right))
        case QuestionKind.ORDERING:
            places = zip(question.choices, answer, strict=False)
            return Fraction(sum(choice.id == item for choice, item in places), len(question.choices))
        case _:
            return _share_of_choices(question, set(answer))


def _is_near(question: SealedQuestion, text: str) -> bool:
    key = question.number
    typed = number_in(text, key.unit) if key else None
    if key is None or typed is None:
        return False
    return abs(typed - Fraction(key.value)) <= Fraction(key.tolerance)


def _share_of_choices(question: SealedQuestion, chosen: set[str]) -> Fraction:
    right = {choice.id for choice in question.choices if choice.correct}
    if not right:
        return NONE
    return max(NONE, Fraction(len(chosen & right) - len(chosen - right), len(right)))


def is_right(question: SealedQuestion, answer: Answer) -> bool:
    """Whether all of the answer is right."""
    return share(question, answer) == WHOLE


def credit(question: SealedQuestion, answer: Answer) -> Fraction:
    """The points that the answer earns, exactly. Part of them only where the question gives partial credit."""
    earned = share(question, answer)
    return question.points * (earned if question.partial or earned == WHOLE else NONE)


def right_in_words(question: SealedQuestion) -> str | None:
    """The right answer to what is typed; None for other kinds, where it shows on the choices."""
    if question.kind is QuestionKind.SHORT and question.spellings:
        return question.spellings[0]
    return number_in_words(question.number) if question.number else None


def in_words(question: SealedQuestion, answer: Answer) -> list[str]:
    """The answer as its giver saw it, without markup; what the question no longer knows stays as it is kept."""
    texts: Mapping[str, str] = {one.id: plain_text(one.html) for one in (*question.choices, *question.pairs)}
    if question.kind is QuestionKind.MATCHING:
        pairs = pairs_of(answer)
        return [f"{texts[one.id]} – {texts.get(pairs[one.id], '')}" for one in question.pairs if one.id in pairs]
    return [texts.get(one, one) for one in answer]
