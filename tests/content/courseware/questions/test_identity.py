"""The braces of a question in the evaluation."""

import pytest

from courseware.sealed import SealedEvaluation
from tests.content.courseware.builder import QUESTION, CourseFolder

POOL = "# Mengenal pembeli {#pembeli}\n\n"
BOTH = QUESTION.replace("- [ ] Keduanya sama", "- [x] Keduanya sama")


def evaluation(course: CourseFolder, text: str) -> SealedEvaluation:
    course.evaluation(POOL + text)
    return course.release().sealed.evaluation


def with_keys(text: str, keys: str) -> str:
    return text.replace("poin=2", keys)


def test_tags_and_partial_credit_come_from_the_braces(course: CourseFolder) -> None:
    """Tags group questions in reports; partial credit changes how many points an answer brings."""
    (pool,) = evaluation(course, with_keys(BOTH, "poin=3 label=harga,arus-kas nilai=sebagian")).pools
    (question,) = pool.questions
    assert (question.points, question.tags, question.partial) == (3, ("harga", "arus-kas"), True)


def test_without_keys_a_question_counts_whole_and_has_no_tags(course: CourseFolder) -> None:
    """What isn't written has one meaning."""
    (pool,) = evaluation(course, with_keys(BOTH, "")).pools
    (question,) = pool.questions
    assert (question.points, question.tags, question.partial) == (1, (), False)


@pytest.mark.parametrize(
    "answer",
    ["1. a\n2. b\n3. c\n", "- a => b\n- c => d\n", "- [x] a\n- [x] b\n"],
)
def test_partial_credit_is_for_answers_of_several_parts(course: CourseFolder, answer: str) -> None:
    """Two of three pairs are worth something."""
    (pool,) = evaluation(course, f"## Apa? {{#a nilai=sebagian}}\n{answer}Penjelasan: b\n").pools
    assert pool.questions[0].partial


@pytest.mark.parametrize("answer", ["- [x] a\n- [ ] b\n", "- [x] Benar\n- [ ] Salah\n", "Jawaban: a\n", "Jawaban: 5\n"])
def test_partial_credit_where_an_answer_has_one_part_is_refused(course: CourseFolder, answer: str) -> None:
    """There is no half of a single choice."""
    course.evaluation(f"{POOL}## Apa? {{#a nilai=sebagian}}\n{answer}Penjelasan: b\n")
    assert course.found() == ["evaluation.md:9: `nilai=sebagian` pada soal yang hanya dapat benar atau salah"]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("label=Harga", "label `Harga` tidak dapat dipakai"),
        ("label=", "label `` tidak dapat dipakai"),
        ("label=a,,b", "label `` tidak dapat dipakai"),
        ("label=a,b,a", "label `a` ditulis dua kali"),
        (f"label={'a' * 41}", f"label `{'a' * 41}` tidak dapat dipakai"),
        ("nilai=penuh", "isi `nilai=penuh` tidak dikenal"),
        ("pensiun=tidak", "isi `pensiun=tidak` tidak dikenal"),
    ],
)
def test_a_key_with_another_word_is_refused(course: CourseFolder, keys: str, expected: str) -> None:
    """A key that is silently ignored is a wish that nobody hears."""
    course.evaluation(POOL + with_keys(BOTH, keys))
    assert course.found() == [f"evaluation.md:9: {expected}"]


def test_a_mistake_says_what_the_key_may_hold(course: CourseFolder) -> None:
    """The cure names the word itself."""
    course.evaluation(POOL + with_keys(BOTH, "nilai=penuh"))
    assert [mistake.mend for mistake in course.mistakes()] == ["tulis `nilai=sebagian`, atau hapus"]
