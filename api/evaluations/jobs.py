"""What the worker does for evaluations."""

from uuid import UUID

from api.accounts.models import Account
from api.accounts.rules import is_erased
from api.evaluations import actions, rules, withdrawing
from api.evaluations.models import Attempt, Rescoring
from api.learning import releases
from api.learning.models import Enrolment
from api.mail import Mail
from api.tools import Tools


async def close_expired(tools: Tools, attempt_id: str) -> None:
    """Close the attempt if it is still open after its time."""
    await actions.close_expired(UUID(attempt_id), tools.clock())


async def check_pools(_tools: Tools, course: str) -> None:
    """Whether the class on offer has enough questions for a paper: staff try this again once it was published mended.

    Raises:
        PoolTooSmall: it hasn't.
    """
    if rules.broken_pools((await releases.latest(course)).evaluation):
        raise rules.PoolTooSmall


async def mail_result(tools: Tools, attempt_id: str) -> None:
    """Tell the result by mail. Passing never depends on it."""
    attempt = await Attempt.get_or_none(id=UUID(attempt_id))
    if attempt is None or not attempt.result:
        return
    enrolment = await actions.enrolment_of(attempt)
    account = await Account.get(id=enrolment.account_id)
    course = await releases.pinned(enrolment)
    result = rules.Result.from_json(attempt.result)
    facts: dict[str, object] = {
        "course": course.title,
        "score": result.score,
        "passing_score": result.passing_score,
        "passed": result.passed,
        "receipt": attempt.receipt_code,
        "link": f"{tools.settings.public_url}/hasil/?percobaan={attempt.id}",
    }
    await tools.send(Mail("result", account.email, f"result.{attempt.id}", facts, language=account.language))


async def rescore(tools: Tools, withdrawal_id: str, enrolment_id: str | None = None) -> None:
    """Score papers with a withdrawn question again: those of the participants who come after this enrolment."""
    after = UUID(enrolment_id) if enrolment_id else None
    await withdrawing.rescore_batch(UUID(withdrawal_id), after, tools.clock())


async def mail_withdrawal(tools: Tools, withdrawal_id: str, enrolment_id: str) -> None:
    """Tell a participant what a withdrawn question changed for them, in one letter for all their attempts."""
    rows = Rescoring.filter(withdrawal_id=UUID(withdrawal_id), attempt__enrolment_id=UUID(enrolment_id))
    changed = [one for one in await rows.select_related("attempt") if withdrawing.differs(one)]
    if not changed:
        return
    enrolment = await Enrolment.get(id=UUID(enrolment_id))
    account = await Account.get(id=enrolment.account_id)
    if is_erased(account.email):
        return
    told = max(changed, key=lambda one: (one.new_passed > one.old_passed, one.new_score, one.attempt.number))
    had_passed = await _passed_otherwise(enrolment.id, changed)
    passes = any(one.new_passed for one in changed)
    facts: dict[str, object] = {
        "course": (await releases.pinned(enrolment)).title,
        "attempt": told.attempt.number,
        "old_score": told.old_score,
        "new_score": told.new_score,
        "passing_score": rules.Result.from_json(told.new_result).passing_score,
        "passed": passes or had_passed,
        "newly_passed": passes and not had_passed,
        "others": len(changed) - 1,
        "link": f"{tools.settings.public_url}/hasil/?percobaan={told.attempt_id}",
    }
    key = f"question-withdrawn.{withdrawal_id}.{enrolment_id}"
    await tools.send(Mail("question-withdrawn", account.email, key, facts, language=account.language))


async def _passed_otherwise(enrolment_id: UUID, changed: list[Rescoring]) -> bool:
    """Whether the class is passed apart from what the withdrawal changed."""
    made_passing = [one.attempt_id for one in changed if not one.old_passed]
    return await Attempt.filter(enrolment_id=enrolment_id, passed=True).exclude(id__in=made_passing).exists()
