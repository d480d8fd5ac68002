"""Erased means erased: no planted value in any file of the system, in no log, and in no row that should be gone."""

import logging
import re
from typing import Any
from uuid import UUID

import pytest
from tortoise.models import Model

from api.accounts.models import Account
from api.certification.models import Certificate
from api.rights.collecting import rows_of
from api.rights.inventory import HOLDINGS
from api.rights.models import DataRequest
from tests.api.harness import Api
from tests.api.rights.planted import EMAIL, NAME, PLANTED, SEALED, erased, planted

TELLS_NOBODY = re.compile(r"[0-9a-f-]{36}|\d{4}-\d\d-\d\d.*|\{.*", re.DOTALL)
"""Ids, moments, and papers and results, which others have as well: the rows of these are counted below."""
LONG_ENOUGH = 16
PIECE = 60
"""SQLite may break longer values over pages."""


def disk(api: Api) -> dict[str, bytes]:
    """Every file, as whoever copies the disk has it. The keys are kept apart from it."""
    home = api.tools.settings.home
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.parent.name != "keys"}


def holding_them(files: dict[str, bytes], values: set[str]) -> set[str]:
    return {value for value in values if any(value.encode() in content for content in files.values())}


async def own_values(account: Account) -> set[str]:
    """Every text in every row of the account that is not to stay: addresses, sealed values, digests, keys."""
    found: set[str] = {str(account.id)}
    for holding in HOLDINGS:
        if not holding.kept or holding.model is DataRequest:
            for row in await rows_of(holding, account):
                found |= {text[:PIECE] for text in _texts(row, set(holding.columns))}
    return found


def _texts(row: Model, columns: set[str]) -> set[str]:
    values: list[Any] = [getattr(row, name) for name in columns]
    texts = {value for value in values if isinstance(value, str) and not isinstance(value, UUID)}
    return {text for text in texts if len(text) >= LONG_ENOUGH and not TELLS_NOBODY.fullmatch(text)}


async def test_of_what_was_planted_only_the_certificates_name_is_left(
    api: Api, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Through real deeds into every personal column, then the whole disk is read: also what SQLite has only marked as
    free, and its write-ahead log.
    """
    caplog.set_level(logging.DEBUG, logger="api")
    for number in range(5):
        await api.certified(f"tetangga{number}@contoh.id", "Tetangga Biasa")
    someone = await planted(api)
    account = await Account.get(id=someone.id)
    values = await own_values(account) - {NAME}
    assert len(values) > 15
    planted_values = set(PLANTED) - {NAME}
    # The net has no holes: before the erasure each of them is found.
    assert holding_them(disk(api), values | set(PLANTED)) == values | set(PLANTED)
    capsys.readouterr()
    caplog.clear()

    await erased(api, someone)

    files = disk(api)
    assert holding_them(files, values) == set()
    assert holding_them(files, planted_values | set(SEALED)) == set()
    left = sum(content.count(NAME.encode()) for content in files.values())
    rows = [row for rows in api.stored().values() for row in rows if NAME in str(row)]
    certificate = await Certificate.get(printed__contains=NAME)
    assert len(rows) == 1
    assert certificate.code in rows[0]
    assert left == 1
    logged = "".join(capsys.readouterr()) + caplog.text
    assert not [value for value in {*PLANTED, *SEALED} if value in logged]
    assert api.letterbox.letters[-1].mail.to == EMAIL


async def test_of_every_table_on_the_list_nothing_stays_that_should_go(api: Api) -> None:
    """Row by row, by the way in which each belongs to its owner."""
    someone = await planted(api)
    account = await Account.get(id=someone.id)
    before = {holding.section: {row.pk for row in await rows_of(holding, account)} for holding in HOLDINGS}
    await erased(api, someone)
    for holding in HOLDINGS:
        left = before[holding.section] & {row.pk for row in await holding.model.all()}
        assert bool(left) == (holding.section in {"classes", "certificates", "certificateEvents"}), holding.section
