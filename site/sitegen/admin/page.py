"""The files of /admin/: a page of our own, its configuration, and Sveltia CMS as its package has it."""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from courseware.messages import Language, catalogue
from sitegen.npm import Recipe

_PACKAGE = "@sveltia/cms"
_SHARED = ("safe.ts", "sanitise.ts")
_HOSTS = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}


def write_page(source: Path, folder: Path, told: Mapping[str, Any]) -> None:
    """The page and its configuration, into `folder`; `source` is site/admin."""
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    shutil.copy(source / "admin.css", folder)
    backend = told["backend"]
    own_host = backend.get("base_url") if backend["name"] == "gitlab" else None
    facts = {
        "title": told["app_title"],
        "icon": told["logo"]["src"],
        "no_script": catalogue(Language.INDONESIAN).say("admin.no-script"),
        # Of the hosts that netlify.toml allows, the one that this office uses.
        "host": own_host or _HOSTS[backend["name"]],
    }
    template = (source / "index.html").read_text("utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(template).render(facts)
    (folder / "index.html").write_text(page + "\n", "utf-8")


def add_program(source: Path, folder: Path) -> None:
    """Sveltia CMS and the script that starts it; raises SiteError where the packages can't be had."""
    parts = {f"{_PACKAGE}/npm": "sveltia", f"{_PACKAGE}/LICENSE.txt": "sveltia/LICENSE.txt"}
    shutil.copytree(program(source, parts).made(), folder, dirs_exist_ok=True)


def program(source: Path, copied: Mapping[str, str]) -> Recipe:
    """How our script is made and Sveltia fetched; `copied` is what is wanted of the package."""
    return Recipe(source, "admin.ts", copied, tuple(source.parent / "scripts" / name for name in _SHARED))


def sources(source: Path) -> Iterator[str]:
    """What the page and its program are made from, each file as a text; `source` is site/admin."""
    shared = (source.parent / "scripts" / name for name in _SHARED)
    for file in sorted([*(file for file in source.iterdir() if file.is_file()), *shared]):
        yield f"{file.name}\0{file.read_text('utf-8')}"
