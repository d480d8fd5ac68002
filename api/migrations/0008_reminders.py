"""Reminders: whether the office sends any, which were ordered, and who wants none."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from uuid_utils.compat import uuid7

from api.checks import add_check, drop_check

CHECKS = (
    ("reminder", "reminder_twice_at_most", "number >= 1 AND number <= 2"),
    ("reminder_switch", "reminder_switch_is_one", "id = 1"),
    ("reminder_switch", "reminder_switch_has_time", "NOT is_on OR (changed_at IS NOT NULL AND look IS NOT NULL)"),
)


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for check in CHECKS:
        await add_check(editor.client, *check)
    # Off: the office decides whether it writes to people who didn't ask.
    await editor.client.execute_script("INSERT INTO reminder_switch (id, is_on) VALUES (1, false)")


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for table, name, _ in CHECKS:
        await drop_check(editor.client, table, name)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0007_given_answers")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        ops.CreateModel(
            name="ReminderSwitch",
            fields=[
                ("id", fields.IntField(primary_key=True, unique=True, db_index=True)),
                ("is_on", fields.BooleanField(default=False)),
                ("changed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("look", fields.UUIDField(null=True)),
            ],
            options={
                "table": "reminder_switch",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "Whether the office sends reminders, in one row that a migration makes. The look that is planned has an id.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reminder",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "enrolment",
                    fields.ForeignKeyField(
                        "jawara.Enrolment",
                        source_field="enrolment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reminders",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("ordered_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reminder",
                "app": "jawara",
                "unique_together": (("enrolment", "number"),),
                "pk_attr": "id",
                "table_description": "A letter to somebody who stopped in the middle of a class. Constraints hold two for each enrolment at most.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ReminderStop",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "account",
                    fields.OneToOneField(
                        "jawara.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="reminder_stop",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("stopped_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "reminder_stop",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "That somebody wants no reminders, of whatever class.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_add, _drop),
    ]
