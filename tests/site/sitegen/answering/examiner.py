"""The API's end of checks and of an attempt, as a phone sees it. What it answers follows from the real rules."""

import base64
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Route

from api.evaluations.rules import Paper, PaperQuestion, Result, draw, score
from api.learning.answers import Answer, Sent, pairs_of, valid_answer
from api.learning.rules import check_outcome
from api.refusal import Refusal
from courseware.sealed import QuestionKind, SealedCourse

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ATTEMPT = "01a21108-087e-7271-bb9a-f143b063c3c2"
TOKEN = f"x.{base64.urlsafe_b64encode(json.dumps({'sub': 'siti'}).encode()).decode().rstrip('=')}.x"
"""An access token as far as pages look into it: whom it speaks for."""
Json = dict[str, Any]


@dataclass
class Examiner:
    """One participant's open attempt in this class, and every operation that was asked."""

    course: SealedCourse
    paper: Paper = field(init=False)
    answers: dict[str, tuple[Answer, int]] = field(default_factory=dict[str, tuple[Answer, int]])
    asked: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    is_down: bool = False
    seconds: int = 45 * 60
    """How long the attempt still lasts, whenever it is asked for."""
    result: Result | None = None

    def __post_init__(self) -> None:
        drawn = draw(self.course.evaluation, random.Random(7))  # noqa: S311 - a test repeats
        # In the order of the class, so that a test finds each question where it expects it.
        ids = [question.id for pool in self.course.evaluation.pools for question in pool.questions]
        questions = sorted(drawn.questions, key=lambda one: ids.index(one.question.id))
        self.paper = Paper(drawn.passing_score, tuple(questions))

    def serve(self, context: BrowserContext) -> None:
        """Stand behind /graphql of this phone, which was signed in before."""
        context.add_init_script("localStorage.setItem('jawara.signedIn', '1')")
        context.route("**/graphql", self._handle)

    def saved(self) -> list[tuple[str, Json, int]]:
        """What each SaveAnswer brought: question, answer, sequence."""
        sent = [variables for name, variables in self.asked if name == "SaveAnswer"]
        return [(one["question"], one["answer"], one["sequence"]) for one in sent]

    def _handle(self, route: Route) -> None:
        request = json.loads(route.request.post_data or "{}")
        name, variables = request["operationName"], request["variables"]
        if self.is_down:
            route.abort()
            return
        self.asked.append((name, variables))
        route.fulfill(json={"data": getattr(self, f"_{name}")(variables)})

    # The operations, by the names of the site's documents

    def _RefreshSession(self, _: Json) -> Json:  # noqa: N802
        return {"refreshSession": {"accessToken": TOKEN, "problems": []}}

    def _Head(self, _: Json) -> Json:  # noqa: N802
        step = {"kind": "TAKE_EVALUATION", "message": "Kerjakan evaluasi.", "link": "/kelas-saya/"}
        return {"viewer": {"id": "siti", "email": "siti@contoh.test", "role": "PARTICIPANT", "nextStep": step}}

    def _CourseStanding(self, _: Json) -> Json:  # noqa: N802
        return {"viewer": {"enrolment": None}}

    def _EvaluationStart(self, _: Json) -> Json:  # noqa: N802
        made = self.course.evaluation
        evaluation = {
            "minutes": made.minutes, "questionCount": len(self.paper.questions), "passingScore": made.passing_score,
            "attemptsAllowed": made.attempts, "attemptsLeft": made.attempts, "nextAttemptAt": None, "canStart": True,
            "openAttempt": ATTEMPT, "lastAttempt": None, "bestScore": None, "passed": False,
        }  # fmt: skip
        enrolment: Json = {"course": self._facts(), "missing": [], "evaluation": evaluation}
        return {"viewer": {"id": "siti", "enrolment": enrolment}}

    def _OpenAttempt(self, _: Json) -> Json:  # noqa: N802
        questions = [self._question(one) for one in self.paper.questions]
        attempt = {
            "id": ATTEMPT, "number": 1, "state": "CLOSED" if self.result else "OPEN", "course": self._facts(),
            "deadlineAt": (NOW + timedelta(seconds=self.seconds)).isoformat(), "serverTime": NOW.isoformat(),
            "closesAt": (NOW + timedelta(seconds=self.seconds, minutes=10)).isoformat(),
            "questions": questions,
        }  # fmt: skip
        return {"viewer": {"id": "siti", "attempt": attempt}}

    def _SaveAnswer(self, variables: Json) -> Json:  # noqa: N802
        question = self.paper.question(variables["question"])
        assert question
        try:
            kept = valid_answer(question, _sent(variables["answer"]))
        except Refusal as refused:
            return {"saveAnswer": {"sequence": None, "receipt": None, "problems": [_problem(refused)]}}
        self.answers[question.id] = (kept, variables["sequence"])
        receipt = {"savedAt": NOW.isoformat()}
        return {"saveAnswer": {"sequence": variables["sequence"], "receipt": receipt, "problems": []}}

    def _SubmitAttempt(self, _: Json) -> Json:  # noqa: N802
        self.result = score(self.paper, {name: kept for name, (kept, _) in self.answers.items()})
        return {"submitAttempt": {"attempt": {"id": ATTEMPT, "state": "CLOSED"}, "problems": []}}

    def _AttemptOutcome(self, _: Json) -> Json:  # noqa: N802
        return {"viewer": {"nextStep": self._Head({})["viewer"]["nextStep"], "attempt": None}}

    def _AnswerCheck(self, variables: Json) -> Json:  # noqa: N802
        question = next(one for one in self.course.questions if one.id == variables["check"])
        try:
            outcome = check_outcome(question, valid_answer(question, _sent(variables["answer"])))
        except Refusal as refused:
            return {"answerCheck": {"outcome": None, "problems": [_problem(refused)]}}
        choices = [
            {"choice": one.choice, "chosen": one.chosen, "correct": one.correct, "feedback": one.feedback}
            for one in outcome.choices
        ]
        pairs = [
            {"prompt": one.prompt, "chosen": one.chosen, "right": one.right, "correct": one.correct}
            for one in outcome.pairs
        ]
        told = {"correct": outcome.correct, "share": float(outcome.share), "explanation": outcome.explanation}
        return {
            "answerCheck": {
                "outcome": told | {"choices": choices, "pairs": pairs, "right": outcome.right},
                "problems": [],
            }
        }

    def _facts(self) -> Json:
        return {"slug": self.course.slug, "title": self.course.title}

    def _question(self, one: PaperQuestion) -> Json:
        question, number = one.question, one.question.number
        kept, sequence = self.answers.get(question.id, ((), 0))
        return {
            "id": question.id,
            "kind": question.kind.name,
            "topic": one.topic,
            "prompt": question.prompt_html,
            "choices": [{"id": choice.id, "html": choice.html} for choice in one.choices],
            "pairs": [{"id": pair.id, "html": pair.html} for pair in question.pairs],
            "unit": number.unit if number else None,
            "unitBefore": number.unit_before if number else False,
            "given": _given(question.kind, kept) if kept else None,
            "sequence": sequence,
            "savedAt": NOW.isoformat() if kept else None,
        }


def _given(kind: QuestionKind, kept: Answer) -> Json:
    none: Json = {"choices": [], "text": None, "pairs": []}
    if kind in {QuestionKind.SHORT, QuestionKind.NUMBER}:
        return none | {"text": kept[0]}
    if kind is QuestionKind.MATCHING:
        return none | {"pairs": [{"prompt": one, "choice": other} for one, other in pairs_of(kept).items()]}
    return none | {"choices": list(kept)}


def _sent(answer: Json) -> Sent:
    """The API takes exactly one part: an answer of two is a mistake of the screen."""
    ((part, value),) = answer.items()
    if part == "pairs":
        return Sent(pairs=tuple((pair["prompt"], pair["choice"]) for pair in value))
    return Sent(text=value) if part == "text" else Sent(choices=tuple(value))


def _problem(refused: Refusal) -> Json:
    return {"code": refused.code, "field": refused.field, "message": refused.sentence("id"), "waitSeconds": None}
