"""Decisions about biodata."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.refusal import InvalidInput, ProblemCode, Refusal
from certificates.glyphs import lacking, named
from certificates.template import template_names
from courseware.sealed import Audience

NAME_LENGTH = range(3, 121)
LINE_LENGTH = 120
NEEDS_LENGTH = 500
AGES = range(10, 121)
FIRST_YEAR = 1900
MOST_WORKERS = 1_000_000


class Gender(StrEnum):
    """As on the identity card: perempuan, laki-laki."""

    FEMALE = "female"
    MALE = "male"


class Education(StrEnum):
    """The highest school finished: tidak sekolah, SD, SMP, SMA/SMK, D1-D3, D4/S1, S2, S3."""

    NONE = "none"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    DIPLOMA = "diploma"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


class TurnoverBand(StrEnum):
    """A business's turnover in a year: up to 300 million, 2, 15 and 50 billion rupiah (the last three: PP 7/2021)."""

    MICRO_LOW = "micro_low"
    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"


class CooperativePosition(StrEnum):
    """anggota, pengurus, pengawas, pengelola or karyawan."""

    MEMBER = "member"
    MANAGEMENT = "management"
    SUPERVISOR = "supervisor"
    EMPLOYEE = "employee"


class Purpose(StrEnum):
    """What a participant consents to, each by itself (UU 27/2022, articles 20 to 22)."""

    TRAINING = "training"
    REPORTING = "reporting"
    ACCOMMODATION = "accommodation"


_FIELDS = {
    Purpose.TRAINING: "full_name phone regency district village groups cooperative_name business_name",
    Purpose.REPORTING: "nik birth_date gender education cooperative_nik cooperative_position "
    "business_nib business_sector business_since business_turnover business_workers",
    Purpose.ACCOMMODATION: "has_disability needs",
}
PURPOSES = {name: purpose for purpose, names in _FIELDS.items() for name in names.split()}
"""Which consent lets a field be kept."""


def shown_name(field: str) -> str:
    """A field as the contract spells it: cooperative_name is cooperative.name, full_name is fullName."""
    for group in ("cooperative", "business"):
        if field.startswith(f"{group}_"):
            return f"{group}.{field.removeprefix(f'{group}_')}"
    first, *others = field.split("_")
    return first + "".join(other.capitalize() for other in others)


class NameInvalid(Refusal):
    """The name can't be printed on a certificate."""

    code = ProblemCode.NAME_INVALID


class NameUnprintable(NameInvalid):
    """The name has a sign that the certificate's fonts lack."""


class NameUnconfirmed(Refusal):
    """The name that was confirmed is not the one that is stored."""

    code = ProblemCode.NAME_UNCONFIRMED


class ConsentRequired(Refusal):
    """Nothing personal is kept without consent to its purpose (UU 27/2022, article 20)."""

    code = ProblemCode.CONSENT_REQUIRED


class ConsentOutdated(Refusal):
    """The text that was agreed to is not the one that holds."""

    code = ProblemCode.INVALID_INPUT


class RegionUnknown(Refusal):
    """The code is no region of that level, or one outside of the level above."""

    code = ProblemCode.INVALID_INPUT


class TextTooLong(Refusal):
    """The text is longer than the field."""

    code = ProblemCode.INVALID_INPUT


class BirthDateImplausible(Refusal):
    """Nobody of that age takes part; a digit is mistyped."""

    code = ProblemCode.INVALID_INPUT


class YearImplausible(Refusal):
    """The year lies ahead, or long before any business of today."""

    code = ProblemCode.INVALID_INPUT


def printable_name(text: str) -> str:
    """The name as it will be printed: composed letters, single spaces, capitals and titles as they were written.

    Raises:
        NameInvalid: too short, too long, without a letter, or with characters that no name has.
        NameUnprintable: with a sign that the certificate's fonts lack.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if len(name) not in NAME_LENGTH or not any(character.isalpha() for character in name):
        raise NameInvalid("fullName")
    # On every template that is shipped: which one a certificate is issued on is decided later.
    for sign in (sign for template in template_names() for sign in lacking(name, template)):
        raise NameUnprintable("fullName", sign=f"{sign} ({named(sign)})" if sign.isprintable() else named(sign))
    if any(not _belongs_in_a_name(character) for character in name):
        raise NameInvalid("fullName")
    return name


_PUNCTUATION = " .,'’-/()"


def _belongs_in_a_name(character: str) -> bool:
    """Letters and the marks on them, digits, and the punctuation of names and titles."""
    return character in _PUNCTUATION or unicodedata.category(character)[0] in "LMN"


def line(text: str, field: str) -> str | None:
    """The text as one line with single spaces, or None when there is nothing in it.

    Raises:
        TextTooLong, InvalidInput
    """
    return _bounded(" ".join(text.split()), field, LINE_LENGTH)


def paragraphs(text: str, field: str, most: int = NEEDS_LENGTH) -> str | None:
    """The text with its line breaks, or None when there is nothing in it.

    Raises:
        TextTooLong, InvalidInput
    """
    lines = [" ".join(one.split()) for one in text.splitlines()]
    return _bounded("\n".join(lines).strip(), field, most)


def _bounded(text: str, field: str, most: int) -> str | None:
    if len(text) > most:
        raise TextTooLong(field, limit=most)
    # Control characters could turn the line around on a screen of the staff, and PostgreSQL refuses some.
    if any(unicodedata.category(character)[0] == "C" and character != "\n" for character in text):
        raise InvalidInput(field)
    return text or None


def plausible_birth_date(born: date, today: date, field: str) -> date:
    """A birth date of somebody between 10 and 120 years old.

    Raises:
        BirthDateImplausible
    """
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age not in AGES:
        raise BirthDateImplausible(field)
    return born


def plausible_year(year: int, today: date, field: str) -> int:
    """The year in which a business began.

    Raises:
        YearImplausible
    """
    if not FIRST_YEAR <= year <= today.year:
        raise YearImplausible(field, first=FIRST_YEAR, last=today.year)
    return year


def number_of_workers(number: int, field: str) -> int:
    """How many people work in a business beside its owner.

    Raises:
        InvalidInput
    """
    if not 0 <= number <= MOST_WORKERS:
        raise InvalidInput(field)
    return number


class ProfileStepKind(StrEnum):
    """The steps of the biodata, in their order."""

    CONSENT = "consent"
    PERSON = "person"
    ADDRESS = "address"
    GROUP = "group"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What decides how far the biodata are."""

    has_consent: bool
    """To TRAINING, and not withdrawn."""
    full_name: str | None
    regency: str | None
    groups: frozenset[Audience]
    name_confirmed: bool


@dataclass(frozen=True, slots=True)
class ProfileStep:
    """A step, whether all that is required in it is there, and whether anything is."""

    kind: ProfileStepKind
    is_complete: bool
    is_required: bool = True


def steps(facts: ProfileFacts) -> tuple[ProfileStep, ...]:
    """How far the biodata are, step by step (the office's procedure, step 4)."""
    complete = {
        ProfileStepKind.CONSENT: facts.has_consent,
        ProfileStepKind.PERSON: facts.full_name is not None,
        ProfileStepKind.ADDRESS: facts.regency is not None,
        ProfileStepKind.GROUP: bool(facts.groups),
        ProfileStepKind.NAME: facts.name_confirmed,
    }
    return tuple(ProfileStep(kind, is_complete) for kind, is_complete in complete.items())


def is_complete(facts: ProfileFacts) -> bool:
    """Whether everything required is there."""
    return all(step.is_complete for step in steps(facts) if step.is_required)


def may_enrol(facts: ProfileFacts) -> bool:
    """Whether a class may be entered. The name may be confirmed later: it is needed for the certificate alone."""
    return all(step.is_complete for step in steps(facts) if step.kind is not ProfileStepKind.NAME)


def certificate_name(facts: ProfileFacts) -> str | None:
    """The name to print on a certificate: confirmed by the participant, whose consent to the training holds."""
    return facts.full_name if facts.name_confirmed and facts.has_consent else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A class on the menu of one participant, and for which of their groups it is meant: none, one or several."""

    course: str
    groups: tuple[Audience, ...] = ()

    @property
    def meant_for_you(self) -> bool:
        """Whether one of the participant's groups is among those that the class is for."""
        return bool(self.groups)


def menu(groups: frozenset[Audience], courses: dict[str, frozenset[Audience]]) -> tuple[Offer, ...]:
    """The classes in the order to show them: those meant for one of the participant's groups first, and within each
    part the order given. Without groups nothing is known, and every class stands in the order given."""
    offers = [
        Offer(course, tuple(group for group in Audience if group in groups & audiences))
        for course, audiences in courses.items()
    ]
    return tuple(sorted(offers, key=lambda offer: not offer.meant_for_you))
