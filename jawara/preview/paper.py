"""A sample of what one attempt asks, drawn as the API draws it, in the shape in which the API hands it out."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from courseware.sealed import QuestionKind, SealedChoice, SealedCourse, SealedQuestion

OWNER = "pratinjau"


def attempt_id(slug: str, seed: int) -> str:
    """By which the script of the sitting knows the sample."""
    return f"{OWNER}:{slug}:{seed}"


def attempt_of(text: str) -> tuple[str, int] | None:
    """The class and the seed of an id that `attempt_id` made; None for any other text."""
    owner, _, rest = text.partition(":")
    slug, _, seed = rest.partition(":")
    return (slug, int(seed)) if owner == OWNER and seed.isdecimal() and seed.isascii() else None


def sample_paper(course: SealedCourse, seed: int, now: datetime) -> str:
    """The JSON of the fragment PaperParts in site/scripts/documents; it holds no key. One seed draws one paper."""
    ends = now + timedelta(minutes=course.evaluation.minutes)
    return json.dumps(
        {
            "id": attempt_id(course.slug, seed),
            "number": 1,
            "state": "OPEN",
            "deadlineAt": ends.astimezone(UTC).isoformat(),
            "closesAt": ends.astimezone(UTC).isoformat(),
            "serverTime": now.astimezone(UTC).isoformat(),
            "course": {"slug": course.slug, "title": course.title},
            "questions": [_asked(topic, question, choices) for topic, question, choices in drawn(course, seed)],
        },
        ensure_ascii=False,
    )


def drawn(course: SealedCourse, seed: int) -> list[tuple[str, SealedQuestion, tuple[SealedChoice, ...]]]:
    """Topic, question, and choices in the order in which they are shown: from each pool what it draws, all shuffled."""
    chance = random.Random(seed)  # noqa: S311 -- the same sample for the same number is what is wanted
    asked = list(_from_pools(course, chance))
    chance.shuffle(asked)
    return asked


def _from_pools(
    course: SealedCourse, chance: random.Random
) -> Iterator[tuple[str, SealedQuestion, tuple[SealedChoice, ...]]]:
    for pool in course.evaluation.pools:
        # With a mistake in it a pool may draw more than it has.
        for question in chance.sample(pool.questions, min(pool.draw, len(pool.questions))):
            yield pool.title, question, _shown(question, chance)


def _shown(question: SealedQuestion, chance: random.Random) -> tuple[SealedChoice, ...]:
    choices = question.choices
    if question.kind is QuestionKind.TRUE_FALSE:
        return choices
    shown = tuple(chance.sample(choices, len(choices)))
    while question.kind is QuestionKind.ORDERING and len(choices) > 2 and shown == choices:
        shown = tuple(chance.sample(choices, len(choices)))
    return shown


def _asked(topic: str, question: SealedQuestion, choices: tuple[SealedChoice, ...]) -> dict[str, object]:
    return {
        "id": question.id,
        "kind": question.kind.name,
        "topic": topic,
        "prompt": question.prompt_html,
        "choices": [{"id": choice.id, "html": choice.html} for choice in choices],
        "pairs": [{"id": pair.id, "html": pair.html} for pair in question.pairs],
        "unit": question.number.unit if question.number else "",
        "unitBefore": question.number.unit_before if question.number else False,
        "given": None,
        "sequence": 0,
        "savedAt": None,
    }
