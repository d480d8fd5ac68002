"""The account's screens on a phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.site.hosting import unbroken
from tests.site.sitegen.account.answers import Api


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def context(open_site: Callable[..., BrowserContext], api: Api) -> BrowserContext:
    opened = open_site()
    opened.route("**/graphql", api.handle)
    return opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; whatever breaks in its script breaks the test."""
    with unbroken(context) as opened:
        yield opened
