"""Decisions about accounts, tried with everything that Hypothesis can think of."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accounts.rules import (
    InvalidEmail,
    Presented,
    TokenState,
    WeakPassword,
    check_password,
    normalized_email,
    presented,
)
from tests.fakes import MORNING

EMAIL = "siti.aminah@contoh.id"
states = st.builds(
    TokenState,
    expires_at=st.integers(-5, 5).map(lambda hours: MORNING + timedelta(hours=hours)),
    used=st.booleans(),
    withdrawn=st.booleans(),
    successor_used=st.booleans(),
    session_ended=st.booleans(),
)


@given(states)
def test_only_a_living_token_gives_a_new_one(state: TokenState) -> None:
    """The whole table of decisions: over means over, copied means everybody out, otherwise go on."""
    over = state.session_ended or state.expires_at <= MORNING
    copied = state.withdrawn or (state.used and state.successor_used)
    expected = Presented.ROTATE
    if over:
        expected = Presented.END
    elif copied:
        expected = Presented.END_FAMILY
    elif state.used:
        expected = Presented.REPLACE_LOST
    assert presented(state, MORNING) is expected


@given(states, st.integers(0, 100))
def test_time_never_revives_a_token(state: TokenState, hours: int) -> None:
    """What is over stays over."""
    if presented(state, MORNING) is Presented.END:
        assert presented(state, MORNING + timedelta(hours=hours)) is Presented.END


@given(st.text(max_size=200))
def test_a_password_has_its_length_and_is_not_the_address(password: str) -> None:
    """NIST SP 800-63B: length decides, no rules about kinds of characters; they make passwords worse."""
    fits = 12 <= len(password) <= 128 and password.lower() != EMAIL
    try:
        check_password(password, EMAIL)
    except WeakPassword:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize("password", [EMAIL, EMAIL.upper(), "", "sebelas-krk", "x1" * 65])
def test_the_address_is_no_password(password: str) -> None:
    """It is the first thing that a guesser knows."""
    with pytest.raises(WeakPassword):
        check_password(password, EMAIL)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Siti@Contoh.ID ", "siti@contoh.id"),
        ("siti+kelas@contoh.id", "siti+kelas@contoh.id"),
        ("siti@contoh.test", "siti@contoh.test"),
    ],
)
def test_one_mailbox_has_one_spelling(typed: str, kept: str) -> None:
    """Otherwise one person would have two accounts and find neither."""
    assert normalized_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "siti",
        "siti@",
        "@contoh.id",
        "siti@contoh",
        "siti@@contoh.id",
        "siti@contoh.id\r\nBcc: korban@contoh.id",
        "siti\n@contoh.id",
        "siti@contoh.id, lain@contoh.id",
        "Siti <siti@contoh.id>",
        '"a b"@contoh.id',
        "siti@[127.0.0.1]",
        "siti@" + "a." * 130 + "id",
        "siti\u202e@contoh.id",
        "siti@contoh.id\x00",
    ],
)
def test_what_is_no_plain_address_is_refused(typed: str) -> None:
    """An address goes into a mail's header: nothing may stand in it that a header would read otherwise."""
    with pytest.raises(InvalidEmail):
        normalized_email(typed)


@given(st.text(max_size=80) | st.emails())
def test_normalizing_twice_changes_nothing(typed: str) -> None:
    """Sign-in compares what registration kept."""
    try:
        once = normalized_email(typed)
    except InvalidEmail:
        return
    assert normalized_email(once) == once
    assert once == once.strip().lower()
    assert len(once) <= 254
