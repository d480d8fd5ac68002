"""Look-ups whose SQL is written once. The ORM writes it anew at each call, which takes it several times what SQLite
takes to answer; in an evaluation the same few are asked for hundreds of times a second.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from tortoise import Tortoise
from tortoise.models import Model
from tortoise.queryset import QuerySet

M = TypeVar("M", bound=Model)
Value = UUID | str
Shape = Callable[[Any], QuerySet[M]] | Callable[[Any, Any], QuerySet[M]]


@dataclass(frozen=True, slots=True)
class _Written:
    """The SQL for one kind of database, and for each of its parameters which value it takes, or a constant."""

    model: type[Model]
    sql: str
    parameters: tuple[tuple[int | None, Any], ...]

    def filled(self, values: tuple[Value, ...]) -> list[Any]:
        """The parameters; SQLite takes an id as text and PostgreSQL as it is, as the ORM did with the marks."""
        return [
            filling if place is None else str(values[place]) if isinstance(filling, str) else values[place]
            for place, filling in self.parameters
        ]


class LookUp(Generic[M]):
    """Rows of one table by ids and texts: `shape` makes the query from as many of them as it names.

    The shape is asked once for each kind of database, with marks in the values' places. So it may not decide by them,
    and it neither prefetches nor selects what it joins.
    """

    def __init__(self, shape: Shape[M]) -> None:
        self._shape: Callable[..., QuerySet[M]] = shape
        self._written: dict[str, _Written] = {}

    async def all(self, *values: Value) -> list[M]:
        """The rows, in the shape's order; inside the transaction that is open, if one is."""
        # `Any`: the ORM leaves the types of its engines open.
        client: Any = Tortoise.get_connection("default")
        dialect: str = client.capabilities.dialect
        if dialect not in self._written:
            self._written[dialect] = self._write(client, values)
        written = self._written[dialect]
        executor = client.executor_class(model=written.model, db=client)
        return await executor.execute_select(written.sql, written.filled(values))

    async def first(self, *values: Value) -> M | None:
        """The first row, or None where there is none."""
        rows = await self.all(*values)
        return rows[0] if rows else None

    def _write(self, client: Any, values: tuple[Value, ...]) -> _Written:
        marks = [uuid4() if isinstance(value, UUID) else f"mark {uuid4()}" for value in values]
        query: Any = self._shape(*marks).using_db(client)
        query._make_query()
        sql, parameters = query.query.get_parameterized_sql()
        places = {str(mark): place for place, mark in enumerate(marks)}
        return _Written(query.model, sql, tuple((places.get(str(one)), one) for one in parameters))
