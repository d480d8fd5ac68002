"""GIFT as Moodle reads it."""

from collections.abc import Iterable, Iterator

from courseware.moodle.bank import NOTHING, WHOLE, Answer, Category, Kind, Markup, Question, Text, written_path
from courseware.moodle.exporting import Tell
from courseware.moodle.numerals import plainly

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\:#={}~"} | {"\n": r"\n", "\r": ""})
# The lines of an ordering are taken as they stand: there a sign is spelled as HTML spells it.
_ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}\\#["} | {"\n": " "})


def write_gift(questions: Iterable[Question], tell: Tell) -> str:
    """A file; what GIFT has no sign for is told."""
    blocks: list[str] = []
    category: Category | None = None
    for question in questions:
        if question.category and question.category != category:
            category = question.category
            blocks.append(f"// [id:{category.idnumber}]\n$CATEGORY: {written_path(category.path)}\n")
        if _can_be_written(question, tell):
            blocks.append("\n".join(_lines(question)) + "\n")
    return "\n".join(blocks)


def _can_be_written(question: Question, tell: Tell) -> bool:
    """Tells what is lost; no for a spelling that GIFT would take for a pair of a matching question."""
    if question.unit:
        tell(question.idnumber, "export-unit", question.unit)
    if question.points != 1:
        tell(question.idnumber, "export-points", plainly(question.points))
    arrows = [answer for answer in question.answers if "->" in answer.text.content]
    if question.kind is Kind.SHORT and arrows:
        tell(question.idnumber, "export-arrow", arrows[0].text.content)
        return False
    return True


def _lines(question: Question) -> Iterator[str]:
    labels = [f"[id:{_label(question.idnumber)}]", *(f"[tag:{_label(tag)}]" for tag in question.tags)]
    yield f"// {' '.join(labels)}"
    head = f"::{_signs(question.name)}::{_marked(question.prompt)}"
    general = f"####{_unmarked(question.general)}" if question.general else ""
    match question.kind:
        case Kind.TRUE_FALSE:
            yield f"{head}{{{_truth(question)}{general}}}"
            return
        case Kind.ORDERING:
            grading = "ALL_OR_NOTHING" if question.whole else "ABSOLUTE_POSITION"
            yield f"{head}{{>{len(question.answers)} ALL VERTICAL {grading} SHOW none"
            yield from map(_item, question.answers)
        case Kind.NUMBER:
            yield f"{head}{{#"
            yield from (f"\t={answer.text.content}:{plainly(answer.tolerance)}" for answer in question.answers)
        case Kind.MATCHING:
            yield f"{head}{{"
            yield from (f"\t={_unmarked(left)} -> {_signs(right.content)}" for left, right in question.pairs)
        case Kind.SHORT:
            yield f"{head}{{"
            yield from (f"\t=%100%{_plain(answer.text)}" for answer in question.answers)
        case Kind.CHOICE:
            yield f"{head}{{"
            yield from (_choice(answer, single=question.single) for answer in question.answers)
    if general:
        yield f"\t{general}"
    yield "}"


def _choice(answer: Answer, *, single: bool) -> str:
    words = _unmarked(answer.text)
    if single and answer.weight == WHOLE:
        mark = "="
    elif answer.weight == NOTHING and not words.startswith("%"):
        mark = "~"
    else:
        mark = f"~%{plainly(answer.weight)}%"
    feedback = f"#{_unmarked(answer.feedback)}" if answer.feedback else ""
    return f"\t{mark}{words}{feedback}"


def _item(answer: Answer) -> str:
    """A line of its own, which must not look like a comment."""
    line = answer.text.content.translate(_ENTITIES)
    return f"&#47;{line[1:]}" if line.startswith("//") else line


def _truth(question: Question) -> str:
    """Behind the answer first what is said of the wrong one, then of the right one."""
    right, wrong = sorted(question.answers, key=lambda answer: answer.weight, reverse=True)
    said = [_unmarked(wrong.feedback), _unmarked(right.feedback)]
    while said and not said[-1]:
        said.pop()
    return "#".join([right.text.content.upper(), *said])


def _marked(text: Text) -> str:
    """A text with the name of its format before it."""
    return f"[{text.markup}]{_signs(text.content)}"


def _unmarked(text: Text) -> str:
    """HTML, as the question's text is; what begins like the name of a format is spelled otherwise."""
    html = text.content
    return _signs(f"&#91;{html[1:]}" if html.startswith("[") else html)


def _plain(text: Text) -> str:
    content = _signs(text.content)
    return f"[{Markup.PLAIN}]{content}" if content.startswith("[") else content


def _signs(text: str) -> str:
    return text.translate(_SIGNS)


def _label(text: str) -> str:
    return text.replace("]", r"\]")
