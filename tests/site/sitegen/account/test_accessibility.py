"""Every state of the account's screens, examined by axe."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext

from tests.site.barriers import barriers
from tests.site.sitegen.account.answers import Api
from tests.site.sitegen.account.states import STATES

# Else axe measures colours on their way from one scheme to the other.
AT_ONCE = "* { transition: none !important; }"
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_account_keeps_anybody_out(
    state: str, open_site: Callable[..., BrowserContext], api: Api
) -> None:
    """Labels, roles, contrast and order; and nothing wider than the phone."""
    # axe comes as text, which the site's policy refuses: for this look alone it is set aside.
    context = open_site(bypass_csp=True)
    context.route("**/graphql", api.handle)
    page = context.new_page()
    STATES[state](page, api)
    page.add_style_tag(content=AT_ONCE)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert (scheme, barriers(page)) == (scheme, [])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
