"""Right answers that show without reading the question."""

from collections.abc import Callable, Sequence

import pytest

from courseware.release import compile_release
from jawara.places import COURSES
from tests.content.courseware.asking import LESSON, wrongs
from tests.content.courseware.builder import CourseFolder

POOL = "# Mengenal pembeli {#pembeli ambil=1}\n\n"
SHORT, LONG = "Catatan pesanan", "Catatan pesanan bulan lalu"
PLACES = (0, 1, 2)


def choices(name: str, key: str, place: int) -> str:
    """Three choices, the two wrong ones of 15 letters; the key stands at this place."""
    lines = [f"- [ ] Harapan {wrong}{name:>6}".replace("  ", " x") for wrong in "ab"]
    lines.insert(place, f"- [x] {key}")
    return "\n".join([*lines, "Penjelasan: Begitulah."])


def evaluation(course: CourseFolder, keys: Sequence[str], place: Callable[[int], int] = lambda at: at % 3) -> list[str]:
    """The giveaways of an evaluation with these keys; the first question stands on line 9, each has six lines."""
    asked = (f"## Mana? {{#q{at}}}\n{choices(f'q{at}', key, place(at))}\n" for at, key in enumerate(keys))
    course.evaluation(POOL + "\n".join(asked))
    return course.told("giveaways")


def checks(course: CourseFolder, keys: Sequence[str], place: Callable[[int], int] = lambda at: at % 3) -> list[str]:
    asked = (f"::: cek {{#c{at}}}\nMana?\n{choices(f'c{at}', key, place(at))}\n:::\n" for at, key in enumerate(keys))
    course.lesson("kata " * 500 + "\n\n" + "\n".join(asked))
    course.replace(LESSON, "menit: 2", "menit: 8")
    return course.told("giveaways")


def test_the_real_classes_give_nothing_away() -> None:
    """Their keys are as long as their distractors, and stand anywhere."""
    assert compile_release(COURSES)


@pytest.mark.parametrize("keys", [[LONG] * 7, [LONG] * 6 + [SHORT] * 4, [SHORT] * 20, ["Rp15.000"] * 9])
def test_some_long_keys_are_chance(course: CourseFolder, keys: list[str]) -> None:
    """Of seven questions nothing follows, nor from sixty percent, nor from keys a letter or two longer."""
    assert evaluation(course, keys) == []
    assert checks(course, keys) == []


def test_an_evaluation_whose_keys_are_the_longest_is_told_at_the_first(course: CourseFolder) -> None:
    """Who has read nothing passes by choosing the longest."""
    assert evaluation(course, [*[SHORT] * 3, *[LONG] * 5]) == [
        "evaluation.md:27: jawaban yang benar jelas paling panjang di 5 dari 8 pertanyaan: ia tertebak dari panjangnya"
        " | the right answer is clearly the longest in 5 of 8 questions: its length gives it away"
    ]
    (mistake,) = course.mistakes()
    assert mistake.mend.endswith(" pada: q3, q4, q5, q6, q7")


def test_checks_are_compared_over_the_whole_class(course: CourseFolder) -> None:
    """A lesson has one or two: the habit shows in all of them together."""
    (told,) = checks(course, [LONG] * 8)
    assert told.startswith(f"{LESSON}:10: jawaban yang benar jelas paling panjang di 8 dari 8 pertanyaan")


def test_keys_at_one_place_are_told_where_nothing_shuffles(course: CourseFolder) -> None:
    """An evaluation shuffles its choices, so there the order is nobody's business."""
    assert evaluation(course, [SHORT] * 8, lambda _: 1) == []
    assert checks(course, [SHORT] * 8, lambda at: 1 if at else 0) == [
        f"{LESSON}:18: jawaban yang benar adalah pilihan ke-2 di 7 dari 8 cek: ia tertebak dari tempatnya"
        " | the right answer is choice 2 in 7 of 8 checks: its place gives it away"
    ]
    assert checks(course, [SHORT] * 10, lambda at: 1 if at < 7 else 0) == []


def test_one_key_that_is_far_longer_is_told_at_its_line(course: CourseFolder) -> None:
    """Its explanation belongs behind `Penjelasan:`."""
    key = "Kelompok yang paling sering memesan, menurut catatan pesanan bulan lalu"
    assert wrongs(course, "- [ ] Semua orang", f"- [x] {key}") == [
        "11: jawaban yang benar 71 huruf, pilihan lain paling panjang 11: ia tertebak dari panjangnya"
    ]
    assert course.told("giveaways")[0].endswith(
        " | the right answer has 71 letters, the longest other choice 11: its length gives it away"
    )
    assert wrongs(course, "- [ ] Semua orang yang lewat di depan warung", f"- [x] {key}") == []
    assert wrongs(course, "- [x] Semua orang", f"- [ ] {key}") == []
    assert wrongs(course, "- [x] Benar", "- [ ] Salah") == []
