"""The PDFs of certificates in storage: drafts that wait to be signed, and what was signed.

A name holds the hash of what lies under it. So nothing is ever written over, least of all a PDF that was mailed, and
what is read back is known to be what was put there.
"""

from dataclasses import dataclass
from hashlib import sha256

from api.certification.models import Certificate
from api.tools import Storage


class PdfAltered(Exception):
    """What lies in storage is not what was signed. Nobody gets it, and trying again won't help."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a PDF lies, and its hash."""

    key: str
    sha256: str


async def keep_draft(certificate: Certificate, pdf: bytes, storage: Storage) -> Kept:
    """Store what was printed, until it is signed.

    Raises:
        StorageAway
    """
    return await _keep("drafts", certificate, pdf, storage)


async def keep(certificate: Certificate, pdf: bytes, storage: Storage) -> Kept:
    """Store what was signed, for good.

    Raises:
        StorageAway
    """
    return await _keep(f"certificates/{certificate.issued_at:%Y}", certificate, pdf, storage)


async def draft_of(certificate: Certificate, storage: Storage) -> bytes | None:
    """What was printed and waits to be signed; None when it is gone, or isn't what was printed: whoever can write into
    the storage must not get the office's signature under it.

    Raises:
        StorageAway
    """
    if certificate.draft_key is None:
        return None
    wanted = certificate.draft_key.removesuffix(".pdf").rpartition("-")[2]
    try:
        pdf = await storage.get(certificate.draft_key)
    except FileNotFoundError:
        return None
    return pdf if sha256(pdf).hexdigest() == wanted else None


async def pdf_of(certificate: Certificate, storage: Storage) -> bytes:
    """The signed PDF, as it was signed.

    Raises:
        FileNotFoundError: there is none, or it is gone.
        PdfAltered, StorageAway
    """
    if certificate.pdf_key is None:
        raise FileNotFoundError(f"The certificate {certificate.id} has no PDF yet.")
    pdf = await storage.get(certificate.pdf_key)
    if sha256(pdf).hexdigest() != certificate.pdf_sha256:
        raise PdfAltered(f"{certificate.pdf_key} is not the PDF that was signed; bring it back from a backup.")
    return pdf


async def forget(key: str, storage: Storage) -> None:
    """Remove a file that nobody needs any more, if it is there.

    Raises:
        StorageAway
    """
    await storage.delete(key)


async def _keep(folder: str, certificate: Certificate, pdf: bytes, storage: Storage) -> Kept:
    digest = sha256(pdf).hexdigest()
    key = f"{folder}/{certificate.id}-{digest}.pdf"
    await storage.put(key, pdf)
    return Kept(key, digest)
