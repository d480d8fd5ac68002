"""Requests about personal data, and what the database itself guarantees of them."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from uuid_utils.compat import uuid7

from api.checks import add_check, add_partial_unique, drop_check, drop_index
from api.rights.rules import DataRequestKind

TABLE = "data_request"
CHECKS = (
    ("data_request_has_time", "due_at > asked_at AND (done_at IS NULL OR done_at >= asked_at)"),
    ("data_request_text_sealed", "\"text\" IS NULL OR \"text\" LIKE 'v1.%'"),
    ("data_request_answer_sealed", "answer IS NULL OR (answer LIKE 'v1.%' AND done_at IS NOT NULL)"),
    (
        "data_request_of_somebody",
        "account_id IS NOT NULL "
        "OR (kind = 'erasure' AND done_at IS NOT NULL AND \"text\" IS NULL AND answer IS NULL)",
    ),
)
ONE_ERASURE = (TABLE, "data_request_one_erasure", "account_id", "kind = 'erasure' AND done_at IS NULL")


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for check in CHECKS:
        await add_check(editor.client, TABLE, *check)
    await add_partial_unique(editor.client, *ONE_ERASURE)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await drop_index(editor.client, ONE_ERASURE[1])
    for name, _ in CHECKS:
        await drop_check(editor.client, TABLE, name)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0004_profiles")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        ops.CreateModel(
            name="DataRequest",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "jawara.Account",
                        source_field="account_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="data_requests",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="ACCESS: access\nCORRECTION: correction\nERASURE: erasure\nWITHDRAWAL: withdrawal",
                        enum_type=DataRequestKind,
                        max_length=20,
                    ),
                ),
                ("asked_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("text", fields.TextField(null=True, unique=False)),
                ("answer", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "data_request",
                "app": "jawara",
                "indexes": [Index(fields=["done_at", "due_at"])],
                "pk_attr": "id",
                "table_description": "What somebody asked of their data. Text and answer are sealed. Without an account: an erasure that was done.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_add, _drop),
    ]
