from io import BytesIO
from zipfile import ZipFile

import pytest

from courseware.downloads import LARGEST_DOWNLOAD
from courseware.public import Download
from courseware.sizes import size_in_words
from tests.content.courseware.builder import CHECK, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"
PDF = b"%PDF-1.7\n"


def archive(*names: str) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return written.getvalue()


def put(course: CourseFolder, name: str, content: bytes) -> None:
    (course.folder / "media" / name).write_bytes(content)


def test_a_download_says_its_kind_and_size_before_it_costs_anything(course: CourseFolder) -> None:
    """Participants pay by the megabyte, and a phone asks which program opens it."""
    put(course, "lembar.pdf", PDF + b"x" * 120_000)
    html = course.lesson_html("Isi [lembar *kerja*](media/lembar.pdf) dahulu.\n")
    assert html == (
        '<p>Isi <a href="/kelas/k3/media/lembar.pdf" download="lembar.pdf">lembar <em>kerja</em></a> (PDF, 121 kB) '
        "dahulu.</p>"
    )
    release = course.release()
    assert release.public.lessons[0].downloads == (Download("lembar.pdf", "lembar kerja", 120_009),)
    assert release.public.lessons[0].media == ()
    assert set(release.media) == {"lembar.pdf", "sampul.svg"}


@pytest.mark.parametrize(
    ("amount", "said"),
    [(1, "1 kB"), (120_001, "121 kB"), (999_999, "1000 kB"), (1_000_000, "1 MB"), (1_450_000, "1,5 MB")],
)
def test_a_size_is_rounded_up(amount: int, said: str) -> None:
    """What is said must be enough to pay for it."""
    assert size_in_words(amount) == said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("a.odt", archive("mimetype", "content.xml")),
        ("a.ods", archive("mimetype", "content.xml")),
        ("a.csv", b"nama;harga\n"),
        ("a.txt", "catatan – penting".encode()),
    ],
)
def test_what_an_office_uses_may_be_offered(course: CourseFolder, name: str, content: bytes) -> None:
    """Worksheets are written in one program and opened in another."""
    put(course, name, content)
    course.lesson(f"[Lembar](media/{name})\n")
    assert course.found() == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", b"<script>", "media/a.pdf:1: isi berkas ini bukan .pdf"),
        ("a.pdf", PDF + b"x" * LARGEST_DOWNLOAD, "media/a.pdf:1: berkas ini 2.0 MB, lebih besar dari 2 MB"),
        ("a.docx", b"PK\x03\x04", "media/a.docx:1: isi berkas ini bukan .docx"),
        ("a.docx", archive("xl/workbook.xml"), "media/a.docx:1: isi berkas ini bukan .docx"),
        ("a.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin"), "media/a.xlsx:1: berkas ini memuat makro"),
        ("a.ods", archive("content.xml", "Basic/script-lc.xml"), "media/a.ods:1: berkas ini memuat makro"),
        ("a.csv", b"caf\xe9", "media/a.csv:1: berkas ini bukan teks UTF-8"),
        ("a.txt", b"a\0b", "media/a.txt:1: isi berkas ini bukan .txt"),
        ("a.zip", archive("a"), f"{LESSON}:8: berkas `media/a.zip` bukan jenis yang dapat diunduh"),
        ("a.html", b"<script>", f"{LESSON}:8: berkas `media/a.html` bukan jenis yang dapat diunduh"),
        ("a.png", b"", f"{LESSON}:8: gambar `media/a.png` sebagai unduhan"),
        ("b.pdf", PDF, f"{LESSON}:8: berkas `media/a.pdf` tidak ada"),
        ("A.pdf", PDF, f"{LESSON}:8: nama berkas `media/A.pdf` tidak dapat dipakai"),
    ],
)
def test_what_may_not_be_offered_is_explained(course: CourseFolder, name: str, content: bytes, expected: str) -> None:
    """It is served from our own address, to phones that open what they are given."""
    put(course, name, content)
    course.lesson(f"[Lembar](media/{'a.pdf' if name == 'b.pdf' else name})\n")
    assert expected in course.found()


@pytest.mark.parametrize("place", ["utama?", "Semua orang", "sekaligus.", "harapan."])
def test_a_question_offers_no_download(course: CourseFolder, place: str) -> None:
    """Feedback and explanation come from the API, which has no such files."""
    put(course, "lembar.pdf", PDF)
    course.lesson("Isi.\n\n" + CHECK.replace(place, f"[Lembar](media/lembar.pdf) {place}"))
    assert [found.partition(": ")[2] for found in course.found()] == ["unduhan tidak pada tempatnya"]
