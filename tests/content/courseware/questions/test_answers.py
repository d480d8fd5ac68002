"""`Jawaban:` as accepted spellings."""

import pytest

from courseware.sealed import QuestionKind
from courseware.spelling import folded
from tests.content.courseware.asking import ask, shown, wrongs
from tests.content.courseware.builder import CourseFolder


@pytest.mark.parametrize(
    ("lines", "spellings"),
    [
        (["Jawaban: Sisa Hasil Usaha | SHU"], ("Sisa Hasil Usaha", "SHU")),
        (["Jawaban: Sisa Hasil Usaha", "**Jawaban:** SHU | S.H.U."], ("Sisa Hasil Usaha", "SHU", "S.H.U.")),
        (["jawaban :   harga   pokok  "], ("harga pokok",)),
        ([r"Jawaban: ya \| tidak"], ("ya | tidak",)),
        (['Jawaban: "1945"'], ("1945",)),
        (["Jawaban: “17 Agustus”"], ("17 Agustus",)),
        (["Jawaban: 4P | empat P"], ("4P", "empat P")),
        (["Jawaban: 12 | dua belas"], ("12", "dua belas")),
        (["Jawaban: `kas`"], ("`kas`",)),
    ],
)
def test_accepted_spellings_are_kept_as_they_were_typed(
    course: CourseFolder, lines: list[str], spellings: tuple[str, ...]
) -> None:
    """The first of them is what the participant reads afterwards; they are text, not Markdown."""
    check = ask(course, *lines)
    assert (check.kind, check.spellings, check.number) == (QuestionKind.SHORT, spellings, None)
    assert check.choices == ()
    assert check.can_be_judged


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Jawaban:"], ["10: jawaban masih kosong"]),
        (["Jawaban: SHU |"], ["10: jawaban masih kosong"]),
        (["Jawaban: SHU | ..."], ["10: jawaban masih kosong"]),
        (["Jawaban: SHU | shu."], ["10: jawaban `shu.` sudah ditulis"]),
        (["Jawaban: SHU", "Jawaban: ＳＨＵ"], ["11: jawaban `ＳＨＵ` sudah ditulis"]),
        (["Jawaban: kira-kira ± 5"], ["10: tanda `±` pada jawaban yang bukan bilangan"]),
        ([f"Jawaban: {'a' * 201}"], ["10: jawaban ini lebih panjang dari 200 huruf"]),
        (["Jawaban: SHU", "lalu"], ["11: baris ini bukan jawaban atau penjelasan"]),
        (["Jawaban: SHU", "  lalu"], ["11: baris ini bukan jawaban atau penjelasan"]),
    ],
)
def test_a_spelling_that_nobody_could_type_is_refused(
    course: CourseFolder, lines: list[str], expected: list[str]
) -> None:
    """An answer that can't be given costs everybody the points."""
    assert wrongs(course, *lines) == expected


def test_the_page_has_nothing_of_the_spellings(course: CourseFolder) -> None:
    """They are the key."""
    one, other = shown(course, "Jawaban: SHU"), shown(course, "Jawaban: laba | untung")
    assert one == other
    assert (one.choices, one.pairs, one.unit) == ((), (), "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Sisa   Hasil\tUsaha. ", "sisa hasil usaha"),
        ("«SHU»!", "shu"),
        ("S.H.U.", "s.h.u"),
        ("ＳＨＵ\u00a0!", "shu"),
        ("Straße", "strasse"),
        ("…", ""),
    ],
)
def test_capitals_spaces_and_punctuation_at_the_edges_say_nothing(text: str, expected: str) -> None:
    """People type on phones, which add capitals, spaces and full stops of their own."""
    assert folded(text) == expected
