"""The identity number (NIK): province, regency and district of registration, date of birth, serial. No check digit.

PPKKCC DDMMYY SSSS; a woman's day has 40 added (PP 37/2007, article 37). It never changes, neither when its owner moves
nor when a date of birth is corrected: so what differs from the biodata is worth a word, never a refusal. Why no library
reads it: docs/decisions/0017.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.profiles.digits import bare, is_digits
from api.profiles.regions import EAST_JAVA, region
from api.profiles.rules import Gender
from api.refusal import Language, ProblemCode, Refusal, sentence

LENGTH = 16
AGES = range(12, 101)
"""Beyond these a slip of the finger is likelier than such a participant; no rule says who may take part."""


class NikInvalid(Refusal):
    """No identity number can look like this."""

    code = ProblemCode.NIK_INVALID


class NikInUse(Refusal):
    """Another account has this identity number."""

    code = ProblemCode.NIK_IN_USE


class WarningKind(StrEnum):
    """What is worth a second look."""

    BIRTH_DATE_DIFFERS = "BIRTH_DATE_DIFFERS"
    GENDER_DIFFERS = "GENDER_DIFFERS"
    REGION_UNKNOWN = "REGION_UNKNOWN"
    REGENCY_DIFFERS = "REGENCY_DIFFERS"
    AGE_UNLIKELY = "AGE_UNLIKELY"


@dataclass(frozen=True, slots=True)
class NikWarning:
    """A word of help, at the field where it may be mended."""

    kind: WarningKind
    field: str
    origin: str | None = None
    """The regency or city where the number was given out, when the warning is about that."""

    def sentence(self, language: Language) -> str:
        """What to look at, for the participant."""
        return sentence(f"NikWarning_{self.kind.name}", language, origin=self.origin)


def normalized_nik(text: str) -> str:
    """Its 16 digits, without the spaces, dots and dashes that they were typed with.

    Raises:
        NikInvalid: not 16 digits, a date of birth that exists in no year, or the serial 0000.
    """
    nik = bare(text)
    if len(nik) != LENGTH or not is_digits(nik) or nik.endswith("0000") or not births(nik):
        raise NikInvalid("nik")
    return nik


def births(nik: str) -> tuple[date, ...]:
    """The dates of birth that it may mean, the earlier first: the year has two digits."""
    day = int(nik[6:8])
    day = day - 40 if gender_of(nik) is Gender.FEMALE else day
    found = (_date(century + int(nik[10:12]), int(nik[8:10]), day) for century in (1900, 2000))
    return tuple(one for one in found if one)


def gender_of(nik: str) -> Gender:
    """As the day of birth tells it."""
    return Gender.FEMALE if int(nik[6:8]) > 40 else Gender.MALE


def regency_of(nik: str) -> str:
    """The code of the regency or city where it was given out, whether it still exists or not."""
    return f"{nik[:2]}.{nik[2:4]}"


def warnings_for(
    nik: str, birth_date: date | None, gender: Gender | None, regency: str | None, *, today: date
) -> tuple[NikWarning, ...]:
    """What differs between a normalized number and the rest of the biodata; what is not filled in is not compared."""
    found: list[NikWarning] = []
    if birth_date and birth_date not in births(nik):
        found.append(NikWarning(WarningKind.BIRTH_DATE_DIFFERS, "birthDate"))
    if gender and gender is not gender_of(nik):
        found.append(NikWarning(WarningKind.GENDER_DIFFERS, "gender"))
    found += _about_region(nik, regency)
    possible = (birth_date,) if birth_date else births(nik)
    if not any(_age(one, today) in AGES for one in possible):
        found.append(NikWarning(WarningKind.AGE_UNLIKELY, "birthDate" if birth_date else "nik"))
    return tuple(found)


def _about_region(nik: str, regency: str | None) -> list[NikWarning]:
    origin, district = region(regency_of(nik)), f"{regency_of(nik)}.{nik[4:6]}"
    # Only East Java's districts are known. Elsewhere the regency must do.
    if origin is None or (nik.startswith(EAST_JAVA) and region(district) is None):
        return [NikWarning(WarningKind.REGION_UNKNOWN, "nik")]
    if regency and regency != origin.code:
        return [NikWarning(WarningKind.REGENCY_DIFFERS, "regency", origin.name)]
    return []


def masked(nik: str) -> str:
    """For the owner to recognise, for nobody to use: the province and the serial."""
    return f"{nik[:2]}{'•' * (LENGTH - 6)}{nik[-4:]}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _age(birth: date, today: date) -> int:
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
