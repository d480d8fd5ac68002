"""Telephone numbers: kept as E.164, shown in groups, masked on screens."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from api.profiles.digits import bare, is_digits
from api.refusal import ProblemCode, Refusal

HOME = "ID"
REACHABLE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
"""Where the office can call somebody: no toll-free, premium or short numbers."""


class PhoneInvalid(Refusal):
    """No telephone where somebody can be called."""

    code = ProblemCode.PHONE_INVALID


def normalized_phone(text: str) -> str:
    """The number as E.164 (+6281234567890), from however it was typed; without a country's code it is Indonesian.

    Raises:
        PhoneInvalid: it is no mobile or fixed number; a foreign one needs its +.
    """
    typed = bare(text)
    if not is_digits(typed.removeprefix("+")):
        raise PhoneInvalid("phone")
    number = _parsed(_international(typed))
    if number is None or phonenumbers.number_type(number) not in REACHABLE:
        raise PhoneInvalid("phone")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def shown(e164: str) -> str:
    """In groups, as people read it: +62 812-3456-7890."""
    return phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.INTERNATIONAL)


def masked(e164: str) -> str:
    """For the owner to recognise: +62 812-••••-7890. At least three digits are hidden, at most seven shown."""
    country, _, groups = shown(e164).partition(" ")
    digits = sum(one.isdigit() for one in groups)
    last = 4 if digits > 10 else max(0, min(3, digits - 3))
    first = 3 if digits >= 3 + 3 + last else 0
    hidden = range(first, digits - last)
    position, covered = 0, ""
    for one in groups:
        covered += "•" if one.isdigit() and position in hidden else one
        position += one.isdigit()
    return f"{country} {covered}"


def _international(typed: str) -> str:
    # The library takes 6231... without a + for the area 0623. Nobody leaves out that 0, and many leave out the +.
    if typed.startswith("62"):
        return f"+{typed}"
    return f"+{typed.removeprefix('00')}" if typed.startswith("0062") else typed


def _parsed(typed: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(typed, HOME)
    except NumberParseException:
        return None
