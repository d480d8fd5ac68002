"""What signs and how: said once, at the start, and carried over to the process that does it."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key with its chain in a PKCS#12 file (.p12, .pfx)."""

    path: Path
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A key on a token or in a security module, by PKCS#11. It never leaves there."""

    module: Path
    """The driver, a shared library."""
    label: str
    """Of the token."""
    key: str
    """The label that the key and its certificate share."""
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Service:
    """A signing service, by the HTTP contract of BSrE's client (`certificates/signing/service.py`)."""

    url: str
    user: str
    password: str = field(repr=False)
    signatory: str = field(repr=False)
    """The NIK by which the service knows whoever signs."""
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SigningPlan:
    """The key, what the signature says, and what is asked of others for it."""

    key: KeyFile | Token | Service
    reason: str
    location: str
    timestamp_url: str = field(default="", repr=False)
    """A time-stamp authority (RFC 3161), perhaps with user:password in it."""
    roots: Path | None = None
    """PEM: the roots that the certificates of signer and time-stamp authority lead to. With it, what proves that they
    were not revoked is put into the file (PAdES B-LT)."""
    is_archived: bool = False
    """Whether a second time stamp closes over that proof (PAdES B-LTA)."""


_KEYS = {kind.__name__: kind for kind in (KeyFile, Token, Service)}
_PATHS = ("path", "module")


def packed(plan: SigningPlan) -> bytes:
    """The plan as JSON, secrets included: for the pipe to our own process, never for a file."""
    return json.dumps(asdict(plan) | {"kind": type(plan.key).__name__}, default=str).encode()


def unpacked(content: bytes) -> SigningPlan:
    values: dict[str, Any] = json.loads(content)
    key: dict[str, Any] = values.pop("key")
    key |= {name: Path(key[name]) for name in _PATHS if name in key}
    kind = _KEYS[values.pop("kind")]
    roots = values.pop("roots")
    return SigningPlan(key=kind(**key), roots=Path(roots) if roots else None, **values)
