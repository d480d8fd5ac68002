"""The room before the evaluation: participants with every lesson behind them, written straight into the database."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.accounts.models import Account, Session
from api.accounts.tokens import access_token
from api.app import System, system
from api.database import migrate
from api.identity import Identity
from api.learning.actions import enrol
from api.learning.models import ClassCompletion, LessonProgress
from api.learning.publishing import offer
from api.outbox import OutboxRow
from api.profiles.actions import confirm_name, save_profile
from api.profiles.consents import CONSENT_VERSION, give_consent
from api.profiles.patches import Patch
from api.profiles.rules import Purpose
from api.settings import Settings
from courseware.release import compile_release
from courseware.sealed import Audience, QuestionKind, SealedCourse, SealedQuestion

CONTENT = Path(__file__).parents[2] / "content" / "courses"
SLUG = "koperasi-sehat"
DRAWN = 4
"""Of each of its six pools: 24 questions on a paper."""

AnswerInput = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Room:
    """The class, an access token for each participant, and two answers to each question: right, and not."""

    course: str
    tokens: list[str]
    right: dict[str, AnswerInput]
    wrong: dict[str, AnswerInput]


def address(number: int) -> str:
    """The e-mail address of whoever sits there."""
    return f"peserta{number}@contoh.test"


async def furnished(settings: Settings, seats: int, drawn: int = DRAWN) -> Room:
    """A migrated database with one class and so many participants who may begin its evaluation, for which so many
    questions are drawn of each pool.
    """
    await migrate(settings)
    async with system(settings) as parts:
        course = _drawing(drawn, compile_release(CONTENT).courses)
        await offer([course], datetime.now(UTC))
        tokens = [await _participant(parts, course, number) for number in range(seats)]
        # What each deed left to be considered: nothing is due before the evaluation.
        await OutboxRow.all().delete()
    questions = [question for pool in course.evaluation.pools for question in pool.questions]
    right, wrong = ({one.id: answer(one) for one in questions} for answer in (_right, _wrong))
    return Room(course.slug, tokens, right, wrong)


def _drawing(drawn: int, courses: Any) -> SealedCourse:
    course: SealedCourse = next(one.sealed for one in courses if one.sealed.slug == SLUG)
    pools = tuple(replace(pool, draw=drawn) for pool in course.evaluation.pools)
    return replace(course, evaluation=replace(course.evaluation, pools=pools))


async def _participant(parts: System, course: SealedCourse, number: int) -> str:
    at = datetime.now(UTC)
    name = f"Siti Aminah {chr(65 + number % 26)}"
    account = await Account.create(email=address(number), created_at=at)
    session = await Session.create(account_id=account.id, created_at=at)
    await give_consent(account.id, [Purpose.TRAINING], CONSENT_VERSION, at)
    patch = Patch(full_name=name, regency="35.15", groups=(Audience.BUSINESS,))
    await save_profile(account.id, patch, parts.tools, at)
    await confirm_name(account.id, name, at)
    enrolment = await enrol(account.id, course.slug, at)
    lessons = [LessonProgress(enrolment_id=enrolment.id, lesson_id=one.id, completed_at=at) for one in course.lessons]
    await LessonProgress.bulk_create(lessons)
    await ClassCompletion.create(enrolment_id=enrolment.id, release_id=enrolment.release_id, completed_at=at)
    return access_token(Identity(account.id, session.id, account.role), parts.tools.settings, at).text


def _right(question: SealedQuestion) -> AnswerInput:
    match question.kind:
        case QuestionKind.SHORT:
            return {"text": question.spellings[0]}
        case QuestionKind.NUMBER:
            return {"text": question.number.value.replace(".", ",") if question.number else ""}
        case QuestionKind.MATCHING:
            return {"pairs": [{"prompt": pair.id, "choice": pair.choice} for pair in question.pairs]}
        case QuestionKind.ORDERING:
            return {"choices": [choice.id for choice in question.choices]}
        case _:
            return {"choices": [choice.id for choice in question.choices if choice.correct]}


def _wrong(question: SealedQuestion) -> AnswerInput:
    match question.kind:
        case QuestionKind.SHORT | QuestionKind.NUMBER:
            return {"text": "belum tahu"}
        case QuestionKind.MATCHING:
            return {"pairs": []}
        case QuestionKind.ORDERING:
            return {"choices": [choice.id for choice in reversed(question.choices)]}
        case _:
            return {"choices": [next(choice.id for choice in question.choices if not choice.correct)]}
