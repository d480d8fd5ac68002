"""`jawara check`: every mistake of the content, for people, for a pull request's page, or for a program."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

import typer

from courseware.messages import Language, gaps
from courseware.mistakes import Mistake
from courseware.release import ContentErrors, compile_release
from jawara.places import content_folders


class Form(StrEnum):
    """How mistakes are written: for people, as GitHub's annotations, or as a JSON list."""

    TEXT = "text"
    GITHUB = "github"
    JSON = "json"


def check(lang: str, form: str) -> None:
    """Ends with code 1 where there is a mistake."""
    language, wanted = Language(lang), Form(form)
    if lacking := gaps():
        print("\n".join(lacking), file=sys.stderr)
        raise typer.Exit(1)
    try:
        release = compile_release(*content_folders())
    except ContentErrors as errors:
        print(_FORMS[wanted](errors.mistakes, language), file=sys.stderr if wanted is Form.TEXT else sys.stdout)
        raise typer.Exit(1) from errors
    if wanted is Form.TEXT:
        lessons = sum(len(course.sealed.lessons) for course in release.courses)
        print(f"No mistakes. Classes: {len(release.courses)}, lessons: {lessons}.")
    elif wanted is Form.JSON:
        print("[]")


def _text(mistakes: Iterable[Mistake], lang: Language) -> str:
    return "\n".join(one.in_words(lang) for one in mistakes)


def _annotations(mistakes: Iterable[Mistake], lang: Language) -> str:
    return "\n".join(_annotation(one, lang) for one in mistakes)


def _annotation(mistake: Mistake, lang: Language) -> str:
    what, mend = mistake.said(lang)
    place = f"file={_escaped(mistake.file, ':,')},line={mistake.line},title={_escaped(what, ':,')}"
    return f"::error {place}::{_escaped(mend)}"


def _escaped(text: str, more: str = "") -> str:
    """As a workflow command wants it: an editor's file name must not begin a command of its own."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _json(mistakes: Iterable[Mistake], lang: Language) -> str:
    found = ((one, *one.said(lang)) for one in mistakes)
    return json.dumps(
        [
            {"file": one.file, "line": one.line, "code": one.code, "what": what, "mend": mend}
            for one, what, mend in found
        ],
        ensure_ascii=False,
        indent=1,
    )


_FORMS: Mapping[Form, Callable[[Iterable[Mistake], Language], str]] = {
    Form.TEXT: _text,
    Form.GITHUB: _annotations,
    Form.JSON: _json,
}
