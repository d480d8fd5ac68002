"""Ordering: a numbered list in the right order."""

from collections.abc import Sequence

from courseware.markdown import Writer
from courseware.questions.options import option, spoken
from courseware.questions.pieces import Numbered
from courseware.sealed import SealedChoice

FEWEST_ITEMS = 3


def read_items(writer: Writer, question: str, written: Sequence[Numbered]) -> tuple[SealedChoice, ...]:
    """The items in their right order."""
    if len(written) < FEWEST_ITEMS:
        writer.source.wrong(written[0].line, "questions.few-items", fewest=FEWEST_ITEMS)
    items = tuple(option(writer, question, item) for item in written)
    seen: set[str] = set()
    for item, spelled in zip(items, written, strict=True):
        if spoken(item.html) in seen:
            writer.source.wrong(spelled.line, "questions.same-items")
        seen.add(spoken(item.html))
    return items
