"""Choices with boxes: single, multiple, true or false."""

import re
from collections.abc import Sequence

from courseware.giveaways import check_length
from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.plain import plain_text
from courseware.questions.options import spoken, text_id
from courseware.questions.pieces import WrittenChoice
from courseware.sealed import QuestionKind, SealedChoice

TRUE, FALSE = "benar", "salah"
# At the start of a sentence: "Pilih satu.", "(Pilihlah salah satu)"; a story may well tell of somebody who chooses.
_ASKS_FOR_ONE = re.compile(r"(?:^|[.?!:(]\s*)pilih(?:lah)? (?:salah )?satu\b", re.IGNORECASE)
_ASKS_FOR_ALL = re.compile(r"(?:^|[.?!:(]\s*)pilih(?:lah)? semua\b", re.IGNORECASE)


def read_choices(
    writer: Writer, question: str, prompt_html: str, written: Sequence[WrittenChoice]
) -> tuple[QuestionKind, tuple[SealedChoice, ...]]:
    """The choices of the question with this id, and what kind their marks make it."""
    choices = tuple(_sealed(writer, question, choice) for choice in written)
    texts = [spoken(choice.html) for choice in choices]
    _check_texts(writer.source, written, texts)
    line = written[0].words.line
    right = sum(choice.correct for choice in choices)
    if sorted(texts) == [TRUE, FALSE]:
        if right > 1:
            writer.source.wrong(line, "questions.true-and-false")
        return QuestionKind.TRUE_FALSE, tuple(sorted(choices, key=lambda choice: spoken(choice.html) != TRUE))
    prompt = plain_text(prompt_html)
    if right > 1 and _ASKS_FOR_ONE.search(prompt):
        writer.source.wrong(line, "questions.two-right-in-single", count=right)
    if right == 1 and _ASKS_FOR_ALL.search(prompt):
        writer.source.wrong(line, "questions.one-right-in-multiple")
    if right == 1:
        check_length(writer.source, [choice.words.line for choice in written], choices)
    return QuestionKind.MULTIPLE if right > 1 else QuestionKind.SINGLE, choices


def _sealed(writer: Writer, question: str, choice: WrittenChoice) -> SealedChoice:
    words = choice.words
    feedback = writer.inline("\n".join(choice.feedback), words.line + len(words.lines))
    html = writer.inline(words.joined, words.line)
    return SealedChoice(text_id(question, words.joined), html, choice.correct, feedback)


def _check_texts(source: SourceFile, written: Sequence[WrittenChoice], texts: Sequence[str]) -> None:
    first: dict[str, bool] = {}
    for choice, text in zip(written, texts, strict=True):
        if text not in first:
            first[text] = choice.correct
        elif first[text] == choice.correct:
            source.wrong(choice.words.line, "questions.same-choices")
        else:
            source.wrong(choice.words.line, "questions.key-among-distractors")
