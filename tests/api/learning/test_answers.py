"""Answers of every kind: what a question takes, how it is kept, how much of it is right."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.learning.answers import (
    Answer,
    AnswerInvalid,
    AnswerTooLong,
    Sent,
    credit,
    in_words,
    is_right,
    right_in_words,
    share,
    valid_answer,
)
from api.refusal import Refusal
from courseware.sealed import QuestionKind, SealedQuestion
from courseware.spelling import LONGEST_ANSWER
from tests.api.courses import every_kind, kept_key, matching, number, ordering, question, short, true_false

SINGLE, MULTIPLE = question("q"), question("q", right=2)
SHORT, NUMBER, MATCHING, ORDERING = short("q"), number("q"), matching("q"), ordering("q", items=3)
PAIRS = (("q-k1", "q-j0"), ("q-k0", "q-j0"))


def chosen(*ids: str) -> Sent:
    return Sent(choices=ids)


@pytest.mark.parametrize(
    ("asked", "sent", "kept"),
    [
        (SINGLE, chosen("q-w0"), ("q-w0",)),
        (SINGLE, chosen(), ()),
        (MULTIPLE, chosen("q-w0", "q-r1", "q-r0"), ("q-r0", "q-r1", "q-w0")),
        (true_false("q"), chosen("q-salah"), ("q-salah",)),
        (SHORT, Sent(text=" sisa  hasil\nusaha "), ("sisa hasil usaha",)),
        (SHORT, Sent(text=" \t"), ()),
        (SHORT, Sent(text="S\0HU\ud800"), ("SHU",)),
        (SHORT, Sent(text="x" * LONGEST_ANSWER), ("x" * LONGEST_ANSWER,)),
        (NUMBER, Sent(text="Rp 1.500,00"), ("Rp 1.500,00",)),
        (NUMBER, Sent(text="entah"), ("entah",)),
        (MATCHING, Sent(pairs=PAIRS), ("q-k0=q-j0", "q-k1=q-j0")),
        (MATCHING, Sent(pairs=(("q-k2", "q-d0"),)), ("q-k2=q-d0",)),
        (MATCHING, Sent(pairs=()), ()),
        (ORDERING, chosen("q-i2", "q-i0", "q-i1"), ("q-i2", "q-i0", "q-i1")),
        (ORDERING, chosen(), ()),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_one_spelling(asked: SealedQuestion, sent: Sent, kept: Answer) -> None:
    """Two phones that mean the same write the same row; order counts only where it is the answer."""
    assert valid_answer(asked, sent) == kept


@pytest.mark.parametrize(
    ("asked", "sent", "field"),
    [
        (SINGLE, chosen("q-r0", "q-w0"), "choices"),
        (SINGLE, chosen("p-r0"), "choices"),
        (true_false("q"), chosen("q-benar", "q-salah"), "choices"),
        (MULTIPLE, chosen("q-r0", "q-r0"), "choices"),
        (MULTIPLE, chosen(""), "choices"),
        (ORDERING, chosen("q-i0", "q-i1"), "choices"),
        (ORDERING, chosen("q-i0", "q-i1", "q-i1"), "choices"),
        (ORDERING, chosen("q-i0", "q-i1", "p-i2"), "choices"),
        (MATCHING, Sent(pairs=(("q-k0", "q-j0"), ("q-k0", "q-j1"))), "pairs"),
        (MATCHING, Sent(pairs=(("q-k0", "p-j0"),)), "pairs"),
        (MATCHING, Sent(pairs=(("q-j0", "q-k0"),)), "pairs"),
        (MATCHING, Sent(pairs=(("q-k0=q-j0", ""),)), "pairs"),
        (SINGLE, Sent(text="q-r0"), "answer"),
        (MULTIPLE, Sent(pairs=()), "answer"),
        (SHORT, chosen(), "answer"),
        (NUMBER, Sent(pairs=()), "answer"),
        (MATCHING, chosen("q-j0"), "answer"),
        (ORDERING, Sent(text="q-i0"), "answer"),
        (SINGLE, Sent(), "answer"),
    ],
)  # fmt: skip
def test_what_the_question_cannot_hold_is_refused(asked: SealedQuestion, sent: Sent, field: str) -> None:
    """The client is not trusted with what it was given to ask; the field says which part."""
    with pytest.raises(AnswerInvalid) as refused:
        valid_answer(asked, sent)
    assert refused.value.field == field


@pytest.mark.parametrize("length", [LONGEST_ANSWER + 1, 10_000])
def test_a_text_has_an_end(length: int) -> None:
    """And the person is told how long it may be."""
    with pytest.raises(AnswerTooLong) as refused:
        valid_answer(SHORT, Sent(text="x" * length))
    assert refused.value.field == "text"
    assert "200" in refused.value.sentence("id")
    assert "200" in refused.value.sentence("en")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", "0"),
        ("r0", "1/2"),
        ("r0 r1", "1"),
        ("r0 r1 w0", "1/2"),
        ("r0 w0", "0"),
        ("w0", "0"),
        ("w0 w1", "0"),
        ("r0 r1 w0 w1", "0"),
    ],
)
def test_of_several_choices_wrong_ones_cost_as_much_as_right_ones_earn(answer: str, expected: str) -> None:
    """Ticking everything is worth nothing, and nothing is worth less than that."""
    assert share(question("q", right=2), tuple(f"q-{one}" for one in answer.split())) == Fraction(expected)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("", 0), ("benar", 1), ("salah", 0)],
)
def test_true_or_false_is_right_or_wrong(answer: str, expected: int) -> None:
    """Two choices leave no room between."""
    assert share(true_false("q"), tuple(f"q-{one}" for one in answer.split())) == expected
    assert share(question("q"), tuple(f"q-{one}" for one in answer.split())) == 0


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Sisa Hasil Usaha", 1), ("sisa hasil usaha.", 1), ("shu", 1), ("SHU!", 1), ("S H U", 0), ("sisa usaha", 0)],
)
def test_a_short_answer_is_right_in_any_of_its_spellings(typed: str, expected: int) -> None:
    """Case and marks are the keyboard's business, words are the answer."""
    assert share(SHORT, (typed,)) == expected


@pytest.mark.parametrize(
    ("key", "typed", "expected"),
    [
        (("1500", "0", "Rp"), "Rp 1.500,00", 1),
        (("1500", "0", "Rp"), "1.500", 1),
        (("1500", "0", "Rp"), "1500", 1),
        (("1500", "0", "Rp"), "1,500", 0),
        (("1500", "0", "Rp"), "1.501", 0),
        (("1500", "0", "Rp"), "seribu lima ratus", 0),
        (("1.5", "0", ""), "1.5", 1),
        (("1.5", "0", ""), "1,5", 1),
        (("1.5", "0", ""), "1,50", 1),
        (("1.5", "0", ""), "1.500", 0),
        (("12.5", "0.5", "%"), "12%", 1),
        (("12.5", "0.5", "%"), "13", 1),
        (("12.5", "0.5", "%"), "13,01", 0),
        (("12.5", "0.5", "%"), "11,99", 0),
        (("40", "2", "kg"), "38 kg", 1),
        (("40", "2", "kg"), "37,9", 0),
        (("-3", "0", ""), "-3", 1),
        (("-3", "0", ""), "3", 0),
        (("0.1", "0", ""), "0,1", 1),
        (("0.1", "0", ""), "0,1000000000000000000000000000000001", 0),
        (("0.1", "0.2", ""), "0,3", 1),
    ],
)
def test_a_number_is_right_up_to_its_tolerance(key: tuple[str, str, str], typed: str, expected: int) -> None:
    """The bound itself is right, one step beyond is not: exact, without the errors of binary fractions."""
    assert share(number("q", *key), (typed,)) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", "0"),
        ("k0=j0", "1/3"),
        ("k0=j0 k1=j1 k2=j2", "1"),
        ("k0=j0 k1=j2 k2=j1", "1/3"),
        ("k0=j1 k1=j2 k2=j0", "0"),
        ("k0=j0 k1=j0 k2=j0", "1/3"),
        ("k0=d0 k1=j1 k2=j2", "2/3"),
    ],
)
def test_each_right_pair_of_a_matching_counts(answer: str, expected: str) -> None:
    """A right side may be chosen twice; it is right at most where it belongs."""
    pairs = (pair.split("=") for pair in answer.split())
    assert share(MATCHING, tuple(f"q-{left}=q-{side}" for left, side in pairs)) == Fraction(expected)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("", "0"), ("0123", "1"), ("3210", "0"), ("0132", "1/2"), ("1230", "0"), ("0213", "1/2"), ("0312", "1/4")],
)
def test_each_item_at_its_place_counts(answer: str, expected: str) -> None:
    """By place: one item too early moves all behind it, which is what an order is."""
    assert share(ordering("q"), tuple(f"q-i{place}" for place in answer)) == Fraction(expected)


def test_part_of_an_answer_earns_points_only_where_the_question_says_so() -> None:
    """Exactly: a third of two points is two thirds."""
    third = ("q-k0=q-j0",)
    asked = replace(matching("q"), points=2)
    assert (share(asked, third), credit(asked, third)) == (Fraction(1, 3), 0)
    assert credit(replace(asked, partial=True), third) == Fraction(2, 3)
    assert credit(asked, kept_key(asked)) == credit(replace(asked, partial=True), kept_key(asked)) == 2


@st.composite
def answered(draw: st.DrawFn) -> tuple[SealedQuestion, Answer]:
    """Any question with any answer that it takes."""
    asked = replace(draw(st.sampled_from(every_kind())), partial=draw(st.booleans()))
    ids = [choice.id for choice in asked.choices]
    match asked.kind:
        case QuestionKind.SHORT | QuestionKind.NUMBER:
            typed = st.one_of(st.text(max_size=30), st.sampled_from(["SHU", "1.500", "Rp1500", "1,5"]))
            sent = Sent(text=draw(typed))
        case QuestionKind.MATCHING:
            prompts = draw(st.lists(st.sampled_from([pair.id for pair in asked.pairs]), unique=True))
            sent = Sent(pairs=tuple((prompt, draw(st.sampled_from(ids))) for prompt in prompts))
        case QuestionKind.ORDERING:
            sent = Sent(choices=tuple(draw(st.one_of(st.permutations(ids), st.just([])))))
        case QuestionKind.MULTIPLE:
            sent = Sent(choices=tuple(draw(st.lists(st.sampled_from(ids), unique=True))))
        case _:
            sent = Sent(choices=tuple(draw(st.lists(st.sampled_from(ids), max_size=1))))
    return asked, valid_answer(asked, sent)


@given(answered())
def test_a_share_lies_between_none_and_all(made: tuple[SealedQuestion, Answer]) -> None:
    """Whatever the answer; nothing is never right, and points follow from the share."""
    asked, answer = made
    assert 0 <= share(asked, answer) <= 1
    assert 0 <= credit(asked, answer) <= asked.points
    assert answer or share(asked, answer) == 0
    assert in_words(asked, answer) or not answer


@given(answered())
def test_the_whole_share_is_for_what_is_right_and_nothing_else(made: tuple[SealedQuestion, Answer]) -> None:
    """For each kind, right is said once more in its own words."""
    asked, answer = made
    typed = {QuestionKind.SHORT: {"shu", "sisa hasil usaha"}, QuestionKind.NUMBER: {"1.500", "rp1500"}}
    if asked.kind in typed:
        right = bool(answer) and answer[0].casefold().strip("().!? ") in typed[asked.kind]
        assert is_right(asked, answer) or not right
    else:
        assert is_right(asked, answer) == (answer == kept_key(asked))
    assert is_right(asked, answer) == (share(asked, answer) == 1)
    assert is_right(asked, kept_key(asked))


@given(answered())
def test_a_kept_answer_is_its_own_spelling(made: tuple[SealedQuestion, Answer]) -> None:
    """What was stored once is taken again as it is, so that a repeated request changes nothing."""
    asked, answer = made
    if asked.kind in {QuestionKind.SHORT, QuestionKind.NUMBER}:
        assert valid_answer(asked, Sent(text=answer[0] if answer else "")) == answer
    elif asked.kind is not QuestionKind.MATCHING:
        assert valid_answer(asked, Sent(choices=answer)) == answer


ids = st.sampled_from(["e0-r0", "e1-r0", "e1-r1", "e2-benar", "e5-k0", "e5-j0", "e6-i0", "e6-i1", "x", "", "="])
anything = st.builds(
    Sent,
    choices=st.none() | st.lists(ids, max_size=5).map(tuple),
    text=st.none() | st.text(st.characters(codec=None), max_size=250),
    pairs=st.none() | st.lists(st.tuples(ids, ids), max_size=4).map(tuple),
)


@given(st.sampled_from(every_kind()), anything)
def test_whatever_is_sent_is_taken_or_refused(asked: SealedQuestion, sent: Sent) -> None:
    """A forged client meets a refusal, never a fault."""
    try:
        kept = valid_answer(asked, sent)
    except Refusal as refused:
        assert refused.code == "INVALID_INPUT"  # noqa: PT017 - one of two outcomes
    else:
        assert 0 <= share(asked, kept) <= 1


def test_an_answer_is_told_in_its_givers_words() -> None:
    """Their copy of their data holds no id that means nothing to them."""
    asked = replace(matching("q"), pairs=tuple(replace(one, html=f"<em>{one.html}</em>") for one in MATCHING.pairs))
    assert in_words(asked, ("q-k0=q-j1", "q-k1=q-d0")) == ["Kiri 0 – Pilihan 1", "Kiri 1 – Pilihan 0"]
    assert in_words(ORDERING, ("q-i2", "q-i0", "q-i1")) == ["Pilihan 2", "Pilihan 0", "Pilihan 1"]
    assert in_words(SHORT, ("SHU",)) == ["SHU"]
    assert in_words(SINGLE, ()) == []


def test_only_what_is_typed_has_a_right_answer_in_words() -> None:
    """Elsewhere it is marked at the choices themselves."""
    told = {asked.kind: right_in_words(asked) for asked in every_kind()}
    assert {kind: words for kind, words in told.items() if words} == {
        QuestionKind.SHORT: "Sisa Hasil Usaha",
        QuestionKind.NUMBER: "Rp1.500",
    }
