"""What migration 0014 makes of rows that waited before it."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as tortoise_migrate

from api import database, outbox
from api.settings import Settings
from tests.api.stores import Store, inserting

BEFORE = "jawara.0013_certificate_log"
AT = str(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))


@pytest.mark.both_engines
def test_rows_that_waited_before_are_found_by_what_they_are_about(store: Store, settings: Settings) -> None:
    """An update on the day of an outage: a correction must find what is on its way."""
    certificate, event = str(uuid4()), str(uuid4())
    waiting = {
        "a": {"certificate_id": certificate},
        "b": {"certificate_id": certificate, "event": event},
        "c": {"course": "keuangan"},
        "d": {"certificate_id": event},
    }

    async def to(target: str) -> None:
        config = database.config(settings.database_url, foreign_keys=False)
        await tortoise_migrate(config=config, target=target, direction="both")
        await Tortoise.close_connections()

    async def found() -> list[dict[str, str]]:
        async with database.opened(settings):
            rows = await outbox.rows_about(["test.job"], UUID(certificate))
            return sorted((row.args for row in rows), key=len)

    asyncio.run(to(BEFORE))
    for name, args in waiting.items():
        row = {"id": name, "job": "test.job", "args": json.dumps(args), "created_at": AT, "due_at": AT, "tries": 0}
        store.run(inserting("outbox", row))
    asyncio.run(to("jawara.__latest__"))
    assert asyncio.run(found()) == [waiting["a"], waiting["b"]]
