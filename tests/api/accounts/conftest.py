"""For tests of the third way in: the system knows a real provider."""

from collections.abc import Callable

import pytest

from api.settings import Settings
from tests.openid.provider import Provider


@pytest.fixture
def provider(openid_provider: Provider) -> Provider:
    """The real provider, obedient."""
    return openid_provider.reset()


@pytest.fixture
def settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """Those of the system under test; where a test asks for the provider, the system knows it."""
    if "provider" not in request.fixturenames:
        return settings
    known: Provider = request.getfixturevalue("provider")
    make: Callable[..., Settings] = request.getfixturevalue("make_settings")
    return make(database_url=settings.database_url, **known.settings)
