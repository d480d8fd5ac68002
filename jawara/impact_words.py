"""What `jawara impact` found, for people."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Literal

from courseware.impact import Aspect, ChangedQuestion, ClassImpact, PoolChange, QuestionsChange, ReleaseImpact
from courseware.messages import Catalogue
from courseware.sealed import LessonRule, SealedCourse, SealedLesson, SealedQuestion
from jawara.door import Content

TERMS = ("passing_score", "minutes", "questions", "attempts", "wait_minutes", "grace_minutes")


def in_words(change: ReleaseImpact, counted: Content | None, words: Catalogue) -> Iterator[str]:
    """Class by class, what changes; then whom it concerns, where the API was asked."""
    for course in change.added:
        yield f"{_name(course, words)}: {words.say('impact.state.new')}"
    for one in change.changed:
        yield f"{_name(one.newer, words)}: {words.say('impact.state.changed')}"
        yield from (f"  - {line}" for line in class_in_words(one, words))
    for course in change.gone:
        yield f"{_name(course, words)}: {words.say('impact.state.gone')}"
    if not (change.added or change.changed or change.gone):
        yield words.say("impact.nothing")
    elif change.unchanged:
        yield words.say("impact.unchanged", names=", ".join(course.title for course in change.unchanged))
    if counted:
        yield ""
        yield words.say("impact.counted")
        for one in counted["classes"]:
            yield from _people(one, words)


def _name(course: SealedCourse, words: Catalogue) -> str:
    return words.say("impact.name", title=course.title, slug=course.slug)


def class_in_words(one: ClassImpact, words: Catalogue) -> list[str]:
    """What changes in one class, a line each; never none."""
    lines = [
        *_lessons(one, words),
        *_questions(one.questions, "question", words),
        *_terms(one, words),
        *[_pool(pool, words) for pool in one.pools],
        *_questions(one.checks, "check", words),
    ]
    return lines or [words.say("impact.evaluation.words")]


def _lessons(one: ClassImpact, words: Catalogue) -> Iterator[str]:
    for lesson in one.added:
        yield words.say("impact.lesson.added", title=lesson.title, minutes=lesson.minutes)
    for lesson in one.retired:
        yield words.say("impact.lesson.retired", title=lesson.title)
    for kept in one.renamed:
        yield words.say("impact.lesson.renamed", before=kept.before.title, after=kept.after.title)
    for kept in one.readdressed:
        ends = {"before": kept.before.slug, "after": kept.after.slug}
        yield words.say("impact.lesson.readdressed", title=kept.after.title, **ends)
    for kept in one.retimed:
        ends = {"before": kept.before.minutes, "after": kept.after.minutes}
        yield words.say("impact.lesson.retimed", title=kept.after.title, **ends)
    for kept in one.ruled_otherwise:
        ends = {"before": _rules(kept.before), "after": _rules(kept.after)}
        yield words.say("impact.lesson.ruled", title=kept.after.title, **ends)
    if one.is_reordered:
        yield words.say("impact.lesson.reordered", before=one.older.order, after=one.newer.order)
    if one.older.minutes != one.newer.minutes:
        yield words.say("impact.lesson.total", before=one.older.minutes, after=one.newer.minutes)


def _rules(lesson: SealedLesson) -> str:
    """As an editor writes them: baca, tonton 90%"""
    shares = {LessonRule.WATCH: f" {lesson.watched_share}%"}
    return ", ".join(f"{rule}{shares.get(rule, '')}" for rule in (LessonRule.READ, *lesson.rules))


def _questions(change: QuestionsChange, kind: Literal["question", "check"], words: Catalogue) -> Iterator[str]:
    if change.added:
        yield words.say(f"impact.{kind}.added", ids=_ids(change.added))
    if change.retired:
        yield words.say(f"impact.{kind}.retired", ids=_ids(change.retired))
    for aspect in (Aspect.KEY, Aspect.POINTS, Aspect.POOL):
        if found := change.having(aspect):
            yield words.say(f"impact.{kind}.{aspect}", ids=", ".join(_with_share(one, words) for one in found))
    if change.reworded:
        yield words.say(f"impact.{kind}.reworded", ids=_ids(one.after for one in change.reworded))


def _ids(questions: Iterable[SealedQuestion]) -> str:
    return ", ".join(question.id for question in questions)


def _with_share(one: ChangedQuestion, words: Catalogue) -> str:
    if not one.share:
        return one.after.id
    return f"{one.after.id} ({words.say('impact.papers', percent=round(one.share * Fraction(100)))})"


def _terms(one: ClassImpact, words: Catalogue) -> Iterator[str]:
    old, new = one.terms
    for name in TERMS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            if name == "attempts":
                before, after = (number or words.say("impact.evaluation.unlimited") for number in (before, after))
            yield words.say(f"impact.evaluation.{name}", before=before, after=after)
    if one.is_printed_otherwise:
        yield words.say("impact.evaluation.printed", before=one.older.printed, after=one.newer.printed)


def _pool(change: PoolChange, words: Catalogue) -> str:
    before, after = change.before, change.after
    if after is None:
        return words.say("impact.evaluation.poolRetired", title=before.title if before else change.id)
    facts: dict[str, object] = {"title": after.title, "draw": after.draw, "size": len(after.questions)}
    if before is None:
        return words.say("impact.evaluation.poolAdded", **facts)
    earlier = {"old_draw": before.draw, "old_size": len(before.questions)}
    return words.say("impact.evaluation.poolChanged", **facts, **earlier)


def _people(one: dict[str, Any], words: Catalogue) -> Iterator[str]:
    """Whom a class concerns, as the API counted."""
    name = words.say("impact.name", title=one["title"], slug=one["slug"])
    if not one["releases"]:
        yield words.say("impact.people.none", name=name)
        return
    yield words.say(
        "impact.people.some",
        name=name,
        people=sum(release["people"] for release in one["releases"]),
        middle=sum(release["inTheMiddle"] for release in one["releases"]),
        answering=sum(release["openAttempts"] for release in one["releases"]),
    )
    for release in one["releases"]:
        facts = {"date": release["publishedAt"][:10], "people": release["people"]}
        if release["isThis"]:
            yield f"  - {words.say('impact.people.same', **facts)}"
        else:
            more = {name: release[key] for name, key in _COUNTS.items()}
            yield f"  - {words.say('impact.people.release', **facts, **more)}"
    for question in one["questions"]:
        differences = ", ".join(words.say(f"impact.difference.{each}") for each in question["differences"])
        counts = {"open": question["openPapers"], "closed": question["closedPapers"]}
        yield f"  - {words.say('impact.people.paper', id=question['id'], differences=differences, **counts)}"


_COUNTS = {"middle": "inTheMiddle", "complete": "complete", "passed": "passed", "answering": "openAttempts"}
"""Placeholders of the sentence, and where the API tells them."""
