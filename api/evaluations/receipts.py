"""The code of a handed-in evaluation: read out over a telephone, typed by somebody else, checked by its last letter.

The sum of the letters' places, the first times 1, the second times 2 and so on, is divisible by the size of the
alphabet. As with the ISBN of ten digits that size is a prime, larger than the number of letters: so one wrong letter
shows, and so do two that changed places.
"""

import secrets

ALPHABET = "0123456789AFHKMRUWX"
"""19 letters. What looks like a digit is missing, and of letters that sound alike in Indonesian most."""
READ_AS = str.maketrans("OQILZSGB", "00112568")
"""Letters that are in no code, as the digits that they are taken for."""
_DATA = 8
_GROUP = 3


def new_code() -> str:
    """A code of eight random letters and the check letter, in groups of three: 4K7-M0F-R2W."""
    return _grouped(completed("".join(secrets.choice(ALPHABET) for _ in range(_DATA))))


def completed(letters: str) -> str:
    """The letters with the one at their end that makes the sum come out."""
    # The last place weighs 9; its inverse turns what is missing into the letter.
    weight = len(letters) + 1
    missing = -_sum(letters) * pow(weight, -1, len(ALPHABET))
    return letters + ALPHABET[missing % len(ALPHABET)]


def normalized_code(text: str) -> str | None:
    """The code that somebody typed, as it is stored; None when a letter is wrong, missing or too much."""
    letters = "".join(one for one in text.upper() if one.isalnum()).translate(READ_AS)
    if len(letters) != _DATA + 1 or any(one not in ALPHABET for one in letters):
        return None
    return None if _sum(letters) % len(ALPHABET) else _grouped(letters)


def _sum(letters: str) -> int:
    return sum(place * ALPHABET.index(one) for place, one in enumerate(letters, start=1))


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
