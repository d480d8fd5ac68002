"""What the worker does for requests: their letters, the erasure when its time has come, the withdrawal's clock."""

from uuid import UUID

import structlog
from aiosmtplib import SMTPException

from api import database
from api.accounts.models import Account
from api.mail import Mail
from api.rights import actions, erasing, rules, sealing
from api.rights.models import DataRequest
from api.tools import Tools

MY_DATA_PAGE = "/akun/data/"

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.rights")


async def mail_received(tools: Tools, request_id: str) -> None:
    """The request has arrived, and until when it is answered."""
    request = await _request(request_id)
    if request and request.account:
        facts: dict[str, object] = {"kind": request.kind.name, "due": request.due_at}
        await _mail(tools, request.account, f"request-received.{request.id}", "request-received", **facts)


async def mail_answered(tools: Tools, request_id: str) -> None:
    """What the staff answered."""
    request = await _request(request_id)
    answer = sealing.opened(request, "answer", tools.vault) if request else None
    if request and request.account and answer:
        facts: dict[str, object] = {"kind": request.kind.name, "answer": answer}
        await _mail(tools, request.account, f"request-answered.{request.id}", "request-answered", **facts)


async def mail_erasure_asked(tools: Tools, request_id: str) -> None:
    """When everything is going to be erased, and how to keep it. Nothing is sent once it was taken back."""
    request = await _request(request_id)
    if request and request.account:
        link = f"{tools.settings.public_url}{MY_DATA_PAGE}"
        facts: dict[str, object] = {"when": request.due_at, "link": link}
        await _mail(tools, request.account, f"erasure-asked.{request.id}", "erasure-asked", **facts)


async def mail_erasure_cancelled(tools: Tools, account_id: str, event: str) -> None:
    """Everything stays."""
    account = await Account.get_or_none(id=UUID(account_id))
    if account:
        await _mail(tools, account, f"erasure-cancelled.{event}", "erasure-cancelled")


async def note_withdrawal(tools: Tools, consent_id: str) -> None:
    """Start the staff's clock where they have something to stop, and tell the person."""
    consent = await actions.note_withdrawal(UUID(consent_id))
    account = await Account.get_or_none(id=consent.account_id) if consent else None
    if consent and account:
        key = f"consent-withdrawn.{consent.id}"
        await _mail(tools, account, key, "consent-withdrawn", purpose=consent.purpose.name)


async def erase(tools: Tools, request_id: str) -> None:
    """Say goodbye, then erase. The address stands in the account alone, so its last letter goes out while that is still
    there: a worker that dies in between sends it again under the same Message-ID, and erases then.
    """
    found = await erasing.due_erasure(UUID(request_id), tools.clock())
    if found:
        await _mail_erased(tools, *found)
        await erasing.erase(UUID(request_id), tools.clock())
    # Also when it was done before, by a worker that died here.
    await database.forget_deleted()


async def _mail_erased(tools: Tools, request: DataRequest, account: Account) -> None:
    try:
        await _mail(tools, account, f"erased.{request.id}", "erased")
    except (SMTPException, OSError):
        if rules.waits_for_letter(request.due_at, tools.clock()):
            raise
        log.warning("an account is erased without its last letter", request=str(request.id))


async def _request(request_id: str) -> DataRequest | None:
    return await DataRequest.get_or_none(id=UUID(request_id)).select_related("account")


async def _mail(tools: Tools, account: Account, key: str, template: str, **facts: object) -> None:
    await tools.send(Mail(template, account.email, key, facts, language=account.language))
