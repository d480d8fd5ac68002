"""Stylesheets: which components travel together, and how they are made small.

site/styles holds a component in each file. All pages load `base`, which is all that a lesson needs: a phone fetches one
sheet before it can show one. Other kinds of page add one sheet; a component may stand in more than one of these. What
only a script shows, after somebody signed in or answered, is in `later`, which the script asks for.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from sitegen.trouble import SiteError

SHEETS: Mapping[str, tuple[str, ...]] = {
    "base": (
        *("tokens", "base", "breadcrumb", "button", "callout", "check", "choice", "field", "icon"),
        *("layout", "lesson", "note", "page", "progress", "prose", "recording", "table-scroll", "unit"),
    ),
    "print": ("print",),
    "later": ("menu", "save-state", "notice", "ordering", "outcome"),
    "front": (
        "badge",
        "card",
        "course",
        "facts",
        "hero",
        "more",
        "notice",
        "pairs",
        "requirements",
        "search",
        "steps",
        "told",
    ),
    "search": ("search", "notice"),
    "interactive": (
        *("badge", "card", "facts", "field-error", "notice", "pairs", "requirements", "table", "told"),
        *("interactive-account", "interactive-biodata", "interactive-forms", "interactive-items", "interactive-result"),
        *("interactive-office", "interactive-sitting"),
    ),
}
"""The files of each sheet, in the order of the cascade: values, ground, components. `print` is for paper."""

PREVIEW_SHEETS: Mapping[str, tuple[str, ...]] = {"preview": ("preview",)}
"""What a preview on an editor's machine adds."""

PROPOSAL_SHEETS: Mapping[str, tuple[str, ...]] = {"proposal": ("proposal",)}
"""What a site that isn't the official one adds."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")
_LEADING_ZERO = re.compile(r"(?<![\w.])0(?=\.\d)")
_DOUBLED_HEX = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\b")
_PROPERTY = re.compile(r"(?<=[{;(])--[a-z][a-z0-9-]*")
"""A custom property where it is set or used; `.button--quiet` has letters before its hyphens."""
_URL = re.compile(r'url\("\.\./([^"]+)"\)')
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def stylesheets(
    folder: Path, assets: Mapping[str, str], sheets: Mapping[str, tuple[str, ...]] = SHEETS
) -> dict[str, bytes]:
    """The content of every sheet; `url("../x")` becomes the address of the asset x."""
    joined = {name: _joined(folder, files) for name, files in sheets.items()}
    short = _short_names(joined.values())

    def finished(text: str) -> bytes:
        named = _PROPERTY.sub(lambda found: short[found[0]], text)
        return _URL.sub(lambda found: f'url("{assets[found[1]]}")', named).encode()

    return {name: finished(text) for name, text in joined.items()}


def _joined(folder: Path, names: Iterable[str]) -> str:
    files = [folder / f"{name}.css" for name in names]
    if missing := [file.name for file in files if not file.is_file()]:
        raise SiteError(f"site/styles lacks {', '.join(missing)}, named in sitegen/styles.py.")
    bare = _COMMENT.sub("", "\n".join(file.read_text("utf-8") for file in files))
    tight = _AROUND.sub(r"\1", _SPACE.sub(" ", bare)).replace(";}", "}").replace(": ", ":").strip()
    return _DOUBLED_HEX.sub(r"#\1\2\3", _LEADING_ZERO.sub("", tight))


def _short_names(sheets: Iterable[str]) -> dict[str, str]:
    """A name of one or two letters for each custom property, the shortest for the most used; the same in all sheets."""
    used = Counter(chain.from_iterable(_PROPERTY.findall(sheet) for sheet in sheets))
    shortest = (*_LETTERS, *(a + b for a in _LETTERS for b in _LETTERS))
    by_use = sorted(used, key=lambda name: (-used[name], name))
    return {name: f"--{short}" for name, short in zip(by_use, shortest, strict=False)}
