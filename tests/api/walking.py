"""Every operation that the schema lets a participant send, written out with each argument's known values.

A field with an argument that nobody has given values for fails: whoever adds one decides here what an attacker tries.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from api.schema import core

DEEPEST = 9
Values = Mapping[str, Sequence[Any]]
"""By the argument's name."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A document with its variables; `field` is the root field, or the one below `viewer`."""

    field: str
    document: str
    variables: Mapping[str, Any]


@dataclass(slots=True)
class _Writer:
    """Writes one operation: arguments become variables."""

    values: Values
    declared: dict[str, str] = field(default_factory=dict[str, str])

    def given(self, asked: GraphQLField, path: str) -> str:
        written: list[str] = []
        for name, argument in asked.args.items():
            if name not in self.values:
                if is_required_argument(argument):
                    raise AssertionError(f"{path} takes {name}: say in the test which values an attacker would try.")
                continue
            self.declared[name] = str(cast("Any", argument).type)
            written.append(f"{name}: ${name}")
        return f"({', '.join(written)})" if written else ""

    def selection(self, kind: GraphQLObjectType, path: str, above: tuple[str, ...] = ()) -> str:
        """Everything below a type, however deep, but no type within itself."""
        parts: list[str] = []
        for name, asked in kind.fields.items():
            inner = _named(asked)
            if is_leaf_type(inner):
                parts.append(name + self.given(asked, f"{path}.{name}"))
            elif isinstance(inner, GraphQLObjectType) and inner.name not in above and len(above) < DEEPEST:
                below = self.selection(inner, f"{path}.{name}", (*above, inner.name))
                parts.append(f"{name}{self.given(asked, f'{path}.{name}')} {below}")
        return f"{{ {' '.join(parts)} }}"

    def head(self, kind: str) -> str:
        variables = ", ".join(f"${name}: {declared}" for name, declared in self.declared.items())
        return f"{kind}({variables})" if variables else kind


def queries(values: Values) -> Iterator[Operation]:
    """Each root field of Query, and each field of the viewer by itself. The staff's are refused to participants."""
    root = _type("Query")
    for name, asked in root.fields.items():
        if name not in {"viewer", "staff"}:
            yield from _written("query", name, asked, values)
    for name, asked in _type("Viewer").fields.items():
        yield from _written("query", name, asked, values, around="viewer")


def mutations(values: Values, concerning: set[str]) -> Iterator[Operation]:
    """The mutations that take one of these arguments: what they name is what could be told."""
    for name, asked in _type("Mutation").fields.items():
        if concerning & asked.args.keys():
            yield from _written("mutation", name, asked, values)


def _written(kind: str, name: str, asked: GraphQLField, values: Values, around: str = "") -> Iterator[Operation]:
    writer = _Writer(values)
    inner = _named(asked)
    arguments = writer.given(asked, name)
    below = writer.selection(inner, name, (inner.name,)) if isinstance(inner, GraphQLObjectType) else ""
    inside = f"{name}{arguments} {below}"
    document = f"{writer.head(kind)} {{ {f'{around} {{ {inside} }}' if around else inside} }}"
    declared = list(writer.declared)
    for chosen in itertools.product(*(values[one] for one in declared)):
        yield Operation(name, document, dict(zip(declared, chosen, strict=True)))


def _named(asked: GraphQLField) -> GraphQLNamedType:
    return cast("GraphQLNamedType", get_named_type(cast("Any", asked.type)))


def _type(name: str) -> GraphQLObjectType:
    found = core().type_map[name]
    assert isinstance(found, GraphQLObjectType)
    return found
