"""Checks the signature of a certificate the way a PDF reader does."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.validation import PdfSignatureStatus, SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

ARCHIVING = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
)
"""What may follow our signature: proof, and a time stamp over it. pyHanko's own policy lets the title change too, which
readers show above the page.
"""


@dataclass(frozen=True, slots=True)
class SignatureFindings:
    is_intact: bool
    """Not one signed byte has changed."""
    is_valid: bool
    """The signature was made with the key of the certificate beside it."""
    is_trusted: bool
    """That certificate leads to one we trust."""
    covers_whole_file: bool
    """Nothing was appended after signing, but an archive's time stamp and the proof that it closes over."""
    signed_at: datetime | None
    """As the signer claims."""
    stamped_at: datetime | None = None
    """As an authority of time says that its stamp was set; None without one that is good."""

    @property
    def is_whole(self) -> bool:
        """Whether it is a signature over all of this file, whoever made it."""
        return self.is_intact and self.is_valid and self.covers_whole_file

    @property
    def is_good(self) -> bool:
        return self.is_whole and self.is_trusted


async def check_signature(pdf: bytes, trusted: bytes | None) -> SignatureFindings | None:
    """What the only signature is worth to someone who trusts that certificate (DER, or PEM of several), or nobody; None
    when there is none.

    A file too broken to be read as a signed PDF counts as changed. Nothing is fetched from a network.
    """
    broken = SignatureFindings(
        is_intact=False, is_valid=False, is_trusted=False, covers_whole_file=False, signed_at=None
    )
    context = _trusting(trusted)
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        if not signatures:
            return None
        status = await async_validate_pdf_signature(signatures[0], context, diff_policy=ARCHIVING)
    except (PdfReadError, SignatureValidationError, ValueError):
        return broken
    return SignatureFindings(
        is_intact=status.intact,
        is_valid=status.valid,
        is_trusted=status.trusted,
        covers_whole_file=len(signatures) == 1 and _covers_all(status),
        signed_at=status.signer_reported_dt,
        stamped_at=_stamped(status),
    )


def _stamped(status: PdfSignatureStatus) -> datetime | None:
    stamp = status.timestamp_validity
    return stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None


def _covers_all(status: PdfSignatureStatus) -> bool:
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    return status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and (
        status.modification_level == ModificationLevel.LTA_UPDATES
    )


def _trusting(certificates: bytes | None) -> ValidationContext:
    roots = list(load_certs_from_pemder_data(certificates)) if certificates else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - asn1crypto has no types
    return ValidationContext(trust_roots=roots, allow_fetching=False)  # pyright: ignore[reportUnknownArgumentType] - as above
