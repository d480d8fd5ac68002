"""What the index of the search page holds, and what it must not hold."""

import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from courseware.public import Term
from courseware.release import Release, compile_release, sealed_strings
from sitegen import search
from sitegen.leaks import find_leaks
from tests.site.sitegen.conftest import MakeRelease

PROSE = (
    '<h2 id="kelola-stok">Mengelola <em>stok</em></h2><p>Stok &amp; rak.</p><ul><li>Hitung.</li><li>Catat.</li></ul>'
)


def told(release: Release) -> dict[str, Any]:
    return json.loads(search.index(release))


def test_a_lesson_is_cut_at_its_headings(make_release: MakeRelease) -> None:
    """A result leads to the heading, and shows one paragraph of what stands below it."""
    (lesson,) = [one for one in told(make_release(PROSE))["entries"] if one["title"] == "Mengenal pembeli"]
    assert (lesson["kind"], lesson["course"]) == ("lesson", "Pemasaran <dasar>")
    assert lesson["address"] == "/kelas/pemasaran/pembeli/"
    assert [section["anchor"] for section in lesson["sections"]] == ["", "", "kelola-stok"]
    assert lesson["sections"][2] == {
        "anchor": "kelola-stok",
        "heading": "Mengelola stok",
        "text": "Stok & rak.\nHitung.\nCatat.\nApa yang dibeli orang?",
    }


def test_a_choice_of_a_check_is_not_found(make_release: MakeRelease) -> None:
    """A wrong answer among the results would read as a sentence of the lesson."""
    assert "Manfaat" not in search.index(make_release()).decode()


def test_classes_and_words_of_the_glossary_are_found_where_they_stand(make_release: MakeRelease) -> None:
    """Who looks for a word wants its meaning first."""
    (course,) = make_release().courses
    term = Term("hpp", "HPP", "harga pokok produksi", "Biaya <strong>satu</strong> barang.")
    entries = told(Release((replace(course, public=replace(course.public, glossary=(term,))),)))["entries"]
    assert [entry["kind"] for entry in entries] == ["class", "lesson", "lesson", "term"]
    assert entries[3]["title"] == "HPP (harga pokok produksi)"
    assert entries[3]["address"] == "/kelas/pemasaran/istilah/"
    assert entries[3]["sections"] == [{"anchor": "hpp", "heading": "", "text": "Biaya satu barang."}]


def test_a_lesson_that_left_its_class_is_not_found(make_release: MakeRelease) -> None:
    """Its page stays for those who began with it, and for nobody else."""
    (course,) = make_release().courses
    (module,) = course.public.modules
    first, last = module.lessons
    left = replace(course.public, modules=(replace(module, lessons=(first,)),), retired=(last,))
    titles = [entry["title"] for entry in told(Release((replace(course, public=left),)))["entries"]]
    assert titles == ["Pemasaran <dasar>", "Mengenal pembeli"]


def test_forms_lead_from_roots_to_the_words_that_are_there() -> None:
    """Everything the browser needs to know of the lessons' own words."""
    roots = search.Roots(["jual", "menjual", "penjualan", "toko"], frozenset())
    assert search.forms(["jual", "menjual", "penjualan", "toko"], roots) == {"jual": "menjual penjualan"}


def test_a_sealed_sentence_in_the_index_stops_the_build(make_release: MakeRelease, tmp_path: Path) -> None:
    """The index is one more file that the last look goes through."""
    from_evaluation = "Mengapa pembeli kembali ke warung yang sama setiap pekan?"
    release = make_release(f"<p>{from_evaluation}</p>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "search.json").write_bytes(search.index(release))
    leaks = find_leaks(tmp_path, sealed_strings(release))
    assert {leak.file for leak in leaks} == {"assets/search.json"}


@pytest.fixture(scope="module")
def real() -> bytes:
    return search.index(compile_release(Path(__file__).parents[4] / "content" / "courses"))


def test_the_index_of_the_real_classes_weighs_what_one_search_may_cost(
    real: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """It comes once, with the search page, and is kept. From about 100 kB on it should come by class."""
    weight = len(gzip.compress(real, 9))
    with capsys.disabled():
        sys.stdout.write(f"\nindex of the search: {weight / 1000:.1f} kB gzipped\n")
    assert weight < 100_000
