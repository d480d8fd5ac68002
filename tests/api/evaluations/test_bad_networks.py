"""Two phones of one person on a network that loses, delays, doubles and reorders, against a simple model of the truth.

No acknowledged answer is lost, none counts twice, a closed attempt has one result, a class one certificate.
"""

import asyncio
import itertools
import shutil
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event
from hypothesis import settings as profile
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from api import database
from api.certification.models import Certificate
from api.evaluations import rules
from api.evaluations.models import Answer, Attempt
from api.settings import Settings
from tests.api import documents
from tests.api.courses import SLUG
from tests.api.evaluations.devices import Arrival, Device, Message, Truth
from tests.api.harness import Api, Participant, system_of, tools_of
from tests.fakes import Letterbox, Printer, SettableClock

Opening = Callable[[AsyncExitStack, Path], Awaitable[Api]]
DEVICES = st.integers(0, 1)
# A system for each example takes longer than what data generators are held to.
LONG = profile(max_examples=20, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class BadNetwork(RuleBasedStateMachine):
    """Rules and invariants; a test says where a fresh system comes from."""

    async def fresh(self) -> Api:
        """A system of this example's own, closed with `stack`."""
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.devices = [Device(), Device()]
        self.attempts: dict[str, Truth] = {}
        self.acknowledged: dict[tuple[str, str], int] = {}
        """The highest sequence that a phone was told of, by attempt and question."""

    def wait(self, deed: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await deed

        return self.runner.run(awaited())

    @initialize()
    def learned(self) -> None:
        """A participant who may start."""
        self.api: Api = self.wait(self.fresh())
        self.someone: Participant = self.wait(self.api.learned())
        self.starts(0)
        self.starts(1)

    def teardown(self) -> None:
        """A day later everything is closed and scored, and whoever passed has their one certificate."""
        self.api.clock.forward(days=1)
        self.wait(self.api.worker.drain())
        self.wait(self._settled())
        self.wait(self.stack.aclose())
        self.runner.close()

    @property
    def now(self) -> datetime:
        return self.api.clock()

    def open(self) -> Truth | None:
        """The attempt that should be open."""
        return next((one for one in self.attempts.values() if not one.is_closed(self.now)), None)

    # What people and phones do

    @rule(which=DEVICES)
    def starts(self, which: int) -> None:
        """On a phone that has a network: a new attempt, or the one that is open."""
        before = self.open()
        payload = self.wait(self.api.ask(documents.START, by=self.someone, course=SLUG))
        attempt = payload["attempt"]
        if attempt is None:
            assert before is None
            assert payload["problems"][0]["code"] in {"ALREADY_PASSED", "ATTEMPTS_USED_UP"}
            return
        if before:
            assert self.attempts[attempt["id"]] is before
        else:
            assert attempt["id"] not in self.attempts
            started, deadline, closes = (
                datetime.fromisoformat(attempt[name]) for name in ("startedAt", "deadlineAt", "closesAt")
            )
            self.attempts[attempt["id"]] = Truth(started, deadline, closes)
        self.devices[which].opened(attempt)

    @precondition(lambda self: any(one.attempt for one in self.devices))
    @rule(which=DEVICES, question=st.integers(0, 2), choice=st.integers(0, 2), slow=st.booleans())
    def answers(self, which: int, question: int, choice: int, slow: bool) -> None:
        """Network or none; after the deadline only where the stopwatch was `slow`."""
        device = self.devices[which]
        if device.attempt is None or device.deadline_at is None or (self.now > device.deadline_at and not slow):
            return
        asked = sorted(device.questions)[question % len(device.questions)]
        choices = device.questions[asked]
        device.answer(asked, choices[choice % len(choices)], self.now)

    @precondition(lambda self: self.open() is not None)
    @rule(choice=st.integers(0, 2), told=st.booleans())
    def both_answer_the_same(self, choice: int, told: bool) -> None:
        """With the same sequence, since neither knows of the other."""
        for which in (0, 1):
            self.answers(which, 0, choice + which, slow=False)
            self.sends(which, told)

    @precondition(lambda self: self.open() is not None)
    @rule(which=DEVICES, seconds=st.sampled_from([59, 61, 300, 599]))
    def a_stopwatch_is_slow(self, which: int, seconds: int) -> None:
        """It lets somebody answer after the deadline; the office's clock doesn't."""
        self.the_deadline_comes(seconds)
        self.answers(which, 1, 0, slow=True)
        self.sends(which, told=True)

    @precondition(lambda self: any(one.waiting for one in self.devices))
    @rule(which=DEVICES, told=st.booleans())
    def sends(self, which: int, told: bool) -> None:
        """The first that waits reaches the server; whether the phone learns of it is another matter."""
        device = self.devices[which]
        if not device.waiting:
            return
        message = device.waiting[0]
        device.sent.append(message)
        answer = self._delivered(message)
        if told:
            device.waiting.remove(message)
            if answer["sequence"] is not None:
                device.known = max(device.known, answer["sequence"])
                key = (message.attempt, message.question)
                self.acknowledged[key] = max(self.acknowledged.get(key, 0), answer["sequence"])

    @precondition(lambda self: any(one.sent for one in self.devices))
    @rule(which=DEVICES, number=st.integers(0, 99))
    def the_network_repeats(self, which: int, number: int) -> None:
        """Something sent earlier arrives once more, hours later perhaps, after newer ones, and nobody hears of it."""
        sent = self.devices[which].sent
        if sent:
            self._delivered(sent[number % len(sent)])

    @precondition(lambda self: self.open() is not None)
    @rule(which=DEVICES, times=st.integers(1, 2))
    def hands_in(self, which: int, times: int) -> None:
        """With whatever is still waiting, and twice."""
        device = self.devices[which]
        if device.attempt is None:
            return
        truth = self.attempts[device.attempt]
        seen: list[Any] = []
        for _ in range(times):
            payload = self.wait(self.api.ask(documents.SUBMIT, by=self.someone, attempt=device.attempt))
            seen.append(payload["attempt"]["result"])
            if not truth.is_closed(self.now):
                truth.handed_in_at = self.now
        assert all(one == seen[0] for one in seen)

    @rule(which=DEVICES)
    def restarts(self, which: int) -> None:
        self.devices[which] = self.devices[which].restarted()

    @rule(seconds=st.sampled_from([1, 20, 59, 61, 300]))
    def time_passes(self, seconds: int) -> None:
        self.api.clock.forward(seconds=seconds)

    @precondition(lambda self: self.open() is not None)
    @rule(seconds=st.sampled_from([-300, -1, 0, 60, 61, 599, 600, 601]))
    def the_deadline_comes(self, seconds: int) -> None:
        """To a moment around it; time never goes back."""
        truth = self.open()
        assert truth
        self.api.clock.now = max(self.now, truth.deadline_at + timedelta(seconds=seconds))

    @rule()
    def the_worker_works(self) -> None:
        """It may have been down for as long as it likes before."""
        self.wait(self.api.worker.drain())

    def _delivered(self, message: Message) -> Any:
        """At the server, with the age that the phone gives it now."""
        truth = self.attempts[message.attempt]
        answer = self.wait(
            self.api.ask(
                documents.SAVE,
                by=self.someone,
                attempt=message.attempt,
                question=message.question,
                answer={"choices": [message.choice]},
                sequence=message.sequence,
                ageSeconds=message.age(self.now),
            )
        )
        arrival, before = Arrival(message, self.now), truth.standing()
        if not truth.is_closed(self.now):
            truth.arrivals.append(arrival)
        standing = truth.standing().get(message.question)
        if standing and standing[0] >= message.sequence:
            assert answer["sequence"] == standing[0]
            assert answer["given"]["choices"] == [standing[1]]
        else:
            assert answer["sequence"] is None
            assert answer["problems"][0]["code"] in {"ATTEMPT_CLOSED", "TIME_OVER"}
            event(answer["problems"][0]["code"])
            assert truth.standing() == before
        return answer

    # What must hold at every moment

    @invariant()
    def what_is_stored_is_the_truth(self) -> None:
        self.wait(self._compare())

    async def _compare(self) -> None:
        rows = await Attempt.all().order_by("number")
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert sum(row.closed_at is None for row in rows) <= 1
        assert {str(row.id) for row in rows} == set(self.attempts)
        for row in rows:
            truth, answers = self.attempts[str(row.id)], await Answer.filter(attempt_id=row.id)
            stored = {one.question_id: (one.sequence, one.given[0]) for one in answers}
            assert len(stored) == len(answers)
            assert stored == truth.standing()
            if truth.handed_in_at:
                assert row.closed_at is not None
            if row.closed_at:
                assert row.result
                given = {one.question_id: tuple(one.given) for one in answers}
                assert rules.Result.from_json(row.result) == rules.score(rules.Paper.from_json(row.paper), given)
            for (attempt, question), sequence in self.acknowledged.items():
                assert attempt != str(row.id) or stored[question][0] >= sequence
        assert await Certificate.all().count() <= int(any(row.passed for row in rows))

    async def _settled(self) -> None:
        rows = await Attempt.all()
        assert all(row.closed_at and row.result for row in rows)
        assert await Certificate.all().count() == int(any(row.passed for row in rows))


@pytest.fixture
def opening(make_settings: Callable[..., Settings], migrated: Path, password_hash: str) -> Opening:
    """Opens a fresh system in a folder, with one class on offer."""

    async def opened(stack: AsyncExitStack, folder: Path) -> Api:
        settings = make_settings(home=folder)
        shutil.copyfile(migrated, folder / "jawara.sqlite3")
        await stack.enter_async_context(database.opened(settings))
        outside = (SettableClock(), Letterbox(settings), Printer())
        tools = await stack.enter_async_context(tools_of(settings, *outside))
        return await stack.enter_async_context(system_of(tools, *outside, password_hash))

    return opened


def test_bad_networks_lose_nothing_and_count_nothing_twice(opening: Opening, tmp_path: Path) -> None:
    """Whatever order things come in."""
    numbers = itertools.count()

    class Machine(BadNetwork):
        async def fresh(self) -> Api:
            folder = tmp_path / str(next(numbers))
            await asyncio.to_thread(folder.mkdir)
            return await opening(self.stack, folder)

    run_state_machine_as_test(Machine, settings=LONG)  # pyright: ignore[reportUnknownMemberType]
