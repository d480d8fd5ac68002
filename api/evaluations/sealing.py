"""The sealed columns: why somebody has more time, which is about their health, and what they say about a class."""

from api.evaluations.models import Accommodation, Satisfaction
from api.sealed import SealedColumns
from api.vault import Vault

reasons = SealedColumns(Accommodation, ("reason",))
comments = SealedColumns(Satisfaction, ("comment",))


async def reseal(vault: Vault) -> int:
    """Both sealed with the newest key; see `SealedColumns.reseal`."""
    return await reasons.reseal(vault) + await comments.reseal(vault)
