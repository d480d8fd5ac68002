"""The formulas against worked examples of the literature, and what must hold for any figures."""

import math
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evaluations.figures import WHOLE, Consistency, Correlation, Groups, Heap, groups, quartiles

LSAT6 = (
    *(3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15),
    *(10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298),
)
"""Section 6 of the LSAT, five items and 1,000 people (Bock and Lieberman 1970, Psychometrika 35): how many gave each
pattern of right answers, from 00000 to 11111.
"""
WUENSCH = (
    "1111110110", "1011011101", "1111011001", "0010001000", "0000010010",
    "1110111111", "1101110111", "1111111101", "0101111101", "1101101110",
)  # fmt: skip
"""Ten students, ten items (K. L. Wuensch, East Carolina University, StatHelp/KR20)."""
BROWN = ((50, "101"), (45, "101"), (45, "101"), (40, "101"), (35, "011"), (30, "011"), (30, "011"), (25, "011"))
"""Total scores of eight students and three of the items (J. D. Brown 2001, Shiken: JALT Testing & Evaluation SIG
Newsletter 5(3), table 2).
"""


def lsat6() -> list[str]:
    """One pattern for each person."""
    return [f"{number:05b}" for number, count in enumerate(LSAT6) for _ in range(count)]


def item_rest(patterns: Sequence[str], item: int) -> Correlation:
    made = Correlation()
    for pattern in patterns:
        made.add(int(pattern[item]) * WHOLE, (pattern.count("1") - int(pattern[item])) * WHOLE)
    return made


def alpha(patterns: Sequence[str]) -> float | None:
    made = Consistency()
    for pattern in patterns:
        made.add({str(item): int(right) for item, right in enumerate(pattern)})
    return made.value


@pytest.mark.parametrize(
    ("item", "facility", "corrected"),
    [(0, 0.924, 0.1128), (1, 0.709, 0.1531), (2, 0.553, 0.1727), (3, 0.763, 0.1444), (4, 0.870, 0.1215)],
)
def test_facility_and_the_corrected_point_biserial_are_those_of_the_lsat(
    item: int, facility: float, corrected: float
) -> None:
    """As `descript` of the R package ltm prints them (Rizopoulos 2006, Journal of Statistical Software 17(5)), which
    divides by the deviation of a sample: of 1,000 people that is the factor below.
    """
    made = item_rest(lsat6(), item)
    assert made.x / made.n / WHOLE == facility
    assert made.value is not None
    assert made.value * math.sqrt(999 / 1000) == pytest.approx(corrected, abs=5e-5)


def test_alpha_of_the_lsat_is_the_published_one() -> None:
    """0.295 for all five items (Rizopoulos 2006)."""
    assert alpha(lsat6()) == pytest.approx(0.2950, abs=5e-5)


def test_kr_20_follows_the_worked_example() -> None:
    """The sum of p * q is 2.18 and the variance of totals 5.84: 10/9 * (1 - 2.18/5.84)."""
    totals = [pattern.count("1") for pattern in WUENSCH]
    assert sum(total**2 for total in totals) / 10 - (sum(totals) / 10) ** 2 == pytest.approx(5.84)
    assert alpha(WUENSCH) == pytest.approx(10 / 9 * (1 - 2.18 / 5.84))


@pytest.mark.parametrize(("item", "published"), [(0, 0.91), (1, -0.91), (2, None)])
def test_the_point_biserial_follows_the_worked_example(item: int, published: float | None) -> None:
    """An item that all have right has none; the example writes 0. It rounds the deviation before it divides."""
    made = Correlation()
    for total, pattern in BROWN:
        made.add(int(pattern[item]) * WHOLE, total * WHOLE // 100)
    assert made.value == (None if published is None else pytest.approx(published, abs=0.006))


def of_groups(upper: str, lower: str, middle: int, key: str) -> Groups:
    """Groups of equal size with what each person took, and some people between them."""
    heaps = {2: Heap(), 1: Heap(), 0: Heap()}
    for score, took in ((2, upper), (1, key * middle), (0, lower)):
        for one in took:
            heaps[score].add(WHOLE * (one == key), (one,))
    made = groups(heaps)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("upper", "lower", "key", "published"),
    [("aaaaaaaab", "bbbbcddde", "a", 0.89), ("acccccc" + "dd", "aaaaabcee", "c", 0.556)],
)
def test_d_and_the_choices_follow_a_worked_table(upper: str, lower: str, key: str, published: float) -> None:
    """Nine of 33 are 27 % (8.91, rounded). Items 21 and 22 of a lecturer's exercise with its table of choices by group
    ("Perhitungan Tes Hasil Belajar", scribd.com/doc/82570622), whose D is 89 % and 55.7 % of roundings.
    """
    both = of_groups(upper, lower, 15, key)
    assert float(both.discrimination) == pytest.approx(published, abs=0.0015)
    for group, people in ((both.upper, upper), (both.lower, lower)):
        assert {name: share * 9 for name, share in group.took.items()} == Counter(people)


def test_who_ties_at_the_border_counts_in_part() -> None:
    """Of ten people three are a group. One is at the top, and four tie behind: each counts by half."""
    heaps = {9: Heap(), 5: Heap(), 1: Heap()}
    heaps[9].add(WHOLE, "a")
    for took in "aabb":
        heaps[5].add(WHOLE * (took == "a"), took)
    for _ in range(5):
        heaps[1].add(0, "b")
    both = groups(heaps)
    assert both is not None
    assert both.upper.earned * 3 == 1 + 2 * 0.5
    assert both.upper.took == {"a": both.upper.earned, "b": 1 - both.upper.earned}
    assert (both.lower.earned, both.lower.took) == (0, {"b": 1})


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((7,), (7, 7, 7)), ((1, 2), (1, 1, 2)), ((6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49), (15, 40, 43))],
)
def test_quartiles_are_numbers_that_somebody_took(numbers: Sequence[int], expected: tuple[int, int, int]) -> None:
    """The last are the eleven numbers of Wikipedia's first example of quartiles, with its first, second and third."""
    found = quartiles(Counter(numbers))
    assert found is not None
    assert (found.first, found.median, found.third) == expected


PEOPLE = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, WHOLE), st.sampled_from("abcd")), min_size=2, max_size=60
)


def heaped(people: Sequence[tuple[int, int, str]]) -> dict[int, Heap]:
    heaps: dict[int, Heap] = {}
    for score, share, took in people:
        heaps.setdefault(score, Heap()).add(share, (took,))
    return heaps


@given(PEOPLE)
def test_d_is_no_greater_than_the_facility_allows(people: list[tuple[int, int, str]]) -> None:
    """With p of all right, D is at most p/0.27 and (1 - p)/0.27 (Tristan Lopez 1998, Rasch Measurement Transactions
    12:1); both groups are whole, and shares of one choice each add up to 1.
    """
    both = groups(heaped(people))
    assert both is not None
    size, earned = max(1, math.floor(0.27 * len(people) + 0.5)), sum(share for _, share, _ in people)
    most = min(1, earned / WHOLE / size, (len(people) - earned / WHOLE) / size)
    assert abs(both.discrimination) <= most + 1e-9
    assert sum(both.upper.took.values()) == sum(both.lower.took.values()) == 1


@given(PEOPLE)
def test_order_and_scale_of_scores_change_nothing(people: list[tuple[int, int, str]]) -> None:
    """Only ranks count for the groups."""
    turned = [(score * 3 + 7, share, took) for score, share, took in reversed(people)]
    assert groups(heaped(turned)) == groups(heaped(people))


@given(PEOPLE)
def test_turning_the_scores_turns_d(people: list[tuple[int, int, str]]) -> None:
    """Upper becomes lower."""
    both, turned = groups(heaped(people)), groups(heaped([(-score, share, took) for score, share, took in people]))
    assert both is not None
    assert turned is not None
    assert turned.discrimination == -both.discrimination


@given(st.lists(st.tuples(st.integers(0, WHOLE), st.integers(0, WHOLE)), max_size=40))
def test_a_correlation_lies_between_minus_one_and_one(pairs: list[tuple[int, int]]) -> None:
    """And turns its sign with either side; without a spread there is none."""
    made, turned = Correlation(), Correlation()
    for x, y in pairs:
        made.add(x, y)
        turned.add(WHOLE - x, y)
    if len({x for x, _ in pairs}) < 2 or len({y for _, y in pairs}) < 2:
        assert made.value is None
    else:
        assert made.value is not None
        assert -1 <= made.value <= 1
        assert turned.value == pytest.approx(-made.value)


@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=2, max_size=30), st.integers(1, 9))
def test_alpha_is_at_most_one_and_knows_no_unit(people: list[list[int]], unit: int) -> None:
    """Parallel items reach it."""
    made, scaled, parallel = Consistency(), Consistency(), Consistency()
    for points in people:
        made.add({str(item): earned for item, earned in enumerate(points)})
        scaled.add({str(item): earned * unit for item, earned in enumerate(points)})
        parallel.add({str(item): points[0] for item in range(3)})
    assert scaled.value == made.value
    assert made.value is None or made.value <= 1
    assert parallel.value in {None, 1.0}


@given(st.lists(st.integers(0, 3600), min_size=1, max_size=50))
def test_quartiles_leave_the_right_share_at_or_below(numbers: list[int]) -> None:
    """And not a number sooner."""
    found = quartiles(Counter(numbers))
    assert found is not None
    for share, value in ((0.25, found.first), (0.5, found.median), (0.75, found.third)):
        assert sum(one <= value for one in numbers) >= share * len(numbers)
        assert sum(one < value for one in numbers) < share * len(numbers)
