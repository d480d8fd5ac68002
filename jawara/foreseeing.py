"""`jawara impact`: what the content changes for people in the middle of a class, against an earlier state of it."""

import json
from typing import Any, Literal

import typer

from courseware.impact import (
    ClassImpact,
    KeptLesson,
    PoolChange,
    QuestionsChange,
    ReleaseImpact,
    Terms,
    all_compared,
)
from courseware.messages import Language, catalogue
from courseware.release import ContentErrors, compile_release
from courseware.sealed import Pool, SealedLesson
from courseware.sealed_release import SealedRelease
from jawara.bases import NoBase, release_of
from jawara.door import Content, Door, Refused, Unreachable
from jawara.impact_words import in_words
from jawara.places import content_folders

COULD_NOT_RUN = 2
"""The exit code where there is no answer; whatever the answer is, it is 0."""


def impact(*, base: str, api: str, token: str, lang: str, form: Literal["text", "json"]) -> None:
    """Compare, ask the API where one is named, and tell."""
    words = catalogue(Language(lang))
    folders = content_folders()
    try:
        newer = SealedRelease(tuple(course.sealed for course in compile_release(*folders).courses))
        change = all_compared(release_of(base, folders, words).courses, newer.courses)
        counted = Door(api, token, lang).send("POST", newer, "/impact") if api else None
    except (ContentErrors, NoBase, Refused, Unreachable) as error:
        typer.echo(f"jawara: {error}", err=True)
        raise typer.Exit(COULD_NOT_RUN) from error
    if form == "json":
        print(json.dumps(for_programs(base, change, counted), ensure_ascii=False, indent=1))
    else:
        print("\n".join(in_words(change, counted, words)))


def for_programs(base: str, change: ReleaseImpact, counted: Content | None) -> Content:
    """All of it as JSON; `people` is what the API counted, null where none was asked."""
    people = {one["slug"]: one for one in counted["classes"]} if counted else {}
    classes: list[Content] = [
        *[{"slug": one.slug, "title": one.title, "state": "new"} for one in change.added],
        *[_class(one) for one in change.changed],
        *[{"slug": one.slug, "title": one.title, "state": "unchanged"} for one in change.unchanged],
        *[{"slug": one.slug, "title": one.title, "state": "gone"} for one in change.gone],
    ]
    return {"base": base, "classes": [{**one, "people": _people(people.get(one["slug"]))} for one in classes]}


def _people(counted: Content | None) -> Content | None:
    return {name: counted[name] for name in ("releases", "questions")} if counted else None


def _class(one: ClassImpact) -> Content:
    before, after = one.terms
    return {
        "slug": one.newer.slug,
        "title": one.newer.title,
        "state": "changed",
        "minutes": {"before": one.older.minutes, "after": one.newer.minutes},
        "lessons": {
            "added": [_lesson(lesson) for lesson in one.added],
            "retired": [_lesson(lesson) for lesson in one.retired],
            "renamed": [_kept(lesson, "title") for lesson in one.renamed],
            "readdressed": [_kept(lesson, "slug") for lesson in one.readdressed],
            "retimed": [_kept(lesson, "minutes") for lesson in one.retimed],
            "ruledOtherwise": [_kept(lesson, "rules") for lesson in one.ruled_otherwise],
        },
        "questions": _questions(one.questions),
        "checks": _questions(one.checks),
        "evaluation": {"before": _terms(before), "after": _terms(after), "pools": [_pool(pool) for pool in one.pools]},
    }


def _lesson(lesson: SealedLesson) -> Content:
    return {"id": lesson.id, "slug": lesson.slug, "title": lesson.title, "minutes": lesson.minutes}


def _kept(lesson: KeptLesson, name: Literal["title", "slug", "minutes", "rules"]) -> Content:
    return {"id": lesson.after.id, "before": getattr(lesson.before, name), "after": getattr(lesson.after, name)}


def _questions(change: QuestionsChange) -> Content:
    return {
        "added": [question.id for question in change.added],
        "retired": [question.id for question in change.retired],
        "changed": [
            {"id": one.after.id, "aspects": list(one.aspects), "papersShare": round(float(one.share), 4)}
            for one in change.changed
        ],
    }


def _terms(terms: Terms) -> Content:
    return {
        "minutes": terms.minutes,
        "passingScore": terms.passing_score,
        "attempts": terms.attempts,
        "waitMinutes": terms.wait_minutes,
        "graceMinutes": terms.grace_minutes,
        "questions": terms.questions,
    }


def _pool(change: PoolChange) -> Content:
    return {"id": change.id, "before": _shape(change.before), "after": _shape(change.after)}


def _shape(pool: Pool | None) -> dict[str, Any] | None:
    return {"title": pool.title, "draw": pool.draw, "size": len(pool.questions)} if pool else None
