"""Columns that are stored sealed: put in, read, found by their index, and sealed anew when the keys change.

The vault seals single values; here stands which place binds them: a table's column and the row.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar
from uuid import UUID

from tortoise.models import Model
from tortoise.transactions import in_transaction

from api.vault import Vault

_BATCH = 200

Row = TypeVar("Row", bound=Model)


class SealedColumns(Generic[Row]):
    """The sealed columns of one table. Those that are `indexed` have a second column, named with _index."""

    def __init__(self, model: type[Row], columns: tuple[str, ...], *, indexed: tuple[str, ...] = ()) -> None:
        self._model = model
        self._columns = columns
        self._indexed = indexed

    def sealed(self, name: str, text: str, row_id: UUID, vault: Vault) -> str:
        """The text as a column stores it."""
        return vault.seal(text, self._place(name, row_id))

    def stored(self, texts: Mapping[str, str | None], row_id: UUID, vault: Vault) -> dict[str, str | None]:
        """The texts as they are stored, by column, with their indexes beside them."""
        stored: dict[str, str | None] = {}
        for name, text in texts.items():
            stored[name] = None if text is None else self.sealed(name, text, row_id, vault)
            if name in self._indexed:
                stored[f"{name}_index"] = None if text is None else vault.index(text, name)
        return stored

    def opened(self, row: Row, name: str, vault: Vault) -> str | None:
        """The text in a column, None where there is none.

        Raises:
            Unopenable
        """
        text: str | None = getattr(row, name)
        return None if text is None else vault.opened(text, self._place(name, row.pk))

    async def reseal(self, vault: Vault) -> int:
        """Seal every value with the newest key, compute every index anew, and return how many values changed.

        One row a transaction, so that it may run beside a serving system and be broken off; repeated, it changes
        nothing.

        Raises:
            Unopenable: a value's key is no longer in the ring; rows before it are done.
        """
        changed = 0
        after: UUID | None = None
        while rows := await self._rows_after(after):
            for row in rows:
                if self._outdated(row, vault):
                    changed += await self._resealed(row.pk, vault)
            after = rows[-1].pk
        return changed

    async def _rows_after(self, after: UUID | None) -> list[Row]:
        found = self._model.filter(id__gt=after) if after else self._model.all()
        return await found.order_by("id").limit(_BATCH)

    async def _resealed(self, row_id: UUID, vault: Vault) -> int:
        async with in_transaction():
            row = await self._model.select_for_update().get_or_none(id=row_id)
            texts = self._outdated(row, vault) if row else {}
            if texts:
                await self._model.filter(id=row_id).update(**self.stored(texts, row_id, vault))
            return len(texts)

    def _outdated(self, row: Row, vault: Vault) -> dict[str, str | None]:
        """The texts of the columns that are under an older key or found by another index."""
        texts: dict[str, str | None] = {}
        for name in self._columns:
            text = self.opened(row, name, vault)
            if text is None:
                continue
            found = name not in self._indexed or getattr(row, f"{name}_index") == vault.index(text, name)
            if not found or not vault.is_current(getattr(row, name)):
                texts[name] = text
        return texts

    def _place(self, name: str, row_id: UUID) -> str:
        table = self._model._meta.db_table  # pyright: ignore[reportPrivateUsage] - the ORM has no other name for it
        return f"{table}.{name}:{row_id}"
