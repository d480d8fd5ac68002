"""Decisions about certificates."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from api.learning.rules import Progress
from api.refusal import ProblemCode, Refusal

# Crockford's alphabet: no I, L, O or U, so that a code read aloud or copied by hand stays what it was.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20
CODE_GROUP = 5
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CertificateState(StrEnum):
    """What anyone who checks a certificate is told. UNKNOWN is an answer, never a stored state."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class CertificateChanged(Refusal):
    """The version was replaced or revoked meanwhile."""

    code = ProblemCode.CERTIFICATE_CHANGED


class HolderErased(Refusal):
    """The certificate stays, but there is nobody any more to whom another could be given."""

    code = ProblemCode.CERTIFICATE_CHANGED


class NameUnchanged(Refusal):
    """The certificate has this name already."""

    code = ProblemCode.INVALID_INPUT


class RequirementKind(StrEnum):
    """What a certificate depends on."""

    PROFILE = "profile"
    NAME = "name"
    LESSONS = "lessons"
    EVALUATION = "evaluation"


def missing_for_certificate(
    *, has_biodata: bool, has_name: bool, progress: Progress, passed: bool
) -> tuple[RequirementKind, ...]:
    """What still stands between this participant and the certificate, in the order to do it; empty when nothing does.

    The office's procedure, steps 4, 7 and 8: biodata, the class to its end, the evaluation passed. `has_name`: the
    participant looked at the name as it will be printed, and confirmed it.
    """
    met = {
        RequirementKind.PROFILE: has_biodata,
        RequirementKind.NAME: has_name,
        RequirementKind.LESSONS: progress.is_complete,
        RequirementKind.EVALUATION: passed,
    }
    return tuple(kind for kind, is_met in met.items() if not is_met)


class RequirementState(StrEnum):
    """Where a requirement stands."""

    DONE = "done"
    OPEN = "open"
    WAITING = "waiting"
    BLOCKED = "blocked"


class Blocker(StrEnum):
    """What must happen before a requirement can be met."""

    PROFILE = "profile"
    LESSONS = "lessons"
    OFFICE = "office"
    """The participant can do nothing: all attempts are used up, or the evaluation has no question left."""


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """Where a participant stands with the evaluation; `attempts_left` is None without a limit, `opens_at` None where
    there is nothing to wait for.
    """

    passed: bool
    is_open: bool
    is_empty: bool
    attempts_left: int | None
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the certificate depends on. `blocked_by` is set where it is blocked, `until` where it waits."""

    kind: RequirementKind
    state: RequirementState
    blocked_by: Blocker | None = None
    until: datetime | None = None


def requirements(
    *, has_biodata: bool, has_name: bool, progress: Progress, evaluation: EvaluationFacts, at: datetime
) -> tuple[Requirement, ...]:
    """Everything that the certificate depends on, in the order to do it, done or not: what isn't done is what
    `missing_for_certificate` names.
    """
    profile = RequirementState.DONE if has_biodata else RequirementState.OPEN
    name = Requirement(RequirementKind.NAME, RequirementState.DONE if has_name else RequirementState.OPEN)
    if not has_name and not has_biodata:
        name = Requirement(RequirementKind.NAME, RequirementState.BLOCKED, Blocker.PROFILE)
    lessons = RequirementState.DONE if progress.is_complete else RequirementState.OPEN
    return (
        Requirement(RequirementKind.PROFILE, profile),
        name,
        Requirement(RequirementKind.LESSONS, lessons),
        _evaluation(progress, evaluation, at),
    )


def _evaluation(progress: Progress, facts: EvaluationFacts, at: datetime) -> Requirement:
    kind = RequirementKind.EVALUATION
    if facts.passed:
        return Requirement(kind, RequirementState.DONE)
    if facts.is_open:
        return Requirement(kind, RequirementState.OPEN)
    if not progress.is_complete:
        return Requirement(kind, RequirementState.BLOCKED, Blocker.LESSONS)
    if facts.attempts_left == 0 or facts.is_empty:
        return Requirement(kind, RequirementState.BLOCKED, Blocker.OFFICE)
    if facts.opens_at and at < facts.opens_at:
        return Requirement(kind, RequirementState.WAITING, until=facts.opens_at)
    return Requirement(kind, RequirementState.OPEN)


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + CODE_GROUP] for start in range(0, CODE_LENGTH, CODE_GROUP))


def new_code() -> str:
    """A verification code: 100 random bits, in groups for the eye."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return _grouped(letters)


def normalized_code(text: str) -> str | None:
    """The code that somebody typed, as it is stored; None when it can't be one."""
    letters = "".join(one for one in text.upper().translate(_READ_AS) if one.isalnum())
    if len(letters) != CODE_LENGTH or any(one not in ALPHABET for one in letters):
        return None
    return _grouped(letters)


def certificate_number(pattern: str, sequence: int, year: int) -> str:
    """The office's number by its own pattern, as in 503.5/0001/SJ/2026."""
    return pattern.format(sequence=sequence, year=year)


def is_same_number(typed: str, number: str) -> bool:
    """Whether somebody meant this number: capitals and what stands between are read off paper as they come."""
    return _bare(typed) == _bare(number)


def _bare(number: str) -> str:
    return "".join(one for one in number.casefold() if one.isalnum())


def file_name(number: str) -> str:
    """A name that says what the file is, without characters that a phone's file system refuses."""
    return f"sertifikat-{_plain(number)}.pdf"


def badge_name(number: str) -> str:
    """The same for the Open Badges credential."""
    return f"lencana-{_plain(number)}.jwt"


def _plain(number: str) -> str:
    return "".join(one if one.isalnum() else "-" for one in number)


class NextStepKind(StrEnum):
    """The one thing to do next."""

    FILL_PROFILE = "fill_profile"
    CONFIRM_NAME = "confirm_name"
    CHOOSE_COURSE = "choose_course"
    CONTINUE_LESSON = "continue_lesson"
    TAKE_EVALUATION = "take_evaluation"
    WAIT_CERTIFICATE = "wait_certificate"
    DOWNLOAD_CERTIFICATE = "download_certificate"
    KEEP_RECORDS = "keep_records"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a participant stands in one class."""

    slug: str
    title: str
    next_lesson: str | None
    """The slug of the first lesson that is not completed."""
    passed: bool
    certificate_issued: bool
    certificate_ready: bool
    """Its PDF is there."""

    @property
    def waits_for_name(self) -> bool:
        """Whether nothing but a name may keep this class's certificate from being issued."""
        return self.next_lesson is None and self.passed and not self.certificate_issued


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step, and the class it is in where it is in one."""

    kind: NextStepKind
    standing: Standing | None = None


def next_step(
    *, has_biodata: bool, has_name: bool, standings: tuple[Standing, ...], is_staff: bool = False
) -> NextStep:
    """What the screen leads to: the procedure's steps in their order, the class begun last first. Staff are led to
    their records unless they take a class themselves.

    The name is confirmed after the biodata. Whoever put it off goes on learning, until a certificate waits for it.
    """
    if is_staff and not standings:
        return NextStep(NextStepKind.KEEP_RECORDS)
    if not has_biodata:
        return NextStep(NextStepKind.FILL_PROFILE)
    if not has_name and (not standings or any(standing.waits_for_name for standing in standings)):
        return NextStep(NextStepKind.CONFIRM_NAME)
    if not standings:
        return NextStep(NextStepKind.CHOOSE_COURSE)
    steps = (NextStep(kind, standing) for standing in standings if (kind := _left_to_do(standing)))
    return next(steps, NextStep(NextStepKind.DOWNLOAD_CERTIFICATE, standings[0]))


def _left_to_do(standing: Standing) -> NextStepKind | None:
    """What comes next in one class; None when its certificate is there."""
    if standing.next_lesson:
        return NextStepKind.CONTINUE_LESSON
    if not standing.passed:
        return NextStepKind.TAKE_EVALUATION
    return None if standing.certificate_ready else NextStepKind.WAIT_CERTIFICATE
