"""The reason that staff give for a deed: one line, long enough to tell something to a reader of next year."""

from api.refusal import InvalidInput

LENGTHS = range(10, 1001)


def given(text: str) -> str:
    """The reason as it is kept.

    Raises:
        InvalidInput: it is shorter than 10 or longer than 1,000 characters.
    """
    said = " ".join(text.split())
    if len(said) not in LENGTHS:
        raise InvalidInput("reason")
    return said
