"""What the worker does for certificates: consider, render, sign, mail. Each step may be repeated, wherever it ended."""

from uuid import UUID

from api import outbox
from api.accounts.models import Account
from api.accounts.rules import is_erased
from api.certification import actions, badge, claim, pdfs, rules
from api.certification.models import Certificate
from api.certification.rules import CertificateState
from api.learning.models import Enrolment
from api.mail import Attachment, Mail
from api.tools import Tools
from certificates.fields import CannotPrint
from certificates.signing.faults import HOPELESS, SigningFailed


async def consider(tools: Tools, enrolment_id: str) -> None:
    """Issue the certificate if everything is there."""
    try:
        await actions.consider(UUID(enrolment_id), tools.settings, tools.clock(), tools.keys)
    except CannotPrint as error:
        raise outbox.Hopeless from error


async def consider_account(tools: Tools, account_id: str) -> None:
    """Have every class of an account considered."""
    await actions.consider_account(UUID(account_id), tools.clock())


async def render(tools: Tools, certificate_id: str) -> None:
    """Print the frozen words. The draft waits in storage: whatever keeps it from being signed, it is printed once."""
    certificate = await _valid(certificate_id)
    if certificate is None or certificate.draft_key or certificate.pdf_key:
        return
    kept = await pdfs.keep_draft(certificate, await _printed(certificate, tools), tools.storage)
    if not await actions.note_printed(certificate.id, kept.key, tools.clock()):
        await _forget_unnoted(certificate.id, kept.key, tools)


async def sign(tools: Tools, certificate_id: str) -> None:
    """Sign the draft and store it for good; then the draft goes. A PDF that was stored is never signed again."""
    certificate = await Certificate.get_or_none(id=UUID(certificate_id))
    if certificate is None:
        return
    if certificate.pdf_key is None and certificate.state is CertificateState.VALID:
        draft = await pdfs.draft_of(certificate, tools.storage) or await _printed(certificate, tools)
        kept = await pdfs.keep(certificate, await _signed(certificate, draft, tools), tools.storage)
        if not await actions.note_stored(certificate.id, kept.key, kept.sha256, tools.clock()):
            await _forget_unnoted(certificate.id, kept.key, tools)
    if certificate.draft_key:
        await pdfs.forget(certificate.draft_key, tools.storage)
        await actions.note_draft_gone(certificate.id)


async def mail(tools: Tools, certificate_id: str) -> None:
    """Send the PDF. A worker that dies between the mail server's yes and our note sends it again under the same
    Message-ID: twice is better than never, and mailboxes show it once. An owner who was erased gets no more mail.
    """
    certificate = await _valid(certificate_id)
    if certificate is None or certificate.pdf_key is None or certificate.mailed_at:
        return
    enrolment = await Enrolment.get(id=certificate.enrolment_id)
    account = await Account.get(id=enrolment.account_id)
    if is_erased(account.email):
        return
    await tools.send(await _letter(certificate, account, tools))
    await actions.note_mailed(certificate.id, tools.clock())


async def _letter(certificate: Certificate, to: Account, tools: Tools) -> Mail:
    fields, site = actions.printed(certificate), tools.settings.public_url
    try:
        pdf = await pdfs.pdf_of(certificate, tools.storage)
    except pdfs.PdfAltered as error:
        raise outbox.Hopeless from error
    facts: dict[str, object] = {
        "name": fields.name,
        "course": fields.course_title,
        "number": fields.number,
        "code": fields.code,
        "verify": claim.address(fields),
        "link": f"{site}{'/en' if to.language == 'en' else ''}/sertifikat/",
    }
    attached = Attachment(rules.file_name(certificate.number), "application/pdf", pdf)
    key = f"certificate.{certificate.id}"
    return Mail("certificate", to.email, key, facts, (attached,), language=to.language)


async def _valid(certificate_id: str) -> Certificate | None:
    """The certificate, while it counts: of one that was replaced or revoked meanwhile nothing more is made."""
    return await Certificate.get_or_none(id=UUID(certificate_id), state=CertificateState.VALID)


async def _printed(certificate: Certificate, tools: Tools) -> bytes:
    try:
        return await tools.renderer.render(actions.printed(certificate))
    except CannotPrint as error:
        # Its words are frozen: the next try would find the same.
        raise outbox.Hopeless from error


async def _signed(certificate: Certificate, draft: bytes, tools: Tools) -> bytes:
    whole = badge.attached(draft, await actions.badge_of(certificate, tools))
    try:
        return await tools.sign(whole, certificate.issued_at)
    except SigningFailed as error:
        if error.fault in HOPELESS:
            raise outbox.Hopeless from error
        raise


async def _forget_unnoted(certificate_id: UUID, key: str, tools: Tools) -> None:
    """Another worker, which took this one for dead, was first: what it has noted stays, ours goes."""
    kept = await Certificate.get(id=certificate_id)
    if key not in {kept.draft_key, kept.pdf_key}:
        await pdfs.forget(key, tools.storage)
