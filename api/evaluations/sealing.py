"""The sealed column of accommodations: the reason is about somebody's health."""

from uuid import UUID

from api.evaluations.models import Accommodation
from api.sealed import SealedColumns
from api.vault import Vault

SEALED = ("reason",)

_columns = SealedColumns(Accommodation, SEALED)
opened = _columns.opened
reseal = _columns.reseal


def sealed(reason: str, accommodation_id: UUID, vault: Vault) -> str:
    """The reason as it is stored."""
    return _columns.sealed("reason", reason, accommodation_id, vault)
