"""Why something could not be signed: one kind for each thing that somebody has to mend."""

from enum import StrEnum
from re import compile as compiled


class SigningFault(StrEnum):
    """What stands in the way. Staff read a sentence for each, `Signing_<NAME>` in the catalogue."""

    KEY_FILE = "key_file"
    """The PKCS#12 file can't be read, is none, or holds no key with its certificate."""
    PASSPHRASE = "passphrase"  # noqa: S105 - a kind, not a secret
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    TOKEN_ABSENT = "token_absent"  # noqa: S105 - a kind, not a secret
    """The module can't be loaded, or no token of that label is plugged in."""
    TOKEN_LOCKED = "token_locked"  # noqa: S105 - a kind, not a secret
    PIN = "pin"
    TOKEN_KEY = "token_key"  # noqa: S105 - a kind, not a secret
    """The token holds no key, or no certificate, of that label; or it failed while it signed."""
    SERVICE_DOWN = "service_down"
    SERVICE_CREDENTIALS = "service_credentials"
    SERVICE_REFUSED = "service_refused"
    SERVICE_ANSWER = "service_answer"
    """What the service sent back is not our file with one good signature."""
    TIMESTAMP = "timestamp"
    UNPROVEN = "unproven"
    """No revocation list or OCSP answer was to be had, or the certificate leads to none of the roots."""
    REVOKED = "revoked"
    PROCESS = "process"
    """The process that signs ended or did not answer."""


HOPELESS = frozenset({SigningFault.PIN, SigningFault.TOKEN_LOCKED, SigningFault.SERVICE_CREDENTIALS})
"""Trying these again may lock a token or an account for good."""

_TOLD = compiled(r"\[signing:([a-z_]+)\]")


class SigningFailed(Exception):
    """The message is for operators; it begins with the fault, so that it can be told from the text alone."""

    def __init__(self, fault: SigningFault, why: str) -> None:
        super().__init__(f"[signing:{fault}] {why}")
        self.fault = fault
        self.why = why


def fault_in(reason: str) -> SigningFault | None:
    """The fault that a failed job's reason tells of; None when it failed for another."""
    found = _TOLD.search(reason)
    return SigningFault(found[1]) if found and found[1] in set(SigningFault) else None
