"""A paper with a question of every kind, from the phone to the result and back into the participant's own hands."""

from typing import Any

import pytest

from api.evaluations.models import Answer
from courseware.sealed import Pool, SealedCourse
from courseware.spelling import LONGEST_ANSWER
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation, every_kind, kept_key, lesson, right_answer
from tests.api.harness import Api, Participant

QUESTIONS = {one.id: one for one in every_kind()}
NOTHING: dict[str, dict[str, Any]] = {
    **{name: {"choices": []} for name in ("e0", "e1", "e2", "e6")},
    **{name: {"text": ""} for name in ("e3", "e4")},
    "e5": {"pairs": []},
}


def all_kinds() -> SealedCourse:
    """The evaluation asks each once, and so does the first lesson."""
    pool = Pool("semua", "Semua bentuk", len(QUESTIONS), every_kind())
    return course(evaluation=evaluation(pools=(pool,)), lessons=(lesson("satu", checks=every_kind()), lesson("dua")))


@pytest.fixture
async def someone(api: Api) -> Participant:
    await api.publish(all_kinds())
    return await api.learned()


async def paper_of(api: Api, someone: Participant) -> tuple[str, dict[str, Any]]:
    """The open attempt's id, and its questions by id."""
    attempt = await api.started(someone)
    return attempt["id"], {one["id"]: one for one in attempt["questions"]}


async def check(api: Api, name: str, answer: Any) -> Any:
    variables: dict[str, Any] = {"course": SLUG, "lesson": "satu", "check": name, "answer": answer}
    return await api.ask(documents.ANSWER_CHECK, **variables)


async def test_each_kind_is_asked_with_what_it_needs_and_nothing_more(api: Api, someone: Participant) -> None:
    """Left sides, the unit beside the field; nobody else's unit, no key."""
    _, asked = await paper_of(api, someone)
    assert {name: one["kind"] for name, one in asked.items()} == {
        "e0": "SINGLE",
        "e1": "MULTIPLE",
        "e2": "TRUE_FALSE",
        "e3": "SHORT",
        "e4": "NUMBER",
        "e5": "MATCHING",
        "e6": "ORDERING",
    }
    assert {name: (one["unit"], one["unitBefore"]) for name, one in asked.items() if one["unit"]} == {
        "e4": ("Rp", True)
    }
    assert [pair["id"] for pair in asked["e5"]["pairs"]] == ["e5-k0", "e5-k1", "e5-k2"]
    assert {name: len(one["choices"]) for name, one in asked.items()} == {
        "e0": 3, "e1": 4, "e2": 2, "e3": 0, "e4": 0, "e5": 4, "e6": 4,
    }  # fmt: skip
    assert not any(one["pairs"] for name, one in asked.items() if name != "e5")
    assert [choice["id"] for choice in asked["e6"]["choices"]] != ["e6-i0", "e6-i1", "e6-i2", "e6-i3"]


async def test_each_kind_is_saved_shown_again_and_scored(api: Api, someone: Participant) -> None:
    """What was given stands there after a reload, in the shape in which it was sent."""
    attempt, _ = await paper_of(api, someone)
    for sequence, (name, question) in enumerate(QUESTIONS.items(), start=1):
        saved = await api.save_any(someone, attempt, name, right_answer(question), sequence)
        assert (saved["sequence"], saved["problems"]) == (sequence, [])
    _, shown = await paper_of(api, someone)
    bare: dict[str, Any] = {"choices": [], "text": None, "pairs": []}
    for name, question in QUESTIONS.items():
        right = right_answer(question)
        if "pairs" in right or question.kind != "ordering":
            right = {part: sorted(value, key=str) if part != "text" else value for part, value in right.items()}
        assert shown[name]["given"] == bare | right
        assert tuple((await Answer.get(question_id=name)).given) == kept_key(question)
    closed = (await api.ask(documents.SUBMIT, by=someone, attempt=attempt))["attempt"]
    assert (closed["result"]["score"], closed["result"]["passed"]) == (100, True)


@pytest.mark.parametrize("name", QUESTIONS)
async def test_an_answer_is_taken_back_by_an_empty_one(api: Api, someone: Participant, name: str) -> None:
    """A cleared field is no answer, on the screen and in the score; the sequence goes on."""
    attempt, _ = await paper_of(api, someone)
    await api.save_any(someone, attempt, name, right_answer(QUESTIONS[name]), 1)
    await api.save_any(someone, attempt, name, NOTHING[name], 2)
    _, shown = await paper_of(api, someone)
    assert (shown[name]["given"], shown[name]["sequence"]) == (None, 2)


async def test_parts_of_answers_give_parts_of_points(api: Api, someone: Participant) -> None:
    """Two of three pairs and a quarter of the order: eleven twelfths of one point, of seven."""
    attempt, _ = await paper_of(api, someone)
    pairs = [{"prompt": f"e5-k{n}", "choice": f"e5-j{n}"} for n in range(2)]
    await api.save_any(someone, attempt, "e5", {"pairs": pairs}, 1)
    await api.save_any(someone, attempt, "e6", {"choices": ["e6-i0", "e6-i2", "e6-i3", "e6-i1"]}, 2)
    result = (await api.ask(documents.SUBMIT, by=someone, attempt=attempt))["attempt"]["result"]
    assert result["score"] == 13
    assert result["topics"][0]["points"] == pytest.approx(11 / 12)


@pytest.mark.parametrize(
    ("name", "answer", "field"),
    [
        ("e0", {"text": "e0-r0"}, "answer"),
        ("e1", {"pairs": []}, "answer"),
        ("e3", {"choices": []}, "answer"),
        ("e4", {"pairs": []}, "answer"),
        ("e5", {"choices": ["e5-j0"]}, "answer"),
        ("e6", {"text": ""}, "answer"),
        ("e0", {"choices": ["e1-r0"]}, "choices"),
        ("e2", {"choices": ["e2-benar", "e2-salah"]}, "choices"),
        ("e3", {"text": "x" * (LONGEST_ANSWER + 1)}, "text"),
        ("e4", {"text": "1" * 10_000}, "text"),
        ("e5", {"pairs": [{"prompt": "e5-k0", "choice": "e6-i0"}]}, "pairs"),
        ("e6", {"choices": ["e6-i0"]}, "choices"),
    ],
)
async def test_what_does_not_fit_is_refused_in_both_languages(
    api: Api, someone: Participant, name: str, answer: Any, field: str
) -> None:
    """In a lesson as in the evaluation: the field, a sentence for the person, and nothing is stored."""
    attempt, _ = await paper_of(api, someone)
    before = api.stored()
    told: dict[str, str] = {}
    variables: dict[str, Any] = {"attempt": attempt, "question": name, "answer": answer, "sequence": 1}
    for language in ("id", "en"):
        headers = {"accept-language": language}
        answered = await api.post(documents.SAVE, variables, by=someone, headers=headers)
        (problem,) = answered.json()["data"]["saveAnswer"]["problems"]
        assert (problem["code"], problem["field"]) == ("INVALID_INPUT", field)
        told[language] = problem["message"]
    assert told["id"] != told["en"]
    assert api.stored() == before
    (problem,) = (await check(api, name, answer))["problems"]
    assert (problem["code"], problem["field"]) == ("INVALID_INPUT", field)


@pytest.mark.parametrize("answer", [{}, {"text": None}, {"text": "SHU", "choices": []}, {"nomor": 1}, "SHU", None])
async def test_an_answer_of_no_kind_or_of_two_never_reaches_the_question(
    api: Api, someone: Participant, answer: Any
) -> None:
    """The contract itself says that exactly one part is given."""
    before = api.stored()
    variables: dict[str, Any] = {"course": SLUG, "lesson": "satu", "check": "e3", "answer": answer}
    answered = (await api.post(documents.ANSWER_CHECK, variables)).json()
    assert answered["errors"]
    assert not answered.get("data")
    assert api.stored() == before


@pytest.mark.parametrize("answer", ["{}", "{text: null}", '{text: "SHU", choices: []}'])
async def test_nor_does_one_that_stands_in_the_document(api: Api, someone: Participant, answer: str) -> None:
    """The same rule, met before anything runs."""
    before = api.stored()
    text = f"""mutation {{
      answerCheck(course: "{SLUG}", lesson: "satu", check: "e3", answer: {answer}) {{ outcome {{ correct }} }} }}"""
    answered = (await api.post(text)).json()
    assert answered["errors"]
    assert not answered.get("data")
    assert api.stored() == before


async def test_a_check_tells_everything_of_each_kind(api: Api, someone: Participant) -> None:
    """Practice: right choices, right pairs, the right order, the right words."""
    told = {name: (await check(api, name, right_answer(one)))["outcome"] for name, one in QUESTIONS.items()}
    assert all((one["correct"], one["share"]) == (True, 1.0) for one in told.values())
    assert all("RAHASIA penjelasan" in one["explanation"] for one in told.values())
    assert {name: one["right"] for name, one in told.items() if one["right"]} == {
        "e3": "Sisa Hasil Usaha",
        "e4": "Rp1.500",
    }
    half = (await check(api, "e5", {"pairs": [{"prompt": "e5-k1", "choice": "e5-j1"}]}))["outcome"]
    assert (half["correct"], half["share"]) == (False, pytest.approx(1 / 3))
    assert half["pairs"][0] == {"prompt": "e5-k0", "chosen": None, "right": "e5-j0", "correct": False}
    order = (await check(api, "e6", {"choices": ["e6-i1", "e6-i0", "e6-i2", "e6-i3"]}))["outcome"]
    assert (order["correct"], order["share"]) == (False, 0.5)
    assert [(one["choice"], one["correct"]) for one in order["choices"]] == [
        ("e6-i0", False), ("e6-i1", False), ("e6-i2", True), ("e6-i3", True),
    ]  # fmt: skip


async def test_no_kind_lets_its_key_out(api: Api, someone: Participant) -> None:
    """Before, during and after the attempt: no spelling, no number, no explanation, no pair."""
    start = await api.post(documents.START, {"course": SLUG}, by=someone)
    attempt = start.json()["data"]["startAttempt"]["attempt"]["id"]
    texts = [start.text]
    for sequence, name in enumerate(QUESTIONS, start=1):
        variables = {"attempt": attempt, "question": name, "answer": NOTHING[name], "sequence": sequence}
        texts.append((await api.post(documents.SAVE, variables, by=someone)).text)
    texts.append((await api.post(documents.SUBMIT, {"attempt": attempt}, by=someone)).text)
    texts.append((await api.post(documents.MY_ATTEMPT, {"id": attempt}, by=someone)).text)
    for text in texts:
        for secret in ("RAHASIA", "correct", "explanation", "Sisa Hasil Usaha", "1500", "spelling", "tolerance"):
            assert secret not in text
