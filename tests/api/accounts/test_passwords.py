"""Passwords: what is guessed first is refused, and judging it costs little."""

import unicodedata
from time import process_time

import pytest

from api.accounts.common import common_passwords, is_common
from api.accounts.passwords import hashed, is_guessable, matches, normalized

EMAIL = "siti.aminah@contoh.id"
SECONDS = 0.05
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
        "rahasia12345",
        "!!Rahasia!2026",
        "R4h4s14-r4h4s14",
        "s a y a n g s a y a n g",
        "cintasayang99",
        "akusayangkamu",
        "admin123admin",
        "persebaya1927",
        "1qaz2wsx3edc",
        "letmeinletmein",
        "081234567890",
        "0812-3456-7890",
        "3578123456780001",
        "ＲＡＨＡＳＩＡ１２３４５",
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
        "🐎🌊🏝️🥥🍜🚲🎣🌧️🧺🐓🪁🥁",
        " 3 truk ke Blitar ",
        "81459 36601 27754 90",
    ],
)
async def test_what_nobody_tries_is_accepted_in_any_script(password: str) -> None:
    """Four words that have nothing to do with each other are the advice that we give."""
    assert not await is_guessable(password, EMAIL)


async def test_the_list_ships_with_the_project_and_is_large() -> None:
    """No password is sent anywhere to be looked up. Entries are as they are looked up, and none may be somebody's."""
    entries = common_passwords()
    assert len(entries) > 60_000
    assert sum(len(one) >= 12 for one in entries) > 40_000
    assert all(one == one.lower() and "@" not in one and not one.isdigit() for one in entries)


@pytest.mark.parametrize("words", ["kopi payung sepeda jendela", "siti makan bakso malang", "hujan", "a1b2"])
def test_words_that_only_hold_a_common_one_are_not_common(words: str) -> None:
    """Four words are the advice that we give: one of them may be a city."""
    assert not is_common(words)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (unicodedata.normalize("NFD", "kafé di tepi pantai"), unicodedata.normalize("NFC", "kafé di tepi pantai")),
        ("ｋｕｄａ　ｌａｒｉ　ｄｉ　ｐａｎｔａｉ", "kuda lari di pantai"),
        ("kuda\u00a0lari di pantai", "kuda lari di pantai"),
        ("ﬁkir dahulu baru klik", "fikir dahulu baru klik"),
    ],
)
async def test_the_same_password_is_the_same_on_every_keyboard(typed: str, stored: str) -> None:
    """A phone writes an accent as one character, a laptop as two: both see the same letters."""
    assert typed != stored
    assert await matches(await hashed(stored), typed)
    assert await matches(await hashed(typed), stored)


@pytest.mark.parametrize("password", ["kuda lari di tepi pantai", "Xk7-pq2-Wm9-tr4 ~!@#$%^&*()", "  ujung  "])
def test_what_ascii_can_write_stays_as_it_is(password: str) -> None:
    """So every hash that was made before still matches; spaces at the ends count."""
    assert normalized(password) == password


async def test_a_text_of_a_megabyte_is_no_work() -> None:
    """One character can become eighteen: the largest body would become two megabytes."""
    started = process_time()
    assert not await matches(None, "\ufdfa" * 100_000)
    assert process_time() - started < 0.3


HOSTILE = [
    "a1" * 64,
    "4@8({[<3€6901!|7$5+%2" * 6,
    "password" * 16,
    "siti.aminah" * 11,
    "\u0660" * 128,
    " " * 128,
    "4@8({[<$5!1|7+2%" * 8,
]


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
