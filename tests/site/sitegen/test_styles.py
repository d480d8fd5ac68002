"""Stylesheets: what a sheet holds, what it loses on the way, and that each page has what it shows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen import SiteError
from sitegen.styles import PREVIEW_SHEETS, PROPOSAL_SHEETS, SHEETS, stylesheets

ROOT = Path(__file__).parents[3]
STYLES = ROOT / "site" / "styles"
SOURCES = ("site/templates/**/*.html", "site/scripts/**/*.ts", "site/pages/*.md", "content/courseware/*.py")
CLASS = re.compile(r"\.([a-z][\w-]*)")


def classes_in(css: str) -> set[str]:
    """The class names that a stylesheet has rules for."""
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}|url\([^)]*\)", " ", css, flags=re.DOTALL)
    return set(CLASS.findall(selectors))


def sheet_of() -> dict[str, set[str]]:
    """For each class the sheets that style it."""
    found: dict[str, set[str]] = {}
    for sheet, files in SHEETS.items():
        for file in files:
            for name in classes_in((STYLES / f"{file}.css").read_text()):
                found.setdefault(name, set()).add(sheet)
    return found


def written() -> str:
    return "\n".join(
        file.read_text() for pattern in SOURCES for file in ROOT.glob(pattern) if "generated" not in str(file)
    )


def is_written(name: str, texts: str) -> bool:
    """As a whole, or as a modifier that is put together: `notice--${kind}`."""
    block, hyphens, modifier = name.partition("--")
    whole = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", texts)
    joined = hyphens and f"{block}--" in texts and re.search(rf"(?<![\w-]){re.escape(modifier)}(?![\w-])", texts)
    return bool(whole or joined)


def test_every_file_travels_in_a_sheet() -> None:
    """A component that nobody loads looks right in its file and nowhere else."""
    assert {file.stem for file in STYLES.glob("*.css")} == {
        name for files in (*SHEETS.values(), *PREVIEW_SHEETS.values(), *PROPOSAL_SHEETS.values()) for name in files
    }


def test_no_class_is_styled_that_nobody_writes() -> None:
    """Dead rules travel to every phone."""
    texts = written()
    names = {name for file in STYLES.glob("*.css") for name in classes_in(file.read_text())}
    # Markdown's tables write theirs from the column's own word.
    assert sorted(name for name in names if not is_written(name, texts)) == ["align-center", "align-right"]


def pages(output: Path) -> Iterator[tuple[str, set[str], str]]:
    """Of each page: its address, its sheets (those for people signed in too), its HTML and script."""
    for file in sorted(output.rglob("*.html")):
        html = file.read_text()
        sheets = set(re.findall(r'href="/assets/([a-z-]+)\.[0-9a-f]+\.css"', html))
        (script,) = re.findall(r'<script type="module" src="([^"]+)"', html)
        yield f"/{file.relative_to(output)}", sheets, html + (output / script[1:]).read_text()


def test_every_page_loads_the_sheets_of_what_it_shows(output: Path) -> None:
    """A component on the wrong kind of page would stand there bare.

    Names of one plain word are left out: in a script nobody can tell them from other words.
    """
    sheets = {name: where for name, where in sheet_of().items() if re.search(r"__|--|-", name)}
    bare = [
        (path, name)
        for path, loaded, text in pages(output)
        for name in sorted(set(re.findall(r"[a-z][\w-]*[\w]", text)) & sheets.keys())
        if not sheets[name] & loaded
    ]
    assert bare == []


def test_whoever_reads_signed_out_fetches_no_styles_of_what_only_a_script_shows(output: Path) -> None:
    """A script enables the sheet when it shows the account menu or a notice."""
    for _, _, text in pages(output):
        assert len(re.findall(r'<link rel="stylesheet" href="/assets/later\.[0-9a-f]+\.css" disabled>', text)) == 1


def test_a_missing_component_is_named(tmp_path: Path) -> None:
    """A wrong name in the list must not become a page without its styles."""
    with pytest.raises(SiteError, match=r"site/styles lacks x\.css"):
        stylesheets(tmp_path, {}, {"base": ("x",)})


def test_joining_drops_comments_and_space_but_no_meaning(tmp_path: Path) -> None:
    """`calc(1px + 2px)` and `.a :focus` mean something else without their spaces; values stay what they were."""
    (tmp_path / "a.css").write_text(
        "/* x */\n.a :focus,\n.b {\n  width: calc(1px + 0.5rem);\n  color: #ffffff;\n"
        '  src: url("../fonts/f.woff2") format("woff2");\n}\n'
    )
    sheets = stylesheets(tmp_path, {"fonts/f.woff2": "/assets/f.1.woff2"}, {"base": ("a",)})
    assert sheets == {
        "base": b'.a :focus,.b{width:calc(1px + .5rem);color:#fff;src:url("/assets/f.1.woff2") format("woff2")}'
    }


def test_a_value_has_one_short_name_in_all_sheets(tmp_path: Path) -> None:
    """What base.css sets, another sheet uses; a class that only looks like a value keeps its name."""
    (tmp_path / "a.css").write_text(":root { --ink: #123456; --paper: #eee; }\n.b--quiet { color: var(--paper); }")
    (tmp_path / "b.css").write_text(".c { color: var(--paper, var(--ink)); }")
    assert stylesheets(tmp_path, {}, {"base": ("a",), "more": ("b",)}) == {
        "base": b":root{--b:#123456;--a:#eee}.b--quiet{color:var(--a)}",
        "more": b".c{color:var(--a,var(--b))}",
    }
