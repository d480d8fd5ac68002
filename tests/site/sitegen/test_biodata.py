"""The biodata on a phone: five steps, each field saved by itself, against an API that a test can break."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import tab_to
from tests.site.sitegen.participant import Participant

ADDRESS = "https://belajar.example/biodata/"
NIK = "3515014703900001"
PHONE = "081234567890"
EVERYTHING_KEPT = """() => JSON.stringify([
  Object.entries(localStorage), Object.entries(sessionStorage), location.href, document.cookie, history.state,
])"""

pytestmark = pytest.mark.browser
OpenPhone = Callable[..., Page]


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()


def onward(page: Page) -> None:
    page.get_by_role("button", name="Lanjut", exact=True).click()


def state_of(page: Page, field: str) -> Any:
    return expect(page.locator(f'[data-state-for="{field}"]'))


def back_online(page: Page, participant: Participant) -> None:
    participant.is_down = False
    page.evaluate("dispatchEvent(new Event('online'))")


def with_consent(*purposes: str) -> Participant:
    return Participant(consents={"TRAINING", *purposes})


def control(page: Page, name: str) -> Locator:
    """The first control of this name."""
    return page.locator(f"[name={name}]").first


def test_all_five_steps_can_be_walked_by_keyboard_alone(open_phone: OpenPhone) -> None:
    """Some cannot use a touch screen; the focus begins at each step's heading."""
    participant = Participant()
    page = open_phone(participant, ADDRESS)
    heading(page, "Persetujuan")
    tab_to(page, control(page, "TRAINING"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    heading(page, "Pribadi")
    expect(page.get_by_role("heading", name="Pribadi")).to_be_focused()
    tab_to(page, control(page, "fullName"))
    page.keyboard.type("Siti Aminah, S.E.")
    page.keyboard.press("Enter")
    heading(page, "Alamat")
    expect(page.locator("#regency option")).to_have_count(3)
    tab_to(page, control(page, "regency"))
    page.keyboard.type("Kabupaten Si")
    tab_to(page, page.get_by_role("button", name="Lanjut", exact=True))
    page.keyboard.press("Enter")
    heading(page, "Kelompok")
    tab_to(page, control(page, "groups"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    heading(page, "Nama di sertifikat")
    expect(page.get_by_role("img", name="Pratinjau sertifikat atas nama Siti Aminah, S.E.")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Nama ini sudah benar", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Lihat kelas untuk saya")).to_be_visible()
    assert participant.confirmed == "Siti Aminah, S.E."
    assert participant.saved() == [
        {"fullName": "Siti Aminah, S.E."}, {"regency": "35.15"}, {"groups": ["COOPERATIVE"]},
    ]  # fmt: skip


def test_each_step_says_how_far_one_is(open_phone: OpenPhone) -> None:
    """Who sees the end coming goes on."""
    page = open_phone(with_consent(), ADDRESS)
    expect(page.get_by_text("Langkah 2 dari 5")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Langkah 2 dari 5")).to_be_visible()
    page.get_by_role("link", name="Kembali").click()
    expect(page.get_by_text("Langkah 1 dari 5")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Langkah 2 dari 5")).to_be_visible()


def test_nothing_is_asked_before_the_consent_to_it(open_phone: OpenPhone) -> None:
    """Purposes are apart (UU 27/2022): who says no to one is not asked for its fields."""
    participant = Participant()
    page = open_phone(participant, f"{ADDRESS}#kelompok")
    heading(page, "Persetujuan")
    page.get_by_role("button", name="Setuju dan lanjutkan").click()
    expect(page.get_by_text("Beri tanda bila Anda setuju.")).to_be_visible()
    assert [name for name, _ in participant.asked if name == "GiveConsent"] == []
    page.get_by_role("checkbox", name="Pelatihan dan sertifikat").check()
    page.get_by_role("button", name="Setuju dan lanjutkan").click()
    heading(page, "Pribadi")
    expect(page.locator("#nik")).to_be_hidden()
    expect(page.locator("#needs")).to_be_hidden()
    page.get_by_role("link", name="Persetujuan").click()
    page.get_by_role("checkbox", name="Laporan kantor").check()
    onward(page)
    expect(page.locator("#nik")).to_be_visible()
    expect(page.locator("#needs")).to_be_hidden()
    assert participant.consents == {"TRAINING", "REPORTING"}


def test_each_field_is_saved_alone_when_it_is_left(open_phone: OpenPhone) -> None:
    """A form that is sent whole loses all of it with one bad signal."""
    participant = with_consent("REPORTING", "ACCOMMODATION")
    page = open_phone(participant, f"{ADDRESS}#pribadi")
    page.locator("#fullName").fill("  Siti   Aminah ")
    page.locator("#birth-day").fill("7")
    state_of(page, "fullName").to_have_text("Tersimpan.")
    page.locator("#birth-month").select_option("3")
    page.locator("#birth-year").fill("1990")
    page.locator("#gender").select_option("FEMALE")
    page.get_by_role("radio", name="Tidak", exact=True).check()
    page.locator("#needs").fill("Huruf besar")
    onward(page)
    heading(page, "Alamat")
    assert sorted(participant.saved(), key=str) == [
        {"birthDate": "1990-03-07"}, {"fullName": "Siti Aminah"}, {"gender": "FEMALE"},
        {"hasDisability": False}, {"needs": "Huruf besar"},
    ]  # fmt: skip


def test_a_failed_save_is_told_and_tried_again(open_phone: OpenPhone) -> None:
    """Nobody has to know about networks: what is on the phone arrives by itself."""
    participant = with_consent()
    page = open_phone(participant, f"{ADDRESS}#pribadi")
    heading(page, "Pribadi")
    participant.is_down = True
    page.locator("#fullName").fill("Siti Aminah")
    page.locator("#phone").focus()
    state_of(page, "fullName").to_have_text("Belum tersimpan, dicoba lagi. Untuk sementara ada di ponsel ini.")
    expect(page.get_by_role("status").filter(has_text="Nama lengkap: Belum tersimpan")).to_have_count(1)
    onward(page)
    heading(page, "Alamat")
    expect(page.get_by_text("Nama lengkap.")).to_be_visible()
    back_online(page, participant)
    expect(page.get_by_text("Nama lengkap.")).to_have_count(0)
    assert participant.values["fullName"] == "Siti Aminah"
    page.get_by_role("link", name="Kembali").click()
    state_of(page, "fullName").to_have_text("Tersimpan.")


def test_what_was_typed_without_a_network_is_there_after_a_reload(open_phone: OpenPhone) -> None:
    """Cheap phones throw pages away; the text must not go with them, and goes to the server when it can."""
    participant = with_consent("REPORTING")
    page = open_phone(participant, f"{ADDRESS}#pribadi")
    heading(page, "Pribadi")
    participant.is_down = True
    page.locator("#birth-day").fill("7")
    page.locator("#fullName").type("Siti Am")  # not even left
    participant.is_down = False
    page.reload()
    heading(page, "Pribadi")
    expect(page.locator("#fullName")).to_have_value("Siti Am")
    expect(page.locator("#birth-day")).to_have_value("7")
    state_of(page, "fullName").to_have_text("Tersimpan.")
    assert participant.values == {"fullName": "Siti Am"}
    assert "biodata" in page.evaluate(EVERYTHING_KEPT)
    page.locator("#birth-day").fill("")
    page.locator("#fullName").focus()
    state_of(page, "birthDate").to_have_text("Tersimpan.")
    assert "biodata." not in page.evaluate(EVERYTHING_KEPT), "the server has it: the phone forgets"


def test_who_comes_back_goes_on_at_the_first_step_that_is_open(open_phone: OpenPhone) -> None:
    """Biodata are filled in between two customers."""
    participant = with_consent()
    participant.values |= {"fullName": "Siti Aminah", "regency": "35.15"}
    page = open_phone(participant, ADDRESS)
    heading(page, "Kelompok")
    assert page.url.endswith("#kelompok")
    page.goto(f"{ADDRESS}#alamat")
    page.reload()
    heading(page, "Alamat")
    expect(page.locator("#regency")).to_have_value("35.15")


def test_another_person_on_the_phone_sees_nothing_of_the_first(open_phone: OpenPhone) -> None:
    """Phones are shared in families; unsent text belongs to one account."""
    siti = with_consent()
    page = open_phone(siti, f"{ADDRESS}#pribadi")
    heading(page, "Pribadi")
    siti.is_down = True
    page.locator("#fullName").fill("Siti Aminah")
    page.locator("#phone").focus()
    state_of(page, "fullName").to_contain_text("ponsel ini")
    budi = Participant(id="0190-budi", consents={"TRAINING"})
    budi.serve(page.context)
    page.goto("https://belajar.example/bantuan/")
    page.goto(f"{ADDRESS}#pribadi")
    heading(page, "Pribadi")
    expect(page.locator("#fullName")).to_have_value("")
    assert budi.saved() == []
    siti.is_down = False
    siti.serve(page.context)
    page.reload()
    expect(page.locator("#fullName")).to_have_value("Siti Aminah")


def test_the_nik_and_the_telephone_lie_nowhere_on_the_phone(open_phone: OpenPhone) -> None:
    """They open doors elsewhere; the field says that they are not kept, instead of keeping them."""
    participant = with_consent("REPORTING")
    page = open_phone(participant, f"{ADDRESS}#pribadi")
    heading(page, "Pribadi")
    participant.is_down = True
    page.locator("#nik").fill(NIK)
    page.locator("#phone").fill(PHONE)
    page.locator("#fullName").fill("Siti Aminah")
    page.locator("#education").focus()
    state_of(page, "nik").to_contain_text("tidak disimpan di ponsel: biarkan halaman ini terbuka")
    state_of(page, "phone").to_contain_text("tidak disimpan di ponsel")
    kept = page.evaluate(EVERYTHING_KEPT)
    assert "Siti Aminah" in kept
    assert (NIK in kept, PHONE in kept) == (False, False)
    back_online(page, participant)
    state_of(page, "phone").to_have_text("Tersimpan.")
    assert (participant.values["nik"], participant.values["phone"]) == (NIK, PHONE)
    kept = page.evaluate(EVERYTHING_KEPT)
    assert (NIK in kept, PHONE in kept) == (False, False)


def test_a_saved_nik_is_masked_and_is_typed_anew_or_taken_out(open_phone: OpenPhone) -> None:
    """Whoever looks over the shoulder later sees four digits; nothing is deleted by an empty field."""
    participant = with_consent("REPORTING")
    page = open_phone(participant, f"{ADDRESS}#pribadi")
    page.locator("#nik").fill("3515 0147 0390 0001")
    page.locator("#fullName").focus()
    expect(page.get_by_text("35••••••••••0001")).to_be_visible()
    expect(page.locator("#nik")).to_be_hidden()
    assert page.locator("#nik").input_value() == ""
    page.get_by_role("button", name="Ganti NIK").click()
    expect(page.locator("#nik")).to_be_focused()
    page.locator("#nik").fill("1")
    page.locator("#nik").fill("")
    page.locator("#fullName").focus()
    assert participant.values["nik"] == NIK
    expect(page.get_by_text("35••••••••••0001")).to_be_visible()
    page.get_by_role("button", name="Hapus NIK").click()
    expect(page.locator("#nik")).to_be_visible()
    assert participant.values["nik"] is None


def test_a_refused_field_says_why_and_holds_the_reader_at_its_step(open_phone: OpenPhone) -> None:
    """The server knows better than a pattern, and its sentence stands where the mistake is."""
    participant = with_consent()
    participant.refusals = {"phone": "Nomor ini bukan nomor telepon."}
    page = open_phone(participant, f"{ADDRESS}#pribadi")
    page.locator("#fullName").fill("Siti Aminah")
    page.locator("#phone").fill("0000 0000")
    onward(page)
    expect(page.locator("#phone-error")).to_have_text("Nomor ini bukan nomor telepon.")
    expect(page.locator("#phone")).to_be_focused()
    heading(page, "Pribadi")
    participant.refusals = {}
    page.locator("#phone").fill(PHONE)
    onward(page)
    heading(page, "Alamat")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("nik", "123", "NIK terdiri atas 16 angka."),
        ("fullName", "", "Isi nama lengkap Anda."),
        ("birth-year", "1990", "Tulis tanggal, bulan, dan tahun yang benar"),
    ],
)
def test_what_is_wrong_is_told_before_it_is_sent(field: str, typed: str, sentence: str, open_phone: OpenPhone) -> None:
    """A round trip on a bad network is no way to learn of a missing digit."""
    participant = with_consent("REPORTING")
    participant.values["fullName"] = "Siti"
    page = open_phone(participant, f"{ADDRESS}#pribadi")
    page.locator(f"#{field}").fill(typed)
    onward(page)
    expect(page.get_by_text(re.compile(re.escape(sentence)))).to_be_visible()
    expect(page.locator(f"#{field}")).to_be_focused()
    assert participant.saved() == []


def test_the_servers_doubts_are_hints_and_hold_nobody_up(open_phone: OpenPhone) -> None:
    """Cards have mistakes of their own: the person decides."""
    participant = with_consent("REPORTING")
    page = open_phone(participant, f"{ADDRESS}#pribadi")
    page.locator("#fullName").fill("Siti Aminah")
    participant.warnings = [{"field": "gender", "message": "NIK ini biasanya milik perempuan."}]
    page.locator("#gender").select_option("MALE")
    expect(page.locator("#gender-advice")).to_have_text("NIK ini biasanya milik perempuan.")
    expect(page.get_by_role("status").filter(has_text="Jenis kelamin: NIK ini")).to_have_count(1)
    expect(page.locator("#gender")).not_to_have_attribute("aria-invalid", "true")
    onward(page)
    heading(page, "Alamat")


def test_lists_of_regions_follow_from_each_other(open_phone: OpenPhone) -> None:
    """Only what the choice above offers, and nothing of the old place after a new one."""
    participant = with_consent()
    page = open_phone(participant, f"{ADDRESS}#alamat")
    expect(page.locator("#district")).to_be_hidden()
    page.locator("#regency").select_option("35.15")
    page.locator("#district").select_option("35.15.01")
    page.locator("#village").select_option("35.15.01.2001")
    state_of(page, "village").to_have_text("Tersimpan.")
    page.locator("#regency").select_option("35.78")
    expect(page.locator("#village")).to_be_hidden()
    expect(page.locator("#district option")).to_have_text(["Pilih…", "Karang Pilang"])
    page.locator("#province").select_option("33")
    expect(page.locator("#district")).to_be_hidden()
    onward(page)
    expect(page.locator("#regency-error")).to_have_text("Pilih kabupaten atau kota Anda.")
    page.locator("#regency").select_option("33.74")
    onward(page)
    heading(page, "Kelompok")
    assert (participant.values["regency"], participant.values["village"]) == ("33.74", None)
    page.goto("https://belajar.example/bantuan/")
    page.goto(f"{ADDRESS}#alamat")
    expect(page.locator("#province")).to_have_value("33")
    expect(page.locator("#regency")).to_have_value("33.74")


def test_a_group_opens_its_own_details(open_phone: OpenPhone) -> None:
    """Nobody reads ten fields about a business they don't have."""
    participant = with_consent("REPORTING")
    participant.values |= {"fullName": "Siti", "regency": "35.15"}
    page = open_phone(participant, ADDRESS)
    onward(page)
    expect(page.locator("#groups-error")).to_have_text("Pilih paling sedikit satu.")
    expect(page.locator("#business-nib")).to_be_hidden()
    page.get_by_role("checkbox", name="Pelaku UMKM").check()
    page.get_by_role("checkbox", name="Pendamping").check()
    page.locator("#business-nib").fill("1234567890123")
    page.locator("#business-sector").select_option("G")
    page.locator("#business-since").fill("2019")
    page.locator("#business-workers").fill("3")
    onward(page)
    heading(page, "Nama di sertifikat")
    assert sorted(participant.saved(), key=str) == [
        {"business": {"nib": "1234567890123"}}, {"business": {"sector": "G"}}, {"business": {"since": 2019}},
        {"business": {"workers": 3}}, {"groups": ["BUSINESS", "COMPANION"]}, {"groups": ["BUSINESS"]},
    ]  # fmt: skip


def test_without_the_picture_the_name_is_still_there_to_confirm(open_phone: OpenPhone) -> None:
    """A picture is the first thing that a bad network drops."""
    participant = with_consent().fill()
    participant.confirmed, participant.has_preview = None, False
    page = open_phone(participant, ADDRESS)
    expect(page.locator(".printed-name")).to_contain_text("Siti Aminah, S.E.")
    expect(page.get_by_role("img", name="Pratinjau")).to_have_count(0)
    page.get_by_role("link", name="Ubah nama").click()
    heading(page, "Pribadi")
    page.locator("#fullName").fill("Siti Aminah")
    page.goto(f"{ADDRESS}#nama")
    page.get_by_role("button", name="Nama ini sudah benar").click()
    expect(page.get_by_text("Biodata lengkap")).to_be_visible()
    assert participant.confirmed == "Siti Aminah"


@pytest.mark.parametrize("name", ['<img src=x onerror="alert(1)">', "Siti</strong><script>alert(1)</script>"])
def test_a_hostile_name_is_shown_to_the_letter(name: str, open_phone: OpenPhone) -> None:
    """A name is text wherever it stands."""
    participant = Participant().fill()
    participant.values |= {"fullName": name, "needs": name, "business.name": name, "phone": name}
    participant.confirmed = None
    participant.warnings = [{"field": "fullName", "message": name}]
    page = open_phone(participant, ADDRESS)
    expect(page.locator(".printed-name__name")).to_have_text(name)
    expect(page.locator("#fullName-advice")).to_have_text(name)
    page.get_by_role("button", name="Nama ini sudah benar").click()
    expect(page.locator("strong").filter(has_text=name)).to_have_count(1)
    assert page.locator("main script, main img[src=x]").count() == 0
