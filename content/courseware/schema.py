"""The keys of the format as JSON Schema (draft 2020-12), for editors' tools and for whoever writes classes by program.

`jawara check` says more than a schema can, and takes some spellings that these refuse, such as a number in quotation
marks: what these accept, it accepts as far as single keys go.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from courseware.heads import CourseHead, EvaluationHead, Head, LessonHead
from courseware.hosts import HostsHead
from courseware.messages import Language, catalogue

# `Any`: what a JSON document may hold.
Schema: TypeAlias = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_HEADS: Mapping[str, type[Head]] = {
    "course": CourseHead,
    "lesson": LessonHead,
    "evaluation": EvaluationHead,
    "hosts": HostsHead,
}
# What pydantic writes for programmers.
_INTERNAL = {"title", "description", "$defs"}


def schemas(language: Language = Language.INDONESIAN) -> dict[str, Schema]:
    """By name: course, lesson, evaluation (the front matter of these files) and hosts; their words in a language."""
    return {name: _schema(name, head, language) for name, head in _HEADS.items()}


def file_name(name: str) -> str:
    """How a schema is called where it is published, and its `$id`."""
    return f"{name}.schema.json"


def _schema(name: str, head: type[Head], language: Language) -> Schema:
    written = head.model_json_schema(by_alias=True)
    say = catalogue(language).say
    inner: Schema = written.get("$defs", {})
    return {
        "$schema": _DRAFT,
        "$id": file_name(name),
        "title": say(f"head.file.{name}.title"),
        "description": say(f"head.file.{name}.about"),
        **_object(written, name, language),
        **({"$defs": {key: _object(each, _group(key), language) for key, each in inner.items()}} if inner else {}),
    }


def _object(written: Schema, group: str, language: Language) -> Schema:
    """One object with its keys in our words; an enumeration as it is."""
    bare = {key: value for key, value in written.items() if key not in _INTERNAL}
    if "properties" in bare:
        keys = cast("dict[str, Schema]", bare["properties"])
        bare["properties"] = {key: _key(key, each, group, language) for key, each in keys.items()}
    return bare


def _key(key: str, written: Schema, group: str, language: Language) -> Schema:
    messages = catalogue(language).messages
    label = messages.get(f"head.label.{group}.{key}") or key.replace("-", " ").capitalize()
    hint = messages.get(f"head.hint.{group}.{key}")
    bare = {name: value for name, value in written.items() if name not in _INTERNAL}
    return {"title": label, **({"description": hint} if hint else {}), **_written_out(bare)}


def _written_out(told: Schema) -> Schema:
    """A key that may be left out is left out, not written as null."""
    kinds = [one for one in cast("list[Schema]", told.get("anyOf", [])) if one.get("type") != "null"]
    if len(kinds) == len(told.get("anyOf", [])):
        return told
    rest = {name: value for name, value in told.items() if name != "anyOf" and value is not None}
    return {**rest, **kinds[0]} if len(kinds) == 1 else {**rest, "anyOf": kinds}


def _group(model: str) -> str:
    """ModuleHead -> module, as the catalogue names it."""
    return model.removesuffix("Head").lower()
