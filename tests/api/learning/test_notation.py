"""Words and numbers as people type them on a phone."""

from decimal import Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.learning.notation import number_in, number_in_words, number_spelled, spelled, tidy
from courseware.sealed import NumberKey


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        # A dot alone: thousands where a group of exactly three follows, otherwise decimals.
        ("1.500", "", "1500"),
        ("1.5", "", "3/2"),
        ("1.50", "", "3/2"),
        ("1.5000", "", "3/2"),
        ("0.500", "", "1/2"),
        ("0.125", "", "1/8"),
        ("1500.250", "", "6001/4"),
        ("12.500", "", "12500"),
        ("125.000", "", "125000"),
        # A comma alone: decimals.
        ("1,5", "", "3/2"),
        ("12,25", "", "49/4"),
        ("1,500", "", "3/2"),
        (",5", "", "1/2"),
        (".5", "", "1/2"),
        # Both, or one of them several times.
        ("1.500,00", "", "1500"),
        ("1.500,75", "", "6003/4"),
        ("1,500.75", "", "6003/4"),
        ("1.500.000", "", "1500000"),
        ("1,500,000", "", "1500000"),
        ("1.500.000,5", "", "3000001/2"),
        # Without any.
        ("1500", "", "1500"),
        ("007", "", "7"),
        ("0", "", "0"),
        # Rupiah, however it is written.
        ("Rp1.500", "Rp", "1500"),
        ("Rp 1.500,00", "Rp", "1500"),
        ("rp. 1.500,-", "Rp", "1500"),
        ("RP1500.-", "Rp", "1500"),
        ("1.500 rupiah", "Rp", "1500"),
        ("Rp1.500", "", "1500"),
        ("1 500", "Rp", "1500"),
        ("1\u00a0500", "Rp", "1500"),
        # Units.
        ("12,5%", "%", "25/2"),
        ("12,5 %", "%", "25/2"),
        ("12,5 persen", "%", "25/2"),
        ("12.5", "%", "25/2"),
        ("40 kg", "kg", "40"),
        ("40KG.", "kg", "40"),
        ("40㎏", "kg", "40"),
        ("40 m²", "m²", "40"),
        ("40", "m2", "40"),
        ("12 orang/hari", "orang/hari", "12"),
        # Signs.
        ("-5", "", "-5"),
        ("−5", "", "-5"),
        ("+5", "", "5"),
        ("Rp-1.500", "Rp", "-1500"),
        ("-Rp1.500", "Rp", "-1500"),
        # A full stop at the end of the line, and the digits of other keyboards.
        ("1.500.", "", "1500"),
        ("１５００", "", "1500"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_meant(typed: str, unit: str, meant: str) -> None:
    """The rule stands at number_in; each line is a way in which somebody writes."""
    assert number_in(typed, unit) == Fraction(meant)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("", ""), (" ", ""), ("-", ""), (".", ""), (",-", ""), ("Rp", "Rp"), ("kg", "kg"),
        ("seribu", ""), ("1 juta", "Rp"), ("1e3", ""), ("0x10", ""), ("1/2", ""), ("½", ""), ("1_000", ""), ("٣", ""),
        ("1500 atau 1600", ""), ("1500?", ""), ("40 kg", "liter"), ("--5", ""), ("-Rp-5", "Rp"),
        ("1.50.000", ""), ("1.5,0.0", ""), ("1.500.00", ""), ("0.500.000", ""), ("1,50,000.5", ""), ("1..5", ""),
        ("NaN", ""), ("Infinity", ""),
    ],
)  # fmt: skip
def test_what_is_no_number_or_more_than_one_is_none(typed: str, unit: str) -> None:
    """It is a wrong answer, never an error, and never a lucky guess."""
    assert number_in(typed, unit) is None


@given(st.integers(-(10**12), 10**12))
def test_every_usual_spelling_of_a_whole_number_means_the_same(value: int) -> None:
    """With dots, with commas, with nothing, as money."""
    dotted = f"{value:,}".replace(",", ".")
    spellings = {str(value), dotted, f"Rp {dotted}", f"{dotted},00"}
    # One comma alone would be the decimal one.
    spellings |= {f"{value:,}.00"} if abs(value) >= 1_000_000 else set[str]()
    assert {number_in(one, "Rp") for one in spellings} == {Fraction(value)}


@given(st.text(max_size=40), st.text(max_size=5))
def test_any_text_is_read_without_an_error(typed: str, unit: str) -> None:
    """A participant's text meets the rule in the middle of scoring."""
    found = number_in(typed, unit)
    assert found is None or isinstance(found, Fraction)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        (NumberKey("1500", "0", "Rp", unit_before=True), "Rp1.500"),
        (NumberKey("12.5", "0.5", "%", unit_before=False), "12,5% (± 0,5)"),
        (NumberKey("40", "2", "kg", unit_before=False), "40 kg (± 2)"),
        (NumberKey("1234567.25", "0", "", unit_before=False), "1.234.567,25"),
        (NumberKey("-0.5", "0", "", unit_before=False), "-0,5"),
    ],
)
def test_the_right_number_is_told_in_indonesian(key: NumberKey, told: str) -> None:
    """As the lesson writes it, with what still counts."""
    assert number_in_words(key) == told
    assert number_in(told.partition(" (")[0], key.unit) == Fraction(key.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SHU", "shu"),
        ("  Sisa  Hasil\tUsaha ", "sisa hasil usaha"),
        ("“SHU.”", "shu"),
        ("(SHU)!", "shu"),
        ("ＳＨＵ", "shu"),
        ("Cafe\u0301", "café"),
        ("STRASSE", "straße"),
        ("rapat anggota…", "Rapat Anggota"),
        ("?", "？"),
    ],
)  # fmt: skip
def test_spellings_that_mean_the_same_are_equal(one: str, other: str) -> None:
    """Case, width, spaces and marks around are a keyboard's business."""
    assert spelled(one) == spelled(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("SHU", "SHUT"), ("a-b", "ab"), ("rapat anggota", "rapatanggota"), ("?", "!"), ("", "?"), ("e", "é")],
)
def test_words_that_differ_stay_different(one: str, other: str) -> None:
    """Marks inside belong to the word."""
    assert spelled(one) != spelled(other)


@given(st.text(max_size=60))
def test_a_spelling_is_its_own_spelling(text: str) -> None:
    """What is compared doesn't depend on how often it went through."""
    assert spelled(spelled(text)) == spelled(text)


@given(st.text(st.characters(codec=None), max_size=60))
def test_a_tidy_text_can_be_stored_and_stays_tidy(text: str) -> None:
    """PostgreSQL takes no zero byte, no encoding takes half a surrogate pair."""
    kept = tidy(text)
    assert kept.encode().decode() == kept
    assert "\0" not in kept
    assert kept == " ".join(kept.split()) == tidy(kept)


@pytest.mark.parametrize(
    ("typed", "unit", "told"),
    [("Rp 1500,00", "Rp", "1.500"), ("1.500", "", "1.500"), ("-0,50 kg", "kg", "-0,5"), ("1000000", "", "1.000.000")],
)
def test_a_number_that_was_typed_is_told_in_one_spelling(typed: str, unit: str, told: str) -> None:
    """Who typed the same number counts together."""
    assert number_spelled(typed, unit) == told


@given(st.integers(-(10**50), 10**50), st.integers(0, 40))
def test_the_one_spelling_means_the_same_number(value: int, places: int) -> None:
    """However long."""
    number = Fraction(value, 10**places)
    typed = f"{Decimal(value).scaleb(-places, Context(prec=200)):f}".replace(".", ",")
    told = number_spelled(typed)
    assert told is not None
    assert number_in(told) == number


def test_what_is_no_number_has_no_spelling_of_one() -> None:
    """It is told as words."""
    assert number_spelled("dua ribu") is None
