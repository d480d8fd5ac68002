"""Fingerprints."""

from pathlib import Path

import pytest

from sitegen import SiteError
from sitegen.assets import Assets


def test_the_address_of_a_file_follows_its_content(tmp_path: Path) -> None:
    """Browsers keep these files for a year: a changed file needs a new name."""
    assets = Assets(tmp_path)
    first, second = assets.add("icons/a.svg", b"satu"), assets.add("icons/a.svg", b"dua")
    assert first != second
    assert first.startswith("/assets/icons/a.")
    assert (tmp_path / second[1:]).read_bytes() == b"dua"
    assert dict(assets) == {"icons/a.svg": second}


def test_an_asset_that_nobody_added_is_named(tmp_path: Path) -> None:
    """A wrong name in a template or a lesson must not become a broken picture."""
    with pytest.raises(SiteError, match=r"'fonts/x\.woff2'"):
        Assets(tmp_path)["fonts/x.woff2"]
