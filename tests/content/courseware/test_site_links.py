"""Links to pages of the site, and to headings on them."""

import pytest

from courseware.messages import Language
from courseware.release import ContentErrors, compile_release
from courseware.site_links import SITE_PAGES
from jawara.places import COURSES
from sitegen.pages import pages_of
from tests.content.courseware.builder import LESSON_HEAD, CourseFolder, good_course

LESSON = "lessons/01-mengenal-pembeli.md"


@pytest.fixture
def course(course: CourseFolder) -> CourseFolder:
    """A class with a second lesson and a glossary."""
    course.write("lessons/02-foto.md", LESSON_HEAD.format(id="foto-produk") + "## Cahaya pagi\n\nIsi.\n")
    course.write("glossary.md", "**SHU** (sisa hasil usaha) {#shu}: Pendapatan dikurangi biaya.\n")
    return course


def test_the_pages_that_are_known_are_those_that_the_site_has() -> None:
    """Those of classes aside, and the two that answer for any address."""
    release = compile_release(COURSES)
    built = {page.path for page in pages_of(release)} - {"/luring/", "/404.html"}
    classes = [course.pages for course in release.courses]
    assert {page for page in built if not any(page in pages for pages in classes)} == SITE_PAGES
    assert all(page in built for pages in classes for page in pages.anchors)


@pytest.mark.parametrize(
    "link",
    [
        "pelajaran:foto-produk#cahaya-pagi",
        "/kelas/k3/foto/#cahaya-pagi",
        "/kelas/k3/istilah/#shu",
        "istilah:shu",
        "/kelas/k3/evaluasi/",
        "/en/kelas/k3/",
        "/bantuan/#masuk",
        "/verifikasi/?kode=x",
        "/",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(course: CourseFolder, link: str) -> None:
    """A false alarm teaches editors to ignore the true ones."""
    course.lesson(f"[a]({link})")
    assert course.mistakes() == []


@pytest.mark.parametrize(
    ("link", "what", "english", "mend"),
    [
        (
            "pelajaran:foto-produk#senja",
            "tautan ke bagian `#senja` yang tidak ada di halaman `/kelas/k3/foto/`",
            "a link to the section `#senja`, which the page `/kelas/k3/foto/` doesn't have",
            "bagian yang ada di sana: #cahaya-pagi",
        ),
        (
            "/kelas/k3/istilah/#laba",
            "tautan ke bagian `#laba` yang tidak ada di halaman `/kelas/k3/istilah/`",
            "a link to the section `#laba`, which the page `/kelas/k3/istilah/` doesn't have",
            "bagian yang ada di sana: #shu",
        ),
        (
            "/kelas/k3/mengenal-pembeli/#awal",
            "tautan ke bagian `#awal` yang tidak ada di halaman `/kelas/k3/mengenal-pembeli/`",
            "a link to the section `#awal`, which the page `/kelas/k3/mengenal-pembeli/` doesn't have",
            "hapus `#awal`: halaman itu belum punya judul bagian",
        ),
        (
            "/bantuan",
            "tautan ke halaman `/bantuan` yang tidak ada di situs ini",
            "a link to the page `/bantuan`, which this site doesn't have",
            "mungkin maksud Anda `/bantuan/`",
        ),
        (
            "/kelas/k3/fotto/",
            "tautan ke halaman `/kelas/k3/fotto/` yang tidak ada di situs ini",
            "a link to the page `/kelas/k3/fotto/`, which this site doesn't have",
            "mungkin maksud Anda `/kelas/k3/foto/`",
        ),
        (
            "/blog/",
            "tautan ke halaman `/blog/` yang tidak ada di situs ini",
            "a link to the page `/blog/`, which this site doesn't have",
            "tulis alamat halaman yang ada, misalnya `/bantuan/`; "
            "pelajaran ditulis `pelajaran:id`, berkas `media/nama.pdf`",
        ),
    ],
)
def test_a_link_that_leads_nowhere_is_told(course: CourseFolder, link: str, what: str, english: str, mend: str) -> None:
    """A reader would be told that there is no such page, or stand at its top and wonder."""
    course.lesson(f"Baca\n[a]({link})")
    (mistake,) = course.mistakes()
    assert (mistake.file.removeprefix("content/courses/k3/"), mistake.line) == (LESSON, 9)
    assert mistake.said(Language.INDONESIAN) == (what, mend)
    assert mistake.said(Language.ENGLISH)[0] == english


@pytest.mark.parametrize("where", ["course.md:13", "evaluation.md:9", "glossary.md:1", "lessons/02-foto.md:10"])
def test_every_text_is_looked_at(course: CourseFolder, where: str) -> None:
    """The class's own page, its questions, its words, and what stands behind the lesson that is linked to."""
    spots = {
        "course.md": "Uraian",
        "evaluation.md": "produk?",
        "glossary.md": "Pendapatan",
        "lessons/02-foto.md": "Isi",
    }
    name, _, line = where.partition(":")
    course.replace(name, spots[name], f"{spots[name]} [a](pelajaran:mengenal-pembeli#tiada)")
    (mistake,) = course.mistakes()
    assert (mistake.file, mistake.line, mistake.code) == (f"content/courses/k3/{name}", int(line), "links.no-anchors")


def test_a_lesson_that_cant_be_read_is_no_reason_to_blame_links_to_it(course: CourseFolder) -> None:
    """Mistakes that follow from another one hide the one to mend; what is known all the same is told."""
    course.lesson("[a](/kelas/k3/foto/) [b](pelajaran:foto-produk#x) [c](/blog/)")
    course.replace("lessons/02-foto.md", "menit: 2\n", "")
    assert [mistake.code for mistake in course.mistakes()] == ["links.no-page", "front-matter.missing"]


def test_links_from_class_to_class_are_judged_when_both_are_read(course: CourseFolder) -> None:
    """A lesson of another class may move away without anybody there knowing of the link."""
    other = good_course(course.root.parent / "other")
    (other.folder).rename(course.root / "k4")
    course.lesson("[a](/kelas/k4/mengenal-pembeli/)\n[b](/kelas/k4/lain/)\n[c](/kelas/k5/)\n[d](/kelas/k4/istilah/)")
    found = [(mistake.line, mistake.code) for mistake in course.mistakes()]
    assert found == [(9, "links.no-page"), (10, "links.page-misspelt"), (11, "links.no-page")]
    (course.root / "k4" / "course.md").unlink()
    with pytest.raises(ContentErrors) as errors:
        compile_release(course.root)
    codes = {mistake.code for mistake in errors.value.mistakes}
    assert codes == {"links.page-misspelt", "source.unreadable"}
