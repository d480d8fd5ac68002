import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from uuid_utils.compat import uuid7

from api.certification.rules import CertificateState
from api.identity import Role
from courseware.sealed import Audience


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Account",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("email", fields.CharField(unique=True, max_length=254)),
                ("password_hash", fields.CharField(null=True, max_length=200)),
                (
                    "role",
                    fields.CharEnumField(
                        default=Role.PARTICIPANT,
                        description="PARTICIPANT: participant\nSTAFF: staff",
                        enum_type=Role,
                        max_length=20,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "account",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "One person with a proven address. Unproven ones never get here: see Registration.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CourseRelease",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("slug", fields.CharField(max_length=100)),
                ("digest", fields.CharField(max_length=64)),
                ("document", fields.TextField(unique=False)),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "course_release",
                "app": "jawara",
                "unique_together": (("slug", "digest"),),
                "pk_attr": "id",
                "table_description": "One published state of a class, never changed afterwards: whoever began with it stays with it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Course",
            fields=[
                ("slug", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=100)),
                (
                    "release",
                    fields.ForeignKeyField(
                        "jawara.CourseRelease",
                        source_field="release_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="offered_as",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("position", fields.IntField()),
                ("offered", fields.BooleanField(default=True)),
            ],
            options={
                "table": "course",
                "app": "jawara",
                "pk_attr": "slug",
                "table_description": "A class as it is offered now: which release new participants get, and in which place of the catalogue.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Enrolment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "jawara.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="enrolments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "course",
                    fields.ForeignKeyField(
                        "jawara.Course",
                        source_field="course_id",
                        db_constraint=True,
                        to_field="slug",
                        related_name="enrolments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "release",
                    fields.ForeignKeyField(
                        "jawara.CourseRelease",
                        source_field="release_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="enrolments",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "enrolment",
                "app": "jawara",
                "unique_together": (("account", "course"),),
                "pk_attr": "id",
                "table_description": "A participant in a class, on the release they began with.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attempt",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "enrolment",
                    fields.ForeignKeyField(
                        "jawara.Enrolment",
                        source_field="enrolment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="attempts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("paper", fields.TextField(unique=False)),
                ("started_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("deadline_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("score", fields.IntField(null=True)),
                ("passed", fields.BooleanField(null=True)),
                ("result", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "attempt",
                "app": "jawara",
                "unique_together": (("enrolment", "number"),),
                "pk_attr": "id",
                "table_description": "One try at the evaluation. Constraints hold one open attempt per enrolment, and a result when it is closed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Answer",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "attempt",
                    fields.ForeignKeyField(
                        "jawara.Attempt",
                        source_field="attempt_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="answers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("question_id", fields.CharField(max_length=100)),
                ("choices", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("sequence", fields.IntField()),
                ("saved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "answer",
                "app": "jawara",
                "unique_together": (("attempt", "question_id"),),
                "pk_attr": "id",
                "table_description": "The latest answer to one question of an attempt, `sequence` is the device's own count, the highest wins.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Certificate",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "enrolment",
                    fields.ForeignKeyField(
                        "jawara.Enrolment",
                        source_field="enrolment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="certificates",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.CharField(max_length=60)),
                ("version", fields.IntField()),
                ("code", fields.CharField(unique=True, max_length=30)),
                (
                    "state",
                    fields.CharEnumField(
                        default=CertificateState.VALID,
                        description="VALID: valid\nREPLACED: replaced\nREVOKED: revoked\nUNKNOWN: unknown",
                        enum_type=CertificateState,
                        max_length=20,
                    ),
                ),
                ("printed", fields.TextField(unique=False)),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("changed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("pdf_key", fields.CharField(null=True, max_length=200)),
                ("pdf_sha256", fields.CharField(null=True, max_length=64)),
                ("mailed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "certificate",
                "app": "jawara",
                "unique_together": (("number", "version"), ("enrolment", "version")),
                "pk_attr": "id",
                "table_description": "One version of a certificate, every printed word frozen. A constraint holds one valid version per enrolment.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LessonProgress",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "enrolment",
                    fields.ForeignKeyField(
                        "jawara.Enrolment",
                        source_field="enrolment_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="lessons",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("lesson_id", fields.CharField(max_length=100)),
                ("completed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "lesson_progress",
                "app": "jawara",
                "unique_together": (("enrolment", "lesson_id"),),
                "pk_attr": "id",
                "table_description": "A lesson that a participant completed, never taken back.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="NumberSequence",
            fields=[
                ("year", fields.IntField(primary_key=True, generated=False, unique=True, db_index=True)),
                ("last_given", fields.IntField()),
            ],
            options={
                "table": "number_sequence",
                "app": "jawara",
                "pk_attr": "year",
                "table_description": "The last number given out in a year. Taken inside the issuing transaction: no gap, no repeat.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutboxRow",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("job", fields.CharField(max_length=80)),
                ("args", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("tries", fields.IntField(default=0)),
                ("leased_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("dead_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("last_error", fields.TextField(null=True, unique=False)),
            ],
            options={
                "table": "outbox",
                "app": "jawara",
                "indexes": [Index(fields=["dead_at", "due_at"], name="outbox_due")],
                "pk_attr": "id",
                "table_description": "One thing to do. Done rows are deleted, a row with `dead_at` waits for a person and says why.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Profile",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "account",
                    fields.OneToOneField(
                        "jawara.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="profile",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("full_name", fields.CharField(max_length=120)),
                (
                    "group",
                    fields.CharEnumField(
                        description="COOPERATIVE: koperasi\nBUSINESS: umkm\nPROSPECTIVE: calon-wirausaha\nCOMPANION: pendamping",
                        enum_type=Audience,
                        max_length=20,
                    ),
                ),
                ("organisation", fields.CharField(null=True, max_length=120)),
                ("regency", fields.CharField(max_length=5)),
                ("consent_version", fields.CharField(max_length=20)),
                ("consented_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "profile",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "One participant's biodata.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Registration",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ("email", fields.CharField(db_index=True, max_length=254)),
                ("password_hash", fields.CharField(max_length=200)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("confirmed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "registration",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "A wish to have an account. Several may wait for one address, the link that is opened decides whose counts.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "jawara.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "One device signed in, its refresh tokens are a family that ends together.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RefreshToken",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "session",
                    fields.ForeignKeyField(
                        "jawara.Session",
                        source_field="session_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tokens",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("digest", fields.CharField(unique=True, max_length=64)),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("withdrawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("successor_id", fields.UUIDField(null=True)),
            ],
            options={
                "table": "refresh_token",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "A token by its SHA-256, the token itself is only in the browser's cookie.",
            },
            bases=["Model"],
        ),
    ]
