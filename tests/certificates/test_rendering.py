"""What comes out of a real Chromium: the words, the pages, the fonts, and what is refused."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdf.generic import BooleanObject, DictionaryObject

from certificates import CannotPrint, CertificateFields, Renderer, SyllabusLine, open_renderer
from certificates.template import template_names
from tests.certificates.drawn import drawn

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

Build = Callable[..., CertificateFields]

LONG_NAME = "Hj. Raden Ayu Sri Wahyuningtyas Kusumaningrum Notonegoro, S.Pd., M.M."
LONGEST_NAME = (
    "R. M. Panji Bambang Soebagyo Hadiningrat Kusumowardhani Tjokroadisoerjo "
    "Wirjosandjojo Prawirodirdjo, S.E., M.M., Ak., CA"
)
LONGEST_TITLE = (
    "Penguatan Kapasitas Pengurus Koperasi Simpan Pinjam dalam Penyusunan Laporan Keuangan, Rapat Anggota Tahunan, "
    "Manajemen Risiko, dan Digitalisasi Layanan bagi Anggota se-Jawa Timur"
)
A4_LANDSCAPE = pytest.approx((841.92, 594.96), abs=0.5)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def words_of(pdf: bytes, page: int) -> str:
    return " ".join(read(pdf).pages[page].extract_text().split())


def is_a4_landscape_twice(pdf: bytes) -> bool:
    return [(page.mediabox.width, page.mediabox.height) for page in read(pdf).pages] == [A4_LANDSCAPE, A4_LANDSCAPE]


async def test_every_field_can_be_read_in_the_pdf(renderer: Renderer, make_fields: Build) -> None:
    """What is printed is also text: searchable, copied and read aloud."""
    pdf = await renderer.render(make_fields())
    first, second = words_of(pdf, 0), words_of(pdf, 1)
    for words in (
        "Dinas Koperasi dan UKM Provinsi Jawa Timur",
        "SERTIFIKAT Nomor: JTM-2026-000128 diberikan kepada Siti Aminah yang telah menyelesaikan pelatihan "
        "asynchronous dan lulus evaluasi Pemasaran Digital untuk UMKM",
        "Beban belajar 2 jam pelajaran (JP) Nilai evaluasi 92 dari 100 Dituntaskan pada 20 November 2026",
        "Pindai untuk memeriksa keaslian Kode: K7QF2-9XM4T-0RB3H-WZ6NE si-jawara.example.id/v/K7QF2-9XM4T-0RB3H-WZ6NE",
        "Surabaya, 23 November 2026 Kepala UPT Pelatihan Koperasi dan UKM",
        "Ditandatangani secara elektronik",
        "Dra. Contoh Pejabat, M.M. NIP 19700101 199503 2 001",
    ):
        assert words in first
    assert "diselesaikan oleh Siti Aminah No. Materi Menit 1 Mengenal pembeli Anda 7 2 Menulis keterangan" in second
    assert "8 Membaca angka penjualan setiap pekan 9 Jumlah waktu belajar (menit) 75" in second
    assert is_a4_landscape_twice(pdf)


async def test_a_certificate_without_a_score_shows_no_place_for_one(renderer: Renderer, make_fields: Build) -> None:
    """The page is reused: a score of the certificate before must not shine through, nor its longer syllabus."""
    await renderer.render(make_fields())
    pdf = await renderer.render(make_fields(score=None, syllabus=(SyllabusLine("Satu-satunya", 3),)))
    assert "Nilai evaluasi" not in words_of(pdf, 0)
    assert "1 Satu-satunya 3 Jumlah waktu belajar (menit) 3" in words_of(pdf, 1)


@pytest.mark.parametrize("template", template_names())
async def test_a_level_is_printed_in_place_of_the_score(template: str, renderer: Renderer, make_fields: Build) -> None:
    """And leaves no trace on the next certificate, which the same page prints."""
    with_level = make_fields(template=template, score=None, level="Sangat baik")
    pdf = await renderer.render(with_level)
    facts = "Tingkat pemahaman Sangat baik Dituntaskan pada 20 November 2026"
    assert f"Beban belajar 2 jam pelajaran (JP) {facts}" in words_of(pdf, 0)
    assert "Nilai evaluasi" not in words_of(pdf, 0)
    assert "Tingkat pemahaman" not in words_of(await renderer.render(make_fields(template=template)), 0)
    assert await renderer.render(with_level) == pdf


@pytest.mark.parametrize("name", ["Sri", LONG_NAME, LONGEST_NAME, LONGEST_NAME.upper(), "Ắ" * 40, "W" * 120])
async def test_any_name_up_to_120_letters_stays_whole_on_two_pages(
    name: str, renderer: Renderer, make_fields: Build
) -> None:
    """Javanese names with their titles are long; a cut name is someone else's certificate."""
    lessons = tuple(SyllabusLine(f"Pelajaran {place} tentang laporan keuangan koperasi", 9) for place in range(1, 25))
    pdf = await renderer.render(make_fields(name=name, course_title=LONGEST_TITLE, syllabus=lessons))
    for page in (0, 1):
        assert name.replace(" ", "") in words_of(pdf, page).replace(" ", "")
        assert LONGEST_TITLE in words_of(pdf, page)
    assert "24 Pelajaran 24 tentang laporan keuangan koperasi 9 Jumlah waktu belajar (menit) 216" in words_of(pdf, 1)
    assert is_a4_landscape_twice(pdf)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "W" * 121}, "name has 121 signs; at most 120 are printed"),
        ({"course_title": "Koperasi " * 1_200}, "course_title has 10800 signs; at most 180 are printed"),
        ({"signer_name": "W" * 80}, "signer_name doesn't fit in its box"),
        ({"name": "Сити"}, "name has signs that the fonts lack: U+0421 U+0438 U+0442"),
        ({"name": "Siti\u202eAminah"}, "name has signs that the fonts lack: U+202E"),
        ({"name": "Siti\nAminah"}, "name has signs that the fonts lack: U+000A"),
        ({"syllabus": (SyllabusLine("Harga", 5),) * 25}, "syllabus has 25 lines; there is room for 24"),
        ({"syllabus": (SyllabusLine("HARGA POKOK " * 16, 5),) * 24}, "syllabus doesn't fit on its page"),
        ({"syllabus": (SyllabusLine("Untung 📈", 5),)}, "syllabus line 1 has signs that the fonts lack: U+1F4C8"),
    ],
)
async def test_what_cannot_be_printed_whole_is_refused_and_named(
    changes: dict[str, Any], fault: str, renderer: Renderer, make_fields: Build
) -> None:
    """Nothing is cut off or drawn as an empty box; the refusal tells which field, and the next certificate is fine."""
    with pytest.raises(CannotPrint) as refused:
        await renderer.render(make_fields(**changes))
    assert fault in [str(fault) for fault in refused.value.faults]
    assert "Siti Aminah" in words_of(await renderer.render(make_fields()), 0)


async def test_the_pdf_is_tagged_titled_and_says_its_language(renderer: Renderer, make_fields: Build) -> None:
    """A blind participant's reader needs the order, the language and words for the drawings."""
    pdf = await renderer.render(make_fields())
    document = read(pdf)
    root = document.root_object
    assert cast(DictionaryObject, root["/MarkInfo"])["/Marked"] == BooleanObject(True)
    assert root["/Lang"] == "id"
    assert document.metadata is not None
    assert document.metadata.title == "Sertifikat JTM-2026-000128 - Siti Aminah"
    with pikepdf.open(BytesIO(pdf)) as file:
        texts = [str(item.Alt) for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    assert texts == [
        "Lambang: matahari terbit di atas sawah berundak",
        "Kode QR menuju halaman pemeriksaan sertifikat ini",
    ]


async def test_every_font_is_embedded_as_truetype(renderer: Renderer, make_fields: Build) -> None:
    """Type 3 fonts print as blurred shapes; a font that isn't embedded is replaced by whatever the reader has."""
    document = read(await renderer.render(make_fields()))
    kinds: set[tuple[str, bool]] = set()
    for page in document.pages:
        fonts = cast(DictionaryObject, cast(DictionaryObject, page["/Resources"])["/Font"])
        for font in fonts.values():
            whole = cast(DictionaryObject, font.get_object())
            inner = cast(DictionaryObject, cast(list[Any], whole["/DescendantFonts"])[0].get_object())
            descriptor = cast(DictionaryObject, inner["/FontDescriptor"])
            kinds.add((str(inner["/Subtype"]), "/FontFile2" in descriptor))
    assert kinds == {("/CIDFontType2", True)}


async def test_the_same_fields_give_the_same_bytes(renderer: Renderer, make_fields: Build, program: Path) -> None:
    """A lost file can be printed again and compared by its hash, whatever this browser or another printed before."""
    once = await renderer.render(make_fields())
    await renderer.render(make_fields(name=LONGEST_NAME, syllabus=(SyllabusLine("Harga", 5),) * 20))
    again = await renderer.render(make_fields())
    async with open_renderer(program) as another:
        elsewhere = await another.render(make_fields())
    assert once == again == elsewhere
    made = read(once).metadata
    assert made is not None
    assert made.creation_date_raw == made.modification_date_raw == "D:20261123000000+07'00'"
    assert once != await renderer.render(make_fields(issued_on=date(2026, 11, 24)))


@pytest.mark.parametrize("template", template_names())
@pytest.mark.parametrize("fragment", ["", f"#{'eyJhbGciOiJFUzI1NiJ9' * 25}"], ids=["address", "500 signs more"])
async def test_a_scanner_reads_the_address_from_the_printed_page(
    fragment: str, template: str, renderer: Renderer, make_fields: Build
) -> None:
    """The code must survive the way onto paper: its size, its colour and the white around it."""
    fields = make_fields(template=template, verify_url=make_fields().verify_url + fragment)
    picture = drawn(await renderer.render(fields), dpi=300 if fragment else 150)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [fields.verify_url]


@pytest.mark.parametrize("template", template_names())
async def test_a_page_of_syllabus_weighs_little(template: str, renderer: Renderer, make_fields: Build) -> None:
    """It is mailed to people who pay for their data: with its signature, 36 kB."""
    assert len(await renderer.render(make_fields(template=template))) < 28_500
