"""Numbers as Moodle writes them (1500, 12.5, 1e3) and as our Markdown does (1500, 12,5)."""

import re
from decimal import Decimal

_NUMERAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
# What our numbers can hold is decided where they are read; this bounds the arithmetic before.
_LONGEST = 24


def number_in(written: str) -> Decimal | None:
    """The number; None for anything else."""
    text = written.strip()
    return Decimal(text) if len(text) <= _LONGEST and _NUMERAL.fullmatch(text) else None


def plainly(number: Decimal) -> str:
    """In Moodle's notation without an exponent: 12.5."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def indonesian(number: Decimal) -> str:
    """With a decimal comma and without dots between thousands: 1822 may be a year."""
    return plainly(number).replace(".", ",")
