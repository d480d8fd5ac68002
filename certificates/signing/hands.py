"""The one small interface behind which everything lies that can sign."""

from datetime import datetime
from typing import Protocol


class Hand(Protocol):
    """Signs a PDF: with a key of ours, or by asking somebody who has one."""

    async def signed(self, pdf: bytes, when: datetime) -> bytes:
        """The PDF with one invisible signature appended, `when` being the time that it claims. Raises SigningFailed."""
        ...
