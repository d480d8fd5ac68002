"""Ids for what comes from elsewhere: the same file gives the same ids, and none is given twice."""

import re
from dataclasses import dataclass, field
from unicodedata import normalize

from courseware.heads import IDENTIFIER

_WORD = re.compile(r"[a-z0-9]+")
_IDENTIFIER = re.compile(IDENTIFIER)
LONGEST_ID = 80
# Of a text: enough to be told apart, short enough to be typed.
_LONGEST_MADE = 48


def is_id(text: str) -> bool:
    return len(text) <= LONGEST_ID and bool(_IDENTIFIER.fullmatch(text))


def as_id(text: str, longest: int = _LONGEST_MADE) -> str:
    """The words of a text with hyphens between them, cut between words; empty when it has no Latin letter or digit."""
    plainly = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = ""
    for word in _WORD.findall(plainly.replace("'", "")):
        longer = f"{name}-{word}" if name else word[:longest]
        if len(longer) > longest:
            break
        name = longer
    return name


@dataclass(slots=True)
class Names:
    """`taken` are the ids that the class has, or had, and those given since."""

    taken: set[str] = field(default_factory=set[str])

    def give(self, *wishes: str, otherwise: str) -> str:
        """An id from the first of the wishes that has words for one, with a number where it is taken."""
        wanted = next((name for wish in wishes if (name := as_id(wish))), otherwise)
        name, number = wanted, 1
        while name in self.taken:
            number += 1
            name = f"{wanted}-{number}"
        self.taken.add(name)
        return name
