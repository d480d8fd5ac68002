"""The loop that takes due outbox rows and calls the domains' jobs."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from tortoise.exceptions import DBConnectionError, OperationalError

from api import outbox
from api.accounts import jobs as accounts
from api.certification import jobs as certification
from api.evaluations import jobs as evaluations
from api.lease import Hold, LeaseLost, held
from api.mail import Mail
from api.reminders import jobs as reminders
from api.rights import jobs as rights
from api.tools import Tools

_ADDRESS = re.compile(r"[^\s<>@,;:'\"]+@[^\s<>@,;:'\"]+")

Job = Callable[..., Awaitable[None]]

JOBS: dict[str, Job] = {
    "accounts.mail_confirmation": accounts.mail_confirmation,
    "accounts.mail_welcome": accounts.mail_welcome,
    "accounts.mail_code": accounts.mail_code,
    "accounts.mail_proof_code": accounts.mail_proof_code,
    "accounts.mail_new_address": accounts.mail_new_address,
    "accounts.mail_change_asked": accounts.mail_change_asked,
    "accounts.mail_address_left": accounts.mail_address_left,
    "accounts.mail_address_taken_up": accounts.mail_address_taken_up,
    "accounts.mail_recovery": accounts.mail_recovery,
    "accounts.mail_password_changed": accounts.mail_password_changed,
    "accounts.mail_session_ended": accounts.mail_session_ended,
    "accounts.mail_new_device": accounts.mail_new_device,
    "accounts.mail_google_linked": accounts.mail_google_linked,
    "accounts.mail_google_unlinked": accounts.mail_google_unlinked,
    "accounts.mail_passkey_added": accounts.mail_passkey_added,
    "accounts.mail_passkey_removed": accounts.mail_passkey_removed,
    "accounts.forget_registration": accounts.forget_registration,
    "accounts.forget_challenge": accounts.forget_challenge,
    "accounts.forget_address_change": accounts.forget_address_change,
    "evaluations.close_expired": evaluations.close_expired,
    "evaluations.check_pools": evaluations.check_pools,
    "evaluations.mail_result": evaluations.mail_result,
    "evaluations.rescore": evaluations.rescore,
    "evaluations.mail_withdrawal": evaluations.mail_withdrawal,
    "certification.consider": certification.consider,
    "certification.consider_account": certification.consider_account,
    "certification.render": certification.render,
    "certification.sign": certification.sign,
    "certification.mail": certification.mail,
    "certification.mail_again": certification.mail_again,
    "certification.mail_revoked": certification.mail_revoked,
    "reminders.look": reminders.look,
    "reminders.mail": reminders.mail,
    "rights.mail_received": rights.mail_received,
    "rights.mail_answered": rights.mail_answered,
    "rights.mail_erasure_asked": rights.mail_erasure_asked,
    "rights.mail_erasure_cancelled": rights.mail_erasure_cancelled,
    "rights.note_withdrawal": rights.note_withdrawal,
    "rights.erase": rights.erase,
}

HANDS = 6
"""Rows in hand at a time: enough for certificates to wait and be printed together. More were no quicker."""
PRINTING = frozenset({"certification.render", "certification.sign"})
"""Jobs that wait for the browser, or for whoever signs. A frozen one holds up whoever waits for most of a minute, and a
code to sign in with is worth ten: the first of a worker's hands leaves them to the others.
"""
LONGEST_WAIT = 5.0
"""Seconds between two sweeps when nothing nudges; another process's rows are found by them."""
SHORTEST_WAIT = 0.05
ALERT_SECONDS = 0.5
JOB_TIMEOUT = 100.0
"""Seconds. The lease is renewed meanwhile: what takes longer is frozen, and holds up what waits behind it."""

log: structlog.stdlib.BoundLogger = structlog.get_logger("api.worker")


class Worker:
    """Works off the outbox until it is stopped; several may run, in one process or in many."""

    def __init__(self, tools: Tools, *, hands: int = HANDS, warm: Callable[[], Awaitable[None]] | None = None) -> None:
        """`warm` is called once while the worker runs, from when nothing is due: what it makes ready is for later."""
        self._tools = tools
        self._hands = hands
        self._warm = warm
        self._rested = asyncio.Event()
        self._wake = asyncio.Event()
        self._stopping = False
        self._alert_until = 0.0

    async def run(self) -> None:
        """Work until `stop`; a row in hand is finished first."""
        unlisten = outbox.listen(self.nudge)
        try:
            async with asyncio.TaskGroup() as beside:
                warming = beside.create_task(self._warmed())
                async with asyncio.TaskGroup() as group:
                    for hand in range(self._hands):
                        group.create_task(self._work(PRINTING if hand == 0 and self._hands > 1 else frozenset()))
                warming.cancel()
        finally:
            unlisten()

    def nudge(self) -> None:
        """A row was written, perhaps not committed yet: look often for a moment."""
        self._alert_until = time.monotonic() + ALERT_SECONDS
        self._wake.set()

    def stop(self) -> None:
        """Take no further row."""
        self._stopping = True
        self._wake.set()

    async def drain(self) -> int:
        """Work off what is due now and return how many rows were taken. For tests and one-off commands."""
        taken = 0
        while await self._one():
            taken += 1
        return taken

    async def _work(self, but: frozenset[str]) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                seconds = 0.0 if await self._one(but) else await self._until_next(but)
            except (OperationalError, DBConnectionError, OSError) as error:
                # The database is away, perhaps being restarted; its rows wait for us, so we wait for it.
                log.error("outbox not reachable", reason=without_addresses(str(error)))
                seconds = LONGEST_WAIT
            if seconds:
                if not but:
                    self._rested.set()
                await self._rest(seconds)

    async def _warmed(self) -> None:
        await self._rested.wait()
        if self._warm:
            await self._warm()

    async def _until_next(self, but: frozenset[str]) -> float:
        wait = await outbox.next_due(self._tools.clock(), but=but)
        longest = SHORTEST_WAIT if time.monotonic() < self._alert_until else LONGEST_WAIT
        return max(min(wait.total_seconds(), longest), SHORTEST_WAIT) if wait is not None else longest

    async def _rest(self, seconds: float) -> None:
        if self._stopping:
            return
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _one(self, but: frozenset[str] = frozenset()) -> bool:
        since = time.monotonic()
        row = await outbox.claim(self._tools.clock(), but=but)
        if row is None:
            return False
        job = JOBS.get(row.job)
        if job is None:
            await outbox.failed(row, f"No job is named {row.job}.", self._tools.clock())
            return True
        try:
            await self._attempt(row, job, since)
        except LeaseLost:
            log.warning("lease lost", job=row.job, row=str(row.id), tries=row.tries)
        return True

    async def _attempt(self, row: outbox.OutboxRow, job: Job, since: float) -> None:
        try:
            async with held(row, since) as hold, asyncio.timeout(JOB_TIMEOUT):
                await job(_in_hand(self._tools, hold), **row.args)
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a job raises is kept in its row and tried again
            hopeless = isinstance(error, outbox.Hopeless)
            cause = (error.__cause__ or error) if hopeless else error
            reason = without_addresses(f"{type(cause).__name__}: {cause}")
            log.warning("job failed", job=row.job, row=str(row.id), tries=row.tries, reason=reason)
            await outbox.failed(row, reason, self._tools.clock(), hopeless=hopeless)
            return
        if not await outbox.done(row):
            raise LeaseLost


def _in_hand(tools: Tools, hold: Hold) -> Tools:
    """The tools with a mailer that makes sure of the row first: a letter is the one thing that can't be taken back, and
    no constraint of the database knows of it.
    """

    async def send(mail: Mail) -> None:
        await hold.confirm()
        await tools.send(mail)

    return replace(tools, send=send)


def without_addresses(text: str) -> str:
    """The text with mail addresses taken out: mail servers repeat them in their refusals, and logs hold nobody's."""
    return _ADDRESS.sub("<address>", text)
