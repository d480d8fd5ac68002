"""Telephones: one form to keep, however they were typed."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.profiles.phones import REACHABLE, PhoneInvalid, masked, normalized_phone, shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("081234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("0812.3456.7890", "+6281234567890"),
        ("(0812) 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("62 812 3456 7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("+62 (0)812 3456 7890", "+6281234567890"),
        ("+62 0812 3456 7890", "+6281234567890"),
        ("006281234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("\u202a+62 812\u20113456\u20117890\u202c", "+6281234567890"),
        ("\uff10812\u00a03456\u20137890\n", "+6281234567890"),
        ("08123456789", "+628123456789"),
        ("0812345678901", "+62812345678901"),
        ("(031) 8491234", "+62318491234"),
        ("031-849 1234", "+62318491234"),
        ("6231 8491234", "+62318491234"),
        ("+60 12-345 6789", "+60123456789"),
        ("+65 8123 4567", "+6581234567"),
        ("+1 (212) 555-0123", "+12125550123"),
    ],
)
def test_it_is_kept_in_one_form(typed: str, kept: str) -> None:
    """As people write it or a chat copies it, with or without the country; 6231... is Surabaya, never the area 0623."""
    assert normalized_phone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "+",
        "++6281234567890",
        "0812",
        "110",
        "021",
        "0000000000",
        "62",
        "0800 1 123456",
        "0812 abcd",
        "0812345678ext5",
        "+62 812 3456 7890 ext. 5",
        "tel:+6281234567890",
        "1-800-FLOWERS",
        "60123456789",
        "+31 8491234",
        "+999 12345678",
        "08123456789 / 08123456780",
        "٠٨١٢٣٤٥٦٧٨٩٠",
        "0812\ud8003456",
        "0" * 10_000,
    ],
)
def test_what_cannot_be_called_is_refused(typed: str) -> None:
    """Too short or long, two at once, toll-free, words, foreign without its +, other scripts."""
    with pytest.raises(PhoneInvalid) as refusal:
        normalized_phone(typed)
    assert (refusal.value.code, refusal.value.field) == ("PHONE_INVALID", "phone")


@given(st.text(max_size=30) | st.text("+0123456789 -.()", max_size=24))
@example("+62")
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    """What is kept is kept the same from each way of showing it."""
    try:
        kept = normalized_phone(text)
    except PhoneInvalid:
        return
    assert kept == normalized_phone(kept) == normalized_phone(shown(kept))


@given(st.from_regex(r"\A8[1-9][0-9]{7,10}\Z"))
def test_four_ways_to_write_a_mobile_are_one_number(national: str) -> None:
    """The blind index finds a number only if it is always kept alike."""
    if not phonenumbers.is_valid_number(phonenumbers.parse(f"+62{national}")):
        return
    ways = {normalized_phone(f"{start}{national}") for start in ("0", "62", "+62", "")}
    assert ways == {f"+62{national}"}


@pytest.mark.parametrize(
    ("kept", "on_screen", "hidden"),
    [
        ("+6281234567890", "+62 812-3456-7890", "+62 812-••••-7890"),
        ("+628123456789", "+62 812-3456-789", "+62 812-••••-789"),
        ("+62812345678901", "+62 812-3456-78901", "+62 812-••••-•8901"),
        ("+62318491234", "+62 31 8491234", "+62 31 8•••234"),
        ("+12125550123", "+1 212-555-0123", "+1 212-•••-•123"),
        ("+6581234567", "+65 8123 4567", "+65 •••• •567"),
        ("+29022158", "+290 22158", "+290 •••58"),
    ],
)
def test_it_is_shown_in_groups_and_masked_in_the_same(kept: str, on_screen: str, hidden: str) -> None:
    """Its owner knows it by the beginning and the end."""
    assert (shown(kept), masked(kept)) == (on_screen, hidden)


def examples() -> set[str]:
    """One number of each kind from every country that the library knows."""
    found = [
        phonenumbers.example_number_for_type(region, kind)
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in REACHABLE
    ]
    return {phonenumbers.format_number(one, phonenumbers.PhoneNumberFormat.E164) for one in found if one}


def test_every_country_can_be_written_and_a_mask_hides_three_digits() -> None:
    """Participants work abroad; the numbers of small countries are short."""
    assert len(examples()) > 400
    for e164 in examples():
        digits = sum(one.isdigit() for one in shown(e164).partition(" ")[2])
        assert normalized_phone(shown(e164)) == e164
        assert masked(e164).count("•") >= min(3, digits)
        assert len(masked(e164)) == len(shown(e164))
