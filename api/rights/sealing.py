"""The sealed columns of requests: what was asked for and what was answered, in the person's own words."""

from typing import Literal
from uuid import UUID

from tortoise.transactions import in_transaction

from api.rights.models import DataRequest
from api.vault import Vault

Column = Literal["text", "answer"]
SEALED: tuple[Column, ...] = ("text", "answer")


def sealed(words: str, column: Column, request_id: UUID, vault: Vault) -> str:
    """The words as they are stored."""
    return vault.seal(words, _place(column, request_id))


def opened(row: DataRequest, column: Column, vault: Vault) -> str | None:
    """The words of a column, None where there are none.

    Raises:
        Unopenable
    """
    words: str | None = getattr(row, column)
    return None if words is None else vault.opened(words, _place(column, row.id))


async def reseal(vault: Vault) -> int:
    """Seal all words with the newest key and return how many changed; repeated, it changes nothing.

    Raises:
        Unopenable
    """
    ids = await DataRequest.filter(text__isnull=False).values_list("id", flat=True)
    ids += await DataRequest.filter(text__isnull=True, answer__isnull=False).values_list("id", flat=True)
    return sum([await _resealed(one, vault) for one in ids])


async def _resealed(request_id: object, vault: Vault) -> int:
    async with in_transaction():
        row = await DataRequest.select_for_update().get_or_none(id=request_id)
        if row is None:
            return 0
        anew = {
            column: sealed(text, column, row.id, vault) for column in SEALED if (text := _older(row, column, vault))
        }
        if anew:
            await DataRequest.filter(id=row.id).update(**anew)
        return len(anew)


def _older(row: DataRequest, column: Column, vault: Vault) -> str | None:
    """The words of a column that are under an older key."""
    words = opened(row, column, vault)
    return None if words is None or vault.is_current(getattr(row, column)) else words


def _place(column: Column, request_id: UUID) -> str:
    return f"data_request.{column}:{request_id}"
