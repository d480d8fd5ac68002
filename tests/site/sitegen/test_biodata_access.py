"""Every state of the biodata, looked at by a machine that knows the rules of access."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.site.barriers import barriers
from tests.site.sitegen.participant import Participant

ADDRESS = "https://belajar.example/biodata/"

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]


STATES: dict[str, Callable[[Page, Participant], None]] = {}


def state(look: Callable[[Page, Participant], None]) -> Callable[[Page, Participant], None]:
    STATES[look.__name__] = look
    return look


@state
def consent_wanted(page: Page, participant: Participant) -> None:
    participant.consents = set()
    page.goto(f"{ADDRESS}#persetujuan")
    page.reload()
    page.get_by_role("button", name="Setuju dan lanjutkan").click()


@state
def consent_given(page: Page, participant: Participant) -> None:
    page.goto(f"{ADDRESS}#persetujuan")
    expect(page.get_by_role("heading", name="Persetujuan")).to_be_visible()


@state
def person(page: Page, participant: Participant) -> None:
    participant.values |= {"nik": "3515014703900001"}
    participant.warnings = [{"field": "nik", "message": "Periksa sekali lagi."}]
    page.goto(f"{ADDRESS}#pribadi")
    page.reload()
    expect(page.get_by_role("heading", name="Pribadi")).to_be_visible()
    participant.is_down = True
    page.locator("#education").select_option("SENIOR")
    page.locator("#birth-year").fill("90")
    expect(page.locator("#education-state")).to_contain_text("dicoba lagi")


@state
def address(page: Page, participant: Participant) -> None:
    page.goto(f"{ADDRESS}#alamat")
    page.locator("#district").select_option("35.15.01")
    expect(page.locator("#village option")).to_have_count(2)


@state
def group(page: Page, participant: Participant) -> None:
    page.goto(f"{ADDRESS}#kelompok")
    page.get_by_role("checkbox", name="Anggota").check()
    expect(page.locator("#cooperative-position")).to_be_visible()


@state
def name(page: Page, participant: Participant) -> None:
    page.goto(f"{ADDRESS}#nama")
    expect(page.get_by_role("img", name="Pratinjau")).to_be_visible()


@state
def finished(page: Page, participant: Participant) -> None:
    page.goto(f"{ADDRESS}#selesai")
    expect(page.get_by_text("Biodata lengkap")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", STATES)
def test_no_state_has_a_barrier_that_a_machine_can_find(look: str, scheme: str, open_phone: OpenPhone) -> None:
    """Names, roles, contrast and order, in both schemes and at 360 pixels."""
    participant = Participant().fill()
    page = open_phone(participant, ADDRESS, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    STATES[look](page, participant)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
