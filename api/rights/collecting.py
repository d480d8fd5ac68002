"""What is kept of one account, gathered by the inventory: the content of data.json."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any, cast
from uuid import UUID

from tortoise.expressions import Q
from tortoise.models import Model

from api.accounts.models import Account, AddressChange
from api.audit import AuditEntry
from api.certification.actions import printed
from api.certification.models import Certificate
from api.certification.rules import file_name
from api.evaluations import sealing as evaluations
from api.evaluations.models import Accommodation, Answer, Attempt, Rescoring, Satisfaction, WithdrawnQuestion
from api.evaluations.rules import Paper, Result
from api.learning import releases
from api.learning.answers import in_words
from api.learning.models import (
    AnsweredCheck,
    ClassCompletion,
    Enrolment,
    LessonProgress,
    ReadingPlace,
    ReadLesson,
    WatchedVideo,
)
from api.learning.rules import lesson_of
from api.profiles import regions, sealing
from api.profiles.models import Profile
from api.profiles.sectors import sector
from api.rights import sealing as words
from api.rights.inventory import HOLDINGS, Copied, Holding, camel
from api.rights.models import DataRequest
from api.vault import Vault
from courseware.plain import plain_text
from courseware.sealed import SealedCourse

FORMAT = "si-jawara/my-data/1"
CERTIFICATES = "certificates"
"""The folder of the PDFs beside data.json."""

Json = Any
"""What JSON can hold. `Any`: each column has its own type, and the tables' own names say which."""
Section = list[dict[str, Json]]


async def collected(account: Account, vault: Vault) -> dict[str, Section]:
    """Every section of the inventory, by name, each with its rows in the order of their making."""
    return {holding.section: await _section(holding, account, vault) for holding in HOLDINGS}


async def _section(holding: Holding, account: Account, vault: Vault) -> Section:
    rows = await rows_of(holding, account)
    return [await _row(holding, row, vault) for row in rows]


async def rows_of(holding: Holding, account: Account) -> list[Model]:
    """The rows of a table that are this account's, in the order of their making."""
    owned = Q()
    for way in holding.owner:
        value: Any = [account.id] if not way.endswith("email") else await addresses_of(account)
        owned |= Q(**{f"{way}__in": value})
    return await holding.model.filter(owned).order_by(holding.order)


async def addresses_of(account: Account) -> list[str]:
    """Its address, and those that it left or took up of late: rows that name no account may still be under them."""
    changes = await AddressChange.filter(account_id=account.id)
    return sorted({account.email} | {email for one in changes for email in (one.old_email, one.new_email)})


async def _row(holding: Holding, row: Model, vault: Vault) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, column in holding.columns.items():
        if isinstance(column, Copied):
            told = _TOLD.get((holding.model, name))
            found[column.key] = await told(row, vault) if told else plain(getattr(row, name))
    return found


def plain(value: Any) -> Json:
    """A value as JSON has it: names of enums as in the API, moments in UTC. `Any`: whatever a column holds."""
    match value:
        case Enum():
            return value.name
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case dict():
            fields = cast("dict[str, Any]", value)
            return {camel(name): plain(one) for name, one in fields.items()}
        case list() | tuple():
            return [plain(one) for one in cast("list[Any]", value)]
        case _:
            return value


_InClass = (
    LessonProgress | ClassCompletion | Attempt | ReadLesson | AnsweredCheck | WatchedVideo | ReadingPlace | Satisfaction
)

Told = Callable[[Any, Vault], Awaitable[Json]]
"""How a column is told whose value is sealed, a code, or a document. `Any`: the row of its table."""


def _opened(open_column: Callable[[Any, str, Vault], str | None], name: str) -> Told:
    async def told(row: Any, vault: Vault) -> Json:
        return open_column(row, name, vault)

    return told


def _region(name: str) -> Told:
    async def told(row: Profile, _vault: Vault) -> Json:
        code: str | None = getattr(row, name)
        found = regions.region(code) if code else None
        return {"code": code, "name": found.name if found else code} if code else None

    return told


async def _sector(row: Profile, _vault: Vault) -> Json:
    known = sector(row.business_sector) if row.business_sector else None
    return asdict(known) if known else row.business_sector


async def _has_password(row: Account, _vault: Vault) -> Json:
    return bool(row.password_hash)


async def _class(row: _InClass, _vault: Vault) -> Json:
    return (await Enrolment.get(id=row.enrolment_id)).course_id


async def _title(row: Enrolment | ClassCompletion, _vault: Vault) -> Json:
    return (await releases.sealed(row.release_id)).title


async def _lesson(row: LessonProgress | ReadLesson | ReadingPlace, _vault: Vault) -> Json:
    def title(course: SealedCourse) -> str | None:
        found = lesson_of(course, row.lesson_id)
        return found.title if found else None

    return await _found(row.enrolment_id, title) or row.lesson_id


async def _check(row: AnsweredCheck, _vault: Vault) -> Json:
    def prompt(course: SealedCourse) -> str | None:
        checks = (check for lesson in course.lessons for check in lesson.checks)
        return next((plain_text(check.prompt_html) for check in checks if check.id == row.check_id), None)

    return await _found(row.enrolment_id, prompt) or row.check_id


async def _video(row: WatchedVideo, _vault: Vault) -> Json:
    def title(course: SealedCourse) -> str | None:
        videos = (video for lesson in course.lessons for video in lesson.videos)
        return next((video.title for video in videos if video.id == row.video_id), None)

    return await _found(row.enrolment_id, title) or row.video_id


async def _found(enrolment_id: UUID, look: Callable[[SealedCourse], str | None]) -> str | None:
    """What the participant's own release says, or else one that they have left since."""
    enrolment = await Enrolment.get(id=enrolment_id)
    if found := look(await releases.pinned(enrolment)):
        return found
    async for course in releases.of_class(enrolment.course_id):
        if found := look(course):
            return found
    return None


def _topics(column: str) -> Told:
    async def told(row: Attempt | Rescoring, _vault: Vault) -> Json:
        result: str | None = getattr(row, column)
        topics = Result.from_json(result).topics if result else ()
        return [{"title": one.title, "points": _number(one.points), "total": one.total} for one in topics] or None

    return told


def _number(points: Fraction) -> Json:
    """Whole points as a whole number; parts of them to the hundredth."""
    return int(points) if points.denominator == 1 else round(float(points), 2)


async def _attempt(row: Answer | Rescoring, _vault: Vault) -> Json:
    attempt = await Attempt.get(id=row.attempt_id)
    return {"class": await _class(attempt, _vault), "number": attempt.number}


async def _question(row: Answer, _vault: Vault) -> Json:
    question = Paper.from_json((await Attempt.get(id=row.attempt_id)).paper).question(row.question_id)
    return plain_text(question.prompt_html) if question else row.question_id


async def _withdrawn_question(row: Rescoring, _vault: Vault) -> Json:
    withdrawn = await WithdrawnQuestion.get(id=row.withdrawal_id)
    question = Paper.from_json((await Attempt.get(id=row.attempt_id)).paper).question(withdrawn.question_id)
    return plain_text(question.prompt_html) if question else withdrawn.question_id


async def _facts(row: AuditEntry, _vault: Vault) -> Json:
    return [f"{name}: {fact}" for name, fact in row.facts.items()]


async def _chosen(row: Answer, _vault: Vault) -> Json:
    """What was answered, in words. What was right stays on the paper: others will be asked the same."""
    question = Paper.from_json((await Attempt.get(id=row.attempt_id)).paper).question(row.question_id)
    return list[Json](in_words(question, tuple(row.given)) if question else row.given)


async def _printed(row: Certificate, _vault: Vault) -> Json:
    return plain(asdict(printed(row)))


async def _file(row: Certificate, _vault: Vault) -> Json:
    return f"{CERTIFICATES}/{file_name(row.number)}" if row.pdf_key else None


_TOLD: Mapping[tuple[type[Model], str], Told] = {
    **{(Profile, name): _opened(sealing.opened, name) for name in sealing.SEALED},
    **{(Profile, name): _region(name) for name in ("regency", "district", "village")},
    **{(DataRequest, column): _opened(words.opened, column) for column in words.SEALED},
    (Account, "password_hash"): _has_password,
    (Profile, "business_sector"): _sector,
    (Enrolment, "release_id"): _title,
    (LessonProgress, "enrolment_id"): _class,
    (LessonProgress, "lesson_id"): _lesson,
    (ReadLesson, "enrolment_id"): _class,
    (ReadLesson, "lesson_id"): _lesson,
    (AnsweredCheck, "enrolment_id"): _class,
    (AnsweredCheck, "check_id"): _check,
    (WatchedVideo, "enrolment_id"): _class,
    (WatchedVideo, "video_id"): _video,
    (ReadingPlace, "enrolment_id"): _class,
    (ReadingPlace, "lesson_id"): _lesson,
    (Attempt, "enrolment_id"): _class,
    (AuditEntry, "facts"): _facts,
    (Attempt, "result"): _topics("result"),
    (ClassCompletion, "enrolment_id"): _class,
    (ClassCompletion, "release_id"): _title,
    (Rescoring, "attempt_id"): _attempt,
    (Rescoring, "withdrawal_id"): _withdrawn_question,
    (Rescoring, "old_result"): _topics("old_result"),
    (Rescoring, "new_result"): _topics("new_result"),
    (Satisfaction, "enrolment_id"): _class,
    (Accommodation, "reason"): _opened(evaluations.reasons.opened, "reason"),
    (Satisfaction, "comment"): _opened(evaluations.comments.opened, "comment"),
    (Answer, "attempt_id"): _attempt,
    (Answer, "question_id"): _question,
    (Answer, "given"): _chosen,
    (Certificate, "printed"): _printed,
    (Certificate, "pdf_key"): _file,
}
