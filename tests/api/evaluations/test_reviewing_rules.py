"""When a finished paper may be read, and what it tells, over everything that can be."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evaluations.reviewing_rules import Standing, may_review, review
from api.evaluations.rules import Paper, score
from api.learning.answers import is_right
from courseware.levels import Level, level_of
from courseware.sealed import ReviewPolicy
from tests.api.evaluations.papers import Answers, all_right, answered

TOPICS, AFTER_PASSING, AFTER_LIMIT = ReviewPolicy
STANDINGS = [Standing(*one) for one in product((True, False), repeat=4)]
policies = st.lists(st.sampled_from(ReviewPolicy), min_size=1)
standings = st.builds(Standing, st.booleans(), st.booleans(), st.booleans(), st.booleans())


@pytest.mark.parametrize("standing", STANDINGS, ids=str)
def test_each_policy_opens_what_it_says_and_nothing_else(standing: Standing) -> None:
    """All sixteen standings by all three policies: the table itself."""
    may_be_read = standing.is_closed and not standing.has_open
    assert may_review([TOPICS], standing) is False
    assert may_review([AFTER_PASSING], standing) is (may_be_read and standing.passed)
    without_use = standing.passed or not standing.may_try_again
    assert may_review([AFTER_LIMIT], standing) is (may_be_read and without_use)


@given(policies, standings)
def test_whoever_reads_it_can_not_use_it(given_policies: list[ReviewPolicy], standing: Standing) -> None:
    """The one sentence that must hold whatever a class says: no attempt is open, and none can be begun."""
    if may_review(given_policies, standing):
        assert standing.is_closed
        assert not standing.has_open
        assert standing.passed or not standing.may_try_again


@given(policies, st.sampled_from(ReviewPolicy), standings)
def test_a_further_policy_never_opens_anything(
    given_policies: list[ReviewPolicy], further: ReviewPolicy, standing: Standing
) -> None:
    """An office that closes its reviews closes them, whatever release somebody is on."""
    assert may_review([*given_policies, further], standing) <= may_review(given_policies, standing)


@pytest.mark.parametrize("standing", STANDINGS, ids=str)
def test_without_any_policy_nothing_is_told(standing: Standing) -> None:
    """What is missing is no permission."""
    assert may_review([], standing) is False


@given(answered(), st.data())
def test_a_review_adds_up_to_the_result_and_tells_no_withdrawn_key(
    paper_and_answers: tuple[Paper, Answers], data: st.DataObject
) -> None:
    """In the paper's order, every question once; its points are those of the score."""
    paper, answers = paper_and_answers
    ids = [one.question.id for one in paper.questions]
    withdrawn = data.draw(st.sets(st.sampled_from(ids)))
    scored_without = data.draw(st.sets(st.sampled_from(sorted(withdrawn)))) if withdrawn else set[str]()
    reviewed = review(paper, answers, withdrawn, scored_without)
    assert [one.asked for one in reviewed] == list(paper.questions)
    topics = score(paper, answers, scored_without).topics
    assert sum(one.earned for one in reviewed) == sum(topic.points for topic in topics)
    assert sum(one.asked.question.points for one in reviewed if one.counted) == sum(topic.total for topic in topics)
    assert {one.asked.question.id for one in reviewed if one.outcome is None} == withdrawn
    for one in reviewed:
        if one.outcome:
            question = one.asked.question
            assert one.outcome.correct == is_right(question, answers.get(question.id, ()))
            assert one.outcome.explanation == question.explanation_html


@given(answered(), st.data())
def test_lessons_to_read_again_are_those_of_what_was_not_wholly_right(
    paper_and_answers: tuple[Paper, Answers], data: st.DataObject
) -> None:
    """Also with partial credit, which gives points and leaves something to learn; for a withdrawn question never."""
    paper, answers = paper_and_answers
    ids = [one.question.id for one in paper.questions]
    withdrawn = data.draw(st.sets(st.sampled_from(ids)))
    result = score(paper, answers, withdrawn)
    expected = {
        (one.topic, one.question.lesson)
        for one in paper.questions
        if one.question.lesson
        and one.question.id not in withdrawn
        and not is_right(one.question, answers.get(one.question.id, ()))
    }
    assert {(topic.title, lesson) for topic in result.topics for lesson in topic.lessons} == expected
    assert all(len(set(topic.lessons)) == len(topic.lessons) for topic in result.topics)


@given(answered())
def test_each_topic_has_a_level_by_the_bounds_of_the_whole(paper_and_answers: tuple[Paper, Answers]) -> None:
    """A topic that is all right is very good, one without a point low; a paper of one topic has that topic's level."""
    paper, answers = paper_and_answers
    result = score(paper, answers)
    for topic in result.topics:
        assert 0 <= topic.score <= 100
        assert (topic.score == 100) == (topic.points == topic.total)
    if len(result.topics) == 1:
        assert level_of(result.topics[0].score) is level_of(result.score)
    assert {level_of(topic.score) for topic in score(paper, all_right(paper)).topics} == {Level.VERY_GOOD}
    assert {level_of(topic.score) for topic in score(paper, {}).topics} == {Level.LOW}
