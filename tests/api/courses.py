"""Builders of small sealed classes."""

from dataclasses import replace
from typing import Any

from courseware.sealed import (
    Audience,
    LessonRule,
    NumberKey,
    Pool,
    QuestionKind,
    SealedChoice,
    SealedCourse,
    SealedEvaluation,
    SealedLesson,
    SealedPair,
    SealedQuestion,
    SealedVideo,
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


def _of(kind: QuestionKind, name: str, **parts: Any) -> SealedQuestion:
    return replace(question(name), kind=kind, choices=(), **parts)


def true_false(name: str, *, right: bool = True) -> SealedQuestion:
    """A statement; `<name>-benar` is the right choice, or `<name>-salah`."""
    choices = (choice(f"{name}-benar", correct=right), choice(f"{name}-salah", correct=not right))
    return replace(question(name), kind=QuestionKind.TRUE_FALSE, choices=choices)


def short(name: str, *spellings: str) -> SealedQuestion:
    """A question that "Sisa Hasil Usaha" and "SHU" answer."""
    return _of(QuestionKind.SHORT, name, spellings=spellings or ("Sisa Hasil Usaha", "SHU"))


def number(
    name: str, value: str = "1500", tolerance: str = "0", unit: str = "Rp", *, unit_before: bool | None = None
) -> SealedQuestion:
    """A question that a number answers; only "Rp" stands before it."""
    before = unit == "Rp" if unit_before is None else unit_before
    return _of(QuestionKind.NUMBER, name, number=NumberKey(value, tolerance, unit, before))


def matching(name: str, *, sides: int = 3, decoys: int = 1, partial: bool = False) -> SealedQuestion:
    """Left sides `<name>-k0`, ... with right sides `<name>-j0`, ...; decoys are `<name>-d0`, ..."""
    rights = [f"{name}-j{n}" for n in range(sides)] + [f"{name}-d{n}" for n in range(decoys)]
    return replace(
        _of(QuestionKind.MATCHING, name, partial=partial),
        choices=tuple(choice(one, correct=False) for one in rights),
        pairs=tuple(SealedPair(f"{name}-k{n}", f"Kiri {n}", f"{name}-j{n}") for n in range(sides)),
    )


def ordering(name: str, *, items: int = 4, partial: bool = False) -> SealedQuestion:
    """Items `<name>-i0`, `<name>-i1`, ... in their right order."""
    made = _of(QuestionKind.ORDERING, name, partial=partial)
    return replace(made, choices=tuple(choice(f"{name}-i{n}", correct=False) for n in range(items)))


def every_kind() -> tuple[SealedQuestion, ...]:
    """One question of each kind: e0 to e6."""
    return (
        question("e0"),
        question("e1", right=2),
        true_false("e2"),
        short("e3"),
        number("e4"),
        matching("e5", partial=True),
        ordering("e6", partial=True),
    )


def right_answer(asked: SealedQuestion) -> dict[str, Any]:
    """The AnswerInput that answers it rightly."""
    match asked.kind:
        case QuestionKind.SHORT:
            return {"text": asked.spellings[0]}
        case QuestionKind.NUMBER if asked.number:
            return {"text": asked.number.value.replace(".", ",")}
        case QuestionKind.MATCHING:
            return {"pairs": [{"prompt": pair.id, "choice": pair.choice} for pair in asked.pairs]}
        case QuestionKind.ORDERING:
            return {"choices": [one.id for one in asked.choices]}
        case _:
            return {"choices": [one.id for one in asked.choices if one.correct]}


def kept_key(asked: SealedQuestion) -> tuple[str, ...]:
    """The right answer as it is kept."""
    right = right_answer(asked)
    if "pairs" in right:
        return tuple(sorted(f"{pair['prompt']}={pair['choice']}" for pair in right["pairs"]))
    if "text" in right:
        return (right["text"],)
    choices: list[str] = right["choices"]
    return tuple(choices if asked.kind is QuestionKind.ORDERING else sorted(choices))


def lesson(name: str, *, checks: tuple[SealedQuestion, ...] = ()) -> SealedLesson:
    return SealedLesson(
        id=name, slug=f"materi-{name}", title=f"Materi {name}", module="Dasar", minutes=10, checks=checks
    )


VIDEO = SealedVideo("harga", "Menghitung harga")


def stricter(made: SealedLesson, *rules: LessonRule, share: int = 90) -> SealedLesson:
    """The lesson, asking for more; where it asks for a video it has one."""
    videos = (VIDEO,) if LessonRule.WATCH in rules else ()
    return replace(made, rules=rules, videos=videos, watched_share=share)


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
