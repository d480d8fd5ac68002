"""The sealed columns of requests: what was asked for and what was answered, in the person's own words."""

from uuid import UUID

from api.rights.models import DataRequest
from api.sealed import SealedColumns
from api.vault import Vault

SEALED = ("text", "answer")

_columns = SealedColumns(DataRequest, SEALED)
opened = _columns.opened
reseal = _columns.reseal


def sealed(words: str, column: str, request_id: UUID, vault: Vault) -> str:
    """The words as they are stored."""
    return _columns.sealed(column, words, request_id, vault)
