"""Choices with boxes."""

import pytest

from courseware.sealed import QuestionKind
from tests.content.courseware.asking import ask, shown, wrongs
from tests.content.courseware.builder import CourseFolder


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["- [x] satu", "- [ ] dua"], QuestionKind.SINGLE),
        (["- [x] satu", "- [x] dua", "- [ ] tiga"], QuestionKind.MULTIPLE),
        (["- [x] Benar", "- [ ] Salah"], QuestionKind.TRUE_FALSE),
        (["- [ ] *benar*", "- [X] SALAH"], QuestionKind.TRUE_FALSE),
        (["- [x] Benar", "- [ ] Salah", "- [ ] Tidak tentu"], QuestionKind.SINGLE),
        (["- [x] Benar", "- [ ] Keliru"], QuestionKind.SINGLE),
    ],
)
def test_the_marks_and_the_words_make_the_kind(course: CourseFolder, lines: list[str], kind: QuestionKind) -> None:
    """Nobody has to know a name for it, and the kind can't disagree with the key."""
    assert ask(course, *lines).kind is kind


def test_true_comes_before_false_wherever_it_was_written(course: CourseFolder) -> None:
    """These two are never shuffled, so their order must say nothing about the key."""
    check = ask(course, "- [x] Salah", "  > Tepat.", "- [ ] Benar")
    assert [(choice.html, choice.correct, choice.feedback_html) for choice in check.choices] == [
        ("Benar", False, ""),
        ("Salah", True, "Tepat."),
    ]


def test_the_page_of_a_true_or_false_question_is_the_same_whichever_is_right(course: CourseFolder) -> None:
    """The page is read by people before they answer."""
    one = shown(course, "- [x] Salah", "- [ ] Benar")
    other = shown(course, "- [x] Benar", "- [ ] Salah")
    assert one == other
    assert [choice.html for choice in one.choices] == ["Benar", "Salah"]


@pytest.mark.parametrize(
    ("prompt", "marks", "expected"),
    [
        ("Pilih satu.", "xx ", ["11: pertanyaan meminta satu jawaban, tetapi 2 pilihan ditandai benar"]),
        (
            "Bu Sri bertanya. (Pilihlah *salah satu*)",
            "xx ",
            ["11: pertanyaan meminta satu jawaban, tetapi 2 pilihan ditandai benar"],
        ),
        ("Ia disuruh pilih satu bank.", "xx ", []),
        ("Pilih satu.", "x  ", []),
        (
            "Pilih semua yang benar.",
            "x  ",
            ["11: pertanyaan meminta semua yang benar, tetapi hanya satu pilihan ditandai benar"],
        ),
        ("Pilih semua yang benar.", "xx ", []),
    ],
)
def test_the_prompt_and_the_marks_agree_on_how_many_are_right(
    course: CourseFolder, prompt: str, marks: str, expected: list[str]
) -> None:
    """Who reads "Pilih satu" and finds boxes to tick can't answer as the key wants."""
    assert wrongs(course, prompt, *(f"- [{mark}] pilihan {at}" for at, mark in enumerate(marks))) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["- [x] Benar", "- [x] Salah"], "10: `Benar` dan `Salah` sama-sama ditandai benar"),
        (["- [x] satu", "- [ ] **satu**"], "11: dua pilihan berbunyi sama"),
        (["- [ ] satu", "- [ ] Satu", "- [x] dua"], "11: dua pilihan berbunyi sama"),
        (["- [x] satu"], "9: soal punya kurang dari dua pilihan"),
        (["- [x] satu", "- [ ] dua", "lalu"], "12: baris ini bukan pilihan, umpan balik, atau penjelasan"),
    ],
)
def test_choices_that_cannot_be_told_apart_are_refused(course: CourseFolder, lines: list[str], expected: str) -> None:
    """A right answer that is also a wrong one leaves the participant to chance."""
    assert wrongs(course, *lines) == [expected]


def test_a_key_among_the_distractors_is_called_by_its_name(course: CourseFolder) -> None:
    """Two equal distractors are a slip of the pen; an equal key decides over points."""
    wrongs(course, "- [x] satu", "- [ ] satu")
    (mistake,) = course.mistakes()
    assert mistake.code == "questions.key-among-distractors"
    assert mistake.mend == "yang satu ditandai benar dan yang lain salah: ubah atau hapus salah satunya"
