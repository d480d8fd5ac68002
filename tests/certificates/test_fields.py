"""What must be true of a certificate's fields before anything is printed, and the words that come of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from certificates import CannotPrint, CertificateFields, Renderer, SyllabusLine
from certificates.browser import Limits
from certificates.fields import WORDS, faults_in
from certificates.template import template_names
from certificates.words import indonesian_date, printed_words
from courseware.levels import Level, word_of

Build = Callable[..., CertificateFields]


def reasons(fields: CertificateFields) -> list[str]:
    return [str(fault) for fault in faults_in(fields)]


def test_the_sample_of_the_template_has_no_fault(make_fields: Build) -> None:
    """The sample documents the fields; a faulty one would teach the wrong thing."""
    assert reasons(make_fields()) == []


@pytest.mark.parametrize("field", [field for field in WORDS if field != "verify_url"])
def test_a_blank_field_is_named(field: str, make_fields: Build) -> None:
    """A certificate with an empty place is worse than none: nobody notices until it hangs on a wall."""
    assert reasons(make_fields(**{field: " \u00a0"})) == [f"{field} is missing"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"verify_url": "/v/K7QF2"}, "verify_url is no absolute web address"),
        ({"verify_url": "javascript:alert(1)"}, "verify_url is no absolute web address"),
        ({"version": 0}, "version is below 1"),
        ({"hours": 0}, "hours is below 1"),
        ({"score": 101}, "score is not between 0 and 100"),
        ({"level": "Baik"}, "level stands beside a score"),
        ({"level": " ", "score": None}, "level is missing"),
        ({"level": " 92", "score": None}, "level is a number"),
        ({"level": "a" * 21, "score": None}, "level has 21 signs; at most 20 are printed"),
        ({"level": "Баик", "score": None}, "level has signs that the fonts lack: U+0411 U+0430 U+0438 U+043A"),
        ({"issued_on": date(2026, 11, 19)}, "issued_on is before completed_on"),
        ({"syllabus": ()}, "syllabus is missing"),
        ({"syllabus": (SyllabusLine("", 5),)}, "syllabus line 1 has no title"),
        ({"syllabus": (SyllabusLine("Harga", 0),)}, "syllabus line 1 has no minutes"),
    ],
)
def test_a_nonsensical_field_is_named(changes: dict[str, object], reason: str, make_fields: Build) -> None:
    """Each would print something false over the office's name."""
    assert reasons(make_fields(**changes)) == [reason]


async def test_faulty_fields_never_reach_a_browser(make_fields: Build) -> None:
    """The refusal names every fault at once, and no browser was needed to find them: this one doesn't exist."""
    renderer = Renderer(Path("/nonexistent/chromium"), Limits(patience=1, count=1, memory=1))
    with pytest.raises(CannotPrint) as refused:
        await renderer.render(make_fields(name="", hours=0, template="../jatim-1"))
    assert [str(fault) for fault in refused.value.faults] == [
        "name is missing",
        "hours is below 1",
        "template is unknown",
    ]


def test_dates_are_written_in_indonesian_whatever_the_machine_speaks() -> None:
    """strftime would follow the locale of the server."""
    days = [date(2026, month, 1) for month in (1, 2, 5, 8, 12)]
    assert [indonesian_date(day) for day in days] == [
        "1 Januari 2026",
        "1 Februari 2026",
        "1 Mei 2026",
        "1 Agustus 2026",
        "1 Desember 2026",
    ]


def test_a_replaced_certificate_says_so_beside_its_number(make_fields: Build) -> None:
    """A correction keeps its number: without the edition, two different papers would look the same."""
    fields = make_fields()
    assert printed_words(fields)["number"] == "Nomor: JTM-2026-000128"
    assert printed_words(replace(fields, version=3))["number"] == "Nomor: JTM-2026-000128 (terbitan ke-3)"


def test_letters_typed_with_separate_accents_are_composed(make_fields: Build) -> None:
    """The fonts hold composed letters; some phones type the accent as a sign of its own."""
    assert printed_words(make_fields(name=" Rene\u0301 "))["name"] == "Ren\u00e9"


def test_no_score_prints_no_score(make_fields: Build) -> None:
    """A class without a graded evaluation has none; 0 is a score and is printed."""
    assert printed_words(make_fields(score=None))["score"] is None
    assert printed_words(make_fields(score=0))["score"] == "0 dari 100"


def test_a_level_stands_in_the_place_of_the_score(make_fields: Build) -> None:
    """In its own words, whatever they are called by the time it is printed again."""
    fields = make_fields(score=None, level=" Re\u0301mi ")
    assert reasons(fields) == []
    words = printed_words(fields)
    assert (words["score"], words["level"]) == (None, "R\u00e9mi")
    assert printed_words(make_fields())["level"] is None


@pytest.mark.parametrize("template", template_names())
@pytest.mark.parametrize("level", Level)
def test_each_level_of_ours_can_be_printed(level: Level, template: str, make_fields: Build) -> None:
    """A longer word in the catalogue would keep back every certificate of a class, after people had passed."""
    assert reasons(make_fields(template=template, score=None, level=word_of(level))) == []
