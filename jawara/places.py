"""Where the parts of the project lie."""

import os
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
COURSES = ROOT / "content" / "courses"
TEMPLATE = ROOT / "content" / "template"
FORMAT = ROOT / "content" / "schema"
CONTRACT = ROOT / "api" / "schema.graphql"
NETLIFY = ROOT / "netlify.toml"


def kept_classes(home: Path) -> Path:
    """Where what was read of classes is kept for the next process. It holds the keys of evaluations."""
    return home / "cache" / "classes"


def kept_site(home: Path, output: Path, kind: str) -> Path:
    """Where the next process finds what it needs to go on with the site in `output`."""
    place = sha256(str(output.resolve()).encode()).hexdigest()[:8]
    return home / "cache" / f"site-{place}.{kind}"


def content_folders() -> tuple[Path, ...]:
    """The folders of classes: those that CONTENT_DIRS names, between colons as in PATH, or the project's own."""
    named = os.environ.get("CONTENT_DIRS", "")
    return tuple(Path(folder) for folder in named.split(os.pathsep) if folder) or (COURSES,)
