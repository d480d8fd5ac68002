"""What the worker does for certificates: consider, render, sign, mail. Each step may be repeated, wherever it ended."""

from uuid import UUID

from api import outbox
from api.certification import actions, badge, letters, pdfs
from api.certification.models import Certificate
from api.certification.rules import CertificateState
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
    Message-ID: twice is better than never, and mailboxes show it once. Whoever was erased gets no more mail, and nobody
    one about a version that counts no more.
    """
    certificate = await _valid(certificate_id)
    if certificate is None or certificate.mailed_at:
        return
    if await _sent(tools, certificate, f"certificate.{certificate.id}"):
        await actions.note_mailed(certificate.id, tools.clock())


async def mail_again(tools: Tools, certificate_id: str, event: str) -> None:
    """Send the PDF once more, as staff ordered it: under another Message-ID, or mailboxes would hide it."""
    certificate = await _valid(certificate_id)
    if certificate:
        await _sent(tools, certificate, f"certificate.{certificate.id}.{event}")


async def _sent(tools: Tools, certificate: Certificate, key: str) -> bool:
    to = await letters.holder_of(certificate)
    if to is None or certificate.pdf_key is None:
        return False
    try:
        pdf = await pdfs.pdf_of(certificate, tools.storage)
    except pdfs.PdfAltered as error:
        raise outbox.Hopeless from error
    await tools.send(letters.with_pdf(certificate, pdf, to, key, tools))
    return True


async def mail_revoked(tools: Tools, certificate_id: str) -> None:
    """Tell the holder that the certificate counts no more, and why."""
    certificate = await Certificate.get_or_none(id=UUID(certificate_id))
    to = await letters.holder_of(certificate) if certificate else None
    if certificate and certificate.changed_at and to:
        await tools.send(letters.revoked(certificate, certificate.changed_at, to, tools))


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
