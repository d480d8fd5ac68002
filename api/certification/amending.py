"""What staff change of a certificate: another version with the corrected name, a revocation, its letter once more.

Each deed has the enrolment's row, as issuing has it: of two at once the second finds what the first has done.
"""

from dataclasses import dataclass
from dataclasses import replace as with_words
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.transactions import in_transaction
from uuid_utils.compat import uuid7

from api import audit, outbox, reasons
from api.accounts.models import Account
from api.accounts.rules import is_erased
from api.certification import actions, claim, log, rules, steps
from api.certification.entries import EventKind
from api.certification.models import Certificate
from api.certification.rules import CertificateState
from api.learning.models import Enrolment
from api.profiles.rules import printable_name
from api.refusal import NotFound
from api.settings import Settings
from api.verification_keys import VerificationKeys
from certificates.fields import CertificateFields

RESENT_ONCE = timedelta(minutes=5)
"""Within it a second order to send a letter again is taken for the first: two people pressed, or an answer was lost."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What staff decide: of which version the name is wrong, the right one, and why."""

    certificate_id: UUID
    name: str
    reason: str


async def replace(
    correction: Correction, by: audit.Actor, settings: Settings, at: datetime, keys: VerificationKeys
) -> Certificate:
    """Issue the next version under the same number, with this name; the version it is ordered of is replaced from now
    on. Ordering the same again returns what the first order made.

    Raises:
        NameInvalid, InvalidInput, NotFound
        CertificateChanged: another correction, or a revocation, came first.
        HolderErased, NameUnchanged
    """
    wanted, said = printable_name(correction.name), reasons.given(correction.reason)
    async with in_transaction():
        row = await _locked(correction.certificate_id)
        following = await Certificate.get_or_none(number=row.number, version=row.version + 1)
        if following and actions.printed(following).name == wanted:
            return following
        await _check_valid(row)
        words = actions.printed(row)
        if words.name == wanted:
            raise rules.NameUnchanged("fullName")
        await _change(row, CertificateState.REPLACED, said, at)
        made = await _next_version(row, with_words(words, name=wanted), settings, at, keys)
        facts: dict[str, audit.Fact] = {"number": row.number, "version": row.version, "next": made.version}
        await audit.note(audit.Deed.CERTIFICATE_REPLACED, subject(row), by=by, at=at, reason=said, facts=facts)
        await log.append(EventKind.REPLACED, row, at)
        return made


async def _next_version(
    row: Certificate, words: CertificateFields, settings: Settings, at: datetime, keys: VerificationKeys
) -> Certificate:
    """What the class, its score and its days were stays as it was frozen. Date, place and signer are today's: nobody
    signs today for another day, or for an officer who is gone; and it looks as certificates look now.
    """
    code = rules.new_code()
    fields = with_words(
        words,
        version=row.version + 1,
        code=code,
        verify_url=actions.address_of(code, settings),
        issued_on=at.astimezone(actions.WIB).date(),
        **actions.offices_part(settings),
    )
    return await actions.write_down(row.enrolment_id, claim.sealed(fields, keys), row.release, at)


async def revoke(certificate_id: UUID, reason: str, by: audit.Actor, at: datetime) -> Certificate:
    """The certificate counts no more, for good, and its holder is told why. Again, it returns the first revocation with
    its own reason.

    Raises:
        InvalidInput, NotFound
        CertificateChanged: this version was replaced; it is the present one that can be revoked.
    """
    said = reasons.given(reason)
    async with in_transaction():
        row = await _locked(certificate_id)
        if row.state is CertificateState.REVOKED:
            return row
        if row.state is not CertificateState.VALID:
            raise rules.CertificateChanged("certificate")
        await _change(row, CertificateState.REVOKED, said, at)
        await outbox.later("certification.mail_revoked", at=at, certificate_id=row.id)
        facts: dict[str, audit.Fact] = {"number": row.number, "version": row.version}
        await audit.note(audit.Deed.CERTIFICATE_REVOKED, subject(row), by=by, at=at, reason=said, facts=facts)
        await log.append(EventKind.REVOKED, row, at)
        return row


async def resend(certificate_id: UUID, by: audit.Actor, at: datetime) -> Certificate:
    """Send the letter with the PDF once more, to the address that the account has now. While its first letter is still
    on its way, or another was ordered a moment ago, nothing is added; what failed on its way is tried again.

    Raises:
        NotFound, CertificateChanged, HolderErased
    """
    async with in_transaction():
        row = await _locked(certificate_id)
        await _check_valid(row)
        ordered = await (_order_letter(row, at) if row.mailed_at else _hurry(row, at))
        if ordered:
            facts: dict[str, audit.Fact] = {"number": row.number, "version": row.version}
            await audit.note(audit.Deed.CERTIFICATE_RESENT, subject(row), by=by, at=at, facts=facts)
        return row


async def _order_letter(row: Certificate, at: datetime) -> bool:
    waiting = await outbox.rows_about(["certification.mail_again"], row.id)
    if waiting:
        return await _revive_dead(waiting, at)
    lately = audit.AuditEntry.filter(deed=audit.Deed.CERTIFICATE_RESENT, subject=subject(row), at__gt=at - RESENT_ONCE)
    if await lately.exists():
        return False
    await outbox.later("certification.mail_again", at=at, certificate_id=row.id, event=uuid7())
    return True


async def _hurry(row: Certificate, at: datetime) -> bool:
    """Its first letter never went out: go on where its way ended."""
    waiting = await _on_its_way(row)
    if waiting:
        return await _revive_dead(waiting, at)
    job = steps.next_job(is_printed=row.draft_key is not None, is_signed=row.pdf_key is not None)
    await outbox.later(job, at=at, certificate_id=row.id)
    return True


async def _on_its_way(row: Certificate) -> list[outbox.OutboxRow]:
    return await outbox.rows_about([steps.JOBS[kind] for kind in steps.WAY], row.id)


async def _revive_dead(rows: list[outbox.OutboxRow], at: datetime) -> bool:
    return any([await outbox.revive(one.id, at) for one in rows if one.dead_at])


async def _locked(certificate_id: UUID) -> Certificate:
    found = await Certificate.get_or_none(id=certificate_id)
    if found is None:
        raise NotFound("certificate")
    await Enrolment.select_for_update().get(id=found.enrolment_id)
    return await Certificate.get(id=certificate_id)


async def _check_valid(row: Certificate) -> None:
    if row.state is not CertificateState.VALID:
        raise rules.CertificateChanged("certificate")
    enrolment = await Enrolment.get(id=row.enrolment_id)
    if is_erased((await Account.get(id=enrolment.account_id)).email):
        raise rules.HolderErased("certificate")


async def _change(row: Certificate, state: CertificateState, reason: str, at: datetime) -> None:
    row.state, row.changed_at, row.reason = state, at, reason
    await row.save(update_fields=["state", "changed_at", "reason"])
    # What was given up on its way finds now that nothing is left to do, and clears up.
    await _revive_dead(await _on_its_way(row), at)


def subject(row: Certificate) -> str:
    """How the audit trail names it."""
    return f"certificate:{row.id}"
