"""What the figures of a class's questions cost: seconds, and memory beyond what the process had."""

import asyncio
import random
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

from api import database
from api.evaluations import items, rules
from api.learning.models import Course, CourseRelease
from api.settings import load
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
from tests.api.evaluations.crowd import Sat

ATTEMPTS = (1_000, items.MOST_READ, 10_000)
"""The second is what a request reads at most."""
POOLS, DRAWN, IN_POOL = 4, 5, 10
"""Twenty questions on a paper, drawn from forty."""
CHOICES = 4
AT_ONCE = 500
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
WORDS = "Seorang pelaku usaha menghitung biaya bahan, tenaga dan sewa sebelum menetapkan harga jual produknya. "


def main(attempts: tuple[int, ...] = ATTEMPTS) -> None:
    """Print both for each size of a class."""
    for count in attempts:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_main(Path(folder), count))


async def _main(home: Path, count: int) -> None:
    settings = load(home=home, public_url="https://benchmark.example")
    await database.migrate(settings)
    async with database.opened(settings):
        course = _course()
        release = await CourseRelease.create(
            slug=course.slug, digest=course.digest, document=course.to_json(), published_at=AT
        )
        await Course.create(slug=course.slug, release_id=release.id, position=0)
        chance = random.Random(7)  # noqa: S311 - a measurement repeats
        for start in range(0, count, AT_ONCE):
            await _sit(range(start, min(start + AT_ONCE, count)), course.evaluation, release, chance)
        began, cpu = time.perf_counter(), time.process_time()
        found = await items.statistics(course.slug, most=count)
        seconds, spent = time.perf_counter() - began, time.process_time() - cpu
        tracemalloc.start()
        await items.statistics(course.slug, most=count)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(
            f"{found.attempts:,} attempts of {POOLS * DRAWN} questions: {seconds:6.2f} s, {spent:6.2f} s of CPU; "
            f"at most {peak / 1e6:.1f} MB at once",
            flush=True,
        )


async def _sit(numbers: range, evaluation: SealedEvaluation, release: CourseRelease, chance: random.Random) -> None:
    sat = Sat(release.slug, release.id, AT)
    for number in numbers:
        paper, knows = rules.draw(evaluation, chance), chance.random()
        given = {one.question.id: _answer(one.question, knows, chance) for one in paper.questions}
        sat.add(f"peserta-{number}@contoh.id", paper, given)
    await sat.store()


def _answer(question: SealedQuestion, knows: float, chance: random.Random) -> tuple[str, ...]:
    if not question.choices:
        return (question.spellings[0],) if chance.random() < knows else (f"salah {chance.randrange(1_000)}",)
    right = next(choice.id for choice in question.choices if choice.correct)
    return (right if chance.random() < knows else chance.choice(question.choices).id,)


def _course() -> SealedCourse:
    pools = tuple(
        Pool(f"topik-{n}", f"Topik {n}", DRAWN, tuple(_question(f"t{n}-s{k}", k) for k in range(IN_POOL)))
        for n in range(POOLS)
    )
    return SealedCourse(
        slug="kelas",
        title="Kelas",
        summary="",
        hours=2,
        minutes=10,
        audiences=(Audience.BUSINESS,),
        lessons=(SealedLesson("satu", "satu", "Satu", "Dasar", 10, ()),),
        evaluation=SealedEvaluation(45, 70, 3, 0, pools),
    )


def _question(name: str, number: int) -> SealedQuestion:
    """One in ten is typed, the others are of one right choice; with prompts and explanations as long as real ones."""
    is_typed = number == 0
    choices = tuple(SealedChoice(f"{name}-{n}", WORDS, n == 0, WORDS) for n in range(CHOICES))
    return SealedQuestion(
        id=name,
        kind=QuestionKind.SHORT if is_typed else QuestionKind.SINGLE,
        prompt_html=f"<p>{name} {WORDS * 2}</p>",
        choices=() if is_typed else choices,
        points=1,
        explanation_html=f"<p>{WORDS * 2}</p>",
        lesson=None,
        spellings=("koperasi",) if is_typed else (),
    )
