"""YAML as text, lists and mappings only, each with its line. No tags, no anchors, no dates, no surprises."""

from dataclasses import dataclass
from typing import TypeAlias

import yaml

from courseware.mistakes import STRAY_CHARACTER

Place: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "str | list[Value] | dict[str, Value]"

# The deepest head needs three; the limit keeps a hostile file from exhausting the stack.
_DEPTH = 6

# What the YAML parser calls its finding, and what an editor most likely did.
_LIKELY_CAUSES = (
    ("mapping values are not allowed", "colon"),
    ("cannot start any token", "first-sign"),
    ("unexpected end of stream", "open-quote"),
    ("expected ',' or", "open-bracket"),
    ("could not find expected ':'", "no-colon"),
    ("unknown escape character", "backslash"),
    ("did not find expected key", "unquoted"),
    ("block sequence entries", "list-on-a-line"),
)
_ANY_CAUSE = "unreadable"


@dataclass(frozen=True, slots=True)
class YamlTree:
    """`lines` counts from 0 and knows every key and every entry of a list."""

    value: Value
    lines: dict[Place, int]


class YamlMistake(Exception):
    """`code` is a key of check-yaml in the catalogue of messages, `facts` are what it names; `line` counts from 0."""

    def __init__(self, line: int, code: str, **facts: str) -> None:
        super().__init__(code)
        self.line = line
        self.code = code
        self.facts = facts


def read_yaml(text: str) -> YamlTree:
    """Reads one YAML document; raises YamlMistake."""
    reader = _Reader(text)
    try:
        return YamlTree(reader.document(), reader.lines)
    except yaml.MarkedYAMLError as error:
        # An unclosed bracket or quote is found at the end of the text and mended where it was opened.
        mark = error.context_mark or error.problem_mark
        cause = next((cause for sign, cause in _LIKELY_CAUSES if sign in (error.problem or "")), _ANY_CAUSE)
        raise YamlMistake(mark.line if mark else 0, cause) from None
    except yaml.YAMLError:
        raise YamlMistake(0, "unreadable-anywhere") from None


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {}
        self._events = yaml.parse(text, Loader=yaml.CBaseLoader)

    def document(self) -> Value:
        value: Value = {}
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                value = self._value(event, ())
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlMistake(_line(event), "two-documents")
        return value

    def _value(self, event: yaml.Event, place: Place) -> Value:
        self.lines.setdefault(place, _line(event))
        if isinstance(event, yaml.ScalarEvent):
            return _text(event)
        if len(place) >= _DEPTH:
            raise YamlMistake(_line(event), "too-deep")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        raise YamlMistake(_line(event), "alias")

    def _list(self, place: Place) -> list[Value]:
        values: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._value(event, (*place, len(values))))
        return values

    def _mapping(self, place: Place) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlMistake(_line(event), "key-of-many-words")
            key = _text(event)
            if key in values:
                raise YamlMistake(_line(event), "key-twice", key=key)
            self.lines[(*place, key)] = _line(event)
            values[key] = self._value(next(self._events), (*place, key))
        return values


def _text(event: yaml.ScalarEvent) -> str:
    # An escape such as "\0" can write what the raw file may not hold.
    if not event.value.isprintable() and STRAY_CHARACTER.search(event.value.replace("\n", " ")):
        raise YamlMistake(_line(event), "stray-character")
    return event.value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0
