"""What a participant's phone sends: the site's own documents, each with the fragments that it uses."""

from pathlib import Path

from graphql import (
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    visit,
)
from graphql.utilities import strip_ignored_characters

_DOCUMENTS = Path(__file__).parents[2] / "site" / "scripts" / "documents"
OPERATIONS = ("StartAttempt", "SaveAnswer", "SubmitAttempt")


def documents() -> dict[str, str]:
    """The text of each operation of an evaluation, by its name."""
    text = "\n".join(file.read_text("utf-8") for file in sorted(_DOCUMENTS.glob("*.graphql")))
    named = {
        node.name.value: node
        for node in parse(text).definitions
        if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode) and node.name
    }
    return {name: _with_fragments(name, named) for name in OPERATIONS}


def _with_fragments(name: str, named: dict[str, OperationDefinitionNode | FragmentDefinitionNode]) -> str:
    used = [name]
    for one in used:
        finder = _Spreads()
        visit(named[one], finder)
        used.extend(found for found in finder.found if found not in used)
    return strip_ignored_characters("\n".join(print_ast(named[one]) for one in used))


class _Spreads(Visitor):
    """The names of the fragments that a definition spreads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.found.append(node.name.value)
