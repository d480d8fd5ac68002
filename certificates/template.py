"""A template is a folder; here it becomes one HTML text that needs nothing from outside itself.

template.toml      what it is called, which engine fills it, and the schema of its fields
template.html.j2   the page
style.css          the look
*.svg              drawings, by their names in the page
fonts/             faces that only this template has; others lie in certificates/fonts
sample.json        an example of every field
"""

import re
import tomllib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
ENGINES = HERE / "engines"
TEMPLATE_NAME = re.compile(r"[a-z][a-z0-9-]*")
FONT_ADDRESS = re.compile(r"url\((fonts/[\w-]+\.ttf)\)")


@dataclass(frozen=True, slots=True)
class Schema:
    """What a template asks of the fields: the most signs of each, and how many lines of a syllabus it has room for."""

    title: str
    engine: int
    rows: int
    most: dict[str, int]


def is_template(name: str) -> bool:
    return bool(TEMPLATE_NAME.fullmatch(name)) and (TEMPLATES / name / "template.toml").is_file()


def template_names() -> list[str]:
    return sorted(folder.parent.name for folder in TEMPLATES.glob("*/template.toml"))


@cache
def schema_of(name: str) -> Schema:
    """The schema of a template that `is_template`."""
    told = tomllib.loads(_text(TEMPLATES / name, "template.toml"))
    return Schema(title=told["title"], engine=told["engine"], rows=told["rows"], most=told["most"])


@cache
def load_template(name: str) -> str:
    """The page of a template that `is_template`, with style, script, fonts and drawings inside."""
    return assembled(TEMPLATES / name, schema_of(name).engine)


def assembled(folder: Path, engine: int) -> str:
    """The page of the template in that folder.

    Its policy lets nothing load and nothing run except what this function put there, known by its hash, and pictures
    that are handed to it whole.
    """
    style = _text(ENGINES, f"{engine}.css") + FONT_ADDRESS.sub(
        lambda address: f"url({_embedded_font(folder, address[1])})", _text(folder, "style.css")
    )
    script = _text(ENGINES, f"{engine}.js")
    policy = (
        f"default-src 'none'; font-src data:; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    drawings = {drawing.stem: Markup(drawing.read_text("utf-8")) for drawing in folder.glob("*.svg")}  # noqa: S704 - our own files
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(_text(folder, "template.html.j2"))
    return page.render(policy=Markup(policy), style=Markup(style), script=Markup(script), **drawings)  # noqa: S704 - our own files


def sources_of(name: str) -> tuple[Path, ...]:
    """The folders that make a template's page."""
    return TEMPLATES / name, ENGINES, HERE / "fonts"


def forget_templates() -> None:
    """Read the folders anew: somebody is working on them."""
    schema_of.cache_clear()
    load_template.cache_clear()


def _text(folder: Path, file: str) -> str:
    return (folder / file).read_text("utf-8")


def _embedded_font(folder: Path, address: str) -> str:
    font = next(path for path in (folder / address, HERE / address) if path.is_file())
    return f"data:font/ttf;base64,{b64encode(font.read_bytes()).decode()}"


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
