"""The YAML between the `---` lines at the top of a file, as a typed head; its mistakes in the editor's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from courseware.heads import WEB_ADDRESS, Head
from courseware.mistakes import Phrase, SourceFile
from courseware.yaml_tree import Place, YamlMistake, YamlTree, read_yaml

_FENCE = "---"
_H = TypeVar("_H", bound=Head)

# Kinds of error that pydantic knows -> the key of check-front-matter in the catalogue of messages.
_CODES = {
    "missing": "missing",
    "string_too_short": "empty",
    "too_short": "empty",
    "string_too_long": "too-long",
    "web_address": "web-address",
    "string_pattern_mismatch": "pattern",
    "enum": "one-of",
    "greater_than_equal": "too-small",
    "less_than_equal": "too-large",
    "tuple_type": "list",
    "model_type": "keys",
    "string_type": "text",
    "yes_or_no": "yes-or-no",
}
_NOT_A_NUMBER = "number"
_QUOTED = re.compile(r"'([^']+)'")
"""How pydantic names the values of an enumeration."""


@dataclass(frozen=True, slots=True)
class Body:
    """What follows the front matter; `line` is where it begins in its file."""

    text: str
    line: int


def read_front_matter(source: SourceFile, kind: type[_H]) -> tuple[_H | None, Body]:
    """The head, or None with its mistakes noted, and the text below it."""
    lines = source.text.split("\n")
    if lines[0].rstrip() != _FENCE:
        source.wrong(1, "front-matter.absent")
        return None, Body(source.text, 1)
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if end is None:
        source.wrong(1, "front-matter.unclosed")
        return None, Body("", len(lines))
    body = Body("\n".join(lines[end + 1 :]), end + 2)
    try:
        tree = read_yaml("\n".join(lines[1:end]))
    except YamlMistake as mistake:
        source.wrong(mistake.line + 2, f"yaml.{mistake.code}", **mistake.facts)
        return None, body
    return _head(source, tree, kind), body


def line_of(source: SourceFile, key: str) -> int:
    """The line on which a key of the front matter stands; the first line when it stands nowhere."""
    lines = source.text.split("\n")
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(f"{key}:")), 1)


def _head(source: SourceFile, tree: YamlTree, kind: type[_H]) -> _H | None:
    if not isinstance(tree.value, dict):
        source.wrong(2, "front-matter.not-keys")
        return None
    try:
        return kind.model_validate(tree.value)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            # A list whose entries are all wrong is called too short as well: the entries say enough.
            if found["type"] == "too_short" and found["input"]:
                continue
            code, facts = _code(found, kind)
            source.wrong(_line(tree.lines, found["loc"]) + 2, f"front-matter.{code}", **facts)
        return None


def _line(lines: Mapping[Place, int], place: Place) -> int:
    """The line of a place, or of the nearest place around it that was written."""
    return next((lines[place[:depth]] for depth in range(len(place), 0, -1) if place[:depth] in lines), 0)


def _code(error: ErrorDetails, kind: type[Head]) -> tuple[str, dict[str, object]]:
    """The key of the sentences for one error that pydantic found, and what they name."""
    place, limits = error["loc"], error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        return _unknown_key(place, kind)
    sign = "web_address" if limits.get("pattern") == WEB_ADDRESS else error["type"]
    name = place[-1] if place else "kunci"
    most = next((limits[limit] for limit in ("max_length", "ge", "le") if limit in limits), "")
    known = ", ".join(_QUOTED.findall(str(limits.get("expected", ""))))
    facts: dict[str, object] = {"key": _shown(place), "name": name, "limit": most, "known": known}
    return _CODES.get(sign, _NOT_A_NUMBER), facts


def _shown(place: Place) -> str | Phrase:
    """A place as an editor would say it: `judul` pada `modul` ke-2."""
    names: list[str | Phrase] = []
    for step in place:
        if isinstance(step, int) and names:
            names[-1] = Phrase("check-front-matter.entry", {"list": names[-1], "number": str(step + 1)})
        else:
            names.append(f"`{step}`")
    *around, shown = names or ["`kunci`"]
    for outer in reversed(around):
        shown = Phrase("check-front-matter.inside", {"key": shown, "around": outer})
    return shown


def _unknown_key(place: Place, kind: type[Head]) -> tuple[str, dict[str, object]]:
    facts: dict[str, object] = {"key": _shown(place)}
    *around, written = place
    if around:
        return "unknown-inside", facts
    known = [field.alias or name for name, field in kind.model_fields.items()]
    if near := get_close_matches(str(written), known, n=1):
        return "misspelt", {**facts, "near": near[0]}
    return "unknown", {**facts, "known": ", ".join(known)}
