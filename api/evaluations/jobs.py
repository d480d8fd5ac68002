"""What the worker does for evaluations."""

from uuid import UUID

from api.accounts.models import Account
from api.evaluations import actions, rules
from api.evaluations.models import Attempt
from api.learning import releases
from api.mail import Mail
from api.tools import Tools


async def close_expired(tools: Tools, attempt_id: str) -> None:
    """Close the attempt if it is still open after its time."""
    await actions.close_expired(UUID(attempt_id), tools.clock())


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
        "link": f"{tools.settings.public_url}/hasil/?percobaan={attempt.id}",
    }
    await tools.send(Mail("result", account.email, f"result.{attempt.id}", facts))
