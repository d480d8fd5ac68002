"""Opening the whole system: what is wrong with a setting is said before anything runs."""

from pathlib import Path
from typing import Any

import pytest

from api.app import system
from api.settings import SettingsError, load
from tests.api.templates import copied


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("storage_url", "nonsense://x"),
        ("storage_url", "file:///proc/nowhere/x"),
        ("limits_url", "foo://"),
        ("limits_url", "async+redis://nowhere"),
        ("signing_key", Path(__file__)),
    ],
)
async def test_a_setting_that_can_not_be_used_is_named(
    tmp_path: Path, migrated: Path, setting: str, value: Any
) -> None:
    """A trace tells the operator of a training office nothing; the setting's name does."""
    settings = load(home=tmp_path, **{setting: value})
    copied(migrated, tmp_path)
    with pytest.raises(SettingsError, match=setting.upper()):
        async with system(settings):
            pass
