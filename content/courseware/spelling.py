"""How a short answer is compared, by the check of its spellings and by the judge alike. Standard library only."""

from unicodedata import category, normalize

LONGEST_ANSWER = 200
"""Letters: of a spelling that an editor accepts, and of what a participant may send."""


def normal(text: str) -> str:
    """Without case and width."""
    # Folding may undo the normal form: it is made once more.
    return normalize("NFKC", normalize("NFKC", text).casefold())


def folded(text: str) -> str:
    """What capitals, kinds of space and the marks at either end leave of a text; nothing of marks alone."""
    words = " ".join(normal(text).split())
    inner = [at for at, letter in enumerate(words) if not (letter.isspace() or category(letter).startswith("P"))]
    return words[inner[0] : inner[-1] + 1] if inner else ""
