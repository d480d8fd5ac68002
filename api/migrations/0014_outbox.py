"""Whose claim a row of the outbox is, so that who lost it changes nothing; and what a row is about, to be found by it."""

import json

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from api.checks import AddColumn


async def _fill(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    marks = "$1 WHERE id = $2" if editor.client.capabilities.dialect == "postgres" else "? WHERE id = ?"
    _, rows = await editor.client.execute_query("SELECT id, args FROM outbox")
    for row in rows:
        args = json.loads(row["args"]) if isinstance(row["args"], str) else row["args"]
        # Certificates are all that was looked for so far, and PostgreSQL doesn't keep which argument came first.
        if about := args.get("certificate_id"):
            await editor.client.execute_query(f"UPDATE outbox SET about = {marks}", [about, row["id"]])  # noqa: S608 - ours


async def _leave(_apps: StateApps, _editor: BaseSchemaEditor) -> None:
    """The columns go with what is in them."""


class Migration(migrations.Migration):
    dependencies = [("jawara", "0013_certificate_log")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        AddColumn(model_name="OutboxRow", name="lease", field=fields.UUIDField(null=True)),
        AddColumn(model_name="OutboxRow", name="about", field=fields.UUIDField(null=True)),
        ops.AddIndex(model_name="OutboxRow", index=Index(fields=("about", "job"), name="outbox_about")),
        ops.RunPython(_fill, _leave),
    ]
