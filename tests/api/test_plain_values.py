"""Plain values are completed as GraphQL's own executor completes them, errors included."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
import strawberry
from graphql import ExecutionResult, GraphQLSchema, parse
from graphql.execution import execute  # pyright: ignore[reportUnknownVariableType] - generic parameters left open
from hypothesis import given
from hypothesis import strategies as st

from api.plain_values import PlainExecutor


@strawberry.enum
class Colour(Enum):
    RED = "merah"
    BLUE = "biru"


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Cat(Named):
    lives: int


@strawberry.type
class Leaf:
    id: strawberry.ID
    text: str
    number: int | None = None
    share: float | None = None
    is_good: bool = True
    colour: Colour | None = None
    on: date | None = None
    at: datetime | None = None
    key: UUID | None = None
    words: list[str] | None = None


@strawberry.type
class Branch:
    leaf: Leaf | None
    leaves: list[Leaf]
    sparse: list[Leaf | None]
    cat: Cat
    nested: list[list[int]] = field(default_factory=list[list[int]])

    @strawberry.field
    async def late(self) -> list[Leaf]:
        return self.leaves

    @strawberry.field
    def first(self, count: int) -> list[Leaf]:
        return self.leaves[:count]


@strawberry.type
class Query:
    branch: Branch
    branches: list[Branch]


LEAF = "id text number share isGood colour on at key words __typename"
PLAIN = f"leaf {{ {LEAF} }} leaves {{ ...L }} sparse {{ other: text }} nested"
REQUESTS = (
    f"{{ branches {{ {PLAIN} }} }} fragment L on Leaf {{ id text }}",
    f"query ($with: Boolean = true) {{ branch {{ {PLAIN} }} }} fragment L on Leaf {{ id number @include(if: $with) }}",
    f"{{ branch {{ {PLAIN} late {{ id }} first(count: 1) {{ text }} cat {{ lives }} }} }} fragment L on Leaf {{ id }}",
    f"{{ branch {{ leaf {{ text }} leaf {{ on ... on Leaf {{ colour }} }} {PLAIN} }} }} fragment L on Leaf {{ words }}",
)


@dataclass
class Given:
    """What a resolver returns; of no declared type, so that anything can be in it."""

    parts: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.parts[name]
        except KeyError:
            raise AttributeError(name) from None


MADE = strawberry.Schema(query=Query, types=[Cat])
SCHEMA: GraphQLSchema = MADE._schema  # pyright: ignore[reportPrivateUsage] - it has no public name


def answered(request: str, root: object, **more: Any) -> ExecutionResult:
    result: Any = execute(SCHEMA, parse(request), root, **more)
    if isinstance(result, ExecutionResult):
        return result

    async def waited() -> ExecutionResult:
        return await result

    return asyncio.run(waited())


def both(request: str, root: object) -> tuple[Any, Any]:
    """The same from GraphQL's executor, and from ours twice, with its reader made and remembered."""
    document = answered(request, root)
    first = answered(request, root, executor_class=PlainExecutor)
    again = answered(request, root, executor_class=PlainExecutor)
    assert first.formatted == again.formatted
    return document.formatted, first.formatted


# Right and wrong values alike: nulls where none may be, texts for numbers, coroutines aside (they are awaited once).
anything = st.one_of(
    st.none(), st.text(max_size=3), st.integers(), st.floats(), st.booleans(), st.sampled_from(Colour),
    st.dates(), st.datetimes(timezones=st.just(UTC)), st.uuids(), st.lists(st.text(max_size=2), max_size=2),
    st.just(ValueError("rusak")),
)  # fmt: skip


@st.composite
def leaves(draw: st.DrawFn) -> Any:
    right = {
        "id": "a", "text": "isi", "number": 1, "share": 0.5, "is_good": True, "colour": Colour.RED,
        "on": date(2026, 11, 1), "at": datetime(2026, 11, 1, tzinfo=UTC), "key": UUID(int=1), "words": ["satu"],
    }  # fmt: skip
    changed = draw(st.dictionaries(st.sampled_from(sorted(right)), anything, max_size=2))
    return Given(right | changed)


@st.composite
def branches(draw: st.DrawFn) -> Any:
    some = st.lists(leaves(), max_size=3)
    return Given(
        {
            "leaf": draw(st.none() | leaves()),
            "leaves": draw(some | anything),
            "sparse": draw(st.lists(st.none() | leaves(), max_size=3)),
            "cat": Cat(name="Manis", lives=9),
            "nested": draw(st.just([[1], [2, 3]]) | anything),
            "late": None,
            "first": None,
        }
    )


class Root(Branch):
    """A branch whose fields with resolvers work on what was drawn."""

    def __init__(self, drawn: Given) -> None:
        vars(self).update({name: value for name, value in drawn.parts.items() if name not in {"late", "first"}})


@given(drawn=branches(), request_=st.sampled_from(REQUESTS))
def test_the_answer_is_that_of_graphqls_own_executor(drawn: Given, request_: str) -> None:
    branch = Root(drawn)
    ours, theirs = both(request_, Given({"branch": branch, "branches": [branch, branch]}))
    assert str(ours) == str(theirs)


@pytest.mark.parametrize("with_number", [True, False])
def test_a_directive_is_heeded_each_time(with_number: bool) -> None:
    """A reader that was made for one request must not answer another with other variables."""
    leaf = Leaf(id=strawberry.ID("a"), text="isi", number=7)
    root = Given({"branch": Branch(leaf=None, leaves=[leaf], sparse=[], cat=Cat(name="Manis", lives=9))})
    asked = answered(REQUESTS[1], root, variable_values={"with": with_number}, executor_class=PlainExecutor)
    assert asked.data
    assert asked.data["branch"]["leaves"] == [{"id": "a"} | ({"number": 7} if with_number else {})]
