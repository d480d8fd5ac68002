"""From a front matter model to the fields that an editor fills in: its keys and limits, in words of the catalogue."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from courseware.heads import IDENTIFIER, WEB_ADDRESS, Head
from courseware.messages import Language, catalogue
from sitegen.trouble import SiteError

Field: TypeAlias = dict[str, Any]
Schema: TypeAlias = Mapping[str, Any]

_WORDS = catalogue(Language.INDONESIAN).messages


def fields(head: type[Head], special: Mapping[str, Field] | None = None) -> list[Field]:
    """A field for each key of the model, in its order; `special` are those that a model can't describe."""
    schema = head.model_json_schema(by_alias=True)
    return list(_fields(schema, schema.get("$defs", {}), special or {}))


def _fields(schema: Schema, definitions: Schema, special: Mapping[str, Field]) -> Iterator[Field]:
    group = schema["title"].removesuffix("Head").lower()
    for key, told in schema["properties"].items():
        names = {"name": key, "label": _word("label", group, key) or key.replace("-", " ").capitalize()}
        hint = _word("hint", group, key) or told.get("description")
        yield {
            **names,
            **({"hint": hint} if hint else {}),
            "required": key in schema.get("required", ()),
            **(special[key] if key in special else _kind(names, told, definitions)),
        }


def _kind(names: Field, told: Schema, definitions: Schema) -> Field:
    told = _resolved(told, definitions)
    if "enum" in told:
        return {"widget": "select", "options": told["enum"]}
    match told.get("type"):
        case "string":
            return {"widget": "string", "use_emoji_autocomplete": False, **_limits(told)}
        case "integer":
            return {"widget": "number", "value_type": "int", **_given(told, min="minimum", max="maximum")}
        case "boolean":
            return {"widget": "boolean", "default": False}
        case "array":
            return _list(names, told, definitions)
        case "object":
            return {"widget": "object", "fields": list(_fields(told, definitions, {}))}
        case other:
            raise SiteError(
                f"sitegen/admin/fields.py knows no field for the key {names['name']!r}, which is {other or told}."
            )


def _list(names: Field, told: Schema, definitions: Schema) -> Field:
    items = _resolved(told["items"], definitions)
    counts = _given(told, min="minItems", max="maxItems")
    if "enum" in items:
        return {"widget": "select", "multiple": True, "options": items["enum"], **counts}
    shape: Field = {"widget": "list", "allow_duplicate": False, **counts}
    if items.get("type") == "object":
        inner = list(_fields(items, definitions, {}))
        summary = next((one["name"] for one in inner if one["name"] == "judul"), inner[0]["name"])
        return shape | {"fields": inner, "summary": f"{{{{fields.{summary}}}}}", "collapsed": "auto"}
    return shape | {"field": {**names, **_kind(names, items, definitions)}}


def _resolved(told: Schema, definitions: Schema) -> Schema:
    """Without references, and without the null that stands for a key left out."""
    if "$ref" in told:
        return _resolved(definitions[told["$ref"].rpartition("/")[2]], definitions)
    for one in told.get("anyOf", ()):
        if one.get("type") != "null":
            return _resolved(one, definitions)
    return told


def _limits(told: Schema) -> Field:
    limits = _given(told, minlength="minLength", maxlength="maxLength")
    if pattern := told.get("pattern"):
        kind = {IDENTIFIER: "identifier", WEB_ADDRESS: "address"}.get(pattern, "other")
        limits["pattern"] = [pattern, _WORDS[f"admin.pattern-{kind}"]]
    return limits


def _given(told: Schema, **names: str) -> Field:
    return {ours: told[theirs] for ours, theirs in names.items() if theirs in told}


def _word(kind: str, group: str, key: str) -> str | None:
    return _WORDS.get(f"head.{kind}.{group}.{key}")
