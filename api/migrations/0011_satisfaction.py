"""How people liked a class, and what the database itself guarantees of it."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from uuid_utils.compat import uuid7

from api.checks import add_check, drop_check

TABLE = "satisfaction"
STATEMENTS = ("relevance", "clarity", "length", "access", "recommendation")
NOTHING = " AND ".join(f"{name} IS NULL" for name in (*STATEMENTS, "comment"))
CHECKS = (
    *((f"satisfaction_{name}_on_scale", f"{name} IS NULL OR {name} BETWEEN 1 AND 5") for name in STATEMENTS),
    ("satisfaction_comment_sealed", "comment IS NULL OR comment LIKE 'v1.%'"),
    ("satisfaction_given_or_declined", "(given_at IS NULL) = (declined_at IS NOT NULL)"),
    ("satisfaction_changed_after_given", "(given_at IS NULL) = (changed_at IS NULL) AND (given_at IS NULL OR changed_at >= given_at)"),
    ("satisfaction_declined_is_empty", f"declined_at IS NULL OR ({NOTHING})"),
)


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for check in CHECKS:
        await add_check(editor.client, TABLE, *check)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for name, _ in CHECKS:
        await drop_check(editor.client, TABLE, name)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0010_learning")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        ops.CreateModel(
            name="Satisfaction",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("enrolment", fields.OneToOneField("jawara.Enrolment", source_field="enrolment_id", db_constraint=True, to_field="id", related_name="satisfaction", on_delete=OnDelete.RESTRICT)),
                ("relevance", fields.IntField(null=True)),
                ("clarity", fields.IntField(null=True)),
                ("length", fields.IntField(null=True)),
                ("access", fields.IntField(null=True)),
                ("recommendation", fields.IntField(null=True)),
                ("comment", fields.TextField(null=True, unique=False)),
                ("given_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("changed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("declined_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "satisfaction",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "How somebody liked a class, or that they would rather not say. The comment is sealed, a check holds the scale.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_add, _drop),
    ]
