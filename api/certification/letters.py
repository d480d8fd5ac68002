"""Letters about a certificate to its holder, in the language of the account."""

from datetime import datetime

from api.accounts.models import Account
from api.accounts.rules import is_erased
from api.certification import actions, claim, rules
from api.certification.models import Certificate
from api.learning.models import Enrolment
from api.mail import Attachment, Mail
from api.tools import Tools


async def holder_of(certificate: Certificate) -> Account | None:
    """Whose certificate it is; None once the account was erased, to whom nothing is written."""
    enrolment = await Enrolment.get(id=certificate.enrolment_id)
    account = await Account.get(id=enrolment.account_id)
    return None if is_erased(account.email) else account


def with_pdf(certificate: Certificate, pdf: bytes, to: Account, key: str, tools: Tools) -> Mail:
    """The letter that brings the PDF; a later version's says that the one before counts no more."""
    fields = actions.printed(certificate)
    facts: dict[str, object] = {
        "name": fields.name,
        "course": fields.course_title,
        "number": fields.number,
        "code": fields.code,
        "verify": claim.address(fields),
        "link": _certificates(to, tools),
    }
    template = "certificate"
    if certificate.version > 1:
        template, facts["version"] = "certificate-replaced", certificate.version
    attached = Attachment(rules.file_name(certificate.number), "application/pdf", pdf)
    return Mail(template, to.email, key, facts, (attached,), to.language)


def revoked(certificate: Certificate, since: datetime, to: Account, tools: Tools) -> Mail:
    """The letter that says since when, and why, it counts no more."""
    fields = actions.printed(certificate)
    facts: dict[str, object] = {
        "course": fields.course_title,
        "number": fields.number,
        "since": since,
        "reason": certificate.reason or "",
        "link": _certificates(to, tools),
    }
    return Mail("certificate-revoked", to.email, f"certificate-revoked.{certificate.id}", facts, language=to.language)


def _certificates(to: Account, tools: Tools) -> str:
    return f"{tools.settings.public_url}{'/en' if to.language == 'en' else ''}/sertifikat/"
