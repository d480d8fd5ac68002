"""Tables of reminders."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.accounts.models import Account
from api.learning.models import Enrolment


class ReminderSwitch(Model):
    """Whether the office sends reminders, in one row that a migration makes. The look that is planned has an id."""

    id = fields.IntField(primary_key=True, generated=False)
    is_on = fields.BooleanField(default=False)
    changed_at = fields.DatetimeField(null=True)
    look = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        table = "reminder_switch"


class Reminder(Model):
    """A letter to somebody who stopped in the middle of a class. Constraints hold two for each enrolment at most."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "jawara.Enrolment", "reminders", on_delete=fields.CASCADE
    )
    enrolment_id: UUID
    number = fields.IntField()
    ordered_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "reminder"
        unique_together = (("enrolment", "number"),)


class ReminderStop(Model):
    """That somebody wants no reminders, of whatever class."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "jawara.Account", "reminder_stop", on_delete=fields.CASCADE
    )
    account_id: UUID
    stopped_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "reminder_stop"
