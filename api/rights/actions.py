"""Deeds on requests: asked, taken back, answered. What an erasure does is in erasing.py."""

from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import audit, outbox
from api.accounts.models import Account
from api.accounts.proof import require_proof
from api.evaluations.accommodating import forget_accommodations
from api.identity import Identity, Role
from api.profiles.models import Consent
from api.profiles.rules import Purpose
from api.refusal import NotFound
from api.rights import rules, sealing
from api.rights.models import DataRequest
from api.rights.rules import ANSWERED_BY_STAFF, DataRequestKind
from api.throttle import Limit
from api.tools import Tools

REQUESTS_PER_ACCOUNT = Limit("data-requests", "10/day")
"""Each causes a letter, and most of them work for the staff."""


async def request_correction(identity: Identity, text: str, tools: Tools) -> DataRequest:
    """Ask the office in words; sent again while it waits, it is the same request.

    Raises:
        RequestOpen, RequestTooShort, TextTooLong, InvalidInput, TooManyRequests
    """
    words, at = rules.wording(text, "text", rules.TEXT_LENGTH), tools.clock()
    await tools.throttle.count(REQUESTS_PER_ACCOUNT, str(identity.account_id))
    async with in_transaction():
        # The account's row is what two requests at once wait for: neither goes over the number.
        await _locked(identity.account_id)
        waiting = await _open(DataRequestKind.CORRECTION, identity.account_id)
        same = [row for row in waiting if sealing.opened(row, "text", tools.vault) == words]
        if same:
            return same[0]
        if len(waiting) >= rules.MOST_CORRECTIONS:
            raise rules.RequestOpen("text")
        request = DataRequest(account_id=identity.account_id, kind=DataRequestKind.CORRECTION, asked_at=at)
        request.due_at = rules.due_at(request.kind, at)
        request.text = sealing.sealed(words, "text", request.id, tools.vault)
        await request.save(force_create=True)
        await outbox.later("rights.mail_received", at=at, request_id=request.id)
    return request


async def request_erasure(identity: Identity, tools: Tools) -> DataRequest:
    """Have everything erased once the time to think it over has passed; asked again, it is the same request.

    Raises:
        ProofRequired, StaffAccountStays, TooManyRequests
    """
    at = tools.clock()
    await require_proof(identity, at)
    if identity.role is Role.STAFF:
        raise rules.StaffAccountStays
    await tools.throttle.count(REQUESTS_PER_ACCOUNT, str(identity.account_id))
    try:
        async with in_transaction():
            await _locked(identity.account_id)
            waiting = await open_erasure(identity.account_id)
            return waiting or await _erasure_begun(identity.account_id, at)
    except IntegrityError:
        # The database holds one open erasure for an account: the same tap arrived twice.
        return await DataRequest.get(account_id=identity.account_id, kind=DataRequestKind.ERASURE, done_at__isnull=True)


async def _erasure_begun(account_id: UUID, at: datetime) -> DataRequest:
    request = await _made(DataRequestKind.ERASURE, account_id, at)
    await outbox.later("rights.mail_erasure_asked", at=at, request_id=request.id)
    await outbox.later("rights.erase", at=at, due=request.due_at, request_id=request.id)
    return request


async def cancel_erasure(identity: Identity, at: datetime) -> None:
    """Take it back. Nothing stays of a wish that was taken back but the letter about it; again, it changes nothing.

    Raises:
        ErasureUnderWay
    """
    async with in_transaction():
        await _locked(identity.account_id)
        waiting = await open_erasure(identity.account_id)
        if waiting is None:
            return
        if not rules.may_cancel(waiting.due_at, at):
            raise rules.ErasureUnderWay
        await DataRequest.filter(id=waiting.id).delete()
        await outbox.later("rights.mail_erasure_cancelled", at=at, account_id=identity.account_id, event=waiting.id)


async def note_access(account_id: UUID, at: datetime) -> DataRequest:
    """A copy was made ready: asked for and done in the same moment."""
    return await _made(DataRequestKind.ACCESS, account_id, at, done_at=at)


async def note_withdrawal(consent_id: UUID) -> Consent | None:
    """The consent that was withdrawn, None when it is gone. The end of the training's starts the staff's clock: what
    they have outside this system has to stop as well. With that to special needs goes what staff noted of them. Noting
    it again changes nothing.
    """
    consent = await Consent.get_or_none(id=consent_id)
    if consent is None or consent.withdrawn_at is None:
        return None
    if consent.purpose is Purpose.TRAINING and not await DataRequest.exists(id=consent.id):
        # The consent's id serves as the request's: there is one for each.
        await _made(DataRequestKind.WITHDRAWAL, consent.account_id, consent.withdrawn_at, row_id=consent.id)
    if consent.purpose is Purpose.ACCOMMODATION:
        await forget_accommodations(consent.account_id, consent.withdrawn_at)
    return consent


async def answer(request_id: UUID, text: str, by: audit.Actor, tools: Tools) -> None:
    """Close a request with the staff's answer. The same answer sent again changes nothing.

    Raises:
        NotFound: there is none, or it was answered otherwise.
        RequestTooShort, TextTooLong, InvalidInput
    """
    words, at = rules.wording(text, "answer", rules.ANSWER_LENGTH), tools.clock()
    async with in_transaction():
        row = await DataRequest.select_for_update().get_or_none(id=request_id, kind__in=ANSWERED_BY_STAFF)
        if row and row.done_at and sealing.opened(row, "answer", tools.vault) == words:
            return
        if row is None or row.done_at:
            raise NotFound("request")
        sealed = sealing.sealed(words, "answer", row.id, tools.vault)
        await DataRequest.filter(id=row.id).update(answer=sealed, done_at=at)
        await outbox.later("rights.mail_answered", at=at, request_id=row.id)
        facts: dict[str, audit.Fact] = {"kind": row.kind.value, "late": at > row.due_at}
        await audit.note(audit.Deed.REQUEST_ANSWERED, f"request:{row.id}", by=by, at=at, facts=facts)


async def requests_of(account_id: UUID) -> list[DataRequest]:
    """What the account has asked for, the newest first."""
    return await DataRequest.filter(account_id=account_id).order_by("-asked_at", "-id")


async def waiting_for_staff() -> list[DataRequest]:
    """What the staff have to answer, the most urgent first, each with its account."""
    waiting = DataRequest.filter(kind__in=ANSWERED_BY_STAFF, done_at__isnull=True)
    return await waiting.order_by("due_at", "id").select_related("account")


async def open_erasure(account_id: UUID) -> DataRequest | None:
    """The erasure that is under way, if one is."""
    return await _open(DataRequestKind.ERASURE, account_id).first()


def _open(kind: DataRequestKind, account_id: UUID) -> QuerySet[DataRequest]:
    return DataRequest.filter(account_id=account_id, kind=kind, done_at__isnull=True)


async def _made(
    kind: DataRequestKind,
    account_id: UUID,
    at: datetime,
    *,
    done_at: datetime | None = None,
    row_id: UUID | None = None,
) -> DataRequest:
    return await DataRequest.create(
        id=row_id or uuid7(),
        account_id=account_id,
        kind=kind,
        asked_at=at,
        due_at=rules.due_at(kind, at),
        done_at=done_at,
    )


async def _locked(account_id: UUID) -> Account:
    account = await Account.select_for_update().get_or_none(id=account_id)
    if account is None:
        raise NotFound
    return account
