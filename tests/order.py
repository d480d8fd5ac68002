"""What begins first when several processes share the tests: whoever begins a long one last is waited for by all."""

import gc
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LONGEST_FIRST = ("journey", "certificates", "jawara", "site", "api", "content", "docs")
"""Folders by how long their longest file takes. A new folder comes before all, until it has its place here."""


def place(path: Path) -> int:
    """Where a file's tests stand; within a folder they stay as they are collected, for files share what is costly."""
    folder, *below = path.relative_to(TESTS).parts
    if not below:
        return len(LONGEST_FIRST)
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else -1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Free processes are given one file after the other, in this order."""
    items.sort(key=lambda item: place(item.path))


def pytest_collection_finish() -> None:
    """Spare the collector what all tests have in common, a million objects that stay to the end: looking through them
    again and again took a quarter of the time of tests that make many models, such as migrations.
    """
    gc.collect()
    gc.freeze()
