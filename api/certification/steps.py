"""How far a version of a certificate is on its way to its holder. Pure: what waits in the outbox comes in as facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from api.certification.rules import CertificateState


class StepKind(StrEnum):
    """What happens to a version, in this order. The last two only where staff ordered them."""

    ISSUED = "issued"
    PRINTED = "printed"
    SIGNED = "signed"
    MAILED = "mailed"
    RESENT = "resent"
    REVOCATION_MAILED = "revocation_mailed"


class StepState(StrEnum):
    """Where a step stands."""

    DONE = "done"
    UNDER_WAY = "under_way"
    RETRYING = "retrying"
    FAILED = "failed"
    WAITING = "waiting"
    STOPPED = "stopped"


JOBS: Mapping[StepKind, str] = {
    StepKind.PRINTED: "certification.render",
    StepKind.SIGNED: "certification.sign",
    StepKind.MAILED: "certification.mail",
    StepKind.RESENT: "certification.mail_again",
    StepKind.REVOCATION_MAILED: "certification.mail_revoked",
}
"""What the worker calls for each."""
WAY = (StepKind.PRINTED, StepKind.SIGNED, StepKind.MAILED)
"""What every version goes through once it is issued."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows of a version. `sealed_at` may be unknown though it is signed."""

    state: CertificateState
    issued_at: datetime
    changed_at: datetime | None
    is_printed: bool
    is_signed: bool
    sealed_at: datetime | None
    mailed_at: datetime | None
    resent_at: datetime | None
    """When staff ordered its letter again, the last time."""
    holder_is_erased: bool


@dataclass(frozen=True, slots=True)
class Order:
    """A row of the outbox about it."""

    id: UUID
    job: str
    due_at: datetime
    tries: int
    dead_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step and how it stands: `at` is when it was done or failed, `next_try_at` set while it is tried again."""

    kind: StepKind
    state: StepState
    at: datetime | None = None
    order: Order | None = None

    @property
    def next_try_at(self) -> datetime | None:
        return self.order.due_at if self.order and self.state is StepState.RETRYING else None


def next_job(*, is_printed: bool, is_signed: bool) -> str:
    """The job with which the way to the holder goes on."""
    if is_signed:
        return JOBS[StepKind.MAILED]
    return JOBS[StepKind.SIGNED if is_printed else StepKind.PRINTED]


def steps_of(facts: Facts, orders: Sequence[Order]) -> tuple[Step, ...]:
    """Every step of a version, in order."""
    ordered = {order.job: order for order in orders}
    done = {
        StepKind.PRINTED: (facts.is_printed or facts.is_signed, None),
        StepKind.SIGNED: (facts.is_signed, facts.sealed_at),
        StepKind.MAILED: (facts.mailed_at is not None, facts.mailed_at),
    }
    steps = [Step(StepKind.ISSUED, StepState.DONE, facts.issued_at)]
    for kind in WAY:
        is_done, at = done[kind]
        steps.append(Step(kind, StepState.DONE, at) if is_done else _open(kind, ordered, steps[-1], facts))
    if facts.resent_at:
        steps.append(_letter(StepKind.RESENT, ordered, facts.resent_at))
    if facts.state is CertificateState.REVOKED and not facts.holder_is_erased:
        steps.append(_letter(StepKind.REVOCATION_MAILED, ordered, facts.changed_at))
    return tuple(steps)


def _open(kind: StepKind, ordered: Mapping[str, Order], before: Step, facts: Facts) -> Step:
    if facts.state is not CertificateState.VALID or (kind is StepKind.MAILED and facts.holder_is_erased):
        return Step(kind, StepState.STOPPED)
    if order := ordered.get(JOBS[kind]):
        return _at_work(kind, order)
    if before.state is not StepState.DONE:
        return Step(kind, StepState.WAITING)
    # Nobody works on it: staff set it going again by ordering the letter.
    return Step(kind, StepState.FAILED)


def _letter(kind: StepKind, ordered: Mapping[str, Order], ordered_at: datetime | None) -> Step:
    """A letter that was ordered: it is done when nothing of it waits."""
    order = ordered.get(JOBS[kind])
    return _at_work(kind, order) if order else Step(kind, StepState.DONE, ordered_at)


def _at_work(kind: StepKind, order: Order) -> Step:
    if order.dead_at:
        return Step(kind, StepState.FAILED, order.dead_at, order)
    return Step(kind, StepState.RETRYING if order.reason else StepState.UNDER_WAY, None, order)
