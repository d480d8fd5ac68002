"""Pairs and decoys."""

from itertools import permutations

import pytest

from courseware.sealed import QuestionKind
from tests.content.courseware.asking import ask, shown, wrongs
from tests.content.courseware.builder import CourseFolder


def test_pairs_and_decoys_become_left_sides_and_options(course: CourseFolder) -> None:
    """Several left sides may share an option, and decoys belong to none."""
    check = ask(
        course,
        "- Beras => biaya *bahan*",
        "- => biaya hukum",
        "- Gas=>biaya bahan",
        r"- Kas \=> bank => biaya",
        "  lain-lain",
    )
    assert check.kind is QuestionKind.MATCHING
    assert [choice.html for choice in check.choices] == ["biaya <em>bahan</em>", "biaya lain-lain", "biaya hukum"]
    assert not any(choice.correct for choice in check.choices)
    names = {choice.id: choice.html for choice in check.choices}
    assert [(pair.html, names[pair.choice]) for pair in check.pairs] == [
        ("Beras", "biaya <em>bahan</em>"),
        ("Gas", "biaya <em>bahan</em>"),
        ("Kas =&gt; bank", "biaya lain-lain"),
    ]
    assert check.can_be_judged


def test_the_page_is_the_same_for_every_way_of_matching(course: CourseFolder) -> None:
    """An order of the options that follows the key would be the key."""
    rights = ["biaya bahan", "biaya tenaga kerja", "biaya tetap"]
    pages = [
        shown(course, *(f"- {left} => {right}" for left, right in zip(["Beras", "Upah", "Sewa"], order, strict=True)))
        for order in permutations(rights)
    ]
    assert pages == pages[:1] * 6
    assert [pair.html for pair in pages[0].pairs] == ["Beras", "Upah", "Sewa"]
    assert sorted(choice.html for choice in pages[0].choices) == rights
    assert [choice.id for choice in pages[0].choices] == sorted(choice.id for choice in pages[0].choices)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["- satu => a"], ["10: soal punya kurang dari dua pasangan"]),
        (["- satu => a", "- => b"], ["10: soal punya kurang dari dua pasangan"]),
        (["- satu => a", "- dua =>"], ["11: sisi kanan pasangan ini masih kosong"]),
        (["- satu => a", "- dua => b", "- =>"], ["12: sisi kanan pasangan ini masih kosong"]),
        (["- satu => a => c", "- dua => b"], ["10: dua tanda `=>` dalam satu pasangan"]),
        (["- satu => a", "- dua => *A*"], ["10: semua pasangan punya sisi kanan yang sama"]),
        (["- satu => a", "- Satu => b"], ["11: dua sisi kiri berbunyi sama"]),
        (["- satu => a", "- dua => b", "- => c", "- => C"], ["13: dua pengecoh berbunyi sama"]),
        (
            ["- => A", "- satu => a", "- dua => b"],
            ["10: pengecoh ini berbunyi sama dengan sisi kanan sebuah pasangan"],
        ),
        (["- satu => a", "- dua => b", "tiga"], ["12: baris ini bukan pasangan atau penjelasan"]),
        (["- satu => a", "- dua => b", "- tiga"], ["12: baris ini bukan pasangan atau penjelasan"]),
        (["- satu => a", "- dua => b", "-tiga => c"], ["12: pasangan ini tidak terbaca"]),
        (["- satu => a", "- dua => b", "  - tiga => c"], ["12: pasangan ini tidak terbaca"]),
        (["- satu => a", "- dua => ![a](media/sampul.svg)"], ["11: gambar di tengah kalimat"]),
    ],
)
def test_pairs_without_one_right_answer_are_refused(
    course: CourseFolder, lines: list[str], expected: list[str]
) -> None:
    """A decoy that is also right would take points from those who know."""
    assert wrongs(course, *lines) == expected


def test_two_left_sides_may_share_an_option_beside_a_decoy(course: CourseFolder) -> None:
    """ "Which of these are costs?" has two answers and any number of lines."""
    check = ask(course, "- satu => a", "- dua => a", "- => b")
    assert [len(check.pairs), len(check.choices)] == [2, 2]
