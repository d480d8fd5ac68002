"""Tables of accounts and sessions."""

from typing import cast
from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.accounts.rules import ChallengeKind, SignInWay
from api.identity import Role
from api.refusal import Language


class Account(Model):
    """One person with a proven address. Unproven ones never get here: see Registration."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    email = fields.CharField(254, unique=True)
    password_hash = fields.CharField(200, null=True)
    role = fields.CharEnumField(Role, max_length=20, default=Role.PARTICIPANT)
    language: Language = cast("Language", fields.CharField(2, db_default="id"))
    created_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "account"


class Registration(Model):
    """A wish to have an account. Several may wait for one address, the link that is opened decides whose counts."""

    # So nobody can prepare somebody else's account with a password of their own.

    id = fields.UUIDField(primary_key=True, default=uuid7)
    email = fields.CharField(254, db_index=True)
    password_hash = fields.CharField(200)
    language: Language = cast("Language", fields.CharField(2, db_default="id"))
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
    way = fields.CharEnumField(SignInWay, max_length=20, db_default=SignInWay.PASSWORD.value)
    device = fields.CharField(80, db_default="")
    proven_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)

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


class Challenge(Model):
    """Something to answer before a deed is done, answered once. The code itself is nowhere, it follows from the id."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    kind = fields.CharEnumField(ChallengeKind, max_length=20)
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "jawara.Account", "challenges", null=True
    )
    account_id: UUID | None
    email = fields.CharField(254, null=True)
    language: Language = cast("Language", fields.CharField(2, db_default="id"))
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    tries = fields.IntField(default=0)
    used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "challenge"


class ExternalIdentity(Model):
    """An account of a provider that opens one of ours, or did until it was unlinked. The subject is who it is."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("jawara.Account", "identities")
    account_id: UUID
    issuer = fields.CharField(200)
    subject = fields.CharField(255)
    email = fields.CharField(254)
    linked_at = fields.DatetimeField()
    unlinked_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "external_identity"
        unique_together = (("issuer", "subject"), ("account", "issuer"))


class Passkey(Model):
    """A WebAuthn credential, of which we hold the public half."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("jawara.Account", "passkeys")
    account_id: UUID
    # Base64url of at most 1,023 bytes.
    credential_id = fields.CharField(1400, unique=True)
    public_key = fields.TextField()
    # An unsigned 32-bit number.
    sign_count: fields.Field[int] = fields.BigIntField()
    name = fields.CharField(60)
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "passkey"


class AddressChange(Model):
    """An address that was left for another, kept while its owner can undo it."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("jawara.Account", "address_changes")
    account_id: UUID
    old_email = fields.CharField(254)
    new_email = fields.CharField(254)
    changed_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    undone_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "address_change"
