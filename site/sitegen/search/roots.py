"""From the words of the lessons to their roots, so that *mengelola* finds *kelola*.

The words themselves are the dictionary: a stem counts when it stands in the lessons, or when several words of the
lessons have it in common. What they can't settle, a short list does (roots.txt).
"""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from sitegen.search.affixes import stems

LISTED = Path(__file__).with_name("roots.txt")

_LETTERS_UNLISTED = 4
"""A shorter stem is too often there by chance (*per*-an, *las* in kelas): it counts when it is listed."""


def listed_roots(file: Path = LISTED) -> frozenset[str]:
    """The roots of the list; a line that begins with # is a remark."""
    lines = file.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Roots:
    """The root of each word, as the words of some texts see it; the same words give the same roots."""

    def __init__(self, words: Iterable[str], listed: frozenset[str]) -> None:
        self._listed = listed
        self._words = frozenset(words)
        self._known: dict[str, str] = {}

    @cached_property
    def _support(self) -> Counter[str]:
        """How many words have a stem in common, the word itself among them."""
        return Counter(stem for word in self._words for stem in (word, *stems(word)))

    def of(self, word: str) -> str:
        """The root of a word in lower case, which needn't stand in the texts; a word without another is its own."""
        if word not in self._known:
            self._known[word] = self._found(word)
        return self._known[word]

    def _found(self, word: str) -> str:
        if word in self._listed:
            return word
        possible = [stem for stem in stems(word) if self._counts(stem, word)]
        return self.of(max(possible, key=self._weight)) if possible else word

    def _counts(self, stem: str, word: str) -> bool:
        if stem in self._listed:
            return True
        if len(stem) < _LETTERS_UNLISTED:
            return False
        # All that *paka* explains is explained by *pakai* too: a shorter stem must be good for something.
        return stem in self._words or self._support[stem] > max(1, self._support[word])

    def _weight(self, stem: str) -> tuple[bool, bool, int, int]:
        return stem in self._listed, stem in self._words, self._support[stem], len(stem)
