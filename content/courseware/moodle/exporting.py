"""The questions of a sealed class as Moodle's. What a format of Moodle's can't carry is told, and left out by rule."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from courseware.moodle.bank import NO_TEXT, NOTHING, WHOLE, Answer, Category, Kind, Markup, Question, Text
from courseware.plain import plain_text
from courseware.sealed import NumberKey, QuestionKind, SealedChoice, SealedCourse, SealedQuestion

_DATA = re.compile(r"src=\"data:image/([a-z+]+);base64,([A-Za-z0-9+/=]+)\"")
_SUFFIXES = {"svg+xml": ".svg", "png": ".png", "jpeg": ".jpg", "webp": ".webp", "avif": ".avif"}
_FIGURE = re.compile(r"<figure><img[^>]*>")
# Shares that Moodle knows, by how many answers share the whole.
_SHARED_BY = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20})
_FIVE_PLACES = Decimal("0.00001")
_MARKED_UP = re.compile(r"<[a-z]")

# The id of a question, a key of check-moodle, what it names.
Tell = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """`with_files` says whether the format carries pictures."""

    tell: Tell
    with_files: bool

    def evaluation(self, course: SealedCourse) -> Iterator[Question]:
        """A category for each topic."""
        for pool in course.evaluation.pools:
            category = Category((pool.title,), pool.id)
            for question in pool.questions:
                yield replace(self._question(question), category=category)

    def checks(self, course: SealedCourse) -> Iterator[Question]:
        """A category for each lesson that has checks."""
        for lesson in course.lessons:
            category = Category((lesson.title,), lesson.id)
            for question in lesson.checks:
                yield replace(self._question(question), category=category)

    def _question(self, sealed: SealedQuestion) -> Question:
        asked = Question(
            kind=_KINDS[sealed.kind],
            line=1,
            # Older versions of Moodle keep no id but the name.
            name=sealed.id,
            idnumber=sealed.id,
            prompt=self._text(sealed, sealed.prompt_html),
            general=self._text(sealed, sealed.explanation_html),
            tags=tuple(_tags(sealed)),
            points=Decimal(sealed.points),
        )
        if sealed.kind is QuestionKind.MATCHING:
            return replace(asked, pairs=tuple(self._pairs(sealed)))
        if sealed.kind is QuestionKind.NUMBER and sealed.number:
            return _numbered(asked, sealed.number)
        return replace(
            asked,
            answers=tuple(self._answers(sealed)),
            single=sealed.kind is not QuestionKind.MULTIPLE,
            whole=sealed.kind is QuestionKind.ORDERING and not sealed.partial,
        )

    def _answers(self, sealed: SealedQuestion) -> Iterator[Answer]:
        match sealed.kind:
            case QuestionKind.SHORT:
                yield from (Answer(Text(_bare(spelling), Markup.PLAIN)) for spelling in sealed.spellings)
            case QuestionKind.ORDERING:
                yield from (Answer(Text(choice.html)) for choice in sealed.choices)
            case QuestionKind.TRUE_FALSE:
                yield from _truths(sealed)
            case QuestionKind.MULTIPLE:
                yield from self._shares(sealed)
            case _:
                yield from (Answer(Text(one.html), _full(one), Text(one.feedback_html)) for one in sealed.choices)

    def _text(self, sealed: SealedQuestion, html: str) -> Text:
        if "<img" not in html:
            return Text(html)
        if not self.with_files:
            self.tell(sealed.id, "export-picture", "")
            return Text(_FIGURE.sub("<figure>", html))
        files: dict[str, str] = {}

        def named(picture: re.Match[str]) -> str:
            name = f"{sha256(picture[2].encode()).hexdigest()[:8]}{_SUFFIXES[picture[1]]}"
            files[name] = picture[2]
            return f'src="@@PLUGINFILE@@/{name}"'

        return Text(_DATA.sub(named, html), files=files)

    def _shares(self, sealed: SealedQuestion) -> Iterator[Answer]:
        """Equal shares for the right ones. A wrong one takes a share where part of the points can be had, else all."""
        count = sum(choice.correct for choice in sealed.choices)
        if count not in _SHARED_BY:
            self.tell(sealed.id, "export-shares", str(count))
        if not sealed.partial:
            self.tell(sealed.id, "export-whole", "")
        share = (WHOLE / count).quantize(_FIVE_PLACES).normalize()
        for choice in sealed.choices:
            weight = share if choice.correct else -share if sealed.partial else -WHOLE
            yield Answer(Text(choice.html), weight, Text(choice.feedback_html))

    def _pairs(self, sealed: SealedQuestion) -> Iterator[tuple[Text, Text]]:
        """Moodle shows right sides in a list to choose from, which takes words alone."""
        if not sealed.partial:
            self.tell(sealed.id, "export-whole", "")
        rights = {choice.id: choice for choice in sealed.choices}
        for choice in sealed.choices:
            if _MARKED_UP.search(choice.html):
                self.tell(sealed.id, "export-markup", plain_text(choice.html))
        for pair in sealed.pairs:
            yield Text(pair.html), Text(plain_text(rights[pair.choice].html), Markup.PLAIN)
        matched = {pair.choice for pair in sealed.pairs}
        for choice in sealed.choices:
            if choice.id not in matched:
                yield NO_TEXT, Text(plain_text(choice.html), Markup.PLAIN)


def _tags(sealed: SealedQuestion) -> Iterator[str]:
    """The labels, and what Moodle has no room for, so that it comes back."""
    yield from sealed.tags
    if sealed.lesson:
        yield f"pelajaran={sealed.lesson}"
    if sealed.kind in {QuestionKind.MULTIPLE, QuestionKind.MATCHING, QuestionKind.ORDERING}:
        yield "nilai=sebagian" if sealed.partial else "nilai=utuh"
    if sealed.points > 1:
        yield f"poin={sealed.points}"


def _numbered(asked: Question, key: NumberKey) -> Question:
    number = Answer(Text(key.value, Markup.PLAIN), tolerance=Decimal(key.tolerance))
    return replace(asked, answers=(number,), unit=key.unit, unit_before=key.unit_before)


def _truths(sealed: SealedQuestion) -> Iterator[Answer]:
    """The first choice is the true one: read_choices sorts them."""
    for word, choice in zip(("true", "false"), sealed.choices, strict=True):
        yield Answer(Text(word, Markup.PLAIN), _full(choice), Text(choice.feedback_html))


def _full(choice: SealedChoice) -> Decimal:
    return WHOLE if choice.correct else NOTHING


def _bare(spelling: str) -> str:
    """A star stands for anything in Moodle's spellings."""
    return spelling.replace("*", r"\*")


_KINDS = {
    QuestionKind.SINGLE: Kind.CHOICE,
    QuestionKind.MULTIPLE: Kind.CHOICE,
    QuestionKind.TRUE_FALSE: Kind.TRUE_FALSE,
    QuestionKind.SHORT: Kind.SHORT,
    QuestionKind.NUMBER: Kind.NUMBER,
    QuestionKind.MATCHING: Kind.MATCHING,
    QuestionKind.ORDERING: Kind.ORDERING,
}
