"""GraphQL of checking a certificate, which needs no account."""

from datetime import date, datetime

import strawberry

from api.certification import verification
from api.certification.log_shown import LogInclusion, inclusion_shown
from api.certification.rules import CertificateState
from api.certification.verification import Verification
from api.edge import Context, Info
from api.throttle import Limit
from certificates.fields import CertificateFields

VERIFICATIONS_PER_NETWORK = Limit("verifications", "120/10 minutes")


@strawberry.type
class SyllabusLine:
    title: str
    minutes: int


@strawberry.type(description="Everything that is printed on the certificate, to compare with the paper.")
class PrintedFields:
    number: str
    version: int
    code: str
    name: str
    course_title: str
    hours: int
    score: int | None
    level: str | None = strawberry.field(description="The level of understanding, in its printed words.")
    completed_on: date
    issued_on: date
    place: str
    office: str
    signer_name: str
    signer_title: str
    signer_nip: str
    syllabus: list[SyllabusLine]


@strawberry.type(description="The newest version of a certificate that was replaced; the number stays.")
class Replacement:
    version: int
    issued_on: date


@strawberry.type
class CertificateVerification:
    state: CertificateState
    printed: PrintedFields | None
    changed_at: datetime | None = strawberry.field(description="Since when it is replaced or revoked.")
    replaced_by: Replacement | None = strawberry.field(description="Set where it is REPLACED.")

    @strawberry.field(description="That it is in the log of certificates; null where it is unknown.")
    async def inclusion(self, info: Info) -> LogInclusion | None:
        return await inclusion_shown(self.printed.code, info) if self.printed else None


@strawberry.type
class CheckingQuery:
    @strawberry.field(
        description="Check a certificate by the code on it. With `number`, a certificate whose number is another is "
        "UNKNOWN. Needs no account."
    )
    async def verify_certificate(self, info: Info, code: str, number: str | None = None) -> CertificateVerification:
        return await check_code(info.context, code, number)

    @strawberry.field(
        description="Check a certificate's PDF by the SHA-256 of its bytes, in hexadecimal digits: the file need not "
        "leave the device. UNKNOWN where a single byte differs from what the office issued. Needs no account."
    )
    async def verify_file(self, info: Info, sha256: str) -> CertificateVerification:
        return await check_file(info.context, sha256)


async def check_code(context: Context, code: str, number: str | None) -> CertificateVerification:
    """The certificate with this code. Raises TooManyRequests."""
    await context.tools.throttle.count(VERIFICATIONS_PER_NETWORK, context.network)
    return _shown(await verification.verify(code, number))


async def check_file(context: Context, sha256: str) -> CertificateVerification:
    """The certificate whose PDF this is. Raises TooManyRequests."""
    await context.tools.throttle.count(VERIFICATIONS_PER_NETWORK, context.network)
    return _shown(await verification.verify_file(sha256))


def _shown(found: Verification) -> CertificateVerification:
    newest = found.replaced_by
    return CertificateVerification(
        state=found.state,
        printed=_printed(found.fields) if found.fields else None,
        changed_at=found.changed_at,
        replaced_by=Replacement(version=newest.version, issued_on=newest.issued_on) if newest else None,
    )


def _printed(fields: CertificateFields) -> PrintedFields:
    return PrintedFields(
        number=fields.number,
        version=fields.version,
        code=fields.code,
        name=fields.name,
        course_title=fields.course_title,
        hours=fields.hours,
        score=fields.score,
        level=fields.level,
        completed_on=fields.completed_on,
        issued_on=fields.issued_on,
        place=fields.place,
        office=fields.office,
        signer_name=fields.signer_name,
        signer_title=fields.signer_title,
        signer_nip=fields.signer_nip,
        syllabus=[SyllabusLine(title=line.title, minutes=line.minutes) for line in fields.syllabus],
    )
