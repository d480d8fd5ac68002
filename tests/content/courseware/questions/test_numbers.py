"""`Jawaban:` as a number."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from courseware.mistakes import SourceFile
from courseware.questions.numbers import find_number, read_number
from courseware.sealed import NumberKey, QuestionKind
from tests.content.courseware.asking import ask, shown, wrongs
from tests.content.courseware.builder import CourseFolder


def key(value: str, tolerance: str = "0", unit: str = "", *, before: bool = False) -> NumberKey:
    return NumberKey(value, tolerance, unit, before)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("7", key("7")),
        ("1500", key("1500")),
        ("1.500", key("1500")),
        ("1.234.567,50", key("1234567.5")),
        ("Rp1.500", key("1500", unit="Rp", before=True)),
        ("rp. 1500", key("1500", unit="Rp", before=True)),
        ("Rp1.500,-", key("1500", unit="Rp", before=True)),
        ("Rp1.500,00 ± 50", key("1500", "50", "Rp", before=True)),
        ("Rp1.500 ± Rp50", key("1500", "50", "Rp", before=True)),
        ("-Rp250", key("-250", unit="Rp", before=True)),
        ("Rp−250", key("-250", unit="Rp", before=True)),
        ("US$20", key("20", unit="US$", before=True)),
        ("12,5% ± 0,5", key("12.5", "0.5", "%")),
        ("12,5 %", key("12.5", unit="%")),
        ("40 kg ± 2", key("40", "2", "kg")),
        ("40kg ± 2 kg", key("40", "2", "kg")),
        ("40 kg toleransi 2", key("40", "2", "kg")),
        ("40 kg +/- 2,25", key("40", "2.25", "kg")),
        ("40 kg ± 5%", key("40", "2", "kg")),
        ("1.500 ± 2%", key("1500", "30")),
        ("-40 ± 0,5 %", key("-40", "0.2")),
        ("3 sendok makan", key("3", unit="sendok makan")),
        ("25 m²", key("25", unit="m²")),
        ("0", key("0")),
        ("-0", key("0")),
        ("0 ± 0,5", key("0", "0.5")),
        ("0,5", key("0.5")),
        ("100,0", key("100")),
    ],
)
def test_a_number_is_read_as_indonesians_write_it(course: CourseFolder, written: str, expected: NumberKey) -> None:
    """Editors type prices as on a bill, and the unit is shown beside the field."""
    check = ask(course, f"Jawaban: {written}")
    assert (check.kind, check.number, check.spellings) == (QuestionKind.NUMBER, expected, ())
    assert check.can_be_judged


@pytest.mark.parametrize(
    "text",
    ["4P", "3D", "5W1H", "021", "0812 3456 789", "10-20", "17 Agustus", "UU 25/1992", "1/2", "tiga", "", "Rp", "%"],
)
def test_a_name_with_digits_is_no_number(text: str) -> None:
    """Who asks for the 4P of marketing wants the letters too."""
    assert find_number(text) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12.5", "bilangan `12.5` tidak terbaca"),
        ("1,500.00", "bilangan `1,500.00` tidak terbaca"),
        ("1.50", "bilangan `1.50` tidak terbaca"),
        ("0.500", "bilangan `0.500` tidak terbaca"),
        ("1 500", "bilangan `1 500` tidak terbaca"),
        ("1.500.", "bilangan `1.500.` tidak terbaca"),
        ("1,5,3", "bilangan `1,5,3` tidak terbaca"),
        ("5,", "bilangan `5,` tidak terbaca"),
        ("1500,-", "bilangan `1500,-` tidak terbaca"),
        ("1234567890123456", "bilangan ini terlalu panjang"),
        ("0,1234567", "bilangan ini terlalu panjang"),
        ("Rp1.500 per bungkus", "bilangan dengan dua satuan, `Rp` dan `per bungkus`"),
        ("40 ± dua", "toleransi `dua` tidak terbaca"),
        ("40 ±", "toleransi `` tidak terbaca"),
        ("40 ± -2", "toleransi `-2` tidak terbaca"),
        ("40 ± 2 ± 3", "toleransi `2 ± 3` tidak terbaca"),
        ("40 ± 0.5", "bilangan `0.5` tidak terbaca"),
        ("40% ± 2%", "toleransi dalam persen pada jawaban dalam persen"),
        ("0 ± 2%", "toleransi dalam persen pada jawaban nol"),
        ("40 kg ± 2 g", "satuan toleransi `g` berbeda dari satuan jawabannya"),
        ("40 ± 40", "toleransi sebesar jawabannya sendiri atau lebih"),
        ("-40 ± 100%", "toleransi sebesar jawabannya sendiri atau lebih"),
        ("1500 | 1.500", "soal bilangan punya lebih dari satu jawaban"),
    ],
)
def test_a_number_that_two_readers_would_read_differently_is_refused(
    course: CourseFolder, written: str, expected: str
) -> None:
    """12.5 is twelve and a half to one editor and nothing to another: better asked now than scored wrongly."""
    assert wrongs(course, f"Jawaban: {written}") == [f"10: {expected}"]


def test_the_page_has_the_unit_and_nothing_of_the_value(course: CourseFolder) -> None:
    """The unit stands beside the field; value and tolerance are the key."""
    one, other = shown(course, "Jawaban: Rp1.500 ± 50"), shown(course, "Jawaban: Rp99")
    assert one == other
    assert (one.unit, one.unit_before) == ("Rp", True)
    assert (shown(course, "Jawaban: 40 kg").unit, shown(course, "Jawaban: 40 kg").unit_before) == ("kg", False)


@given(st.text(alphabet="0123456789.,-−±% RpkgUS$\u0661½²", max_size=24))
def test_whatever_looks_like_a_number_is_a_key_or_a_mistake(text: str) -> None:
    """The API reads keys by a strict pattern; a key that it can't read stops a whole release."""
    number = find_number(" ".join(text.split()))
    if number is None:
        return
    source = SourceFile("evaluation.md", text, [])
    found = read_number(source, 1, number)
    if not source.mistakes:
        assert TypeAdapter(NumberKey).validate_json(json.dumps(asdict(found))) == found
        assert found.value != "-0"
