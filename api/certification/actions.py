"""Deeds of certification."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter
from tortoise import Tortoise
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from api import outbox
from api.certification import badge, claim, log, rules
from api.certification.entries import EventKind
from api.certification.models import Certificate
from api.evaluations import actions as evaluations
from api.evaluations.models import Attempt
from api.evaluations.rules import attempts_left, next_start, question_count
from api.learning import actions as learning
from api.learning import releases
from api.learning.models import Enrolment
from api.learning.rules import Progress
from api.profiles import actions as profiles
from api.profiles.rules import certificate_name, may_enrol
from api.settings import Settings
from api.tools import Tools
from api.verification_keys import VerificationKeys
from certificates.fields import CertificateFields, SyllabusLine, without_faults
from courseware.levels import level_of, word_of
from courseware.sealed import PrintedResult, SealedCourse

WIB = ZoneInfo("Asia/Jakarta")
_printed = TypeAdapter(CertificateFields)


async def missing(enrolment: Enrolment) -> tuple[rules.RequirementKind, ...]:
    """What this enrolment still lacks for its certificate."""
    history = await evaluations.history_of(enrolment.id)
    facts = await profiles.facts_of(enrolment.account_id)
    return rules.missing_for_certificate(
        has_biodata=may_enrol(facts),
        has_name=certificate_name(facts) is not None,
        progress=await learning.progress_of(enrolment),
        passed=history.passed,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that the certificate depends on, and the facts behind the evaluation's state."""

    requirements: tuple[rules.Requirement, ...]
    evaluation: rules.EvaluationFacts


async def standing_of(enrolment: Enrolment, progress: Progress, at: datetime) -> Standing:
    """What this enrolment's certificate depends on, done or not; `progress` is its own."""
    evaluation = (await releases.pinned(enrolment)).evaluation
    history = await evaluations.history_of(enrolment.id)
    withdrawn = await evaluations.withdrawn_in(enrolment.course_id)
    facts = rules.EvaluationFacts(
        passed=history.passed,
        is_open=await evaluations.open_attempt(enrolment.id) is not None,
        is_empty=question_count(evaluation, withdrawn) == 0,
        attempts_left=attempts_left(evaluation, history),
        opens_at=next_start(evaluation, history),
    )
    profile = await profiles.facts_of(enrolment.account_id)
    has_name = certificate_name(profile) is not None
    listed = rules.requirements(
        has_biodata=may_enrol(profile), has_name=has_name, progress=progress, evaluation=facts, at=at
    )
    return Standing(listed, facts)


async def consider(enrolment_id: UUID, settings: Settings, at: datetime, keys: VerificationKeys) -> None:
    """Issue the certificate if nothing is missing and none was issued. Called after whatever may complete the
    requirements, as often as one likes: the constraints let one first version exist.
    """
    try:
        async with in_transaction():
            enrolment = await Enrolment.select_for_update().get_or_none(id=enrolment_id)
            if enrolment is None or await Certificate.exists(enrolment_id=enrolment_id):
                return
            if not await missing(enrolment):
                await _issue(enrolment, settings, at, keys)
    except IntegrityError:
        if not await Certificate.exists(enrolment_id=enrolment_id):
            raise


async def consider_account(account_id: UUID, at: datetime) -> None:
    """Have every class of this account considered: its biodata were saved, or its name was confirmed. Each by a job of
    its own, so that what keeps one certificate back keeps no other.
    """
    async with in_transaction():
        for enrolment in await Enrolment.filter(account_id=account_id, certificates__id__isnull=True):
            await outbox.later("certification.consider", at=at, enrolment_id=enrolment.id)


async def _issue(enrolment: Enrolment, settings: Settings, at: datetime, keys: VerificationKeys) -> None:
    today = at.astimezone(WIB).date()
    sequence = await _next_sequence(today.year)
    number = rules.certificate_number(settings.certificate_number, sequence, today.year)
    code = rules.new_code()
    release = await learning.completed_release(enrolment)
    course = await releases.sealed(release.id)
    fields = await _fields(enrolment, course, number=number, code=code, settings=settings, at=at)
    await write_down(enrolment.id, claim.sealed(fields, keys), release.digest, at)


async def write_down(enrolment_id: UUID, fields: CertificateFields, release: str, at: datetime) -> Certificate:
    """Freeze these words as a version of the enrolment's certificate and order what follows: in the caller's
    transaction.

    Raises:
        CannotPrint: a word is missing, or has a sign that no font has.
    """
    without_faults(fields)
    certificate = await Certificate.create(
        enrolment_id=enrolment_id,
        number=fields.number,
        version=fields.version,
        code=fields.code,
        printed=_printed.dump_json(fields).decode(),
        release=release,
        issued_at=at,
    )
    await outbox.later("certification.render", at=at, certificate_id=certificate.id)
    await log.append(EventKind.ISSUED, certificate, at)
    return certificate


async def _next_sequence(year: int) -> int:
    # One statement: of a year's first certificates several may be issued at once, with no row yet that they could lock.
    statement = (
        f'INSERT INTO "number_sequence" ("year", "last_given") VALUES ({year:d}, 1) ON CONFLICT ("year") '  # noqa: S608 - a number
        'DO UPDATE SET "last_given" = "number_sequence"."last_given" + 1 RETURNING "last_given"'
    )
    # `Any`: the ORM leaves the type of its rows open.
    connection: Any = Tortoise.get_connection("default")
    (row,) = await connection.execute_query_dict(statement)
    return row["last_given"]


async def _fields(
    enrolment: Enrolment, course: SealedCourse, *, number: str, code: str, settings: Settings, at: datetime
) -> CertificateFields:
    name = await profiles.certificate_name(enrolment.account_id)
    passed = await Attempt.filter(enrolment_id=enrolment.id, passed=True).order_by("number").first()
    if name is None or passed is None or passed.closed_at is None or passed.score is None:
        raise RuntimeError("A certificate was about to be issued without a confirmed name or a pass.")
    return CertificateFields(
        number=number,
        version=1,
        code=code,
        name=name,
        course_title=course.title,
        hours=course.hours,
        score=passed.score if course.printed is PrintedResult.SCORE else None,
        level=word_of(level_of(passed.score)) if course.printed is PrintedResult.LEVEL else None,
        completed_on=passed.closed_at.astimezone(WIB).date(),
        issued_on=at.astimezone(WIB).date(),
        verify_url=address_of(code, settings),
        syllabus=tuple(SyllabusLine(lesson.title, lesson.minutes) for lesson in course.lessons),
        **offices_part(settings),
    )


class OfficesPart(TypedDict):
    """What of a certificate's fields is the office's own: where and by whom it is signed, and how it is drawn."""

    place: str
    signer_name: str
    signer_title: str
    signer_nip: str
    office: str
    template: str
    emblem: str | None
    signature: str | None


def offices_part(settings: Settings) -> OfficesPart:
    """As it is from now on; frozen in each certificate."""
    emblem, signature = (image and image.name for image in settings.office_images)
    return OfficesPart(
        place=settings.certificate_place,
        signer_name=settings.signer_name,
        signer_title=settings.signer_title,
        signer_nip=settings.signer_nip,
        office=settings.office_name,
        template=settings.certificate_template,
        emblem=emblem,
        signature=signature,
    )


def address_of(code: str, settings: Settings) -> str:
    """Where anybody checks the certificate with this code."""
    return f"{settings.public_url}/v/{code}"


def sample(name: str, settings: Settings, at: datetime) -> CertificateFields:
    """A certificate that is none, to show a name as it would be printed today: the office's own words, no class."""
    today = at.astimezone(WIB).date()
    return CertificateFields(
        number="-",
        version=1,
        code="-",
        name=name,
        course_title="Judul kelas yang Anda selesaikan",
        hours=1,
        score=None,
        completed_on=today,
        issued_on=today,
        verify_url=settings.public_url,
        syllabus=(SyllabusLine("Materi kelas", 45),),
        **offices_part(settings),
    )


def printed(certificate: Certificate) -> CertificateFields:
    """The frozen words of a certificate."""
    return _printed.validate_json(certificate.printed)


async def badge_of(certificate: Certificate, tools: Tools) -> str:
    """Its Open Badges credential, signed with today's key."""
    enrolment = await Enrolment.get(id=certificate.enrolment_id)
    site = tools.settings.public_url
    return badge.credential(printed(certificate), enrolment.course_id, certificate.issued_at, site, tools.keys)


async def note_printed(certificate_id: UUID, key: str, at: datetime) -> bool:
    """The draft is in storage; order its signature. A second time changes nothing and answers no."""
    async with in_transaction():
        unprinted = Certificate.filter(id=certificate_id, draft_key__isnull=True, pdf_key__isnull=True)
        changed = await unprinted.update(draft_key=key)
        if changed:
            await outbox.later("certification.sign", at=at, certificate_id=certificate_id)
    return bool(changed)


async def note_stored(certificate_id: UUID, key: str, sha256: str, at: datetime) -> bool:
    """The signed PDF is in storage; order its mail. A second time changes nothing and answers no."""
    async with in_transaction():
        changed = await Certificate.filter(id=certificate_id, pdf_key__isnull=True).update(
            pdf_key=key, pdf_sha256=sha256
        )
        if changed:
            await outbox.later("certification.mail", at=at, certificate_id=certificate_id)
            await log.append(EventKind.SEALED, await Certificate.get(id=certificate_id), at)
    return bool(changed)


async def note_draft_gone(certificate_id: UUID) -> None:
    """The draft was removed from storage."""
    await Certificate.filter(id=certificate_id).update(draft_key=None)


async def note_mailed(certificate_id: UUID, at: datetime) -> None:
    """The mail server accepted the message."""
    await Certificate.filter(id=certificate_id, mailed_at__isnull=True).update(mailed_at=at)


async def certificate_of(enrolment_id: UUID) -> Certificate | None:
    """The current version of an enrolment's certificate."""
    return await Certificate.filter(enrolment_id=enrolment_id).order_by("-version").first()


async def certificates_of(account_id: UUID) -> list[Certificate]:
    """The account's certificates, the newest first."""
    return await Certificate.filter(enrolment__account_id=account_id).order_by("-issued_at", "-version")
