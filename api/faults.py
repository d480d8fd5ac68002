"""What a job that failed is called, and what stood in its way, in words for the office."""

import re
from enum import StrEnum

from api.refusal import Language, sentence
from certificates.signing import fault_in
from courseware import messages


class Cause(StrEnum):
    """What may stand in a job's way. Each has a sentence that says what to do: the catalogue's faults."""

    MAIL_SERVER = "mail_server"
    MAIL_RECIPIENT = "mail_recipient"
    MAIL_SIGN_IN = "mail_sign_in"
    MAIL_REFUSED = "mail_refused"
    BROWSER = "browser"
    WORDS = "words"
    SIGNING = "signing"
    STORAGE = "storage"
    FILE_GONE = "file_gone"
    FILE_ALTERED = "file_altered"
    DATABASE = "database"
    TIME = "time"
    WORKER = "worker"
    NO_JOB = "no_job"
    EVALUATION = "evaluation"
    STAFF_ACCOUNT = "staff_account"
    OTHER = "other"


# By the name of what was raised, with which a row's reason begins. The first that fits counts.
_KNOWN: tuple[tuple[str, Cause], ...] = (
    (r"SMTPRecipient(Refused|sRefused)\b", Cause.MAIL_RECIPIENT),
    (r"SMTPAuthenticationError\b", Cause.MAIL_SIGN_IN),
    (r"SMTP(Connect\w*|ServerDisconnected|Timeout\w*|ReadTimeoutError)\b", Cause.MAIL_SERVER),
    (r"SMTP\w+", Cause.MAIL_REFUSED),
    (r"(BrowserMissing|RenderFailed|TargetClosedError)\b", Cause.BROWSER),
    (r"CannotPrint\b", Cause.WORDS),
    (r"(\w*Sign\w*|\w*Pkcs11\w*|PKCS11\w*|\w*TimestampRe\w*)\b", Cause.SIGNING),
    (r"(FileNotFoundError|NotFoundError)\b", Cause.FILE_GONE),
    (r"StorageAway\b", Cause.STORAGE),
    (r"PdfAltered\b", Cause.FILE_ALTERED),
    (r"(OperationalError|DBConnectionError|InterfaceError|\w*CannotConnectNowError)\b", Cause.DATABASE),
    (r"TimeoutError\b", Cause.TIME),
    (r"PoolTooSmall\b", Cause.EVALUATION),
    (r"StaffAccountStays\b", Cause.STAFF_ACCOUNT),
    (r"Its worker ended", Cause.WORKER),
    (r"No job is named", Cause.NO_JOB),
)
_OF_THE_SYSTEM = re.compile(
    r"(\w*OSError|PermissionError|Connection\w*Error|\w*PermissionDenied\w*|GenericError|gaierror)\b"
)
"""Raised by whatever can't be reached or written: which, the job tells."""


def cause_of(job: str, reason: str) -> Cause:
    """What the reason in a row of this job comes to; OTHER where nobody has thought of it yet."""
    for pattern, cause in _KNOWN:
        if re.match(pattern, reason):
            return cause
    if _OF_THE_SYSTEM.match(reason):
        return Cause.MAIL_SERVER if is_letter(job) else Cause.STORAGE
    return Cause.OTHER


def is_letter(job: str) -> bool:
    """Whether the job sends a mail."""
    return job.partition(".")[2].startswith("mail")


def job_in_words(job: str, language: Language) -> str:
    """What the job was to do."""
    known = messages.catalogue(messages.Language(language)).subject("faults")
    return known.get(f"jobs.{job}") or known["jobs.unknown"].format(job=job)


def reason_in_words(job: str, reason: str, language: Language) -> str:
    """What happened, and what to do."""
    if fault := fault_in(reason):
        return sentence(f"Signing_{fault.name}", language)
    return cause_in_words(cause_of(job, reason), language)


def cause_in_words(cause: Cause, language: Language) -> str:
    """The same, as far as the cause tells."""
    return messages.catalogue(messages.Language(language)).say(f"faults.causes.{cause}")
