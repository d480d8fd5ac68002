"""What a release of a class changes against another, for people in the middle of it: pure comparison by stable ids."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from courseware.sealed import Pool, SealedCourse, SealedEvaluation, SealedLesson, SealedQuestion

NEVER = Fraction(0)


class Aspect(StrEnum):
    """What of a question is not as it was. Words alone change no result."""

    KEY = "key"
    POINTS = "points"
    WORDS = "words"
    POOL = "pool"


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """A lesson that both releases have, under one id."""

    before: SealedLesson
    after: SealedLesson

    @property
    def is_renamed(self) -> bool:
        """Whether its title is another."""
        return self.before.title != self.after.title

    @property
    def is_readdressed(self) -> bool:
        """Whether its page has another address."""
        return self.before.slug != self.after.slug

    @property
    def is_retimed(self) -> bool:
        """Whether it is said to take another time."""
        return self.before.minutes != self.after.minutes

    @property
    def is_ruled_otherwise(self) -> bool:
        """Whether something else completes it. Whoever completed it keeps that."""
        return _rules_of(self.before) != _rules_of(self.after)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the evaluation; `share` is how many papers of a hundred hold it, as a fraction of one."""

    question: SealedQuestion
    pool: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A question that both releases ask, under one id; `share` is that of the older release's papers, 0 for checks."""

    before: SealedQuestion
    after: SealedQuestion
    aspects: tuple[Aspect, ...]
    share: Fraction = NEVER


@dataclass(frozen=True, slots=True)
class QuestionsChange:
    """Questions by what happened to them: those of the evaluation, or the checks in lessons."""

    added: tuple[SealedQuestion, ...]
    retired: tuple[SealedQuestion, ...]
    changed: tuple[ChangedQuestion, ...]

    def having(self, aspect: Aspect) -> tuple[ChangedQuestion, ...]:
        """The changed ones of which this is not as it was."""
        return tuple(one for one in self.changed if aspect in one.aspects)

    @property
    def reworded(self) -> tuple[ChangedQuestion, ...]:
        """Those of which nothing but words changed."""
        return tuple(one for one in self.changed if one.aspects == (Aspect.WORDS,))


@dataclass(frozen=True, slots=True)
class PoolChange:
    """A topic of the evaluation; None where a release doesn't have it. Only what is drawn, its title and its size."""

    id: str
    before: Pool | None
    after: Pool | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What an evaluation asks of everybody: its time, pause and tolerance in minutes, the passing score in percent."""

    minutes: int
    passing_score: int
    attempts: int
    wait_minutes: int
    grace_minutes: int
    questions: int


@dataclass(frozen=True, slots=True)
class ClassImpact:
    """From an older release of a class to a newer one."""

    older: SealedCourse
    newer: SealedCourse
    added: tuple[SealedLesson, ...]
    retired: tuple[SealedLesson, ...]
    kept: tuple[KeptLesson, ...]
    questions: QuestionsChange
    checks: QuestionsChange
    pools: tuple[PoolChange, ...]

    @property
    def renamed(self) -> tuple[KeptLesson, ...]:
        """Lessons under another title."""
        return tuple(one for one in self.kept if one.is_renamed)

    @property
    def readdressed(self) -> tuple[KeptLesson, ...]:
        """Lessons whose page moves."""
        return tuple(one for one in self.kept if one.is_readdressed)

    @property
    def retimed(self) -> tuple[KeptLesson, ...]:
        """Lessons that take another time."""
        return tuple(one for one in self.kept if one.is_retimed)

    @property
    def ruled_otherwise(self) -> tuple[KeptLesson, ...]:
        """Lessons that something else completes."""
        return tuple(one for one in self.kept if one.is_ruled_otherwise)

    @property
    def is_reordered(self) -> bool:
        """Whether the lessons count in another order than before."""
        return self.older.order != self.newer.order

    @property
    def is_printed_otherwise(self) -> bool:
        """Whether certificates say something else of the result."""
        return self.older.printed != self.newer.printed

    @property
    def terms(self) -> tuple[Terms, Terms]:
        """What the evaluation asks of everybody, before and after."""
        return terms_of(self.older.evaluation), terms_of(self.newer.evaluation)

    @property
    def evaluation_changed(self) -> bool:
        """Whether anything of the evaluation is not as it was."""
        return self.older.evaluation != self.newer.evaluation

    @property
    def is_nothing(self) -> bool:
        """Whether the two are one and the same."""
        return self.older == self.newer


@dataclass(frozen=True, slots=True)
class ReleaseImpact:
    """From all classes of one release to all of another, by their slugs."""

    added: tuple[SealedCourse, ...]
    gone: tuple[SealedCourse, ...]
    changed: tuple[ClassImpact, ...]
    unchanged: tuple[SealedCourse, ...]


def all_compared(older: Iterable[SealedCourse], newer: Iterable[SealedCourse]) -> ReleaseImpact:
    """What changes for everybody who goes from one release to the other."""
    before = {course.slug: course for course in older}
    after = {course.slug: course for course in newer}
    both = [compared(course, after[slug]) for slug, course in before.items() if slug in after]
    return ReleaseImpact(
        added=tuple(course for slug, course in after.items() if slug not in before),
        gone=tuple(course for slug, course in before.items() if slug not in after),
        changed=tuple(one for one in both if not one.is_nothing),
        unchanged=tuple(one.newer for one in both if one.is_nothing),
    )


def compared(older: SealedCourse, newer: SealedCourse) -> ClassImpact:
    """What changes for somebody who goes from one to the other."""
    before = {lesson.id: lesson for lesson in older.lessons}
    after = {lesson.id: lesson for lesson in newer.lessons}
    return ClassImpact(
        older=older,
        newer=newer,
        added=tuple(lesson for lesson in newer.lessons if lesson.id not in before),
        retired=tuple(lesson for lesson in older.lessons if lesson.id not in after),
        kept=tuple(KeptLesson(before[one.id], one) for one in newer.lessons if one.id in before),
        questions=_questions(_asked(older.evaluation), _asked(newer.evaluation)),
        checks=_questions(_checks(older), _checks(newer)),
        pools=tuple(_pools(older.evaluation, newer.evaluation)),
    )


def terms_of(evaluation: SealedEvaluation) -> Terms:
    """What this evaluation asks of everybody."""
    return Terms(
        minutes=evaluation.minutes,
        passing_score=evaluation.passing_score,
        attempts=evaluation.attempts,
        wait_minutes=evaluation.wait_minutes,
        grace_minutes=evaluation.grace_minutes,
        questions=sum(pool.draw for pool in evaluation.pools),
    )


def _asked(evaluation: SealedEvaluation) -> Mapping[str, Asked]:
    return {
        question.id: Asked(question, pool.id, Fraction(pool.draw, len(pool.questions)))
        for pool in evaluation.pools
        for question in pool.questions
    }


def _checks(course: SealedCourse) -> Mapping[str, Asked]:
    """Checks belong to their lesson as questions to their pool."""
    return {check.id: Asked(check, lesson.id, NEVER) for lesson in course.lessons for check in lesson.checks}


def _questions(before: Mapping[str, Asked], after: Mapping[str, Asked]) -> QuestionsChange:
    return QuestionsChange(
        added=tuple(one.question for name, one in after.items() if name not in before),
        retired=tuple(one.question for name, one in before.items() if name not in after),
        changed=tuple(
            ChangedQuestion(one.question, after[name].question, aspects, one.share)
            for name, one in before.items()
            if name in after and (aspects := _aspects(one, after[name]))
        ),
    )


def _aspects(before: Asked, after: Asked) -> tuple[Aspect, ...]:
    found = aspects_of(before.question, after.question)
    return (*found, Aspect.POOL) if before.pool != after.pool else found


def aspects_of(old: SealedQuestion, new: SealedQuestion) -> tuple[Aspect, ...]:
    """What of a question is not as it was, the gravest first; empty where nothing is."""
    differs = {
        Aspect.KEY: key_of(old) != key_of(new),
        Aspect.POINTS: (old.points, old.partial) != (new.points, new.partial),
        Aspect.WORDS: _words_of(old) != _words_of(new),
    }
    return tuple(aspect for aspect, is_another in differs.items() if is_another)


def key_of(question: SealedQuestion) -> tuple[object, ...]:
    """What decides whether an answer is right. A right choice that reads otherwise has another id, so it counts as
    another key: no program can tell a better wording from another answer.
    """
    pairs = frozenset((pair.id, pair.choice) for pair in question.pairs)
    right = frozenset(choice.id for choice in question.choices if choice.correct)
    # Of what is put in order the choices' own order is the key.
    order = tuple(choice.id for choice in question.choices) if question.kind == "ordering" else ()
    return question.kind, right, order, pairs, frozenset(question.spellings), question.number


def _words_of(question: SealedQuestion) -> SealedQuestion:
    """The question without what is no word of it; how its choices are marked is the key's."""
    choices = tuple(sorted((replace(one, correct=False) for one in question.choices), key=lambda one: one.id))
    return replace(question, choices=choices, points=1, partial=False, spellings=(), number=None, tags=(), lesson=None)


def _rules_of(lesson: SealedLesson) -> tuple[object, ...]:
    watched = lesson.watched_share if lesson.videos else None
    return lesson.rules, frozenset(video.id for video in lesson.videos), watched


def _pools(older: SealedEvaluation, newer: SealedEvaluation) -> Iterator[PoolChange]:
    before, after = _by_id(older.pools), _by_id(newer.pools)
    for name in before | after:
        old, new = before.get(name), after.get(name)
        if old is None or new is None or _shape(old) != _shape(new):
            yield PoolChange(name, old, new)


def _by_id(pools: Iterable[Pool]) -> dict[str, Pool]:
    return {pool.id: pool for pool in pools}


def _shape(pool: Pool) -> tuple[str, int, int]:
    return pool.title, pool.draw, len(pool.questions)
