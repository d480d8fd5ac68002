"""Tables of certificates and their numbers."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.certification.rules import CertificateState
from api.learning.models import Enrolment
from api.settings import LONGEST_NUMBER


class Certificate(Model):
    """One version of a certificate, every printed word frozen. A constraint holds one valid version per enrolment.

    `release` is the digest of the class's release that was completed, `reason` why the certificate no longer counts,
    `draft_key` where the unsigned PDF waits to be signed.
    """

    id = fields.UUIDField(primary_key=True, default=uuid7)
    enrolment: fields.ForeignKeyRelation[Enrolment] = fields.ForeignKeyField(
        "jawara.Enrolment", "certificates", on_delete=fields.RESTRICT
    )
    enrolment_id: UUID
    number = fields.CharField(LONGEST_NUMBER)
    version = fields.IntField()
    code = fields.CharField(30, unique=True)
    state = fields.CharEnumField(CertificateState, max_length=20, default=CertificateState.VALID)
    printed = fields.TextField()
    issued_at = fields.DatetimeField()
    changed_at = fields.DatetimeField(null=True)
    reason = fields.TextField(null=True)
    release = fields.CharField(64, db_default="")
    draft_key = fields.CharField(200, null=True)
    pdf_key = fields.CharField(200, null=True)
    pdf_sha256 = fields.CharField(64, null=True)
    mailed_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "certificate"
        unique_together = (("number", "version"), ("enrolment", "version"))


class NumberSequence(Model):
    """The last number given out in a year. Taken inside the issuing transaction: no gap, no repeat."""

    year = fields.IntField(primary_key=True, generated=False)
    last_given = fields.IntField()

    class Meta(Model.Meta):
        table = "number_sequence"
