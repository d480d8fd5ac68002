"""What a release changes, by stable ids: what decides a result is told apart from what is only worded otherwise."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.impact import Aspect, Terms, compared
from courseware.sealed import SealedCourse, SealedQuestion
from tests.api.courses import choice, course, evaluation, every_kind, lesson, ordering, question, short

Changed = Callable[[SealedQuestion], SealedQuestion]


def asking(*questions: SealedQuestion) -> SealedCourse:
    """A class whose first pool asks two of these."""
    made = evaluation()
    return course(evaluation=replace(made, pools=(replace(made.pools[0], questions=questions), *made.pools[1:])))


def flipped(asked: SealedQuestion) -> SealedQuestion:
    return replace(asked, choices=tuple(replace(one, correct=not one.correct) for one in asked.choices))


CHANGES: dict[str, tuple[SealedQuestion, Changed, list[Aspect]]] = {
    "the key is another": (question("q"), flipped, [Aspect.KEY]),
    "points": (question("q"), lambda one: replace(one, points=3), [Aspect.POINTS]),
    "partial points": (question("q"), lambda one: replace(one, partial=True), [Aspect.POINTS]),
    "prompt": (question("q"), lambda one: replace(one, prompt_html="<p>?</p>"), [Aspect.WORDS]),
    "explanation": (question("q"), lambda one: replace(one, explanation_html=""), [Aspect.WORDS]),
    "tags alone": (question("q"), lambda one: replace(one, tags=("baru",)), []),
    "one more wrong choice": (
        question("q"),
        lambda one: replace(one, choices=(*one.choices, choice("q-w9", correct=False))),
        [Aspect.WORDS],
    ),
    "choices in another order": (question("q"), lambda one: replace(one, choices=one.choices[::-1]), []),
    "an ordering in another order": (ordering("q"), lambda one: replace(one, choices=one.choices[::-1]), [Aspect.KEY]),
    "spellings": (short("q"), lambda one: replace(one, spellings=("Laba",)), [Aspect.KEY]),
    "all at once": (
        question("q"),
        lambda one: replace(flipped(one), points=2, explanation_html=""),
        [Aspect.KEY, Aspect.POINTS, Aspect.WORDS],
    ),
}


@pytest.mark.parametrize(("before", "change", "aspects"), CHANGES.values(), ids=CHANGES)
def test_what_changed_of_a_question_is_named(before: SealedQuestion, change: Changed, aspects: list[Aspect]) -> None:
    """Whoever reads the list decides by it whether papers have to be looked at."""
    others = question("a"), question("b"), question("c")
    told = compared(asking(before, *others), asking(change(before), *others)).questions
    assert [list(one.aspects) for one in told.changed] == ([aspects] if aspects else [])
    assert (told.added, told.retired) == ((), ())
    assert all(one.share == Fraction(2, 4) for one in told.changed)
    assert len(told.reworded) == (aspects == [Aspect.WORDS])


def test_lessons_are_followed_by_id() -> None:
    """A lesson under another title, address or place is the same lesson."""
    one, two = course().lessons
    moved = replace(two, slug="alamat-baru", title="Judul baru", minutes=25)
    told = compared(course(), course(lessons=(moved, lesson("tiga"))))
    assert ([each.id for each in told.added], [each.id for each in told.retired]) == (["tiga"], [one.id])
    for named in (told.renamed, told.readdressed, told.retimed):
        assert [(each.before, each.after) for each in named] == [(two, moved)]
    assert [each.id for each in told.checks.retired] == ["cek"]


def test_the_terms_of_the_evaluation_and_its_pools_are_told() -> None:
    """Another passing score, and more questions of one topic on each paper."""
    pools = evaluation().pools
    newer = evaluation(passing_score=80, pools=(replace(pools[0], draw=3), pools[1]))
    told = compared(course(), course(evaluation=newer))
    assert told.terms == (Terms(30, 70, 3, 0, 10, 3), Terms(30, 80, 3, 0, 10, 4))
    assert [(one.id, one.before, one.after) for one in told.pools] == [("pembeli", pools[0], newer.pools[0])]
    assert told.questions.changed == ()


def test_a_question_that_goes_to_another_topic_is_the_same_question() -> None:
    """Neither retired nor new; the odds that a paper holds it change."""
    buyers, prices = evaluation().pools
    gone, *stay = buyers.questions
    pools = (replace(buyers, questions=tuple(stay)), replace(prices, questions=(*prices.questions, gone)))
    told = compared(course(), course(evaluation=evaluation(pools=pools))).questions
    assert [(one.after.id, one.aspects) for one in told.changed] == [("p0", (Aspect.POOL,))]
    assert (told.added, told.retired) == ((), ())


@st.composite
def classes(draw: st.DrawFn) -> SealedCourse:
    """Some of a few lessons, asking some of a few questions."""
    asked = draw(st.sets(st.sampled_from(every_kind()), min_size=2))
    taught = draw(st.sets(st.sampled_from("abcdef"), min_size=1))
    return replace(asking(*asked), lessons=tuple(lesson(name) for name in taught))


@given(classes(), classes())
def test_going_back_is_the_mirror_of_going(older: SealedCourse, newer: SealedCourse) -> None:
    """What is added one way is retired the other, nothing is both, and equal classes change nothing."""
    there, back = compared(older, newer), compared(newer, older)
    assert {one.id for one in there.added} == {one.id for one in back.retired}
    assert {one.id for one in there.questions.added} == {one.id for one in back.questions.retired}
    assert {one.id for one in there.added}.isdisjoint(one.after.id for one in there.kept)
    same = compared(older, older)
    assert same.is_nothing
    assert not any((same.added, same.retired, same.renamed, same.readdressed, same.pools, same.questions.changed))
