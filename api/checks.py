"""CHECK constraints, partial unique indexes, tables that only grow, and columns that can be taken back, which the ORM
does not emit; for migrations.

SQLite can't add a CHECK to a table that exists, and Tortoise builds the tables: there a pair of triggers refuses the
same rows. Each call runs one statement: a script would commit the migration's transaction behind its back.
"""

from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations.operations import AddField
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


class AddColumn(AddField):
    """A column that is dropped on the way back as the database itself does it: the ORM would build the table anew on
    SQLite, without its triggers and partial indexes.
    """

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        if state_editor:
            model = old_state.apps.get_model(f"{app_label}.{self.model_name}")
            table = model._meta.db_table  # pyright: ignore[reportPrivateUsage] - the ORM has no other way to it
            await _run(state_editor.client, f'ALTER TABLE "{table}" DROP COLUMN "{self.name}"')


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


async def forbid_changes(client: BaseDBAsyncClient, table: str) -> None:
    """Have the database refuse every change and every deletion of rows of `table`: it only grows."""
    refusal = f"{table} only grows"
    if client.capabilities.dialect == "postgres":
        body = f"BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END"
        await _run(client, f'CREATE FUNCTION "{table}_only_grows"() RETURNS trigger LANGUAGE plpgsql AS $${body}$$')
        # For each statement: a TRUNCATE has no rows of its own.
        trigger = f'"{table}_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" FOR EACH STATEMENT'
        await _run(client, f'CREATE TRIGGER {trigger} EXECUTE FUNCTION "{table}_only_grows"()')
        return
    for event in ("UPDATE", "DELETE"):
        trigger = f'"{table}_no_{event.lower()}" BEFORE {event} ON "{table}"'
        await _run(client, f"CREATE TRIGGER {trigger} BEGIN SELECT RAISE(ABORT, '{refusal}'); END")


async def allow_changes(client: BaseDBAsyncClient, table: str) -> None:
    """Undo `forbid_changes`."""
    if client.capabilities.dialect == "postgres":
        await _run(client, f'DROP TRIGGER "{table}_only_grows" ON "{table}"')
        await _run(client, f'DROP FUNCTION "{table}_only_grows"()')
        return
    for event in ("update", "delete"):
        await _run(client, f'DROP TRIGGER "{table}_no_{event}"')


async def count_without_gap(client: BaseDBAsyncClient, table: str, column: str) -> None:
    """Have the database refuse a row of `table` whose `column` isn't the next number, counted from 0. Whoever inserts
    lets one go after the other: of two who don't see each other's row, one would fail.
    """
    following = f'(SELECT COALESCE(MAX("{column}") + 1, 0) FROM "{table}")'  # noqa: S608 - from our migrations
    refusal = f"{table} counts without a gap"
    if client.capabilities.dialect == "postgres":
        raised = f"RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'"
        body = f'BEGIN IF NEW."{column}" <> {following} THEN {raised}; END IF; RETURN NEW; END'
        await _run(client, f'CREATE FUNCTION "{table}_no_gap"() RETURNS trigger LANGUAGE plpgsql AS $${body}$$')
        trigger = f'"{table}_no_gap" BEFORE INSERT ON "{table}" FOR EACH ROW'
        await _run(client, f'CREATE TRIGGER {trigger} EXECUTE FUNCTION "{table}_no_gap"()')
        return
    trigger = f'"{table}_no_gap" BEFORE INSERT ON "{table}" WHEN NEW."{column}" <> {following}'
    await _run(client, f"CREATE TRIGGER {trigger} BEGIN SELECT RAISE(ABORT, '{refusal}'); END")


async def count_freely(client: BaseDBAsyncClient, table: str) -> None:
    """Undo `count_without_gap`."""
    on_table = f' ON "{table}"' if client.capabilities.dialect == "postgres" else ""
    await _run(client, f'DROP TRIGGER "{table}_no_gap"{on_table}')
    if on_table:
        await _run(client, f'DROP FUNCTION "{table}_no_gap"()')


async def _run(client: Any, statement: str) -> list[Any]:
    """The statement's rows. `Any`: the ORM leaves the type of its rows open."""
    _, rows = await client.execute_query(statement)
    return list(rows)
