"""The regencies and cities of East Java, by the Ministry of Home Affairs' codes."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "regencies.csv"


@dataclass(frozen=True, slots=True)
class Regency:
    """A kabupaten or kota; `code` as in 35.78."""

    code: str
    name: str


@cache
def regencies() -> dict[str, Regency]:
    """All of them by code, in the order of the codes."""
    with FILE.open(newline="", encoding="utf-8") as file:
        return {row["code"]: Regency(row["code"], row["name"]) for row in csv.DictReader(file)}
