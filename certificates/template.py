"""Loads a template folder into one HTML text that needs nothing from outside itself."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
TEMPLATE_NAME = re.compile(r"[a-z][a-z0-9-]*")
FONT_ADDRESS = re.compile(r"url\((fonts/[\w-]+\.ttf)\)")


def is_template(name: str) -> bool:
    return bool(TEMPLATE_NAME.fullmatch(name)) and (TEMPLATES / name / "template.html.j2").is_file()


@cache
def load_template(name: str) -> str:
    """The page of a template that `is_template`, with style, script, fonts and drawings inside.

    Its policy lets nothing load and nothing run except what this function put there, known by its hash.
    """
    folder = TEMPLATES / name
    style = FONT_ADDRESS.sub(lambda address: f"url({_embedded_font(folder / address[1])})", _text(folder, "style.css"))
    script = _text(folder, "page.js")
    policy = (
        f"default-src 'none'; font-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    drawings = {drawing.stem: Markup(drawing.read_text("utf-8")) for drawing in folder.glob("*.svg")}  # noqa: S704 - our own files
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(_text(folder, "template.html.j2"))
    return page.render(policy=Markup(policy), style=Markup(style), script=Markup(script), **drawings)  # noqa: S704 - our own files


def _text(folder: Path, file: str) -> str:
    return (folder / file).read_text("utf-8")


def _embedded_font(font: Path) -> str:
    return f"data:font/ttf;base64,{b64encode(font.read_bytes()).decode()}"


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
