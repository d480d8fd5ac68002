"""`jawara publish`: the sealed release, over HTTP to the API. Needs only what the site's build needs."""

import subprocess
from collections.abc import Iterator
from typing import Any, NoReturn
from urllib.parse import urlencode

import typer

from courseware.messages import Catalogue, Language, catalogue
from courseware.release import ContentErrors, compile_release
from courseware.sealed_release import SealedRelease
from jawara.console import told
from jawara.door import Door, Refused, Unreachable
from jawara.places import ROOT, content_folders

REFUSED, UNREACHABLE = 1, 3
"""Exit codes besides 0: it won't do again either, or it may do in a moment."""


def only_in_production(context: str, lang: str) -> None:
    """End well unless this is Netlify's production build: no preview publishes."""
    if context != "production":
        print(catalogue(Language(lang)).say("publish.notProduction", context=context or "–"))
        raise typer.Exit


def publish(*, url: str, token: str, lang: str, commit: str, note: str, again: bool, rehearse: bool) -> None:
    """Send the classes of content/ and tell what the API did with them."""
    door = Door(url, token, lang)
    words = catalogue(Language(lang))
    with told(ContentErrors):
        release = SealedRelease(tuple(course.sealed for course in compile_release(*content_folders()).courses))
    asked = {
        "commit": commit or _commit(),
        "note": note,
        "again": str(again).lower(),
        "rehearse": str(rehearse).lower(),
    }
    try:
        print("\n".join(_report(door.send("PUT", release, f"?{urlencode(asked)}"), words)))
    except Refused as refusal:
        _end(refusal, REFUSED)
    except Unreachable as fault:
        _end(fault, UNREACHABLE)


def _report(done: dict[str, Any], words: Catalogue) -> Iterator[str]:
    """What changed, class by class."""
    for one in done["classes"]:
        name = words.say("publish.name", title=one["title"], slug=one["slug"])
        yield f"{name}: {words.say('publish.state.' + one['state'])}"
        if one["state"] == "changed":
            yield from (f"  - {line}" for line in _changes(one, words))
    publication = done["publication"]
    if publication is None:
        yield words.say("publish.rehearsed")
    elif not done["isNew"]:
        yield words.say("publish.unchanged", number=publication["number"])
    else:
        key = "rolledBack" if publication["isRollBack"] else "published"
        yield words.say(f"publish.{key}", number=publication["number"])


def _changes(one: dict[str, Any], words: Catalogue) -> list[str]:
    lessons, questions = one["lessons"], one["questions"]
    lines = [words.say("publish.change.lessonAdded", title=each["title"]) for each in lessons["added"]]
    lines += [words.say("publish.change.lessonRemoved", title=each["title"]) for each in lessons["removed"]]
    lines += [
        words.say("publish.change.lessonRenamed", before=each["before"], title=each["title"])
        for each in lessons["renamed"]
    ]
    keys = {"added": "questionsAdded", "removed": "questionsRemoved", "changed": "questionsChanged"}
    lines += [
        words.say(f"publish.change.{key}", ids=", ".join(questions[what]))
        for what, key in keys.items()
        if questions[what]
    ]
    if one["evaluationChanged"] and not any(questions.values()):
        lines.append(words.say("publish.change.evaluation"))
    return lines or [words.say("publish.change.wording")]


def _commit() -> str:
    """The commit that is checked out, with a mark when something was changed since; empty outside git."""
    command = ["git", "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip()[:64]


def _end(error: Exception, code: int) -> NoReturn:
    typer.echo(f"jawara: {error}", err=True)
    raise typer.Exit(code) from error
