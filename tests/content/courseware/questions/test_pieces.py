"""A question's lines, sorted by what they look like."""

import pytest

from courseware.sealed import QuestionKind
from tests.content.courseware.asking import ask, wrongs
from tests.content.courseware.builder import CourseFolder


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["- [x] satu", "- [ ] dua", "Jawaban: satu"],
            ["12: soal ini memakai `- [ ]` di baris 10 dan `Jawaban:` di sini"],
        ),
        (
            ["- satu => a", "- dua => b", "- [x] satu", "- [ ] dua"],
            ["12: soal ini memakai `=>` di baris 10 dan `- [ ]` di sini"],
        ),
        (
            ["Jawaban: satu", "- satu => a", "- dua => b"],
            ["11: soal ini memakai `Jawaban:` di baris 10 dan `=>` di sini"],
        ),
        (
            ["Jawaban: satu", "1. satu", "2. dua", "3. tiga"],
            [f"{at}: baris ini bukan jawaban atau penjelasan" for at in (11, 12, 13)],
        ),
        ([], ["9: soal belum punya jawaban"]),
        (["Jawaban: a", "Penjelasan: b", "- [ ] c"], ["12: pilihan sesudah penjelasan"]),
        (["- [ ] a", "- [x] b", "Penjelasan: b", "Jawaban: c"], ["13: jawaban sesudah penjelasan"]),
        (["- a => b", "- c => d", "Penjelasan: b", "- e => f"], ["13: pasangan sesudah penjelasan"]),
    ],
)
def test_a_question_has_one_shape_of_answer(course: CourseFolder, lines: list[str], expected: list[str]) -> None:
    """Two shapes in one question are two editors, or one who changed their mind."""
    assert wrongs(course, *lines) == expected


def test_an_explanation_may_use_arrows_and_lists_where_the_answer_does_not(course: CourseFolder) -> None:
    """`- laba => naik` is a fine line of prose below choices."""
    check = ask(course, "- [ ] satu", "- [x] dua", "Penjelasan: Sebab:", "", "- laba => naik", "")
    assert "<li>laba =&gt; naik</li>" in check.explanation_html


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_code_in_the_prompt_is_shown_as_it_is(course: CourseFolder, fence: str) -> None:
    """A prompt may show a conversation in which somebody writes `Jawaban:`."""
    check = ask(course, "", fence, "Tanya: berapa?", "Jawaban: lima => enam", "- [x] a", fence, "", "Jawaban: enam")
    assert check.kind is QuestionKind.SHORT
    assert check.spellings == ("enam",)
    assert check.prompt_html.endswith("<pre><code>Tanya: berapa?\nJawaban: lima =&gt; enam\n- [x] a\n</code></pre>")


def test_an_arrow_in_a_sentence_is_escaped(course: CourseFolder) -> None:
    """Editors need a way to write the sign itself in a list of the prompt."""
    check = ask(course, "", r"- kas \=> bank", "", "Jawaban: pindah buku")
    assert check.prompt_html.endswith("<li>kas =&gt; bank</li>\n</ul>")
