"""Staff look a submission up by the code of its receipt."""

from dataclasses import dataclass
from datetime import datetime

from tortoise.transactions import in_transaction

from api import audit
from api.accounts.models import Account
from api.evaluations import actions, receipts, rules
from api.evaluations.models import Attempt
from api.learning import releases
from api.profiles.actions import profile_of
from api.refusal import NotFound, ProblemCode, Refusal
from courseware.sealed import SealedCourse


class CodeMistyped(Refusal):
    """A letter of the code is wrong, missing or at another's place."""

    code = ProblemCode.CODE_MISTYPED


@dataclass(frozen=True, slots=True)
class Submission:
    """A closed attempt as staff see it."""

    attempt: Attempt
    course: SealedCourse
    email: str
    full_name: str | None
    answers: int
    questions: int
    late_answers: int
    """Those that count only because a dead network is allowed for."""

    @property
    def handed_in(self) -> bool:
        """Whether the participant handed it in; otherwise its time ran out."""
        return self.attempt.closed_at is not None and self.attempt.closed_at < actions.window_of(self.attempt).closes_at


async def look_up(code: str, by: audit.Actor, at: datetime) -> Submission:
    """The submission of this code, however it was typed. That somebody looked is written down.

    Raises:
        CodeMistyped: it can be no code.
        NotFound: it could be one, and nobody has it.
    """
    normalized = receipts.normalized_code(code)
    if normalized is None:
        raise CodeMistyped("code")
    async with in_transaction():
        attempt = await Attempt.get_or_none(receipt_code=normalized)
        if attempt is None:
            raise NotFound("code")
        await audit.note(audit.Deed.SUBMISSION_LOOKED_UP, f"attempt:{attempt.id}", by=by, at=at)
        enrolment = await actions.enrolment_of(attempt)
        account, profile = await Account.get(id=enrolment.account_id), await profile_of(enrolment.account_id)
        window, answers = actions.window_of(attempt), (await actions.answers_of(attempt)).values()
        return Submission(
            attempt=attempt,
            course=await releases.pinned(enrolment),
            email=account.email,
            full_name=profile.full_name if profile else None,
            answers=sum(bool(one.given) for one in answers),
            questions=len(rules.Paper.from_json(attempt.paper).questions),
            late_answers=sum(bool(one.given) and window.is_late(one.saved_at) for one in answers),
        )
