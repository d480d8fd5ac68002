"""What a withdrawn question does to a score, tried with everything that Hypothesis can think of."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evaluations.rules import (
    Paper,
    PaperQuestion,
    Result,
    SmallPool,
    draw,
    question_count,
    rescored,
    score,
    small_pools,
    still_asked,
    why_not_start,
)
from api.learning.answers import credit
from api.refusal import ProblemCode
from courseware.sealed import Pool
from tests.api.courses import evaluation, matching, question
from tests.api.evaluations.papers import Answers, answered
from tests.api.evaluations.test_rules import history
from tests.fakes import MORNING


def ids(paper: Paper) -> list[str]:
    return [one.question.id for one in paper.questions]


def singles(*points: int, passing_score: int = 70) -> Paper:
    """Questions q0, q1, ... with so many points."""
    asked = [question(f"q{number}", points=one, lesson=f"l{number}") for number, one in enumerate(points)]
    return Paper(passing_score, tuple(PaperQuestion("Topik", one) for one in asked))


def right(*names: str) -> Answers:
    return {name: (f"{name}-r0",) for name in names}


@st.composite
def withdrawing(draw_from: st.DrawFn) -> tuple[Paper, Answers, list[str]]:
    """A paper, its answers, and some of its questions in the order in which they are withdrawn."""
    paper, answers = draw_from(answered())
    return paper, answers, draw_from(st.lists(st.sampled_from(ids(paper)), unique=True, max_size=5))


def one_by_one(paper: Paper, answers: Answers, withdrawn: list[str]) -> list[Result]:
    """The results, from the first on, as questions are withdrawn after it."""
    results = [score(paper, answers)]
    for name in withdrawn:
        results.append(rescored(results[-1], paper, answers, name))
    return results


@given(withdrawing())
def test_no_withdrawal_ever_makes_a_result_worse(made: tuple[Paper, Answers, list[str]]) -> None:
    """Score, pass and the exact share: the office's mistake is nobody else's."""
    results = one_by_one(*made)
    for before, after in pairwise(results):
        assert after.share >= before.share
        assert after.score >= before.score
        assert after.passed >= before.passed


@given(withdrawing(), st.data())
def test_the_order_of_withdrawals_makes_no_difference(
    made: tuple[Paper, Answers, list[str]], data: st.DataObject
) -> None:
    """Nor does it whether an attempt was handed in before them, between them or after: two neighbours get the same."""
    paper, answers, withdrawn = made
    results = one_by_one(paper, answers, withdrawn)
    assert one_by_one(paper, answers, data.draw(st.permutations(withdrawn)))[-1] == results[-1]
    assert score(paper, answers, withdrawn) == results[-1]


@given(withdrawing())
def test_it_is_the_best_of_all_ways_to_leave_withdrawn_questions_out(made: tuple[Paper, Answers, list[str]]) -> None:
    """The rule in one sentence, against every subset."""
    paper, answers, withdrawn = made
    shares: list[Fraction] = []
    for size in range(len(withdrawn) + 1):
        for out in combinations(withdrawn, size):
            kept = [one.question for one in paper.questions if one.question.id not in out]
            if kept:
                earned = sum((credit(one, answers.get(one.id, ())) for one in kept), Fraction(0))
                shares.append(earned / sum(one.points for one in kept))
    assert score(paper, answers, withdrawn).share == max(shares)


@given(withdrawing())
def test_a_result_says_what_was_withdrawn_and_comes_back_so(made: tuple[Paper, Answers, list[str]]) -> None:
    """A job that runs twice finds it there; what isn't on the paper is no part of it."""
    paper, answers, withdrawn = made
    result = score(paper, answers, {*withdrawn, "elsewhere"})
    assert result.withdrawn == tuple(sorted(withdrawn))
    assert Result.from_json(result.to_json()) == result
    assert score(paper, answers, withdrawn) == result


def test_what_was_wrong_leaves_both_sides_of_the_fraction() -> None:
    """Two of four points become two of three."""
    paper = singles(1, 1, 2)
    before, after = one_by_one(paper, right("q0", "q1"), ["q2"])
    assert (before.score, before.passed) == (50, False)
    assert (after.score, after.passed, after.topics[0].points, after.topics[0].total) == (100, True, 2, 2)
    before, after = one_by_one(paper, right("q2"), ["q0"])
    assert (before.score, after.score) == (50, 66)


def test_what_was_right_stays_where_leaving_it_out_would_cost() -> None:
    """Right by a key that is no good is still right."""
    before, after = one_by_one(singles(1, 1), right("q0"), ["q0"])
    assert (before.score, after.score) == (50, 50)
    assert (after.topics, after.withdrawn) == (before.topics, ("q0",))


def test_where_it_makes_no_difference_the_question_is_gone() -> None:
    """Of a paper without a mistake, or without a right answer, it leaves no trace in the points."""
    assert one_by_one(singles(1, 2), right("q0", "q1"), ["q1"])[-1].topics[0].total == 1
    (topic,) = one_by_one(singles(1, 2), {}, ["q1"])[-1].topics
    assert (topic.points, topic.total, topic.lessons) == (0, 1, ("l0",))


def test_an_answer_in_part_stays_only_where_it_lifts_the_whole() -> None:
    """One third is more than nothing and less than all."""
    third = replace(matching("m", partial=True), points=3)
    paper = Paper(70, (*singles(1).questions, PaperQuestion("Topik", third)))
    part = {"m": ("m-k0=m-j0",)}
    assert [one.score for one in one_by_one(paper, part, ["m"])] == [25, 25]
    assert [one.score for one in one_by_one(paper, part | right("q0"), ["m"])] == [50, 100]


def test_a_topic_of_which_nothing_is_left_is_told_no_more() -> None:
    """None of none is no result."""
    paper = Paper(70, (*singles(1).questions, PaperQuestion("Lain", question("x"))))
    assert [one.title for one in score(paper, right("q0"), ["x"]).topics] == ["Topik"]


@pytest.mark.parametrize(("answers", "expected"), [(right("q0"), 100), ({}, 0), (right("q0", "q1", "q2"), 100)])
def test_a_paper_of_which_everything_is_withdrawn_keeps_the_best_it_came_to(answers: Answers, expected: int) -> None:
    """Its last question can't be left out: nothing would be left to count. Every order leads there."""
    for order in permutations(["q0", "q1", "q2"]):
        results = one_by_one(singles(1, 1, 1), answers, list(order))
        assert results[-1].score == expected
        assert results[-1].share == max(one.share for one in results)


def test_answers_that_are_gone_lower_nothing() -> None:
    """Whatever became of them since: a result that was told is never taken back."""
    paper = singles(1, 1)
    old = score(paper, right("q0"))
    assert rescored(old, paper, {}, "q1") == replace(old, withdrawn=("q1",))


def test_a_result_of_before_knows_of_no_withdrawal() -> None:
    """Results that are kept from earlier versions have no such key."""
    text = '{"score":50,"passing_score":70,"passed":false,"topics":[{"title":"T","points":1,"total":2,"lessons":[]}]}'
    assert Result.from_json(text).withdrawn == ()


@given(st.integers())
def test_new_papers_draw_what_is_left(seed: int) -> None:
    """Never what was withdrawn; a pool that got too small gives all that it has."""
    made = evaluation()
    paper = draw(made, random.Random(seed), {"p0"})  # noqa: S311 - a test repeats
    assert sorted(ids(paper)) == ["h0", "p1", "p2"]
    paper = draw(made, random.Random(seed), {"p0", "p2", "h0"})  # noqa: S311 - a test repeats
    assert ids(paper) == ["p1"]


def test_pools_that_got_too_small_are_named() -> None:
    """Staff see it before they withdraw."""
    made = evaluation()
    assert (question_count(made), question_count(made, {"p0"}), question_count(made, {"p0", "h0"})) == (3, 3, 2)
    assert small_pools(made, {"p0"}) == ()
    assert small_pools(made, {"p0", "p1", "h0"}) == (
        SmallPool("Mengenal pembeli", 2, 1),
        SmallPool("Menentukan harga", 1, 0),
    )


def test_an_evaluation_of_which_nothing_is_left_is_not_begun() -> None:
    """A paper without a question has no score."""
    made = evaluation(pools=(Pool("t", "Topik", 1, (question("q"),)),))
    refusal = why_not_start(made, history(0), lessons_complete=True, at=MORNING, withdrawn={"q"})
    assert refusal is not None
    assert refusal.code is ProblemCode.EVALUATION_EMPTY


def test_an_open_paper_asks_what_still_counts() -> None:
    """Of a paper that is withdrawn whole everything is still asked: the answers have to come from somewhere."""
    paper = singles(1, 1, 1)
    assert [one.question.id for one in still_asked(paper, {"q1"})] == ["q0", "q2"]
    assert still_asked(paper, {"q0", "q1", "q2"}) == paper.questions


def test_lessons_are_named_for_what_still_counts_alone() -> None:
    """Nobody reads a lesson again for the office's mistake."""
    assert score(singles(1, 1), right("q0"), ["q1"]).topics[0].lessons == ()
