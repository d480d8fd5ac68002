"""The audit trail: who did what, on what, why, written in the deed's own transaction. Knows no domain.

The table only grows: the database itself refuses to change or delete a row (migration 0006). So nothing personal enters
it. Accounts are named by id without a reference: once one is erased its id leads nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

Fact = str | int | bool | None | list[str]


class Deed(StrEnum):
    """What is noted. A name never changes its meaning."""

    RELEASE_PUBLISHED = "release_published"
    RELEASE_ROLLED_BACK = "release_rolled_back"
    QUESTION_WITHDRAWN = "question_withdrawn"
    REQUEST_ANSWERED = "request_answered"
    JOB_RETRIED = "job_retried"
    STAFF_MADE = "staff_made"
    ACCOMMODATION_SET = "accommodation_set"
    ACCOMMODATION_ENDED = "accommodation_ended"
    SUBMISSION_LOOKED_UP = "submission_looked_up"
    REMINDERS_SWITCHED = "reminders_switched"
    CERTIFICATE_REPLACED = "certificate_replaced"
    CERTIFICATE_REVOKED = "certificate_revoked"
    CERTIFICATE_RESENT = "certificate_resent"


class ActorKind(StrEnum):
    """Who may do what is noted."""

    STAFF = "staff"
    PUBLISHER = "publisher"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose deed it is: a member of staff by account, whoever holds the publishing token, or who runs the system."""

    kind: ActorKind
    account_id: UUID | None = None
    request_id: UUID | None = None
    """The request's in the log, where there was one."""


OPERATOR = Actor(ActorKind.OPERATOR)


class AuditEntry(Model):
    """A deed that was done, never changed and never deleted."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    at = fields.DatetimeField()
    deed = fields.CharEnumField(Deed, max_length=40)
    actor_kind = fields.CharEnumField(ActorKind, max_length=20)
    actor_id = fields.UUIDField(null=True)
    subject = fields.CharField(200)
    reason = fields.TextField(default="")
    facts = fields.JSONField[dict[str, Fact]]()
    request_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        table = "audit_entry"
        indexes = (Index(fields=("actor_id",), name="audit_entry_actor"),)


async def note(
    deed: Deed, subject: str, *, by: Actor, at: datetime, reason: str = "", facts: Mapping[str, Fact] | None = None
) -> None:
    """Write down that a deed was done. Call it inside the transaction that does it.

    `subject` is a kind and an id, as in "request:0197...". It, `reason` and `facts` hold nothing personal: the row
    stays when everybody whom it concerns is erased.
    """
    await AuditEntry.create(
        at=at,
        deed=deed,
        actor_kind=by.kind,
        actor_id=by.account_id,
        subject=subject,
        reason=reason,
        facts=dict(facts or {}),
        request_id=by.request_id,
    )
