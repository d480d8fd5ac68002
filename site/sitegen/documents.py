"""GraphQL documents of the browser code -> typed TypeScript, checked against the contract before the bundle is made."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSyntaxError,
    ListTypeNode,
    NamedTypeNode,
    Node,
    NonNullTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    TypeNode,
    VariableDefinitionNode,
    build_schema,
    is_introspection_type,
    parse,
    parse_type,
    print_ast,
    strip_ignored_characters,
    validate,
)

from sitegen.trouble import SiteError

_SCALARS = {
    "Boolean": "boolean",
    "Date": "string",
    "DateTime": "string",
    "Float": "number",
    "ID": "string",
    "Int": "number",
    "String": "string",
    "UUID": "string",
}

_HEAD = """\
// Written by sitegen.documents from scripts/documents/*.graphql and the API's contract: edit those, never this file.

export interface Operation<Result, Variables> {
  readonly name: string;
  readonly text: string;
  readonly types?: (variables: Variables) => Result;
}
"""


class DocumentError(SiteError):
    """Documents that the contract refuses; one line per mistake, each `file:line: what is wrong`."""


def generate(scripts: Path, schema: Path) -> Path:
    """Write `generated/documents.ts` under `scripts` and return its path; DocumentError when a document is wrong."""
    contract = _contract(schema)
    definitions = [found for file in sorted((scripts / "documents").glob("*.graphql")) for found in _parsed(file)]
    _check(contract, definitions)
    target = scripts / "generated" / "documents.ts"
    target.parent.mkdir(exist_ok=True)
    written = "\n".join([_HEAD, *_named_types(contract), *_Writer(contract, definitions).statements()])
    # An unchanged file keeps its time, so that a watching type checker stays quiet.
    if not target.is_file() or target.read_text(encoding="utf-8") != written:
        target.write_text(written, encoding="utf-8")
    return target


def _contract(schema: Path) -> GraphQLSchema:
    try:
        return build_schema(Source(schema.read_text(encoding="utf-8"), str(schema)))
    except GraphQLError as error:
        raise DocumentError(_line(error)) from error


def _parsed(file: Path) -> Sequence[DefinitionNode]:
    try:
        return parse(Source(file.read_text(encoding="utf-8"), str(file))).definitions
    except GraphQLSyntaxError as error:
        raise DocumentError(_line(error)) from error


def _check(contract: GraphQLSchema, definitions: Sequence[DefinitionNode]) -> None:
    """All files are one document: fragments are shared, and a name may be used once."""
    mistakes = validate(contract, DocumentNode(definitions=tuple(definitions)))
    if mistakes:
        raise DocumentError("\n".join(_line(mistake) for mistake in mistakes))


def _line(error: GraphQLError) -> str:
    file = error.source.name if error.source else "?"
    line = error.locations[0].line if error.locations else 1
    return f"{file}:{line}: {error.message}"


def _named_types(contract: GraphQLSchema) -> Iterator[str]:
    for named in contract.type_map.values():
        if is_introspection_type(named):
            continue
        if isinstance(named, GraphQLEnumType):
            yield f"export type {named.name} = {' | '.join(json.dumps(value) for value in named.values)};"
        elif isinstance(named, GraphQLInputObjectType):
            fields = "".join(
                _input_property(contract, name, parse_type(str(field.type)), has_default=field.default is not None)
                for name, field in named.fields.items()
            )
            yield f"export interface {named.name} {{ {fields}}}"


def _property(name: str, type_text: str, *, optional: bool = False) -> str:
    return f"readonly {name}{'?' if optional else ''}: {type_text}; "


def _input_property(contract: GraphQLSchema, name: str, given: TypeNode, *, has_default: bool) -> str:
    inner = _leaf(contract.type_map[_named(given)])
    return _property(name, _wrapped(given, inner), optional=has_default or not isinstance(given, NonNullTypeNode))


def _wrapped(given: TypeNode, inner: str) -> str:
    """The TypeScript of a type such as `[Question!]!`, when `inner` is the TypeScript of `Question`."""
    if isinstance(given, NonNullTypeNode):
        return _wrapped(given.type, inner).removesuffix(" | null")
    if isinstance(given, ListTypeNode):
        return f"readonly ({_wrapped(given.type, inner)})[] | null"
    return f"{inner} | null"


def _named(given: TypeNode) -> str:
    while isinstance(given, NonNullTypeNode | ListTypeNode):
        given = given.type
    return given.name.value if isinstance(given, NamedTypeNode) else ""


def _leaf(named: GraphQLNamedType) -> str:
    if isinstance(named, GraphQLEnumType | GraphQLInputObjectType):
        return named.name
    if named.name not in _SCALARS:
        raise DocumentError(f"{named.name} has no TypeScript type: add it to the table in sitegen.documents")
    return _SCALARS[named.name]


class _Writer:
    """The TypeScript of every fragment and operation, in the order of the files."""

    def __init__(self, contract: GraphQLSchema, definitions: Sequence[DefinitionNode]) -> None:
        self._contract = contract
        self._fragments = {node.name.value: node for node in definitions if isinstance(node, FragmentDefinitionNode)}
        self._operations = [node for node in definitions if isinstance(node, OperationDefinitionNode)]

    def statements(self) -> Iterator[str]:
        for name, fragment in self._fragments.items():
            on = self._contract.type_map[fragment.type_condition.name.value]
            yield f"export type {name} = {self._selection(fragment.selection_set, on)};"
        for operation in self._operations:
            yield from self._operation(operation)
        yield ""

    def _operation(self, operation: OperationDefinitionNode) -> Iterator[str]:
        if operation.name is None:
            raise DocumentError(f"{_place(operation)}: this operation needs a name: query Name {{ ... }}")
        name = operation.name.value
        root = self._contract.get_root_type(operation.operation)
        variables = "".join(self._variable(node) for node in operation.variable_definitions or ())
        fragments = [self._fragments[used] for used in sorted(self._used_fragments(operation.selection_set))]
        # One literal: a sum of constants is code to the bundler, and every page would carry every document.
        text = json.dumps("".join(strip_ignored_characters(print_ast(node)) for node in (operation, *fragments)))
        variables_type = f"{{ {variables}}}" if variables else "Record<string, never>"
        yield f"export type {name}Result = {self._selection(operation.selection_set, root)};"
        yield f"export type {name}Variables = {variables_type};"
        yield f"export const {name}: Operation<{name}Result, {name}Variables> = {{"
        yield f"  name: {json.dumps(name)},\n  text: {text},\n}};"

    def _variable(self, node: VariableDefinitionNode) -> str:
        name = node.variable.name.value
        return _input_property(self._contract, name, node.type, has_default=node.default_value is not None)

    def _selection(self, selected: SelectionSetNode, on: GraphQLNamedType | None) -> str:
        if not isinstance(on, GraphQLObjectType):
            raise DocumentError(f"{_place(selected)}: only object types can be selected from, not {on}")
        spreads: list[str] = []
        properties = ""
        for node in selected.selections:
            if isinstance(node, FragmentSpreadNode):
                spreads.append(node.name.value)
            elif isinstance(node, FieldNode):
                properties += self._field(node, on)
            else:
                raise DocumentError(f"{_place(node)}: write a named fragment instead of an inline one")
        return " & ".join([f"{{ {properties}}}", *spreads] if properties else spreads)

    def _field(self, node: FieldNode, on: GraphQLObjectType) -> str:
        given = parse_type(str(on.fields[node.name.value].type))
        named = self._contract.type_map[_named(given)]
        inner = self._selection(node.selection_set, named) if node.selection_set else _leaf(named)
        name = (node.alias or node.name).value
        # @include and @skip may leave a field out.
        return _property(name, _wrapped(given, inner), optional=bool(node.directives))

    def _used_fragments(self, selected: SelectionSetNode) -> set[str]:
        used: set[str] = set()
        for node in selected.selections:
            if isinstance(node, FragmentSpreadNode):
                name = node.name.value
                used |= {name} | self._used_fragments(self._fragments[name].selection_set)
            elif isinstance(node, FieldNode) and node.selection_set:
                used |= self._used_fragments(node.selection_set)
        return used


def _place(node: Node) -> str:
    return f"{node.loc.source.name}:{node.loc.start_token.line}" if node.loc else "?"
