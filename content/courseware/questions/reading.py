"""One question: its lines by the shape of its answer, as what is sealed."""

from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.questions.answers import read_answers
from courseware.questions.choices import read_choices
from courseware.questions.identity import Identity
from courseware.questions.matching import read_pairs
from courseware.questions.ordering import read_items
from courseware.questions.pieces import Numbered, Pieces, split_question
from courseware.sealed import NumberKey, QuestionKind, SealedChoice, SealedPair, SealedQuestion

# The kinds of answer that can be right in part.
PARTLY = frozenset({QuestionKind.MULTIPLE, QuestionKind.MATCHING, QuestionKind.ORDERING})


def read_question(writer: Writer, identity: Identity, body: Numbered) -> SealedQuestion:
    """The question that `body` spells: prompt, answer, explanation. Usable only when no mistake was noted."""
    source = writer.source
    pieces = split_question(source, body)
    prompt = writer.fragment(pieces.prompt.text, pieces.prompt.line)
    if not prompt:
        source.wrong(body.line, "questions.no-prompt")
    _check_shape(source, body.line, pieces)
    kind, choices, pairs, answer = _answer(writer, identity.id, prompt, pieces)
    explanation = writer.fragment(pieces.explanation.text, pieces.explanation.line) if pieces.explanation else ""
    if not explanation:
        source.wrong(body.line, "questions.no-explanation")
    if identity.partial and kind not in PARTLY:
        source.wrong(body.line, "questions.never-partial")
    return SealedQuestion(
        id=identity.id,
        kind=kind,
        prompt_html=prompt,
        choices=choices,
        points=identity.points,
        explanation_html=explanation,
        lesson=identity.lesson,
        spellings=answer if isinstance(answer, tuple) else (),
        number=answer if isinstance(answer, NumberKey) else None,
        pairs=pairs,
        partial=identity.partial,
        tags=identity.tags,
    )


def _check_shape(source: SourceFile, line: int, pieces: Pieces) -> None:
    first, *others = pieces.shapes or [(line, "")]
    for at, shape in others:
        source.wrong(at, "questions.mixed-shapes", one=first[1], first=first[0], other=shape)
    if not pieces.shapes and not pieces.items:
        source.wrong(line, "questions.no-answer")
    if pieces.choices and len(pieces.choices) < 2:
        source.wrong(line, "questions.few-choices")
    if pieces.choices and not any(choice.correct for choice in pieces.choices):
        source.wrong(line, "questions.no-right-choice")


def _answer(
    writer: Writer, question: str, prompt: str, pieces: Pieces
) -> tuple[QuestionKind, tuple[SealedChoice, ...], tuple[SealedPair, ...], tuple[str, ...] | NumberKey]:
    """The kind of the question, and what its kind needs."""
    if pieces.choices:
        kind, choices = read_choices(writer, question, prompt, pieces.choices)
        return kind, choices, (), ()
    if pieces.pairs:
        pairs, choices = read_pairs(writer, question, pieces.pairs)
        return QuestionKind.MATCHING, choices, pairs, ()
    if pieces.answers:
        answer = read_answers(writer.source, pieces.answers)
        return QuestionKind.NUMBER if isinstance(answer, NumberKey) else QuestionKind.SHORT, (), (), answer
    if pieces.items:
        return QuestionKind.ORDERING, read_items(writer, question, pieces.items), (), ()
    return QuestionKind.SINGLE, (), (), ()
