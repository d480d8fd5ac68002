"""Leases that run out without anybody waiting for it: they go by the database's clock, which no test sets."""

from api import outbox
from api.outbox import OutboxRow


async def run_out() -> None:
    """As if all who hold a row had been silent for the time of a lease."""
    for row in await OutboxRow.filter(leased_until__isnull=False):
        if row.leased_until:
            await OutboxRow.filter(id=row.id).update(leased_until=row.leased_until - outbox.LEASE)
