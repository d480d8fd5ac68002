"""Moodle XML, the format in which Moodle gives out all that a question has."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from courseware.mistakes import SourceFile
from courseware.moodle.bank import (
    MOST_ANSWERS,
    NO_TEXT,
    NOTHING,
    Answer,
    Category,
    Kind,
    Markup,
    Question,
    Text,
    category_path,
)
from courseware.moodle.numerals import number_in
from courseware.moodle.xml_tree import MOST_CHILDREN, BadXml, Node, read_questions
from courseware.plain import plain_text

_MARKUPS = {
    "html": Markup.HTML,
    "moodle_auto_format": Markup.AUTO,
    "plain_text": Markup.PLAIN,
    "markdown": Markup.MARKDOWN,
    "wiki_like": Markup.PLAIN,
}
# Other names of kinds that we have.
_KINDS = {**{kind.value: kind for kind in Kind}, "match": Kind.MATCHING}
_OVERALL = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
# What Moodle says there of itself, in English and Indonesian.
_USUAL = frozenset(
    {
        "your answer is correct.",
        "your answer is partially correct.",
        "your answer is incorrect.",
        "jawaban anda benar.",
        "jawaban anda sebagian benar.",
        "jawaban anda salah.",
    }
)
_PART_OF_ITEMS = frozenset({"RANDOM", "REL", "CONTIGUOUS", "CONTIG"})
_NO_UNITS = "3"
_LONGEST_NAME = 1_000


def read_xml(source: SourceFile) -> Iterator[Question]:
    """The questions of a file in their order; what can't be read is noted and left out.

    The file is read to its end first: one that is broken has no questions, for nobody knows what is missing.
    """
    reader = _Reader(source)
    questions: list[Question] = []

    def take(node: Node) -> None:
        if question := reader.question(node):
            questions.append(question)

    try:
        read_questions(source.text, take)
    except BadXml as bad:
        source.wrong(bad.line, f"moodle.{bad.code}")
        return
    yield from questions


@dataclass(slots=True)
class _Reader:
    source: SourceFile
    category: Category | None = None

    def question(self, node: Node) -> Question | None:
        """None for a category, and for what we have no counterpart for, which is noted."""
        kind = node.attributes.get("type", "").strip()
        if kind == "category":
            path = category_path(node.said("category", "text"))
            self.category = Category(path, node.said("idnumber"), node.line)
            return None
        if kind not in _KINDS:
            self.source.wrong(node.line, "moodle.no-counterpart", kind=kind[:40] or "?")
            return None
        if len(node.children) == MOST_CHILDREN:
            self.source.wrong(node.line, "moodle.many-answers", most=MOST_ANSWERS)
            return None
        if _is_yes(node.said("hidden")):
            self.source.wrong(node.line, "moodle.hidden")
            return None
        self._tell_extras(node)
        question = self._common(node, _KINDS[kind])
        return _ANSWERS[question.kind](self.source, node, question)

    def _common(self, node: Node, kind: Kind) -> Question:
        prompt = _text(node.one("questiontext"), node.line)
        points = number_in(node.said("defaultgrade") or "1")
        return Question(
            kind=kind,
            line=node.line,
            name=" ".join(plain_text(node.said("name", "text")[:_LONGEST_NAME]).split()),
            prompt=_with_old_picture(node, prompt),
            idnumber=node.said("idnumber"),
            general=_text(node.one("generalfeedback"), node.line, prompt.markup),
            tags=tuple(filter(None, (tag.said("text") for tags in node.all("tags") for tag in tags.all("tag")))),
            points=Decimal(0) if points is None else points,
            category=self.category,
        )

    def _tell_extras(self, node: Node) -> None:
        for hint in node.all("hint"):
            if hint.said("text") or hint.said("hintcontent", "text"):
                self.source.wrong(hint.line, "moodle.hint")
        for name in _OVERALL:
            overall = node.one(name)
            said = plain_text(overall.said("text")[:_LONGEST_NAME]) if overall else ""
            if overall and said and said.casefold() not in _USUAL:
                self.source.wrong(overall.line, "moodle.overall-feedback")
        shuffled = node.one("shuffleanswers")
        if shuffled and not _is_yes(shuffled.text.strip()) and node.attributes["type"] != "truefalse":
            self.source.wrong(shuffled.line, "moodle.unshuffled")


def _choice(source: SourceFile, node: Node, question: Question) -> Question:
    answers = tuple(_answer(source, one, question.prompt.markup) for one in node.all("answer"))
    single = node.one("single")
    return replace(question, answers=answers, single=single is None or _is_yes(single.text.strip()))


def _true_false(source: SourceFile, node: Node, question: Question) -> Question:
    return replace(question, answers=_plain_answers(source, node))


def _short(source: SourceFile, node: Node, question: Question) -> Question:
    if _is_yes(node.said("usecase")):
        source.wrong(node.line, "moodle.case")
    return replace(question, answers=_plain_answers(source, node))


def _number(source: SourceFile, node: Node, question: Question) -> Question:
    answers: list[Answer] = []
    for one in node.all("answer"):
        written = one.said("tolerance") or "0"
        tolerance = number_in(written)
        if tolerance is None or tolerance < 0:
            source.wrong(one.line, "moodle.not-a-number", written=written[:80])
            tolerance = NOTHING
        answers.append(replace(_answer(source, one, Markup.PLAIN, is_plain=True), tolerance=tolerance))
    # 3: Moodle shows no unit and takes none.
    units = [] if node.said("showunits") == _NO_UNITS else list(_all(node, "units", "unit"))
    usual = [unit for unit in units if number_in(unit.said("multiplier") or "1") == 1]
    if len(units) > 1 or len(usual) != len(units):
        source.wrong(node.line, "moodle.units")
    unit = usual[0].said("unit_name") if usual else ""
    return replace(question, answers=tuple(answers), unit=unit, unit_before=_is_yes(node.said("unitsleft")))


def _matching(_source: SourceFile, node: Node, question: Question) -> Question:
    pairs = tuple(
        (_text(one, one.line), Text(one.said("answer", "text"), Markup.PLAIN, one.line))
        for one in node.all("subquestion")
    )
    return replace(question, pairs=pairs)


def _ordering(source: SourceFile, node: Node, question: Question) -> Question:
    if (node.said("selecttype") or node.said("logical")).upper() in _PART_OF_ITEMS:
        source.wrong(node.line, "moodle.part-of-items")
    # Here the fraction is the place in the order, and the order of the file is the same.
    answers = tuple(
        Answer(_text(one, one.line), feedback=_text(one.one("feedback"), one.line)) for one in node.all("answer")
    )
    return replace(question, answers=answers, whole=node.said("gradingtype").upper() == "ALL_OR_NOTHING")


def _plain_answers(source: SourceFile, node: Node) -> tuple[Answer, ...]:
    return tuple(_answer(source, one, Markup.PLAIN, is_plain=True) for one in node.all("answer"))


def _answer(source: SourceFile, node: Node, markup: Markup, *, is_plain: bool = False) -> Answer:
    weight = number_in(node.attributes.get("fraction", "0"))
    if weight is None:
        source.wrong(node.line, "moodle.not-a-number", written=node.attributes["fraction"][:80])
    text = _text(node, node.line, markup)
    feedback = _text(node.one("feedback"), node.line)
    return Answer(replace(text, markup=Markup.PLAIN) if is_plain else text, weight or NOTHING, feedback)


def _text(node: Node | None, line: int, markup: Markup = Markup.HTML) -> Text:
    if node is None:
        return NO_TEXT
    words = node.one("text")
    files = {file.attributes.get("name", ""): file.text for file in node.all("file")}
    named = _MARKUPS.get(node.attributes.get("format", "").strip(), markup)
    return Text(words.text.strip() if words else "", named, words.line if words else line, files)


def _with_old_picture(node: Node, prompt: Text) -> Text:
    """Before Moodle 2 a picture stood in an element of its own."""
    name, content = node.said("image").replace("/", "_"), node.said("image_base64")
    if not name:
        return prompt
    shown = f'{prompt.content}<p><img src="@@PLUGINFILE@@/{name}" alt=""></p>'
    return replace(prompt, content=shown, files={**prompt.files, name: content})


def _all(node: Node, *path: str) -> Sequence[Node]:
    nodes = [node]
    for name in path:
        nodes = [child for one in nodes for child in one.all(name)]
    return nodes


def _is_yes(written: str) -> bool:
    return written.lower() not in {"", "0", "false"}


_ANSWERS: Mapping[Kind, Callable[[SourceFile, Node, Question], Question]] = {
    Kind.CHOICE: _choice,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT: _short,
    Kind.NUMBER: _number,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
}
