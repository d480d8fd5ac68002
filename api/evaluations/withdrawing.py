"""Withdrawing a question: it counts against nobody any more, and past papers are scored again, batch by batch.

A participant's attempts in the class are the unit of that work: one transaction scores them, orders the certificate and
the letter, and finds on a second time that nothing is left to do.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from tortoise.expressions import F
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from api import audit, outbox, reasons
from api.evaluations import actions, rules
from api.evaluations.models import Answer, Attempt, Rescoring, WithdrawnQuestion
from api.learning import releases
from api.learning.models import Course
from api.refusal import NotFound
from courseware.sealed import SealedEvaluation, SealedQuestion

BATCH = 50
"""Participants whose attempts one job scores again: a second or so, far below the worker's limit."""
MOST_EXAMINED = 2_000
"""Attempts that a preview scores, in some two seconds: a request ends after ten."""
READ_AT_ONCE = 50
"""Of these, how many are in memory."""


async def withdraw_question(
    slug: str, question_id: str, reason: str, by: audit.Actor, at: datetime
) -> WithdrawnQuestion:
    """Withdraw a question of a class from every release that asks it, and order that past papers are scored again.
    Withdrawing it once more returns the first withdrawal, with its own reason.

    Raises:
        NotFound: no such class, or none of its releases has the question.
        LastQuestion: a release that is offered, or that somebody is on, would have nothing left to ask.
        InvalidInput: the reason is shorter than 10 or longer than 1,000 characters.
    """
    said = reasons.given(reason)
    async with in_transaction():
        # Two last questions withdrawn in the same moment: the second waits here, and then sees the first.
        if await Course.select_for_update().get_or_none(slug=slug) is None:
            raise NotFound("course")
        known = await WithdrawnQuestion.get_or_none(course_id=slug, question_id=question_id)
        if known:
            return known
        if await _is_last(slug, question_id):
            raise rules.LastQuestion("question")
        withdrawal = await WithdrawnQuestion.create(
            course_id=slug, question_id=question_id, reason=said, withdrawn_at=at
        )
        papers = _holding(slug, question_id)
        facts: dict[str, audit.Fact] = {
            "course": slug,
            "question": question_id,
            "finished": await papers.filter(closed_at__isnull=False).count(),
            "open": await papers.filter(closed_at__isnull=True).count(),
        }
        await audit.note(audit.Deed.QUESTION_WITHDRAWN, _subject(withdrawal), by=by, at=at, reason=said, facts=facts)
        await outbox.later("evaluations.rescore", at=at, withdrawal_id=withdrawal.id)
        return withdrawal


async def _is_last(slug: str, question_id: str) -> bool:
    """Whether a release that is in use would have nothing left to ask.

    Raises:
        NotFound: none of the class's releases has the question.
    """
    withdrawn = {*await actions.withdrawn_in(slug), question_id}
    if not any(question_id in asked(one) for one in await releases.evaluations_of(slug)):
        raise NotFound("question")
    # A release that nobody is on any more may have been a first try with one question.
    in_use = [course.evaluation for course in await releases.in_use(slug)]
    return any(question_id in asked(one) and not rules.question_count(one, withdrawn) for one in in_use)


def asked(evaluation: SealedEvaluation) -> Mapping[str, SealedQuestion]:
    """The questions of all its pools, by id."""
    return {question.id: question for pool in evaluation.pools for question in pool.questions}


def _holding(slug: str, question_id: str) -> QuerySet[Attempt]:
    """The attempts of a class whose paper has the question. Papers spell a question's id first (rules.Paper.to_json);
    the database may take capitals for small letters, so whoever reads the paper looks again.
    """
    spelled = json.dumps(question_id, ensure_ascii=False)
    return Attempt.filter(enrolment__course_id=slug, paper__contains=f'"question":{{"id":{spelled}')


def _subject(withdrawal: WithdrawnQuestion) -> str:
    return f"withdrawal:{withdrawal.id}"


async def rescore_batch(withdrawal_id: UUID, after: UUID | None, at: datetime) -> None:
    """Score the papers of the next participants again, those whose enrolments come after this one, and order the next
    batch or note the end. Whatever part of it was done before is found done.
    """
    withdrawal = await WithdrawnQuestion.get_or_none(id=withdrawal_id, finished_at__isnull=True)
    if withdrawal is None:
        return
    papers = _holding(withdrawal.course_id, withdrawal.question_id)
    following = papers.filter(enrolment_id__gt=after) if after else papers
    ids = await following.order_by("enrolment_id").distinct().limit(BATCH).values_list("enrolment_id", flat=True)
    enrolments = [UUID(str(one)) for one in ids]
    for enrolment_id in enrolments:
        await _rescore_enrolment(enrolment_id, withdrawal, at)
    async with in_transaction():
        if len(enrolments) == BATCH:
            await outbox.later("evaluations.rescore", at=at, withdrawal_id=withdrawal.id, enrolment_id=enrolments[-1])
        else:
            await _finish(withdrawal, at)


async def _rescore_enrolment(enrolment_id: UUID, withdrawal: WithdrawnQuestion, at: datetime) -> None:
    async with in_transaction():
        # Open ones are locked too: an attempt that is being closed at this moment is closed when we have the lock.
        attempts = await Attempt.select_for_update().filter(enrolment_id=enrolment_id).order_by("id")
        withdrawn = await actions.withdrawn_in(withdrawal.course_id)
        had_passed = any(one.passed for one in attempts)
        rescored = [await _rescore(one, withdrawal, withdrawn, at) for one in attempts]
        if any(one and differs(one) for one in rescored):
            await outbox.later(
                "evaluations.mail_withdrawal", at=at, withdrawal_id=withdrawal.id, enrolment_id=enrolment_id
            )
        if not had_passed and any(one.passed for one in attempts):
            await outbox.later("certification.consider", at=at, enrolment_id=enrolment_id)


async def _rescore(
    attempt: Attempt, withdrawal: WithdrawnQuestion, withdrawn: Mapping[str, datetime], at: datetime
) -> Rescoring | None:
    """Score a closed attempt again; None where there is nothing to do, or no more."""
    if attempt.closed_at is None or not attempt.result:
        return None
    paper, old = rules.read_once(attempt.paper), rules.Result.from_json(attempt.result)
    question_id = withdrawal.question_id
    if paper.question(question_id) is None or question_id in old.withdrawn:
        return None
    new = rules.rescored(old, paper, await actions.counting_answers(attempt, withdrawn), question_id)
    rescoring = await Rescoring.create(
        attempt_id=attempt.id,
        withdrawal_id=withdrawal.id,
        old_score=old.score,
        old_passed=old.passed,
        old_result=attempt.result,
        new_score=new.score,
        new_passed=new.passed,
        new_result=new.to_json(),
        rescored_at=at,
    )
    attempt.score, attempt.passed, attempt.result = new.score, new.passed, new.to_json()
    await attempt.save()
    return rescoring


def differs(rescoring: Rescoring) -> bool:
    """Whether its participant sees another score, or has passed: whom a letter is owed."""
    return rescoring.new_score > rescoring.old_score or rescoring.new_passed > rescoring.old_passed


async def _finish(withdrawal: WithdrawnQuestion, at: datetime) -> None:
    """Every paper was seen to. Two jobs may come here; the first writes it down."""
    first = await WithdrawnQuestion.filter(id=withdrawal.id, finished_at__isnull=True).update(finished_at=at)
    if not first:
        return
    deed, subject = audit.Deed.QUESTION_WITHDRAWN, _subject(withdrawal)
    ordered = await audit.AuditEntry.filter(deed=deed, subject=subject).order_by("id").first()
    if ordered is None:
        raise RuntimeError("A question was withdrawn by nobody.")
    by = audit.Actor(ordered.actor_kind, ordered.actor_id, ordered.request_id)
    outcome = await outcome_of(withdrawal)
    facts: dict[str, audit.Fact] = {
        "course": withdrawal.course_id,
        "question": withdrawal.question_id,
        "rescored": outcome.rescored,
        "changed": outcome.changed,
        "newly_passed": outcome.newly_passed,
    }
    await audit.note(deed, subject, by=by, at=at, reason=withdrawal.reason, facts=facts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a withdrawal has done so far: attempts that were scored again and those whose score rose; participants who
    passed by it.
    """

    rescored: int
    changed: int
    newly_passed: int


async def outcome_of(withdrawal: WithdrawnQuestion) -> Outcome:
    """Counted from what is written down; those who were erased meanwhile are gone from it."""
    rescored = Rescoring.filter(withdrawal_id=withdrawal.id)
    passed_by_it = rescored.filter(old_passed=False, new_passed=True)
    passing = {str(one) for one in await passed_by_it.values_list("attempt__enrolment_id", flat=True)}
    before = Rescoring.filter(withdrawal_id=withdrawal.id, old_passed=True)
    had_passed = {str(one) for one in await before.values_list("attempt__enrolment_id", flat=True)}
    return Outcome(
        rescored=await rescored.count(),
        changed=await rescored.filter(new_score__gt=F("old_score")).count(),
        newly_passed=len(passing - had_passed),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What withdrawing a question would do: finished and open attempts whose paper has it; of the finished ones that
    were examined, those whose score would rise, and the participants who would pass by it; and the pools of the release
    on offer that would have too few left.
    """

    finished: int
    examined: int
    open: int
    changed: int
    newly_passing: int
    is_last: bool
    """It would be refused: a release would have nothing left to ask."""
    small_pools: tuple[rules.SmallPool, ...]


async def preview(slug: str, question_id: str, most: int = MOST_EXAMINED) -> Preview:
    """Look before withdrawing; nothing changes. Of a very large class the latest attempts are examined, `most` of them.

    Raises:
        NotFound
    """
    is_last = await _is_last(slug, question_id)
    withdrawn = await actions.withdrawn_in(slug)
    on_offer = (await releases.in_use(slug))[0]
    passed = Attempt.filter(enrolment__course_id=slug, passed=True)
    have_passed = {UUID(str(one)) for one in await passed.values_list("enrolment_id", flat=True)}
    papers = _holding(slug, question_id)
    examined = changed = 0
    passing: set[UUID] = set()
    async for attempt, answers in _latest(papers.filter(closed_at__isnull=False), withdrawn, most):
        paper, old = rules.read_once(attempt.paper), rules.Result.from_json(attempt.result or "")
        new = rules.rescored(old, paper, answers, question_id)
        examined += 1
        changed += new.score > old.score
        if new.passed:
            passing.add(attempt.enrolment_id)
    return Preview(
        finished=await papers.filter(closed_at__isnull=False).count(),
        examined=examined,
        open=await papers.filter(closed_at__isnull=True).count(),
        changed=changed,
        newly_passing=len(passing - have_passed),
        is_last=is_last,
        small_pools=rules.small_pools(on_offer.evaluation, {*withdrawn, question_id}),
    )


async def _latest(
    closed: QuerySet[Attempt], withdrawn: Mapping[str, datetime], most: int
) -> AsyncIterator[tuple[Attempt, dict[str, tuple[str, ...]]]]:
    """The latest of these attempts, at most so many, each with its answers that count."""
    newest = closed.order_by("-id").only("id", "enrolment_id", "paper", "result")
    chunk: Sequence[Attempt] = await newest.limit(min(READ_AT_ONCE, most))
    while chunk:
        given: dict[UUID, list[tuple[str, list[str], datetime]]] = {one.id: [] for one in chunk}
        rows = Answer.filter(attempt_id__in=list(given)).values_list("attempt_id", "question_id", "given", "saved_at")
        for attempt_id, question_id, kept, saved_at in cast("list[tuple[UUID, str, list[str], datetime]]", await rows):
            given[attempt_id].append((question_id, kept, saved_at))
        for attempt in chunk:
            yield attempt, actions.counting(given[attempt.id], withdrawn)
        most -= len(chunk)
        chunk = await newest.filter(id__lt=chunk[-1].id).limit(min(READ_AT_ONCE, most)) if most else []


async def questions_of(slug: str) -> Mapping[str, SealedQuestion]:
    """Every question that a class ever asked, by id, in its newest wording."""
    known: dict[str, SealedQuestion] = {}
    for evaluation in reversed(await releases.evaluations_of(slug)):
        known |= asked(evaluation)
    return known


async def withdrawals(slug: str) -> list[WithdrawnQuestion]:
    """The withdrawn questions of a class, the latest first."""
    return await WithdrawnQuestion.filter(course_id=slug).order_by("-id")
