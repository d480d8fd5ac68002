"""Secrets for production."""

import secrets

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another when a password is read out or typed from paper."""


def new() -> None:
    print(f"TOKEN_KEY={secrets.token_urlsafe(48)}")


def password() -> str:
    """A password of 79 random bits that a person can type: four groups of four."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
