"""The log of certificates, which only grows; what was issued before it began is its first entries."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from api.certification.entries import EventKind, leaf_of
from api.checks import allow_changes, count_freely, count_without_gap, forbid_changes

TABLE = "certificate_event"
SELECT = "SELECT id, number, version, printed, pdf_sha256, state, issued_at, changed_at FROM certificate ORDER BY issued_at, id"


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await count_without_gap(editor.client, TABLE, "index")
    _, rows = await editor.client.execute_query(SELECT)
    events = sorted((event for row in rows for event in _events(row)), key=lambda event: event[0])
    for index, (at, kind, row) in enumerate(events):
        leaf = leaf_of(kind, at, **{name: row[name] for name in ("number", "version", "printed", "pdf_sha256")})
        await _insert(editor, index, kind, row["id"], at, leaf)
    await forbid_changes(editor.client, TABLE)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await allow_changes(editor.client, TABLE)
    await count_freely(editor.client, TABLE)


def _events(row: Any) -> Iterator[tuple[datetime, EventKind, Any]]:
    """What is known to have happened to a certificate. When its PDF was stored isn't: it belongs to the issue."""
    issued_at = _time(row["issued_at"])
    yield issued_at, EventKind.ISSUED, row
    if row["pdf_sha256"]:
        yield issued_at, EventKind.SEALED, row
    if row["state"] in {EventKind.REPLACED, EventKind.REVOKED}:
        yield _time(row["changed_at"] or issued_at), EventKind(row["state"]), row


async def _insert(editor: BaseSchemaEditor, index: int, kind: EventKind, certificate: Any, at: datetime, leaf: str) -> None:
    is_postgres = editor.client.capabilities.dialect == "postgres"
    marks = "$1, $2, $3, $4, $5" if is_postgres else "?, ?, ?, ?, ?"
    statement = f'INSERT INTO "{TABLE}" ("index", "kind", "certificate_id", "at", "leaf") VALUES ({marks})'
    await editor.client.execute_query(statement, [index, kind.value, certificate, at if is_postgres else str(at), leaf])


def _time(value: Any) -> datetime:
    """SQLite keeps texts."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0012_certificates")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        ops.CreateModel(
            name="CertificateEvent",
            fields=[
                ("index", fields.IntField(primary_key=True, generated=False, unique=True, db_index=True)),
                ("kind", fields.CharEnumField(enum_type=EventKind, max_length=20)),
                ("certificate", fields.ForeignKeyField("jawara.Certificate", source_field="certificate_id", db_constraint=True, to_field="id", related_name="events", on_delete=OnDelete.RESTRICT)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("leaf", fields.TextField(unique=False)),
            ],
            options={
                "table": TABLE,
                "app": "jawara",
                "pk_attr": "index",
                "table_description": "An entry of the log that only grows. The index counts from 0 without a gap, the leaf is what its hash is of.",
                "indexes": [Index(fields=("certificate_id",), name="certificate_event_certificate")],
            },
            bases=["Model"],
        ),
        ops.RunPython(_add, _drop),
    ]
