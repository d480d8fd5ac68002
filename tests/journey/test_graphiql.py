"""GraphiQL, for the developers of frontends."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journey.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.browser]


def test_graphiql_knows_the_schema_and_asks_no_other_host(system: Running, browser: Browser) -> None:
    """Its usual page takes its scripts from another host: no network, no editor, and a stranger's code in the page."""
    page = browser.new_page()
    hosts: set[str] = set()
    complaints: list[str] = []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(f"{system.address}/graphiql/")
    page.get_by_role("button", name="Show Documentation Explorer").click()
    expect(page.get_by_text("Root Types")).to_be_visible()

    page.close()
    assert hosts == {system.address.removeprefix("http://")}
    assert complaints == []
