"""Anybody checks a certificate, in a real browser: by code, by QR code with and without a network, by its PDF."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.certification import claim
from api.verification_keys import VerificationKeys, make_verification_key
from certificates.fields import CertificateFields, SyllabusLine
from tests.api.certification.claims import repacked
from tests.browsing import visited, wait_until
from tests.site.hosting import served, unbroken
from tests.site.sitegen.conftest import POLICY

pytestmark = pytest.mark.browser

CODE = "K7QF2-9XT4M-3BRWD-6HNPA"
BEFORE_LEVELS = Path(__file__).with_name("code_before_levels.json")
"""What a code of `certificate()` held, and the key that signed it."""
UNKNOWN: dict[str, Any] = {"state": "UNKNOWN", "printed": None, "changedAt": None, "replacedBy": None}
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


def certificate(name: str = "Siti Aminah") -> CertificateFields:
    return CertificateFields(
        number="503.5/0001/SJ/2026", version=1, code=CODE, name=name, course_title="Pemasaran <dasar>", hours=2,
        score=92, completed_on=date(2026, 11, 20), issued_on=date(2026, 11, 23), place="Surabaya",
        signer_name="Dra. Contoh Pejabat, M.M.", signer_title="Kepala UPT Pelatihan Koperasi UKM",
        signer_nip="19700101 199503 2 001", office="Dinas Koperasi dan UKM Provinsi Jawa Timur",
        verify_url=f"https://belajar.example/v/{CODE}",
        syllabus=(SyllabusLine("Mengenal pembeli", 7), SyllabusLine("Menghitung harga & laba", 9)),
    )  # fmt: skip


def answer(fields: CertificateFields, state: str = "VALID", **others: Any) -> dict[str, Any]:
    printed = {
        "number": fields.number, "version": fields.version, "code": fields.code, "name": fields.name,
        "courseTitle": fields.course_title, "hours": fields.hours, "score": fields.score, "level": fields.level,
        "completedOn": fields.completed_on.isoformat(), "issuedOn": fields.issued_on.isoformat(),
        "place": fields.place, "office": fields.office, "signerName": fields.signer_name,
        "signerTitle": fields.signer_title, "signerNip": fields.signer_nip,
        "syllabus": [{"title": line.title, "minutes": line.minutes} for line in fields.syllabus],
    }  # fmt: skip
    return UNKNOWN | {"state": state, "printed": printed} | others


PRINTED = [
    "Siti Aminah", "Pemasaran <dasar>", "503.5/0001/SJ/2026", "2 JP", "92", "20 November 2026",
    "Surabaya, 23 November 2026", "Dra. Contoh Pejabat, M.M.", "Kepala UPT Pelatihan Koperasi UKM",
    "19700101 199503 2 001", "Dinas Koperasi dan UKM Provinsi Jawa Timur", CODE,
    "Mengenal pembeli (7\u00a0menit)", "Menghitung harga & laba (9\u00a0menit)", "16 menit",
]  # fmt: skip


class Office(SimpleHTTPRequestHandler):
    """The site under its policy, `/v/` rewritten as by the host, and what the API has under `/checks/`."""

    known: dict[str, dict[str, Any]]
    asked: list[str]
    own_keys: dict[str, Any]

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path.startswith("/checks/"):
            self.asked.append(unquote(self.path))
            self._answer(self.known.get(unquote(self.path).removeprefix("/checks/"), UNKNOWN))
            return
        if path == "/certificates/authority.json" and self.own_keys:
            self._answer(self.own_keys)
            return
        if path.startswith("/v/"):
            self.path = "/verifikasi/index.html"
        super().do_GET()

    def _answer(self, found: dict[str, Any]) -> None:
        body = json.dumps(found).encode()
        self.send_response(404 if found is UNKNOWN else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        for name, value in POLICY.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name is the base class's
        pass


@pytest.fixture(scope="module")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_verification_key(folder, "2026-1")
    return folder


@pytest.fixture
def keys(key_folder: Path) -> VerificationKeys:
    return VerificationKeys.load(key_folder)


@pytest.fixture(scope="module")
def folder(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copytree(output, tmp_path_factory.mktemp("var") / "site")


@pytest.fixture
def site(folder: Path, keys: VerificationKeys) -> Iterator[str]:
    publish(folder, keys)
    Office.known, Office.asked, Office.own_keys = {}, [], {}
    with served(folder, Office) as address:
        yield address


def publish(folder: Path, keys: VerificationKeys) -> None:
    (folder / "data/v1/authority.json").write_text(json.dumps({"keys": keys.jwks()}))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 360, "height": 740}, locale="id-ID") as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Whatever breaks in its script breaks the test."""
    with unbroken(context) as opened:
        yield opened


def scanned(site: str, fields: CertificateFields, keys: VerificationKeys) -> str:
    """Where a camera leads."""
    return f"{site}/v/{CODE}#{claim.sealed(fields, keys).verify_url.partition('#')[2]}"


def expect_printed(page: Page) -> None:
    """Every word of the paper, to compare."""
    for words in PRINTED:
        expect(page.locator("jawara-verification")).to_contain_text(words)


def test_a_code_with_its_number_shows_every_printed_word(page: Page, site: str) -> None:
    """Typed from paper; the page can be opened again by its address."""
    Office.known[f"{CODE}?number=503.5/0001/SJ/2026"] = answer(certificate())
    page.goto(f"{site}/verifikasi/")
    page.get_by_label("Kode verifikasi").fill("k7qf2 9xt4m 3brwd 6hnpa")
    page.get_by_label("Nomor sertifikat").fill("503.5/0001/SJ/2026")
    page.get_by_role("button", name="Periksa", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("sah dan berlaku")
    expect_printed(page)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("sah dan berlaku")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            answer(
                certificate(), "REPLACED", changedAt="2026-12-01T02:00:00+00:00",
                replacedBy={"version": 3, "issuedOn": "2026-12-01"},
            ),
            ["This certificate was replaced", "edition 3, issued on 1 December 2026", "Since 1 December 2026"],
        ),
        (
            answer(certificate(), "REVOKED", changedAt="2026-12-01T02:00:00+00:00"),
            ["This certificate was revoked", "Since 1 December 2026"],
        ),
        (UNKNOWN, ["This certificate is unknown", "this office did not issue"]),
    ],
)  # fmt: skip
def test_what_no_longer_counts_is_said_first(found: dict[str, Any], told: list[str], page: Page, site: str) -> None:
    """In English too: employers abroad ask."""
    Office.known[CODE] = found
    page.goto(f"{site}/en/verifikasi/?kode={CODE}")
    verdict = page.locator("[data-part=outcome] .notice")
    for words in told:
        expect(verdict).to_contain_text(words)


def test_a_scanned_code_is_verified_without_any_network(
    page: Page, context: BrowserContext, site: str, keys: VerificationKeys
) -> None:
    """The page was opened once, then the network is gone: the service worker has the page, the phone has the keys."""
    visited(page, site)
    context.set_offline(True)
    page.goto(scanned(site, certificate(), keys))
    expect(page.get_by_role("status")).to_contain_text("asli, status terkini tidak diketahui")
    expect_printed(page)
    assert Office.asked == []
    Office.known[CODE] = answer(certificate(), "REVOKED", changedAt="2026-12-01T02:00:00+00:00")
    context.set_offline(False)
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.get_by_role("alert")).to_contain_text("sudah dicabut")


def test_an_altered_qr_code_is_not_genuine(
    page: Page, context: BrowserContext, site: str, keys: VerificationKeys
) -> None:
    """Without a network: one digit, anywhere, or somebody else's code in front of it. With one, what the office has
    under the code is shown beside, never in place of the warning."""
    visited(page, site)
    address = scanned(site, certificate(), keys)
    where, _, number = address.partition("#")
    context.set_offline(True)
    altered = [f"{number[:place]}{(int(number[place]) + 5) % 10}{number[place + 1 :]}" for place in (40, 200, -3)]
    for address in (
        *(f"{where}#{one}" for one in altered),
        f"{where[:-1]}B#{number}",
        f"{where}#0{number}",
        f"{where}#x",
    ):
        page.goto(address)
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("Kode QR ini tidak asli")
        expect(page.locator(".pairs")).to_have_count(0)
    Office.known[CODE] = answer(certificate())
    context.set_offline(False)
    page.goto(f"{where}#{altered[0]}")
    expect(page.get_by_role("alert")).to_contain_text("Kode QR ini tidak asli")
    expect(page.get_by_text("Menurut daftar kantor")).to_be_visible()
    expect_printed(page)


def test_a_level_stands_where_the_score_would(
    page: Page, context: BrowserContext, site: str, keys: VerificationKeys
) -> None:
    """With a network and without: the word that is printed, and no score."""
    visited(page, site)
    fields = replace(certificate(), score=None, level="Sangat baik")
    Office.known[CODE] = answer(fields)
    for is_offline, verdict in ((False, "sah dan berlaku"), (True, "asli, status terkini tidak diketahui")):
        context.set_offline(is_offline)
        page.goto(scanned(site, fields, keys))
        page.reload()
        expect(page.get_by_role("status")).to_contain_text(verdict)
        expect(page.locator("dt:text-is('Tingkat pemahaman') + dd")).to_have_text("Sangat baik")
        expect(page.locator("dt:text-is('Nilai')")).to_have_count(0)


def test_a_code_of_before_there_were_levels_says_what_it_said(page: Page, site: str, folder: Path) -> None:
    """As it was made then: paper isn't printed anew because the office learned another word."""
    old: dict[str, Any] = json.loads(BEFORE_LEVELS.read_text("utf-8"))
    (folder / "data/v1/authority.json").write_text(json.dumps({"keys": {"keys": [old["key"]]}}))
    context = visited(page, site).context
    context.set_offline(True)
    page.goto(f"{site}/v/{CODE}#{old['digits']}")
    expect(page.get_by_role("status")).to_contain_text("asli, status terkini tidak diketahui")
    expect_printed(page)
    expect(page.locator("dt:text-is('Nilai') + dd")).to_have_text("92")
    expect(page.locator("dt:text-is('Tingkat pemahaman')")).to_have_count(0)


def test_another_level_than_the_signed_one_is_noticed(page: Page, site: str, keys: VerificationKeys) -> None:
    """Whether the code was packed anew, or the register was written to."""
    fields = replace(certificate(), score=None, level="Cukup")
    Office.known[CODE] = answer(fields)
    address = scanned(site, fields, keys)
    page.goto(repacked(address, ("Cukup", "Sangat baik")))
    expect(page.get_by_role("alert")).to_contain_text("Kode QR ini tidak asli")
    for other in (replace(fields, level="Sangat baik"), replace(fields, level=None), certificate()):
        Office.known[CODE] = answer(other)
        page.goto(address)
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("berbeda dengan daftar kantor")


def test_an_office_that_knows_no_levels_yet_contradicts_nothing(page: Page, site: str, keys: VerificationKeys) -> None:
    """Site and API don't become newer at one moment; a warning in between would be remembered."""
    known = answer(certificate())
    del known["printed"]["level"]
    Office.known[CODE] = known
    page.goto(scanned(site, certificate(), keys))
    expect(page.get_by_role("status")).to_contain_text("sah dan berlaku")
    expect_printed(page)


def test_a_signed_code_that_the_register_contradicts_is_no_good(page: Page, site: str, keys: VerificationKeys) -> None:
    """A register that was altered, or lost the row: the signature is the witness."""
    Office.known[CODE] = answer(certificate("Siti Aminah Binti"))
    page.goto(scanned(site, certificate(), keys))
    expect(page.get_by_role("alert")).to_contain_text("berbeda dengan daftar kantor")
    del Office.known[CODE]
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("tidak ada dalam daftar kantor")


def test_keys_change_and_older_certificates_stay_genuine(
    page: Page, site: str, folder: Path, key_folder: Path, keys: VerificationKeys
) -> None:
    """A phone that has not heard of the new key can't tell without a network. With one it asks the site and then the
    office, whose word it is that a key is nobody's; from then on both are genuine without a network."""
    context = visited(page, site).context
    old = scanned(site, certificate(), keys)
    make_verification_key(key_folder, "2027-1")
    rotated = VerificationKeys.load(key_folder)
    new = scanned(site, certificate(), rotated)

    def expect_told(address: str, sentence: str) -> None:
        page.goto(f"{site}/verifikasi/")
        page.goto(address)
        expect(page.locator("[data-part=outcome] .notice").first).to_contain_text(sentence)

    context.set_offline(True)
    expect_told(new, "belum dapat dipastikan")
    context.set_offline(False)
    expect_told(new, "Sertifikat ini tidak dikenal")
    Office.own_keys = {"keys": keys.jwks()}
    expect_told(new, "Kode QR ini tidak asli")
    Office.own_keys = {"keys": rotated.jwks()}
    Office.known[CODE] = answer(certificate())
    expect_told(new, "sah dan berlaku")
    publish(folder, rotated)
    page.goto(f"{site}/verifikasi/")
    wait_until(page, "async () => (await (await caches.match('/data/v1/authority.json')).json()).keys.keys.length == 2")
    context.set_offline(True)
    for address in (old, new):
        expect_told(address, "status terkini tidak diketahui")
    (key_folder / "2027-1.pem").unlink()


def test_a_pdf_is_checked_by_its_hash_alone(page: Page, site: str, tmp_path: Path) -> None:
    """Nothing of it is sent; one byte of difference, and it isn't the original."""
    Office.known[f"files/{sha256(PDF).hexdigest()}"] = answer(certificate())
    file = tmp_path / "sertifikat.pdf"
    page.goto(f"{site}/verifikasi/")
    sent: list[str | None] = []
    page.on("request", lambda request: sent.append(request.post_data) if request.method != "GET" else None)
    chooser = page.get_by_label("Berkas PDF sertifikat")
    file.write_bytes(PDF)
    chooser.set_input_files(file)
    expect(page.get_by_role("status")).to_contain_text("sah dan berlaku")
    expect_printed(page)
    for place in (9, len(PDF) // 2, len(PDF) - 1):
        altered = tmp_path / f"{place}.pdf"
        altered.write_bytes(PDF[:place] + bytes([PDF[place] ^ 1]) + PDF[place + 1 :])
        chooser.set_input_files(altered)
        expect(page.get_by_role("status")).to_have_count(0)
        expect(page.get_by_role("alert")).to_contain_text("bukan berkas asli")
        expect(page.locator(".pairs")).to_have_count(0)
    photo = tmp_path / "foto.pdf"
    photo.write_bytes(b"\xff\xd8\xff")
    chooser.set_input_files(photo)
    expect(page.get_by_role("alert")).to_contain_text("tidak dapat diperiksa")
    assert [asked.count("/") for asked in Office.asked] == [3] * 4
    assert sent == []


def test_a_pdf_dropped_anywhere_on_the_page_is_checked(page: Page, site: str) -> None:
    """As a personnel office does it."""
    Office.known[f"files/{sha256(PDF).hexdigest()}"] = answer(certificate())
    page.goto(f"{site}/verifikasi/")
    page.evaluate("customElements.whenDefined('jawara-verification').then(() => null)")
    dropped = page.evaluate_handle(
        """(bytes) => {
          const files = new DataTransfer();
          files.items.add(new File([Uint8Array.from(bytes)], "sertifikat.pdf"));
          return files;
        }""",
        list(PDF),
    )
    page.dispatch_event("jawara-verification", "drop", {"dataTransfer": dropped})
    expect(page.get_by_role("status")).to_contain_text("sah dan berlaku")


def test_words_of_a_certificate_run_nothing(page: Page, site: str, keys: VerificationKeys) -> None:
    """Names and titles are text here, whoever signed them."""
    hostile = replace(certificate("<img src=x onerror=document.title='habis'>"), course_title="</li><script>0</script>")
    page.goto(scanned(site, hostile, keys))
    expect(page.get_by_text("<img src=x onerror=document.title='habis'>")).to_be_visible()
    expect(page.get_by_text("</li><script>0</script>").first).to_be_visible()
    assert page.title() != "habis"
