"""Numbered lists in the right order."""

from itertools import permutations

import pytest

from courseware.sealed import QuestionKind
from tests.content.courseware.asking import ask, shown, wrongs
from tests.content.courseware.builder import CourseFolder

STEPS = ["1. Catat", "2. Hitung", "3. Bandingkan"]


def test_a_numbered_list_at_the_end_is_the_right_order(course: CourseFolder) -> None:
    """The list is the key; the prompt above it stays a prompt."""
    check = ask(course, "", "1) Catat semua", "   pengeluaran", "", "2) Hitung", "", "3) *Bandingkan*", "")
    assert check.kind is QuestionKind.ORDERING
    assert [choice.html for choice in check.choices] == ["Catat semua pengeluaran", "Hitung", "<em>Bandingkan</em>"]
    assert not any(choice.correct for choice in check.choices)
    assert check.prompt_html == "<p>Apa yang tepat?</p>"
    assert check.can_be_judged


def test_the_page_is_the_same_for_every_right_order(course: CourseFolder) -> None:
    """An order that follows the list would be the key."""
    pages = [
        shown(course, *(f"{at}. {step}" for at, step in enumerate(order, start=1)))
        for order in permutations(["Catat", "Hitung", "Bandingkan", "Simpan"])
    ]
    assert pages == pages[:1] * 24
    assert [choice.id for choice in pages[0].choices] == sorted(choice.id for choice in pages[0].choices)


def test_a_numbered_list_above_other_answers_is_part_of_the_prompt(course: CourseFolder) -> None:
    """A question may well show steps and ask which of them is wrong."""
    check = ask(course, "", *STEPS, "", "- [x] satu", "- [ ] dua")
    assert check.kind is QuestionKind.SINGLE
    assert check.prompt_html.endswith("<li>Bandingkan</li>\n</ol>")


def test_a_list_that_other_words_follow_is_no_ordering(course: CourseFolder) -> None:
    """Only what ends the question is its answer."""
    assert wrongs(course, "", *STEPS, "", "Mana yang keliru?") == ["9: soal belum punya jawaban"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (STEPS[:2], ["10: urutan punya kurang dari 3 langkah"]),
        ([*STEPS, "4. *catat*"], ["13: dua langkah berbunyi sama"]),
        (
            ["1. Catat", "3. Hitung", "2. Bandingkan"],
            ["11: nomor 3 di tempat nomor 2", "12: nomor 2 di tempat nomor 3"],
        ),
        (
            ["2. Catat", "3. Hitung", "4. Bandingkan"],
            [f"{at + 9}: nomor {at + 1} di tempat nomor {at}" for at in (1, 2, 3)],
        ),
    ],
)
def test_a_list_with_two_right_orders_is_refused(course: CourseFolder, lines: list[str], expected: list[str]) -> None:
    """The number and the place could each be meant as the key."""
    assert wrongs(course, *lines) == expected
