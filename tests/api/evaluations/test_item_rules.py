"""What is said about a question, and that nothing but the answers decides it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evaluations.findings import ENOUGH, Finding, findings_of
from api.evaluations.item_rules import Item, Sitting, Tally, asked_of_all, measured_as
from api.evaluations.rules import Paper, PaperQuestion
from api.learning.answers import Answer
from courseware.sealed import SealedQuestion
from tests.api.courses import evaluation, every_kind, kept_key, matching, ordering, question, short
from tests.fakes import MORNING

PAPER = tuple(question(f"s{n}", wrong=3) for n in range(6))


def sitting(asked: Sequence[SealedQuestion], answers: Mapping[str, Answer], **seconds: int) -> Sitting:
    return Sitting(Paper(70, tuple(PaperQuestion("Topik", one) for one in asked)), answers, seconds, MORNING)


def tallied(asked: Sequence[SealedQuestion], sittings: Sequence[Sitting]) -> dict[str, Item]:
    made = Tally({one.id: one for one in asked}, {}, frozenset())
    for one in sittings:
        made.add(one)
    return {one.question.id: one for one in made.items()}


def people(count: int, first: Callable[[float], Answer], asked: Sequence[SealedQuestion] = PAPER) -> list[Sitting]:
    """So many, each knowing a little more than the one before; `first` gives the answer to the first question by the
    share of the others that somebody knows.
    """
    made: list[Sitting] = []
    for number in range(count):
        knows = number / (count - 1)
        others = asked[1:]
        given = {one.id: kept_key(one) for one in others[: round(knows * len(others))]}
        made.append(sitting(asked, given | {asked[0].id: first(knows)}))
    return made


def test_a_question_that_the_best_have_wrong_is_suspect() -> None:
    """And the wrong choice that they take instead is named: most likely it is the key."""
    found = tallied(PAPER, people(60, lambda knows: ("s0-w0",) if knows > 0.5 else ("s0-r0",)))["s0"]
    assert (found.discrimination, found.facility) == (-1.0, 0.5)
    assert found.item_rest is not None
    assert found.item_rest < -0.8
    assert found.findings[:2] == (Finding.SUSPECT_KEY, Finding.DISTRACTOR_PREFERRED)
    assert [(one.text, one.finding) for one in found.options] == [
        ("Pilihan 0", None),
        ("Pilihan 0", Finding.DISTRACTOR_PREFERRED),
        ("Pilihan 1", Finding.DISTRACTOR_UNUSED),
        ("Pilihan 2", Finding.DISTRACTOR_UNUSED),
    ]


def test_of_few_attempts_only_that_is_said() -> None:
    """The figures are there, and nobody changes a key because of 29 people."""
    found = tallied(PAPER, people(ENOUGH - 1, lambda knows: ("s0-w0",) if knows > 0.5 else ("s0-r0",)))["s0"]
    assert found.discrimination == -1.0
    assert found.findings == (Finding.FEW_ATTEMPTS,)
    assert {one.finding for one in found.options} == {None}


def test_a_good_question_has_nothing_said_about_it() -> None:
    """Right for those who know, each wrong choice for some of those who don't."""
    wrong = random.Random(3)  # noqa: S311 - a test repeats
    found = tallied(PAPER, people(80, lambda knows: ("s0-r0",) if knows > 0.4 else (f"s0-w{wrong.randrange(3)}",)))[
        "s0"
    ]
    assert found.findings == ()
    assert found.discrimination == 1.0


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((30, 0, 0.91, 0.1), (Finding.EASY,)),
        ((30, 0, 0.90, 0.1), (Finding.WEAK,)),
        ((30, 0, 0.31, 0.2), ()),
        ((30, 0, 0.30, 0.2), (Finding.HARD,)),
        ((30, 0, 0.60, 0.19), (Finding.WEAK,)),
        ((30, 3, 0.60, 0.4), (Finding.OMITTED,)),
        ((30, 2, 0.60, 0.4), ()),
        ((29, 29, 0.0, 0.0), (Finding.FEW_ATTEMPTS,)),
        ((0, 0, None, None), (Finding.FEW_ATTEMPTS,)),
    ],
)
def test_the_lines_are_where_their_sources_draw_them(figures: Any, expected: tuple[Finding, ...]) -> None:
    """Each once below and once at it."""
    assert findings_of(*figures, item_rest=0.3) == expected


def test_one_of_two_negative_figures_is_weak_and_no_alarm() -> None:
    """By chance either is below zero soon."""
    assert findings_of(100, 0, 0.6, -0.02, item_rest=0.05) == (Finding.WEAK,)
    assert findings_of(100, 0, 0.6, -0.02, item_rest=-0.05) == (Finding.SUSPECT_KEY,)


def test_pairs_and_places_are_told_with_what_is_often_taken_instead() -> None:
    """Every right one, and of the wrong ones those that tell something."""
    asked = (matching("m", partial=True), ordering("u", partial=True))
    swapped = ("u-i1", "u-i0", "u-i2", "u-i3")
    sittings = [sitting(asked, {"m": ("m-k0=m-j0", "m-k1=m-d0"), "u": swapped}) for _ in range(10)]
    found = tallied(asked, sittings)
    assert (found["m"].facility, found["u"].facility) == (pytest.approx(1 / 3, abs=1e-6), 0.5)
    assert [(one.text, one.is_right, one.share) for one in found["m"].options] == [
        ("Kiri 0 – Pilihan 0", True, 1.0),
        ("Kiri 1 – Pilihan 1", True, 0.0),
        ("Kiri 1 – Pilihan 0", False, 1.0),
        ("Kiri 2 – Pilihan 2", True, 0.0),
    ]
    assert [(one.text, one.is_right, one.share) for one in found["u"].options] == [
        ("1. Pilihan 0", True, 0.0),
        ("1. Pilihan 1", False, 1.0),
        ("2. Pilihan 0", False, 1.0),
        ("2. Pilihan 1", True, 0.0),
        ("3. Pilihan 2", True, 1.0),
        ("4. Pilihan 3", True, 1.0),
    ]


def test_wrong_texts_are_shown_when_three_wrote_them() -> None:
    """What one or two wrote may be a name."""
    asked = (short("k"),)
    texts = ["Siti Aminah", "Siti Aminah", "untung", "Untung.", " UNTUNG", "SHU"]
    found = tallied(asked, [sitting(asked, {"k": (text,)}) for text in texts])["k"]
    assert [(one.text, one.people) for one in found.wrong_texts] == [("untung", 3)]
    assert found.facility == pytest.approx(1 / 6, abs=1e-6)


def test_time_is_told_of_those_of_whom_it_is_known() -> None:
    """Phones of before sent none."""
    sittings = [sitting(PAPER, {}, s0=n) for n in (10, 20, 30, 40)] + [sitting(PAPER, {})]
    found = tallied(PAPER, sittings)
    assert found["s0"].timed == 4
    assert found["s0"].seconds is not None
    assert (found["s0"].seconds.first, found["s0"].seconds.median, found["s0"].seconds.third) == (10, 20, 30)
    assert (found["s1"].timed, found["s1"].seconds) == (0, None)


def test_what_makes_a_question_another_one() -> None:
    """Another key, other choices, points in part; not another prompt, explanation or order of choices."""
    one = question("p", wrong=3)
    reworded = replace(one, prompt_html="<p>Lain</p>", explanation_html="", points=3, choices=one.choices[::-1])
    assert measured_as(reworded) == measured_as(one)
    others = (question("p", wrong=2), question("p", right=2), replace(one, partial=True))
    assert all(measured_as(other) != measured_as(one) for other in others)
    assert measured_as(replace(ordering("p"), choices=ordering("p").choices[::-1])) != measured_as(ordering("p"))


def test_papers_are_the_same_where_pools_draw_all_that_is_left() -> None:
    """A withdrawn question may be what makes them so."""
    assert asked_of_all(evaluation(), ()) == frozenset()
    assert asked_of_all(evaluation(), {"p1"}) == {"p0", "p2", "h0"}


def test_alpha_needs_the_same_questions_with_the_same_key() -> None:
    """Who had another key, or fewer questions, is left out of it."""
    tally = Tally({one.id: one for one in PAPER}, {}, frozenset(one.id for one in PAPER))
    for one in people(40, lambda knows: ("s0-r0",) if knows > 0.4 else ()):
        tally.add(one)
    alone = tally.reliability()
    assert (alone.attempts, alone.questions, alone.gap) == (40, 6, None)
    assert alone.value is not None
    assert alone.value > 0.8
    tally.add(sitting(PAPER[1:], {}))
    tally.add(sitting((question("s0", wrong=1), *PAPER[1:]), {}))
    assert tally.attempts == 42
    assert tally.reliability() == alone


KINDS = every_kind()
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        one.id: st.one_of(
            st.just(kept_key(one)),
            st.sampled_from([(choice.id,) for choice in one.choices[:2]] or [("lain",), ("3",)])
            if one.kind not in {"matching", "ordering"}
            else st.just(()),
        )
        for one in KINDS
    },
)
SITTINGS = st.lists(
    st.tuples(st.lists(st.sampled_from(KINDS), min_size=1, unique=True), ANSWERS).map(lambda one: sitting(*one)),
    max_size=50,
)


@given(SITTINGS, st.randoms(use_true_random=False))
def test_the_order_of_attempts_changes_nothing(sittings: list[Sitting], chance: random.Random) -> None:
    """Batches may come in any."""
    mixed = sittings.copy()
    chance.shuffle(mixed)
    assert tallied(KINDS, mixed) == tallied(KINDS, sittings)


@given(SITTINGS)
def test_figures_stay_in_their_bounds(sittings: list[Sitting]) -> None:
    """And parts are no more than the whole."""
    for found in tallied(KINDS, sittings).values():
        assert 0 <= found.omitted <= found.attempts <= len(sittings)
        assert 0 <= (found.facility or 0) <= 1
        assert -1 <= (found.discrimination or 0) <= 1
        assert -1 <= (found.item_rest or 0) <= 1
        assert all(0 <= share <= 1 for one in found.options for share in (one.share, one.upper or 0, one.lower or 0))
        assert all(one.people >= 3 for one in found.wrong_texts)
        assert sum(one.people for one in found.wrong_texts) <= found.attempts
