"""What answers of every shape share: an option, its id, and when two texts are the same to a reader."""

from hashlib import sha256

from courseware.markdown import Writer
from courseware.plain import plain_text
from courseware.questions.pieces import Numbered
from courseware.sealed import SealedChoice


def text_id(question: str, text: str) -> str:
    """From the text alone, so that the id says nothing about the order or the key."""
    return sha256(f"{question}\0{text}".encode()).hexdigest()[:8]


def option(writer: Writer, question: str, words: Numbered) -> SealedChoice:
    """A choice that is neither right nor wrong by itself."""
    html = writer.inline(words.joined, words.line)
    return SealedChoice(text_id(question, words.joined), html, correct=False, feedback_html="")


def spoken(html: str) -> str:
    """The words of a text, however they are marked up: equal for texts that nobody can tell apart."""
    return plain_text(html).casefold()
