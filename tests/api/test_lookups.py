"""Look-ups whose SQL is written once answer as the ORM does, whoever asks."""

from uuid import UUID, uuid4

import pytest
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from api.accounts.models import Account, Session
from api.lookups import LookUp
from tests.fakes import MORNING


class Shape:
    """A shape that counts how often it is asked."""

    asked = 0

    def __call__(self, account: UUID, email: str) -> QuerySet[Session]:
        self.asked += 1
        return Session.filter(account_id=account, account__email=email, ended_at__isnull=True).order_by("id")


@pytest.fixture
async def account(opened: None) -> Account:
    return await Account.create(email="siti@contoh.id", created_at=MORNING)


async def test_each_caller_gets_the_rows_of_their_own_values(account: Account) -> None:
    """The first caller's values must not stay in the SQL that the others use."""
    other = await Account.create(email="budi@contoh.id", created_at=MORNING)
    mine, theirs = [await Session.create(account_id=one.id, created_at=MORNING) for one in (account, other)]
    shape = Shape()
    look_up = LookUp(shape)

    assert [one.id for one in await look_up.all(account.id, account.email)] == [mine.id]
    assert [one.id for one in await look_up.all(other.id, other.email)] == [theirs.id]
    assert await look_up.all(other.id, account.email) == []
    assert await look_up.first(uuid4(), account.email) is None
    assert shape.asked == 1


async def test_what_a_value_says_is_never_sql(account: Account) -> None:
    """Values stay parameters."""
    look_up = LookUp(lambda email: Account.filter(email=email))

    assert await look_up.first("siti@contoh.id") == account
    assert await look_up.all("' OR 1=1 --") == []


async def test_nothing_is_remembered_but_the_sql(account: Account) -> None:
    """A session that ended is gone at the next look, whoever ended it."""
    look_up = LookUp(Shape())
    session = await Session.create(account_id=account.id, created_at=MORNING)
    assert await look_up.first(account.id, account.email) == session

    await Session.filter(id=session.id).update(ended_at=MORNING)

    assert await look_up.first(account.id, account.email) is None


async def test_it_looks_inside_the_transaction_that_is_open(account: Account) -> None:
    """Saving an answer reads what the same transaction wrote."""
    look_up = LookUp(Shape())
    async with in_transaction() as inside:
        session = await Session.create(account_id=account.id, created_at=MORNING)
        assert await look_up.first(account.id, account.email) == session
        await inside.rollback()

    assert await look_up.first(account.id, account.email) is None
