"""The table of biodata."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.accounts.models import Account
from courseware.sealed import Audience


class Profile(Model):
    """One participant's biodata."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField("jawara.Account", "profile")
    account_id: UUID
    full_name = fields.CharField(120)
    group = fields.CharEnumField(Audience, max_length=20)
    organisation = fields.CharField(120, null=True)
    regency = fields.CharField(5)
    consent_version = fields.CharField(20)
    consented_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "profile"
