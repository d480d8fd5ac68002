"""How far a certificate is: what staff are told follows from the row and from what waits in the outbox."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.certification.rules import CertificateState
from api.certification.steps import JOBS, WAY, Facts, Order, StepKind, StepState, next_job, steps_of
from tests.fakes import MORNING

LATER = MORNING + timedelta(minutes=5)
STATES = [CertificateState.VALID, CertificateState.REPLACED, CertificateState.REVOKED]


def facts(*done: StepKind, state: CertificateState = CertificateState.VALID, erased: bool = False) -> Facts:
    return Facts(
        state=state,
        issued_at=MORNING,
        changed_at=None if state is CertificateState.VALID else LATER,
        is_printed=StepKind.PRINTED in done,
        is_signed=StepKind.SIGNED in done,
        sealed_at=LATER if StepKind.SIGNED in done else None,
        mailed_at=LATER if StepKind.MAILED in done else None,
        resent_at=LATER if StepKind.RESENT in done else None,
        holder_is_erased=erased,
    )


def order(kind: StepKind, *, tries: int = 0, reason: str = "", dead_at: datetime | None = None) -> Order:
    return Order(uuid4(), JOBS[kind], LATER, tries, dead_at, reason)


def told(of: Facts, *orders: Order) -> dict[StepKind, StepState]:
    return {one.kind: one.state for one in steps_of(of, orders)}


def test_a_certificate_on_its_way_says_where_it_is() -> None:
    """Issued, printed, being signed."""
    assert told(facts(StepKind.PRINTED), order(StepKind.SIGNED)) == {
        StepKind.ISSUED: StepState.DONE,
        StepKind.PRINTED: StepState.DONE,
        StepKind.SIGNED: StepState.UNDER_WAY,
        StepKind.MAILED: StepState.WAITING,
    }


def test_a_failure_says_when_it_is_tried_again_and_who_must_act_when_it_is_given_up() -> None:
    """The row of the outbox is what is run again."""
    trying = steps_of(facts(), [order(StepKind.PRINTED, tries=3, reason="OSError: x")])[1]
    assert (trying.state, trying.next_try_at, trying.at) == (StepState.RETRYING, LATER, None)
    dead = order(StepKind.PRINTED, tries=36, reason="OSError: x", dead_at=MORNING)
    given_up = steps_of(facts(), [dead])[1]
    assert (given_up.state, given_up.next_try_at, given_up.at) == (StepState.FAILED, None, MORNING)
    assert given_up.order is dead


def test_what_nobody_works_on_is_no_secret() -> None:
    """A row was lost: it says so instead of waiting for ever."""
    step = steps_of(facts(StepKind.PRINTED, StepKind.SIGNED), [])[3]
    assert (step.kind, step.state, step.order) == (StepKind.MAILED, StepState.FAILED, None)


def test_nobody_waits_for_a_letter_to_somebody_who_was_erased() -> None:
    """It never comes, by right."""
    assert told(facts(StepKind.PRINTED, StepKind.SIGNED, erased=True))[StepKind.MAILED] is StepState.STOPPED
    revoked = facts(*WAY, state=CertificateState.REVOKED, erased=True)
    assert StepKind.REVOCATION_MAILED not in told(revoked)


@pytest.mark.parametrize("kind", [StepKind.RESENT, StepKind.REVOCATION_MAILED])
def test_a_letter_that_was_ordered_is_under_way_until_nothing_of_it_waits(kind: StepKind) -> None:
    """Its time is the order's."""
    state = CertificateState.REVOKED if kind is StepKind.REVOCATION_MAILED else CertificateState.VALID
    of = facts(*WAY, StepKind.RESENT, state=state)
    assert told(of, order(kind))[kind] is StepState.UNDER_WAY
    (step,) = [one for one in steps_of(of, []) if one.kind is kind]
    assert (step.state, step.at) == (StepState.DONE, LATER)


@given(
    st.sampled_from(STATES),
    st.integers(0, 3),
    st.sets(st.sampled_from(list(JOBS))),
    st.booleans(),
)
def test_steps_are_told_in_order_and_each_once(
    state: CertificateState, done: int, waiting: set[StepKind], erased: bool
) -> None:
    """Whatever the database holds: done before open, one at work at most of the way, nothing under way that stopped."""
    of = facts(*WAY[:done], state=state, erased=erased)
    found = steps_of(of, [order(kind) for kind in waiting])
    kinds = [one.kind for one in found]
    assert kinds == [kind for kind in StepKind if kind in kinds]
    way = [one.state for one in found if one.kind in WAY]
    assert way[:done] == [StepState.DONE] * done
    assert StepState.DONE not in way[done:]
    if state is not CertificateState.VALID:
        assert set(way[done:]) <= {StepState.STOPPED}


def test_the_way_goes_on_where_it_ended() -> None:
    """As the worker's jobs follow each other."""
    assert next_job(is_printed=False, is_signed=False) == "certification.render"
    assert next_job(is_printed=True, is_signed=False) == "certification.sign"
    assert next_job(is_printed=False, is_signed=True) == "certification.mail"
