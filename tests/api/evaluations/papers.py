"""Papers and answers of every sort, for Hypothesis."""

import random
from dataclasses import replace

from hypothesis import strategies as st

from api.evaluations.rules import Paper, draw
from api.learning.answers import Answer
from courseware.sealed import Pool, SealedEvaluation
from tests.api.courses import evaluation, every_kind, kept_key

Answers = dict[str, Answer]


@st.composite
def evaluations(draw_from: st.DrawFn) -> SealedEvaluation:
    """One to four topics of one to five questions of any kind, one to five points, with partial credit or without."""
    pools: list[Pool] = []
    for number in range(draw_from(st.integers(1, 4))):
        questions = [
            replace(
                draw_from(st.sampled_from(every_kind())),
                id=f"t{number}q{n}",
                points=draw_from(st.integers(1, 5)),
                lesson=draw_from(st.sampled_from([None, "satu", "dua"])),
                partial=draw_from(st.booleans()),
            )
            for n in range(draw_from(st.integers(1, 5)))
        ]
        pools.append(Pool(f"t{number}", f"Topik {number}", draw_from(st.integers(1, len(questions))), tuple(questions)))
    return evaluation(pools=tuple(pools), passing_score=draw_from(st.integers(0, 100)))


@st.composite
def answered(draw_from: st.DrawFn) -> tuple[Paper, Answers]:
    """A paper and answers: right, wrong, missing, or to questions that it doesn't ask."""
    paper = draw(draw_from(evaluations()), random.Random(draw_from(st.integers())))  # noqa: S311 - a test repeats
    answers: Answers = {}
    for one in paper.questions:
        key = kept_key(one.question)
        wrong = (
            "SHU?",
            "12",
            *(choice.id for choice in one.choices),
            *(f"e5-k0={choice.id}" for choice in one.choices),
        )
        kind = draw_from(st.sampled_from(["right", "any", "none"]))
        if kind == "right":
            answers[one.question.id] = key
        elif kind == "any":
            answers[one.question.id] = tuple(draw_from(st.lists(st.sampled_from((*key, *wrong)), unique=True)))
    return paper, answers


def all_right(paper: Paper) -> Answers:
    return {one.question.id: kept_key(one.question) for one in paper.questions}
