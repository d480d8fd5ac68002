"""What a participant must earn before reading it, as text that a search through the finished site can find."""

from collections.abc import Iterator
from dataclasses import dataclass

from courseware.plain import plain_blocks
from courseware.sealed import SealedCourse, SealedQuestion

# "Benar, tepat sekali!" may stand in a lesson by chance: only longer texts are told apart.
_LONG_ENOUGH = 25


@dataclass(frozen=True, slots=True)
class SealedString:
    """A plain text that must never stand in the site's output, and where it comes from."""

    text: str
    origin: str


def sealed_strings_of(course: SealedCourse) -> Iterator[SealedString]:
    """Explanations and feedback of every question, and what the evaluation asks; a paragraph each.

    Not the answers themselves: a lesson teaches the very words that a short answer asks for. That no page holds which
    choice is right, what belongs to what and in which order is held by the types of the public half.
    """
    for lesson in course.lessons:
        for check in lesson.checks:
            yield from _answers(check, f"{course.slug}: cek {check.id}")
    for pool in course.evaluation.pools:
        for question in pool.questions:
            origin = f"{course.slug}: soal {question.id}"
            yield from _long_texts(question.prompt_html, f"{origin}, pertanyaan")
            yield from _answers(question, origin)


def _answers(question: SealedQuestion, origin: str) -> Iterator[SealedString]:
    yield from _long_texts(question.explanation_html, f"{origin}, penjelasan")
    for choice in question.choices:
        yield from _long_texts(choice.feedback_html, f"{origin}, umpan balik")


def _long_texts(html: str, origin: str) -> Iterator[SealedString]:
    for text in plain_blocks(html):
        if len(text) >= _LONG_ENOUGH:
            yield SealedString(text, origin)
