"""Builders of small sealed classes."""

from dataclasses import replace
from typing import Any

from courseware.sealed import (
    Audience,
    Pool,
    QuestionKind,
    SealedChoice,
    SealedCourse,
    SealedEvaluation,
    SealedLesson,
    SealedQuestion,
)

SLUG = "pemasaran"


def question(
    name: str, *, right: int = 1, wrong: int = 2, points: int = 1, lesson: str | None = None
) -> SealedQuestion:
    """A question whose choices are `<name>-r0`, ... (right) and `<name>-w0`, ... (wrong)."""
    choices = [choice(f"{name}-r{n}", correct=True) for n in range(right)]
    choices += [choice(f"{name}-w{n}", correct=False) for n in range(wrong)]
    return SealedQuestion(
        id=name,
        kind=QuestionKind.SINGLE if right == 1 else QuestionKind.MULTIPLE,
        prompt_html=f"<p>Pertanyaan {name}?</p>",
        choices=tuple(choices),
        points=points,
        explanation_html=f"<p>RAHASIA penjelasan {name}</p>",
        lesson=lesson,
    )


def choice(name: str, *, correct: bool) -> SealedChoice:
    return SealedChoice(id=name, html=f"Pilihan {name[-1]}", correct=correct, feedback_html=f"RAHASIA umpan {name}")


def lesson(name: str, *, checks: tuple[SealedQuestion, ...] = ()) -> SealedLesson:
    return SealedLesson(
        id=name, slug=f"materi-{name}", title=f"Materi {name}", module="Dasar", minutes=10, checks=checks
    )


def evaluation(**changes: Any) -> SealedEvaluation:
    """A paper of three questions and four points: two of the three on pembeli, the one on harga for two points."""
    buyers = tuple(question(f"p{n}", lesson="satu") for n in range(3))
    prices = (question("h0", right=2, points=2, lesson="dua"),)
    made = SealedEvaluation(
        minutes=30,
        passing_score=70,
        attempts=3,
        wait_minutes=0,
        pools=(Pool("pembeli", "Mengenal pembeli", 2, buyers), Pool("harga", "Menentukan harga", 1, prices)),
    )
    return replace(made, **changes)


def course(slug: str = SLUG, **changes: Any) -> SealedCourse:
    """Two lessons, the first with a check, and the evaluation above."""
    made = SealedCourse(
        slug=slug,
        title="Pemasaran untuk UMKM",
        summary="Menjual dengan jujur.",
        hours=2,
        minutes=20,
        audiences=(Audience.BUSINESS,),
        lessons=(lesson("satu", checks=(question("cek"),)), lesson("dua")),
        evaluation=evaluation(),
    )
    return replace(made, **changes)


def key_of(asked: SealedCourse) -> dict[str, list[str]]:
    """The right choices of every question of the evaluation."""
    questions = [one for pool in asked.evaluation.pools for one in pool.questions]
    return {one.id: [choice.id for choice in one.choices if choice.correct] for one in questions}
