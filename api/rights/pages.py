"""The copy as a page to read: no script, no address outside, opens on a telephone without a network."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.letters import day_in_words, moment_in_words
from api.refusal import Language
from api.rights.collecting import Json, Section
from courseware import messages

FOLDER = Path(__file__).parent / "page"
LONG = 12
"""Rows that are shown at once; longer sections open at a touch."""

_environment = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def words(language: Language) -> Mapping[str, Any]:
    """The page's words: its sections, fields and values by their names in data.json."""
    return messages.words(messages.Language(language), "copy")


def page(copy: Mapping[str, Json], language: Language) -> str:
    """index.html of what data.json holds."""
    known = words(language)
    sections: dict[str, Section] = copy["sections"]
    shown = {name: [_shown_row(row, language) for row in rows] for name, rows in sections.items() if rows}
    return _environment.get_template("copy.html").render(
        words=known,
        language=language,
        made=moment_in_words(datetime.fromisoformat(copy["madeAt"]), language),
        office=copy["office"],
        sections=shown,
        processing=[_entry(one, language) for one in copy["processing"]],
        long=LONG,
    )


def _shown_row(row: Mapping[str, Json], language: Language) -> dict[str, Json]:
    """The fields that have something in them, by what they are called."""
    labels = words(language)["fields"]
    return {labels[key]: shown(key, value, language) for key, value in row.items() if value not in (None, "", [])}


def shown(key: str, value: Json, language: Language) -> Json:
    """A value as a person reads it: a text, a list, or fields by what they are called."""
    if isinstance(value, dict):
        return _region_or_fields(cast("dict[str, Json]", value), language)
    if isinstance(value, list):
        return [shown(key, one, language) for one in cast("list[Json]", value)]
    if isinstance(value, bool):
        return words(language)["yes" if value else "no"]
    return _text(key, str(value), language)


def _text(key: str, value: str, language: Language) -> str:
    known = words(language)
    if key.endswith("At"):
        return moment_in_words(datetime.fromisoformat(value), language)
    if key in known["days"]:
        return day_in_words(date.fromisoformat(value), language)
    return known["values"].get(value, value) if key in known["choices"] else value


def _region_or_fields(value: Mapping[str, Json], language: Language) -> Json:
    """What has a code is called by its name."""
    named = value.get("name") or value.get("title")
    return f"{named} ({value['code']})" if set(value) <= {"code", "name", "title"} else _shown_row(value, language)


def _entry(entry: Mapping[str, Json], language: Language) -> dict[str, Json]:
    known = words(language)
    since: str | None = entry["since"]
    what: dict[str, list[str]] = {}
    for place in entry["what"]:
        section, _, key = place.partition(".")
        what.setdefault(known["sections"][section], []).append(known["fields"][key])
    return {
        "purpose": entry["purpose"],
        "ground": entry["ground"],
        "kept": entry["kept"],
        "since": moment_in_words(datetime.fromisoformat(since), language) if since else "—",
        "what": {section: sorted(set(fields)) for section, fields in what.items()},
    }
