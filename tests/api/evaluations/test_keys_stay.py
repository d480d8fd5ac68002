"""No key and no explanation reaches a participant before the class's policy allows.

Two classes that differ in nothing but their keys and explanations are walked through, each by a participant who does
the same: whatever the schema lets them ask, both get the same answers. So no answer depends on a key, neither by a
field nor by an order, a count, a code or a message.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from api.evaluations import actions, rules
from api.learning import answers
from courseware.sealed import Pool, QuestionKind, SealedChoice, SealedCourse, SealedPair, SealedQuestion
from tests.api import documents
from tests.api.courses import course, evaluation, every_kind, kept_key, lesson, question, right_answer
from tests.api.harness import Api, Participant
from tests.api.walking import Operation, Values, mutations, queries

WORLDS = ("dunia-a", "dunia-b")
NEVER = "RAHASIA"
"""Stands in every explanation and every feedback (tests/api/courses.py)."""
SAFE_MUTATIONS = {"course", "attempt", "lesson", "question", "check"}
CHECK = "cek"


def other_key(asked: SealedQuestion) -> SealedQuestion:
    """The same question with another key; nothing else about it differs."""
    told = {"explanation_html": f"<p>{NEVER} lain</p>"}
    choices = asked.choices
    match asked.kind:
        case QuestionKind.SHORT:
            return replace(asked, spellings=("Modal sendiri",), **told)
        case QuestionKind.NUMBER if asked.number:
            return replace(asked, number=replace(asked.number, value="2750", tolerance="3"), **told)
        case QuestionKind.MATCHING:
            turned = [*asked.pairs[1:], asked.pairs[0]]
            pairs = tuple(
                SealedPair(one.id, one.html, other.choice) for one, other in zip(asked.pairs, turned, strict=True)
            )
            return replace(asked, pairs=pairs, **told)
        case QuestionKind.ORDERING:
            return replace(asked, choices=(*choices[2:], *choices[:2]), **told)
        case _:
            rights = [one.correct for one in choices]
            turned_rights = [*rights[1:], rights[0]]
            return replace(
                asked,
                choices=tuple(replace(one, correct=right) for one, right in zip(choices, turned_rights, strict=True)),
                **told,
            )


def world(slug: str, questions: tuple[SealedQuestion, ...]) -> SealedCourse:
    pools = (Pool("semua", "Semua", len(questions), questions),)
    return course(
        slug,
        lessons=(lesson("satu", checks=(question(CHECK),)), lesson("dua")),
        evaluation=evaluation(pools=pools, attempts=2, passing_score=70),
    )


KEYS: Mapping[str, tuple[SealedQuestion, ...]] = {
    WORLDS[0]: every_kind(),
    WORLDS[1]: tuple(map(other_key, every_kind())),
}


@dataclass
class Walk:
    """What one participant was told, operation by operation, in a form that two worlds can be compared in."""

    api: Api
    slug: str
    someone: Participant
    attempt: str = "00000000-0000-7000-8000-000000000000"
    sequence: int = 0

    def values(self) -> Values:
        """What an attacker knows or guesses."""
        questions = [one.id for one in KEYS[self.slug]]
        return {
            "course": [self.slug],
            "lesson": ["satu"],
            "check": [CHECK, *questions],
            "id": [self.attempt],
            "attempt": [self.attempt],
            "question": questions,
            "answer": [{"choices": []}],
            "sequence": [1],
            "release": ["00000000-0000-7000-8000-000000000001"],
            "reason": ["Soal ini keliru sekali."],
            "code": ["K7QF2-K7QF2-K7QF2-K7QF2"],
            "sha256": ["0" * 64],
            "regency": ["35.78"],
            "district": ["35.78.01"],
            "province": ["35"],
            "email": ["petugas@contoh.id"],
            "video": ["satu"],
            "percent": [100],
            "heading": ["awal"],
            "input": [{"clarity": 4, "comment": "Bahasanya mudah."}],
        }

    async def told(self) -> list[tuple[str, str]]:
        """Each operation and what came back."""
        return [
            (f"{one.field} {dict(one.variables)}", await self.answer(one))
            for one in (*queries(self.values()), *self._harmless())
        ]

    def _harmless(self) -> Iterator[Operation]:
        """All mutations but the one that goes on to the next state: that one is this walk's own."""
        return (
            one
            for one in mutations(self.values(), SAFE_MUTATIONS)
            if one.field not in {"submitAttempt", "startAttempt"}
        )

    async def answer(self, operation: Operation) -> str:
        response = await self.api.post(operation.document, operation.variables, by=self.someone)
        body = response.json()
        assert "errors" not in body, (operation.field, body["errors"])
        return f"{response.status_code} {self.compared(body['data'])}"

    def compared(self, data: Any) -> str:
        """Without what differs between any two participants: ids, tokens, the class's slug; items in one order."""
        text = json.dumps(in_one_order(data), sort_keys=True)
        assert '"review": {' not in text, "nobody has passed: the class's policy keeps finished papers shut"
        assert NEVER not in text.replace(f"{NEVER} penjelasan {CHECK}", "").replace(f"{NEVER} umpan {CHECK}-", "")
        text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>", text)
        text = re.sub(r"(?<![\w-])[\w-]{30,}(?![\w-])", "<token>", text)
        # Of answers: under the server's key and the attempt's id. Of attempts: drawn.
        text = re.sub(r'"code": "([\w-]{12}|\w{3}-\w{3}-\w{3})"', '"code": "<receipt>"', text)
        return text.replace(self.slug, "<kelas>").replace(self.someone.email, "<surel>")


def in_one_order(data: Any) -> Any:
    """The items of an ordering stand in the release in their right order, so two keys shuffle to two orders."""
    match data:
        case list():
            return [in_one_order(one) for one in cast("list[Any]", data)]
        case {"kind": "ORDERING", "choices": choices, **others}:
            return others | {"kind": "ORDERING", "choices": sorted(choices, key=lambda one: str(one["id"]))}
        case dict():
            return {name: in_one_order(value) for name, value in cast("dict[str, Any]", data).items()}
        case _:
            return data


async def start(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both worlds draw by the same chance."""
    monkeypatch.setattr(actions, "_chance", random.Random(7))  # noqa: S311 - the same draw twice is what is wanted
    walk.attempt = (await walk.api.started(walk.someone, walk.slug))["id"]


async def save_everything(walk: Walk) -> list[tuple[str, str]]:
    """The right answer of either world to every question, then none: what is told of each."""
    found: list[tuple[str, str]] = []
    for one in KEYS[WORLDS[0]]:
        for sent in (*(right_answer(_same(one.id, KEYS[slug])) for slug in WORLDS), _nothing(one)):
            walk.sequence += 1
            variables = {"attempt": walk.attempt, "question": one.id, "answer": sent, "sequence": walk.sequence}
            found.append((f"{one.id} {sent}", await walk.answer(Operation("saveAnswer", documents.SAVE, variables))))
    return found


def _same(name: str, questions: tuple[SealedQuestion, ...]) -> SealedQuestion:
    return next(one for one in questions if one.id == name)


def _nothing(asked: SealedQuestion) -> dict[str, Any]:
    match asked.kind:
        case QuestionKind.SHORT | QuestionKind.NUMBER:
            return {"text": ""}
        case QuestionKind.MATCHING:
            return {"pairs": []}
        case _:
            return {"choices": []}


async def walked(api: Api, slug: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Before an attempt, in its middle, after it was failed, in the second one, and when all are used up."""
    await api.publish(world(slug, KEYS[slug]))
    walk = Walk(api, slug, await api.learned(f"{slug}@contoh.id", slug=slug))
    found = [("before", ""), *await walk.told()]
    for number in (1, 2):
        await start(walk, monkeypatch)
        found += [(f"open {number}", ""), *await walk.told(), *await save_everything(walk), *await walk.told()]
        await api.ask(documents.SUBMIT, by=walk.someone, attempt=walk.attempt)
        await api.worker.drain()
        found += [(f"failed {number}", ""), *await walk.told()]
    return found


async def test_nothing_that_can_be_asked_depends_on_a_key(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as the evaluation isn't passed, at every step and by every operation."""
    one, other = [await walked(api, slug, monkeypatch) for slug in WORLDS]
    assert len(one) == len(other) > 200
    different = [(asked, told, seen) for (asked, told), (_, seen) in zip(one, other, strict=True) if told != seen]
    assert different == []


def test_the_two_worlds_differ_in_every_key() -> None:
    """Otherwise the comparison above says nothing."""
    for one, other in zip(KEYS[WORLDS[0]], KEYS[WORLDS[1]], strict=True):
        assert kept_key(one) != kept_key(other), one.id
        assert answers.share(other, kept_key(one)) < 1, one.id


async def test_saving_never_looks_at_the_key(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the time that it takes can't tell: what compares with the key isn't reached before the attempt is closed."""

    def reached(*_: object) -> None:
        raise AssertionError("the key was looked at")

    slug = WORLDS[0]
    await api.publish(world(slug, KEYS[slug]))
    walk = Walk(api, slug, await api.learned(slug=slug))
    await start(walk, monkeypatch)
    for module, name in (
        (answers, "share"),
        (answers, "credit"),
        (answers, "is_right"),
        (rules, "credit"),
        (rules, "is_right"),
    ):
        monkeypatch.setattr(module, name, reached)
    for _, told in await save_everything(walk):
        assert '"problems": []' in told


async def test_the_walk_notices_an_order_that_tells(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault put there on purpose: the right choice first."""

    def telling(paper_question: rules.PaperQuestion) -> tuple[SealedChoice, ...]:
        return tuple(sorted(paper_question.question.choices, key=lambda one: not one.correct))

    monkeypatch.setattr(rules.PaperQuestion, "choices", property(telling))
    found: list[str] = []
    for slug in WORLDS:
        await api.publish(world(slug, KEYS[slug]))
        walk = Walk(api, slug, await api.learned(f"{slug}@contoh.id", slug=slug))
        await start(walk, monkeypatch)
        asked = Operation("attempt", documents.MY_ATTEMPT, {"id": walk.attempt})
        found.append(await walk.answer(asked))
    assert found[0] != found[1]
