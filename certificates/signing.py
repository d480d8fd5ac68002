"""Signs certificates with PAdES-B-B, so that any PDF reader can tell that the file is whole and who vouches for it.

A signature takes about 20 ms of pure Python. It is made in a thread of the signer's own rather than in a process:
measured on two cores, the event loop was late by 8 ms (p99) beside the thread and by 2 to 4 ms beside a process, which
would cost 65 MB, 1.4 s to start and a way more to fail. Chromium prints the next certificate meanwhile in either case.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from secrets import token_hex

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

DEVELOPMENT_NAME = "Kunci pengembangan Si-Jawara (tidak sah)"
FIELD_NAME = "TandaTanganElektronik"


class KeyUnusable(Exception):
    def __init__(self, why: str) -> None:
        super().__init__(f"The signing key can't be used: {why}")


@dataclass(frozen=True, slots=True)
class Signer:
    """A signing key with its certificate, and the one thread that uses it. Made by `load_signer`."""

    name: str
    certificate: bytes
    """DER; what a check of the signature has to trust."""
    valid_from: datetime
    valid_until: datetime
    key: SimpleSigner = field(repr=False)
    room: int = field(repr=False)
    """Bytes to keep free in a PDF for the signature and its chain of certificates."""
    thread: ThreadPoolExecutor = field(repr=False)


class PdfSignerAt(PdfSigner):
    """Signs at the time that it is given; pyHanko alone would ask the clock."""

    def __init__(self, when: datetime, signature_meta: PdfSignatureMetadata, signer: SimpleSigner) -> None:
        super().__init__(signature_meta, signer=signer)
        self._when = when

    def signed(self, pdf: bytes, room: int) -> bytes:
        """Without the room said, pyHanko signs twice: the first time only to see how long a signature is."""
        document, signed = IncrementalPdfFileWriter(BytesIO(pdf)), BytesIO()
        self.sign_pdf(document, bytes_reserved=room, output=signed)  # pyright: ignore[reportUnknownMemberType] - half typed
        return signed.getvalue()

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._when
        return session


async def sign(pdf: bytes, signer: Signer, reason: str, location: str, when: datetime) -> bytes:
    """The PDF with one invisible signature appended; the printed bytes stay as they are.

    Raises KeyUnusable when the signer's certificate isn't valid at that time.
    """
    if not signer.valid_from <= when <= signer.valid_until:
        span = f"from {signer.valid_from:%Y-%m-%d} to {signer.valid_until:%Y-%m-%d}"
        raise KeyUnusable(f"its certificate is valid {span}, not on {when:%Y-%m-%d}.")
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(signer.thread, _signed, pdf, signer, reason, location, when)


def _signed(pdf: bytes, signer: Signer, reason: str, location: str, when: datetime) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        reason=reason,
        location=location,
        subfilter=SigSeedSubFilter.PADES,
        # A certification: readers report anything added later, a note or a form field, as a breach.
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    return PdfSignerAt(when, metadata, signer=signer.key).signed(pdf, signer.room)


def load_signer(path: Path, passphrase: str | None) -> Signer:
    """The key of a PKCS#12 file (.p12, .pfx) with its chain. Raises KeyUnusable."""
    secret = passphrase.encode() if passphrase else None
    try:
        archive = path.read_bytes()
        content = pkcs12.load_pkcs12(archive, secret)
    except OSError as error:
        raise KeyUnusable(f"{path} can't be read ({error.strerror}).") from error
    except ValueError as error:
        raise KeyUnusable(f"{path} is no PKCS#12 file, or its passphrase is another one.") from error
    if content.cert is None or content.key is None:
        raise KeyUnusable(f"{path} holds no key with its certificate.")
    key = SimpleSigner.load_pkcs12_data(archive, other_certs=[], passphrase=secret)
    certificate = content.cert.certificate
    return Signer(
        name=certificate.subject.rfc4514_string(),
        certificate=certificate.public_bytes(Encoding.DER),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        key=key,
        # The file holds every certificate that goes into the signature, which is written in two hex digits a byte.
        room=2 * len(archive) + 4096,
        thread=ThreadPoolExecutor(max_workers=1, thread_name_prefix="signer"),
    )


def make_development_key(path: Path) -> None:
    """Writes a P-256 key with a self-signed certificate, readable by this user alone; leaves a key that is there.

    It proves nothing to anybody: its name says so. An office signs with a key that an authority certified.
    """
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(_development_archive(datetime.now(UTC)))
    # Linking never replaces: of two processes that start at once, the second keeps the first one's key.
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _development_archive(now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEVELOPMENT_NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Also before today, so that demonstration data of past months can be signed.
        .not_valid_before(now - timedelta(days=5 * 365))
        .not_valid_after(now + timedelta(days=5 * 365))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"si-jawara", key, certificate, None, NoEncryption())
