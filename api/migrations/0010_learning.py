"""What a class may ask for besides reading: answered checks and watched videos; and where a reader was last."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from uuid_utils.compat import uuid7

from api.checks import add_check, drop_check

CHECK = ("watched_video", "watched_video_percent", "percent BETWEEN 0 AND 100")


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await add_check(editor.client, *CHECK)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await drop_check(editor.client, *CHECK[:2])


class Migration(migrations.Migration):
    dependencies = [("jawara", "0009_lease")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        ops.CreateModel(
            name='AnsweredCheck',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('enrolment', fields.ForeignKeyField('jawara.Enrolment', source_field='enrolment_id', db_constraint=True, to_field='id', related_name='answered_checks', on_delete=OnDelete.RESTRICT)),
                ('check_id', fields.CharField(max_length=100)),
                ('answered_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'answered_check', 'app': 'jawara', 'unique_together': (('enrolment', 'check_id'),), 'pk_attr': 'id', 'table_description': 'A check that a participant answered, right or wrong, when first. What was answered is kept nowhere.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ReadLesson',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('enrolment', fields.ForeignKeyField('jawara.Enrolment', source_field='enrolment_id', db_constraint=True, to_field='id', related_name='read_lessons', on_delete=OnDelete.RESTRICT)),
                ('lesson_id', fields.CharField(max_length=100)),
                ('read_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'read_lesson', 'app': 'jawara', 'unique_together': (('enrolment', 'lesson_id'),), 'pk_attr': 'id', 'table_description': 'A lesson that was read to its end and waits for more: for an answered check, for a video.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ReadingPlace',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('enrolment', fields.OneToOneField('jawara.Enrolment', source_field='enrolment_id', db_constraint=True, to_field='id', related_name='place', on_delete=OnDelete.RESTRICT)),
                ('lesson_id', fields.CharField(max_length=100)),
                ('heading', fields.CharField(default='', max_length=200)),
                ('made_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('noted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'reading_place', 'app': 'jawara', 'pk_attr': 'id', 'table_description': 'Where a participant was last in a class: the lesson, and the heading above what they read.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='WatchedVideo',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('enrolment', fields.ForeignKeyField('jawara.Enrolment', source_field='enrolment_id', db_constraint=True, to_field='id', related_name='watched_videos', on_delete=OnDelete.RESTRICT)),
                ('video_id', fields.CharField(max_length=100)),
                ('percent', fields.IntField()),
                ('transcript_read', fields.BooleanField(default=False)),
                ('noted_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'watched_video', 'app': 'jawara', 'unique_together': (('enrolment', 'video_id'),), 'pk_attr': 'id', 'table_description': 'How far a participant watched a video, in percent, and whether they read its transcript: it only grows.'},
            bases=['Model'],
        ),
        ops.RunPython(_add, _drop),
    ]
