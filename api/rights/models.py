"""The table of requests."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.accounts.models import Account
from api.rights.rules import DataRequestKind


class DataRequest(Model):
    """What somebody asked of their data. Text and answer are sealed. Without an account: an erasure that was done."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "jawara.Account", "data_requests", null=True
    )
    account_id: UUID | None
    kind = fields.CharEnumField(DataRequestKind, max_length=20)
    asked_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    done_at = fields.DatetimeField(null=True)
    text = fields.TextField(null=True)
    answer = fields.TextField(null=True)

    class Meta(Model.Meta):
        table = "data_request"
        indexes = (("done_at", "due_at"),)
