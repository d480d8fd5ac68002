"""Look-ups and deeds of the staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from api import audit, outbox
from api.accounts import rules
from api.accounts.models import Account
from api.accounts.rules import ERASED
from api.certification.models import Certificate
from api.certification.rules import CertificateState
from api.evaluations.actions import history_of
from api.learning import releases
from api.learning.actions import progress_of
from api.learning.models import Enrolment
from api.learning.rules import Progress
from api.profiles import sealing
from api.profiles.actions import profile_of
from api.refusal import InvalidInput, NotFound
from api.vault import Vault
from courseware.sealed import SealedCourse

LARGEST_PAGE = 100
NOBODY = "—"
"""In the place of a name and an address that were erased."""


@dataclass(frozen=True, slots=True)
class ParticipantRecord:
    """A participant in a class, as the office's book has it. Of somebody who was erased the certificate is there."""

    enrolment: Enrolment
    email: str
    full_name: str | None
    nik: str | None
    """Masked, like the telephone."""
    phone: str | None
    course: SealedCourse
    progress: Progress
    best_score: int | None
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page of records, newest enrolment first; `has_next` tells whether more follow."""

    records: tuple[ParticipantRecord, ...]
    total: int
    has_next: bool


async def participants(*, first: int, after: UUID | None, search: str | None, vault: Vault) -> RecordPage:
    """The records whose name, address or certificate number contains `search`, or whose NIK or telephone it is.

    Raises:
        InvalidInput: the page is empty or too large.
    """
    if not 0 < first <= LARGEST_PAGE:
        raise InvalidInput("first")
    found = Enrolment.filter(_matching(search, vault)).distinct()
    total = await found.count()
    # UUIDv7 ids grow with time: the id is the order and the cursor at once.
    rest = found.filter(id__lt=after) if after else found
    rows = await rest.order_by("-id").limit(first + 1)
    return RecordPage(tuple([await _record(row, vault) for row in rows[:first]]), total, len(rows) > first)


def _matching(search: str | None, vault: Vault) -> Q:
    if not search:
        return Q()
    sealed = [Q(**{f"account__profile__{name}": index}) for name, index in sealing.indexes_of(search, vault).items()]
    return Q(
        Q(account__email__icontains=search) & ~Q(account__email__startswith=ERASED)
        | Q(account__profile__full_name__icontains=search)
        | Q(certificates__number__icontains=search),
        *sealed,
        join_type="OR",
    )


async def _record(row: Enrolment, vault: Vault) -> ParticipantRecord:
    account = await Account.get(id=row.account_id)
    profile = await profile_of(row.account_id)
    is_erased = rules.is_erased(account.email)
    return ParticipantRecord(
        enrolment=row,
        email=NOBODY if is_erased else account.email,
        full_name=NOBODY if is_erased else profile.full_name if profile else None,
        nik=sealing.masked_nik(profile, vault) if profile else None,
        phone=sealing.masked_phone(profile, vault) if profile else None,
        course=await releases.pinned(row),
        progress=await progress_of(row),
        best_score=(await history_of(row.id)).best_score,
        certificate=await Certificate.get_or_none(enrolment_id=row.id, state=CertificateState.VALID),
    )


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the audit trail, the newest deed first; `emails` are those of the staff who did them, by account."""

    entries: tuple[audit.AuditEntry, ...]
    emails: Mapping[UUID, str]
    total: int
    has_next: bool


async def audit_trail(
    *, first: int, after: UUID | None, deed: audit.Deed | None = None, subject: str | None = None
) -> AuditPage:
    """What was done, of one kind or on one subject if that is given.

    Raises:
        InvalidInput: the page is empty or too large.
    """
    if not 0 < first <= LARGEST_PAGE:
        raise InvalidInput("first")
    wanted = {"deed": deed, "subject": subject}
    found = audit.AuditEntry.filter(**{name: value for name, value in wanted.items() if value})
    total = await found.count()
    rows = await (found.filter(id__lt=after) if after else found).order_by("-id").limit(first + 1)
    accounts = Account.filter(id__in={row.actor_id for row in rows if row.actor_id})
    emails = {one.id: one.email for one in await accounts if not rules.is_erased(one.email)}
    return AuditPage(tuple(rows[:first]), emails, total, len(rows) > first)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A row that waits for a person, and which certificate it is about, if it is about one."""

    row: outbox.OutboxRow
    failed_at: datetime
    certificate_number: str | None


def _failed() -> QuerySet[outbox.OutboxRow]:
    return outbox.OutboxRow.filter(dead_at__isnull=False)


async def failed_jobs(first: int) -> list[FailedJob]:
    """The rows that wait for a person, the oldest first.

    Raises:
        InvalidInput: there are none or too many to show.
    """
    if not 0 < first <= LARGEST_PAGE:
        raise InvalidInput("first")
    rows = await _failed().order_by("dead_at", "id").limit(first)
    about = {row.id: row.args["certificate_id"] for row in rows if "certificate_id" in row.args}
    numbers = {str(one.id): one.number for one in await Certificate.filter(id__in=list(about.values()))}
    return [FailedJob(row, row.dead_at, numbers.get(about.get(row.id, ""))) for row in rows if row.dead_at]


async def failed_jobs_count() -> int:
    """How many rows wait for a person."""
    return await _failed().count()


async def waiting_jobs(at: datetime) -> int:
    """How many rows are due and not done: the queue's depth."""
    return await outbox.OutboxRow.filter(dead_at__isnull=True, due_at__lte=at).count()


async def retry_job(job_id: UUID, by: audit.Actor, at: datetime) -> None:
    """Give a failed job all its tries again.

    Raises:
        NotFound
    """
    async with in_transaction():
        row = await outbox.OutboxRow.get_or_none(id=job_id)
        if row is None or not await outbox.revive(job_id, at):
            raise NotFound("job")
        await audit.note(audit.Deed.JOB_RETRIED, f"job:{job_id}", by=by, at=at, facts={"job": row.job})


async def retry_jobs(kind: str, by: audit.Actor, at: datetime) -> int:
    """Give all failed jobs of a kind all their tries again, and say how many these were: after an outage a hundred
    letters wait for the same. Of two people at once each row is one's alone.
    """
    async with in_transaction():
        rows = await _failed().filter(job=kind).order_by("dead_at", "id")
        retried = [row for row in rows if await outbox.revive(row.id, at)]
        if retried:
            facts: dict[str, audit.Fact] = {"job": kind, "count": len(retried)}
            await audit.note(audit.Deed.JOB_RETRIED, f"jobs:{kind}", by=by, at=at, facts=facts)
        return len(retried)
