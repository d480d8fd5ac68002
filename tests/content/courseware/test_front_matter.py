import pytest

from tests.content.courseware.builder import COURSE, CourseFolder


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("judul: Kelas Percobaan", "judul: Kelas: Percobaan", "2: bagian pembuka tidak dapat dibaca mulai baris ini"),
        ("judul: Kelas Percobaan", "judul: 'Kelas", "2: bagian pembuka tidak dapat dibaca mulai baris ini"),
        ("judul: Kelas Percobaan", "judul: Kelas\njudul: Lain", "3: kunci `judul` ditulis dua kali"),
        ("judul: Kelas Percobaan\n", "", "2: kunci `judul` belum ada"),
        ("judul: Kelas Percobaan", "judul:", "2: isi `judul` masih kosong"),
        ("jp: 2", "jp: dua", "5: isi `jp` harus berupa bilangan bulat"),
        ("jp: 2", "jp: 0", "5: isi `jp` terlalu kecil"),
        ("jp: 2", f"jp: {'9' * 5000}", "5: isi `jp` harus berupa bilangan bulat"),
        ("jp: 2", "jp: 2\nharga: 10", "6: kunci `harga` tidak dikenal"),
        ("[umkm, koperasi]", "[umkm, petani]", "4: isi `untuk` ke-2 tidak dikenal"),
        ("[umkm, koperasi]", "[umkm, umkm]", "4: sasaran `umkm` ditulis dua kali"),
        ("[umkm, koperasi]", "[]", "4: isi `untuk` masih kosong"),
        ("[umkm, koperasi]", "umkm", "4: isi `untuk` harus berupa daftar"),
        ("{id: dasar, judul: Dasar}", "{id: Dasar, judul: Dasar}", "9: isi `id` pada `modul` ke-1 tidak dapat dipakai"),
        ("{id: dasar, judul: Dasar}", "{id: dasar}", "9: kunci `judul` pada `modul` ke-1 belum ada"),
        ("Satu kalimat tentang", "x" * 160, "3: isi `ringkasan` terlalu panjang"),
        ("jp: 2", "jp: *dua", "5: ada rujukan yang diawali `*`"),
        ("jp: 2", "jp: [[[[[[[[2]]]]]]]]", "5: isi bersarang terlalu dalam"),
        ("judul: Kelas Percobaan", 'judul: "Kelas\\0"', "2: isi memuat karakter kendali"),
    ],
)
def test_a_wrong_head_is_explained_at_its_line(course: CourseFolder, old: str, new: str, expected: str) -> None:
    """An editor mends by line and words; a parser's own message helps nobody."""
    course.replace("course.md", old, new)
    assert f"course.md:{expected}" in course.found()


def test_a_misspelt_key_is_answered_with_the_nearest(course: CourseFolder) -> None:
    """Most unknown keys are typing slips."""
    course.replace("course.md", "ringkasan:", "ringkasn:")
    assert "mungkin maksud Anda `ringkasan`" in {mistake.mend for mistake in course.mistakes()}


@pytest.mark.parametrize("number", ["no", "2023-01-01", "1:30", "0x10", "null", "~"])
def test_text_that_yaml_would_turn_into_something_else_stays_text(course: CourseFolder, number: str) -> None:
    """A title `No` or `2023-01-01` is a title."""
    course.replace("course.md", "judul: Kelas Percobaan", f"judul: {number}")
    assert course.release().public.title == number


def test_a_file_without_a_head_is_told_how_to_begin(course: CourseFolder) -> None:
    """A lesson pasted from a document has none."""
    course.write("lessons/01-mengenal-pembeli.md", "Isi saja.\n")
    assert course.found()[0] == "lessons/01-mengenal-pembeli.md:1: bagian pembuka belum ada"


def test_an_unclosed_head_is_told_where_it_began(course: CourseFolder) -> None:
    """Without its end nothing below can be told from keys."""
    course.write("course.md", COURSE.replace("---\nUraian", "Uraian"))
    assert course.found() == ["course.md:1: bagian pembuka belum ditutup"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www.bps.go.id", "https://a b", "//bps.go.id"])
def test_a_source_links_to_a_web_address_or_nowhere(course: CourseFolder, address: str) -> None:
    """It becomes a link on the page."""
    course.replace(
        "lessons/01-mengenal-pembeli.md",
        "menit: 2",
        f"menit: 2\nsumber:\n  - {{judul: Statistik, penerbit: BPS, tahun: 2023, tautan: '{address}'}}",
    )
    expected = "lessons/01-mengenal-pembeli.md:7: isi `tautan` pada `sumber` ke-1 bukan alamat web"
    assert expected in course.found()


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(course: CourseFolder) -> None:
    """Editors use Notepad as well."""
    before = course.release()
    path = course.folder / "course.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert course.release() == before


def test_a_file_that_is_not_utf8_is_told_its_line(course: CourseFolder) -> None:
    """A bare decoding error names a byte, which no editor can find."""
    (course.folder / "course.md").write_bytes(b"---\njudul: caf\xe9\n---\n")
    assert course.found() == ["course.md:2: berkas ini bukan teks UTF-8"]


def test_an_invisible_character_is_named(course: CourseFolder) -> None:
    """It would split lines differently in each reader, and a database refuses it."""
    course.replace("course.md", "Uraian", "Urai\x00an")
    assert course.found() == ["course.md:13: ada karakter kendali yang tidak terlihat (U+0000)"]
