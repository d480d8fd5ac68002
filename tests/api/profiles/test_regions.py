"""Regions: the ministry's codes and names, all levels, each inside its parent."""

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.profiles import regions
from api.profiles.data.make import mended
from api.profiles.regions import (
    EAST_JAVA,
    FOLDER,
    LEVELS,
    Region,
    districts,
    is_inside,
    parent,
    provinces,
    regencies,
    region,
    villages,
)


def listed(level: str) -> list[tuple[str, str]]:
    with (FOLDER / f"{level}.csv").open(newline="", encoding="utf-8") as file:
        return [(row["code"], row["name"]) for row in csv.DictReader(file)]


ALL = [one for level in LEVELS for one in listed(level)]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("11", "Aceh"),
        ("35", "Jawa Timur"),
        ("96", "Papua Barat Daya"),
        ("31.71", "Kota Administrasi Jakarta Pusat"),
        ("72.04", "Kabupaten Toli-Toli"),
        ("73.10", "Kabupaten Pangkajene dan Kepulauan"),
        ("35.01", "Kabupaten Pacitan"),
        ("35.07", "Kabupaten Malang"),
        ("35.29", "Kabupaten Sumenep"),
        ("35.73", "Kota Malang"),
        ("35.78", "Kota Surabaya"),
        ("35.79", "Kota Batu"),
        ("35.78.01", "Karang Pilang"),
        ("35.29.22", "Ra'as"),
        ("35.78.01.1001", "Karang Pilang"),
        ("35.78.05.1002", "Dr. Soetomo"),
        ("35.78.18.1004", "Lidah Kulon"),
        ("35.27.14.2001", "Blu'uran"),
        ("35.07.10.2010", "Urek-Urek"),
    ],
)
def test_a_code_has_the_ministrys_name(code: str, name: str) -> None:
    """The regencies are those that earlier biodata were saved with; the others had marks that the script mends."""
    assert region(code) == Region(code, name)


def test_east_java_has_its_29_regencies_and_9_cities() -> None:
    """Every code that biodata were saved with before the other provinces came still means the same place."""
    codes = [one.code for one in regencies(EAST_JAVA)]
    assert codes == [f"35.{number:02}" for number in [*range(1, 30), *range(71, 80)]]
    kinds = [one.name.split()[0] for one in regencies(EAST_JAVA)]
    assert kinds == ["Kabupaten"] * 29 + ["Kota"] * 9


def test_the_lists_are_as_long_as_the_decree_says() -> None:
    """A row lost in the making would be an address that can't be chosen."""
    assert [len(listed(level)) for level in LEVELS] == [38, 514, 666, 8_494]
    assert len(provinces()) == 38


def test_every_region_is_offered_once_under_its_parent() -> None:
    """Four lists, one after the other, reach every place."""
    reached = [*provinces()]
    reached += [one for outer in provinces() for one in regencies(outer.code)]
    reached += [one for outer in regencies(EAST_JAVA) for one in districts(outer.code)]
    reached += [one for outer in regencies(EAST_JAVA) for near in districts(outer.code) for one in villages(near.code)]
    assert [(one.code, one.name) for one in reached] == ALL


def test_the_files_are_sorted_and_clean() -> None:
    """Forms show them as they stand."""
    for level in LEVELS:
        codes = [code for code, _ in listed(level)]
        assert codes == sorted(set(codes))
    assert [name for _, name in ALL if not re.fullmatch(r"[A-Z][A-Za-z'.-]*( ([A-Z][A-Za-z'.-]*|dan))*", name)] == []


@pytest.mark.parametrize("outer", ["", "00", "3", "35.", "35.78.01.1001", "31", "Jawa Timur"])
def test_there_is_nothing_inside_what_is_not_known(outer: str) -> None:
    """Of other provinces the regencies are known, and nothing below."""
    assert regencies(f"{outer}x") == districts(outer) == villages(outer) == ()


@given(st.text(max_size=20) | st.text("0123456789.", max_size=14))
def test_any_text_is_a_region_or_none(code: str) -> None:
    """Codes come from outside."""
    found = region(code)
    assert found is None or (found.code == code and (parent(code) is None or region(parent(code) or "") is not None))


@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_a_region_is_inside_its_parents_alone(one: tuple[str, str], other: tuple[str, str]) -> None:
    """A village of one district must not pass for another's, nor 35.7 for a parent of 35.78."""
    code, outer = one[0], other[0]
    ancestors = {code.rsplit(".", ups)[0] for ups in range(1, code.count(".") + 1)}
    assert is_inside(code, outer) == (outer in ancestors)


@pytest.mark.parametrize(
    ("code", "outer", "inside"),
    [
        ("35.78.01.1001", "35.78.01", True),
        ("35.78.01.1001", "35", True),
        ("35.78", "35.7", False),
        ("35.78", "35.78", False),
        ("35", "35.78", False),
        ("35.78", "", False),
        (".78", "", False),
    ],
)
def test_inside_is_by_whole_parts_of_the_code(code: str, outer: str, inside: bool) -> None:
    """Neither itself, nor by half a number."""
    assert is_inside(code, outer) is inside


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('Soka"an', "Soka'an"),
        ("Ra’as", "Ra'as"),
        ("Iker - iker Geger", "Iker-iker Geger"),
        ("Abar- abir", "Abar-abir"),
        ("Sukun IV", "Sukun IV"),
        ("Pangkajene dan Kepulauan", "Pangkajene dan Kepulauan"),
    ],
)
def test_the_script_mends_marks_and_leaves_letters(written: str, read: str) -> None:
    """Capitals and numerals are the decree's."""
    assert mended("35.01.01.2001", written) == read


def test_a_list_is_read_once() -> None:
    """8,494 villages take about 11 ms and 2 MB: once for a process, not for a request."""
    assert villages("35.78.01") is villages("35.78.01")
    assert regions.region("35.78") is regions.region("35.78")
