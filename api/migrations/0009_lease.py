"""When an answer was made, how long it may travel, a receipt for each closed attempt, and more time for a person.

Attempts that are open keep their meaning: a minute after the deadline is what they began with.
"""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from uuid_utils.compat import uuid7

from api.checks import AddColumn, add_check, add_partial_unique, drop_check, drop_index
from api.evaluations.receipts import new_code

CHECKS = (
    ("attempt", "attempt_grace_of_an_hour_at_most", "grace_minutes BETWEEN 0 AND 60"),
    ("attempt", "attempt_receipt_when_closed", "(closed_at IS NULL) = (receipt_code IS NULL)"),
    ("answer", "answer_made_before_it_arrived", "made_at <= saved_at"),
    ("answer", "answer_spent_from_zero", "spent_seconds >= 0"),
    ("accommodation", "accommodation_gives_one_thing", "(percent IS NULL) <> (minutes IS NULL)"),
    ("accommodation", "accommodation_gives_more", "COALESCE(percent, 101) > 100 AND COALESCE(minutes, 1) > 0"),
    ("accommodation", "accommodation_reason_sealed", "reason LIKE 'v1.%'"),
)
PARTIAL_UNIQUES = (
    ("attempt", "attempt_receipt_of_its_own", "receipt_code", "receipt_code IS NOT NULL"),
    ("accommodation", "accommodation_one_for_all", "account_id", "course_id IS NULL AND ended_at IS NULL"),
    (
        "accommodation",
        "accommodation_one_for_a_class",
        "account_id, course_id",
        "course_id IS NOT NULL AND ended_at IS NULL",
    ),
)


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await _run(editor, "UPDATE answer SET made_at = saved_at")
    await _give_receipts(editor)
    for check in CHECKS:
        await add_check(editor.client, *check)
    for unique in PARTIAL_UNIQUES:
        await add_partial_unique(editor.client, *unique)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for _, name, _, _ in PARTIAL_UNIQUES:
        await drop_index(editor.client, name)
    for table, name, _ in CHECKS:
        await drop_check(editor.client, table, name)


async def _give_receipts(editor: BaseSchemaEditor) -> None:
    rows = await _run(editor, "SELECT id FROM attempt WHERE closed_at IS NOT NULL")
    code, attempt = ("$1", "$2") if editor.client.capabilities.dialect == "postgres" else ("?", "?")
    given: set[str] = set()
    while len(given) < len(rows):
        given.add(new_code())
    for row, own in zip(rows, given, strict=True):
        update = f"UPDATE attempt SET receipt_code = {code} WHERE id = {attempt}"
        await editor.client.execute_query(update, [own, row["id"]])


async def _run(editor: BaseSchemaEditor, statement: str) -> list[Any]:
    _, rows = await editor.client.execute_query(statement)
    return list(rows)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0008_reminders")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        AddColumn(model_name="Attempt", name="grace_minutes", field=fields.IntField(db_default=1)),
        AddColumn(model_name="Attempt", name="receipt_code", field=fields.CharField(null=True, max_length=20)),
        AddColumn(
            model_name="Answer",
            name="made_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        AddColumn(model_name="Answer", name="spent_seconds", field=fields.IntField(null=True)),
        ops.CreateModel(
            name="Accommodation",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "jawara.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="accommodations",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "course",
                    fields.ForeignKeyField(
                        "jawara.Course",
                        source_field="course_id",
                        null=True,
                        db_constraint=True,
                        to_field="slug",
                        related_name="accommodations",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("percent", fields.IntField(null=True)),
                ("minutes", fields.IntField(null=True)),
                ("reason", fields.TextField(unique=False)),
                ("set_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "accommodation",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "More time for a person, in one class or in all, until it is ended. The reason is sealed, see sealing.py.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_add, _drop),
    ]
