"""Keys that show without reading: far longer than the other choices, or always at the same place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from courseware.mistakes import Mistake, SourceFile, mistake
from courseware.plain import plain_text
from courseware.register import Register
from courseware.sealed import QuestionKind, SealedChoice, SealedQuestion

# Of so few questions chance makes anything.
_FEWEST_QUESTIONS = 8
# With two choices one is the longer one half of the time.
_FEWEST_CHOICES = 3
# By this much a key must exceed the longest distractor to catch the eye, as a share and in letters.
_LONGER, _LETTERS = 1.2, 5
# The shares of questions above which guessing by length, or by place, passes for knowing.
_MOST_LONGEST, _MOST_AT_ONE_PLACE = 0.6, 0.7
# A single key that nobody needs to have learnt anything for.
_FAR_LONGER, _LONG = 2, 60


def check_length(source: SourceFile, lines: Sequence[int], choices: Sequence[SealedChoice]) -> None:
    """Notes a mistake when the one right choice of a question is far longer than all others; `lines` are theirs."""
    key, others = _lengths(choices)
    if key > _LONG and key > _FAR_LONGER * others:
        at = next(line for line, choice in zip(lines, choices, strict=True) if choice.correct)
        source.wrong(at, "giveaways.far-longer", letters=key, others=others)


def by_length(questions: Iterable[SealedQuestion], places: Register) -> Iterator[Mistake]:
    """A mistake for questions most of whose keys are told by their length, at the first that is."""
    asked = _comparable(questions)
    told = [question for question in asked if _is_longest(question.choices)]
    if len(asked) >= _FEWEST_QUESTIONS and len(told) > _MOST_LONGEST * len(asked):
        yield _mistake("giveaways.longest", told, asked, places)


def by_place(questions: Iterable[SealedQuestion], places: Register) -> Iterator[Mistake]:
    """A mistake for questions most of whose keys stand at one place, where choices are shown as they are written."""
    asked = _comparable(questions)
    if len(asked) < _FEWEST_QUESTIONS:
        return
    stands = {question.id: [choice.correct for choice in question.choices].index(True) for question in asked}
    place, count = Counter(stands.values()).most_common(1)[0]
    if count > _MOST_AT_ONE_PLACE * len(asked):
        told = [question for question in asked if stands[question.id] == place]
        yield _mistake("giveaways.same-place", told, asked, places, place=place + 1)


def _mistake(
    code: str, told: Sequence[SealedQuestion], asked: Sequence[SealedQuestion], places: Register, **facts: object
) -> Mistake:
    ids = ", ".join(question.id for question in told)
    return mistake(*places.place_of(told[0].id), code, count=len(told), total=len(asked), ids=ids, **facts)


def _comparable(questions: Iterable[SealedQuestion]) -> list[SealedQuestion]:
    return [
        question
        for question in questions
        if question.kind is QuestionKind.SINGLE
        and len(question.choices) >= _FEWEST_CHOICES
        and any(choice.correct for choice in question.choices)
    ]


def _is_longest(choices: Sequence[SealedChoice]) -> bool:
    key, others = _lengths(choices)
    return key > _LONGER * others and key >= others + _LETTERS


def _lengths(choices: Sequence[SealedChoice]) -> tuple[int, int]:
    """Letters of the right choice and of the longest wrong one."""
    key = max(len(plain_text(choice.html)) for choice in choices if choice.correct)
    return key, max((len(plain_text(choice.html)) for choice in choices if not choice.correct), default=key)
