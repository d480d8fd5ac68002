"""Failed jobs in plain words: each job has a name, each cause says what to do, and what is unknown is said to be so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.faults import Cause, cause_in_words, cause_of, job_in_words
from api.refusal import LANGUAGES, Language
from api.worker import JOBS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_job_of_the_worker_has_a_name_of_its_own(language: Language) -> None:
    """Nobody at the office knows what certification.mail_again is."""
    named = [job_in_words(job, language) for job in JOBS]
    assert len(set(named)) == len(JOBS)
    assert not any(job in name for job, name in zip(JOBS, named, strict=True))
    assert job_in_words("lost.and_gone", language).endswith("(lost.and_gone)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_says_what_happened_and_what_to_do(language: Language) -> None:
    """A cause without a remedy leaves the reader where they were."""
    said = {cause_in_words(cause, language) for cause in Cause}
    assert len(said) == len(Cause)
    assert all(one.count(".") >= 2 for one in said)


@pytest.mark.parametrize(
    ("job", "reason", "cause"),
    [
        ("certification.mail", "SMTPConnectError: Error connecting to mail", Cause.MAIL_SERVER),
        ("certification.mail", "ConnectionRefusedError: [Errno 111]", Cause.MAIL_SERVER),
        ("accounts.mail_code", "OSError: the mail server refuses", Cause.MAIL_SERVER),
        ("certification.mail", "SMTPServerDisconnected: Connection lost", Cause.MAIL_SERVER),
        ("certification.mail", "SMTPRecipientsRefused: [SMTPRecipientRefused(550)]", Cause.MAIL_RECIPIENT),
        ("certification.mail", "SMTPAuthenticationError: (535)", Cause.MAIL_SIGN_IN),
        ("certification.mail", "SMTPDataError: (554, 'spam')", Cause.MAIL_REFUSED),
        ("certification.mail", "FileNotFoundError: certificates/2026/x.pdf", Cause.FILE_GONE),
        ("certification.mail", "StorageAway: The storage refused: denied", Cause.STORAGE),
        ("certification.mail", "PdfAltered: certificates/2026/x.pdf", Cause.FILE_ALTERED),
        ("certification.render", "BrowserMissing: no Chromium", Cause.BROWSER),
        ("certification.render", "RenderFailed: three times", Cause.BROWSER),
        ("certification.render", "CannotPrint: The certificate can't be printed: name is missing.", Cause.WORDS),
        ("certification.render", "OSError: [Errno 30] Read-only file system", Cause.STORAGE),
        ("certification.sign", "PermissionDeniedError: denied", Cause.STORAGE),
        ("certification.sign", "SigningError: the key is out of time", Cause.SIGNING),
        ("certification.sign", "SigningError: no", Cause.SIGNING),
        ("certification.render", "TimeoutError: ", Cause.TIME),
        ("certification.render", "Its worker ended without a word.", Cause.WORKER),
        ("x.y", "No job is named x.y.", Cause.NO_JOB),
        ("evaluations.check_pools", "PoolTooSmall: PoolTooSmall", Cause.EVALUATION),
        ("rights.erase", "StaffAccountStays: StaffAccountStays", Cause.STAFF_ACCOUNT),
        ("certification.render", "OperationalError: database is locked", Cause.DATABASE),
        ("certification.render", "KeyError: 'signing'", Cause.OTHER),
    ],
)
def test_a_reason_is_read_for_its_cause(job: str, reason: str, cause: Cause) -> None:
    """As the worker writes it: the name of what was raised, then its words."""
    assert cause_of(job, reason) is cause


@given(st.text(), st.text())
def test_whatever_stands_in_a_row_there_is_a_sentence_for_it(job: str, reason: str) -> None:
    """The list must open on the day when something new goes wrong."""
    assert cause_in_words(cause_of(job, reason), "id")
    assert job_in_words(job, "id")
