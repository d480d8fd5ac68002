"""Names that can be printed, and the menu."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.profiles.rules import (
    NameInvalid,
    Offer,
    OrganisationTooLong,
    menu,
    organisation_name,
    printable_name,
)
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
        "ꦱꦶꦠꦶ",
        "عبد الله",
        "Кирилл",
    ],
)
def test_what_no_name_has_is_refused(name: str) -> None:
    """Direction marks could turn the printed line around; the rest is markup, or nobody's name."""
    with pytest.raises(NameInvalid) as refusal:
        printable_name(name)
    assert refusal.value.field == "fullName"


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


LATIN = st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x17F)


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
    [(None, None), ("", None), ("  ", None), (" KSU  Maju \n Jaya ", "KSU Maju Jaya"), ("x" * 120,) * 2],
)
def test_an_organisation_is_a_line_or_nothing(typed: str | None, kept: str | None) -> None:
    """Empty and absent mean the same."""
    assert organisation_name(typed) == kept


def test_an_organisation_has_its_length() -> None:
    """The limit is in the sentence that the participant reads."""
    with pytest.raises(OrganisationTooLong) as refusal:
        organisation_name("x" * 121)
    assert "120" in refusal.value.sentence("id")


audiences = st.frozensets(st.sampled_from(Audience))
catalogues = st.dictionaries(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=8), audiences, max_size=8)


@given(st.none() | st.sampled_from(Audience), catalogues)
def test_the_menu_holds_every_class_once_and_the_meant_ones_first(
    group: Audience | None, courses: dict[str, frozenset[Audience]]
) -> None:
    """Nothing is hidden: the group decides the order, and within it the catalogue's own stays."""
    shown = menu(group, courses)
    assert {offer.course for offer in shown} == set(courses)
    assert len(shown) == len(courses)
    assert all(offer.meant_for_you == (group in courses[offer.course]) for offer in shown)
    meant = [offer.course for offer in shown if offer.meant_for_you]
    others = [offer.course for offer in shown if not offer.meant_for_you]
    assert [offer.course for offer in shown] == meant + others
    assert meant == [slug for slug in courses if group in courses[slug]]
    assert others == [slug for slug in courses if group not in courses[slug]]


def test_before_the_biodata_nothing_is_meant_for_anybody() -> None:
    """Every class stands in the catalogue's order."""
    everybody = frozenset(Audience)
    assert menu(None, {"b": everybody, "a": frozenset()}) == (Offer("b", False), Offer("a", False))
