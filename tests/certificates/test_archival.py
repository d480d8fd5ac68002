"""What is done to Chromium's PDF so that an archive can take it."""

from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from certificates.archival import SRGB, Described, archived, attach

DESCRIBED = Described("Sertifikat 1 - Siti Aminah", "Pemasaran", "Dinas Koperasi", date(2026, 11, 23))
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(842, 595)
    writer.write(file)
    return file.getvalue()


@given(title=st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=60))
def test_metadata_say_the_same_in_both_places(title: str, pdf: bytes) -> None:
    """ISO 19005-3, 6.6.2.3: a title with signs that XML uses would break the packet, another one the claim."""
    made = archived(pdf, Described(title, "Pemasaran", "Dinas & UKM", date(2026, 11, 23)))
    with pikepdf.open(BytesIO(made)) as file:
        packet = ElementTree.fromstring(bytes(file.Root.Metadata.read_bytes()))  # noqa: S314 - we made it
        assert file.docinfo["/Title"] == title
    assert [one.text for one in packet.iterfind(f".//{DC}title/*/*")] == [title]
    assert [one.text for one in packet.iterfind(".//{http://www.aiim.org/pdfa/ns/id/}part")] == ["3"]


def test_the_same_file_comes_out_of_the_same_file(pdf: bytes) -> None:
    """The id of a file is made of the clock by default; a lost file is printed again and compared by its hash."""
    once = archived(pdf, DESCRIBED)
    assert once == archived(pdf, DESCRIBED)
    assert once != archived(pdf, Described("Lain", "Pemasaran", "Dinas Koperasi", date(2026, 11, 23)))
    assert attach(once, "a.txt", b"a", "text/plain", "Data") == attach(once, "a.txt", b"a", "text/plain", "Data")


def test_colours_have_a_profile_and_readers_show_the_title(pdf: bytes) -> None:
    """PDF/A asks for an output intent, so that the green of today is the green of then; PDF/UA for the title."""
    with pikepdf.open(BytesIO(archived(pdf, DESCRIBED))) as file:
        (intent,) = file.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes() == SRGB.read_bytes()
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert (file.Root.Lang, "/ID" in file.trailer, file.pdf_version) == ("id", True, "1.7")


def test_attached_files_come_out_whole_and_are_found_by_name(pdf: bytes) -> None:
    """A name tree is searched by halves: one out of order hides files from readers."""
    files = {"sertifikat.jwt": b"eyJ.x.y", "data.json": b'{"a": 1}', "z.txt": b""}
    made = archived(pdf, DESCRIBED)
    for name, content in files.items():
        made = attach(made, name, content, "application/octet-stream", "Data")
    assert {name: found[0] for name, found in PdfReader(BytesIO(made)).attachments.items()} == files
    with pikepdf.open(BytesIO(made)) as file:
        names = [str(one) for one in file.Root.Names.EmbeddedFiles.Names[::2]]
        assert names == sorted(files)
        assert [str(one.AFRelationship) for one in file.Root.AF] == ["/Data"] * 3
