"""The catalogue of messages."""

import re

import pytest

from courseware.messages import MESSAGES, Language, UnknownMessage, catalogue, gaps
from tests.content.courseware.builder import CourseFolder

CODE = re.compile(r"""(?:\.wrong|\bmistake)\((?:[^"]*?, )?f?"([a-z-]+\.[a-z0-9-]+)"[,)]""")


def test_every_message_stands_in_both_languages_with_the_same_placeholders() -> None:
    """A reader must never meet a key instead of a sentence."""
    assert gaps() == ()


def test_a_sentence_without_its_fact_is_an_error() -> None:
    """A mail that says {name} is worse than a bug that is found."""
    with pytest.raises(UnknownMessage, match="kind"):
        catalogue(Language.INDONESIAN).say("check-register.taken.what")


def test_every_mistake_that_the_code_names_has_its_sentences() -> None:
    """An editor's slip must never end in a stack trace."""
    code = "".join(file.read_text() for file in (MESSAGES.parent / "courseware").rglob("*.py"))
    named = {found for found in CODE.findall(code) if "{" not in found}
    assert len(named) > 50
    messages = catalogue(Language.INDONESIAN).messages
    assert {name for name in named if f"check-{name}.what" not in messages} == set()


def test_a_mistake_is_said_in_english_as_well(course: CourseFolder) -> None:
    """Its place in the front matter included."""
    course.replace("course.md", "{id: dasar, judul: Dasar}", "{id: Dasar, judul: Dasar}")
    mistake = next(found for found in course.mistakes() if found.line == 9)
    assert mistake.what == "isi `id` pada `modul` ke-1 tidak dapat dipakai"
    assert mistake.said(Language.ENGLISH) == (
        "the value of `id` in entry 1 of `modul` can't be used",
        "use small letters, digits and hyphens, for example `mengenal-pembeli`",
    )
