"""Bounds on what one operation may ask, checked with validation and remembered with the parsed document.

The rule classes are built once: rules made per request would defeat the cache and cost several times the request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    InlineFragmentNode,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValidationRule,
    parse,
    specified_rules,
    validate,
)

MAX_DEPTH = 12
MAX_FIELDS = 400
MAX_ALIASES = 20
MAX_TOKENS = 2_000
MAX_OPERATIONS = 40
MAX_FRAGMENTS = 20
REMEMBERED_DOCUMENTS = 512


@dataclass(frozen=True, slots=True)
class Size:
    """How much an operation asks for, its fragments counted at each place they are spread."""

    depth: int
    fields: int
    aliases: int


INTROSPECTION = frozenset({"__schema", "__type"})
NOTHING = Size(0, 0, 0)
TOO_MUCH = Size(MAX_DEPTH + 1, MAX_FIELDS + 1, MAX_ALIASES + 1)


def size(selections: SelectionSetNode | None, fragments: dict[str, FragmentDefinitionNode]) -> Size:
    """The size of a selection. Each fragment is measured once: fragments of fragments cost no more than their text."""
    measured: dict[str, Size] = {}

    def of(node: SelectionSetNode | None, path: frozenset[str]) -> Size:
        depth, fields, aliases = 0, 0, 0
        for selection in node.selections if node else ():
            part = one(selection, path)
            depth, fields, aliases = max(depth, part.depth), fields + part.fields, aliases + part.aliases
        return Size(depth, fields, aliases)

    def one(selection: Any, path: frozenset[str]) -> Size:
        if isinstance(selection, FieldNode):
            # Introspection is as deep as its tools make it; where it isn't offered another rule refuses it.
            if selection.name.value in INTROSPECTION:
                return Size(1, 1, selection.alias is not None)
            inner = of(selection.selection_set, path)
            return Size(inner.depth + 1, inner.fields + 1, inner.aliases + (selection.alias is not None))
        if isinstance(selection, InlineFragmentNode):
            return of(selection.selection_set, path)
        if isinstance(selection, FragmentSpreadNode):
            return fragment(selection.name.value, path)
        return NOTHING

    def fragment(name: str, path: frozenset[str]) -> Size:
        if name in path:
            return TOO_MUCH
        if name not in measured and name in fragments:
            measured[name] = of(fragments[name].selection_set, path | {name})
        return measured.get(name, NOTHING)

    return of(selections, frozenset())


class Bounds(ValidationRule):
    """Refuses operations that are nested too deep, too wide, or that alias a field too often."""

    def enter_document(self, node: DocumentNode, *_: Any) -> None:
        """Measure every operation of the document."""
        fragments = {
            definition.name.value: definition
            for definition in node.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        if len(fragments) > MAX_FRAGMENTS:
            self.report_error(GraphQLError(f"A document holds at most {MAX_FRAGMENTS} fragments."))
        operations = [one for one in node.definitions if isinstance(one, OperationDefinitionNode)]
        if len(operations) > MAX_OPERATIONS:
            self.report_error(GraphQLError(f"A document holds at most {MAX_OPERATIONS} operations."))
        for one in operations:
            self._check(one, size(one.selection_set, fragments))

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        """GraphQL can spell NUL, which no text of ours may hold."""
        if "\0" in node.value:
            self.report_error(GraphQLError("The text holds a character that no text may have.", node))

    def _check(self, node: OperationDefinitionNode, asked: Size) -> None:
        limits = (
            ("levels deep", asked.depth, MAX_DEPTH),
            ("fields", asked.fields, MAX_FIELDS),
            ("aliases", asked.aliases, MAX_ALIASES),
        )
        for what, count, limit in limits:
            if count > limit:
                self.report_error(GraphQLError(f"An operation may be at most {limit} {what}.", node))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to execute, or the errors that keep it from that."""

    document: DocumentNode
    errors: Sequence[GraphQLError]
    roots: frozenset[str] = frozenset()
    """The fields that its operations begin with; of fragments at the root nothing is told."""


EMPTY = DocumentNode(definitions=())


class Documents:
    """Parses and validates each distinct query text once, within a bounded memory."""

    def __init__(self, schema: GraphQLSchema, *, introspection: bool) -> None:
        self._schema = schema
        self._rules = specified_rules if introspection else (*specified_rules, NoSchemaIntrospectionCustomRule)
        self.prepared = lru_cache(maxsize=REMEMBERED_DOCUMENTS)(self._prepare)

    def _prepare(self, query: str) -> Prepared:
        try:
            document = parse(query, max_tokens=MAX_TOKENS)
        except GraphQLSyntaxError as error:
            return Prepared(EMPTY, [error])
        except RecursionError:
            return Prepared(EMPTY, [GraphQLError("The operation is nested too deep.")])
        # Bounds come first: a document beyond them is not worth the other rules' time, which grows with its square.
        beyond = validate(self._schema, document, [Bounds])
        return Prepared(document, beyond or validate(self._schema, document, self._rules), _roots(document))


def _roots(document: DocumentNode) -> frozenset[str]:
    operations = (one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    selected = (field for one in operations for field in one.selection_set.selections)
    return frozenset(field.name.value for field in selected if isinstance(field, FieldNode))
