"""The keys by which anyone checks what the office has stated, without asking it: ES256 (RFC 7518, section 3.4).

A folder holds them, a file each, named by its id: `2026-1.pem` is a private key, `2026-1.pub.pem` the public half of
one that no longer signs. The last private one by name signs; every public half is published, so that what an older key
has signed can be checked as long as its file stays.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from certificates.signing.keyfile import write_new

COORDINATE_BYTES = 32
_KEY_ID = re.compile(r"[a-z0-9-]{1,20}")
_PRIVATE, _PUBLIC = ".pem", ".pub.pem"


class VerificationKeysUnusable(Exception):
    """The folder holds no key that signs, or a file in it is none; the message says which."""


class Jwk(TypedDict):
    """A public key as in RFC 7517, its coordinates in base64url."""

    kty: str
    crv: str
    kid: str
    use: str
    alg: str
    x: str
    y: str


class Jwks(TypedDict):
    """A set of public keys, the newest last."""

    keys: list[Jwk]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature and the id of its key; `raw` is r and s, 32 bytes each, as JOSE and WebCrypto have it."""

    key_id: str
    raw: bytes


class VerificationKeys:
    """One key that signs, and all that are trusted. Made by `load`."""

    def __init__(self, signing_id: str, signing: ec.EllipticCurvePrivateKey, trusted: dict[str, Jwk]) -> None:
        self.signing_id = signing_id
        self._signing = signing
        self._trusted = trusted

    @classmethod
    def load(cls, folder: Path) -> "VerificationKeys":
        """The keys of a folder. Raises VerificationKeysUnusable."""
        files = sorted(folder.glob("*.pem")) if folder.is_dir() else []
        signing: tuple[str, ec.EllipticCurvePrivateKey] | None = None
        trusted: dict[str, Jwk] = {}
        for file in files:
            key_id = file.name.removesuffix(_PUBLIC).removesuffix(_PRIVATE)
            if not _KEY_ID.fullmatch(key_id) or key_id in trusted:
                raise VerificationKeysUnusable(f"{file} has a name that is no key's id, or another file has it too.")
            key = _read(file)
            if isinstance(key, ec.EllipticCurvePrivateKey):
                signing = (key_id, key)
                key = key.public_key()
            trusted[key_id] = _jwk(key_id, key)
        if signing is None:
            raise VerificationKeysUnusable(f"{folder} holds no private key; make one with: jawara keys verification")
        return cls(*signing, trusted)

    def sign(self, message: bytes) -> Signature:
        """Signs with the newest key."""
        der = self._signing.sign(message, ec.ECDSA(SHA256()))
        return Signature(self.signing_id, b"".join(n.to_bytes(COORDINATE_BYTES) for n in decode_dss_signature(der)))

    def jwks(self) -> Jwks:
        """Every trusted public key, to be published."""
        return Jwks(keys=list(self._trusted.values()))


def verified(message: bytes, raw: bytes, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether `raw`, r and s of 32 bytes each, signs the message."""
    if len(raw) != 2 * COORDINATE_BYTES:
        return False
    r, s = int.from_bytes(raw[:COORDINATE_BYTES]), int.from_bytes(raw[COORDINATE_BYTES:])
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def is_signed(message: bytes, signature: Signature, keys: Jwks) -> bool:
    """Whether the signature is that of a key of this set."""
    key = next((one for one in keys["keys"] if one["kid"] == signature.key_id), None)
    return key is not None and verified(message, signature.raw, _public_key(key))


def make_verification_key(folder: Path, key_id: str) -> Path:
    """Writes a new private key, readable by this user alone. Raises FileExistsError where the id is taken."""
    if not _KEY_ID.fullmatch(key_id):
        raise VerificationKeysUnusable(f"{key_id} is no key's id: up to 20 small letters, digits and hyphens.")
    if (folder / (key_id + _PUBLIC)).exists():
        raise FileExistsError(folder / (key_id + _PUBLIC))
    path = folder / (key_id + _PRIVATE)
    key = ec.generate_private_key(ec.SECP256R1())
    write_new(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def _read(file: Path) -> ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey:
    try:
        content = file.read_bytes()
        key = load_pem_public_key(content) if file.name.endswith(_PUBLIC) else load_pem_private_key(content, None)
    except (OSError, ValueError, TypeError) as error:
        raise VerificationKeysUnusable(f"{file} can't be read as a key: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise VerificationKeysUnusable(f"{file} is no key of the curve P-256.")
    return key


def _jwk(key_id: str, key: ec.EllipticCurvePublicKey) -> Jwk:
    numbers = key.public_numbers()
    x, y = (base64url(number.to_bytes(COORDINATE_BYTES)) for number in (numbers.x, numbers.y))
    return Jwk(kty="EC", crv="P-256", kid=key_id, use="sig", alg="ES256", x=x, y=y)


def _public_key(jwk: Jwk) -> ec.EllipticCurvePublicKey:
    x, y = (int.from_bytes(urlsafe_b64decode(jwk[name] + "==")) for name in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def base64url(content: bytes) -> str:
    """As JOSE writes bytes (RFC 7515, section 2): for addresses, without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()
