import pytest

from courseware.public import Prose
from tests.content.courseware.builder import CHECK, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"
NOTE = "\n\n[^uu]: Pasal *45*.\n"


def test_a_footnote_leads_to_its_note_and_back(course: CourseFolder) -> None:
    """Whoever follows it must find the sentence again."""
    html = course.lesson_html(f"SHU dibagi.[^uu]{NOTE}")
    assert html == (
        '<p>SHU dibagi.<sup class="footnote"><a href="#catatan:1" id="rujukan:1" aria-label="Catatan kaki 1">1</a>'
        '</sup></p>\n<section class="sources" aria-label="Catatan kaki">\n<ol>\n'
        '<li id="catatan:1"><p>Pasal <em>45</em>. <a class="footnotes__back" href="#rujukan:1" '
        'aria-label="Kembali ke teks, catatan kaki 1">\u21a9\ufe0e</a></p>\n</li>\n</ol>\n</section>'
    )


def test_a_note_that_is_named_twice_has_two_ways_back(course: CourseFolder) -> None:
    """One id for both places would lead back to the first alone."""
    html = course.lesson_html(f"Satu.[^uu] Dua.[^uu]{NOTE}")
    assert 'id="rujukan:1"' in html
    assert 'id="rujukan:1:2"' in html
    assert 'href="#rujukan:1:2" aria-label="Kembali ke teks, rujukan ke-2 catatan kaki 1"' in html


def test_notes_are_numbered_as_they_are_named_and_stand_below_the_checks(course: CourseFolder) -> None:
    """A reader meets 1 before 2, wherever the editor wrote them."""
    course.lesson(
        f"[^b]: Kedua.\n[^a]: Pertama.\n\nSatu.[^a]\n\n{CHECK}\nDua.[^b]\n\n{CHECK.replace('{#cek', '{#lain')}"
    )
    *_, last = course.release().public.lessons[0].parts
    assert isinstance(last, Prose)
    assert [note.partition(". ")[0] for note in last.html.split("<p>")[1:]] == ["Pertama", "Kedua"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Satu.[^x]", "8: catatan kaki `[^x]` belum punya isi"),
        ("Satu.\n\n[^x]: Isi.", "10: catatan kaki `[^x]` tidak dirujuk dari teks"),
        ("Satu.[^x]\n\n[^x]: Isi.\n\n[^x]: Lain.", "12: catatan kaki `[^x]` ditulis dua kali"),
        ("![Warung[^x]](media/sampul.svg)\n\n[^x]: Isi.", "8: catatan kaki di dalam teks pengganti gambar"),
        ("[Lihat[^x]](/bantuan/)\n\n[^x]: Isi.", "8: tautan `](/bantuan/)` tidak terbaca"),
        (CHECK.replace("utama?", "utama?[^x]\n\n[^x]: Isi."), "9: catatan kaki di dalam soal"),
        (CHECK.replace("Semua orang", "Semua orang[^x]"), "10: catatan kaki `[^x]` belum punya isi"),
    ],
)
def test_a_note_without_its_other_half_is_explained(course: CourseFolder, body: str, expected: str) -> None:
    """Markdown would show the signs, or drop the note in silence."""
    course.lesson(body)
    assert f"{LESSON}:{expected}" in course.found()
