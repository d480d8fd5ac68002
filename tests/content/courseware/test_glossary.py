import pytest

from courseware.public import Term
from tests.content.courseware.builder import CHECK, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"
GLOSSARY = (
    "**SHU** (sisa hasil usaha) {#shu}: Bagian *laba* koperasi\nyang dibagi. Lihat [anggota](istilah:anggota).\n\n"
    "**Anggota** {#anggota}: Pemilik dan pemakai koperasi.\n"
)


@pytest.fixture
def course(course: CourseFolder) -> CourseFolder:
    course.write("glossary.md", GLOSSARY)
    return course


def test_the_words_of_a_class_stand_in_the_order_of_the_alphabet(course: CourseFolder) -> None:
    """Who looks one up looks there."""
    assert course.release().public.glossary == (
        Term("anggota", "Anggota", "", "Pemilik dan pemakai koperasi."),
        Term(
            "shu",
            "SHU",
            "sisa hasil usaha",
            "Bagian <em>laba</em> koperasi\nyang dibagi. "
            'Lihat <a href="/kelas/k3/istilah/#anggota" class="term">anggota</a>.',
        ),
    )


def test_a_word_leads_to_its_meaning_in_the_same_lesson(course: CourseFolder) -> None:
    """Without a network and without a script; the meaning leads back to where the word stood first."""
    html = course.lesson_html("[SHU](istilah:shu) lalu [SHU](istilah:shu).\n")
    assert html == (
        '<p><a href="#istilah:shu" class="term" id="kata:shu">SHU</a> lalu '
        '<a href="#istilah:shu" class="term">SHU</a>.</p>'
    )
    assert course.release().public.lessons[0].terms == ("shu",)


def test_a_word_in_a_question_leads_to_the_page_of_the_glossary(course: CourseFolder) -> None:
    """A paper and an explanation are shown where the lesson's end is not."""
    course.lesson("Isi.\n\n" + CHECK.replace("harapan.", "harapan [SHU](istilah:shu)."))
    release = course.release()
    (check,) = release.sealed.lessons[0].checks
    assert '<a href="/kelas/k3/istilah/#shu" class="term">SHU</a>' in check.explanation_html
    assert release.public.lessons[0].terms == ()


def test_a_class_without_a_glossary_has_none(course: CourseFolder) -> None:
    """Most classes begin without."""
    (course.folder / "glossary.md").unlink()
    assert course.release().public.glossary == ()
    course.lesson("[SHU](istilah:shu)\n")
    assert course.found() == [f"{LESSON}:8: istilah `shu` dipakai, tetapi kelas ini belum punya daftar istilah"]
    assert "**Kata** {#shu}: artinya" in course.mistakes()[0].mend


def test_an_unknown_word_is_told_with_the_known_ones(course: CourseFolder) -> None:
    """Most are typing slips."""
    course.lesson("[SHU](istilah:shuu)\n")
    (mistake,) = course.mistakes()
    assert (mistake.what, mistake.mend) == (
        "istilah `shuu` tidak ada di glossary.md",
        "tambahkan di sana, atau pilih salah satu: shu, anggota",
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("**SHU**", "# SHU\n\n**SHU**", "1: baris ini bukan istilah"),
        ("**SHU** (sisa hasil usaha) {#shu}:", "**SHU** (sisa hasil usaha):", "1: baris ini bukan istilah"),
        ("{#shu}", "{#SHU}", "1: id `SHU` tidak dapat dipakai"),
        ("{#shu}", "{#anggota}", "4: id `anggota` sudah dipakai di content/courses/k3/glossary.md:1"),
        ("**Anggota**", "**shu**", "4: istilah `shu` sudah dipakai di content/courses/k3/glossary.md:1"),
        ("Pemilik dan pemakai koperasi.", "", "4: istilah `Anggota` belum punya arti"),
        ("Pemilik", "<b>Pemilik</b>", "4: HTML `<b>` akan tampil apa adanya"),
        ("Pemilik", "[a](istilah:lain)", "4: istilah `lain` tidak ada di glossary.md"),
    ],
)
def test_a_line_that_explains_no_word_is_refused(course: CourseFolder, old: str, new: str, expected: str) -> None:
    """It would be missing on the page without anyone noticing."""
    course.replace("glossary.md", old, new)
    assert f"glossary.md:{expected}" in course.found()


def test_an_empty_glossary_is_refused(course: CourseFolder) -> None:
    """Its page would be empty as well."""
    course.write("glossary.md", "\n")
    assert course.found() == ["glossary.md:1: daftar istilah masih kosong"]


def test_a_broken_line_is_no_reason_to_blame_links_to_its_word(course: CourseFolder) -> None:
    """Mistakes that follow from another one hide the one to mend."""
    course.replace("glossary.md", "{#shu}:", ":")
    course.lesson("[SHU](istilah:shu)\n")
    assert {found.partition(":")[0] for found in course.found()} == {"glossary.md"}
