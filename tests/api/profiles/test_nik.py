"""The identity number: what can't be one is refused, what differs is only said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.profiles.nik import (
    NikInvalid,
    WarningKind,
    births,
    gender_of,
    masked,
    normalized_nik,
    regency_of,
    warnings_for,
)
from api.profiles.regions import regencies
from api.profiles.rules import Gender

TODAY = date(2026, 3, 2)
SITI = "3578014505900001"
"""A woman born on 5 May 1990, registered in Karang Pilang, Surabaya. Made up, like all numbers here."""


@pytest.mark.parametrize(
    "typed",
    [
        "3578014505900001",
        " 3578014505900001\n",
        "3578 0145 0590 0001",
        "35.78.01.450590.0001",
        "357801-450590-0001",
        "357801–450590–0001",
        "3578014505900001\u200b",
        "\u202a3578014505900001\u202c",
        "３５７８０１４５０５９００００１",
    ],
)
def test_it_is_kept_as_its_digits(typed: str) -> None:
    """Cards are copied with gaps, and phones add marks that nobody sees."""
    assert normalized_nik(typed) == SITI


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "357801450590000",
        "35780145059000011",
        "357801450590000A",
        "٣٥٧٨٠١٤٥٠٥٩٠٠٠٠١",
        "+3578014505900001",
        "3578014505900000",
        "3578010005900001",
        "3578014005900001",
        "3578013205900001",
        "3578017205900001",
        "3578018105900001",
        "3578014500900001",
        "3578014513900001",
        "3578013002900001",
        "3578013104900001",
        "3578012902010001",
        "0" * 16,
        "x" * 10_000,
    ],
)
def test_what_can_be_no_number_is_refused(typed: str) -> None:
    """Not 16 digits, a date that no year has, the serial 0000: nobody was ever given one."""
    with pytest.raises(NikInvalid) as refusal:
        normalized_nik(typed)
    assert (refusal.value.code, refusal.value.field) == ("NIK_INVALID", "nik")
    assert typed == "" or typed not in str(refusal.value)


@pytest.mark.parametrize("nik", ["3510250101900001", "3576030101900001", "9601010101900001", "5401010101800001"])
def test_nobody_is_refused_for_a_region(nik: str) -> None:
    """Lists of regions are never complete: districts that libraries miss, new provinces, and a province of old."""
    assert normalized_nik(nik) == nik


@given(st.text(max_size=24) | st.text("0123456789 .-–", max_size=24))
def test_any_text_is_16_digits_or_a_refusal(text: str) -> None:
    """Nothing else reaches the vault, and what is kept is kept the same a second time."""
    try:
        nik = normalized_nik(text)
    except NikInvalid:
        return
    assert len(nik) == 16
    assert nik.isascii()
    assert nik.isdigit()
    assert normalized_nik(nik) == nik


@given(
    st.sampled_from(regencies("35")),
    st.dates(date(1930, 1, 1), date(2010, 12, 31)),
    st.sampled_from(Gender),
    st.integers(1, 9999),
)
def test_what_it_was_made_of_is_read_back(place: object, birth: date, gender: Gender, serial: int) -> None:
    """Whatever the century: two digits of the year fit two of them."""
    code = str(getattr(place, "code", ""))
    day = birth.day + 40 if gender is Gender.FEMALE else birth.day
    nik = f"{code.replace('.', '')}01{day:02}{birth:%m%y}{serial:04}"
    assert normalized_nik(nik) == nik
    assert birth in births(nik)
    assert (gender_of(nik), regency_of(nik)) == (gender, code)
    assert warnings_for(nik, birth, gender, code, today=TODAY) == ()


def kinds(nik: str, birth: date | None, gender: Gender | None, regency: str | None) -> list[tuple[str, str]]:
    return [(one.kind.value, one.field) for one in warnings_for(nik, birth, gender, regency, today=TODAY)]


BORN = date(1990, 5, 5)


@pytest.mark.parametrize(
    ("nik", "birth", "gender", "regency", "expected"),
    [
        (SITI, BORN, Gender.FEMALE, "35.78", []),
        (SITI, None, None, None, []),
        (SITI, date(1990, 5, 6), Gender.FEMALE, "35.78", [("BIRTH_DATE_DIFFERS", "birthDate")]),
        (SITI, date(1990, 4, 5), None, None, [("BIRTH_DATE_DIFFERS", "birthDate")]),
        (SITI, date(1991, 5, 5), None, None, [("BIRTH_DATE_DIFFERS", "birthDate")]),
        (SITI, BORN, Gender.MALE, "35.78", [("GENDER_DIFFERS", "gender")]),
        (SITI, BORN, Gender.FEMALE, "35.07", [("REGENCY_DIFFERS", "regency")]),
        ("3271014505900001", BORN, None, "35.78", [("REGENCY_DIFFERS", "regency")]),
        ("3271994505900001", BORN, None, None, []),
        ("9901014505900001", BORN, None, "35.78", [("REGION_UNKNOWN", "nik")]),
        ("3578994505900001", BORN, None, "35.78", [("REGION_UNKNOWN", "nik")]),
        ("3578014505200001", None, None, None, [("AGE_UNLIKELY", "nik")]),
        ("3578014505200001", date(2020, 5, 5), None, None, [("AGE_UNLIKELY", "birthDate")]),
        ("3578014505900001", date(2090, 5, 5), None, None, [("AGE_UNLIKELY", "birthDate")]),
        ("3578014203140001", date(2014, 3, 2), None, None, []),
        ("3578014303140001", date(2014, 3, 3), None, None, [("AGE_UNLIKELY", "birthDate")]),
        ("3578014203260001", date(1926, 3, 2), None, None, []),
        ("3578014203250001", date(1925, 3, 2), None, None, [("AGE_UNLIKELY", "birthDate")]),
        (
            "9901010105900001",
            date(1890, 1, 1),
            Gender.FEMALE,
            "35.78",
            [
                ("BIRTH_DATE_DIFFERS", "birthDate"),
                ("GENDER_DIFFERS", "gender"),
                ("REGION_UNKNOWN", "nik"),
                ("AGE_UNLIKELY", "birthDate"),
            ],
        ),
    ],
)
def test_what_differs_is_said_at_its_field(
    nik: str, birth: date | None, gender: Gender | None, regency: str | None, expected: list[tuple[str, str]]
) -> None:
    """Twelve and a hundred years still pass; outside East Java the districts are not known, so they are not judged."""
    assert kinds(nik, birth, gender, regency) == expected


def test_a_move_is_named_and_called_usual() -> None:
    """Most people whose number is from elsewhere have simply moved: no alarm."""
    (warning,) = warnings_for(SITI, None, None, "35.07", today=TODAY)
    assert warning.sentence("id").startswith("NIK Anda diterbitkan di Kota Surabaya. Itu wajar")
    assert "Kota Surabaya. That is usual" in warning.sentence("en")


@given(
    st.from_regex(r"\A[0-9]{16}\Z"),
    st.none() | st.dates(),
    st.none() | st.sampled_from(Gender),
    st.none() | st.text(max_size=5),
)
def test_help_never_fails_and_never_tells_the_number(
    nik: str, birth: date | None, gender: Gender | None, regency: str | None
) -> None:
    """A warning is shown beside the field: at most one of a kind, in both languages, without the number itself."""
    warnings = warnings_for(nik, birth, gender, regency, today=TODAY)
    assert len({one.kind for one in warnings}) == len(warnings) <= len(WarningKind)
    assert all(nik not in one.sentence("id") + one.sentence("en") for one in warnings)


def test_the_mask_leaves_the_province_and_the_serial() -> None:
    """Enough for its owner, nothing for who looks over the shoulder."""
    assert masked(SITI) == "35••••••••••0001"
