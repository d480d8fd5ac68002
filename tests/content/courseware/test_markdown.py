import pytest

from courseware.public import Check, Prose
from tests.content.courseware.builder import CHECK, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"


def test_headings_get_anchors_that_never_repeat(course: CourseFolder) -> None:
    """Two sections of one name would leave the second unreachable."""
    html = course.lesson_html("## Harga & *laba*\n\n## Harga laba\n\n### Élite\n")
    assert html == (
        '<h2 id="harga-laba">Harga &amp; <em>laba</em></h2>\n'
        '<h2 id="harga-laba-2">Harga laba</h2>\n<h3 id="elite">Élite</h3>'
    )


def test_a_heading_takes_no_id_of_the_page_around_it(course: CourseFolder) -> None:
    """`#isi` is where the skip link leads, `#sumber` what names the list of sources."""
    html = course.lesson_html("## Isi\n\n## Sumber\n")
    assert html == '<h2 id="isi-1">Isi</h2>\n<h2 id="sumber-1">Sumber</h2>'


def test_a_callout_is_an_aside_with_its_title(course: CourseFolder) -> None:
    """The stylesheet and screen readers rely on exactly this."""
    html = course.lesson_html("::: tip Mulai dari *satu*\nIsi.\n:::\n\n::: penting\n- a\n:::\n")
    assert html == (
        '<aside class="callout callout--tip">\n<p class="callout__title">Mulai dari <em>satu</em></p>\n'
        "<p>Isi.</p>\n</aside>\n"
        '<aside class="callout callout--penting">\n<p class="callout__title">Penting</p>\n'
        "<ul>\n<li>a</li>\n</ul>\n</aside>"
    )


def test_a_callout_ends_the_list_above_it(course: CourseFolder) -> None:
    """Editors leave out the empty line between a list and a box."""
    html = course.lesson_html("- satu\n- dua\n::: tip\nIsi.\n:::\n")
    assert html.startswith("<ul>\n<li>satu</li>\n<li>dua</li>\n</ul>\n<aside")


def test_a_mark_inside_code_is_code(course: CourseFolder) -> None:
    """A lesson may show how such a box is written."""
    html = course.lesson_html("::: contoh\n```\n:::\n```\n:::\n")
    assert html.endswith("<pre><code>:::\n</code></pre>\n</aside>")


def test_a_table_scrolls_by_itself_and_has_no_inline_style(course: CourseFolder) -> None:
    """The site's policy forbids style attributes; a wide table must not widen the phone's page."""
    html = course.lesson_html("| a | b |\n|---|--:|\n| 1 | 2 |\n")
    assert html.startswith('<div class="table-scroll" tabindex="0" role="region" aria-label="Tabel: a, b">\n<table>')
    assert '<th scope="col">a</th>\n<th class="align-right" scope="col">b</th>' in html
    assert html.endswith("</table>\n</div>")
    assert "style" not in html


def test_a_picture_is_a_figure_and_its_title_the_caption(course: CourseFolder) -> None:
    """Width and height keep its place while it loads."""
    html = course.lesson_html('![Sebuah "warung"](media/sampul.svg "Warung & <b>")\n')
    assert html == (
        '<figure><img src="/kelas/k3/media/sampul.svg" alt="Sebuah &quot;warung&quot;" width="640" height="360" '
        'loading="lazy"><figcaption>Warung &amp; &lt;b&gt;</figcaption></figure>'
    )
    assert course.release().public.lessons[0].media == ("sampul.svg",)


def test_an_external_link_opens_no_door_back(course: CourseFolder) -> None:
    """The other page must reach neither our window nor where the reader came from."""
    html = course.lesson_html("[BPS](https://bps.go.id/?a=1&b=2) dan [Bantuan](/bantuan/)\n")
    assert html == (
        '<p><a href="https://bps.go.id/?a=1&amp;b=2" rel="noopener noreferrer">BPS</a> '
        'dan <a href="/bantuan/">Bantuan</a></p>'
    )


def test_a_link_to_a_lesson_finds_its_address(course: CourseFolder) -> None:
    """A lesson may move to another number or name; its id stays."""
    html = course.lesson_html("[ulang](pelajaran:mengenal-pembeli#harga)\n\n## Harga\n")
    assert '<a href="/kelas/k3/mengenal-pembeli/#harga">ulang</a>' in html


def test_the_language_of_code_becomes_no_class(course: CourseFolder) -> None:
    """An editor's word must not choose how our page looks."""
    assert course.lesson_html("```button--primary x=y\n<b>\n```\n") == "<pre><code>&lt;b&gt;\n</code></pre>"


def test_a_check_stands_between_the_prose_around_it(course: CourseFolder) -> None:
    """The page shows it where the editor wrote it."""
    course.lesson(f"Sebelum.\n\n{CHECK}\nSesudah.\n")
    before, check, after = course.release().public.lessons[0].parts
    assert before == Prose("<p>Sebelum.</p>")
    assert isinstance(check, Check)
    assert check.prompt_html == "<p>Siapa pembeli utama?</p>"
    assert [choice.html for choice in check.choices] == ["Semua orang", "Kelompok yang paling sering memesan"]
    assert after == Prose("<p>Sesudah.</p>")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# Judul", "8: judul tingkat satu di dalam isi"),
        ("Judul\n=====", "8: judul tingkat satu di dalam isi"),
        ("## A\n\n#### B", "10: judul melompat ke tingkat 4"),
        ("##", "8: judul bagian masih kosong"),
        ("a\nb <br> c", "9: HTML `<br>` akan tampil apa adanya"),
        ("<script>alert(1)</script>", "8: HTML `<script>` akan tampil apa adanya"),
        ("<!-- catatan -->", "8: HTML `<!--` akan tampil apa adanya"),
        ("- a\n  <div class='x'>", "9: HTML `<div class='x'>` akan tampil apa adanya"),
        ("![](media/sampul.svg)", "8: gambar `media/sampul.svg` tanpa teks pengganti"),
        ("a\n![b](media/sampul.svg)", "9: gambar di tengah kalimat"),
        ("| a |\n|---|\n| ![b](media/sampul.svg) |", "10: gambar di tengah kalimat"),
        ("[a](pelajaran:tidak-ada)", "8: tautan ke pelajaran `tidak-ada` yang tidak ada"),
        ("a\n[b](../lain/)", "9: tujuan tautan `../lain/` tidak dapat dipakai"),
        ("[b](//lain.id)", "8: tujuan tautan `//lain.id` tidak dapat dipakai"),
        ("[a](javascript:alert(1))", "8: tujuan tautan tidak dapat dipakai"),
        ("[a](java&#115;cript:alert(1))", "8: tujuan tautan tidak dapat dipakai"),
        ("<ftp://a.b>", "8: tujuan tautan `ftp://a.b` tidak dapat dipakai"),
        ("[a](https://a.id/b c)", "8: tautan `](https://a.id/b c)` tidak terbaca"),
        ("a [b [c](/bantuan/)](/kelas/)", "8: tautan `](/kelas/)` tidak terbaca"),
        ("[](https://a.id)", "8: tautan tanpa teks"),
        ("[a](#)", "8: tautan tanpa tujuan"),
        ("[a]()", "8: tautan tanpa tujuan"),
        ("[a](#tak-ada)", "8: tautan ke bagian `#tak-ada` yang tidak ada"),
        ("::: tip\nIsi", "8: kotak `::: tip` belum ditutup"),
        ("::: tip\nIsi\n::: tip\nIsi\n:::", "8: kotak `::: tip` belum ditutup"),
        (":::", "8: penutup `:::` tanpa pembuka"),
        ("::: awas\nIsi\n:::", "8: kotak `::: awas` tidak dikenal"),
        ("- a\n\n  ::: tip\n  b\n  :::", "10: kotak `:::` tidak di tepi kiri"),
        ("## Judul {#anchor}", "8: kode `{#anchor}` tidak pada tempatnya"),
        ("", "8: pelajaran belum punya isi"),
    ],
)
def test_what_would_come_out_wrong_is_explained_at_its_line(course: CourseFolder, body: str, expected: str) -> None:
    """What Markdown silently shows as text, or a reader can't use, an editor must hear of."""
    course.lesson(body)
    assert f"{LESSON}:{expected}" in course.found()


@pytest.mark.parametrize("body", ["Laba < omzet, omzet <Rp1 juta, 3 > 2", "Tulis `<b>`", "a <https://a.id>", "50% :)"])
def test_ordinary_signs_are_no_html(course: CourseFolder, body: str) -> None:
    """A false alarm teaches editors to ignore the true ones."""
    course.lesson(body)
    assert course.found() == []
