"""Akun saya: what the owner sees, changes and ends."""

import pytest
from playwright.sync_api import Page, expect

from tests.site.sitegen.account.answers import (
    DONE,
    EMAIL,
    HOSTILE,
    ORIGIN,
    Api,
    Variables,
    account,
    device,
    passkey_request,
    problem,
    proof_ways,
    refused,
)
from tests.site.sitegen.account.states import STATES, my_account, proof_wanted

NEW_PASSWORD = "lima kata yang lain sekali"
pytestmark = pytest.mark.browser


def proven_now(api: Api) -> None:
    api.answers["SetPassword"] = {"setPassword": DONE}


def test_after_the_proof_what_was_asked_is_done_and_nothing_is_typed_twice(page: Page, api: Api) -> None:
    """A form that is empty again after proving who one is gets abandoned."""
    api.answers["ProveByPassword"] = lambda _: proven_now(api) or {"proveByPassword": DONE}
    proof_wanted(page, api)
    panel = page.get_by_role("dialog", name="Pastikan ini Anda")
    password = panel.get_by_label("Kata sandi", exact=True)
    expect(password).to_be_focused()
    password.fill("kata sandi yang lama")
    page.keyboard.press("Enter")
    expect(panel).to_be_hidden()
    expect(page.get_by_text("Kata sandi tersimpan")).to_be_visible()
    assert api.variables_of("ProveByPassword") == [{"password": "kata sandi yang lama"}]
    assert api.variables_of("SetPassword") == [{"password": NEW_PASSWORD}] * 2


def test_who_would_rather_not_prove_it_keeps_what_was_typed(page: Page, api: Api) -> None:
    """Escape closes the panel, and the server's sentence says what is missing."""
    proof_wanted(page, api)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("Tunjukkan sekali lagi")
    expect(page.get_by_label("Kata sandi baru")).to_have_value(NEW_PASSWORD)
    assert len(api.variables_of("SetPassword")) == 1


def test_a_wrong_password_is_told_in_the_panel(page: Page, api: Api) -> None:
    """The panel stays; the deed waits."""
    wrong = problem("WRONG_CREDENTIALS", "Kata sandi ini salah.", "password")
    api.answers["ProveByPassword"] = {"proveByPassword": refused(wrong)}
    proof_wanted(page, api)
    panel = page.get_by_role("dialog")
    panel.get_by_label("Kata sandi", exact=True).fill("salah")
    panel.get_by_role("button", name="Lanjutkan").click()
    expect(panel.get_by_text("Kata sandi ini salah.")).to_be_visible()
    assert len(api.variables_of("SetPassword")) == 1


def test_a_code_proves_it_too(page: Page, api: Api) -> None:
    """Who forgot the password they want to change has no other way."""
    api.answers["ProveByCode"] = lambda _: proven_now(api) or {"proveByCode": DONE}
    STATES["akun-bukti-kode"](page, api)
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text(EMAIL)
    panel.get_by_label("Kode enam angka").fill("123 456")
    panel.get_by_role("button", name="Lanjutkan").click()
    expect(page.get_by_text("Kata sandi tersimpan")).to_be_visible()
    assert api.variables_of("ProveByCode") == [{"challenge": "challenge-1", "code": "123456"}]


def test_the_way_back_from_the_code_shows_the_other_ways(page: Page, api: Api) -> None:
    """The mail may never come."""
    STATES["akun-bukti-kode"](page, api)
    page.get_by_role("dialog").get_by_role("button", name="Pakai cara lain").click()
    expect(page.get_by_role("dialog").get_by_label("Kata sandi", exact=True)).to_be_visible()


def test_a_passkey_proves_it_too(page: Page, api: Api) -> None:
    """The quickest proof of all; its challenge is the one for signing in."""
    page.add_init_script("navigator.credentials.get = async () => ({ toJSON: () => ({ id: 'kunci' }) })")
    api.answers["ProveByPasskey"] = lambda _: proven_now(api) or {"proveByPasskey": DONE}
    proof_wanted(page, api)
    page.get_by_role("dialog").get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_text("Kata sandi tersimpan")).to_be_visible()
    challenge = passkey_request()["challenge"]
    assert api.variables_of("ProveByPasskey") == [{"challenge": challenge, "response": '{"id":"kunci"}'}]


def test_only_the_proofs_that_this_person_has_are_offered(page: Page, api: Api) -> None:
    """Asking for a password that was never made is a riddle."""
    proof_wanted(page, api)
    page.keyboard.press("Escape")
    api.answers["ProofWays"] = proof_ways(password=False)
    page.get_by_role("button", name="Simpan kata sandi").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("button", name="Kirim kode")).to_be_visible()
    expect(panel.get_by_label("Kata sandi", exact=True)).to_be_hidden()
    expect(panel.get_by_role("button", name="Pakai kunci sandi")).to_be_hidden()


def test_this_device_stands_first_and_can_only_sign_out_by_the_menu(page: Page, api: Api) -> None:
    """Ending one's own session by mistake looks like being thrown out."""
    my_account(page, api)
    devices = page.get_by_role("region", name="Perangkat yang masuk").get_by_role("listitem")
    expect(devices.first).to_contain_text("Chrome di Android")
    expect(devices.first).to_contain_text("Perangkat ini")
    expect(devices.first.get_by_role("button")).to_have_count(0)
    expect(devices.last).to_contain_text("Masuk 18 Mei 2026 pukul 09.00 WIB dengan kata sandi")


def test_one_device_is_signed_out_and_leaves_the_list(page: Page, api: Api) -> None:
    """The lost phone, and no other."""
    api.answers["SignOutDevice"] = {"signOutDevice": DONE}
    my_account(page, api)
    api.answers["MyAccount"] = account(devices=[device("device-1", "Chrome di Android", "CODE")])
    page.get_by_role("button", name="Keluarkan Firefox di Windows").click()
    expect(page.get_by_text("Firefox di Windows perlu masuk lagi.")).to_be_visible()
    expect(page.get_by_role("button", name="Keluarkan Firefox di Windows")).to_have_count(0)
    expect(page.get_by_role("button", name="Keluarkan semua perangkat lain")).to_have_count(0)
    assert api.variables_of("SignOutDevice") == [{"device": "device-2"}]


def test_all_others_are_signed_out_at_once(page: Page, api: Api) -> None:
    """After a theft there is no time to read labels."""
    api.answers["SignOutEverywhere"] = {"signOutEverywhere": DONE}
    my_account(page, api)
    page.get_by_role("button", name="Keluarkan semua perangkat lain").click()
    assert api.variables_of("SignOutEverywhere") == []
    page.get_by_role("button", name="Ya, keluarkan").click()
    expect(page.get_by_text("Perangkat lain sudah dikeluarkan")).to_be_visible()
    assert len(api.variables_of("SignOutEverywhere")) == 1


def test_hostile_names_are_shown_to_the_letter(page: Page, api: Api) -> None:
    """A device's label comes from whoever signed in, a passkey's name from whoever typed it."""
    key: Variables = {"id": "k", "name": HOSTILE, "createdAt": "2026-05-02T02:00:00Z", "lastUsedAt": None}
    google = {"email": HOSTILE, "linkedAt": "2026-05-01T02:00:00Z"}
    api.answers["MyAccount"] = account(
        passkeys=[key], google=google, devices=[device("device-2", HOSTILE, "CODE")], email=HOSTILE
    )
    my_account(page, api)
    expect(page.locator("strong", has_text=HOSTILE)).to_have_count(3)
    page.get_by_role("button", name="Hapus kunci sandi").click()
    expect(page.get_by_text(f"Hapus kunci sandi “{HOSTILE}”?")).to_be_visible()
    assert page.locator("main img").count() == 0
    assert page.title() == "Akun saya – Si-Jawara+"


def test_google_is_linked_from_here_and_comes_back_here(page: Page, api: Api) -> None:
    """Linking must never sign somebody else in."""
    api.answers["MyAccount"] = account(google=None)
    api.answers["StartGoogleSignIn"] = {"startGoogleSignIn": {"url": f"{ORIGIN}/bantuan/", "problems": []}}
    my_account(page, api)
    page.get_by_role("button", name="Hubungkan Google").click()
    page.wait_for_url(f"{ORIGIN}/bantuan/")
    assert api.variables_of("StartGoogleSignIn") == [{"returnTo": "/akun/", "link": True}]


def test_unlinking_google_asks_first_and_tells_a_refusal(page: Page, api: Api) -> None:
    """It may be the only way in besides the mail."""
    api.answers["UnlinkGoogle"] = {"unlinkGoogle": refused(problem("INTERNAL", "Tidak dapat diputuskan."))}
    my_account(page, api)
    page.get_by_role("button", name="Putuskan Google").click()
    page.get_by_role("button", name="Ya, putuskan").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak dapat diputuskan.")
    expect(page.get_by_role("button", name="Putuskan Google")).to_be_visible()


def test_the_address_changes_once_the_code_that_went_there_is_entered(page: Page, api: Api) -> None:
    """A mistyped address must never become the only way in."""
    api.answers["ConfirmEmailChange"] = {"confirmEmailChange": DONE}
    STATES["akun-kode-surel"](page, api)
    section = page.get_by_role("region", name="Alamat surel")
    expect(section).to_contain_text("sri.baru@contoh.example")
    api.answers["MyAccount"] = account(email="sri.baru@contoh.example")
    section.get_by_label("Kode enam angka").fill("123456")
    section.get_by_role("button", name="Ganti alamat").click()
    expect(section.get_by_text("Alamat surel sudah diganti")).to_be_visible()
    expect(section.locator("[data-part=email]")).to_have_text("sri.baru@contoh.example")
    assert api.variables_of("RequestEmailChange") == [{"email": "sri.baru@contoh.example"}]
    assert api.variables_of("ConfirmEmailChange") == [{"challenge": "challenge-1", "code": "123456"}]


def test_the_new_address_can_be_mended_before_it_counts(page: Page, api: Api) -> None:
    """What was typed is still there to be corrected."""
    STATES["akun-kode-surel"](page, api)
    section = page.get_by_role("region", name="Alamat surel")
    section.get_by_role("button", name="Ubah alamat surel").click()
    expect(section.get_by_label("Alamat surel baru")).to_have_value("sri.baru@contoh.example")
    expect(section.get_by_label("Alamat surel baru")).to_be_focused()


def test_the_language_of_mails_is_kept(page: Page, api: Api) -> None:
    """Mails come when no browser is there to say which language its reader has."""
    api.answers["SetLanguage"] = {"setLanguage": DONE}
    my_account(page, api)
    page.get_by_label("Surel dari kami ditulis dalam").select_option("EN")
    page.get_by_role("button", name="Simpan bahasa").click()
    expect(page.get_by_text("Bahasa surel tersimpan")).to_be_visible()
    assert api.variables_of("SetLanguage") == [{"language": "EN"}]


def test_the_menu_leads_to_the_account(page: Page, api: Api) -> None:
    """Nobody guesses an address."""
    my_account(page, api)
    page.get_by_text("Akun", exact=True).click()
    page.get_by_role("banner").get_by_role("link", name="Akun saya").click()
    page.wait_for_url(f"{ORIGIN}/akun/")


def test_a_dead_network_keeps_the_page_as_it_was(page: Page, api: Api) -> None:
    """The deed was not done, and the screen says so."""
    my_account(page, api)
    api.reachable = False
    page.get_by_role("button", name="Keluarkan Firefox di Windows").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada sambungan internet")
    expect(page.get_by_role("button", name="Keluarkan Firefox di Windows")).to_be_enabled()


def test_without_the_api_the_page_says_so_and_offers_to_try_again(page: Page, api: Api) -> None:
    """An endless "Memuat" sends people away."""
    page.add_init_script("localStorage.setItem('jawara.signedIn', '1')")
    page.goto(f"{ORIGIN}/akun/")
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada sambungan internet")
    expect(page.get_by_role("button", name="Coba lagi")).to_be_visible()


def test_undoing_a_change_of_address_asks_before_it_acts(page: Page, api: Api) -> None:
    """Mail programs open links by themselves; that must change nothing."""
    api.answers["UndoEmailChange"] = {"undoEmailChange": DONE}
    STATES["batal-ganti-surel"](page, api)
    assert page.url == f"{ORIGIN}/batal-ganti-surel/"
    assert api.variables_of("UndoEmailChange") == []
    page.get_by_role("button", name="Kembalikan alamat lama").click()
    expect(page.get_by_text("Alamat surel Anda dikembalikan")).to_be_visible()
    assert api.variables_of("UndoEmailChange") == [{"token": "rahasia"}]


def test_a_browser_whose_session_the_undoing_ended_offers_to_sign_in(page: Page, api: Api) -> None:
    """A menu that still says "Akun" leads to pages that throw people out."""
    api.answers["UndoEmailChange"] = {"undoEmailChange": DONE}
    page.add_init_script("localStorage.setItem('jawara.signedIn', '1')")
    STATES["batal-ganti-surel"](page, api)
    stranger = problem("UNAUTHENTICATED", "Silakan masuk.")
    api.answers["RefreshSession"] = {"refreshSession": refused(stranger)}
    page.get_by_role("button", name="Kembalikan alamat lama").click()
    expect(page.get_by_role("banner").get_by_role("link", name="Masuk")).to_be_visible()
