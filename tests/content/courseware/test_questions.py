import re
from hashlib import sha256

import pytest

from courseware.sealed import QuestionKind, SealedQuestion
from tests.content.courseware.builder import CHECK, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"


def only_check(course: CourseFolder, text: str) -> SealedQuestion:
    course.lesson(text)
    return course.release().sealed.lessons[0].checks[0]


def test_a_check_keeps_key_feedback_and_explanation_in_the_sealed_half(course: CourseFolder) -> None:
    """The API answers with them; the page never holds them."""
    check = only_check(course, CHECK)
    assert check.kind is QuestionKind.SINGLE
    assert [choice.correct for choice in check.choices] == [False, True]
    assert check.choices[1].feedback_html == "Benar."
    assert check.explanation_html == "<p>Pembeli utama terlihat dari catatan pesanan, bukan dari harapan.</p>"
    assert check.lesson == "mengenal-pembeli"


def test_two_right_choices_make_a_multiple_choice(course: CourseFolder) -> None:
    """The kind follows from the key, so the two can't disagree."""
    assert only_check(course, CHECK.replace("[ ]", "[X]")).kind is QuestionKind.MULTIPLE


def test_the_id_of_a_choice_depends_on_its_words_alone(course: CourseFolder) -> None:
    """An order in the ids would give the key away, and editors may reorder choices while papers are open."""
    before = only_check(course, CHECK)
    assert before.choices[0].id == sha256(b"cek-pembeli\0Semua orang").hexdigest()[:8]
    lines = CHECK.split("\n")
    after = only_check(course, "\n".join([*lines[:2], *lines[4:6], *lines[2:4], *lines[6:]]))
    assert [choice.id for choice in after.choices] == [choice.id for choice in reversed(before.choices)]


def test_prompt_choices_and_feedback_may_be_longer_than_a_line(course: CourseFolder) -> None:
    """Editors wrap their lines, and a prompt may tell a story first."""
    check = only_check(
        course,
        "::: cek {#cek}\nBu Sri menjual batik.\n\n| a |\n|---|\n| 1 |\n\nApa yang tepat?\n"
        "- [ ] satu\n  dua\n  > tiga\n  > *empat*\n\n- [x] lima\n**Penjelasan:** enam\n\ntujuh\n:::\n",
    )
    assert check.prompt_html.startswith("<p>Bu Sri menjual batik.</p>\n<div")
    assert check.prompt_html.endswith("<p>Apa yang tepat?</p>")
    assert [choice.html for choice in check.choices] == ["satu dua", "lima"]
    assert check.choices[0].feedback_html == "tiga\n<em>empat</em>"
    assert check.explanation_html == "<p>enam</p>\n<p>tujuh</p>"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[x]", "[ ]", "9: soal belum punya jawaban benar"),
        (r"- \[x\].*\n.*\n", "", "9: soal punya kurang dari dua pilihan"),
        ("Semua orang", "KELOMPOK yang paling  sering memesan", "12: dua pilihan berbunyi sama"),
        ("Semua orang", "Kelompok yang *paling* sering memesan", "12: dua pilihan berbunyi sama"),
        (r"Penjelasan:.*\n", "", "9: soal belum punya penjelasan"),
        (r"Penjelasan:.*\n", "Penjelasan:\n", "9: soal belum punya penjelasan"),
        (r"Siapa pembeli utama\?\n", "", "9: soal belum punya pertanyaan"),
        (r" \{#cek-pembeli\}", "", "8: id belum ada"),
        (r"#cek-pembeli", "#Cek_Pembeli", "8: id `Cek_Pembeli` tidak dapat dipakai"),
        (r"#cek-pembeli", "#cek poin=2", "8: `poin=2` di dalam kurung kurawal tidak dikenal"),
        (r"\{#cek-pembeli\}", "Siapa? {#cek}", "8: teks `Siapa?` sesudah `::: cek`"),
        (r"- \[x\]", "-[x]", "12: pilihan ini tidak terbaca"),
        (r"- \[x\]", "- []", "12: pilihan ini tidak terbaca"),
        (r"- \[x\]", "  - [x]", "12: pilihan ini tidak terbaca"),
        (r"  > Benar.", "Benar.", "13: baris ini bukan pilihan, umpan balik, atau penjelasan"),
        (r":::\n$", "- [ ] Lain\n:::\n", "15: pilihan sesudah penjelasan"),
        (r"Siapa pembeli utama\?", "## Siapa?", "9: judul atau kotak di dalam soal"),
        (r"Benar\.", "[lihat](#tak-ada)", "13: tautan ke bagian `#tak-ada` yang tidak ada"),
        (r"Benar\.", "<b>Benar</b>", "13: HTML `<b>` akan tampil apa adanya"),
        (r"Semua orang", "![a](media/sampul.svg)", "10: gambar di tengah kalimat"),
    ],
)
def test_a_wrong_question_is_explained_at_its_line(course: CourseFolder, old: str, new: str, expected: str) -> None:
    """A question that scores wrongly is worse than a page that looks wrong."""
    spoiled = re.sub(old, lambda _: new, CHECK)
    assert spoiled != CHECK
    course.lesson(spoiled)
    assert f"{LESSON}:{expected}" in course.found()


def test_ids_of_checks_and_of_evaluation_questions_are_one_namespace(course: CourseFolder) -> None:
    """Answers are stored by question id for the whole course."""
    course.replace(LESSON, "#cek-pembeli", "#beda-ciri-manfaat")
    where = f"content/courses/k3/{LESSON}:10"
    assert course.found() == [f"evaluation.md:9: id `beda-ciri-manfaat` sudah dipakai di {where}"]
