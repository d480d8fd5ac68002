"""What the worker does for certificates: consider, render and sign, mail."""

import hashlib
from uuid import UUID

from api.accounts.models import Account
from api.accounts.rules import is_erased
from api.certification import actions, rules
from api.certification.models import Certificate
from api.learning.models import Enrolment
from api.mail import Attachment, Mail
from api.tools import Tools


async def consider(tools: Tools, enrolment_id: str) -> None:
    """Issue the certificate if everything is there."""
    await actions.consider(UUID(enrolment_id), tools.settings, tools.clock())


async def consider_account(tools: Tools, account_id: str) -> None:
    """The same for every class of an account."""
    await actions.consider_account(UUID(account_id), tools.settings, tools.clock())


async def render(tools: Tools, certificate_id: str) -> None:
    """Print, sign and store the PDF. Repeating it stores the same certificate under the same key."""
    certificate = await Certificate.get_or_none(id=UUID(certificate_id))
    if certificate is None or certificate.pdf_key:
        return
    unsigned = await tools.renderer.render(actions.printed(certificate))
    signed = await tools.sign(unsigned, certificate.issued_at)
    key = f"certificates/{certificate.issued_at:%Y}/{certificate.id}.pdf"
    await tools.storage.put(key, signed)
    await actions.note_stored(certificate.id, key, hashlib.sha256(signed).hexdigest(), tools.clock())


async def mail(tools: Tools, certificate_id: str) -> None:
    """Send the PDF. A worker that dies between the mail server's yes and our note sends it again under the same
    Message-ID: twice is better than never, and mailboxes show it once. An owner who was erased gets no more mail.
    """
    certificate = await Certificate.get_or_none(id=UUID(certificate_id))
    if certificate is None or certificate.pdf_key is None or certificate.mailed_at:
        return
    fields = actions.printed(certificate)
    enrolment = await Enrolment.get(id=certificate.enrolment_id)
    account = await Account.get(id=enrolment.account_id)
    if is_erased(account.email):
        return
    pdf = Attachment(
        rules.file_name(certificate.number), "application/pdf", await tools.storage.get(certificate.pdf_key)
    )
    facts: dict[str, object] = {
        "name": fields.name,
        "course": fields.course_title,
        "number": fields.number,
        "code": fields.code,
        "verify": fields.verify_url,
        "link": f"{tools.settings.public_url}/sertifikat/",
    }
    message = Mail("certificate", account.email, f"certificate.{certificate.id}", facts, (pdf,))
    await tools.send(message)
    await actions.note_mailed(certificate.id, tools.clock())
