"""An answer is no longer choices alone: the column that keeps it is called `given`. What it holds stays as it is."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from api.checks import add_check, drop_check

CHECK = ("answer", "answer_sequence_positive", "sequence > 0")
"""On SQLite it is a pair of triggers that name every column: made anew with the new name."""


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await add_check(editor.client, *CHECK)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await drop_check(editor.client, *CHECK[:2])


class Migration(migrations.Migration):
    dependencies = [("jawara", "0006_releases")]  # noqa: RUF012 - the framework's own form
    # RenameField is ALTER TABLE ... RENAME COLUMN on both databases: no table is built anew.
    operations = [  # noqa: RUF012 - as above
        ops.RunPython(_drop, _add),
        ops.RenameField(model_name="Answer", old_name="choices", new_name="given"),
        ops.RunPython(_add, _drop),
    ]
