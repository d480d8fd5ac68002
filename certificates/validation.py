"""Checks the signature of a certificate the way a PDF reader does."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True, slots=True)
class SignatureFindings:
    is_intact: bool
    """Not one signed byte has changed."""
    is_valid: bool
    """The signature was made with the key of the certificate beside it."""
    is_trusted: bool
    """That certificate leads to one we trust."""
    covers_whole_file: bool
    """Nothing was appended after signing."""
    signed_at: datetime | None
    """As the signer claims; no authority of time stands behind it."""

    @property
    def is_good(self) -> bool:
        return self.is_intact and self.is_valid and self.is_trusted and self.covers_whole_file


async def check_signature(pdf: bytes, trusted: bytes) -> SignatureFindings | None:
    """What the only signature is worth to someone who trusts that certificate (DER or PEM); None when there is none.

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
        status = await async_validate_pdf_signature(signatures[0], context)
    except (PdfReadError, SignatureValidationError, ValueError):
        return broken
    return SignatureFindings(
        is_intact=status.intact,
        is_valid=status.valid,
        is_trusted=status.trusted,
        covers_whole_file=len(signatures) == 1 and status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        signed_at=status.signer_reported_dt,
    )


def _trusting(certificate: bytes) -> ValidationContext:
    roots = load_certs_from_pemder_data(certificate)  # pyright: ignore[reportUnknownVariableType] - asn1crypto has no types
    return ValidationContext(trust_roots=roots, allow_fetching=False)  # pyright: ignore[reportUnknownArgumentType] - as above
