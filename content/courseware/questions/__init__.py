"""The Markdown of a question: one syntax for lessons and evaluation, a file for each shape of answer."""

from courseware.questions.identity import CHECK_KEYS, QUESTION_KEYS, Identity, is_retired, read_identity
from courseware.questions.pieces import Numbered
from courseware.questions.reading import read_question

__all__ = ["CHECK_KEYS", "QUESTION_KEYS", "Identity", "Numbered", "is_retired", "read_identity", "read_question"]
