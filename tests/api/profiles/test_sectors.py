"""KBLI categories, and the numbers of businesses and cooperatives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.profiles.sectors import (
    CooperativeNikInvalid,
    NibInvalid,
    Sector,
    normalized_cooperative_nik,
    normalized_nib,
    sector,
    sectors,
)


def test_the_categories_go_from_a_to_u() -> None:
    """KBLI 2020 has 21; a missing one would be a business without a sector."""
    assert "".join(one.code for one in sectors()) == "ABCDEFGHIJKLMNOPQRSTU"
    assert len({one.title for one in sectors()}) == 21


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("A", "Pertanian, Kehutanan dan Perikanan"),
        ("C", "Industri Pengolahan"),
        ("G", "Perdagangan Besar dan Eceran; Reparasi dan Perawatan Mobil dan Sepeda Motor"),
        ("I", "Penyediaan Akomodasi dan Penyediaan Makan Minum"),
        ("U", "Aktivitas Badan Internasional dan Badan Ekstra Internasional Lainnya"),
    ],
)
def test_a_category_has_the_regulations_title(code: str, title: str) -> None:
    """Participants find on the screen what their NIB says."""
    assert sector(code) == Sector(code, title)


@pytest.mark.parametrize("code", ["", "a", "V", "AB", "47"])
def test_there_are_no_other_categories(code: str) -> None:
    """Five-digit fields are another level."""
    assert sector(code) is None


@pytest.mark.parametrize("typed", ["9120001234567", " 9120 0012 34567 ", "9120.001.234567", "9120-001-234567"])
def test_a_nib_is_kept_as_its_13_digits(typed: str) -> None:
    """The document prints them in one, people in groups."""
    assert normalized_nib(typed) == "9120001234567"


@pytest.mark.parametrize("typed", ["", "912000123456", "91200012345678", "912000123456A", "NIB 9120001234567"])
def test_another_form_is_no_nib(typed: str) -> None:
    """A company's older registration has another form: it is no NIB."""
    with pytest.raises(NibInvalid) as refusal:
        normalized_nib(typed)
    assert (refusal.value.code, refusal.value.field) == ("INVALID_INPUT", "business.nib")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("3578010020001", "3578010020001"), ("3578 0100 2000 1", "3578010020001"), ("3578014505900001",) * 2],
)
def test_a_cooperatives_number_is_digits_of_any_length(typed: str, kept: str) -> None:
    """Its length is in no source at hand: refusing by a guess would keep a real cooperative out."""
    assert normalized_cooperative_nik(typed) == kept


@pytest.mark.parametrize("typed", ["", "  ", "123/BH/XVI", "1" * 21])
def test_a_deeds_number_is_no_cooperatives_number(typed: str) -> None:
    """The number of the deed of incorporation is often taken for it."""
    with pytest.raises(CooperativeNikInvalid) as refusal:
        normalized_cooperative_nik(typed)
    assert (refusal.value.code, refusal.value.field) == ("INVALID_INPUT", "cooperative.nik")


@given(st.text(max_size=24) | st.text("0123456789 .-", max_size=24))
def test_any_text_is_digits_or_a_refusal(text: str) -> None:
    """Nothing else is kept."""
    for normalized in (normalized_nib, normalized_cooperative_nik):
        try:
            kept = normalized(text)
        except (NibInvalid, CooperativeNikInvalid):
            continue
        assert kept.isascii()
        assert kept.isdigit()
        assert normalized(kept) == kept
