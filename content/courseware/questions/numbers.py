"""Numbers as Indonesians write them: `Rp1.500`, `12,5% ± 0,5`, `40 kg toleransi 2`."""

import re
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from courseware.mistakes import SourceFile
from courseware.sealed import NumberKey

_CURRENCIES = {"rp": "Rp", "rp.": "Rp", "idr": "Rp", "us$": "US$", "$": "$", "€": "€"}
_CURRENCY = r"(?P<currency>(?i:Rp\.?|IDR|US\$)|\$|€)?"
_DIGITS = r"(?P<digits>[0-9](?:[0-9., ]*[0-9.,])?)"
# A capital right behind a number is a name: 4P, 3D. Small letters and signs there are units: 5kg, 5%.
_UNIT = r"(?P<unit>\s*[%‰°]|[a-zµ][a-zµ²³/]*|\s+[^\W\d_](?:[^\W\d_]|[ /.²³°-]){0,19})?"
_NUMBER = re.compile(rf"(?P<sign>[-−–+]?)\s*{_CURRENCY}\s*(?P<inner>[-−–]?){_DIGITS}(?P<dash>-?){_UNIT}")
_TOLERANCE = re.compile(r"\s*(?:±|\+/-|\+-|\btoleransi\b:?)\s*", re.IGNORECASE)
# 021 and 0812 3456 are names made of digits.
_CODE = re.compile(r"0[0-9]")
_MONTHS = frozenset(
    [
        *("januari", "februari", "maret", "april", "mei", "juni"),
        *("juli", "agustus", "september", "oktober", "november", "desember"),
    ]
)

_WHOLE = r"(?:0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)"
_WRITTEN = re.compile(rf"{_WHOLE}(?:,[0-9]+)?")
_MOST_DIGITS, _MOST_DECIMALS = 15, 6
_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """An answer that is meant as a number, in whatever notation; `tolerance` is None where none was written."""

    digits: str
    negative: bool
    currency: str
    unit: str
    tolerance: str | None = None


def find_number(text: str) -> WrittenNumber | None:
    """The number that an answer is; None for a text."""
    written, *tolerance = _TOLERANCE.split(text, maxsplit=1)
    number = _amount(written)
    if number is None or _CODE.match(number.digits) or number.unit.casefold() in _MONTHS:
        return None
    return replace(number, tolerance=tolerance[0] if tolerance else None)


def read_number(source: SourceFile, line: int, number: WrittenNumber) -> NumberKey:
    """A number, its tolerance and its unit; usable only when no mistake was noted."""
    if number.unit and number.currency:
        source.wrong(line, "questions.two-units", one=number.currency, other=number.unit)
    value = _value(source, line, number.digits)
    unit = number.currency or number.unit
    tolerance = Decimal(0) if number.tolerance is None else _tolerance(source, line, value, unit, number.tolerance)
    return NumberKey(_plain(-value if number.negative else value), _plain(tolerance), unit, bool(number.currency))


def _amount(text: str) -> WrittenNumber | None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    # Prices may end in `,-`.
    digits = (
        found["digits"].removesuffix(",") if found["dash"] and found["currency"] else found["digits"] + found["dash"]
    )
    negative = found["sign"] not in {"", "+"} or bool(found["inner"])
    currency = _CURRENCIES.get((found["currency"] or "").casefold(), "")
    return WrittenNumber(digits, negative, currency, (found["unit"] or "").strip())


def _value(source: SourceFile, line: int, digits: str) -> Decimal:
    """The digits as a number: dots between thousands, one comma before decimals."""
    if not _WRITTEN.fullmatch(digits):
        source.wrong(line, "questions.number-notation", digits=digits)
        return Decimal(0)
    whole, _, decimals = digits.replace(".", "").partition(",")
    if len(whole) > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS:
        source.wrong(line, "questions.long-number", digits=_MOST_DIGITS, decimals=_MOST_DECIMALS)
        return Decimal(0)
    return Decimal(f"{whole}.{decimals or 0}")


def _tolerance(source: SourceFile, line: int, value: Decimal, unit: str, text: str) -> Decimal:
    number = _amount(text)
    if number is None or number.negative:
        source.wrong(line, "questions.unreadable-tolerance", tolerance=text)
        return Decimal(0)
    amount, counted_in = _value(source, line, number.digits), number.currency or number.unit
    if counted_in == "%" and unit == "%":
        source.wrong(line, "questions.percent-of-percent")
    elif counted_in == "%":
        amount = _EXACT.divide(_EXACT.multiply(value, amount), Decimal(100))
        if not value:
            source.wrong(line, "questions.percent-of-nothing")
    elif counted_in not in {"", unit}:
        source.wrong(line, "questions.tolerance-in-other-unit", unit=counted_in)
    if value and amount >= value:
        source.wrong(line, "questions.wide-tolerance")
    return amount


def _plain(value: Decimal) -> str:
    """The one spelling of a number: no exponent, no zeros at the end, no minus before zero."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
