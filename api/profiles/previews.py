"""Links to a picture of the certificate with the participant's name; who draws it is no matter of this domain."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from api.accounts import tokens
from api.profiles.actions import profile_of
from api.tools import Tools

NAME_PREVIEW = "preview-name"
PREVIEW_LIFE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class NamePreview:
    """Whose name, and the name as it stands now."""

    account_id: UUID
    name: str


def name_preview_url(account_id: UUID, name: str | None, tools: Tools) -> str | None:
    """A path that shows this name for 15 minutes, and nothing once the name is another; None without a name."""
    if not name:
        return None
    token = tokens.sealed_id(NAME_PREVIEW, account_id, tools.clock() + PREVIEW_LIFE, tools.settings, bound_to=name)
    return f"/files/name-preview/{token}.webp"


async def previewed(token: str, tools: Tools) -> NamePreview | None:
    """What a link's token shows; None when it is not ours, too old, or of a name that has changed since."""
    account_id = tokens.unsealed_id(token)
    profile = await profile_of(account_id) if account_id else None
    if profile is None or not profile.full_name:
        return None
    name = profile.full_name
    if not tokens.is_sealed(NAME_PREVIEW, token, tools.settings, tools.clock(), bound_to=name):
        return None
    return NamePreview(profile.account_id, name)
