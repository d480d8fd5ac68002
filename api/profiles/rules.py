"""Decisions about biodata."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from api.refusal import InvalidInput, ProblemCode, Refusal
from courseware.sealed import Audience

NAME_LENGTH = range(3, 121)
ORGANISATION_LENGTH = 120


class Gender(StrEnum):
    """As on the identity card: perempuan, laki-laki."""

    FEMALE = "FEMALE"
    MALE = "MALE"


class NameInvalid(Refusal):
    """The name can't be printed on a certificate."""

    code = ProblemCode.NAME_INVALID


class ConsentRequired(Refusal):
    """Nothing personal is kept without consent (UU 27/2022, article 20)."""

    code = ProblemCode.CONSENT_REQUIRED


class UnknownRegency(Refusal):
    """The code is no regency or city of East Java."""

    code = ProblemCode.INVALID_INPUT


class OrganisationTooLong(Refusal):
    """The organisation's name is longer than the field."""

    code = ProblemCode.INVALID_INPUT


def printable_name(text: str) -> str:
    """The name as it will be printed: composed letters, single spaces, capitals and titles as they were written.

    Raises:
        NameInvalid: too short, too long, without a letter, or with characters that no name has.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if len(name) not in NAME_LENGTH or not any(character.isalpha() for character in name):
        raise NameInvalid("fullName")
    if any(not _belongs_in_a_name(character) for character in name):
        raise NameInvalid("fullName")
    return name


# What the certificate's fonts can print: Latin with its accents, Latin Extended-A and Latin Extended Additional.
_PRINTABLE = (range(0x20, 0x180), range(0x1E00, 0x1F00))
_PUNCTUATION = " .,'’-/()"


def _belongs_in_a_name(character: str) -> bool:
    """Letters, digits, and the punctuation of names and titles."""
    printable = any(ord(character) in letters for letters in _PRINTABLE)
    return character in _PUNCTUATION or (printable and character.isalnum())


def organisation_name(text: str | None) -> str | None:
    """The cooperative's or business's name, or None where there is none.

    Raises:
        OrganisationTooLong, InvalidInput
    """
    name = " ".join((text or "").split())
    if len(name) > ORGANISATION_LENGTH:
        raise OrganisationTooLong("organisation", limit=ORGANISATION_LENGTH)
    # Control characters could turn the line around on a screen of the staff, and PostgreSQL refuses some.
    if any(unicodedata.category(character)[0] == "C" for character in name):
        raise InvalidInput("organisation")
    return name or None


@dataclass(frozen=True, slots=True)
class Offer:
    """A class on the menu of one participant."""

    course: str
    meant_for_you: bool


def menu(group: Audience | None, courses: dict[str, frozenset[Audience]]) -> tuple[Offer, ...]:
    """The classes in the order to show them: those meant for the participant's group first. Before the biodata is
    filled in nothing is known, and every class stands in the order given."""
    offers = [Offer(course, group in audiences) for course, audiences in courses.items()]
    return tuple(sorted(offers, key=lambda offer: not offer.meant_for_you))
