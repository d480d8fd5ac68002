"""Who somebody is to the system, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What an account may do."""

    PARTICIPANT = "participant"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a verified access token speaks for."""

    account_id: UUID
    session_id: UUID
    role: Role
