"""GraphQL of certification."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import strawberry

from api.accounts import tokens
from api.certification import actions, claim, rules
from api.certification.models import Certificate as CertificateRow
from api.certification.rules import CertificateState, NextStepKind, RequirementState, Standing
from api.certification.shown import CONFIRM_NAME, Requirement, requirements_shown
from api.edge import Info, signed_in
from api.evaluations import actions as evaluations
from api.identity import Role
from api.learning import actions as learning
from api.learning import releases
from api.learning.graphql import CourseFacts, course_facts
from api.learning.models import Enrolment as EnrolmentRow
from api.learning.rules import Standing as LearningStanding
from api.learning.shown import Once, place_shown
from api.profiles import actions as profiles
from api.profiles.rules import certificate_name, may_enrol
from api.refusal import Language, sentence

strawberry.enum(CertificateState)
strawberry.enum(NextStepKind)

DOWNLOAD = "download-certificate"
DOWNLOAD_BADGE = "download-badge"
DOWNLOAD_LIFE = timedelta(minutes=15)


@strawberry.type
class Certificate:
    row: strawberry.Private[CertificateRow]

    @strawberry.field
    def id(self) -> UUID:
        return self.row.id

    @strawberry.field
    def number(self) -> str:
        return self.row.number

    @strawberry.field
    def version(self) -> int:
        return self.row.version

    @strawberry.field
    def code(self) -> str:
        return self.row.code

    @strawberry.field
    def state(self) -> CertificateState:
        return self.row.state

    @strawberry.field
    def name(self) -> str:
        return actions.printed(self.row).name

    @strawberry.field
    async def course(self) -> CourseFacts:
        return course_facts(await releases.pinned(await EnrolmentRow.get(id=self.row.enrolment_id)))

    @strawberry.field
    def issued_at(self) -> datetime:
        return self.row.issued_at

    @strawberry.field
    def verify_url(self) -> str:
        return claim.address(actions.printed(self.row))

    @strawberry.field(description="When the mail with the PDF was handed over; null before.")
    def mailed_at(self) -> datetime | None:
        return self.row.mailed_at

    @strawberry.field(description="A link that works for 15 minutes; null until the PDF is made.")
    def download_url(self, info: Info) -> str | None:
        if self.row.pdf_key is None:
            return None
        tools = info.context.tools
        token = tokens.sealed_id(DOWNLOAD, self.row.id, tools.clock() + DOWNLOAD_LIFE, tools.settings)
        return f"/files/certificates/{token}/{rules.file_name(self.row.number)}"

    @strawberry.field(
        description="The Open Badges 3.0 credential, by a link that works for 15 minutes; null unless the certificate "
        "is valid."
    )
    def badge_url(self, info: Info) -> str | None:
        if self.row.state is not CertificateState.VALID:
            return None
        tools = info.context.tools
        token = tokens.sealed_id(DOWNLOAD_BADGE, self.row.id, tools.clock() + DOWNLOAD_LIFE, tools.settings)
        return f"/files/badges/{token}/{rules.badge_name(self.row.number)}"


@strawberry.type(description="The one thing to do next, for the screen to lead to.")
class NextStep:
    kind: NextStepKind
    message: str
    link: str


@strawberry.type
class CertificationEnrolment:
    row: strawberry.Private[EnrolmentRow]
    standing: strawberry.Private[Once[LearningStanding]]
    above: strawberry.Private[dict[str, Once[Any]]]

    @strawberry.field(
        description="Everything that the certificate depends on, in the order to do it, with how it stands and the one "
        "link that mends it."
    )
    async def requirements(self, info: Info) -> list[Requirement]:
        return await _listed(self, info)

    @strawberry.field(description="Of `requirements` those that aren't done; empty when nothing stands between.")
    async def missing(self, info: Info) -> list[Requirement]:
        return [one for one in await _listed(self, info) if one.state is not RequirementState.DONE]

    @strawberry.field
    async def certificate(self) -> Certificate | None:
        row = await actions.certificate_of(self.row.id)
        return Certificate(row=row) if row else None


@strawberry.type
class CertificationViewer:
    id: UUID

    @strawberry.field
    async def certificates(self) -> list[Certificate]:
        return [Certificate(row=row) for row in await actions.certificates_of(self.id)]

    @strawberry.field
    async def next_step(self, info: Info) -> NextStep:
        rows = await EnrolmentRow.filter(account_id=self.id).order_by("-started_at")
        standings = tuple([await _standing(row) for row in rows])
        is_staff = signed_in(info).role is Role.STAFF
        facts = await profiles.facts_of(self.id)
        step = rules.next_step(
            has_biodata=may_enrol(facts),
            has_name=certificate_name(facts) is not None,
            standings=standings,
            is_staff=is_staff,
        )
        shown = _shown(step, info.context.language)
        if step.standing and step.kind is NextStepKind.CONTINUE_LESSON:
            row = next(row for row in rows if row.course_id == step.standing.slug)
            place = (await learning.standing_of(row)).resume
            shown.link = place_shown(row.course_id, place).link if place else shown.link
        return shown


async def _listed(enrolment: CertificationEnrolment, info: Info) -> list[Requirement]:
    """Asked for once, for all that is done and for what isn't."""

    async def asked() -> list[Requirement]:
        at, language = info.context.tools.clock(), info.context.language
        return await requirements_shown(enrolment.row, await enrolment.standing(), at, language)

    return await enrolment.above.setdefault("requirements", Once(asked))()


async def _standing(row: EnrolmentRow) -> Standing:
    course = await releases.pinned(row)
    lesson = (await learning.progress_of(row)).next_lesson
    certificate = await actions.certificate_of(row.id)
    return Standing(
        slug=course.slug,
        title=course.title,
        next_lesson=lesson.slug if lesson else None,
        passed=(await evaluations.history_of(row.id)).passed,
        certificate_issued=certificate is not None,
        # One that was revoked before it was printed is waited for by nobody.
        certificate_ready=certificate is not None
        and (certificate.pdf_key is not None or certificate.state is CertificateState.REVOKED),
    )


def _shown(step: rules.NextStep, language: Language) -> NextStep:
    standing = step.standing
    links = {
        NextStepKind.FILL_PROFILE: "/biodata/",
        NextStepKind.CONFIRM_NAME: CONFIRM_NAME,
        NextStepKind.CHOOSE_COURSE: "/kelas/",
        NextStepKind.WAIT_CERTIFICATE: "/sertifikat/",
        NextStepKind.DOWNLOAD_CERTIFICATE: "/sertifikat/",
        NextStepKind.KEEP_RECORDS: "/petugas/",
    }
    if standing:
        links[NextStepKind.CONTINUE_LESSON] = f"/kelas/{standing.slug}/{standing.next_lesson}/"
        links[NextStepKind.TAKE_EVALUATION] = f"/kelas/{standing.slug}/evaluasi/"
    title = standing.title if standing else ""
    message = sentence(f"NextStep_{step.kind.name}", language, course=title)
    return NextStep(kind=step.kind, message=message, link=links[step.kind])
