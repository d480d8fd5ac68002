"""Biodata that are filled in field by field: sealed columns, groups, consents by purpose. Every row is carried over.

The table is made anew rather than altered: Tortoise's own rebuild on SQLite loses indexes and triggers. Meanwhile its
rows lie in `profile_carried`, in the old shape on the way up and on the way down.
"""

import json
from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps
from uuid_utils.compat import uuid7

from api.checks import add_check, add_partial_unique, drop_check, drop_index
from api.profiles.rules import CooperativePosition, Education, Gender, Purpose, TurnoverBand
from courseware.sealed import Audience

OLD = 'id, account_id, full_name, "group", organisation, regency, consent_version, consented_at, updated_at'
"""The columns of the old table."""

CHECKS = (
    (
        "profile",
        "profile_nik_sealed_and_indexed",
        "(nik IS NULL) = (nik_index IS NULL) AND (nik IS NULL OR nik LIKE 'v1.%')",
    ),
    (
        "profile",
        "profile_phone_sealed_and_indexed",
        "(phone IS NULL) = (phone_index IS NULL) AND (phone IS NULL OR phone LIKE 'v1.%')",
    ),
    ("profile", "profile_needs_sealed", "needs IS NULL OR needs LIKE 'v1.%'"),
    ("profile", "profile_confirmed_name_is_there", "name_confirmed_at IS NULL OR full_name IS NOT NULL"),
    (
        "profile",
        "profile_regions_inside_one_another",
        "(district IS NULL OR (regency IS NOT NULL AND substr(district, 1, 6) = regency || '.')) "
        "AND (village IS NULL OR (district IS NOT NULL AND substr(village, 1, 9) = district || '.'))",
    ),
    ("profile", "profile_workers_from_zero", "business_workers IS NULL OR business_workers >= 0"),
)
STANDING = ("consent", "consent_one_standing", "account_id, purpose, version", "withdrawn_at IS NULL")


async def _lay_aside(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await _run(editor, f"CREATE TABLE profile_carried AS SELECT {OLD} FROM profile")


async def _put_back(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    await _run(editor, f"INSERT INTO profile ({OLD}) SELECT {OLD} FROM profile_carried")
    await _run(editor, "DROP TABLE profile_carried")


async def _carry_over(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    """The id of a profile serves as the id of the one group and the one consent that come out of it."""
    await _run(
        editor,
        "INSERT INTO profile (id, account_id, full_name, regency, cooperative_name, business_name, updated_at) "
        "SELECT id, account_id, full_name, regency, "
        f"CASE WHEN \"group\" = '{Audience.COOPERATIVE}' THEN organisation END, "
        f"CASE WHEN \"group\" <> '{Audience.COOPERATIVE}' THEN organisation END, updated_at FROM profile_carried",
    )
    await _run(
        editor,
        'INSERT INTO profile_group (id, profile_id, audience) SELECT id, id, "group" FROM profile_carried',
    )
    await _run(
        editor,
        "INSERT INTO consent (id, account_id, purpose, version, given_at) "
        f"SELECT id, account_id, '{Purpose.TRAINING}', consent_version, consented_at FROM profile_carried",
    )
    await _run(editor, "DROP TABLE profile_carried")
    await _confirm_printed_names(editor)
    for check in CHECKS:
        await add_check(editor.client, *check)
    await add_partial_unique(editor.client, *STANDING)


async def _confirm_printed_names(editor: BaseSchemaEditor) -> None:
    """A name that stands on a certificate of its owner's was seen there; any other is still to be confirmed."""
    rows = await _run(
        editor,
        "SELECT profile.id, profile.full_name, certificate.printed, certificate.issued_at FROM certificate "
        "JOIN enrolment ON enrolment.id = certificate.enrolment_id "
        "JOIN profile ON profile.account_id = enrolment.account_id ORDER BY certificate.issued_at",
    )
    since, profile = ("$1", "$2") if editor.client.capabilities.dialect == "postgres" else ("?", "?")
    confirm = f"UPDATE profile SET name_confirmed_at = {since} WHERE id = {profile} AND name_confirmed_at IS NULL"
    for row in rows:
        if json.loads(row["printed"]).get("name") == row["full_name"]:
            await editor.client.execute_query(confirm, [row["issued_at"], row["id"]])


async def _carry_back(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    """What the old table can hold: complete biodata, one of their groups, a consent that stands. The rest is given up."""
    await drop_index(editor.client, STANDING[1])
    for table, name, _ in CHECKS:
        await drop_check(editor.client, table, name)
    await _run(
        editor,
        'CREATE TABLE profile_carried AS SELECT profile.id, profile.account_id, full_name, chosen.audience AS "group", '
        f"CASE WHEN chosen.audience = '{Audience.COOPERATIVE}' THEN cooperative_name ELSE business_name END "
        "AS organisation, regency, agreed.version AS consent_version, agreed.given_at AS consented_at, updated_at "
        "FROM profile "
        "JOIN profile_group AS chosen ON chosen.id = "
        "(SELECT id FROM profile_group WHERE profile_id = profile.id ORDER BY id LIMIT 1) "
        "JOIN consent AS agreed ON agreed.id = (SELECT id FROM consent WHERE account_id = profile.account_id "
        f"AND purpose = '{Purpose.TRAINING}' AND withdrawn_at IS NULL ORDER BY given_at DESC LIMIT 1) "
        "WHERE full_name IS NOT NULL AND regency IS NOT NULL",
    )


async def _run(editor: BaseSchemaEditor, statement: str) -> list[Any]:
    _, rows = await editor.client.execute_query(statement)
    return list(rows)


class Migration(migrations.Migration):
    dependencies = [("jawara", "0003_ways_in")]  # noqa: RUF012 - the framework's own form

    operations = [  # noqa: RUF012 - as above
        ops.RunPython(_lay_aside, _put_back),
        ops.DeleteModel(name="Profile"),
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
                ("full_name", fields.CharField(null=True, max_length=120)),
                ("name_confirmed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("nik", fields.CharField(null=True, max_length=120)),
                ("nik_index", fields.CharField(null=True, unique=True, max_length=64)),
                ("phone", fields.CharField(null=True, max_length=120)),
                ("phone_index", fields.CharField(null=True, db_index=True, max_length=64)),
                ("birth_date", fields.DateField(null=True)),
                (
                    "gender",
                    fields.CharEnumField(
                        null=True, description="FEMALE: female\nMALE: male", enum_type=Gender, max_length=20
                    ),
                ),
                (
                    "education",
                    fields.CharEnumField(
                        null=True,
                        description="NONE: none\nPRIMARY: primary\nJUNIOR: junior\nSENIOR: senior\nDIPLOMA: diploma\nBACHELOR: bachelor\nMASTER: master\nDOCTORATE: doctorate",
                        enum_type=Education,
                        max_length=20,
                    ),
                ),
                ("has_disability", fields.BooleanField(null=True)),
                ("needs", fields.TextField(null=True, unique=False)),
                ("regency", fields.CharField(null=True, max_length=5)),
                ("district", fields.CharField(null=True, max_length=8)),
                ("village", fields.CharField(null=True, max_length=13)),
                ("cooperative_name", fields.CharField(null=True, max_length=120)),
                ("cooperative_nik", fields.CharField(null=True, max_length=20)),
                (
                    "cooperative_position",
                    fields.CharEnumField(
                        null=True,
                        description="MEMBER: member\nMANAGEMENT: management\nSUPERVISOR: supervisor\nEMPLOYEE: employee",
                        enum_type=CooperativePosition,
                        max_length=20,
                    ),
                ),
                ("business_name", fields.CharField(null=True, max_length=120)),
                ("business_nib", fields.CharField(null=True, max_length=20)),
                ("business_sector", fields.CharField(null=True, max_length=5)),
                ("business_since", fields.IntField(null=True)),
                (
                    "business_turnover",
                    fields.CharEnumField(
                        null=True,
                        description="MICRO_LOW: micro_low\nMICRO: micro\nSMALL: small\nMEDIUM: medium",
                        enum_type=TurnoverBand,
                        max_length=20,
                    ),
                ),
                ("business_workers", fields.IntField(null=True)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "profile",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "One participant's biodata, filled in field by field. NIK, phone and needs are sealed, see sealing.py.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProfileGroup",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "profile",
                    fields.ForeignKeyField(
                        "jawara.Profile",
                        source_field="profile_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="groups",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "audience",
                    fields.CharEnumField(
                        description="COOPERATIVE: koperasi\nBUSINESS: umkm\nPROSPECTIVE: calon-wirausaha\nCOMPANION: pendamping",
                        enum_type=Audience,
                        max_length=20,
                    ),
                ),
            ],
            options={
                "table": "profile_group",
                "app": "jawara",
                "unique_together": (("profile", "audience"),),
                "pk_attr": "id",
                "table_description": "A group that a participant belongs to, one row for each.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Consent",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "jawara.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="consents",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "purpose",
                    fields.CharEnumField(
                        description="TRAINING: training\nREPORTING: reporting\nACCOMMODATION: accommodation",
                        enum_type=Purpose,
                        max_length=20,
                    ),
                ),
                ("version", fields.CharField(max_length=20)),
                ("given_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("withdrawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "consent",
                "app": "jawara",
                "pk_attr": "id",
                "table_description": "A consent to one purpose and version of the text. Rows stay, a withdrawal is noted in them.",
            },
            bases=["Model"],
        ),
        ops.RunPython(_carry_over, _carry_back),
    ]
