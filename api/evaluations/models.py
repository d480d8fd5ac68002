"""Tables of attempts and answers."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.learning.models import Enrolment


class Attempt(Model):
    """One try at the evaluation. Constraints hold one open attempt per enrolment, and a result when it is closed."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "jawara.Enrolment", "attempts", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    number = fields.IntField()
    paper = fields.TextField()
    started_at = fields.DatetimeField()
    deadline_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    score = fields.IntField(null=True)
    passed = fields.BooleanField(null=True)
    result = fields.TextField(null=True)

    class Meta(Model.Meta):
        table = "attempt"
        unique_together = (("enrolment", "number"),)


class Answer(Model):
    """The latest answer to one question of an attempt, `sequence` is the device's own count, the highest wins."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    attempt: fields.ForeignKeyRelation[Attempt] = fields.ForeignKeyField(
        "jawara.Attempt", "answers", on_delete=fields.RESTRICT
    )
    attempt_id: UUID
    question_id = fields.CharField(100)
    given = fields.JSONField[list[str]]()
    sequence = fields.IntField()
    saved_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "answer"
        unique_together = (("attempt", "question_id"),)
