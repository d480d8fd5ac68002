"""The participants, for Locust: `locust -f` reads this file in an environment that holds Locust and nothing of ours.

All begin at one moment, think a second before each answer, and hand in. Every request is noted: who, what, when, how
long, and what was acknowledged. ROOM names the file that says whom to be and where; NOTES the file to write.
"""
# pyright: basic, reportMissingImports=false, reportMissingModuleSource=false
# Locust isn't among our dependencies: it brings a web server and 40 packages for a measurement that is asked for.

import json
import os
import time
from pathlib import Path

import gevent
from gevent.event import Event
from locust import FastHttpUser, events, task

ROOM = json.loads(Path(os.environ["ROOM"]).read_text())
NOTES = Path(os.environ["NOTES"])
THINKING_SECONDS = 1.0
LOOK_SECONDS = 0.01

_seats = iter(enumerate(ROOM["tokens"]))
_bell = Event()
_notes: list[dict] = []
_late: list[float] = []
_done: list[int] = []
_began = {"at": 0.0, "used": 0.0}


class Participant(FastHttpUser):
    """One person on one connection, from the first tap to the result."""

    network_timeout = connection_timeout = 60.0

    def on_start(self):
        self.seat, token = next(_seats)
        self.answers = ROOM["right"] if self.seat % 2 else ROOM["wrong"]
        self.headers = {"authorization": f"Bearer {token}", "accept": "application/json", "accept-language": "id"}
        self.headers |= {"origin": ROOM["origin"], "x-forwarded-for": f"10.0.{self.seat // 250}.{self.seat % 250 + 1}"}

    @task
    def sit(self):
        _bell.wait()
        begun = self.ask("StartAttempt", course=ROOM["course"])
        if begun and begun["attempt"]:
            attempt = begun["attempt"]["id"]
            for sequence, question in enumerate(begun["attempt"]["questions"], start=1):
                gevent.sleep(THINKING_SECONDS)
                answer = self.answers[question["id"]]
                self.ask(
                    "SaveAnswer",
                    attempt=attempt,
                    question=question["id"],
                    answer=answer,
                    sequence=sequence,
                    ageSeconds=0,
                )
            gevent.sleep(THINKING_SECONDS)
            self.ask("SubmitAttempt", attempt=attempt)
        _done.append(self.seat)
        if len(_done) == len(ROOM["tokens"]):
            gevent.spawn(self.environment.runner.quit)
        gevent.sleep(3600)

    def ask(self, name, **variables):
        """What the operation answers; None when it was no answer. Both are noted."""
        body = {"query": ROOM["documents"][name], "operationName": name, "variables": variables}
        asked = time.perf_counter()
        with self.client.post("/graphql", json=body, headers=self.headers, name=name, catch_response=True) as response:
            took = time.perf_counter() - asked
            answer = _answer(response)
            refused = None if answer and not answer["problems"] else _why(response, answer)
            if refused:
                response.failure(refused)
            else:
                response.success()
        sent = variables if name == "SaveAnswer" else {}
        _notes.append({"name": name, "at": asked - _began["at"], "seconds": took, "refused": refused, "sent": sent})
        return answer


def _answer(response):
    try:
        (answer,) = json.loads(response.text)["data"].values()
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return answer


def _why(response, answer):
    return answer["problems"][0]["code"] if answer else f"{response.status_code} {response.text!s:.80}"


@events.spawning_complete.add_listener
def ring(user_count, **_):
    """Everybody sits: now they begin, and it is watched whether this program itself keeps up."""
    gevent.spawn(_watch)
    _began.update(at=time.perf_counter(), used=time.process_time())
    _bell.set()


def _watch():
    while True:
        before = time.perf_counter()
        gevent.sleep(LOOK_SECONDS)
        _late.append(time.perf_counter() - before - LOOK_SECONDS)


@events.quitting.add_listener
def write(environment, **_):
    """Leave the notes, however it ended."""
    took, used = time.perf_counter() - _began["at"], time.process_time() - _began["used"]
    NOTES.write_text(json.dumps({"notes": _notes, "late": _late, "seconds": took, "used": used}))
