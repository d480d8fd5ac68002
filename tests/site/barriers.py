"""What axe finds on a page: one door to it, for its package has no types."""

from typing import Any, cast

from axe_playwright_python.base import AXE_SCRIPT  # pyright: ignore[reportMissingTypeStubs]
from playwright.sync_api import Page

# Colours on their way from one to the other are nobody's. Of a rule that is kept axe would describe every element too,
# which takes longer than the examination.
EXAMINED = """async (options) => {
  const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
  await Promise.allSettled(changing.map((one) => one.finished));
  return (await axe.run({ ...options, resultTypes: ["violations"] })).violations;
}"""


def barriers(page: Page, *rules: str) -> list[str]:
    """Every violation, or those of some rules, with the elements it is about.

    The page's context needs `bypass_csp`, for axe is put into it.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = cast("list[dict[str, Any]]", page.evaluate(EXAMINED, {"runOnly": list(rules)} if rules else {}))
    return [f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}" for one in found]
