"""GraphQL of the staff: looking certificates up, replacing, revoking and sending them again."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api import faults
from api.certification import amending, register, steps
from api.certification.models import Certificate
from api.certification.rules import CertificateState
from api.certification.steps import StepKind, StepState
from api.edge import Info, PageInfo, Payload, acting, cursor, refusable
from api.refusal import Language

strawberry.enum(StepKind, name="CertificateStepKind", description="What happens to a version of a certificate.")
strawberry.enum(
    StepState,
    name="CertificateStepState",
    description="WAITING: an earlier step comes first. STOPPED: the version counts no more, or its holder was erased.",
)


@strawberry.type(description="A step of a version on its way to its holder.")
class CertificateStep:
    kind: StepKind
    state: StepState
    at: datetime | None = strawberry.field(
        description="When it was done or failed; of RESENT and REVOCATION_MAILED when it was ordered. May be unknown."
    )
    tries: int
    next_try_at: datetime | None = strawberry.field(description="Set where it is RETRYING.")
    message: str | None = strawberry.field(description="What stands in its way and what to do, in words.")
    details: str | None = strawberry.field(description="The same as the program said it.")
    job: UUID | None = strawberry.field(description="Where it FAILED: what `retryJob` tries again.")


@strawberry.type(description="A version of a certificate as it was frozen, and what became of it.")
class CertificateVersion:
    id: UUID
    version: int
    name: str
    state: CertificateState
    code: str
    issued_at: datetime
    changed_at: datetime | None
    reason: str | None = strawberry.field(description="Why it was replaced or revoked.")
    steps: list[CertificateStep]


@strawberry.type(description="A certificate with all its versions, the newest first.")
class OfficeCertificate:
    number: str
    course_title: str
    email: str | None = strawberry.field(description="Null once the holder's account was erased.")
    biodata_name: str | None = strawberry.field(
        description="The name that the holder has confirmed in the biodata now."
    )
    versions: list[CertificateVersion]


@strawberry.type
class OfficeCertificateEdge:
    cursor: str
    node: OfficeCertificate


@strawberry.type
class OfficeCertificateConnection:
    edges: list[OfficeCertificateEdge]
    page_info: PageInfo
    total_count: int


@strawberry.type
class OfficeCertificatePayload(Payload):
    certificate: OfficeCertificate | None = None


@strawberry.type
class CertificationOffice:
    @strawberry.field(
        description="The certificates whose number, holder's address or name contains `search`, on which a name was "
        "printed that begins with it, or whose verification code it is."
    )
    async def certificates(
        self,
        info: Info,
        search: str = "",
        first: Annotated[int, strawberry.argument(description="At most 50.")] = 10,
        after: str | None = None,
    ) -> OfficeCertificateConnection:
        page = await register.look_up(search, first=first, after=cursor(after))
        language = info.context.language
        edges = [
            OfficeCertificateEdge(cursor=str(one.enrolment_id), node=_entry(one, language)) for one in page.entries
        ]
        end = edges[-1].cursor if edges else None
        return OfficeCertificateConnection(
            edges=edges, page_info=PageInfo(has_next_page=page.has_next, end_cursor=end), total_count=page.total
        )


@strawberry.type
class CertificationOfficeMutation:
    @strawberry.mutation(
        description="For staff accounts only: the next version under the same number, with the corrected name. The one "
        "before verifies as replaced. Repeating it changes nothing."
    )
    @refusable(OfficeCertificatePayload)
    async def replace_certificate(
        self, info: Info, certificate: UUID, full_name: str, reason: str
    ) -> OfficeCertificatePayload:
        tools = info.context.tools
        correction = amending.Correction(certificate, full_name, reason)
        row = await amending.replace(correction, acting(info), tools.settings, tools.clock(), tools.keys)
        return await _payload(row, info)

    @strawberry.mutation(
        description="For staff accounts only: the certificate counts no more, for good; its holder is told the reason. "
        "Repeating it changes nothing."
    )
    @refusable(OfficeCertificatePayload)
    async def revoke_certificate(self, info: Info, certificate: UUID, reason: str) -> OfficeCertificatePayload:
        row = await amending.revoke(certificate, reason, acting(info), info.context.tools.clock())
        return await _payload(row, info)

    @strawberry.mutation(
        description="For staff accounts only: send the letter with the PDF once more. Repeated within five minutes, "
        "or while a letter is on its way, it adds none."
    )
    @refusable(OfficeCertificatePayload)
    async def resend_certificate(self, info: Info, certificate: UUID) -> OfficeCertificatePayload:
        row = await amending.resend(certificate, acting(info), info.context.tools.clock())
        return await _payload(row, info)


async def _payload(row: Certificate, info: Info) -> OfficeCertificatePayload:
    return OfficeCertificatePayload(certificate=_entry(await register.entry_of(row), info.context.language))


def _entry(entry: register.Entry, language: Language) -> OfficeCertificate:
    newest = entry.versions[0]
    return OfficeCertificate(
        number=newest.row.number,
        course_title=newest.words.course_title,
        email=entry.email,
        biodata_name=entry.biodata_name,
        versions=[_version(one, language) for one in entry.versions],
    )


def _version(version: register.Version, language: Language) -> CertificateVersion:
    row = version.row
    return CertificateVersion(
        id=row.id,
        version=row.version,
        name=version.words.name,
        state=row.state,
        code=row.code,
        issued_at=row.issued_at,
        changed_at=row.changed_at,
        reason=row.reason,
        steps=[_step(one, language) for one in version.steps],
    )


def _step(step: steps.Step, language: Language) -> CertificateStep:
    order = step.order
    reason = order.reason if order else ""
    return CertificateStep(
        kind=step.kind,
        state=step.state,
        at=step.at,
        tries=order.tries if order else 0,
        next_try_at=step.next_try_at,
        message=faults.reason_in_words(order.job, reason, language) if order and reason else None,
        details=reason or None,
        job=order.id if order and step.state is StepState.FAILED else None,
    )
