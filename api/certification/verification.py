"""What anyone may learn of a certificate: by its code, its code and number, or the file itself."""

import re
from dataclasses import dataclass
from datetime import datetime

from api.certification import rules
from api.certification.actions import printed
from api.certification.models import Certificate
from api.certification.rules import CertificateState
from certificates.fields import CertificateFields

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Verification:
    """The state of a certificate, its printed words, and when and by which version it was replaced or revoked."""

    state: CertificateState
    fields: CertificateFields | None = None
    changed_at: datetime | None = None
    replaced_by: CertificateFields | None = None


UNKNOWN = Verification(CertificateState.UNKNOWN)


async def verify(code: str, number: str | None = None) -> Verification:
    """The certificate with this code, however it was typed. A number that isn't its own makes it unknown; a number
    alone opens nothing, since numbers can be counted up.
    """
    normalized = rules.normalized_code(code)
    certificate = await Certificate.get_or_none(code=normalized) if normalized else None
    if certificate is None or (number is not None and not rules.is_same_number(number, certificate.number)):
        return UNKNOWN
    return await _of(certificate)


async def verify_file(sha256: str) -> Verification:
    """The certificate whose PDF has this hash: one byte more, less or other, and there is none."""
    digest = sha256.lower()
    certificate = await Certificate.filter(pdf_sha256=digest).first() if _SHA256.fullmatch(digest) else None
    return await _of(certificate) if certificate else UNKNOWN


async def _of(certificate: Certificate) -> Verification:
    newest = None
    if certificate.state is CertificateState.REPLACED:
        newest = await Certificate.filter(number=certificate.number).order_by("-version").first()
    replaced_by = printed(newest) if newest and newest.version > certificate.version else None
    return Verification(certificate.state, printed(certificate), certificate.changed_at, replaced_by)
