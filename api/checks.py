"""CHECK constraints and partial unique indexes, which the ORM does not emit; for migrations.

SQLite can't add a CHECK to a table that exists, and Tortoise builds the tables: there a pair of triggers refuses the
same rows. Each call runs one statement: a script would commit the migration's transaction behind its back.
"""

from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient


async def add_check(client: BaseDBAsyncClient, table: str, name: str, condition: str) -> None:
    """Have the database refuse rows of `table` for which `condition` (SQL over the bare columns) is false."""
    if client.capabilities.dialect == "postgres":
        await _run(client, f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({condition})')
        return
    columns = await _run(client, f'PRAGMA table_info("{table}")')
    selected = ", ".join(f'NEW."{column["name"]}" AS "{column["name"]}"' for column in columns)
    for event in ("INSERT", "UPDATE"):
        refusal = f"SELECT RAISE(ABORT, 'CHECK constraint failed: {name}')"
        condition_of_row = f"NOT (SELECT ({condition}) FROM (SELECT {selected}))"  # noqa: S608 - from our migrations
        trigger = f'"{name}_{event.lower()}" BEFORE {event} ON "{table}"'
        await _run(client, f"CREATE TRIGGER {trigger} WHEN {condition_of_row} BEGIN {refusal}; END")


async def drop_check(client: BaseDBAsyncClient, table: str, name: str) -> None:
    """Undo `add_check`."""
    if client.capabilities.dialect == "postgres":
        await _run(client, f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        return
    for event in ("insert", "update"):
        await _run(client, f'DROP TRIGGER "{name}_{event}"')


async def add_partial_unique(client: BaseDBAsyncClient, table: str, name: str, columns: str, where: str) -> None:
    """Have the database refuse a second row with the same `columns` among those that meet `where`."""
    await _run(client, f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({columns}) WHERE {where}')


async def drop_index(client: BaseDBAsyncClient, name: str) -> None:
    """Undo `add_partial_unique`."""
    await _run(client, f'DROP INDEX "{name}"')


async def _run(client: Any, statement: str) -> list[Any]:
    """The statement's rows. `Any`: the ORM leaves the type of its rows open."""
    _, rows = await client.execute_query(statement)
    return list(rows)
