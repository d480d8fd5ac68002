"""What the database itself guarantees about attempts, answers and certificates."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from api.checks import add_check, add_partial_unique, drop_check, drop_index

CHECKS = (
    (
        "attempt",
        "attempt_closed_with_result",
        "(closed_at IS NULL AND score IS NULL AND passed IS NULL AND result IS NULL) OR (closed_at IS NOT NULL "
        "AND score IS NOT NULL AND score BETWEEN 0 AND 100 AND passed IS NOT NULL AND result IS NOT NULL)",
    ),
    ("attempt", "attempt_numbers_from_one", "number >= 1"),
    ("attempt", "attempt_has_time", "deadline_at > started_at"),
    ("answer", "answer_sequence_positive", "sequence > 0"),
    ("certificate", "certificate_versions_from_one", "version >= 1"),
    ("certificate", "certificate_mailed_after_stored", "mailed_at IS NULL OR pdf_key IS NOT NULL"),
    ("number_sequence", "number_sequence_from_one", "last_given >= 1"),
)
PARTIAL_UNIQUES = (
    ("attempt", "attempt_one_open", "enrolment_id", "closed_at IS NULL"),
    ("certificate", "certificate_one_valid", "enrolment_id", "state = 'valid'"),
)


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for check in CHECKS:
        await add_check(editor.client, *check)
    for unique in PARTIAL_UNIQUES:
        await add_partial_unique(editor.client, *unique)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for _, name, _, _ in PARTIAL_UNIQUES:
        await drop_index(editor.client, name)
    for table, name, _ in CHECKS:
        await drop_check(editor.client, table, name)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0001_initial")]  # noqa: RUF012 - the framework's own form
    operations = [ops.RunPython(_add, _drop)]  # noqa: RUF012 - as above
