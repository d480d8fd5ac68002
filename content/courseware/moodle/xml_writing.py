"""Moodle XML as Moodle writes it."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from courseware.moodle.bank import Answer, Category, Kind, Markup, Question, Text, written_path
from courseware.moodle.numerals import plainly

_MARKUPS = {
    Markup.HTML: "html",
    Markup.AUTO: "moodle_auto_format",
    Markup.PLAIN: "plain_text",
    Markup.MARKDOWN: "markdown",
}


def write_xml(questions: Iterable[Question]) -> str:
    """A file in UTF-8."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    category: Category | None = None
    for question in questions:
        if question.category and question.category != category:
            category = question.category
            lines += _category(category)
        lines += _question(question)
    return "\n".join([*lines, "</quiz>", ""])


def _category(category: Category) -> Iterator[str]:
    yield '  <question type="category">'
    yield f"    <category><text>{escape(written_path(category.path))}</text></category>"
    yield f"    <idnumber>{escape(category.idnumber)}</idnumber>"
    yield "  </question>"


def _question(question: Question) -> Iterator[str]:
    yield f'  <question type="{question.kind}">'
    yield f"    <name><text>{escape(question.name)}</text></name>"
    yield from _text("questiontext", question.prompt)
    yield from _text("generalfeedback", question.general)
    yield f"    <defaultgrade>{plainly(question.points)}</defaultgrade>"
    yield "    <hidden>0</hidden>"
    yield f"    <idnumber>{escape(question.idnumber)}</idnumber>"
    match question.kind:
        case Kind.CHOICE:
            yield f"    <single>{'true' if question.single else 'false'}</single>"
            yield "    <shuffleanswers>true</shuffleanswers>"
            yield "    <answernumbering>abc</answernumbering>"
        case Kind.SHORT:
            yield "    <usecase>0</usecase>"
        case Kind.MATCHING:
            yield "    <shuffleanswers>true</shuffleanswers>"
            yield from (line for left, right in question.pairs for line in _pair(left, right))
        case Kind.ORDERING:
            yield from _order(question)
        case _:
            pass
    for number, answer in enumerate(question.answers, start=1):
        place = str(number) if question.kind is Kind.ORDERING else plainly(answer.weight)
        yield from _answer(answer, place, with_tolerance=question.kind is Kind.NUMBER)
    if question.kind is Kind.NUMBER:
        yield from _unit(question)
    if question.tags:
        tags = "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in question.tags)
        yield f"    <tags>{tags}</tags>"
    yield "  </question>"


def _text(element: str, text: Text) -> Iterator[str]:
    yield f'    <{element} format="{_MARKUPS[text.markup]}">'
    yield f"      <text>{escape(text.content)}</text>"
    for name, content in text.files.items():
        yield f'      <file name={quoteattr(name)} path="/" encoding="base64">{content}</file>'
    yield f"    </{element}>"


def _answer(answer: Answer, fraction: str, *, with_tolerance: bool) -> Iterator[str]:
    yield f'    <answer fraction="{fraction}" format="{_MARKUPS[answer.text.markup]}">'
    yield f"      <text>{escape(answer.text.content)}</text>"
    if with_tolerance:
        yield f"      <tolerance>{plainly(answer.tolerance)}</tolerance>"
    yield f'      <feedback format="html"><text>{escape(answer.feedback.content)}</text></feedback>'
    yield "    </answer>"


def _pair(left: Text, right: Text) -> Iterator[str]:
    yield '    <subquestion format="html">'
    yield f"      <text>{escape(left.content)}</text>"
    yield f"      <answer><text>{escape(right.content)}</text></answer>"
    yield "    </subquestion>"


def _order(question: Question) -> Iterator[str]:
    yield "    <layouttype>VERTICAL</layouttype>"
    yield "    <selecttype>ALL</selecttype>"
    yield f"    <selectcount>{len(question.answers)}</selectcount>"
    yield f"    <gradingtype>{'ALL_OR_NOTHING' if question.whole else 'ABSOLUTE_POSITION'}</gradingtype>"
    yield "    <showgrading>SHOW</showgrading>"
    yield "    <numberingstyle>none</numberingstyle>"


def _unit(question: Question) -> Iterator[str]:
    """0: a unit may be typed behind the number and isn't graded; 3: there is none."""
    yield "    <unitgradingtype>0</unitgradingtype>"
    yield f"    <showunits>{0 if question.unit else 3}</showunits>"
    yield f"    <unitsleft>{int(question.unit_before)}</unitsleft>"
    if question.unit:
        yield "    <units>"
        yield f"      <unit><multiplier>1</multiplier><unit_name>{escape(question.unit)}</unit_name></unit>"
        yield "    </units>"
