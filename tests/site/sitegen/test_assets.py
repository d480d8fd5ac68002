"""Fingerprints."""

import pytest

from sitegen import SiteError
from sitegen.assets import Assets


def test_the_address_of_a_file_follows_its_content() -> None:
    """Browsers keep these files for a year: a changed file needs a new name."""
    put: dict[str, bytes] = {}
    assets = Assets(put.__setitem__)
    first, second = assets.add("icons/a.svg", b"satu"), assets.add("icons/a.svg", b"dua")
    assert first != second
    assert first.startswith("/assets/icons/a.")
    assert put[second[1:]] == b"dua"
    assert dict(assets) == {"icons/a.svg": second}


def test_an_asset_that_nobody_added_is_named() -> None:
    """A wrong name in a template or a lesson must not become a broken picture."""
    with pytest.raises(SiteError, match=r"'fonts/x\.woff2'"):
        Assets(lambda _name, _content: None)["fonts/x.woff2"]
