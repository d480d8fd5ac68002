"""Papers and scores, tried with everything that Hypothesis can think of."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evaluations.rules import (
    REMEMBERED_PAPERS,
    History,
    Paper,
    Refusal,
    Result,
    attempts_left,
    draw,
    next_start,
    score,
    why_not_start,
)
from api.learning.answers import Answer, credit, is_right
from api.refusal import ProblemCode
from courseware.sealed import Pool, SealedEvaluation, SealedQuestion
from tests.api.courses import evaluation, kept_key, matching, ordering, true_false
from tests.api.evaluations.papers import Answers, all_right, answered, evaluations
from tests.fakes import MORNING


@given(evaluations(), st.integers())
def test_a_paper_draws_what_each_topic_says_and_nothing_twice(made: SealedEvaluation, seed: int) -> None:
    """Every paper weighs the topics alike, whoever gets it."""
    paper = draw(made, random.Random(seed))  # noqa: S311 - a test repeats
    asked = [one.question.id for one in paper.questions]
    assert len(asked) == len(set(asked)) == sum(pool.draw for pool in made.pools)
    for pool in made.pools:
        known = {one.id: one for one in pool.questions}
        drawn = [one for one in paper.questions if one.topic == pool.title]
        assert len(drawn) == pool.draw
        for one in drawn:
            assert one.question == known[one.question.id]
            assert sorted(one.shown) == sorted(choice.id for choice in one.question.choices)
            assert tuple(choice.id for choice in one.choices) == one.shown
    assert paper.passing_score == made.passing_score


def test_papers_and_choices_come_in_different_orders() -> None:
    """Neighbours can't copy by position, and the first choice is not the right one."""
    papers = [draw(evaluation(), random.Random(seed)) for seed in range(40)]  # noqa: S311 - a test repeats
    assert len({tuple(one.question.id for one in paper.questions) for paper in papers}) > 5
    places = {
        [choice.correct for choice in one.choices].index(True)
        for paper in papers
        for one in paper.questions
        if one.question.kind == "single"
    }
    assert places == {0, 1, 2}


def papers(asked: SealedQuestion, count: int = 200) -> list[Paper]:
    """As many papers that ask this one thing."""
    made = evaluation(pools=(Pool("t", "Topik", 1, (asked,)),))
    return [draw(made, random.Random(seed)) for seed in range(count)]  # noqa: S311 - a test repeats


@pytest.mark.parametrize("items", [3, 4])
def test_an_ordering_never_comes_in_its_right_order(items: int) -> None:
    """Whoever touches nothing would be right one time in six. Every other order comes."""
    shown = {paper.questions[0].shown for paper in papers(ordering("q", items=items))}
    assert tuple(f"q-i{n}" for n in range(items)) not in shown
    assert len(shown) == {3: 5, 4: 23}[items]


def test_two_items_come_in_either_order() -> None:
    """Always the wrong one would be a key."""
    assert len({paper.questions[0].shown for paper in papers(ordering("q", items=2))}) == 2


def test_true_comes_before_false_on_every_paper() -> None:
    """The two are words that everybody expects in this order."""
    assert {paper.questions[0].shown for paper in papers(true_false("q"))} == {("q-benar", "q-salah")}


def test_the_right_sides_of_a_matching_are_shuffled_and_its_left_sides_stay() -> None:
    """One order that means nothing is enough; the left sides are read from top to bottom as they were written."""
    drawn = [paper.questions[0] for paper in papers(matching("q"))]
    assert len({one.shown for one in drawn}) == 24
    assert {tuple(pair.id for pair in one.question.pairs) for one in drawn} == {("q-k0", "q-k1", "q-k2")}


def test_a_paper_of_before_is_read_as_it_was_drawn() -> None:
    """An attempt that was open when the system was renewed goes on; its choices were shuffled themselves."""
    text = (
        '{"passing_score":70,"questions":[{"topic":"Mengenal pembeli","question":{"id":"p1","kind":"single",'
        '"prompt_html":"<p>Siapa?</p>","choices":[{"id":"w","html":"Salah","correct":false,"feedback_html":""},'
        '{"id":"r","html":"Benar","correct":true,"feedback_html":""}],"points":2,"explanation_html":"<p>x</p>",'
        '"lesson":"satu"}}]}'
    )
    paper = Paper.from_json(text)
    assert [choice.id for choice in paper.questions[0].choices] == ["w", "r"]
    assert (score(paper, {"p1": ("r",)}).score, score(paper, {"p1": ("w",)}).score) == (100, 0)


def test_a_paper_is_read_once_and_never_taken_for_another() -> None:
    """Every saved answer asks for its paper. What is remembered is bounded, and known by the whole text."""
    texts = [drawn.to_json() for drawn in papers(true_false("q1"), REMEMBERED_PAPERS + 1)]
    texts = [text.replace('"q1"', f'"q{number}"') for number, text in enumerate(texts)]

    first = Paper.from_json(texts[0])
    assert Paper.from_json(texts[0].encode().decode()) is first
    assert [one.questions[0].question.id for one in map(Paper.from_json, texts[1:])] == [
        f"q{number}" for number in range(1, len(texts))
    ]
    again = Paper.from_json(texts[0])
    assert again == first
    assert again is not first


def test_a_result_of_before_is_read_as_it_was_kept() -> None:
    """Its points were whole numbers."""
    topic = '{"title":"Mengenal pembeli","points":2,"total":4,"lessons":["satu"]}'
    result = Result.from_json(f'{{"score":50,"passing_score":70,"passed":false,"topics":[{topic}]}}')
    assert (result.topics[0].points, result.topics[0].total, result.score) == (2, 4, 50)


@pytest.mark.parametrize(
    ("right", "of", "points", "expected"),
    [(1, 3, 1, 33), (2, 3, 1, 66), (3, 3, 1, 100), (1, 7, 5, 14), (6, 7, 1, 85), (0, 3, 1, 0)],
)
def test_parts_of_points_add_up_exactly_and_are_rounded_down_once(
    right: int, of: int, points: int, expected: int
) -> None:
    """Rounded question by question, three thirds would be less than one."""
    asked = replace(matching("q", sides=of, partial=True), points=points)
    paper = papers(asked, 1)[0]
    answer = tuple(f"q-k{n}=q-j{n}" for n in range(right))
    result = score(paper, {"q": answer})
    assert (result.score, result.topics[0].points) == (expected, Fraction(right * points, of))


def test_three_thirds_are_a_whole() -> None:
    """70 of 100 reached in thirds passes, and a third less does not."""
    asked = tuple(replace(matching(f"q{n}", partial=True), lesson="satu") for n in range(3))
    paper = draw(evaluation(pools=(Pool("t", "Topik", 3, asked),), passing_score=33), random.Random(1))  # noqa: S311
    thirds = {one.id: (f"{one.id}-k0={one.id}-j0",) for one in asked}
    result = score(paper, thirds)
    assert (result.topics[0].points, result.score, result.passed) == (1, 33, True)
    assert result.topics[0].lessons == ("satu",)
    result = score(paper, {"q0": thirds["q0"], "q1": thirds["q1"]})
    assert (result.topics[0].points, result.score, result.passed) == (Fraction(2, 3), 22, False)


@given(answered())
def test_a_score_is_a_percentage_that_passes_exactly_from_its_bound(made: tuple[Paper, Answers]) -> None:
    """Rounded down: nobody sees a passing number without having passed, nor the other way round."""
    paper, answers = made
    result = score(paper, answers)
    assert 0 <= result.score <= 100
    assert result.passed == (result.score >= paper.passing_score)
    assert sum(topic.total for topic in result.topics) == sum(one.question.points for one in paper.questions)
    assert all(0 <= topic.points <= topic.total for topic in result.topics)
    earned = sum(credit(one.question, answers.get(one.question.id, ())) for one in paper.questions)
    assert sum(topic.points for topic in result.topics) == earned


@given(answered())
def test_everything_right_is_a_hundred_and_nothing_is_zero(made: tuple[Paper, Answers]) -> None:
    """The two ends."""
    paper, _ = made
    assert score(paper, all_right(paper)).score == 100
    assert score(paper, all_right(paper)).passed is True
    assert score(paper, {}).score == 0
    assert all(not topic.lessons for topic in score(paper, all_right(paper)).topics)


foreign = st.dictionaries(st.text(max_size=5).map("x".__add__), st.lists(st.text(max_size=5)).map(tuple), max_size=3)


@given(answered(), foreign)
def test_answers_to_foreign_questions_change_nothing(made: tuple[Paper, Answers], more: Answers) -> None:
    """Whatever a forged client sends beside the paper."""
    paper, answers = made
    assert score(paper, answers | more) == score(paper, answers)


@given(answered(), st.data())
def test_mending_an_answer_never_lowers_the_score(made: tuple[Paper, Answers], data: st.DataObject) -> None:
    """Monotone: knowing more is never worth less."""
    paper, answers = made
    mended = data.draw(st.sampled_from([one.question for one in paper.questions]))
    better: Mapping[str, Answer] = answers | {mended.id: kept_key(mended)}
    assert score(paper, better).score >= score(paper, answers).score
    assert score(paper, better).passed or not score(paper, answers).passed


@given(answered())
def test_a_paper_and_its_result_come_back_from_the_database_as_they_went(made: tuple[Paper, Answers]) -> None:
    """A result follows from the frozen paper and the stored answers, today and in ten years."""
    paper, answers = made
    result = score(paper, answers)
    assert Paper.from_json(paper.to_json()) == paper
    assert Result.from_json(result.to_json()) == result
    assert score(Paper.from_json(paper.to_json()), answers) == result


@given(answered())
def test_a_topic_names_the_lessons_of_what_was_wrong(made: tuple[Paper, Answers]) -> None:
    """Each once, in the order of the paper; never one of a question that was right."""
    paper, answers = made
    for topic in score(paper, answers).topics:
        asked = [one.question for one in paper.questions if one.topic == topic.title]
        wrong = [one.lesson for one in asked if not is_right(one, answers.get(one.id, ())) and one.lesson]
        assert topic.lessons == tuple(dict.fromkeys(wrong))


def history(count: int = 1, *, passed: bool = False) -> History:
    return History(count, MORNING if count else None, 50 if count else None, passed)


def refused(
    made: SealedEvaluation, past: History, *, lessons_complete: bool = True, after: timedelta = timedelta()
) -> Refusal | None:
    return why_not_start(made, past, lessons_complete=lessons_complete, at=MORNING + after)


def code(refusal: Refusal | None) -> ProblemCode | None:
    return refusal.code if refusal else None


def test_the_first_reason_comes_first() -> None:
    """Whoever passed is told so, whatever else is missing."""
    made = evaluation(attempts=1, wait_minutes=60)
    assert code(refused(made, history(passed=True), lessons_complete=False)) == "ALREADY_PASSED"
    assert code(refused(made, history(), lessons_complete=False)) == "LESSONS_INCOMPLETE"
    assert code(refused(made, history())) == "ATTEMPTS_USED_UP"
    assert code(refused(evaluation(wait_minutes=60), history())) == "ATTEMPT_TOO_SOON"
    assert refused(evaluation(), history()) is None
    assert refused(made, history(0)) is None


@given(st.integers(0, 5), st.integers(0, 8))
def test_attempts_are_counted_down_to_zero(allowed: int, made: int) -> None:
    """No limit stays no limit; there is no negative attempt."""
    left = attempts_left(evaluation(attempts=allowed), history(made))
    assert left == (max(0, allowed - made) if allowed else None)


@given(st.integers(1, 20_000), st.floats(0, 1.5))
def test_the_wait_is_told_in_whole_minutes_and_never_as_nothing(wait: int, part: float) -> None:
    """A day's pause must not read "0 minutes", nor half a minute be told as no wait at all."""
    made = evaluation(wait_minutes=wait)
    after = timedelta(minutes=wait * part)
    opens_at = next_start(made, history())
    assert opens_at == MORNING + timedelta(minutes=wait)
    refusal = refused(made, history(), after=after)
    if after >= timedelta(minutes=wait):
        assert refusal is None
        return
    assert refusal is not None
    left = timedelta(minutes=wait) - after
    told = timedelta(minutes=int(str(refusal.facts["minutes"])))
    assert left <= told < left + timedelta(minutes=1)


def test_without_a_pause_there_is_nothing_to_wait_for() -> None:
    """Neither before the first attempt nor after."""
    assert next_start(evaluation(), history()) is None
    assert next_start(evaluation(wait_minutes=9), history(0)) is None
