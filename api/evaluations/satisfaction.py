"""How people liked a class: what each of them says, once, and what the office sees of all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from tortoise.transactions import in_transaction

from api.evaluations import sealing
from api.evaluations.models import Attempt, Satisfaction
from api.evaluations.satisfaction_rules import (
    SCALE,
    Statement,
    Tally,
    may_be_told,
    tally,
    why_not_answer,
    wording,
)
from api.learning import actions as learning
from api.learning.models import Enrolment
from api.profiles.consents import check_training
from api.profiles.patches import ABSENT, Absent
from api.refusal import InvalidInput
from api.vault import Vault

MOST_COMMENTS = 200
"""The latest that are shown to the office at once."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What came of the form, unchecked: what is left out stays as it is, None takes it back."""

    values: Mapping[Statement, int | None] = field(default_factory=dict[Statement, "int | None"])
    comment: str | Absent | None = ABSENT


async def save(account_id: UUID, slug: str, changes: Changes, vault: Vault, at: datetime) -> Satisfaction:
    """Keep what somebody says about a class, all of it or a field. Again it changes nothing; a form that was passed
    over is open again by it.

    Raises:
        NotEnrolled, ConsentRequired, SatisfactionTooEarly, SatisfactionTooLate, TextTooLong, InvalidInput
    """
    for statement, value in changes.values.items():
        if value is not None and value not in SCALE:
            raise InvalidInput(statement.value)
    async with in_transaction():
        row = await _locked(account_id, slug, at)
        columns: dict[str, int | str | None] = {one.value: value for one, value in changes.values.items()}
        if not isinstance(changes.comment, Absent):
            said = wording(changes.comment or "")
            # Kept as it is when it says the same: sealed anew it would look like a change.
            if said != sealing.comments.opened(row, "comment", vault):
                columns["comment"] = sealing.comments.sealed("comment", said, row.id, vault) if said else None
        for name, value in columns.items():
            setattr(row, name, value)
        is_new = _is_new(row)
        row.given_at, row.changed_at, row.declined_at = row.given_at or at, at, None
        await row.save(force_create=is_new)
        return row


async def decline(account_id: UUID, slug: str, at: datetime) -> Satisfaction:
    """Note that somebody would rather not say, so that nobody asks again. What was said already stays.

    Raises:
        NotEnrolled, ConsentRequired, SatisfactionTooEarly, SatisfactionTooLate
    """
    async with in_transaction():
        row = await _locked(account_id, slug, at)
        if _is_new(row):
            row.declined_at = at
            await row.save(force_create=True)
        return row


async def _locked(account_id: UUID, slug: str, at: datetime) -> Satisfaction:
    """The form's row, or a fresh one that is not stored yet."""
    enrolment_id = (await learning.enrolment_of(account_id, slug)).id
    # Two first answers at once: the second waits here, and then finds the row.
    await Enrolment.select_for_update().get(id=enrolment_id)
    await check_training(account_id)
    row = await Satisfaction.get_or_none(enrolment_id=enrolment_id)
    refusal = why_not_answer(has_result=await has_result(enrolment_id), given_at=row.given_at if row else None, at=at)
    if refusal:
        raise refusal
    return row or Satisfaction(enrolment_id=enrolment_id)


def _is_new(row: Satisfaction) -> bool:
    """Whether nothing of it is stored: a stored one was given or declined, by constraint."""
    return row.given_at is None and row.declined_at is None


async def of_enrolment(enrolment_id: UUID) -> Satisfaction | None:
    """What this participant said, or that they would rather not; None before either."""
    return await Satisfaction.get_or_none(enrolment_id=enrolment_id)


async def has_result(enrolment_id: UUID) -> bool:
    """Whether an attempt was finished: before it there is nothing to ask."""
    return await Attempt.filter(enrolment_id=enrolment_id, closed_at__isnull=False).exists()


@dataclass(frozen=True, slots=True)
class Opinions:
    """What the office sees of a class. Without tallies and comments as long as too few answered; a single statement has
    none as long as too few answered that one.
    """

    answers: int
    declined: int
    is_told: bool
    tallies: Mapping[Statement, Tally | None]
    comments: tuple[str, ...]


async def opinions(slug: str, vault: Vault) -> Opinions:
    """Of all participants of a class; nothing of an unknown one."""
    rows = Satisfaction.filter(enrolment__course_id=slug)
    names = [statement.value for statement in Statement]
    given = cast("list[dict[str, int | None]]", await rows.filter(given_at__isnull=False).values(*names))
    answered = [one for one in given if any(value is not None for value in one.values())]
    is_told = may_be_told(len(answered))
    counted = {one: tally(row[one.value] for row in answered) for one in Statement} if is_told else {}
    return Opinions(
        answers=len(answered),
        declined=await rows.filter(declined_at__isnull=False).count(),
        is_told=is_told,
        tallies={one: each if may_be_told(each.answers) else None for one, each in counted.items()},
        comments=await _comments(slug, vault) if is_told else (),
    )


async def _comments(slug: str, vault: Vault) -> tuple[str, ...]:
    """The latest, in the order of the alphabet: neither their order nor anything beside them tells who wrote them."""
    written = Satisfaction.filter(enrolment__course_id=slug, comment__isnull=False)
    rows = await written.order_by("-changed_at").limit(MOST_COMMENTS)
    opened = (sealing.comments.opened(row, "comment", vault) for row in rows)
    return tuple(sorted((one for one in opened if one), key=str.casefold))
