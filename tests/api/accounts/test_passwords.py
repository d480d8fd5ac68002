"""Passwords: what is guessed first is refused, and judging it costs little."""

from time import process_time

import pytest

from api.accounts.passwords import hashed, is_guessable, matches

EMAIL = "siti.aminah@contoh.id"
SECONDS = 0.7
"""Of processor time. Threads do not help: the estimate is Python and holds the lock that the event loop needs."""


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "ababababababab",
        "123456789012",
        "098765432109",
        "abcdefghijklm",
        "zyxwvutsrqponm",
        "siti.aminah123",
        "siti.aminahsiti.aminah",
        "SITI.AMINAHsiti.aminah",
        "password1234",
        "p4ssw0rd1234",
        "qwertyuiop123",
        "katasandi123",
        "indonesia1234",
        "iloveyou1234",
        "koperasi2026",
        "sijawarasijawara",
        "contohcontoh",
    ],
)
async def test_what_a_guesser_tries_first_is_refused(password: str) -> None:
    """Common passwords, local words, keyboard rows, repetition, sequences, and what is known of the person."""
    assert await is_guessable(password, EMAIL)


@pytest.mark.parametrize(
    "password",
    [
        "kuda lari di tepi pantai",
        "Xk7-pq2-Wm9-tr4",
        "ꦱꦸꦫꦧꦪꦏꦸꦛꦗꦮꦠꦶꦩꦸꦂ",
        "hujan sore di Batu bikin lapar",
        "warung-biru-48-kelapa",
    ],
)
async def test_what_nobody_tries_is_accepted_in_any_script(password: str) -> None:
    """Four words that have nothing to do with each other are the advice that we give."""
    assert not await is_guessable(password, EMAIL)


HOSTILE = ["a1" * 64, "4@8({[<3€6901!|7$5+%2" * 6, "password" * 16, "siti.aminah" * 11, "\u0660" * 128, " " * 128]


@pytest.mark.parametrize("password", HOSTILE, ids=range(len(HOSTILE)))
async def test_judging_takes_no_time_worth_naming(password: str) -> None:
    """An estimator that can be made to think for a minute is a way to stop the server."""
    started = process_time()
    await is_guessable(password[:128], f"{password[:60]}@contoh.id")
    assert process_time() - started < SECONDS


async def test_a_hash_matches_its_password_only() -> None:
    """And never shows it; the same password is never hashed alike."""
    first, second = await hashed("kuda lari di tepi pantai"), await hashed("kuda lari di tepi pantai")
    assert first != second
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "kuda" not in first
    assert await matches(first, "kuda lari di tepi pantai")
    assert not await matches(first, "kuda lari di tepi pantai ")
    assert not await matches(first, "")


@pytest.mark.parametrize("stored", [None, "", "x", "$argon2id$broken", "kuda lari di tepi pantai"])
async def test_what_is_no_hash_matches_nothing(stored: str | None) -> None:
    """Neither an absent hash nor a broken one is an open door."""
    for password in ("", "None", "x", "kuda lari di tepi pantai", "the hash that is compared when there is no account"):
        assert not await matches(stored, password)
