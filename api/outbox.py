"""What must happen later: a row in the caller's own transaction. Knows no domain.

The database is the truth: a worker that dies loses nothing, since its lease runs out and the next sweep finds the row.
Leases go by the database's clock, and each claim has a token of its own: whoever lost the row changes it no more.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tortoise import Tortoise, fields
from tortoise.expressions import F, Q
from tortoise.indexes import Index
from tortoise.models import Model
from tortoise.queryset import QuerySet
from uuid_utils.compat import uuid7

LEASE = timedelta(seconds=15)
"""How long a worker may be silent before it is taken for dead; one that lives renews it (`api/lease.py`)."""
MAX_TRIES = 36
"""Somewhat over a day of tries: an outage of a night or of a mail server's day is nobody's work to clear up."""
_FIRST_DELAY = timedelta(seconds=2)
_LONGEST_DELAY = timedelta(hours=1)
_LONGEST_REASON = 2000

_listeners: set[Callable[[], None]] = set()


class OutboxRow(Model):
    """One thing to do. Done rows are deleted, a row with `dead_at` waits for a person and says why."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    job = fields.CharField(80)
    args = fields.JSONField[dict[str, str]]()
    about = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    tries = fields.IntField(default=0)
    leased_until = fields.DatetimeField(null=True)
    lease = fields.UUIDField(null=True)
    dead_at = fields.DatetimeField(null=True)
    last_error = fields.TextField(null=True)

    class Meta(Model.Meta):
        table = "outbox"
        indexes = (
            Index(fields=("dead_at", "due_at"), name="outbox_due"),
            Index(fields=("about", "job"), name="outbox_about"),
        )


class Hopeless(Exception):
    """What a job raises where trying again won't help: its row waits for a person at once. Its cause says why."""


async def later(job: str, *, at: datetime, due: datetime | None = None, **ids: object) -> None:
    """Write down that `job` is to be done, at once or from `due` on. Call it inside the transaction that causes it.

    `ids` are identifiers, never personal data: the row may be read by anyone who runs the system. The first UUID among
    them is what the row is about, by which `rows_about` finds it.
    """
    await OutboxRow.create(job=job, created_at=at, due_at=due or at, **_told(ids))
    for nudge in _listeners:
        nudge()


async def tell(job: str, reason: str, *, at: datetime, **ids: object) -> None:
    """Put a fault before a person, as if `job` had failed too often; it says whether the fault is gone. Once: while the
    same waits for somebody, or is being tried, nothing is added.
    """
    told = _told(ids)
    if not any(row.args == told["args"] for row in await OutboxRow.filter(job=job, about=told["about"])):
        await OutboxRow.create(
            job=job,
            **told,
            created_at=at,
            due_at=at,
            tries=MAX_TRIES,
            dead_at=at,
            last_error=reason[:_LONGEST_REASON],
        )


def _told(ids: dict[str, object]) -> dict[str, Any]:
    """The columns that say what is to be done. `Any`: they go to the ORM as they are."""
    about = next((value for value in ids.values() if isinstance(value, UUID)), None)
    return {"args": {name: str(value) for name, value in ids.items()}, "about": about}


def listen(nudge: Callable[[], None]) -> Callable[[], None]:
    """Have `nudge` called at each new row of this process; call the result to stop."""
    _listeners.add(nudge)
    return lambda: _listeners.discard(nudge)


async def _now() -> datetime:
    """The time by the database's clock: those of two machines may differ by more than a lease."""
    # `Any`: the ORM leaves the type of its rows open.
    connection: Any = Tortoise.get_connection("default")
    if connection.capabilities.dialect != "postgres":
        # All who have the file open are on this machine.
        return datetime.now(UTC)
    (row,) = await connection.execute_query_dict("SELECT clock_timestamp() AS now")
    return row["now"]


def _free(now: datetime) -> Q:
    """Neither dead nor in the hand of a worker that lives; `now` is the database's."""
    return Q(dead_at__isnull=True) & (Q(leased_until__isnull=True) | Q(leased_until__lte=now))


def _beside(jobs: Collection[str]) -> Q:
    return ~Q(job__in=list(jobs)) if jobs else Q()


async def claim(at: datetime, *, but: Collection[str] = ()) -> OutboxRow | None:
    """The oldest due row whose job isn't in `but`, leased to the caller, or None. Two workers never get the same row.

    The update repeats the condition: whoever changes the row first has it, on either database. A row that was taken as
    often as it may and is due again had workers that ended without a word; it waits for a person like one that failed.
    """
    now, lease = await _now(), uuid4()
    due = _free(now) & _beside(but) & Q(due_at__lte=at)
    for row in await OutboxRow.filter(due).order_by("due_at", "id").limit(5):
        unchanged = OutboxRow.filter(due, id=row.id, tries=row.tries)
        if row.tries >= MAX_TRIES:
            await _bury(unchanged, row.last_error or "Its worker ended without a word.", at)
            continue
        if await unchanged.update(lease=lease, leased_until=now + LEASE, tries=F("tries") + 1):
            return await OutboxRow.get_or_none(id=row.id, lease=lease)
    return None


async def renew(row: OutboxRow) -> bool:
    """Keep the row for another lease; false when somebody else has it by now, or nobody needs it any more."""
    return bool(await _held(row).update(leased_until=await _now() + LEASE))


async def done(row: OutboxRow) -> bool:
    """The job ended well: nothing of it remains. False when another worker has taken the row over meanwhile, which then
    keeps it.
    """
    return bool(await _held(row).delete())


async def failed(row: OutboxRow, reason: str, at: datetime, *, hopeless: bool = False) -> None:
    """Try again after a delay that doubles, up to an hour; after the last try, or where it is `hopeless`, the row waits
    for a person.
    """
    if hopeless or row.tries >= MAX_TRIES:
        await _bury(_held(row), reason, at)
        return
    delay = min(_FIRST_DELAY * 2 ** (row.tries - 1), _LONGEST_DELAY)
    await _held(row).update(lease=None, leased_until=None, due_at=at + delay, last_error=reason[:_LONGEST_REASON])


async def _bury(row: QuerySet[OutboxRow], reason: str, at: datetime) -> None:
    await row.update(lease=None, leased_until=None, dead_at=at, last_error=reason[:_LONGEST_REASON])


def _held(row: OutboxRow) -> QuerySet[OutboxRow]:
    """The row while the caller's claim is the last one: a worker that was taken for dead changes nothing any more."""
    return OutboxRow.filter(id=row.id, lease=row.lease)


async def revive(row_id: UUID, at: datetime) -> bool:
    """Give a dead row all its tries again; false when there is no such dead row."""
    revived = await OutboxRow.filter(id=row_id, dead_at__isnull=False).update(
        dead_at=None, due_at=at, tries=0, lease=None, leased_until=None
    )
    for nudge in _listeners:
        nudge()
    return revived == 1


async def rows_about(jobs: Iterable[str], *ids: UUID) -> list[OutboxRow]:
    """What waits or is dead of these jobs and is about one of the ids, the oldest first."""
    return await OutboxRow.filter(about__in=ids, job__in=list(jobs)).order_by("id") if ids else []


async def release_leases() -> int:
    """Take back the leases of workers that are gone. Only for a system whose single worker is starting."""
    return await OutboxRow.filter(leased_until__isnull=False).update(lease=None, leased_until=None)


async def next_due(at: datetime, *, but: Collection[str] = ()) -> timedelta | None:
    """How long until the next row is due; None when nothing waits. Rows in somebody's hand don't count, nor do the jobs
    in `but`.
    """
    row = await OutboxRow.filter(_free(await _now()) & _beside(but)).order_by("due_at").first()
    if row is None:
        return None
    return max(row.due_at.astimezone(UTC) - at, timedelta(0))
