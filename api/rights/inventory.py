"""Where personal data live: every column of every table, and what lies outside them.

What is copied for a person, what the record of processing says and what an erasure leaves are read from here. A test
walks the tables and fails when one of their columns is missing; whoever adds a column decides here what it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tortoise.models import Model

from api.accounts import models as accounts
from api.audit import AuditEntry
from api.certification import models as certification
from api.evaluations import models as evaluations
from api.learning import models as learning
from api.outbox import OutboxRow
from api.profiles import models as profiles
from api.profiles.rules import PURPOSES
from api.reminders import models as reminders
from api.rights.models import DataRequest


class Processing(StrEnum):
    """An entry of the record of processing: why something is kept, on which ground, how long. Words: page/*.toml."""

    ACCOUNT = "account"
    SECURITY = "security"
    TRAINING = "training"
    REPORTING = "reporting"
    ACCOMMODATION = "accommodation"
    LEARNING = "learning"
    SATISFACTION = "satisfaction"
    CERTIFICATE = "certificate"
    RIGHTS = "rights"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Copied:
    """Part of the person's copy, under this key of the section."""

    key: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """About a person, but not in the copy, for this reason."""

    why: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A table whose rows are about somebody. All of it is erased, unless `kept` says why rows stay."""

    model: type[Model]
    section: str
    """Of the copy."""
    owner: tuple[str, ...]
    """Ways from a row to its account's id, or to its address where the name ends in email."""
    processing: Processing
    columns: Mapping[str, Copied | Withheld]
    kept: str = ""
    order: str = "id"
    """The column that tells the order of their making."""

    def processing_of(self, column: str) -> Processing:
        """Why this column is kept: in biodata each has the purpose that was consented to."""
        purpose = PURPOSES.get(column) if self.model is profiles.Profile else None
        return Processing(purpose.value) if purpose else self.processing


NUMBER = Withheld("a number of our own that tells nothing by itself")
LINK = Withheld("leads to a row that is copied in its own section")
INDEX = Withheld("a keyed index of a column that is copied")
SECRET = Withheld("opens the account; in a file it would be one more place to steal it from")
HASHES = Withheld("kind and time once more, and hashes of what the certificate's own row holds")
MACHINE = Withheld("only a machine can read it; the passkey's own device has it")


def _copied(names: str) -> dict[str, Copied | Withheld]:
    """Columns whose keys are their names as the API spells them: created_at becomes createdAt."""
    return {name: Copied(camel(name)) for name in names.split()}


def camel(name: str) -> str:
    """A name as the API spells it."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        accounts.Account,
        "account",
        ("id",),
        Processing.ACCOUNT,
        {"password_hash": Copied("hasPassword")} | _copied("id email role language created_at"),
    ),
    Holding(
        accounts.ExternalIdentity,
        "providers",
        ("account_id",),
        Processing.ACCOUNT,
        {"id": NUMBER, "account_id": LINK} | _copied("issuer subject email linked_at unlinked_at"),
    ),
    Holding(
        accounts.Passkey,
        "passkeys",
        ("account_id",),
        Processing.ACCOUNT,
        {"id": NUMBER, "account_id": LINK, "credential_id": MACHINE, "public_key": MACHINE, "sign_count": MACHINE}
        | _copied("name created_at last_used_at"),
    ),
    Holding(
        accounts.Session,
        "devices",
        ("account_id",),
        Processing.SECURITY,
        {"id": NUMBER, "account_id": LINK} | _copied("device way created_at last_used_at proven_at ended_at"),
    ),
    Holding(
        accounts.AddressChange,
        "addressChanges",
        ("account_id",),
        Processing.SECURITY,
        {"id": NUMBER, "account_id": LINK} | _copied("old_email new_email changed_at undone_at expires_at"),
    ),
    Holding(
        accounts.Registration,
        "registrations",
        ("email",),
        Processing.ACCOUNT,
        {"id": NUMBER, "password_hash": SECRET} | _copied("email language created_at confirmed_at expires_at"),
    ),
    Holding(
        accounts.Challenge,
        "codes",
        ("account_id", "email"),
        Processing.SECURITY,
        {"id": SECRET, "account_id": LINK} | _copied("kind email language created_at used_at tries expires_at"),
    ),
    Holding(
        profiles.Profile,
        "profile",
        ("account_id",),
        Processing.TRAINING,
        {"id": NUMBER, "account_id": LINK, "nik_index": INDEX, "phone_index": INDEX}
        | _copied("full_name name_confirmed_at nik phone birth_date gender education has_disability needs")
        | _copied("regency district village cooperative_name cooperative_nik cooperative_position")
        | _copied("business_name business_nib business_sector business_since business_turnover business_workers")
        | _copied("updated_at"),
    ),
    Holding(
        profiles.ProfileGroup,
        "groups",
        ("profile__account_id",),
        Processing.TRAINING,
        {"id": NUMBER, "profile_id": LINK, "audience": Copied("group")},
    ),
    Holding(
        profiles.Consent,
        "consents",
        ("account_id",),
        Processing.RIGHTS,
        {"id": NUMBER, "account_id": LINK} | _copied("purpose version given_at withdrawn_at"),
    ),
    Holding(
        learning.Enrolment,
        "classes",
        ("account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "account_id": LINK, "course_id": Copied("class"), "release_id": Copied("title")}
        | _copied("started_at"),
        kept="where a certificate was issued: through this row it has its class, and an empty account",
    ),
    Holding(
        learning.LessonProgress,
        "lessons",
        ("enrolment__account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "enrolment_id": Copied("class"), "lesson_id": Copied("lesson")} | _copied("completed_at"),
    ),
    Holding(
        learning.ClassCompletion,
        "completions",
        ("enrolment__account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "enrolment_id": Copied("class"), "release_id": Copied("title")} | _copied("completed_at"),
    ),
    Holding(
        learning.ReadLesson,
        "readLessons",
        ("enrolment__account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "enrolment_id": Copied("class"), "lesson_id": Copied("lesson")} | _copied("read_at"),
    ),
    Holding(
        learning.AnsweredCheck,
        "answeredChecks",
        ("enrolment__account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "enrolment_id": Copied("class"), "check_id": Copied("question")} | _copied("answered_at"),
    ),
    Holding(
        learning.WatchedVideo,
        "watchedVideos",
        ("enrolment__account_id",),
        Processing.LEARNING,
        {
            "id": NUMBER,
            "enrolment_id": Copied("class"),
            "video_id": Copied("video"),
            "percent": Copied("watchedPercent"),
        }
        | _copied("transcript_read noted_at"),
    ),
    Holding(
        learning.ReadingPlace,
        "places",
        ("enrolment__account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "enrolment_id": Copied("class"), "lesson_id": Copied("lesson"), "made_at": Copied("placeAt")}
        | _copied("heading noted_at"),
    ),
    Holding(
        evaluations.Attempt,
        "attempts",
        ("enrolment__account_id",),
        Processing.LEARNING,
        {
            "id": NUMBER,
            "enrolment_id": Copied("class"),
            "paper": Withheld("holds the answer key; what was answered is copied with its question"),
            "result": Copied("topics"),
        }
        | _copied("number started_at deadline_at grace_minutes closed_at score passed receipt_code"),
    ),
    Holding(
        evaluations.Answer,
        "answers",
        ("attempt__enrolment__account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "attempt_id": Copied("attempt"), "question_id": Copied("question"), "given": Copied("chosen")}
        | _copied("sequence saved_at made_at spent_seconds"),
    ),
    Holding(
        evaluations.Accommodation,
        "accommodations",
        ("account_id",),
        Processing.ACCOMMODATION,
        {"id": NUMBER, "account_id": LINK, "course_id": Copied("class")}
        | _copied("percent minutes reason set_at ended_at"),
    ),
    Holding(
        evaluations.Rescoring,
        "rescorings",
        ("attempt__enrolment__account_id",),
        Processing.LEARNING,
        {
            "id": NUMBER,
            "attempt_id": Copied("attempt"),
            "withdrawal_id": Copied("question"),
            "old_result": Copied("oldTopics"),
            "new_result": Copied("newTopics"),
        }
        | _copied("old_score old_passed new_score new_passed rescored_at"),
    ),
    Holding(
        evaluations.Satisfaction,
        "satisfaction",
        ("enrolment__account_id",),
        Processing.SATISFACTION,
        {"id": NUMBER, "enrolment_id": Copied("class")}
        | _copied("relevance clarity length access recommendation comment given_at changed_at declined_at"),
    ),
    Holding(
        reminders.Reminder,
        "reminders",
        ("enrolment__account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "enrolment_id": Copied("class")} | _copied("number ordered_at"),
    ),
    Holding(
        reminders.ReminderStop,
        "reminderStops",
        ("account_id",),
        Processing.LEARNING,
        {"id": NUMBER, "account_id": LINK} | _copied("stopped_at"),
    ),
    Holding(
        certification.Certificate,
        "certificates",
        ("enrolment__account_id",),
        Processing.CERTIFICATE,
        {"id": NUMBER, "enrolment_id": LINK, "draft_key": NUMBER, "pdf_key": Copied("file")}
        | _copied("number version code state printed issued_at changed_at reason release pdf_sha256 mailed_at"),
        kept="whoever is shown a certificate must be able to check it years later: what is printed, and its state",
    ),
    Holding(
        certification.CertificateEvent,
        "certificateEvents",
        ("certificate__enrolment__account_id",),
        Processing.CERTIFICATE,
        {
            "index": Copied("entry"),
            "certificate_id": LINK,
            "leaf": HASHES,
            "at": Copied("loggedAt"),
        }
        | _copied("kind"),
        kept="the log that shows that no certificate was altered or back-dated; it holds hashes and no name",
        order="index",
    ),
    Holding(
        DataRequest,
        "requests",
        ("account_id",),
        Processing.RIGHTS,
        {"id": NUMBER, "account_id": LINK} | _copied("kind asked_at due_at done_at text answer"),
        kept="of an erasure the moments when it was asked for and done, to account for it, without anybody's name",
    ),
    Holding(
        AuditEntry,
        "deeds",
        ("actor_id",),
        Processing.OFFICE,
        {"id": NUMBER, "actor_id": LINK, "actor_kind": Copied("actor"), "at": Copied("doneAt"), "request_id": NUMBER}
        | _copied("deed subject reason facts"),
        kept="the office answers for what its staff did; without the account its number leads to nobody",
    ),
    # Last: months of them would bury what people look for.
    Holding(
        accounts.RefreshToken,
        "renewals",
        ("session__account_id",),
        Processing.SECURITY,
        {"id": NUMBER, "session_id": LINK, "successor_id": LINK, "digest": SECRET}
        | _copied("issued_at used_at withdrawn_at expires_at"),
    ),
)

IMPERSONAL: Mapping[type[Model], str] = {
    learning.Course: "what is taught",
    learning.CourseRelease: "what is taught",
    learning.Publication: "when what is taught was offered",
    evaluations.WithdrawnQuestion: "which questions count no more; who withdrew them stands in the audit trail",
    reminders.ReminderSwitch: "whether the office sends reminders",
    certification.NumberSequence: "the last number given out in a year",
    OutboxRow: "what is to be done, by ids alone, and why it failed, without addresses",
}

OUTBOX_ARGUMENTS: Mapping[str, type[Model] | None] = {
    "account_id": accounts.Account,
    "session_id": accounts.Session,
    "registration_id": accounts.Registration,
    "challenge_id": accounts.Challenge,
    "change_id": accounts.AddressChange,
    "identity_id": accounts.ExternalIdentity,
    "passkey_id": accounts.Passkey,
    "attempt_id": evaluations.Attempt,
    "enrolment_id": learning.Enrolment,
    "certificate_id": certification.Certificate,
    "consent_id": profiles.Consent,
    "request_id": DataRequest,
    "reminder_id": reminders.Reminder,
    "withdrawal_id": evaluations.WithdrawnQuestion,
    "course": None,
    "event": None,
}
"""Ids of rows above, `course`, a class, and `event`, which tells one letter from the next. Once the rows are gone they
lead nowhere."""

ELSEWHERE: Mapping[str, str] = {
    "storage certificates/<year>/<id>-<sha256>.pdf": "the certificate itself; kept like its row",
    "storage drafts/<id>-<sha256>.pdf": "the certificate before it is signed; deleted once it is",
    "limits": "hashes of addresses, accounts and networks under a key; each ends by itself within a day",
    "logs": "ids of requests and rows; no address, no name, no query",
    "mail": "letters are handed to the mail server and not kept",
    "backups": "everything above as it was then, until they are written over: see docs/operations.md",
}
