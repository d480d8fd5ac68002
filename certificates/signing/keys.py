"""Keys of ours as pyHanko has them: from a PKCS#12 file, or on a token by PKCS#11."""

import asyncio
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


async def loaded(key: KeyFile | Token) -> PyhankoSigner:
    """The key with its certificate and chain. Raises SigningFailed."""
    signer = _from_file(key) if isinstance(key, KeyFile) else await _from_token(key)
    # Whoever checks has the roots already; what they don't have is what lies between.
    signer.embed_roots = False
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
