"""What is to be said about a question, from its figures. Every threshold stands here once, with its source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.evaluations.figures import Group, Groups
from api.evaluations.taking import Thing, things_of
from courseware.sealed import QuestionKind, SealedQuestion

ENOUGH = 30
"""Attempts below which figures are unsure and nothing is said about a question. Our own line: a share of 30 people is
off by up to 18 points in 19 of 20 cases (1.96 * sqrt(0.25 / 30)), and a group of 27 % is 8 people.
"""
EASY = 0.90
"""Facility above which a question can hardly tell people apart: D is at most (1 - facility) / 0.27 (Tristan Lopez 1998,
Rasch Measurement Transactions 12:1), which is below Ebel's 0.40 from here on.
"""
HARD = 0.30
"""Facility up to which a question is difficult (Arikunto, Dasar-Dasar Evaluasi Pendidikan)."""
WEAK = 0.20
"""D below which a question is poor; to 0.29 it is marginal, to 0.39 good, from 0.40 very good (Ebel 1954; Ebel and
Frisbie, Essentials of Educational Measurement, 1991).
"""
FUNCTIONING = 0.05
"""Share of people below which a wrong choice misleads nobody (Haladyna and Downing 1993, Educational and Psychological
Measurement 53; Arikunto).
"""
OMITTED = 0.10
"""Share of people who leave a question open from which it is said. Our own line."""


class Finding(StrEnum):
    """What is to be said about a question, the gravest first."""

    FEW_ATTEMPTS = "few_attempts"
    SUSPECT_KEY = "suspect_key"
    DISTRACTOR_PREFERRED = "distractor_preferred"
    WEAK = "weak"
    HARD = "hard"
    EASY = "easy"
    DISTRACTOR_UNUSED = "distractor_unused"
    OMITTED = "omitted"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that could be taken: a choice, a pair, an item at a place. Shares are of all who were asked."""

    text: str
    is_right: bool
    share: float
    upper: float | None
    lower: float | None
    finding: Finding | None


def options_of(
    question: SealedQuestion, took: Mapping[str, int], attempts: int, facility: float, both: Groups | None
) -> Iterator[Option]:
    """What could be taken, in the question's order. Of pairs and places what is right, and what is wrong and was taken
    by so many that it tells something. Of few attempts no choice is called odd.
    """
    things = list(things_of(question))
    best = {thing.of: 0.0 for thing in things}
    for thing in things:
        if thing.is_right and both:
            best[thing.of] = max(best[thing.of], _share(both.upper, thing))
    # Of a statement the one wrong choice is no distractor that somebody thought of.
    misleads = question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE} and facility <= EASY
    for thing in things:
        share = took.get(thing.name, 0) / attempts if attempts else 0.0
        finding: Finding | None = None
        if attempts >= ENOUGH and both and not thing.is_right:
            if _share(both.upper, thing) > best[thing.of]:
                finding = Finding.DISTRACTOR_PREFERRED
            elif misleads and share < FUNCTIONING:
                finding = Finding.DISTRACTOR_UNUSED
        if not thing.of or thing.is_right or share >= FUNCTIONING or finding:
            upper, lower = (_share(both.upper, thing), _share(both.lower, thing)) if both else (None, None)
            yield Option(thing.text, thing.is_right, share, upper, lower, finding)


def _share(group: Group, thing: Thing) -> float:
    return float(group.took.get(thing.name, 0))


def findings_of(
    attempts: int,
    omitted: int,
    facility: float | None,
    discrimination: float | None,
    *,
    item_rest: float | None,
    options: Iterable[Option] = (),
) -> tuple[Finding, ...]:
    """What is to be said about a question with these figures, the gravest first; of few attempts only that."""
    if attempts < ENOUGH or facility is None or discrimination is None:
        return (Finding.FEW_ATTEMPTS,)
    odd = {option.finding for option in options}
    is_suspect = discrimination < 0 and (item_rest is None or item_rest < 0)
    said = {
        Finding.SUSPECT_KEY: is_suspect,
        Finding.DISTRACTOR_PREFERRED: Finding.DISTRACTOR_PREFERRED in odd,
        Finding.WEAK: discrimination < WEAK and facility <= EASY and not is_suspect,
        Finding.HARD: facility <= HARD,
        Finding.EASY: facility > EASY,
        Finding.DISTRACTOR_UNUSED: Finding.DISTRACTOR_UNUSED in odd,
        Finding.OMITTED: omitted >= OMITTED * attempts,
    }
    return tuple(finding for finding, holds in said.items() if holds)
