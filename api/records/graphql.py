"""GraphQL of the staff. Whoever reaches these fields came through `staff_member`."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api import audit, faults
from api.edge import DonePayload, Info, PageInfo, Payload, acting, cursor, refusable
from api.learning.graphql import CourseFacts, course_facts
from api.records import actions
from api.refusal import Language

strawberry.enum(audit.Deed, name="AuditedDeed")
strawberry.enum(audit.ActorKind)


@strawberry.type
class ParticipantRecord:
    id: UUID
    email: str
    full_name: str | None
    nik: str | None = strawberry.field(description="Masked.")
    phone: str | None = strawberry.field(description="Masked.")
    course: CourseFacts
    started_at: datetime
    completed_lessons: int
    total_lessons: int
    best_score: int | None
    certificate_number: str | None
    certificate_mailed_at: datetime | None


@strawberry.type
class ParticipantRecordEdge:
    cursor: str
    node: ParticipantRecord


@strawberry.type
class ParticipantRecordConnection:
    edges: list[ParticipantRecordEdge]
    page_info: PageInfo
    total_count: int


@strawberry.type(description="A job that failed too often and waits for a person.")
class FailedJob:
    id: UUID
    job: str
    title: str = strawberry.field(description="What it was to do, in words.")
    failed_at: datetime
    tries: int
    message: str = strawberry.field(description="What stands in its way and what to do, in words.")
    reason: str = strawberry.field(description="The same as the program said it.")
    certificate_number: str | None = strawberry.field(description="Of the certificate that it is about.")


@strawberry.type(description="What is to be known of a deed, besides its subject: nothing personal.")
class AuditFact:
    name: str
    value: str


@strawberry.type(description="A deed that was done. Entries are never changed and never deleted.")
class AuditEntry:
    id: UUID
    at: datetime
    deed: audit.Deed
    actor: audit.ActorKind
    email: str | None = strawberry.field(description="Of the member of staff; null for others, and once it is erased.")
    subject: str = strawberry.field(description="A kind and an id, as in request:0197...")
    reason: str
    facts: list[AuditFact]
    request_id: UUID | None = strawberry.field(description="The X-Request-Id under which the log knows it.")


@strawberry.type
class AuditEntryEdge:
    cursor: str
    node: AuditEntry


@strawberry.type
class AuditEntryConnection:
    edges: list[AuditEntryEdge]
    page_info: PageInfo
    total_count: int


@strawberry.type
class RecordsStaff:
    @strawberry.field
    async def participants(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="At most 100.")] = 20,
        after: str | None = None,
        search: str | None = None,
    ) -> ParticipantRecordConnection:
        vault = info.context.tools.vault
        page = await actions.participants(first=first, after=cursor(after), search=search, vault=vault)
        edges = [ParticipantRecordEdge(cursor=str(one.enrolment.id), node=_shown(one)) for one in page.records]
        end = edges[-1].cursor if edges else None
        return ParticipantRecordConnection(
            edges=edges, page_info=PageInfo(has_next_page=page.has_next, end_cursor=end), total_count=page.total
        )

    @strawberry.field(description="Who did what, the newest first.")
    async def audit_trail(
        self,
        first: Annotated[int, strawberry.argument(description="At most 100.")] = 20,
        after: str | None = None,
        deed: audit.Deed | None = None,
        subject: str | None = None,
    ) -> AuditEntryConnection:
        page = await actions.audit_trail(first=first, after=cursor(after), deed=deed, subject=subject)
        edges = [AuditEntryEdge(cursor=str(one.id), node=_noted(one, page.emails)) for one in page.entries]
        end = edges[-1].cursor if edges else None
        return AuditEntryConnection(
            edges=edges, page_info=PageInfo(has_next_page=page.has_next, end_cursor=end), total_count=page.total
        )

    @strawberry.field
    async def failed_jobs(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="At most 100.")] = 100,
    ) -> list[FailedJob]:
        language = info.context.language
        return [_failed(one, language) for one in await actions.failed_jobs(first)]

    @strawberry.field(description="How many jobs failed.")
    async def failed_jobs_count(self) -> int:
        return await actions.failed_jobs_count()

    @strawberry.field(description="How many jobs are due and not done.")
    async def waiting_jobs(self, info: Info) -> int:
        return await actions.waiting_jobs(info.context.tools.clock())


@strawberry.type
class RetriedJobsPayload(Payload):
    retried: int | None = None


@strawberry.type
class RecordsMutation:
    @strawberry.mutation(description="Try a failed job again.")
    @refusable(DonePayload)
    async def retry_job(self, info: Info, job: UUID) -> DonePayload:
        await actions.retry_job(job, acting(info), info.context.tools.clock())
        return DonePayload(done=True)

    @strawberry.mutation(
        description="Try all failed jobs of one kind again, such as certification.mail. `retried` says how many these "
        "were; repeated, there are none left."
    )
    @refusable(RetriedJobsPayload)
    async def retry_jobs(self, info: Info, kind: str) -> RetriedJobsPayload:
        retried = await actions.retry_jobs(kind, acting(info), info.context.tools.clock())
        return RetriedJobsPayload(retried=retried)


def _failed(failed: actions.FailedJob, language: Language) -> FailedJob:
    row = failed.row
    reason = row.last_error or ""
    return FailedJob(
        id=row.id,
        job=row.job,
        title=faults.job_in_words(row.job, language),
        failed_at=failed.failed_at,
        tries=row.tries,
        message=faults.reason_in_words(row.job, reason, language),
        reason=reason,
        certificate_number=failed.certificate_number,
    )


def _noted(entry: audit.AuditEntry, emails: Mapping[UUID, str]) -> AuditEntry:
    return AuditEntry(
        id=entry.id,
        at=entry.at,
        deed=entry.deed,
        actor=entry.actor_kind,
        email=emails.get(entry.actor_id) if entry.actor_id else None,
        subject=entry.subject,
        reason=entry.reason,
        facts=[AuditFact(name=name, value=_fact(value)) for name, value in entry.facts.items()],
        request_id=entry.request_id,
    )


def _fact(value: audit.Fact) -> str:
    """As text: lists with commas, yes and no as JSON spells them."""
    match value:
        case list():
            return ", ".join(value)
        case str():
            return value
        case _:
            return json.dumps(value)


def _shown(record: actions.ParticipantRecord) -> ParticipantRecord:
    certificate = record.certificate
    return ParticipantRecord(
        id=record.enrolment.id,
        email=record.email,
        full_name=record.full_name,
        nik=record.nik,
        phone=record.phone,
        course=course_facts(record.course),
        started_at=record.enrolment.started_at,
        completed_lessons=record.progress.done,
        total_lessons=record.progress.total,
        best_score=record.best_score,
        certificate_number=certificate.number if certificate else None,
        certificate_mailed_at=certificate.mailed_at if certificate else None,
    )
