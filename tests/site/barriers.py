"""What axe finds on a page: one door to it, for its package has no types."""

from typing import Any, cast

from axe_playwright_python.sync_playwright import Axe  # pyright: ignore[reportMissingTypeStubs]
from playwright.sync_api import Page


def barriers(page: Page, *rules: str) -> list[str]:
    """Every violation, or those of some rules, with the elements it is about.

    The page's context needs `bypass_csp`, for axe is put into it.
    """
    options = {"runOnly": list(rules)} if rules else None
    results = Axe().run(page, options=options)  # pyright: ignore[reportUnknownMemberType]
    found = cast("list[dict[str, Any]]", results.response["violations"])
    return [f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}" for one in found]
