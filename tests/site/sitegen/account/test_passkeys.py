"""Passkeys, with Chromium's own virtual authenticator."""

import json
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browsing import own_authenticator
from tests.site.sitegen.account.answers import DONE, HOSTILE, ORIGIN, Api, account, problem, refused, session
from tests.site.sitegen.account.states import my_account

CREATION = {
    "challenge": "AQIDBA",
    "rp": {"id": "belajar.example", "name": "Si-Jawara+"},
    "user": {"id": "YWNjb3VudC0x", "name": "bu.sri@contoh.example", "displayName": "bu.sri@contoh.example"},
    "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
    "authenticatorSelection": {"residentKey": "required", "userVerification": "required"},
    "excludeCredentials": [],
}
pytestmark = pytest.mark.browser


@pytest.fixture
def authenticator(page: Page) -> CDPSession:
    """A phone's own authenticator, whose owner always says yes."""
    return own_authenticator(page)


def challenge(options: dict[str, Any]) -> dict[str, Any]:
    return {"challenge": "c-1", "options": json.dumps(options), "problems": []}


def add_passkey(page: Page, api: Api, name: str = "Ponsel saya") -> None:
    api.answers["MyAccount"] = account(passkeys=[])
    api.answers["StartPasskeyRegistration"] = {"startPasskeyRegistration": challenge(CREATION)}
    api.answers.setdefault("FinishPasskeyRegistration", {"finishPasskeyRegistration": DONE})
    my_account(page, api)
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.get_by_label("Nama kunci sandi").fill(name)
    page.get_by_role("button", name="Buat kunci sandi").click()


def test_a_passkey_is_made_and_then_signs_in(authenticator: CDPSession, page: Page, api: Api) -> None:
    """What the browser made goes to the API as JSON, and the next time nothing is typed."""
    add_passkey(page, api, HOSTILE)
    expect(page.locator(".notice", has_text="Kunci sandi tersimpan")).to_be_focused()
    (made,) = api.variables_of("FinishPasskeyRegistration")
    assert (made["challenge"], made["name"]) == ("c-1", HOSTILE)
    response = json.loads(made["response"])
    assert {"clientDataJSON", "attestationObject"} <= response["response"].keys()

    api.answers["FinishPasskeySignIn"] = {"finishPasskeySignIn": session()}
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    page.goto(f"{ORIGIN}/masuk/?lanjut=%2Fkelas%2Fpemasaran%2F")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(f"{ORIGIN}/kelas/pemasaran/")
    shown = json.loads(api.variables_of("FinishPasskeySignIn")[0]["response"])
    assert shown["id"] == response["id"]
    assert {"clientDataJSON", "authenticatorData", "signature"} <= shown["response"].keys()


def test_a_passkey_chosen_in_the_address_field_signs_in(authenticator: CDPSession, page: Page, api: Api) -> None:
    """The virtual owner chooses it as soon as the browser offers it: no button is pressed."""
    add_passkey(page, api)
    expect(page.get_by_text("Kunci sandi tersimpan")).to_be_visible()
    api.answers["FinishPasskeySignIn"] = {"finishPasskeySignIn": session()}
    page.goto(f"{ORIGIN}/masuk/")
    page.wait_for_url(f"{ORIGIN}/kelas-saya/")
    assert len(api.variables_of("FinishPasskeySignIn")) == 1


def test_a_passkey_that_is_there_already_is_told_in_words(authenticator: CDPSession, page: Page, api: Api) -> None:
    """ "InvalidStateError" helps nobody."""
    add_passkey(page, api)
    expect(page.get_by_text("Kunci sandi tersimpan")).to_be_visible()
    made = json.loads(api.variables_of("FinishPasskeyRegistration")[0]["response"])
    again = CREATION | {"excludeCredentials": [{"id": made["id"], "type": "public-key"}]}
    api.answers["StartPasskeyRegistration"] = {"startPasskeyRegistration": challenge(again)}
    page.get_by_role("button", name="Tambah kunci sandi").click()
    page.get_by_label("Nama kunci sandi").fill("Sekali lagi")
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.get_by_role("alert")).to_contain_text("sudah menyimpan kunci sandi")
    expect(page.get_by_label("Nama kunci sandi")).to_have_value("Sekali lagi")
    assert len(api.variables_of("FinishPasskeyRegistration")) == 1


def test_who_cancels_reads_that_nothing_happened(page: Page, api: Api) -> None:
    """Cancelling is no mistake; the other ways stay in reach."""
    page.add_init_script("""
      navigator.credentials.get = ({mediation}) => mediation === "conditional"
        ? new Promise(() => {}) : Promise.reject(new DOMException("x", "NotAllowedError"));
    """)
    page.goto(f"{ORIGIN}/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    expect(page.get_by_role("alert")).to_contain_text("pakai cara lain")
    expect(page.get_by_role("button", name="Masuk dengan kunci sandi")).to_be_enabled()


def test_the_servers_refusal_is_shown_in_its_own_words(authenticator: CDPSession, page: Page, api: Api) -> None:
    """A passkey that was removed from the account still sits on the phone."""
    gone = problem("PASSKEY_REFUSED", "Kunci sandi ini tidak dikenal.")
    api.answers["FinishPasskeyRegistration"] = {"finishPasskeyRegistration": refused(gone)}
    add_passkey(page, api)
    expect(page.get_by_role("alert")).to_contain_text("Kunci sandi ini tidak dikenal.")


def test_a_browser_without_passkeys_is_not_offered_any(page: Page, api: Api) -> None:
    """Old phones are the ordinary case."""
    page.add_init_script("delete globalThis.PublicKeyCredential")
    page.goto(f"{ORIGIN}/masuk/")
    expect(page.get_by_role("button", name="Masuk dengan Google")).to_be_visible()
    expect(page.get_by_role("button", name="Masuk dengan kunci sandi")).to_have_count(0)
    assert api.variables_of("StartPasskeySignIn") == []


def test_removing_a_passkey_asks_first(page: Page, api: Api) -> None:
    """A slip of the thumb must not close a way in."""
    api.answers["RemovePasskey"] = {"removePasskey": DONE}
    my_account(page, api)
    remove = page.get_by_role("button", name="Hapus kunci sandi Ponsel saya")
    remove.click()
    expect(page.get_by_text("Hapus kunci sandi “Ponsel saya”?")).to_be_focused()
    page.get_by_role("button", name="Batal").click()
    expect(remove).to_be_focused()
    assert api.variables_of("RemovePasskey") == []
    remove.click()
    api.answers["MyAccount"] = account(passkeys=[])
    page.get_by_role("button", name="Ya, hapus").click()
    expect(page.get_by_text("Kunci sandi dihapus")).to_be_visible()
    expect(remove).to_have_count(0)
    assert api.variables_of("RemovePasskey") == [{"passkey": "passkey-1"}]
