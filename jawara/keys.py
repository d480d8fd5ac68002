"""Secrets for production."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

from api.settings import new_data_key, new_key
from api.verification_keys import VerificationKeysUnusable, make_verification_key
from jawara.console import told

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another when a password is read out or typed from paper."""


def new() -> None:
    print(f"TOKEN_KEY={secrets.token_urlsafe(48)}")
    # Named by its day: a ring of several years tells which of them is old.
    print(f"DATA_KEYS={new_data_key(f'{datetime.now(UTC):%Y%m%d}')}")
    print(f"INDEX_KEY={new_key()}")
    print(f"PUBLISH_TOKEN={secrets.token_urlsafe(48)}")


def verification(folder: Path, key_id: str) -> None:
    """A new key by which certificates are checked, named by the year and month where no id is given."""
    with told(VerificationKeysUnusable, OSError):
        print(make_verification_key(folder, key_id or f"{datetime.now(UTC):%Y-%m}"))


def password() -> str:
    """A password of 79 random bits that a person can type: four groups of four."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
