"""Stylesheets and fingerprints."""

from pathlib import Path

import pytest

from sitegen import SiteError
from sitegen.assets import Assets, join_stylesheets, stylesheets


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


def test_stylesheets_stand_in_the_order_of_the_cascade(tmp_path: Path) -> None:
    """Values before their use, and paper after all components it overrules."""
    for name in ("print", "button", "base", "tokens", "interactive-forms"):
        (tmp_path / f"{name}.css").write_text("")
    assert [file.stem for file in stylesheets(tmp_path)] == ["tokens", "base", "button", "interactive-forms", "print"]
    (tmp_path / "tokens.css").unlink()
    with pytest.raises(SiteError, match=r"tokens\.css"):
        stylesheets(tmp_path)


def test_joining_drops_comments_and_space_but_no_meaning(tmp_path: Path) -> None:
    """`calc(1px + 2px)` and `.a :focus` mean something else without their spaces."""
    (tmp_path / "a.css").write_text(
        '/* x */\n.a :focus,\n.b {\n  width: calc(1px + 2px);\n  src: url("../fonts/f.woff2") format("woff2");\n}\n'
    )
    joined = join_stylesheets([tmp_path / "a.css"], {"fonts/f.woff2": "/assets/f.1.woff2"})
    assert joined == b'.a :focus,.b{width: calc(1px + 2px);src: url("/assets/f.1.woff2") format("woff2")}'
