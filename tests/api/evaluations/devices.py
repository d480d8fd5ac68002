"""Phones as the network leaves them, and the truth that the server must come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

TRANSIT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Message:
    """An answer under way; a repetition is the same message with another age."""

    attempt: str
    question: str
    choice: str
    sequence: int
    made_at: datetime
    """By the phone's stopwatch, which this test lets run true."""

    def age(self, at: datetime) -> int:
        return max(0, int((at - self.made_at).total_seconds()))


@dataclass(slots=True)
class Device:
    """A phone: what it has of the attempt, what waits on it, what it has sent, and what the server has told it."""

    attempt: str | None = None
    deadline_at: datetime | None = None
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    known: int = 0
    """The highest sequence that it has seen or given."""
    waiting: list[Message] = field(default_factory=list[Message])
    sent: list[Message] = field(default_factory=list[Message])

    def opened(self, attempt: Mapping[str, Any]) -> None:
        """Take the paper, and what the server has of its answers; what waits for another attempt stays as it is."""
        self.attempt = attempt["id"]
        self.deadline_at = datetime.fromisoformat(attempt["deadlineAt"])
        self.questions = {one["id"]: tuple(choice["id"] for choice in one["choices"]) for one in attempt["questions"]}
        self.known = max([one["sequence"] for one in attempt["questions"]] + [one.sequence for one in self.waiting])

    def answer(self, question: str, choice: str, at: datetime) -> None:
        """Keep an answer on the phone; an older one to the same question that hasn't been sent is replaced."""
        assert self.attempt
        self.known += 1
        made = Message(self.attempt, question, choice, self.known, at)
        self.waiting = [one for one in self.waiting if (one.attempt, one.question) != (made.attempt, question)]
        self.waiting.append(made)

    def restarted(self) -> "Device":
        """Memory is gone, what waits is on the disk, and so is what the network may still deliver."""
        return Device(waiting=list(self.waiting), sent=list(self.sent))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that reached the server, whether or not anybody learned of it."""

    message: Message
    at: datetime


@dataclass(slots=True)
class Truth:
    """One attempt as it should be: what arrived, and when it was handed in."""

    started_at: datetime
    deadline_at: datetime
    closes_at: datetime
    handed_in_at: datetime | None = None
    arrivals: list[Arrival] = field(default_factory=list[Arrival])

    def is_closed(self, at: datetime) -> bool:
        return self.handed_in_at is not None or at > self.closes_at

    def counts(self, arrival: Arrival) -> bool:
        """Made in time by the server's own measure, and arrived before the end."""
        said = arrival.at - timedelta(seconds=arrival.message.age(arrival.at))
        return max(self.started_at, said) <= self.deadline_at + TRANSIT and arrival.at <= self.closes_at

    def standing(self) -> dict[str, tuple[int, str]]:
        """The sequence and the choice that stand for each question: the highest sequence, of one the first to come."""
        found: dict[str, tuple[int, str]] = {}
        for arrival in self.arrivals:
            one = arrival.message
            if self.counts(arrival) and one.sequence > found.get(one.question, (0, ""))[0]:
                found[one.question] = (one.sequence, one.choice)
        return found
