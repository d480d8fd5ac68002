"""Tables of biodata and consents."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.accounts.models import Account
from api.profiles.rules import CooperativePosition, Education, Gender, Purpose, TurnoverBand
from courseware.sealed import Audience


class Profile(Model):
    """One participant's biodata, filled in field by field. NIK, phone and needs are sealed, see sealing.py."""

    # Cooperative and business are columns: a person has one of each at most, and they are locked, saved, erased and
    # read together with the rest. Tables of their own would add joins and no constraint.

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField("jawara.Account", "profile")
    account_id: UUID
    full_name = fields.CharField(120, null=True)
    name_confirmed_at = fields.DatetimeField(null=True)
    nik = fields.CharField(120, null=True)
    nik_index = fields.CharField(64, null=True, unique=True)
    phone = fields.CharField(120, null=True)
    phone_index = fields.CharField(64, null=True, db_index=True)
    birth_date = fields.DateField(null=True)
    gender = fields.CharEnumField(Gender, max_length=20, null=True)
    education = fields.CharEnumField(Education, max_length=20, null=True)
    has_disability = fields.BooleanField(null=True)
    needs = fields.TextField(null=True)
    regency = fields.CharField(5, null=True)
    district = fields.CharField(8, null=True)
    village = fields.CharField(13, null=True)
    cooperative_name = fields.CharField(120, null=True)
    cooperative_nik = fields.CharField(20, null=True)
    cooperative_position = fields.CharEnumField(CooperativePosition, max_length=20, null=True)
    business_name = fields.CharField(120, null=True)
    business_nib = fields.CharField(20, null=True)
    business_sector = fields.CharField(5, null=True)
    business_since = fields.IntField(null=True)
    business_turnover = fields.CharEnumField(TurnoverBand, max_length=20, null=True)
    business_workers = fields.IntField(null=True)
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "profile"


class ProfileGroup(Model):
    """A group that a participant belongs to, one row for each."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    profile: fields.ForeignKeyRelation[Profile] = fields.ForeignKeyField("jawara.Profile", "groups")
    profile_id: UUID
    audience = fields.CharEnumField(Audience, max_length=20)

    class Meta(Model.Meta):
        table = "profile_group"
        unique_together = (("profile", "audience"),)


class Consent(Model):
    """A consent to one purpose and version of the text. Rows stay, a withdrawal is noted in them."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("jawara.Account", "consents")
    account_id: UUID
    purpose = fields.CharEnumField(Purpose, max_length=20)
    version = fields.CharField(20)
    given_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "consent"
