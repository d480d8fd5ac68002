"""The formulas of classical item analysis, over exact counts: order and size of the batches change nothing.

Shares (of points, from 0 to 1) come in as whole millionths, so that sums stay exact and no spread is told from little.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

WHOLE = 1_000_000
"""A share of 1, in millionths."""
GROUP = Fraction(27, 100)
"""Of all, in the upper and in the lower group: where the two differ most surely (Kelley 1939)."""


def millionths(share: Fraction) -> int:
    """The nearest whole number of millionths."""
    return round(share * WHOLE)


@dataclass(slots=True)
class Correlation:
    """Pearson's, of two shares; of a right-or-wrong item it is the point-biserial correlation."""

    n: int = 0
    x: int = 0
    y: int = 0
    xx: int = 0
    yy: int = 0
    xy: int = 0

    def add(self, x: int, y: int) -> None:
        """One person's two shares."""
        self.n += 1
        self.x += x
        self.y += y
        self.xx += x * x
        self.yy += y * y
        self.xy += x * y

    @property
    def value(self) -> float | None:
        """From -1 to 1; None where either has no spread."""
        spread_x = self.n * self.xx - self.x * self.x
        spread_y = self.n * self.yy - self.y * self.y
        if not spread_x or not spread_y:
            return None
        together = self.n * self.xy - self.x * self.y
        return max(-1.0, min(1.0, together / (math.sqrt(spread_x) * math.sqrt(spread_y))))


@dataclass(slots=True)
class Heap:
    """People of one total score: how many, what they earned of the item together, and what they took."""

    people: int = 0
    earned: int = 0
    took: Counter[str] = field(default_factory=Counter[str])

    def add(self, share: int, took: Iterable[str]) -> None:
        """One person more."""
        self.people += 1
        self.earned += share
        self.took.update(took)


@dataclass(frozen=True, slots=True)
class Group:
    """The upper or the lower 27 %: the mean share that it earned, and the share of it that took each thing."""

    earned: Fraction
    took: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Groups:
    """Both; `discrimination` is the index D, from -1 to 1."""

    upper: Group
    lower: Group

    @property
    def discrimination(self) -> Fraction:
        return self.upper.earned - self.lower.earned


def groups(heaps: Mapping[int, Heap]) -> Groups | None:
    """The two groups, by total score; None of fewer than two people. Who ties at the border counts in part, all alike.

    Published groups are whole people, the 27 % rounded: so is the size here.
    """
    people = sum(heap.people for heap in heaps.values())
    if people < 2:
        return None
    size = max(1, math.floor(people * GROUP + Fraction(1, 2)))
    scores = sorted(heaps)
    return Groups(
        _group([heaps[score] for score in reversed(scores)], size), _group([heaps[score] for score in scores], size)
    )


def _group(heaps: Sequence[Heap], size: int) -> Group:
    left, earned = size, Fraction(0)
    took: dict[str, Fraction] = {}
    for heap in heaps:
        if not left:
            break
        part = Fraction(min(left, heap.people), heap.people)
        left -= min(left, heap.people)
        earned += part * heap.earned
        for what, count in heap.took.items():
            took[what] = took.get(what, Fraction(0)) + part * count
    return Group(earned / WHOLE / size, {what: count / size for what, count in took.items()})


@dataclass(slots=True)
class Consistency:
    """Cronbach's alpha over people who all answered the same items; of right-or-wrong items it is KR-20."""

    people: int = 0
    whole: int = 0
    squares: int = 0
    _items: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    def add(self, points: Mapping[str, int]) -> None:
        """One person's points, by item, in one unit."""
        total = sum(points.values())
        self.people += 1
        self.whole += total
        self.squares += total * total
        for item, earned in points.items():
            summed, squared = self._items.get(item, (0, 0))
            self._items[item] = summed + earned, squared + earned * earned

    @property
    def value(self) -> float | None:
        """At most 1, below 0 where items contradict each other; None of one item, or where totals have no spread."""
        items, spread = len(self._items), self.people * self.squares - self.whole * self.whole
        if items < 2 or not spread:
            return None
        within = sum(self.people * squared - summed * summed for summed, squared in self._items.values())
        return float(Fraction(items, items - 1) * (1 - Fraction(within, spread)))


@dataclass(frozen=True, slots=True)
class Quartiles:
    """A quarter is at or below the first, half at or below the median, three quarters at or below the third."""

    first: int
    median: int
    third: int


def quartiles(counts: Mapping[int, int]) -> Quartiles | None:
    """Of whole numbers, each so many times; None of none. Each is one of the numbers: the inverse of the share at or
    below (definition 1 of Hyndman and Fan 1996).
    """
    total = sum(counts.values())
    if not total:
        return None
    return Quartiles(*(_at(counts, math.ceil(Fraction(total * quarter, 4))) for quarter in (1, 2, 3)))


def _at(counts: Mapping[int, int], rank: int) -> int:
    for number in sorted(counts):
        rank -= counts[number]
        if rank <= 0:
            return number
    raise ValueError("No number has this rank.")
