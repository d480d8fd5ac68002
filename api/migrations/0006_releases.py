"""Publications, withdrawn questions, completed classes and the audit trail; what there was before is carried over."""

import functools
import json
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from uuid_utils.compat import uuid7

from api.audit import ActorKind, Deed
from api.checks import add_check, allow_changes, drop_check, forbid_changes
from courseware.sealed_release import digest_of

CHECKS = (
    ("publication", "publication_numbers_from_one", "number >= 1"),
    ("rescoring", "rescoring_never_worse", "new_score >= old_score AND new_passed >= old_passed"),
    ("rescoring", "rescoring_scores_are_percent", "old_score >= 0 AND new_score <= 100"),
    ("withdrawn_question", "withdrawn_question_has_reason", "reason <> ''"),
    (
        "audit_entry",
        "audit_entry_of_somebody",
        "(actor_kind = 'staff') = (actor_id IS NOT NULL)",
    ),
)
ONLY_GROW = ("audit_entry", "publication")


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for check in CHECKS:
        await add_check(editor.client, *check)
    await _adopt_what_is_offered(editor)
    await _note_completions(editor)
    for table in ONLY_GROW:
        await forbid_changes(editor.client, table)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for table in ONLY_GROW:
        await allow_changes(editor.client, table)
    for table, name, _ in CHECKS:
        await drop_check(editor.client, table, name)


async def _adopt_what_is_offered(editor: BaseSchemaEditor) -> None:
    """The classes on offer are the first publication: the next one has something to be compared with."""
    offered = await _run(
        editor,
        "SELECT course_release.id, course_release.document, course_release.published_at FROM course "
        "JOIN course_release ON course_release.id = course.release_id WHERE course.offered ORDER BY position, course.slug",
    )
    if offered:
        insert = (
            'INSERT INTO publication (id, number, digest, releases, "commit", note, is_roll_back, published_at) '
            f"VALUES ({_marks(editor, 8)})"
        )
        digest = digest_of(row["document"] for row in offered)
        releases = json.dumps([str(row["id"]) for row in offered])
        published_at = max(row["published_at"] for row in offered)
        await editor.client.execute_query(
            insert, [str(uuid7()), 1, digest, releases, "", "", False, published_at]
        )


async def _note_completions(editor: BaseSchemaEditor) -> None:
    """Whoever had completed every lesson of their release keeps it so. The enrolment's id serves as the row's."""
    for release in await _run(editor, "SELECT id, document FROM course_release"):
        lessons = [lesson["id"] for lesson in json.loads(release["document"]).get("lessons", [])]
        if lessons:
            first, *others = _marks(editor, 1 + len(lessons)).split(", ")
            insert = (
                "INSERT INTO class_completion (id, enrolment_id, release_id, completed_at) "
                "SELECT enrolment.id, enrolment.id, enrolment.release_id, max(lesson_progress.completed_at) "
                "FROM enrolment JOIN lesson_progress ON lesson_progress.enrolment_id = enrolment.id "
                f"WHERE enrolment.release_id = {first} AND lesson_id IN ({', '.join(others)}) "
                f"GROUP BY enrolment.id, enrolment.release_id HAVING count(*) = {len(lessons)}"
            )
            await editor.client.execute_query(insert, [release["id"], *lessons])


def _marks(editor: BaseSchemaEditor, count: int) -> str:
    numbered = editor.client.capabilities.dialect == "postgres"
    return ", ".join(f"${number}" if numbered else "?" for number in range(1, count + 1))


async def _run(editor: BaseSchemaEditor, statement: str) -> list:
    _, rows = await editor.client.execute_query(statement)
    return list(rows)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0005_rights")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        ops.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('deed', fields.CharEnumField(description='RELEASE_PUBLISHED: release_published\nRELEASE_ROLLED_BACK: release_rolled_back\nQUESTION_WITHDRAWN: question_withdrawn\nREQUEST_ANSWERED: request_answered\nJOB_RETRIED: job_retried\nSTAFF_MADE: staff_made', enum_type=Deed, max_length=40)),
                ('actor_kind', fields.CharEnumField(description='STAFF: staff\nPUBLISHER: publisher\nOPERATOR: operator', enum_type=ActorKind, max_length=20)),
                ('actor_id', fields.UUIDField(null=True)),
                ('subject', fields.CharField(max_length=200)),
                ('reason', fields.TextField(default='', unique=False)),
                ('facts', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('request_id', fields.UUIDField(null=True)),
            ],
            options={'table': 'audit_entry', 'app': 'jawara', 'indexes': [Index(fields=['actor_id'], name='audit_entry_actor')], 'pk_attr': 'id', 'table_description': 'A deed that was done, never changed and never deleted.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ClassCompletion',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('enrolment', fields.OneToOneField('jawara.Enrolment', source_field='enrolment_id', db_constraint=True, to_field='id', related_name='completion', on_delete=OnDelete.RESTRICT)),
                ('release', fields.ForeignKeyField('jawara.CourseRelease', source_field='release_id', db_constraint=True, to_field='id', related_name='completions', on_delete=OnDelete.RESTRICT)),
                ('completed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'class_completion', 'app': 'jawara', 'pk_attr': 'id', 'table_description': 'That every lesson of a class was completed, and on which release: never taken back, whatever comes later.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Publication',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('number', fields.IntField(unique=True)),
                ('digest', fields.CharField(max_length=64)),
                ('releases', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('commit', fields.CharField(default='', max_length=64)),
                ('note', fields.CharField(default='', max_length=300)),
                ('is_roll_back', fields.BooleanField(default=False)),
                ('published_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'publication', 'app': 'jawara', 'pk_attr': 'id', 'table_description': "A moment at which classes were offered: which releases, in the order of the catalogue, and from which commit."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='WithdrawnQuestion',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('course', fields.ForeignKeyField('jawara.Course', source_field='course_id', db_constraint=True, to_field='slug', related_name='withdrawn_questions', on_delete=OnDelete.RESTRICT)),
                ('question_id', fields.CharField(max_length=100)),
                ('reason', fields.TextField(unique=False)),
                ('withdrawn_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('finished_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'withdrawn_question', 'app': 'jawara', 'unique_together': (('course', 'question_id'),), 'pk_attr': 'id', 'table_description': 'A question that counts no more in its class, whatever release asks it. Finished when all papers were seen to.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Rescoring',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('attempt', fields.ForeignKeyField('jawara.Attempt', source_field='attempt_id', db_constraint=True, to_field='id', related_name='rescorings', on_delete=OnDelete.RESTRICT)),
                ('withdrawal', fields.ForeignKeyField('jawara.WithdrawnQuestion', source_field='withdrawal_id', db_constraint=True, to_field='id', related_name='rescorings', on_delete=OnDelete.RESTRICT)),
                ('old_score', fields.IntField()),
                ('old_passed', fields.BooleanField()),
                ('old_result', fields.TextField(unique=False)),
                ('new_score', fields.IntField()),
                ('new_passed', fields.BooleanField()),
                ('new_result', fields.TextField(unique=False)),
                ('rescored_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'rescoring', 'app': 'jawara', 'unique_together': (('attempt', 'withdrawal'),), 'pk_attr': 'id', 'table_description': 'What a closed attempt came to before and after a question was withdrawn. Constraints hold that none is worse.'},
            bases=['Model'],
        ),
        ops.RunPython(_add, _drop),
    ]
