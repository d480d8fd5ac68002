"""Queries made to be expensive are refused before they cost anything."""

from time import thread_time

import pytest

from api.bounds import MAX_ALIASES, MAX_DEPTH, MAX_FIELDS, MAX_OPERATIONS, MAX_TOKENS, Documents
from api.schema import core
from tests.api import documents
from tests.api.harness import Api

MAX_SECONDS = 0.5
"""Of processor time, and ten times what it should take."""
TRIES = 3
"""The work is the same each time and what else the machine does only adds to it: the least is nearest to its cost."""


def nested(depth: int) -> str:
    return "query { " + "viewer { " * depth + "id" + " }" * depth + " }"


def fragments(count: int, width: int = 2) -> str:
    """Each fragment spreads the next `width` times: the operation asks for width**count fields."""
    parts = [f"fragment f{n} on Viewer {{ " + f"...f{n + 1} " * width + "}" for n in range(count)]
    return "{ viewer { ...f0 } } " + " ".join(parts) + f" fragment f{count} on Viewer {{ id }}"


TOO_MUCH = {
    "deep": nested(MAX_DEPTH + 1),
    "very deep": nested(900),
    "aliased": "{ " + " ".join(f"a{n}: __typename" for n in range(MAX_ALIASES + 1)) + " }",
    "guessing codes by aliases": "{ "
    + " ".join(f'c{n}: verifyCertificate(code: "{n:020}") {{ state }}' for n in range(100))
    + " }",
    "wide": "{ " + "__typename " * (MAX_FIELDS + 1) + "}",
    "doubling fragments": fragments(30),
    "a fragment of itself": "{ viewer { ...a } } fragment a on Viewer { ...a }",
    "a circle of fragments": "{ viewer { ...a } } fragment a on Viewer { ...b } fragment b on Viewer { ...a }",
    "a circle beside": "{ viewer { id } } fragment a on Viewer { ...b } fragment b on Viewer { ...a }",
    "a chain of fragments": fragments(240, width=1),
    "many operations": " ".join(f"query q{n} {{ __typename }}" for n in range(MAX_OPERATIONS + 1)),
    "many tokens": "{ " + "__typename " * MAX_TOKENS + "}",
    "directives": "{ viewer { id " + "@skip(if: false) " * 300 + "} }",
    "unknown fields": "{ " + " ".join(f"x{n}" for n in range(900)) + " }",
    "conflicts": "{ viewer { "
    + " ".join(f"offers {{ course {{ slug: {field} }} }}" for field in ("slug", "title") * 90)
    + "} }",
    "a deep list": "{ verifyCertificate(code: " + "[" * 900 + "]" * 900 + ") { state } }",
    "deep braces": "{" * 1_500,
    "inline fragments": "{ " + "... { " * 320 + "__typename" + " }" * 320 + " }",
    "fragments on nothing": "{ ...missing }",
    "many fragments": "{ viewer { "
    + " ".join(f"...f{n}" for n in range(150))
    + " } } "
    + " ".join(f"fragment f{n} on Viewer {{ id }}" for n in range(150)),
    "a long text": '{ verifyCertificate(code: "' + "A" * 90_000 + '") { states } }',
}


@pytest.mark.parametrize("document", TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_an_expensive_operation_is_refused_fast(api: Api, document: str) -> None:
    """One phone must not be able to stand in everybody's way."""
    times: list[float] = []
    for number in range(TRIES):
        # A text of its own each time: what was refused once is remembered.
        started = thread_time()
        answer = await api.post(f"{document}#{number}")
        times.append(thread_time() - started)
        assert answer.status_code == 200
        assert answer.json()["errors"]
        assert "data" not in answer.json()
        if times[-1] < MAX_SECONDS:
            break
    assert min(times) < MAX_SECONDS


@pytest.mark.parametrize("levels", [50, 100, 150, 200, 230, 260])
async def test_fragments_within_fragments_never_break_the_server(api: Api, levels: int) -> None:
    """Every recursion over a document has an end before Python's own."""
    chain = fragments(min(levels, 245), width=1)
    inline = "{ " + "... { " * levels + "__typename" + " }" * levels + " }"
    for document in (chain, inline):
        answer = await api.post(document)
        assert answer.status_code == 200
        assert "INTERNAL" not in answer.text


async def test_what_the_site_asks_is_well_within_the_bounds(api: Api) -> None:
    """The bounds are for strangers: our own largest operations must pass."""
    someone = await api.enrolled()
    largest = (documents.MY_ENROLMENT, {"course": "pemasaran"})
    assert "errors" not in (await api.post(*largest, by=someone)).json()


def test_the_bounds_themselves_are_allowed() -> None:
    """The limit is the last value that passes."""
    prepared = Documents(core(), introspection=True).prepared
    aliases = "{ " + " ".join(f"a{n}: __typename" for n in range(MAX_ALIASES)) + " }"
    wide = "{ " + "__typename " * MAX_FIELDS + "}"
    for document in (aliases, wide):
        assert not prepared(document).errors


def test_a_document_is_parsed_and_validated_once() -> None:
    """Validation costs several times what the rest of a request does."""
    prepared = Documents(core(), introspection=True).prepared
    assert prepared(documents.VIEWER) is prepared(documents.VIEWER)


def test_the_memory_for_documents_is_bounded() -> None:
    """Distinct texts from a stranger must not fill the memory."""
    prepared = Documents(core(), introspection=True).prepared
    for n in range(600):
        prepared(f"{{ a{n}: __typename }}")
    assert prepared.cache_info().currsize == 512


@pytest.mark.parametrize(
    ("query", "roots"),
    [
        ("mutation { saveAnswer(x: 1) { a } }", {"saveAnswer"}),
        ("mutation { first: saveAnswer(x: 1) { a } signIn { a } }", {"saveAnswer", "signIn"}),
        ("query A { viewer { id } } mutation B { submitAttempt { a } }", {"viewer", "submitAttempt"}),
    ],
)
def test_what_takes_turns_is_told_by_how_operations_begin(query: str, roots: set[str]) -> None:
    """Beside anything else, nothing waits for a turn: a sign-in among them would hold up a room."""
    assert Documents(core(), introspection=False).prepared(query).roots == roots
