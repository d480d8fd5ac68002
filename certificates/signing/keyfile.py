"""PKCS#12 files, read without pyHanko: the process that serves looks into one at its start, or makes one to try."""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from certificates.signing.faults import SigningFailed, SigningFault
from certificates.signing.plan import KeyFile

DEVELOPMENT_NAME = "Kunci pengembangan Si-Jawara (tidak sah)"


@dataclass(frozen=True, slots=True)
class SigningCertificate:
    """Whom a key belongs to."""

    name: str
    der: bytes
    """What a check of the signature has to trust."""
    valid_from: datetime
    valid_until: datetime


def archive_of(file: KeyFile) -> tuple[bytes, bytes | None]:
    """The file's bytes and its passphrase as bytes. Raises SigningFailed."""
    try:
        return file.path.read_bytes(), file.passphrase.encode() or None
    except OSError as error:
        raise SigningFailed(SigningFault.KEY_FILE, f"{file.path} can't be read ({error.strerror}).") from error


def described(file: KeyFile) -> SigningCertificate:
    """The certificate of the key in that file. Raises SigningFailed."""
    archive, secret = archive_of(file)
    try:
        content = pkcs12.load_pkcs12(archive, secret)
    except ValueError as error:
        why = f"{file.path} is no PKCS#12 file, or its passphrase is another one."
        raise SigningFailed(SigningFault.PASSPHRASE, why) from error
    if content.cert is None or content.key is None:
        raise SigningFailed(SigningFault.KEY_FILE, f"{file.path} holds no key with its certificate.")
    certificate = content.cert.certificate
    return SigningCertificate(
        name=certificate.subject.rfc4514_string(),
        der=certificate.public_bytes(Encoding.DER),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def make_development_key(path: Path) -> None:
    """Writes a P-256 key with a self-signed certificate, readable by this user alone; leaves a key that is there.

    It proves nothing to anybody: its name says so. An office signs with a key that an authority certified.
    """
    if path.exists():
        return
    # Of two processes that start at once, the second keeps the first one's key.
    with suppress(FileExistsError):
        write_new(path, _development_archive(datetime.now(UTC)))


def write_new(path: Path, secret: bytes) -> None:
    """Writes a file that this user alone can read, whole or not at all. Raises FileExistsError where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secret)
        # Linking never replaces.
        path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


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
