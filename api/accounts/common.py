"""Common passwords, and the ways in which people stretch a short one to twelve characters."""

import gzip
import string
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
ENDS = string.digits + string.punctuation + string.whitespace
_SIGNS = "0123456789@$!+|({[<%"
_READINGS = (
    str.maketrans(_SIGNS, "oizeasgtbgasitlccccx"),
    str.maketrans(_SIGNS, "olzeasglbqaslticcccx"),
)
_LONGEST_NUMBER = 16
"""Telephones have 10 to 13 digits, the number of an identity card has 16: others know them."""
_LEAST_CORE = 4
_LONGEST_PAIR = 40


@cache
def common_passwords() -> frozenset[str]:
    """What is tried first everywhere, and here."""
    packed = (DATA / "common_passwords.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().splitlines()) | frozenset(local_words())


@cache
def local_words() -> tuple[str, ...]:
    """What people here put into passwords."""
    return tuple((DATA / "local_words.txt").read_text(encoding="utf-8").split())


@cache
def _words() -> frozenset[str]:
    return frozenset(local_words())


def is_common(password: str) -> bool:
    """Whether the password is a common one: as it stands, between digits and signs, in other spellings, repeated, or
    two of them; or a bare number of the length of a telephone's or an identity card's.
    """
    folded = "".join(password.casefold().split())
    letters_and_digits = "".join(one for one in folded if one.isalnum())
    if letters_and_digits.isdigit() and len(letters_and_digits) <= _LONGEST_NUMBER:
        return True
    spelt = _spellings(folded) | _spellings(folded.strip(ENDS))
    return any(_is_known(form) or _is_pair(form) for text in spelt for form in _forms(text))


def _spellings(folded: str) -> set[str]:
    """With digits and signs for letters read as those letters, once for each reading."""
    return {folded, *(folded.translate(table) for table in _READINGS)}


def signs_in(text: str) -> int:
    """How many different digits and signs could be read as letters."""
    return len(set(text).intersection(_SIGNS))


def read_as_letters(text: str) -> str:
    """With each of them read as the letter that it most resembles."""
    return text.translate(_READINGS[0])


def _forms(text: str) -> set[str]:
    """As it stands, without what was put at its ends, and the part that it repeats."""
    bare = text.strip(ENDS)
    letters = "".join(one for one in text if one.isalpha())
    return {text, bare, _repeated(text), _repeated(bare), _repeated(letters) if len(letters) * 2 > len(text) else text}


def _is_known(form: str) -> bool:
    return len(form) >= _LEAST_CORE and form in common_passwords()


def _is_pair(form: str) -> bool:
    """Whether it is two common ones of the same length, or any two words of ours."""
    middle, odd = divmod(len(form), 2)
    if not odd and _is_known(form[:middle]) and _is_known(form[middle:]):
        return True
    places = range(1, min(len(form), _LONGEST_PAIR))
    return any(form[:place] in _words() and form[place:] in _words() for place in places)


def _repeated(text: str) -> str:
    """The shortest piece that the text repeats, its end cut off perhaps: siti for sitisitisi."""
    # Where the text meets itself again, shifted: the classic way to find a period, in one pass.
    borders = [0] * len(text)
    for place in range(1, len(text)):
        length = borders[place - 1]
        while length and text[place] != text[length]:
            length = borders[length - 1]
        borders[place] = length + (text[place] == text[length])
    period = len(text) - borders[-1] if text else 0
    return text[:period] if period * 2 <= len(text) else text
