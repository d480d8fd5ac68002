"""Tables of attempts and answers."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.accounts.models import Account
from api.learning.models import Course, Enrolment


class Attempt(Model):
    """One try at the evaluation. Constraints hold one open attempt per enrolment, and a result and a receipt's code of
    its own when it is closed.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "jawara.Enrolment", "attempts", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    number = fields.IntField()
    paper = fields.TextField()
    started_at = fields.DatetimeField()
    deadline_at = fields.DatetimeField()
    # Attempts of before could be answered for a minute after their deadline, and still can.
    grace_minutes = fields.IntField(db_default=1)
    closed_at = fields.DatetimeField(null=True)
    score = fields.IntField(null=True)
    passed = fields.BooleanField(null=True)
    result = fields.TextField(null=True)
    receipt_code = fields.CharField(20, null=True)

    class Meta(Model.Meta):
        table = "attempt"
        unique_together = (("enrolment", "number"),)


class Answer(Model):
    """The latest answer to one question of an attempt, `sequence` is the device's own count, the highest wins.

    It arrived at `saved_at` and was made at `made_at`; `spent_seconds` is how long its question was on the screen.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    attempt: fields.ForeignKeyRelation[Attempt] = fields.ForeignKeyField(
        "jawara.Attempt", "answers", on_delete=fields.RESTRICT
    )
    attempt_id: UUID
    question_id = fields.CharField(100)
    given = fields.JSONField[list[str]]()
    sequence = fields.IntField()
    saved_at = fields.DatetimeField()
    made_at = fields.DatetimeField(null=True)
    spent_seconds = fields.IntField(null=True)

    class Meta(Model.Meta):
        table = "answer"
        unique_together = (("attempt", "question_id"),)


class WithdrawnQuestion(Model):
    """A question that counts no more in its class, whatever release asks it. Finished when all papers were seen to."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    course: fields.ForeignKeyRelation[Course] = fields.ForeignKeyField(
        "jawara.Course", "withdrawn_questions", on_delete=fields.RESTRICT
    )
    course_id: str
    question_id = fields.CharField(100)
    reason = fields.TextField()
    withdrawn_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "withdrawn_question"
        unique_together = (("course", "question_id"),)


class Rescoring(Model):
    """What a closed attempt came to before and after a question was withdrawn. Constraints hold that none is worse."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    attempt: fields.ForeignKeyRelation[Attempt] = fields.ForeignKeyField(
        "jawara.Attempt", "rescorings", on_delete=fields.RESTRICT
    )
    attempt_id: UUID
    withdrawal: fields.ForeignKeyRelation[WithdrawnQuestion] = fields.ForeignKeyField(
        "jawara.WithdrawnQuestion", "rescorings", on_delete=fields.RESTRICT
    )
    withdrawal_id: UUID
    old_score = fields.IntField()
    old_passed = fields.BooleanField()
    old_result = fields.TextField()
    new_score = fields.IntField()
    new_passed = fields.BooleanField()
    new_result = fields.TextField()
    rescored_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "rescoring"
        unique_together = (("attempt", "withdrawal"),)


class Accommodation(Model):
    """More time for a person, in one class or in all, until it is ended. The reason is sealed, see sealing.py."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("jawara.Account", "accommodations")
    account_id: UUID
    course: fields.ForeignKeyNullableRelation[Course] = fields.ForeignKeyField(
        "jawara.Course", "accommodations", null=True, on_delete=fields.RESTRICT
    )
    course_id: str | None
    percent = fields.IntField(null=True)
    minutes = fields.IntField(null=True)
    reason = fields.TextField()
    set_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "accommodation"


class Satisfaction(Model):
    """How somebody liked a class, or that they would rather not say. The comment is sealed, a check holds the scale."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.OneToOneRelation[Enrolment] = fields.OneToOneField(
        "jawara.Enrolment", "satisfaction", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    relevance = fields.IntField(null=True)
    clarity = fields.IntField(null=True)
    length = fields.IntField(null=True)
    access = fields.IntField(null=True)
    recommendation = fields.IntField(null=True)
    comment = fields.TextField(null=True)
    given_at = fields.DatetimeField(null=True)
    changed_at = fields.DatetimeField(null=True)
    declined_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "satisfaction"
