"""Completes plain values without asking each of them what it might be.

GraphQL lets every field be resolved by anything: a function, a coroutine, a value that is not of its type. Most of what
an answer holds is none of that: objects of our own whose fields are attributes. For a selection of such fields alone a
reader is put together once, and a list of 24 questions takes a seventh of the time. Whatever is otherwise (a resolver
of its own, arguments, a directive, an interface) or turns out otherwise (a null where there may be none, a value of
another kind) is left to the executor itself, from the beginning, so that each error stays what it is.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from functools import partial
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLID,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
    InlineFragmentNode,
    SelectionSetNode,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.incremental.incremental_executor import IncrementalExecutor
from strawberry.types.field import StrawberryField

_BACK_REFERENCE = "strawberry-definition"
_TYPE_NAME = "__typename"
_TEXTS = (GraphQLString, GraphQLID)
_PLAIN = (str, bool, int, float, UUID, datetime, date, Enum)
REMEMBERED_SELECTIONS = 2_000

Complete = Callable[[Any], Any]
OutputType = Any
"""graphql-core leaves open what its lists and non-nulls are of."""


class OtherwiseError(Exception):
    """A value is not what a plain one would be: the executor completes it, or says what is wrong."""


class _Readers:
    """Readers by the type and the place in a document that they are for; None where there can be none."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], tuple[Sequence[FieldNode], Complete | None]] = OrderedDict()

    def reader(self, executor: "PlainExecutor", of: GraphQLObjectType, fields: list[FieldDetails]) -> Complete | None:
        nodes = [one.node for one in fields]
        # The nodes are kept beside the reader, so that no other node can come to have their identity.
        key = (of, *map(id, nodes))
        found = self._kept.get(key)
        if found is None:
            found = (nodes, _reader(executor, of, fields))
            self._kept[key] = found
            if len(self._kept) > REMEMBERED_SELECTIONS:
                self._kept.popitem(last=False)
        return found[1]


_readers = _Readers()


class PlainExecutor(IncrementalExecutor):
    """GraphQL's own executor, but for selections of plain values."""

    def complete_object_value(  # noqa: PLR0917 - as the executor calls it
        self,
        return_type: GraphQLObjectType,
        field_details_list: Any,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """One object: its selected fields by their names in the answer."""
        reader = None if position_context else _readers.reader(self, return_type, field_details_list)
        if reader:
            try:
                return reader(result)
            except (OtherwiseError, AttributeError):
                pass
        whole: Any = super()
        return whole.complete_object_value(return_type, field_details_list, info, path, result, position_context)

    def complete_list_value(  # noqa: PLR0917 - as the executor calls it
        self,
        return_type: GraphQLList[Any],
        field_details_list: Any,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """A list of such objects."""
        inner: OutputType = return_type.of_type
        named = _nullable(inner)
        if isinstance(named, GraphQLObjectType) and not position_context:
            reader = _readers.reader(self, named, field_details_list)
            if reader:
                try:
                    return _list(_value(inner, reader), result)
                except (OtherwiseError, AttributeError):
                    pass
        whole: Any = super()
        return whole.complete_list_value(return_type, field_details_list, info, path, result, position_context)


def _reader(executor: PlainExecutor, of: GraphQLObjectType, fields: list[FieldDetails]) -> Complete | None:
    """A function from an object to its part of the answer; None where a field isn't plain."""
    if of.is_type_of or any(_has_directives(one.node.selection_set, executor) for one in fields):
        return None
    # The last two names tell of incremental delivery, which needs a directive.
    grouped, _, _ = executor.collect_subfields(of, fields)
    parts: list[tuple[str, Complete, Complete]] = []
    for name, details in grouped.items():
        part = _part(executor, of, details)
        if part is None:
            return None
        parts.append((name, *part))
    return lambda source: {name: complete(read(source)) for name, read, complete in parts}


def _part(
    executor: PlainExecutor, of: GraphQLObjectType, details: list[FieldDetails]
) -> tuple[Complete, Complete] | None:
    """How one field is read, and how its value is completed."""
    node = details[0].node
    if node.name.value == _TYPE_NAME:
        return (lambda _: of.name), (lambda value: value)
    field = of.fields.get(node.name.value)
    definition = field.extensions.get(_BACK_REFERENCE) if field else None
    if field is None or field.args or not isinstance(definition, StrawberryField) or not definition.is_basic_field:
        return None
    complete = _completion(executor, field.type, details)
    return (attrgetter(definition.python_name), complete) if complete else None


def _completion(executor: PlainExecutor, of: OutputType, details: list[FieldDetails]) -> Complete | None:
    inner = _nullable(of)
    complete: Complete | None
    if isinstance(inner, GraphQLList):
        item = _completion(executor, _wrapped(inner), details)
        complete = partial(_list, item) if item else None
    elif is_leaf_type(inner):
        complete = _leaf(inner)
    else:
        complete = _reader(executor, inner, details) if isinstance(inner, GraphQLObjectType) else None
    return _value(of, complete) if complete else None


def _nullable(of: OutputType) -> OutputType:
    return _wrapped(of) if isinstance(of, GraphQLNonNull) else of


def _wrapped(of: OutputType) -> OutputType:
    return of.of_type


def _value(of: OutputType, complete: Complete) -> Complete:
    """The same for a value that may be null, or must not be."""
    if isinstance(of, GraphQLNonNull):

        def required(value: Any) -> Any:
            if value is None:
                raise OtherwiseError
            return complete(value)

        return required
    return lambda value: None if value is None else complete(value)


def _list(complete: Complete, values: Any) -> list[Any]:
    if not isinstance(values, list | tuple):
        raise OtherwiseError
    return [complete(value) for value in cast("Sequence[Any]", values)]


def _leaf(of: GraphQLLeafType) -> Complete:
    coerce = of.coerce_output_value
    is_text = of in _TEXTS

    def leaf(value: Any) -> Any:
        if is_text and type(value) is str:
            return value
        if not isinstance(value, _PLAIN):
            raise OtherwiseError
        try:
            coerced = coerce(value)
        except Exception as error:
            # Whatever it is, the executor meets it again, and says where.
            raise OtherwiseError from error
        if coerced is None:
            raise OtherwiseError
        return coerced

    return leaf


def _has_directives(
    selections: SelectionSetNode | None, executor: PlainExecutor, seen: frozenset[str] = frozenset()
) -> bool:
    """Whether what is selected hangs on variables, here or deeper."""
    for one in selections.selections if selections else ():
        if one.directives:
            return True
        if isinstance(one, FieldNode | InlineFragmentNode):
            if _has_directives(one.selection_set, executor, seen):
                return True
        elif isinstance(one, FragmentSpreadNode) and one.name.value not in seen:
            name = one.name.value
            if _has_directives(executor.fragment_definitions[name].selection_set, executor, seen | {name}):
                return True
    return False
