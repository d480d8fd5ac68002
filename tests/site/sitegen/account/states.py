"""Every state of the account's screens, each as the way to get there: for the accessibility test and for pictures."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.site.sitegen.account.answers import (
    DONE,
    EMAIL,
    HOSTILE,
    ORIGIN,
    Api,
    account,
    device,
    letter,
    problem,
    proof_ways,
    refused,
)

State = Callable[[Page, Api], None]

WEB_VIEW = (
    "Mozilla/5.0 (Linux; Android 13; SM-A045F; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/468.0.0.54.86;]"
)
IOS_WEB_VIEW = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 Instagram 334.0.4.32.98"
)


def _sign_in(page: Page, api: Api) -> None:
    page.goto(f"{ORIGIN}/masuk/")
    expect(page.get_by_role("button", name="Masuk dengan Google")).to_be_visible()


def _sign_in_refused(page: Page, api: Api) -> None:
    wrong = problem("TOO_MANY_REQUESTS", "Terlalu banyak percobaan. Tunggu sebentar.", wait=125)
    api.answers["SignIn"] = {"signIn": refused(wrong)}
    _sign_in(page, api)
    page.get_by_label("Alamat surel (email)").fill(EMAIL)
    page.get_by_label("Kata sandi", exact=True).fill("bukan kata sandi")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()


def _sign_in_code(page: Page, api: Api) -> None:
    api.answers["RequestCode"] = {"requestCode": letter()}
    _sign_in(page, api)
    page.get_by_label("Alamat surel (email)").fill(EMAIL)
    page.get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_label("Kode enam angka")).to_be_visible()


def _wrong_code(page: Page, api: Api) -> None:
    wrong = problem("WRONG_CODE", "Kode ini salah. Anda dapat mencoba 4 kali lagi.", "code")
    api.answers["SignInWithCode"] = {"signInWithCode": refused(wrong)}
    _sign_in_code(page, api)
    page.get_by_label("Kode enam angka").fill("111 111")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_text("Kode ini salah")).to_be_visible()


def _inside_app(page: Page, api: Api) -> None:
    page.add_init_script(f"Object.defineProperty(navigator, 'userAgent', {{get: () => {WEB_VIEW!r}}})")
    page.goto(f"{ORIGIN}/masuk/")
    expect(page.get_by_role("link", name="Buka di Chrome")).to_be_visible()


def _inside_ios_app(page: Page, api: Api) -> None:
    page.add_init_script(f"Object.defineProperty(navigator, 'userAgent', {{get: () => {IOS_WEB_VIEW!r}}})")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {get: () => undefined})")
    page.goto(f"{ORIGIN}/daftar/")
    page.get_by_role("button", name="Salin alamat halaman").click()
    expect(page.get_by_text("Tekan lama alamat ini")).to_be_visible()


def _register(page: Page, api: Api) -> None:
    page.goto(f"{ORIGIN}/daftar/")
    expect(page.get_by_role("button", name="Daftar dengan Google")).to_be_visible()


def _letter_sent(page: Page, api: Api) -> None:
    api.answers["Register"] = {"register": {"resendSeconds": 60, "problems": []}}
    _register(page, api)
    page.get_by_label("Alamat surel (email)").fill(EMAIL)
    page.get_by_label("Kata sandi", exact=True).fill("empat kata tak berhubungan")
    page.get_by_role("button", name="Daftar", exact=True).click()
    expect(page.get_by_role("heading", name="Periksa surel Anda")).to_be_visible()


def _recovery_sent(page: Page, api: Api) -> None:
    api.answers["RequestRecovery"] = {"requestRecovery": {"resendSeconds": 60, "problems": []}}
    page.goto(f"{ORIGIN}/pemulihan/")
    page.get_by_label("Alamat surel (email)").fill(EMAIL)
    page.get_by_role("button", name="Kirim tautan").click()
    expect(page.get_by_role("heading", name="Periksa surel Anda")).to_be_visible()


def _google_cancelled(page: Page, api: Api) -> None:
    page.goto(f"{ORIGIN}/masuk/google/?error=access_denied&state=x")
    expect(page.get_by_text("dibatalkan")).to_be_visible()


def _google_wants_a_link(page: Page, api: Api) -> None:
    wanted = problem("LINK_REQUIRED", "Alamat ini sudah dipakai sebuah akun.")
    api.answers["FinishGoogleSignIn"] = {"finishGoogleSignIn": refused(wanted)}
    page.goto(f"{ORIGIN}/masuk/google/?code=c&state=s")
    expect(page.get_by_text("sudah punya akun")).to_be_visible()


def _undo(page: Page, api: Api) -> None:
    page.goto(f"{ORIGIN}/batal-ganti-surel/#rahasia")
    expect(page.get_by_role("button", name="Kembalikan alamat lama")).to_be_visible()


def _undone(page: Page, api: Api) -> None:
    api.answers["UndoEmailChange"] = {"undoEmailChange": DONE}
    _undo(page, api)
    page.get_by_role("button", name="Kembalikan alamat lama").click()
    expect(page.get_by_text("dikembalikan")).to_be_visible()


def _reminders_stopped(page: Page, api: Api) -> None:
    api.answers["SetRemindersByLink"] = {"setRemindersByLink": DONE}
    page.goto(f"{ORIGIN}/berhenti-pengingat/#rahasia")
    expect(page.get_by_text("Pengingat dihentikan")).to_be_visible()


def my_account(page: Page, api: Api) -> None:
    api.answers.setdefault("MyAccount", account())
    api.answers["RefreshSession"] = {"refreshSession": {"accessToken": "token", "problems": []}}
    page.add_init_script("localStorage.setItem('jawara.signedIn', '1')")
    page.goto(f"{ORIGIN}/akun/")
    expect(page.get_by_role("heading", name="Cara masuk")).to_be_visible()


def _account_bare(page: Page, api: Api) -> None:
    api.answers["MyAccount"] = account(
        hasPassword=False, google=None, passkeys=[], devices=[device("device-1", HOSTILE, "GOOGLE")]
    )
    my_account(page, api)


def _account_forms(page: Page, api: Api) -> None:
    my_account(page, api)
    for name in ("Ubah kata sandi", "Tambah kunci sandi", "Ganti alamat surel"):
        page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Keluarkan semua perangkat lain").click()
    expect(page.get_by_role("button", name="Ya, keluarkan")).to_be_visible()


def proof_wanted(page: Page, api: Api) -> None:
    """A new password was typed, and the server wants to know once more who types it."""
    wanted = problem("PROOF_REQUIRED", "Tunjukkan sekali lagi bahwa ini Anda.")
    api.answers["SetPassword"] = {"setPassword": refused(wanted)}
    api.answers["ProofWays"] = proof_ways(passkeys=1)
    my_account(page, api)
    page.get_by_role("button", name="Ubah kata sandi").click()
    page.get_by_label("Kata sandi baru").fill("lima kata yang lain sekali")
    page.get_by_role("button", name="Simpan kata sandi").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _proof_code(page: Page, api: Api) -> None:
    api.answers["RequestProofCode"] = {"requestProofCode": letter()}
    proof_wanted(page, api)
    page.get_by_role("dialog").get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_role("dialog").get_by_label("Kode enam angka")).to_be_visible()


def _address_code(page: Page, api: Api) -> None:
    api.answers["RequestEmailChange"] = {"requestEmailChange": letter()}
    my_account(page, api)
    page.get_by_role("button", name="Ganti alamat surel").click()
    page.get_by_label("Alamat surel baru").fill("sri.baru@contoh.example")
    page.get_by_role("button", name="Kirim kode ke alamat baru").click()
    expect(page.get_by_role("region", name="Alamat surel").get_by_label("Kode enam angka")).to_be_visible()


def _stranger(page: Page, api: Api) -> None:
    page.goto(f"{ORIGIN}/akun/")
    expect(page.get_by_text("Silakan masuk dahulu")).to_be_visible()


STATES: dict[str, State] = {
    "masuk": _sign_in,
    "masuk-ditolak": _sign_in_refused,
    "masuk-kode": _sign_in_code,
    "masuk-kode-salah": _wrong_code,
    "masuk-dalam-aplikasi": _inside_app,
    "daftar": _register,
    "daftar-dalam-aplikasi": _inside_ios_app,
    "daftar-surel": _letter_sent,
    "pemulihan-surel": _recovery_sent,
    "google-dibatalkan": _google_cancelled,
    "google-hubungkan": _google_wants_a_link,
    "batal-ganti-surel": _undo,
    "batal-ganti-surel-selesai": _undone,
    "berhenti-pengingat": _reminders_stopped,
    "akun": my_account,
    "akun-kosong": _account_bare,
    "akun-formulir": _account_forms,
    "akun-bukti": proof_wanted,
    "akun-bukti-kode": _proof_code,
    "akun-kode-surel": _address_code,
    "akun-belum-masuk": _stranger,
}
