"""Numbers as people type and paste them."""

import unicodedata

SEPARATORS = ".()"


def bare(text: str) -> str:
    """The text without what only groups or hides in it: spaces, dots, dashes, brackets, invisible marks.

    What a phone copies from a chat or a scan of a card holds typographic dashes and marks of direction; full-width
    digits become plain ones. Anything else stays, for the caller to refuse.
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(one for one in plain if one not in SEPARATORS and unicodedata.category(one) not in _GROUPING)


# Dashes, spaces, line breaks (Cc, without a digit to lose) and marks of direction (Cf).
_GROUPING = frozenset({"Pd", "Zs", "Zl", "Zp", "Cc", "Cf"})


def is_digits(text: str) -> bool:
    """Whether it is all 0 to 9: other scripts' digits would reach the office as another number."""
    return text.isascii() and text.isdigit()
