"""Names that can be printed, and the menu."""

import unicodedata
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.profiles.patches import Patch
from api.profiles.rules import (
    PURPOSES,
    BirthDateImplausible,
    NameInvalid,
    NameUnprintable,
    ProfileFacts,
    TextTooLong,
    YearImplausible,
    is_complete,
    line,
    may_enrol,
    menu,
    number_of_workers,
    paragraphs,
    plausible_birth_date,
    plausible_year,
    printable_name,
    shown_name,
    steps,
)
from api.refusal import InvalidInput
from courseware.sealed import Audience

NAMES = [
    "Siti Aminah",
    "Dr. Hj. Nur Aini, S.E., M.M.",
    "Muhammad Ma'ruf",
    "Ma’mun al-Farabi",
    "R. M. Soerjo/Wirjo",
    "Ani (Ny. Budi)",
    "Nguyễn Văn A",
    "Henry III",
    "Ali",
    "Ali Ma'shum",
    "D'Arcy McDonald",
    "SITI AMINAH",
    "siti aminah",
    "dr. Siti Aminah, Sp.A(K)",
    "Prof. Dr. Ir. H. Budi Santoso, M.Sc., Ph.D.",
    "Ny. Hj. Siti binti Abdul-Rahman",
    "R.Ngt. Sri Hartati, S.Pd.I., M.Pd.",
    "I Gusti Ayu van der Berg",
    "Ni’mah",
    "ꦫꦢꦺꦤ꧀ ꦄꦗꦼꦁ ꦏꦂꦠꦶꦤꦶ",
    "ᬦᬶ ᬮᬸᬄ ᬲᬭᬶ, S.Pd.",
    "عبد الله",
    "陳美玲",
    "Nguyễn Thị Ánh",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_as_it_was_written(name: str) -> None:
    """Titles, particles and scripts are the person's own."""
    assert printable_name(name) == name


def test_spaces_and_letters_are_composed_once() -> None:
    """Two ways to type é are one letter on paper, and a pasted line break is a space."""
    assert printable_name("  Rene\u0301\u00a0 \n Budi ") == "René Budi"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "Al",
        "...",
        "123",
        "A" * 121,
        "<b>Siti</b>",
        "Siti & Budi",
        "Siti\u202eanimA",
        "Siti\u200bAminah",
        "Siti\x00Aminah",
        "Siti\x1b[31m",
        "Siti \ud800",
        "Siti {{ 7*7 }}",
        "Siti; DROP TABLE account",
        "Siti 😀",
        "=cmd|calc",
        '"Siti"',
        "Siti\ue000",
        "Кирилл",
    ],
)
def test_what_no_name_has_is_refused(name: str) -> None:
    """Direction marks could turn the printed line around; the rest is markup, or nobody's name."""
    with pytest.raises(NameInvalid) as refusal:
        printable_name(name)
    assert refusal.value.field == "fullName"


@pytest.mark.parametrize(
    ("name", "sign"), [("Кирилл", "К (U+041A)"), ("Siti 😀", "😀 (U+1F600)"), ("Siti\u202eanimA", "U+202E")]
)
def test_a_sign_that_can_not_be_printed_is_named(name: str, sign: str) -> None:
    """Whoever typed it finds it; one that can't be seen, or turns the line around, is named by its code alone."""
    with pytest.raises(NameUnprintable) as refusal:
        printable_name(name)
    assert refusal.value.field == "fullName"
    assert f" {sign} " in refusal.value.sentence("id")
    assert f" {sign} " in refusal.value.sentence("en")


@given(st.text(max_size=140))
def test_a_printable_name_is_safe_on_paper_and_stays_as_it_is(text: str) -> None:
    """For any input: 3 to 120 composed characters, single spaces, a letter, nothing that controls or marks up."""
    try:
        name = printable_name(text)
    except NameInvalid:
        return
    assert 3 <= len(name) <= 120
    assert printable_name(name) == name
    assert unicodedata.is_normalized("NFC", name)
    assert name == " ".join(name.split())
    assert any(one.isalpha() for one in name)
    assert not any(unicodedata.category(one)[0] == "C" or one in '<>&"{};' for one in name)


LATIN = st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x17F, exclude_characters="ŉſ")


@given(st.text(LATIN | st.sampled_from(" .,'’-/()"), max_size=140))
def test_latin_names_are_judged_by_length_and_letters_only(text: str) -> None:
    """Nobody is refused for an accent that the certificate can print; other scripts it would print as boxes."""
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    fits = 3 <= len(composed) <= 120 and any(one.isalpha() for one in composed)
    if fits:
        assert printable_name(text) == composed
    else:
        with pytest.raises(NameInvalid):
            printable_name(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", None), ("  ", None), (" KSU  Maju \n Jaya ", "KSU Maju Jaya"), ("x" * 120,) * 2],
)
def test_a_line_is_a_line_or_nothing(typed: str, kept: str | None) -> None:
    """Empty and absent mean the same."""
    assert line(typed, "business.name") == kept


def test_paragraphs_keep_their_lines() -> None:
    """Needs are often a short list."""
    assert paragraphs(" Kursi roda \r\n\n  juru   bahasa isyarat\n", "needs") == "Kursi roda\n\njuru bahasa isyarat"
    assert paragraphs(" \n ", "needs") is None


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[2Jb", "a\u202eb", "a\u200bb", "\ud800", "a\ue000"])
def test_signs_that_nobody_sees_are_refused(text: str) -> None:
    """They turn a line around on a screen of the staff, and PostgreSQL refuses some."""
    for check in (line, paragraphs):
        with pytest.raises(InvalidInput) as refusal:
            check(text, "needs")
        assert refusal.value.field == "needs"


def test_a_text_has_its_length() -> None:
    """The limit is in the sentence that the participant reads."""
    for check, most in ((line, 120), (paragraphs, 500)):
        assert check("x" * most, "f") == "x" * most
        with pytest.raises(TextTooLong) as refusal:
            check("x" * (most + 1), "f")
        assert str(most) in refusal.value.sentence("id")


TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("born", [date(2016, 3, 2), date(1990, 5, 5), date(1905, 3, 3)])
def test_a_birth_date_of_somebody_between_10_and_120_is_taken(born: date) -> None:
    """Old people take part, and children of a school cooperative."""
    assert plausible_birth_date(born, TODAY, "birthDate") == born


@pytest.mark.parametrize(
    "born", [date(2016, 3, 3), date(2026, 3, 2), date(2090, 5, 5), date(1905, 3, 2), date(1, 1, 1)]
)
def test_a_birth_date_of_nobody_is_refused(born: date) -> None:
    """A digit of the year is mistyped."""
    with pytest.raises(BirthDateImplausible):
        plausible_birth_date(born, TODAY, "birthDate")


def test_a_business_began_between_1900_and_this_year() -> None:
    """The bounds are in the sentence."""
    assert [plausible_year(year, TODAY, "business.since") for year in (1900, 2026)] == [1900, 2026]
    for year in (1899, 2027, 0, -5):
        with pytest.raises(YearImplausible) as refusal:
            plausible_year(year, TODAY, "business.since")
        assert "1900" in refusal.value.sentence("id")
        assert "2026" in refusal.value.sentence("en")


def test_a_business_has_nobody_or_somebody_who_works_in_it() -> None:
    """Most have nobody but the owner."""
    assert number_of_workers(0, "business.workers") == 0
    for number in (-1, 1_000_001):
        with pytest.raises(InvalidInput):
            number_of_workers(number, "business.workers")


def test_every_field_has_a_purpose_and_its_name_in_the_contract() -> None:
    """A field without a purpose would be kept without a consent to it."""
    assert set(PURPOSES) == {field.name for field in fields(Patch)}
    assert [
        shown_name(name) for name in ("full_name", "nik", "cooperative_nik", "business_since", "has_disability")
    ] == [
        "fullName",
        "nik",
        "cooperative.nik",
        "business.since",
        "hasDisability",
    ]


WHOLE = ProfileFacts(
    has_consent=True,
    full_name="Siti Aminah",
    regency="35.78",
    groups=frozenset({Audience.BUSINESS}),
    name_confirmed=True,
)


@pytest.mark.parametrize(
    ("changes", "open_steps", "enrols"),
    [
        ({}, [], True),
        ({"has_consent": False}, ["CONSENT"], False),
        ({"full_name": None, "name_confirmed": False}, ["PERSON", "NAME"], False),
        ({"regency": None}, ["ADDRESS"], False),
        ({"groups": frozenset[Audience]()}, ["GROUP"], False),
        ({"name_confirmed": False}, ["NAME"], True),
    ],
    ids=lambda value: str(value)[:30],
)
def test_each_step_waits_for_what_is_required_in_it(
    changes: dict[str, Any], open_steps: list[str], enrols: bool
) -> None:
    """Few fields are required; a class can be entered before the name is confirmed."""
    facts = replace(WHOLE, **changes)
    shown = steps(facts)
    assert [step.kind.name for step in shown] == ["CONSENT", "PERSON", "ADDRESS", "GROUP", "NAME"]
    assert [step.kind.name for step in shown if not step.is_complete] == open_steps
    assert is_complete(facts) is (not open_steps)
    assert may_enrol(facts) is enrols


K, B, P, C = Audience
"""Cooperative, business, prospective entrepreneur, companion."""
CATALOGUE = {
    "koperasi": frozenset({K}),
    "umkm": frozenset({B, P}),
    "umum": frozenset(Audience),
    "tanpa": frozenset[Audience](),
    "pendamping": frozenset({C}),
}


@pytest.mark.parametrize(
    ("groups", "meant", "others"),
    [
        (set[Audience](), [], ["koperasi", "umkm", "umum", "tanpa", "pendamping"]),
        ({K}, [("koperasi", (K,)), ("umum", (K,))], ["umkm", "tanpa", "pendamping"]),
        ({B}, [("umkm", (B,)), ("umum", (B,))], ["koperasi", "tanpa", "pendamping"]),
        ({P}, [("umkm", (P,)), ("umum", (P,))], ["koperasi", "tanpa", "pendamping"]),
        ({C}, [("umum", (C,)), ("pendamping", (C,))], ["koperasi", "umkm", "tanpa"]),
        ({K, B}, [("koperasi", (K,)), ("umkm", (B,)), ("umum", (K, B))], ["tanpa", "pendamping"]),
        (
            set(Audience),
            [("koperasi", (K,)), ("umkm", (B, P)), ("umum", (K, B, P, C)), ("pendamping", (C,))],
            ["tanpa"],
        ),
    ],
    ids=["nobody", "cooperative", "business", "prospective", "companion", "cooperative-business", "everybody"],
)
def test_the_menu_of_each_group(
    groups: set[Audience], meant: list[tuple[str, tuple[Audience, ...]]], others: list[str]
) -> None:
    """The procedure's step 4, "Pilihan menu sesuai": the meant ones first, with the reason, the others after them."""
    shown = menu(frozenset(groups), CATALOGUE)
    assert [(offer.course, offer.groups) for offer in shown if offer.meant_for_you] == meant
    assert [offer.course for offer in shown if not offer.meant_for_you] == others
    assert [offer.course for offer in shown] == [*(course for course, _ in meant), *others]


audiences = st.frozensets(st.sampled_from(Audience))
catalogues = st.dictionaries(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=8), audiences, max_size=8)


@given(audiences, catalogues)
def test_the_menu_holds_every_class_once_and_the_meant_ones_first(
    groups: frozenset[Audience], courses: dict[str, frozenset[Audience]]
) -> None:
    """Nothing is hidden: the groups decide the order, and within each part the catalogue's own stays."""
    shown = menu(groups, courses)
    meant = [slug for slug in courses if groups & courses[slug]]
    assert [offer.course for offer in shown] == meant + [slug for slug in courses if slug not in meant]
    assert all(frozenset(offer.groups) == groups & courses[offer.course] for offer in shown)
