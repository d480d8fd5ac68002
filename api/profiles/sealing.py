"""The sealed columns of biodata: NIK, telephone, needs. Sealed on the way in, opened and masked on the way out."""

from collections.abc import Mapping
from uuid import UUID

from api.profiles import nik, phones
from api.profiles.models import Profile
from api.profiles.patches import Value
from api.refusal import Refusal
from api.sealed import SealedColumns
from api.vault import Vault

SEALED = ("nik", "phone", "needs")
INDEXED = ("nik", "phone")
"""Those that are found by their index, in the column of the same name with _index."""

_columns = SealedColumns(Profile, SEALED, indexed=INDEXED)
opened = _columns.opened
reseal = _columns.reseal


def sealed(columns: Mapping[str, Value], profile_id: UUID, vault: Vault) -> dict[str, Value]:
    """The columns as they are stored: the secret ones sealed, with their indexes beside them."""
    secret = {name: columns[name] for name in SEALED if name in columns}
    texts = {name: None if value is None else str(value) for name, value in secret.items()}
    return {**columns, **_columns.stored(texts, profile_id, vault)}


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
