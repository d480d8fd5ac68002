"""Mistakes as text for people, as GitHub's annotations, as a JSON list, as SARIF."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from courseware.messages import Language, catalogue
from courseware.mistakes import Mistake
from jawara import sarif
from jawara.columns import columns_of


class Form(StrEnum):
    """How mistakes are written."""

    TEXT = "text"
    GITHUB = "github"
    JSON = "json"
    SARIF = "sarif"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing could be checked: a key of check.toml, and what its sentence names."""

    key: str
    facts: Mapping[str, str]

    def said(self, language: Language) -> str:
        return catalogue(language).say(f"check.{self.key}", **self.facts)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a form has on standard output (of text: on standard error) for mistakes, and for none; and for a failure,
    which is told on standard error in any case."""

    found: Callable[[Sequence[Mistake], Language], str]
    failed: Callable[[Failure, Language], str]


def _text(mistakes: Sequence[Mistake], lang: Language) -> str:
    return "\n".join(one.in_words(lang) for one in mistakes)


def _nothing(_failure: Failure, _lang: Language) -> str:
    return ""


def _annotations(mistakes: Sequence[Mistake], lang: Language) -> str:
    return "\n".join(_annotation(one, lang) for one in mistakes)


def _annotation(mistake: Mistake, lang: Language) -> str:
    what, mend = mistake.said(lang)
    place = f"file={_escaped(mistake.file, ':,')},line={mistake.line}"
    if columns := columns_of(mistake):
        place += f",col={columns.start},endColumn={columns.end}"
    return f"::error {place},title={_escaped(what, ':,')}::{_escaped(mend)}"


def _failed_annotation(failure: Failure, lang: Language) -> str:
    return f"::error::{_escaped(failure.said(lang))}"


def _escaped(text: str, more: str = "") -> str:
    """As a workflow command wants it: an editor's file name must not begin a command of its own."""
    for character in f"%\r\n{more}":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _json(mistakes: Sequence[Mistake], lang: Language) -> str:
    return json.dumps([_entry(one, lang) for one in mistakes], ensure_ascii=False, indent=1)


def _entry(mistake: Mistake, lang: Language) -> dict[str, str | int | None]:
    what, mend = mistake.said(lang)
    columns = columns_of(mistake)
    return {
        "file": mistake.file,
        "line": mistake.line,
        "column": columns.start if columns else None,
        "endColumn": columns.end if columns else None,
        "code": mistake.code,
        "what": what,
        "mend": mend,
    }


def _failed_sarif(failure: Failure, lang: Language) -> str:
    return sarif.failed(failure.said(lang), lang)


FORMS: Mapping[Form, Writing] = {
    Form.TEXT: Writing(_text, _nothing),
    Form.GITHUB: Writing(_annotations, _failed_annotation),
    Form.JSON: Writing(_json, _nothing),
    Form.SARIF: Writing(sarif.log, _failed_sarif),
}
