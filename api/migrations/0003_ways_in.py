from tortoise import migrations
from tortoise.migrations import operations as ops
from api.accounts.rules import ChallengeKind, SignInWay
from tortoise.fields.base import OnDelete
from uuid_utils.compat import uuid7
from tortoise import fields
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state_apps import StateApps

from api.checks import add_check, drop_check

# What the ORM does not emit.
CHECKS = (
    ("challenge", "challenge_answered_by_somebody", "kind = 'passkey' OR email IS NOT NULL OR account_id IS NOT NULL"),
    ("challenge", "challenge_few_tries", "tries BETWEEN 0 AND 5"),
    ("challenge", "challenge_has_time", "expires_at > created_at"),
    ("passkey", "passkey_counts_up", "sign_count >= 0"),
    ("address_change", "address_change_changes", "old_email <> new_email"),
)


async def _add(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for check in CHECKS:
        await add_check(editor.client, *check)


async def _drop(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    for table, name, _ in CHECKS:
        await drop_check(editor.client, table, name)


async def _nothing(_apps: StateApps, _editor: BaseSchemaEditor) -> None:
    pass


async def _put_index_back(_apps: StateApps, editor: BaseSchemaEditor) -> None:
    """SQLite's way of dropping a column builds the table anew, without its index."""
    index = 'CREATE INDEX IF NOT EXISTS "idx_registratio_email_359d01" ON "registration" ("email")'
    await editor.client.execute_query(index)


class Migration(migrations.Migration):
    dependencies = [('jawara', '0002_constraints')]

    initial = False

    operations = [
        # First forwards, so last on the way back.
        ops.RunPython(_nothing, _put_index_back),
        ops.CreateModel(
            name='AddressChange',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('jawara.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='address_changes', on_delete=OnDelete.CASCADE)),
                ('old_email', fields.CharField(max_length=254)),
                ('new_email', fields.CharField(max_length=254)),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('undone_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'address_change', 'app': 'jawara', 'pk_attr': 'id', 'table_description': 'An address that was left for another, kept while its owner can undo it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Challenge',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('kind', fields.CharEnumField(description='SIGN_IN: sign-in\nPROOF: proof\nNEW_ADDRESS: new-address\nRECOVERY: recovery\nPASSKEY: passkey', enum_type=ChallengeKind, max_length=20)),
                ('account', fields.ForeignKeyField('jawara.Account', source_field='account_id', null=True, db_constraint=True, to_field='id', related_name='challenges', on_delete=OnDelete.CASCADE)),
                ('email', fields.CharField(null=True, max_length=254)),
                ('language', fields.CharField(db_default='id', max_length=2)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('tries', fields.IntField(default=0)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'challenge', 'app': 'jawara', 'pk_attr': 'id', 'table_description': 'Something to answer before a deed is done, answered once. The code itself is nowhere, it follows from the id.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ExternalIdentity',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('jawara.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='identities', on_delete=OnDelete.CASCADE)),
                ('issuer', fields.CharField(max_length=200)),
                ('subject', fields.CharField(max_length=255)),
                ('email', fields.CharField(max_length=254)),
                ('linked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('unlinked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'external_identity', 'app': 'jawara', 'unique_together': (('issuer', 'subject'), ('account', 'issuer')), 'pk_attr': 'id', 'table_description': 'An account of a provider that opens one of ours. The subject is who it is, the address only what they told.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Passkey',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                ('account', fields.ForeignKeyField('jawara.Account', source_field='account_id', db_constraint=True, to_field='id', related_name='passkeys', on_delete=OnDelete.CASCADE)),
                ('credential_id', fields.CharField(unique=True, max_length=1400)),
                ('public_key', fields.TextField(unique=False)),
                ('sign_count', fields.BigIntField()),
                ('name', fields.CharField(max_length=60)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('last_used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'passkey', 'app': 'jawara', 'pk_attr': 'id', 'table_description': 'A WebAuthn credential, of which we hold the public half.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Account',
            name='language',
            field=fields.CharField(db_default='id', max_length=2),
        ),
        ops.AddField(
            model_name='Registration',
            name='language',
            field=fields.CharField(db_default='id', max_length=2),
        ),
        ops.AddField(
            model_name='Session',
            name='device',
            field=fields.CharField(db_default='', max_length=80),
        ),
        ops.AddField(
            model_name='Session',
            name='last_used_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Session',
            name='proven_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Session',
            name='way',
            field=fields.CharEnumField(description='PASSWORD: password\nCODE: code\nGOOGLE: google\nPASSKEY: passkey\nLINK: link', db_default='password', enum_type=SignInWay, max_length=20),
        ),
        ops.RunPython(_add, _drop),
    ]
