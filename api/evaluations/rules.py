"""Decisions about evaluations: drawing a paper, scoring it, and who may start when."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import TypeAdapter

from api.learning.rules import is_right
from api.refusal import ProblemCode, Refusal
from courseware.sealed import SealedEvaluation, SealedQuestion

GRACE = timedelta(seconds=60)
"""How long after the deadline an answer that was on its way still counts. Stated in /bantuan/."""


class LessonsIncomplete(Refusal):
    """The evaluation opens when every lesson is completed."""

    code = ProblemCode.LESSONS_INCOMPLETE


class AttemptClosed(Refusal):
    """The attempt was submitted or its time is over."""

    code = ProblemCode.ATTEMPT_CLOSED


class AttemptsUsedUp(Refusal):
    """All attempts that the class allows were made."""

    code = ProblemCode.ATTEMPTS_USED_UP


class AttemptTooSoon(Refusal):
    """The class asks for a pause between attempts."""

    code = ProblemCode.ATTEMPT_TOO_SOON


class AlreadyPassed(Refusal):
    """The evaluation is passed; there is nothing to repeat."""

    code = ProblemCode.ALREADY_PASSED


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question on a paper, its choices in the order in which this participant sees them."""

    topic: str
    question: SealedQuestion


@dataclass(frozen=True, slots=True)
class Paper:
    """What one attempt asks, frozen at its start. It holds the key: it never leaves the server whole."""

    passing_score: int
    questions: tuple[PaperQuestion, ...]

    def question(self, question_id: str) -> SealedQuestion | None:
        """The question of this id, if the paper asks it."""
        return next((one.question for one in self.questions if one.question.id == question_id), None)

    def to_json(self) -> str:
        """For the database."""
        return _paper.dump_json(self).decode()

    @staticmethod
    def from_json(text: str) -> "Paper":
        """What `to_json` wrote."""
        return _paper.validate_json(text)


_paper = TypeAdapter(Paper)


def draw(evaluation: SealedEvaluation, chance: random.Random) -> Paper:
    """A new paper: from each pool as many questions as it draws, all in random order, their choices too."""
    questions = [
        PaperQuestion(pool.title, _shuffled(question, chance))
        for pool in evaluation.pools
        for question in chance.sample(pool.questions, pool.draw)
    ]
    chance.shuffle(questions)
    return Paper(evaluation.passing_score, tuple(questions))


def _shuffled(question: SealedQuestion, chance: random.Random) -> SealedQuestion:
    choices = chance.sample(question.choices, len(question.choices))
    return SealedQuestion(
        id=question.id,
        kind=question.kind,
        prompt_html=question.prompt_html,
        choices=tuple(choices),
        points=question.points,
        explanation_html=question.explanation_html,
        lesson=question.lesson,
    )


class Level(StrEnum):
    """The level of understanding that the procedure asks for, from the score."""

    LOW = "low"
    FAIR = "fair"
    GOOD = "good"
    VERY_GOOD = "very_good"


def level_of(score: int) -> Level:
    """Below 55 low, below 70 fair, below 85 good, from 85 on very good."""
    bounds = ((85, Level.VERY_GOOD), (70, Level.GOOD), (55, Level.FAIR))
    return next((level for bound, level in bounds if score >= bound), Level.LOW)


@dataclass(frozen=True, slots=True)
class TopicScore:
    """Points reached in one topic, and the lessons (ids) to read again for what was wrong there."""

    title: str
    points: int
    total: int
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of an attempt. `score` is a percentage, rounded down so that it never shows a pass that isn't one."""

    score: int
    passing_score: int
    passed: bool
    topics: tuple[TopicScore, ...]

    def to_json(self) -> str:
        """For the database."""
        return _result.dump_json(self).decode()

    @staticmethod
    def from_json(text: str) -> "Result":
        """What `to_json` wrote."""
        return _result.validate_json(text)


_result = TypeAdapter(Result)


def score(paper: Paper, answers: Mapping[str, frozenset[str]]) -> Result:
    """The result of the answers (question id to chosen ids). A question counts when exactly its right choices were
    chosen; answers to anything that is not on the paper count nothing.
    """
    topics: dict[str, list[tuple[SealedQuestion, bool]]] = {}
    for one in paper.questions:
        right = is_right(one.question, answers.get(one.question.id, frozenset()))
        topics.setdefault(one.topic, []).append((one.question, right))
    scores = tuple(_topic_score(title, marked) for title, marked in topics.items())
    points, total = sum(topic.points for topic in scores), sum(topic.total for topic in scores)
    return Result(
        score=points * 100 // total,
        passing_score=paper.passing_score,
        passed=points * 100 >= paper.passing_score * total,
        topics=scores,
    )


def _topic_score(title: str, marked: list[tuple[SealedQuestion, bool]]) -> TopicScore:
    again = [question.lesson for question, right in marked if not right and question.lesson]
    return TopicScore(
        title=title,
        points=sum(question.points for question, right in marked if right),
        total=sum(question.points for question, _ in marked),
        lessons=tuple(dict.fromkeys(again)),
    )


@dataclass(frozen=True, slots=True)
class History:
    """The closed attempts of one participant in one class."""

    count: int
    last_closed_at: datetime | None
    best_score: int | None
    passed: bool


def next_start(evaluation: SealedEvaluation, history: History) -> datetime | None:
    """When the pause between attempts is over; None when there is none to wait for."""
    if history.last_closed_at is None or evaluation.wait_minutes == 0:
        return None
    return history.last_closed_at + timedelta(minutes=evaluation.wait_minutes)


def attempts_left(evaluation: SealedEvaluation, history: History) -> int | None:
    """How many more attempts the class allows; None when there is no limit."""
    return max(0, evaluation.attempts - history.count) if evaluation.attempts else None


def why_not_start(
    evaluation: SealedEvaluation, history: History, *, lessons_complete: bool, at: datetime
) -> Refusal | None:
    """What keeps this participant from starting an attempt now, the first thing first; None when nothing does."""
    if history.passed:
        return AlreadyPassed()
    if not lessons_complete:
        return LessonsIncomplete()
    if attempts_left(evaluation, history) == 0:
        return AttemptsUsedUp()
    opens_at = next_start(evaluation, history)
    if opens_at and at < opens_at:
        return AttemptTooSoon(minutes=-((at - opens_at) // timedelta(minutes=1)))
    return None


def is_over(deadline_at: datetime, at: datetime) -> bool:
    """Whether the time for answers is over, the grace included."""
    return at > deadline_at + GRACE
