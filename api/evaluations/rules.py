"""Decisions about evaluations: drawing a paper, scoring it, and who may start when."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from pydantic import TypeAdapter

from api.learning.answers import Answer, credit, is_right
from api.refusal import ProblemCode, Refusal
from courseware.sealed import Pool, QuestionKind, SealedChoice, SealedEvaluation, SealedQuestion

REMEMBERED_PAPERS = 400
"""Each is about 75 kB with its text: 30 MB at most."""


class LessonsIncomplete(Refusal):
    """The evaluation opens when every lesson is completed."""

    code = ProblemCode.LESSONS_INCOMPLETE


class AttemptOpen(Refusal):
    """What is asked for has to wait until the attempt that is open is handed in."""

    code = ProblemCode.ATTEMPT_OPEN


class AttemptClosed(Refusal):
    """The attempt was submitted or its time is over."""

    code = ProblemCode.ATTEMPT_CLOSED


class TimeOver(Refusal):
    """The answer was made after the deadline. What was made before it may still arrive."""

    code = ProblemCode.TIME_OVER


class AttemptsUsedUp(Refusal):
    """All attempts that the class allows were made."""

    code = ProblemCode.ATTEMPTS_USED_UP


class AttemptTooSoon(Refusal):
    """The class asks for a pause between attempts."""

    code = ProblemCode.ATTEMPT_TOO_SOON


class AlreadyPassed(Refusal):
    """The evaluation is passed; there is nothing to repeat."""

    code = ProblemCode.ALREADY_PASSED


class EvaluationEmpty(Refusal):
    """Every question that the evaluation could ask was withdrawn."""

    code = ProblemCode.EVALUATION_EMPTY


class PoolTooSmall(Refusal):
    """The release itself has fewer questions than it says a paper asks: a shorter paper would be another evaluation."""

    code = ProblemCode.EVALUATION_BROKEN


class LastQuestion(Refusal):
    """Without this question a release of the class would have nothing left to ask."""

    code = ProblemCode.EVALUATION_EMPTY


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question on a paper, as it stands in the release: the order of its choices may be the key.

    `shown` are the ids of the choices in the order in which this participant sees them. Papers of before have none:
    their choices were shuffled themselves.
    """

    topic: str
    question: SealedQuestion
    shown: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[SealedChoice, ...]:
        """The choices as this participant sees them."""
        known = {choice.id: choice for choice in self.question.choices}
        return tuple(known[one] for one in self.shown) or self.question.choices


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
        return _paper_of(text)


_paper = TypeAdapter(Paper)


def read_once(text: str) -> Paper:
    """A paper that is not remembered: whoever goes through a class would push out those that are being answered."""
    return _paper.validate_json(text)


@lru_cache(maxsize=REMEMBERED_PAPERS)
def _paper_of(text: str) -> Paper:
    """Read once: every answer that is saved asks for its paper. Known by its text, it can't be another one's or old."""
    return _paper.validate_json(text)


def draw(evaluation: SealedEvaluation, chance: random.Random, withdrawn: Collection[str] = ()) -> Paper:
    """A new paper: from each pool as many questions as it draws, all in random order, their choices too.

    A withdrawn question is never drawn. A pool that has fewer left than it draws gives all that it has: the paper is
    shorter, its score a percentage as ever, and nobody waits for the next release.
    """
    questions = [
        PaperQuestion(pool.title, question, _shuffled(question, chance))
        for pool in evaluation.pools
        for question in _drawn(pool, chance, withdrawn)
    ]
    chance.shuffle(questions)
    return Paper(evaluation.passing_score, tuple(questions))


def _drawn(pool: Pool, chance: random.Random, withdrawn: Collection[str]) -> list[SealedQuestion]:
    left = _left(pool, withdrawn)
    return chance.sample(left, min(pool.draw, len(left)))


def _left(pool: Pool, withdrawn: Collection[str]) -> list[SealedQuestion]:
    return [one for one in pool.questions if one.id not in withdrawn]


def question_count(evaluation: SealedEvaluation, withdrawn: Collection[str] = ()) -> int:
    """How many questions a new paper asks."""
    return sum(min(pool.draw, len(_left(pool, withdrawn))) for pool in evaluation.pools)


@dataclass(frozen=True, slots=True)
class SmallPool:
    """A pool that has fewer questions left than a paper is to draw from it."""

    title: str
    draw: int
    left: int


def broken_pools(evaluation: SealedEvaluation) -> tuple[SmallPool, ...]:
    """The pools that were published with fewer questions than a paper is to draw. Publishing refuses them today."""
    return small_pools(evaluation, ())


def small_pools(evaluation: SealedEvaluation, withdrawn: Collection[str]) -> tuple[SmallPool, ...]:
    """The pools whose papers get shorter by what is withdrawn, in the evaluation's order."""
    sizes = ((pool, len(_left(pool, withdrawn))) for pool in evaluation.pools)
    return tuple(SmallPool(pool.title, pool.draw, left) for pool, left in sizes if left < pool.draw)


def still_asked(paper: Paper, withdrawn: Collection[str]) -> tuple[PaperQuestion, ...]:
    """What an open paper still asks: withdrawn questions are gone from it, unless nothing else would be left."""
    return tuple(one for one in paper.questions if one.question.id not in withdrawn) or paper.questions


def _shuffled(question: SealedQuestion, chance: random.Random) -> tuple[str, ...]:
    """The choices' ids in random order: an ordering never in the right one, true before false always."""
    ids = tuple(choice.id for choice in question.choices)
    if question.kind is QuestionKind.TRUE_FALSE:
        return ids
    shown = tuple(chance.sample(ids, len(ids)))
    # Of two items the other order would be the key.
    while question.kind is QuestionKind.ORDERING and len(ids) > 2 and shown == ids:
        shown = tuple(chance.sample(ids, len(ids)))
    return shown


@dataclass(frozen=True, slots=True)
class TopicScore:
    """Points reached in one topic, exactly, and the lessons (ids) to read again for what was wrong there."""

    title: str
    points: Fraction
    total: int
    lessons: tuple[str, ...]

    @property
    def score(self) -> int:
        """The percentage of the topic alone, rounded down like that of the whole."""
        return int(self.points * 100 // self.total)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of an attempt. `score` is a percentage, rounded down so that it never shows a pass that isn't one.

    `withdrawn` are the ids of the paper's questions that had been withdrawn when it was scored last, sorted.
    """

    score: int
    passing_score: int
    passed: bool
    topics: tuple[TopicScore, ...]
    withdrawn: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction:
        """The points of all that are counted, from 0 to 1, exactly."""
        return Fraction(sum(topic.points for topic in self.topics), sum(topic.total for topic in self.topics))

    def to_json(self) -> str:
        """For the database."""
        return _result.dump_json(self).decode()

    @staticmethod
    def from_json(text: str) -> "Result":
        """What `to_json` wrote."""
        return _result.validate_json(text)


_result = TypeAdapter(Result)


def score(paper: Paper, answers: Mapping[str, Answer], withdrawn: Collection[str] = ()) -> Result:
    """The result of the answers, by question id. A question counts when all of its answer is right, or in part where it
    says so; answers to anything that is not on the paper count nothing.

    A withdrawn question counts against nobody: its points are `left_out` of what was reached and of what could be.
    """
    out = left_out(paper, answers, withdrawn)
    counted = [one for one in paper.questions if one.question.id not in out]
    topics: dict[str, list[tuple[SealedQuestion, Answer]]] = {}
    for one in counted:
        topics.setdefault(one.topic, []).append((one.question, answers.get(one.question.id, ())))
    scores = tuple(_topic_score(title, answered, withdrawn) for title, answered in topics.items())
    points, total = sum(topic.points for topic in scores), sum(topic.total for topic in scores)
    return Result(
        score=int(points * 100 // total),
        passing_score=paper.passing_score,
        passed=points * 100 >= paper.passing_score * total,
        topics=scores,
        withdrawn=tuple(sorted(one.question.id for one in paper.questions if one.question.id in withdrawn)),
    )


def left_out(paper: Paper, answers: Mapping[str, Answer], withdrawn: Collection[str]) -> frozenset[str]:
    """The withdrawn questions whose points are taken out of the numerator and the denominator of the percentage.

    All of them, but those whose answer is better than what remains: leaving such a one out would lower the percentage,
    so it stays. Of all the ways to leave withdrawn questions out this one gives the highest percentage. So a further
    withdrawal never makes it worse, and the order of withdrawals makes no difference. One question always stays: a
    paper of which all are withdrawn keeps the best that it came to before the last of them.
    """
    earned = {one.question.id: credit(one.question, answers.get(one.question.id, ())) for one in paper.questions}
    points, total = sum(earned.values()), sum(one.question.points for one in paper.questions)
    may_go = [one.question for one in paper.questions if one.question.id in withdrawn]
    out: set[str] = set()
    # From the worst answer on: as long as an answer is no better than the whole, the whole is no worse without it.
    for one in sorted(may_go, key=lambda one: (earned[one.id] / one.points, one.id)):
        if one.points == total or earned[one.id] * total > points * one.points:
            break
        out.add(one.id)
        points, total = points - earned[one.id], total - one.points
    return frozenset(out)


def rescored(old: Result, paper: Paper, answers: Mapping[str, Answer], question_id: str) -> Result:
    """The result once this question of the paper is withdrawn, beside those that were before: never worse than `old`,
    whatever the answers come to today.
    """
    new = score(paper, answers, {*old.withdrawn, question_id})
    return new if new.share >= old.share else replace(old, withdrawn=new.withdrawn)


def _topic_score(title: str, answered: list[tuple[SealedQuestion, Answer]], withdrawn: Collection[str]) -> TopicScore:
    wrong = [question for question, answer in answered if not is_right(question, answer)]
    again = [question.lesson for question in wrong if question.lesson and question.id not in withdrawn]
    return TopicScore(
        title=title,
        points=sum((credit(question, answer) for question, answer in answered), Fraction(0)),
        total=sum(question.points for question, _ in answered),
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
    evaluation: SealedEvaluation,
    history: History,
    *,
    lessons_complete: bool,
    at: datetime,
    withdrawn: Collection[str] = (),
) -> Refusal | None:
    """What keeps this participant from starting an attempt now, the first thing first; None when nothing does."""
    if history.passed:
        return AlreadyPassed()
    if not lessons_complete:
        return LessonsIncomplete()
    if attempts_left(evaluation, history) == 0:
        return AttemptsUsedUp()
    if question_count(evaluation, withdrawn) == 0 or broken_pools(evaluation):
        return PoolTooSmall() if broken_pools(evaluation) else EvaluationEmpty()
    opens_at = next_start(evaluation, history)
    if opens_at and at < opens_at:
        return AttemptTooSoon(minutes=-((at - opens_at) // timedelta(minutes=1)))
    return None
