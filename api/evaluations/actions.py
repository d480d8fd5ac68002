"""Deeds of evaluations."""

import random
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import structlog
from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from api import outbox
from api.evaluations import receipts, rules, timing
from api.evaluations.models import Accommodation, Answer, Attempt, Rescoring, WithdrawnQuestion
from api.learning import actions as learning
from api.learning import releases
from api.learning.answers import Answer as Given
from api.learning.models import Enrolment
from api.lookups import LookUp
from api.profiles.consents import check_training
from api.refusal import NotFound

T = TypeVar("T")

# Papers are drawn by the operating system's randomness: a seed that can be guessed is a paper that can be guessed.
_chance = random.SystemRandom()
log: structlog.stdlib.BoundLogger = structlog.get_logger("api.evaluations")
TRIES = 5
"""Of closing an attempt whose receipt has got a code that another has: about one in a hundred thousand."""

_OWN = LookUp(
    lambda account, attempt: Attempt.select_for_update(of=("attempt",)).filter(
        id=attempt, enrolment__account_id=account
    )
)
_OPEN = LookUp(lambda enrolment: Attempt.filter(enrolment_id=enrolment, closed_at__isnull=True))
_ANSWERS = LookUp(lambda attempt: Answer.filter(attempt_id=attempt))
_WITHDRAWN = LookUp(lambda slug: WithdrawnQuestion.filter(course_id=slug).order_by("id"))
_ENROLMENT = LookUp(lambda enrolment: Enrolment.filter(id=enrolment))
_LOCKED = LookUp(lambda enrolment: Enrolment.select_for_update().filter(id=enrolment))
# Asked for on most screens: without the papers, which are the bulk of an attempt.
_CLOSED = LookUp(
    lambda enrolment: (
        Attempt.filter(enrolment_id=enrolment, closed_at__isnull=False)
        .order_by("-number")
        .only("id", "closed_at", "score", "passed")
    )
)
_MORE_TIME = LookUp(
    lambda account, slug: Accommodation.filter(account_id=account, ended_at__isnull=True).filter(
        Q(course_id=slug) | Q(course_id__isnull=True)
    )
)


async def start_attempt(account_id: UUID, slug: str, at: datetime) -> Attempt:
    """Begin an attempt, or return the one that is open. Its paper, release and deadline are fixed from here on.

    Raises:
        NotEnrolled, ConsentRequired, LessonsIncomplete, AlreadyPassed, AttemptsUsedUp, EvaluationEmpty, AttemptTooSoon
        PoolTooSmall: the release is at fault; staff find it among the failed jobs.
    """
    enrolment_id = (await learning.enrolment_of(account_id, slug)).id
    await close_if_over(enrolment_id, at)
    try:
        async with in_transaction():
            # Locked: nobody moves to another release while a paper of this one is drawn.
            (enrolment,) = await _LOCKED.all(enrolment_id)
            existing = await open_attempt(enrolment.id)
            if existing:
                return existing
            await check_training(account_id)
            course = await releases.pinned(enrolment)
            progress = await learning.progress_of(enrolment)
            history = await history_of(enrolment.id)
            withdrawn = await withdrawn_in(slug)
            refusal = rules.why_not_start(
                course.evaluation, history, lessons_complete=progress.is_complete, at=at, withdrawn=withdrawn
            )
            if refusal:
                raise refusal
            minutes = timing.whole_time(course.evaluation.minutes, await more_time(account_id, slug))
            attempt = await Attempt.create(
                enrolment_id=enrolment.id,
                number=history.count + 1,
                paper=rules.draw(course.evaluation, _chance, withdrawn).to_json(),
                started_at=at,
                deadline_at=at + timedelta(minutes=minutes),
                grace_minutes=course.evaluation.grace_minutes,
            )
            await close_later(attempt, at)
            return attempt
    except rules.PoolTooSmall:
        # After the transaction, which is undone.
        log.error("a release has too few questions for its papers", course=slug)
        reason = (
            f"The evaluation of {slug} has fewer questions than a paper draws; nobody can begin it. Publish it mended."
        )
        await outbox.tell("evaluations.check_pools", reason, at=at, course=slug)
        raise
    except IntegrityError:
        # Two starts at once: the database let one open an attempt, and that is the one both get.
        return await Attempt.get(enrolment_id=enrolment_id, closed_at__isnull=True)


async def submit_attempt(account_id: UUID, attempt_id: UUID, at: datetime) -> Attempt:
    """Close the attempt and score it; submitting again returns the same result.

    Raises:
        NotFound
    """

    async def submitted() -> Attempt:
        attempt = await own_attempt(account_id, attempt_id)
        return attempt if attempt.closed_at else await _close(attempt, at)

    return await _tried(submitted)


async def close_expired(attempt_id: UUID, at: datetime) -> None:
    """Close an attempt whose time is over, whether or not the phone is there, and score what it saved."""

    async def closed() -> None:
        attempt = await Attempt.select_for_update().get_or_none(id=attempt_id)
        if attempt and attempt.closed_at is None and window_of(attempt).is_over(at):
            await _close(attempt, at)

    await _tried(closed)


async def _tried(deed: Callable[[], Awaitable[T]]) -> T:
    """The deed in a transaction, again when the receipt's code was another's already."""
    for _ in range(TRIES - 1):
        try:
            async with in_transaction():
                return await deed()
        except IntegrityError:
            continue
    async with in_transaction():
        return await deed()


async def close_later(attempt: Attempt, at: datetime) -> None:
    """Have the worker close the attempt at its end. After the deadline has moved, the row of before changes nothing."""
    due = window_of(attempt).closes_at + timedelta(seconds=1)
    await outbox.later("evaluations.close_expired", at=at, due=due, attempt_id=attempt.id)


def window_of(attempt: Attempt) -> timing.Window:
    """The time of an attempt."""
    return timing.Window(attempt.started_at, attempt.deadline_at, attempt.grace_minutes)


def minutes_of(attempt: Attempt) -> int:
    """The minutes from the start to the deadline."""
    return int((attempt.deadline_at - attempt.started_at) / timedelta(minutes=1))


async def more_time(account_id: UUID, slug: str) -> list[timing.MoreTime]:
    """What the office gives this person beyond the time of the class, for all classes and for this one."""
    return [timing.MoreTime(row.percent, row.minutes) for row in await _MORE_TIME.all(account_id, slug)]


async def attempt_of(account_id: UUID, attempt_id: UUID) -> Attempt | None:
    """The participant's own attempt; None when it is unknown or somebody else's."""
    return await Attempt.get_or_none(id=attempt_id, enrolment__account_id=account_id)


async def open_attempt(enrolment_id: UUID) -> Attempt | None:
    """The attempt that is open, if one is."""
    return await _OPEN.first(enrolment_id)


async def history_of(enrolment_id: UUID) -> rules.History:
    """What the closed attempts come to."""
    closed = await _CLOSED.all(enrolment_id)
    return rules.History(
        count=len(closed),
        last_closed_at=closed[0].closed_at if closed else None,
        best_score=max((one.score for one in closed if one.score is not None), default=None),
        passed=any(one.passed for one in closed),
    )


async def score_before(attempt: Attempt) -> int | None:
    """The score of a closed attempt before any question of it was withdrawn; None where none was afterwards."""
    first = await Rescoring.filter(attempt_id=attempt.id).order_by("id").first()
    return first.old_score if first else None


async def answers_of(attempt: Attempt) -> dict[str, Answer]:
    """The answers that stand, by question."""
    return {answer.question_id: answer for answer in await _ANSWERS.all(attempt.id)}


async def answered(attempt: Attempt) -> int:
    """How many questions have an answer; one that was taken back is none."""
    return sum(bool(answer.given) for answer in (await answers_of(attempt)).values())


async def withdrawn_in(slug: str) -> dict[str, datetime]:
    """The questions that were withdrawn in a class, whatever release asks them, and since when."""
    rows = await _WITHDRAWN.all(slug)
    return {row.question_id: row.withdrawn_at for row in rows}


def counting(answers: Iterable[tuple[str, list[str], datetime]], withdrawn: Mapping[str, datetime]) -> dict[str, Given]:
    """The answers (question, given, saved at) that scoring looks at, by question: whoever answers a question after it
    was withdrawn gains nothing over those who left it.
    """
    return {
        question: tuple(given)
        for question, given, saved_at in answers
        if question not in withdrawn or saved_at <= withdrawn[question]
    }


async def counting_answers(attempt: Attempt, withdrawn: Mapping[str, datetime]) -> dict[str, Given]:
    """The same of one attempt."""
    rows = (await answers_of(attempt)).values()
    return counting([(row.question_id, row.given, row.saved_at) for row in rows], withdrawn)


async def own_attempt(account_id: UUID, attempt_id: UUID) -> Attempt:
    """The participant's attempt, locked: saving and closing happen one after the other.

    Raises:
        NotFound
    """
    attempt = await _OWN.first(account_id, attempt_id)
    if attempt is None:
        raise NotFound("attempt")
    return attempt


async def _close(attempt: Attempt, at: datetime) -> Attempt:
    # Read with the attempt locked: a withdrawal that doesn't show yet will find it closed, and score it again.
    withdrawn = await withdrawn_in((await enrolment_of(attempt)).course_id)
    answers = await counting_answers(attempt, withdrawn)
    result = rules.score(rules.Paper.from_json(attempt.paper), answers, withdrawn)
    attempt.closed_at = min(at, window_of(attempt).closes_at)
    attempt.receipt_code = receipts.new_code()
    attempt.score, attempt.passed, attempt.result = result.score, result.passed, result.to_json()
    await attempt.save()
    await outbox.later("evaluations.mail_result", at=at, attempt_id=attempt.id)
    await outbox.later("certification.consider", at=at, enrolment_id=attempt.enrolment_id)
    return attempt


async def close_if_over(enrolment_id: UUID, at: datetime) -> None:
    """Close the open attempt of an enrolment if its time is over."""
    attempt = await open_attempt(enrolment_id)
    if attempt:
        await close_expired(attempt.id, at)


async def enrolment_of(attempt: Attempt) -> Enrolment:
    """The enrolment that the attempt belongs to."""
    (enrolment,) = await _ENROLMENT.all(attempt.enrolment_id)
    return enrolment
