"""Words and numbers as people type them: compared by what is meant, not by how it is spelled."""

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from unicodedata import category

from courseware.sealed import NumberKey
from courseware.spelling import LONGEST_ANSWER, folded, normal

_UNREADABLE = frozenset({"Cc", "Cs"})  # control characters, half of a letter: no database takes all of them
_CLOSED_PRICE = re.compile(r"[.,][-–—]+$")  # "Rp1.500,-"
_SPOKEN = {"%": "persen"}
_EXCHANGED = str.maketrans(",.", ".,")


def tidy(text: str) -> str:
    """The text on one line with single spaces, without what can't be seen or stored."""
    kept = (letter for letter in text if letter.isspace() or category(letter) not in _UNREADABLE)
    return " ".join("".join(kept).split())


def spelled(text: str) -> str:
    """The words without what a spelling may differ in: case, width, spaces, marks at either end."""
    # Marks alone may be the answer: "?", "%".
    return folded(text) or " ".join(normal(text).split())


def number_in(text: str, unit: str = "") -> Fraction | None:
    """The number that was typed, with or without "Rp" or its unit; None where there is none, or more than a number.

    Where both marks stand, the last is the decimal one: 1.500,75 and 1,500.75. A mark that comes twice groups
    thousands. A comma alone is the decimal mark, as Indonesians write it. A dot alone groups thousands if one to three
    digits that don't begin with 0 stand before it and exactly three behind (1.500); else it is the decimal mark (1.5).
    """
    bare = _CLOSED_PRICE.sub("", "".join(normal(text).split()).replace("−", "-"))
    units = "|".join(re.escape(one) for one in _names(unit))
    found = re.fullmatch(rf"([+-]?)(?:(?:{units})\.?)?([+-]?)([0-9.,]+)(?:(?:{units})\.?)?", bare)
    if found is None or (found[1] and found[2]):
        return None
    value = _unsigned(found[3].rstrip(".,"))
    return -value if value is not None and "-" in (found[1], found[2]) else value


def number_in_words(key: NumberKey) -> str:
    """The number in Indonesian notation with its unit, and what still counts as right: "40 kg (± 2)"."""
    value = _indonesian(key.value)
    if key.unit_before:
        value = f"{key.unit}{value}"
    elif key.unit:
        value = f"{value}{'' if key.unit == '%' else ' '}{key.unit}"
    return value if key.tolerance == "0" else f"{value} (± {_indonesian(key.tolerance)})"


def number_spelled(text: str, unit: str = "") -> str | None:
    """The number that was typed in one spelling, without its unit: 1.500 for "Rp 1500,00"; None where there is none."""
    value = number_in(text, unit)
    if value is None:
        return None
    # Typed digits are decimal: the division is exact up to more digits than an answer can have.
    with localcontext(prec=2 * LONGEST_ANSWER):
        return _indonesian(f"{(Decimal(value.numerator) / value.denominator).normalize():f}")


def _indonesian(plain: str) -> str:
    return f"{Decimal(plain):,f}".translate(_EXCHANGED)


def _names(unit: str) -> list[str]:
    """What the unit may be called, the longest first."""
    own = "".join(normal(unit).split())
    names = {own, _SPOKEN.get(own, ""), "rp", "rupiah"} - {""}
    return sorted(names, key=len, reverse=True)


def _unsigned(digits: str) -> Fraction | None:
    last = max(".,", key=digits.rfind)
    other = "," if last == "." else "."
    whole, found, part = digits.rpartition(last)
    if not found:
        return Fraction(digits) if digits else None
    if digits.count(last) > 1 or (last == "." and _is_grouped(digits, last)):
        return Fraction(digits.replace(last, "")) if _is_grouped(digits, last) else None
    if other in whole and not _is_grouped(whole, other):
        return None
    return Fraction(f"{whole.replace(other, '') or '0'}.{part}")


def _is_grouped(digits: str, mark: str) -> bool:
    return re.fullmatch(rf"[1-9][0-9]{{0,2}}({re.escape(mark)}[0-9]{{3}})+", digits) is not None
