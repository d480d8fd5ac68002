"""Keys of ours as pyHanko has them: from a PKCS#12 file, or on a token by PKCS#11."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, cast

import pkcs11
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pkcs11.exceptions import (
    PinExpired,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    UserPinNotInitialized,
)
from pyhanko.sign import Signer as PyhankoSigner
from pyhanko.sign import SimpleSigner
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec, SigningCertificateV2Provider
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.pkcs11 import PKCS11Signer

from certificates.signing.faults import SigningFailed, SigningFault
from certificates.signing.keyfile import archive_of, described
from certificates.signing.plan import KeyFile, Token

DIGEST = "sha256"
_WRONG_PIN = (PinIncorrect, PinInvalid, PinLenRange)
_LOCKED = (PinLocked, PinExpired, UserPinNotInitialized)


class FileSigner(SimpleSigner):
    """Keeps an RSA key ready: pyHanko reads it anew for each signature, which checks its primes, 50 times the work."""

    def kept(self) -> RSAPrivateKey | None:
        if not hasattr(self, "_kept"):
            # `Any`: asn1crypto, by which pyHanko has keys and certificates, has no types.
            signing_key = cast(Any, self.signing_key)
            key = load_der_private_key(signing_key.dump(), password=None)
            self._kept = key if isinstance(key, RSAPrivateKey) else None
        return self._kept

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        rsa = self.kept()
        if rsa is None or digest_algorithm != DIGEST:
            return super().sign_raw(data, digest_algorithm)
        return rsa.sign(data, PKCS1v15(), SHA256())


class TokenSigner(PKCS11Signer):
    """One signature at a time: a session with a token can't be shared."""

    def __init__(self, session: pkcs11.Session, label: str) -> None:
        super().__init__(session, cert_label=label, key_label=label, other_certs_to_pull=None)  # pyright: ignore[reportUnknownMemberType] - half typed
        self._turn = asyncio.Lock()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        async with self._turn:
            return await super().async_sign_raw(data, digest_algorithm, dry_run)


class BoundCertificate(SigningCertificateV2Provider):
    """The attribute that binds the signer's certificate (RFC 5035), encoded once.

    asn1crypto encodes what was put together from parts again each time that anything around it is looked at, twice as
    often with every level: half the time of a signature went into this one attribute.
    """

    def __init__(self, certificate: Any) -> None:
        super().__init__(certificate)
        made: Any = as_signing_certificate_v2(certificate)
        self._encoded: bytes = made.dump()
        self._read: Callable[[bytes], Any] = made.load

    async def build_attr_value(self, dry_run: bool = False) -> Any:
        return self._read(self._encoded)


class BaselineAttributes(SignedAttributeProviderSpec):
    """What PAdES asks of every signature beside the digest and its type (EN 319 142-1, 6.3), for one certificate."""

    def __init__(self, certificate: Any) -> None:
        self._provider = BoundCertificate(certificate)

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterable[CMSAttributeProvider]:
        return (self._provider,)


async def loaded(key: KeyFile | Token) -> PyhankoSigner:
    """The key with its certificate and chain. Raises SigningFailed."""
    signer = _from_file(key) if isinstance(key, KeyFile) else await _from_token(key)
    # Whoever checks has the roots already; what they don't have is what lies between.
    signer.embed_roots = False
    signer.signed_attr_prov_spec = BaselineAttributes(signer.signing_cert)
    return signer


def _from_file(key: KeyFile) -> PyhankoSigner:
    described(key)
    archive, secret = archive_of(key)
    read = SimpleSigner.load_pkcs12_data(archive, other_certs=[], passphrase=secret)
    return FileSigner(cast(Any, read.signing_cert), read.signing_key, read.cert_registry)


async def _from_token(key: Token) -> PyhankoSigner:
    # The driver may wait for the device, and the loop has others to serve.
    session = await asyncio.to_thread(_session, key)
    signer = TokenSigner(session, key.key)
    try:
        await signer.ensure_objects_loaded()
        mechanisms = await asyncio.to_thread(session.token.slot.get_mechanisms)
    except (PKCS11Error, ValueError) as error:
        why = f"the token {key.label} holds no key with its certificate named {key.key} ({_named(error)})."
        raise SigningFailed(SigningFault.TOKEN_KEY, why) from error
    # Some sign a digest alone, SoftHSM among them.
    certificate = cast(Any, signer.signing_cert)
    is_elliptic = certificate.public_key.algorithm == "ec"
    signer.use_raw_mechanism = is_elliptic and pkcs11.Mechanism.ECDSA_SHA256 not in mechanisms
    return signer


def _session(key: Token) -> pkcs11.Session:
    try:
        token = pkcs11.lib(str(key.module)).get_token(token_label=key.label)
    except (PKCS11Error, RuntimeError, OSError) as error:
        why = f"no token {key.label} by way of {key.module} ({_named(error)})."
        raise SigningFailed(SigningFault.TOKEN_ABSENT, why) from error
    refuse_risk(token.flags, key.label)
    try:
        return token.open(user_pin=key.pin)
    except _WRONG_PIN as error:
        raise SigningFailed(SigningFault.PIN, f"the token {key.label} has another PIN.") from error
    except _LOCKED as error:
        raise SigningFailed(SigningFault.TOKEN_LOCKED, f"the token {key.label} is locked ({_named(error)}).") from error
    except PKCS11Error as error:
        why = f"the token {key.label} can't be opened ({_named(error)})."
        raise SigningFailed(SigningFault.TOKEN_ABSENT, why) from error


def refuse_risk(flags: pkcs11.TokenFlag, label: str) -> None:
    """Raise SigningFailed where a try would be in vain, or would be the last: that one is left to a person."""
    if pkcs11.TokenFlag.USER_PIN_LOCKED in flags:
        raise SigningFailed(SigningFault.TOKEN_LOCKED, f"the token {label} is locked: too many wrong PINs.")
    if pkcs11.TokenFlag.USER_PIN_FINAL_TRY in flags:
        raise SigningFailed(SigningFault.TOKEN_LOCKED, f"the token {label} leaves one try for its PIN; none is made.")


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")
