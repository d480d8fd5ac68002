"""Matching: `- left => right`, and decoys `- => right`."""

from collections.abc import Sequence

from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.questions.options import option, spoken, text_id
from courseware.questions.pieces import WrittenPair
from courseware.sealed import SealedChoice, SealedPair


def read_pairs(
    writer: Writer, question: str, written: Sequence[WrittenPair]
) -> tuple[tuple[SealedPair, ...], tuple[SealedChoice, ...]]:
    """The left sides, and all right sides once each: those that belong to a pair, then the decoys."""
    matched = [pair for pair in written if pair.left]
    _check_sides(writer.source, written, matched)
    # By their words: several left sides may share one right side.
    rights: dict[str, SealedChoice] = {}
    pairs = tuple(_pair(writer, question, pair, rights) for pair in matched)
    keys = set(rights)
    for decoy in (pair for pair in written if not pair.left):
        choice = option(writer, question, decoy.right)
        if spoken(choice.html) in keys:
            writer.source.wrong(decoy.right.line, "questions.key-among-decoys")
        elif spoken(choice.html) in rights:
            writer.source.wrong(decoy.right.line, "questions.same-decoys")
        rights.setdefault(spoken(choice.html), choice)
    _check_lefts(writer.source, matched, pairs)
    if len(matched) > 1 and len(rights) < 2:
        writer.source.wrong(written[0].right.line, "questions.one-right-side")
    return pairs, tuple(rights.values())


def _pair(writer: Writer, question: str, pair: WrittenPair, rights: dict[str, SealedChoice]) -> SealedPair:
    right = option(writer, question, pair.right)
    right = rights.setdefault(spoken(right.html), right)
    return SealedPair(text_id(question, pair.left), writer.inline(pair.left, pair.right.line), right.id)


def _check_sides(source: SourceFile, written: Sequence[WrittenPair], matched: Sequence[WrittenPair]) -> None:
    if len(matched) < 2:
        source.wrong(written[0].right.line, "questions.few-pairs")
    for pair in written:
        if not pair.right.joined.strip():
            source.wrong(pair.right.line, "questions.no-right-side")
        elif "=>" in pair.right.joined.replace(r"\=>", ""):
            source.wrong(pair.right.line, "questions.two-arrows")


def _check_lefts(source: SourceFile, matched: Sequence[WrittenPair], pairs: Sequence[SealedPair]) -> None:
    seen: set[str] = set()
    for written, pair in zip(matched, pairs, strict=True):
        text = spoken(pair.html)
        if text in seen:
            source.wrong(written.right.line, "questions.same-left-sides")
        seen.add(text)
