"""The sealed columns of biodata: NIK, telephone, needs. Sealed on the way in, opened and masked on the way out."""

from collections.abc import Mapping
from uuid import UUID

from tortoise.transactions import in_transaction

from api.profiles import nik, phones
from api.profiles.models import Profile
from api.profiles.patches import Value
from api.refusal import Refusal
from api.vault import Vault

SEALED = ("nik", "phone", "needs")
INDEXED = ("nik", "phone")
"""Those that are found by their index, in the column of the same name with _index."""
_BATCH = 200


def sealed(columns: Mapping[str, Value], profile_id: UUID, vault: Vault) -> dict[str, Value]:
    """The columns as they are stored: the secret ones sealed, with their indexes beside them."""
    stored = dict(columns)
    for name in SEALED:
        if name not in columns:
            continue
        text = columns[name]
        stored[name] = None if text is None else vault.seal(str(text), _place(name, profile_id))
        if name in INDEXED:
            stored[f"{name}_index"] = None if text is None else vault.index(str(text), name)
    return stored


def opened(row: Profile, name: str, vault: Vault) -> str | None:
    """The text in a sealed column, None where there is none.

    Raises:
        Unopenable
    """
    text: str | None = getattr(row, name)
    return None if text is None else vault.opened(text, _place(name, row.id))


def masked_nik(row: Profile, vault: Vault) -> str | None:
    """The NIK for a screen: 35••••••••••0001."""
    text = opened(row, "nik", vault)
    return nik.masked(text) if text else None


def masked_phone(row: Profile, vault: Vault) -> str | None:
    """The telephone for a screen: +62 812-••••-7890."""
    text = opened(row, "phone", vault)
    return phones.masked(text) if text else None


def indexes_of(search: str, vault: Vault) -> dict[str, str]:
    """The indexes, by column, under which somebody with this NIK or telephone is stored; none when it is neither."""
    found: dict[str, str] = {}
    for name, normalized in (("nik", nik.normalized_nik), ("phone", phones.normalized_phone)):
        try:
            found[f"{name}_index"] = vault.index(normalized(search), name)
        except Refusal:
            continue
    return found


async def reseal(vault: Vault) -> int:
    """Seal every value with the newest key, compute every index anew, and return how many values changed.

    One row a transaction, so that it may run beside a serving system and be broken off; repeated, it changes nothing.

    Raises:
        Unopenable: a value's key is no longer in the ring; rows before it are done.
    """
    changed = 0
    after: UUID | None = None
    while rows := await _rows_after(after):
        for row in rows:
            if _anew(row, vault):
                changed += await _resealed(row.id, vault)
        after = rows[-1].id
    return changed


async def _rows_after(after: UUID | None) -> list[Profile]:
    found = Profile.filter(id__gt=after) if after else Profile.all()
    return await found.order_by("id").limit(_BATCH)


async def _resealed(profile_id: UUID, vault: Vault) -> int:
    async with in_transaction():
        row = await Profile.select_for_update().get_or_none(id=profile_id)
        texts = _anew(row, vault) if row else {}
        if texts:
            await Profile.filter(id=profile_id).update(**sealed(texts, profile_id, vault))
        return len(texts)


def _anew(row: Profile, vault: Vault) -> dict[str, Value]:
    """The texts of the columns that are under an older key or found by another index."""
    texts: dict[str, Value] = {}
    for name in SEALED:
        text = opened(row, name, vault)
        if text is None:
            continue
        indexed = name not in INDEXED or getattr(row, f"{name}_index") == vault.index(text, name)
        if not indexed or not vault.is_current(getattr(row, name)):
            texts[name] = text
    return texts


def _place(name: str, profile_id: UUID) -> str:
    return f"profile.{name}:{profile_id}"
