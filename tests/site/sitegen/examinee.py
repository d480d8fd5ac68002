"""The API's end of a result, its review and the form after it, as a phone sees them."""

from dataclasses import dataclass, field
from typing import Any

from tests.site.sitegen.participant import NOW, Answer, Participant, problem

ATTEMPT = "01a20a3c-220c-72cd-af94-d88a07b6db86"
LEVELS = [
    {"level": level, "score": score} for level, score in (("LOW", 0), ("FAIR", 55), ("GOOD", 70), ("VERY_GOOD", 85))
]
NOTHING_SAID: Answer = {
    "open": True, "declined": False, "relevance": None, "clarity": None, "length": None, "access": None,
    "recommendation": None, "comment": None, "givenAt": None, "changeableUntil": None,
}  # fmt: skip
COURSE: Answer = {"slug": "harga", "title": "Menghitung harga", "hours": 2}


def attempt(**more: Any) -> Answer:
    """A finished attempt that passed, with everything that the page asks for; `result` holds what is different."""
    told: Answer = {
        "score": 75, "passingScore": 70, "passed": True, "level": "GOOD", "levels": LEVELS, "closedAt": NOW,
        "attemptsLeft": 1, "nextAttemptAt": None, "withdrawnQuestions": 0, "scoreBefore": None,
        "topics": [
            {"title": "Harga pokok", "points": 3, "total": 4, "level": "GOOD",
             "lessons": [{"title": "Menghitung harga pokok", "slug": "harga-pokok"}]},
            {"title": "Laba", "points": 1.5, "total": 3, "level": "LOW", "lessons": []},
        ],
    }  # fmt: skip
    place: Answer = {"completedLessons": 6, "totalLessons": 6, "requirements": [], "satisfaction": dict(NOTHING_SAID)}
    made: Answer = {
        "id": ATTEMPT, "state": "CLOSED", "number": 1, "serverTime": NOW, "reviewable": True,
        "reviewPolicy": "AFTER_PASSING", "course": COURSE, "receipt": None,
    }  # fmt: skip
    made |= {"result": told | more.pop("result", {}), "enrolment": place | more.pop("enrolment", {})}
    return made | more


def reviewed(name: str, kind: str, outcome: Answer | None, **question: Any) -> Answer:
    """A question of a finished paper, without choices unless they are given."""
    empty: Answer = {"choices": [], "pairs": [], "given": None}
    asked: Answer = {"id": name, "kind": kind, "topic": "Harga pokok", "prompt": f"<p>Pertanyaan {name}?</p>"}
    told: Answer = {
        "correct": False, "share": 0, "explanation": f"<p>Penjelasan {name}.</p>", "choices": [], "pairs": [],
        "right": None,
    }  # fmt: skip
    earned = 2 * (outcome or {}).get("share", 0)
    return {
        "points": 2, "counted": outcome is not None, "earned": earned, "withdrawn": outcome is None,
        "question": asked | empty | question, "outcome": None if outcome is None else told | outcome,
    }  # fmt: skip


def _choices(*texts: str) -> list[Answer]:
    return [{"id": f"c{at}", "html": text} for at, text in enumerate(texts)]


def given(choices: tuple[str, ...] = (), text: str | None = None, pairs: tuple[tuple[str, str], ...] = ()) -> Answer:
    return {
        "choices": list(choices), "text": text,
        "pairs": [{"prompt": prompt, "choice": choice} for prompt, choice in pairs],
    }  # fmt: skip


def _told(choice: str, *, chosen: bool, correct: bool, feedback: str | None = None) -> Answer:
    return {"choice": choice, "chosen": chosen, "correct": correct, "feedback": feedback}


def paper() -> list[Answer]:
    """One of each way to be asked: wrongly chosen, right, left out, typed, matched, put in order, withdrawn."""
    drinks = _choices("Bahan saja", "Bahan dan <strong>upah</strong>", "Upah saja")
    chosen = [
        _told("c0", chosen=True, correct=False, feedback="Upah pun biaya."),
        _told("c1", chosen=False, correct=True),
        _told("c2", chosen=False, correct=False),
    ]
    pairs = [{"id": "k0", "html": "Sewa"}, {"id": "k1", "html": "Tepung"}]
    matched: list[Answer] = [
        {"prompt": "k0", "chosen": "c0", "right": "c0", "correct": True},
        {"prompt": "k1", "chosen": "c0", "right": "c1", "correct": False},
    ]
    order = [_told(f"c{at}", chosen=True, correct=at == 2) for at in range(3)]
    return [
        reviewed("satu", "SINGLE", {"choices": chosen}, choices=drinks, given=given(("c0",))),
        reviewed(
            "dua",
            "TRUE_FALSE",
            {"correct": True, "share": 1, "choices": [_told("c0", chosen=True, correct=True)]},
            choices=_choices("Benar", "Salah"),
            given=given(("c0",)),
        ),
        reviewed("tiga", "NUMBER", {"right": "Rp1.500"}),
        reviewed("empat", "SHORT", {"right": "Harga pokok"}, given=given(text="<i>modal</i>")),
        reviewed(
            "lima",
            "MATCHING",
            {"share": 0.5, "pairs": matched},
            choices=_choices("Biaya tetap", "Biaya berubah"),
            pairs=pairs,
            given=given(pairs=(("k0", "c0"), ("k1", "c0"))),
        ),
        reviewed(
            "enam",
            "ORDERING",
            {"share": 1 / 3, "choices": order},
            choices=_choices("Catat", "Hitung", "Tetapkan"),
            given=given(("c1", "c0", "c2")),
        ),
        reviewed("tujuh", "SINGLE", None, choices=drinks, given=given(("c2",))),
    ]


@dataclass
class Examinee(Participant):
    """Somebody on the page of a result."""

    attempt: Answer = field(default_factory=attempt)
    questions: list[Answer] | None = field(default_factory=paper)
    refusal: Answer | None = None

    def sent(self, name: str) -> list[Answer]:
        """What each operation of this name brought."""
        return [variables for asked, variables in self.asked if asked == name]

    def _attempt_outcome(self, _: Answer) -> Answer:
        step = {"kind": "WAIT_CERTIFICATE", "message": "Sertifikat sedang dibuat.", "link": "/sertifikat/"}
        return {"viewer": {"nextStep": step, "attempt": self.attempt}}

    def _attempt_review(self, _: Answer) -> Answer:
        review = self.questions and {"questions": self.questions}
        return {"viewer": {"id": self.id, "attempt": {"review": review}}}

    def _save_satisfaction(self, variables: Answer) -> Answer:
        if self.refusal:
            return {"saveSatisfaction": {"satisfaction": None, "problems": [self.refusal]}}
        dates = {"givenAt": NOW, "changeableUntil": "2026-11-16T02:00:00Z", "declined": False}
        self.attempt["enrolment"]["satisfaction"] |= variables["input"] | dates
        return self._said("saveSatisfaction")

    def _decline_satisfaction(self, _: Answer) -> Answer:
        self.attempt["enrolment"]["satisfaction"] |= {"declined": True}
        return self._said("declineSatisfaction")

    def _said(self, name: str) -> Answer:
        return {name: {"satisfaction": self.attempt["enrolment"]["satisfaction"], "problems": []}}


TOO_LATE = problem("SATISFACTION_CLOSED", "Penilaian kelas hanya dapat diubah selama 14 hari.")
