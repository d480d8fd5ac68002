"""Tables of published classes, enrolments and progress."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.accounts.models import Account


class CourseRelease(Model):
    """One published state of a class, never changed afterwards: whoever began with it stays with it."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    slug = fields.CharField(100)
    digest = fields.CharField(64)
    document = fields.TextField()
    published_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "course_release"
        unique_together = (("slug", "digest"),)


class Publication(Model):
    """A moment at which classes were offered: which releases, in the order of the catalogue, and from which commit."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    number = fields.IntField(unique=True)
    digest = fields.CharField(64)
    releases = fields.JSONField[list[str]]()
    commit = fields.CharField(64, default="")
    note = fields.CharField(300, default="")
    is_roll_back = fields.BooleanField(default=False)
    published_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "publication"


class Course(Model):
    """A class as it is offered now: which release new participants get, and in which place of the catalogue."""

    slug = fields.CharField(100, primary_key=True)
    release: fields.ForeignKeyRelation[CourseRelease] = fields.ForeignKeyField(
        "jawara.CourseRelease", "offered_as", on_delete=fields.RESTRICT
    )
    release_id: UUID
    position = fields.IntField()
    offered = fields.BooleanField(default=True)

    class Meta(Model.Meta):
        table = "course"


class Enrolment(Model):
    """A participant in a class, on the release they began with."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "jawara.Account", "enrolments", on_delete=fields.RESTRICT
    )
    account_id: UUID
    course: fields.ForeignKeyRelation[Course] = fields.ForeignKeyField(
        "jawara.Course", "enrolments", on_delete=fields.RESTRICT
    )
    course_id: str
    release: fields.ForeignKeyRelation[CourseRelease] = fields.ForeignKeyField(
        "jawara.CourseRelease", "enrolments", on_delete=fields.RESTRICT
    )
    release_id: UUID
    started_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "enrolment"
        unique_together = (("account", "course"),)


class LessonProgress(Model):
    """A lesson that a participant completed, never taken back."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "jawara.Enrolment", "lessons", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    lesson_id = fields.CharField(100)
    completed_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "lesson_progress"
        unique_together = (("enrolment", "lesson_id"),)


class ClassCompletion(Model):
    """That every lesson of a class was completed, and on which release: never taken back, whatever comes later."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.OneToOneRelation[Enrolment] = fields.OneToOneField(
        "jawara.Enrolment", "completion", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    release: fields.ForeignKeyRelation[CourseRelease] = fields.ForeignKeyField(
        "jawara.CourseRelease", "completions", on_delete=fields.RESTRICT
    )
    release_id: UUID
    completed_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "class_completion"


class ReadLesson(Model):
    """A lesson that was read to its end and waits for more: for an answered check, for a video."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "jawara.Enrolment", "read_lessons", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    lesson_id = fields.CharField(100)
    read_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "read_lesson"
        unique_together = (("enrolment", "lesson_id"),)


class AnsweredCheck(Model):
    """A check that a participant answered, right or wrong, when first. What was answered is kept nowhere."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "jawara.Enrolment", "answered_checks", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    check_id = fields.CharField(100)
    answered_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "answered_check"
        unique_together = (("enrolment", "check_id"),)


class WatchedVideo(Model):
    """How far a participant watched a video, in percent, and whether they read its transcript: it only grows."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "jawara.Enrolment", "watched_videos", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    video_id = fields.CharField(100)
    percent = fields.IntField()
    transcript_read = fields.BooleanField(default=False)
    noted_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "watched_video"
        unique_together = (("enrolment", "video_id"),)


class ReadingPlace(Model):
    """Where a participant was last in a class: the lesson, and the heading above what they read."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.OneToOneRelation[Enrolment] = fields.OneToOneField(
        "jawara.Enrolment", "place", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    lesson_id = fields.CharField(100)
    heading = fields.CharField(200, default="")
    made_at = fields.DatetimeField()
    noted_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "reading_place"
