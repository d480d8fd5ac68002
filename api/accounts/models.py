"""Tables of accounts and sessions."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.identity import Role


class Account(Model):
    """One person with a proven address. Unproven ones never get here: see Registration."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    email = fields.CharField(254, unique=True)
    password_hash = fields.CharField(200, null=True)
    role = fields.CharEnumField(Role, max_length=20, default=Role.PARTICIPANT)
    created_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "account"


class Registration(Model):
    """A wish to have an account. Several may wait for one address, the link that is opened decides whose counts."""

    # So nobody can prepare somebody else's account with a password of their own.

    id = fields.UUIDField(primary_key=True, default=uuid7)
    email = fields.CharField(254, db_index=True)
    password_hash = fields.CharField(200)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "registration"


class Session(Model):
    """One device signed in, its refresh tokens are a family that ends together."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("jawara.Account", "sessions")
    account_id: UUID
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "session"


class RefreshToken(Model):
    """A token by its SHA-256, the token itself is only in the browser's cookie."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField("jawara.Session", "tokens")
    session_id: UUID
    digest = fields.CharField(64, unique=True)
    issued_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    withdrawn_at = fields.DatetimeField(null=True)
    successor_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        table = "refresh_token"
