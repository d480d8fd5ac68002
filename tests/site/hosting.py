"""A folder behind an address, as a host has it: what isn't there is 404."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Route


def answer(route: Route, file: Path, headers: Mapping[str, str] | None = None) -> None:
    """The file, or that there is none: the keys of certificates, for one, are with no site built without an office."""
    given = dict(headers or {})
    route.fulfill(path=file, headers=given) if file.is_file() else route.fulfill(status=404, headers=given)
