"""Which release a certificate is of, why it no longer counts, and where its unsigned PDF waits.

Certificates of before get the release that the class was completed on. Of an account that was erased only the
enrolment's own is still known.
"""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from api.checks import AddColumn, add_check, drop_check

CHECKS = (
    ("certificate", "certificate_has_release", "release <> ''"),
    ("certificate", "certificate_pdf_has_hash", "(pdf_key IS NULL) = (pdf_sha256 IS NULL)"),
)
RELEASES = """UPDATE certificate SET release = (
  SELECT course_release.digest FROM enrolment
  LEFT JOIN class_completion ON class_completion.enrolment_id = enrolment.id
  JOIN course_release ON course_release.id = COALESCE(class_completion.release_id, enrolment.release_id)
  WHERE enrolment.id = certificate.enrolment_id)"""


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await editor.client.execute_query(RELEASES)
    for check in CHECKS:
        await add_check(editor.client, *check)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for table, name, _ in CHECKS:
        await drop_check(editor.client, table, name)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0011_satisfaction")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        AddColumn(model_name="Certificate", name="release", field=fields.CharField(db_default="", max_length=64)),
        AddColumn(model_name="Certificate", name="reason", field=fields.TextField(null=True, unique=False)),
        AddColumn(model_name="Certificate", name="draft_key", field=fields.CharField(null=True, max_length=200)),
        ops.AddIndex(model_name="Certificate", index=Index(fields=("pdf_sha256",), name="certificate_pdf")),
        ops.RunPython(_add, _drop),
    ]
