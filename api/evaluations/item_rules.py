"""What the first attempts of a class say about its questions: how easy, how well they tell apart, what is odd.

Later attempts are left out: who tries again has learnt from the first. Of a question that was asked with another key or
other choices before, only papers with today's count.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from api.evaluations.figures import WHOLE, Consistency, Correlation, Heap, Quartiles, groups, quartiles
from api.evaluations.findings import ENOUGH, Finding, Option, findings_of, options_of
from api.evaluations.rules import Paper, PaperQuestion
from api.evaluations.taking import Judge, Judged
from api.learning.answers import Answer
from courseware.impact import key_of
from courseware.sealed import SealedEvaluation, SealedQuestion

FEWEST_OF_A_TEXT = 3
"""People who must have typed the same before it is shown: what one or two wrote may tell who they are."""
MOST_TEXTS_SHOWN = 5
MOST_TEXTS_COUNTED = 5_000
"""Different texts kept of one question; of more the rarest half is forgotten."""


class ReliabilityGap(StrEnum):
    """Why there is no reliability to tell."""

    DRAWN = "drawn"
    FEW_ATTEMPTS = "few_attempts"
    NO_SPREAD = "no_spread"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A finished first attempt. `seconds` is how long a question was on the screen, where that is known."""

    paper: Paper
    answers: Mapping[str, Answer]
    seconds: Mapping[str, int]
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class WrongText:
    """A wrong answer that several people typed, in one spelling."""

    text: str
    people: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question's figures. `discrimination` is D of upper and lower 27 %, `item_rest` the correlation with the rest
    of the paper. `set_aside` are attempts with another key or other choices, `timed` those whose time is known.
    """

    question: SealedQuestion
    attempts: int
    set_aside: int
    omitted: int
    facility: float | None
    discrimination: float | None
    item_rest: float | None
    options: tuple[Option, ...]
    wrong_texts: tuple[WrongText, ...]
    timed: int
    seconds: Quartiles | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha (KR-20 of right-or-wrong questions) of these questions over these attempts, or why not."""

    value: float | None
    attempts: int
    questions: int
    gap: ReliabilityGap | None


def measured_as(question: SealedQuestion) -> tuple[object, ...]:
    """What must be the same for two papers to be counted together. Another wording of the prompt still is."""
    choices = frozenset(choice.id for choice in question.choices)
    return key_of(question), choices, frozenset(pair.id for pair in question.pairs), question.partial


def asked_of_all(evaluation: SealedEvaluation, withdrawn: Collection[str]) -> frozenset[str]:
    """The questions that every new paper has, if all papers have the same; none where a pool draws some of several."""
    left = [[one.id for one in pool.questions if one.id not in withdrawn] for pool in evaluation.pools]
    if any(pool.draw < len(ids) for pool, ids in zip(evaluation.pools, left, strict=True)):
        return frozenset()
    return frozenset(one for ids in left for one in ids)


@dataclass(slots=True)
class _Counted:
    """One question while attempts are read: its size doesn't grow with their number."""

    question: SealedQuestion
    attempts: int = 0
    set_aside: int = 0
    omitted: int = 0
    earned: int = 0
    heaps: dict[int, Heap] = field(default_factory=dict[int, Heap])
    rest: Correlation = field(default_factory=Correlation)
    wrong: Counter[str] = field(default_factory=Counter[str])
    seconds: Counter[int] = field(default_factory=Counter[int])

    def add(self, judged: Judged, whole: int, rest: int | None, seconds: int | None) -> None:
        """One person's answer, the thousandths of all points and the millionths of the rest that they reached, and how
        long they looked.
        """
        share = _divided(judged.earned, self.question.points)
        self.attempts += 1
        self.earned += share
        self.omitted += judged.is_omitted
        if seconds is not None:
            self.seconds[seconds] += 1
        heap = self.heaps.get(whole)
        if heap is None:
            heap = self.heaps[whole] = Heap()
        heap.add(share, judged.took)
        if rest is not None:
            self.rest.add(share, rest)
        if judged.wrong is not None:
            self.wrong[judged.wrong] += 1
            if len(self.wrong) > MOST_TEXTS_COUNTED:
                self.wrong = Counter(dict(self.wrong.most_common(MOST_TEXTS_COUNTED // 2)))

    def item(self) -> Item:
        """The figures."""
        both = groups(self.heaps)
        facility = self.earned / self.attempts / WHOLE if self.attempts else None
        discrimination = float(both.discrimination) if both else None
        took = sum((heap.took for heap in self.heaps.values()), Counter[str]())
        options = tuple(options_of(self.question, took, self.attempts, facility or 0.0, both))
        return Item(
            question=self.question,
            attempts=self.attempts,
            set_aside=self.set_aside,
            omitted=self.omitted,
            facility=facility,
            discrimination=discrimination,
            item_rest=self.rest.value,
            options=options,
            wrong_texts=tuple(_shown(self.wrong)),
            timed=self.seconds.total(),
            seconds=quartiles(self.seconds),
            findings=findings_of(
                self.attempts, self.omitted, facility, discrimination, item_rest=self.rest.value, options=options
            ),
        )


class _Seen(NamedTuple):
    """A question on somebody's paper."""

    question: SealedQuestion
    judged: Judged
    is_of_today: bool


@dataclass(slots=True)
class Tally:
    """Counts sittings one by one. `asked` are the questions as they are asked today, `shared` those of all papers."""

    asked: Mapping[str, SealedQuestion]
    withdrawn: Mapping[str, datetime]
    shared: frozenset[str]
    attempts: int = 0
    _counted: dict[str, _Counted] = field(default_factory=dict[str, _Counted])
    _consistency: Consistency = field(default_factory=Consistency)
    _judges: dict[SealedQuestion, tuple[Judge, bool]] = field(default_factory=dict[SealedQuestion, tuple[Judge, bool]])

    def __post_init__(self) -> None:
        self._counted = {name: _Counted(question) for name, question in self.asked.items()}

    def add(self, sitting: Sitting) -> None:
        """One person's first attempt. A withdrawn question is measured by the rest, and is no part of it; who sat later
        was not asked it any more.
        """
        self.attempts += 1
        paper = [self._seen(one.question, sitting) for one in sitting.paper.questions if self._was_asked(one, sitting)]
        counting = [one for one in paper if one.question.id not in self.withdrawn]
        points = sum(one.question.points for one in counting)
        earned = sum(one.judged.earned for one in counting)
        whole = _divided(earned, points * (WHOLE // 1000)) if points else 0
        for one in paper:
            counted = self._counted.get(one.question.id)
            if counted is None:
                continue
            if not one.is_of_today:
                counted.set_aside += 1
                continue
            counts = one.question.id not in self.withdrawn
            left = points - one.question.points * counts
            rest = _divided(earned - one.judged.earned * counts, left) if left else None
            counted.add(one.judged, whole, rest, sitting.seconds.get(one.question.id))
        all_have = {one.question.id: one.judged.earned for one in counting if one.is_of_today}
        if self.shared and self.shared <= all_have.keys():
            self._consistency.add({name: all_have[name] for name in self.shared})

    def _was_asked(self, one: PaperQuestion, sitting: Sitting) -> bool:
        name = one.question.id
        return name not in self.withdrawn or sitting.closed_at <= self.withdrawn[name]

    def _seen(self, question: SealedQuestion, sitting: Sitting) -> "_Seen":
        known = self._judges.get(question)
        if known is None:
            today = self.asked.get(question.id)
            is_of_today = today is not None and measured_as(today) == measured_as(question)
            known = self._judges[question] = Judge(question), is_of_today
        judge, is_of_today = known
        return _Seen(question, judge(sitting.answers.get(question.id, ())), is_of_today)

    def items(self) -> tuple[Item, ...]:
        """The figures of each question, in the order of `asked`."""
        return tuple(counted.item() for counted in self._counted.values())

    def reliability(self) -> Reliability:
        """Of all questions together, where all people had the same."""
        people, value = self._consistency.people, self._consistency.value
        gap = None
        if not self.shared:
            gap = ReliabilityGap.DRAWN
        elif people < ENOUGH:
            gap = ReliabilityGap.FEW_ATTEMPTS
        elif value is None:
            gap = ReliabilityGap.NO_SPREAD
        return Reliability(None if gap else value, people, len(self.shared), gap)


def _divided(number: int, by: int) -> int:
    """The nearest whole number; halves go up."""
    return (2 * number + by) // (2 * by)


def _shown(wrong: Counter[str]) -> Iterator[WrongText]:
    often = sorted(wrong.items(), key=lambda one: (-one[1], one[0]))
    yield from (WrongText(text, people) for text, people in often[:MOST_TEXTS_SHOWN] if people >= FEWEST_OF_A_TEXT)
