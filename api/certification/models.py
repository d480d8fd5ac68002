"""Tables of certificates and their numbers."""

from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from uuid_utils.compat import uuid7

from api.certification.entries import EventKind
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
        indexes = (Index(fields=("pdf_sha256",), name="certificate_pdf"),)


class NumberSequence(Model):
    """The last number given out in a year. Taken inside the issuing transaction: no gap, no repeat."""

    year = fields.IntField(primary_key=True, generated=False)
    last_given = fields.IntField()

    class Meta(Model.Meta):
        table = "number_sequence"


class CertificateEvent(Model):
    """An entry of the log that only grows. The index counts from 0 without a gap, the leaf is what its hash is of."""

    index = fields.IntField(primary_key=True, generated=False)
    kind = fields.CharEnumField(EventKind, max_length=20)
    certificate: fields.ForeignKeyRelation[Certificate] = fields.ForeignKeyField(
        "jawara.Certificate", "events", on_delete=fields.RESTRICT
    )
    certificate_id: UUID
    at = fields.DatetimeField()
    leaf = fields.TextField()

    class Meta(Model.Meta):
        table = "certificate_event"
        indexes = (Index(fields=("certificate_id",), name="certificate_event_certificate"),)
