"""A participant without a browser: walks the procedure over GraphQL and reads the mailbox."""

from typing import Any, Self
from uuid import uuid4

import httpx

from courseware.release import compile_release
from courseware.sealed import SealedCourse, SealedQuestion
from tests.api.courses import right_answer
from tests.journey.running import ROOT, Running

COURSES = ROOT / "content" / "courses"
PASSWORD = "empat kata tak berhubungan"


def sealed_course() -> SealedCourse:
    """The class that the journey takes: the first of content/, with its key."""
    return compile_release(COURSES).courses[0].sealed


class Walker:
    """One participant. Each method is one deed; it raises when the API reports a problem."""

    def __init__(self, system: Running, course: SealedCourse) -> None:
        self._system = system
        self._http = httpx.Client(base_url=system.address, timeout=30)
        self._token = ""
        self._course = course
        self.email = f"peserta-{uuid4().hex[:12]}@contoh.test"
        self.attempt = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The data of an operation."""
        headers = {"authorization": f"Bearer {self._token}"} if self._token else {}
        answer = self._http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
        body: dict[str, Any] = answer.json()
        if body.get("errors"):
            raise AssertionError(body["errors"])
        data: dict[str, Any] = body["data"]
        problems = [payload["problems"] for payload in data.values() if payload and payload.get("problems")]
        if problems:
            raise AssertionError(problems)
        return data

    def letters(self) -> list[dict[str, Any]]:
        """What the mailbox holds for this address, newest first."""
        return self._system.letters(self.email)

    def letter(self, words: str) -> dict[str, Any]:
        """The letter whose subject has these words, waited for."""
        return self._system.letter(self.email, words)

    def join(self) -> None:
        """Steps 2 to 6: register, confirm, sign in, biodata."""
        ask = "mutation($e: String!, $p: String!) { register(email: $e, password: $p) { problems { code message } } }"
        self.ask(ask, e=self.email, p=PASSWORD)
        link = next(one for one in self.letter("Konfirmasi")["links"] if "/konfirmasi/" in one)
        confirm = (
            "mutation($t: String!, $p: String!) "
            "{ confirmAddress(token: $t, password: $p) { accessToken problems { code message } } }"
        )
        answer = self.ask(confirm, t=link.partition("#")[2], p=PASSWORD)
        self._token = answer["confirmAddress"]["accessToken"]
        self.fill_in_biodata()

    def fill_in_biodata(self) -> None:
        """Step 4: consent, what is required, and the name as it will be printed."""
        version = self.ask("{ viewer { consentVersion } }")["viewer"]["consentVersion"]
        consent = (
            "mutation($v: String!) { giveConsent(purposes: [TRAINING], version: $v) { problems { code message } } }"
        )
        self.ask(consent, v=version)
        save = "mutation($i: ProfileInput!) { saveProfile(input: $i) { problems { code message } } }"
        self.ask(save, i={"fullName": "Siti Aminah, S.E.", "groups": ["BUSINESS"], "regency": "35.15"})
        confirm = "mutation($n: String!) { confirmName(name: $n) { problems { code message } } }"
        self.ask(confirm, n="Siti Aminah, S.E.")

    def sign_in(self) -> None:
        """Step 6."""
        ask = (
            "mutation($e: String!, $p: String!) "
            "{ signIn(email: $e, password: $p) { accessToken problems { code message } } }"
        )
        self._token = self.ask(ask, e=self.email, p=PASSWORD)["signIn"]["accessToken"]

    def learn(self) -> None:
        """Step 7: enrol and complete every lesson."""
        self.ask("mutation($c: String!) { enrol(course: $c) { problems { code message } } }", c=self._course.slug)
        for lesson in self._course.lessons:
            self.complete(lesson.id)

    def complete(self, lesson: str) -> None:
        """One lesson read to its end."""
        ask = "mutation($c: String!, $l: ID!) { completeLesson(course: $c, lesson: $l) { problems { code message } } }"
        self.ask(ask, c=self._course.slug, l=lesson)

    def answer_paper(self) -> None:
        """Step 8 up to the last tap: start, and answer everything rightly."""
        start = (
            "mutation($c: String!) { startAttempt(course: $c) "
            "{ attempt { id questions { id } } problems { code message } } }"
        )
        attempt = self.ask(start, c=self._course.slug)["startAttempt"]["attempt"]
        self.attempt = attempt["id"]
        save = (
            "mutation($a: UUID!, $q: ID!, $g: AnswerInput!) "
            "{ saveAnswer(attempt: $a, question: $q, answer: $g, sequence: 1) { problems { code message } } }"
        )
        questions = questions_of(self._course)
        for question in attempt["questions"]:
            self.ask(save, a=self.attempt, q=question["id"], g=right_answer(questions[question["id"]]))

    def submit(self) -> dict[str, Any]:
        """Step 8, the last tap; returns the result."""
        ask = (
            "mutation($a: UUID!) { submitAttempt(attempt: $a) "
            "{ attempt { result { score passed } } problems { code message } } }"
        )
        result: dict[str, Any] = self.ask(ask, a=self.attempt)["submitAttempt"]["attempt"]["result"]
        return result

    def certificates(self) -> list[dict[str, Any]]:
        """Step 10: the certificates, with their links."""
        ask = "{ viewer { certificates { number version code state mailedAt downloadUrl verifyUrl } } }"
        found: list[dict[str, Any]] = self.ask(ask)["viewer"]["certificates"]
        return found

    def download(self, url: str) -> bytes:
        """The PDF behind a link."""
        return self._http.get(url).raise_for_status().content


def questions_of(course: SealedCourse) -> dict[str, SealedQuestion]:
    """The bank by id."""
    return {question.id: question for pool in course.evaluation.pools for question in pool.questions}
