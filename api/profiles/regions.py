"""The administrative regions of Indonesia, by the Ministry of Home Affairs' codes; source in data/README.md.

A code holds its parents: 35.78.01.1001 is a village in the district 35.78.01, the city 35.78, the province 35.
Districts and villages are known for East Java alone. Each list is read when it is first asked for and kept.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
LEVELS = ("provinces", "regencies", "districts", "villages")
EAST_JAVA = "35"


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency or city, district, or village."""

    code: str
    name: str


def provinces() -> tuple[Region, ...]:
    """All provinces, like every list here in the order of the codes."""
    return tuple(_level(0).values())


def regencies(province: str) -> tuple[Region, ...]:
    """The regencies and cities of a province; none when there is no such province."""
    return _inside(1).get(province, ())


def districts(regency: str) -> tuple[Region, ...]:
    """The districts of a regency or city of East Java; none elsewhere."""
    return _inside(2).get(regency, ())


def villages(district: str) -> tuple[Region, ...]:
    """The villages of a district of East Java; none elsewhere."""
    return _inside(3).get(district, ())


def region(code: str) -> Region | None:
    """The region with exactly this code, of any level."""
    depth = code.count(".")
    return _level(depth).get(code) if depth < len(LEVELS) else None


def parent(code: str) -> str | None:
    """The code one level up, read from the code alone; None for a province's."""
    return code.rpartition(".")[0] or None


def is_inside(code: str, outer: str) -> bool:
    """Whether one code lies within another, at any depth: by the codes alone, known or not."""
    return bool(outer) and code.startswith(f"{outer}.")


@cache
def _level(depth: int) -> dict[str, Region]:
    with (FOLDER / f"{LEVELS[depth]}.csv").open(newline="", encoding="utf-8") as file:
        return {row["code"]: Region(row["code"], row["name"]) for row in csv.DictReader(file)}


@cache
def _inside(depth: int) -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for one in _level(depth).values():
        found.setdefault(parent(one.code) or "", []).append(one)
    return {outer: tuple(regions) for outer, regions in found.items()}
