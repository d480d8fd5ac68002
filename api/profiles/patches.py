"""What a participant sends to be saved, and whether the fields can hold it: each field by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from typing import Any

from api.profiles import rules
from api.profiles.nik import normalized_nik
from api.profiles.phones import normalized_phone
from api.profiles.regions import is_inside, region
from api.profiles.rules import CooperativePosition, Education, Gender, Purpose, TurnoverBand
from api.profiles.sectors import normalized_cooperative_nik, normalized_nib, sector
from api.refusal import InvalidInput
from courseware.sealed import Audience


class Absent(Enum):
    """The one value of a field that was not sent."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Text = str | Absent | None
Value = str | int | date | None
"""What a column takes; enums are texts, and true and false are numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """What came, unchecked: an absent field is left alone, None empties it."""

    full_name: Text = ABSENT
    nik: Text = ABSENT
    phone: Text = ABSENT
    birth_date: date | Absent | None = ABSENT
    gender: Gender | Absent | None = ABSENT
    education: Education | Absent | None = ABSENT
    has_disability: bool | Absent | None = ABSENT
    needs: Text = ABSENT
    regency: Text = ABSENT
    district: Text = ABSENT
    village: Text = ABSENT
    groups: tuple[Audience, ...] | Absent | None = ABSENT
    cooperative_name: Text = ABSENT
    cooperative_nik: Text = ABSENT
    cooperative_position: CooperativePosition | Absent | None = ABSENT
    business_name: Text = ABSENT
    business_nib: Text = ABSENT
    business_sector: Text = ABSENT
    business_since: int | Absent | None = ABSENT
    business_turnover: TurnoverBand | Absent | None = ABSENT
    business_workers: int | Absent | None = ABSENT

    def given(self) -> dict[str, Any]:
        """The fields that came, by name. `Any`: each field has a type of its own, above."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not ABSENT}


@dataclass(frozen=True, slots=True)
class Address:
    """Codes of regions that lie within one another; the province is the beginning of each."""

    regency: str | None
    district: str | None
    village: str | None


def check_consents(patch: Patch, consented: frozenset[Purpose]) -> None:
    """Refuse what no consent lets us keep. Emptying a field needs none but that to the training itself.

    Raises:
        ConsentRequired: with the first such field; without one where the training itself is not consented to.
    """
    if Purpose.TRAINING not in consented:
        raise rules.ConsentRequired
    for name, value in patch.given().items():
        if value is not None and rules.PURPOSES[name] not in consented:
            raise rules.ConsentRequired(rules.shown_name(name))


def checked(patch: Patch, address: Address, today: date) -> dict[str, Value]:
    """The columns to write for what came, groups apart. `address` is the stored one: a region must lie within it.

    Raises:
        NameInvalid, NikInvalid, PhoneInvalid, NibInvalid, CooperativeNikInvalid, TextTooLong, RegionUnknown,
        BirthDateImplausible, YearImplausible, InvalidInput
    """
    given = patch.given()
    columns = {name: _checked(name, given[name], today) for name in given if name not in _APART}
    return columns | _moved(patch, address)


_APART = {"groups", "regency", "district", "village"}

Check = Callable[[Any, date, str], Value]
"""A value that came, today, the field's name in the contract. `Any`: the types are Patch's."""

_CHECKS: Mapping[str, Check] = {
    "full_name": lambda text, _today, _field: rules.printable_name(text),
    "nik": lambda text, _today, _field: normalized_nik(text),
    "phone": lambda text, _today, _field: normalized_phone(text),
    "birth_date": rules.plausible_birth_date,
    "needs": lambda text, _today, field: rules.paragraphs(text, field),
    "cooperative_name": lambda text, _today, field: rules.line(text, field),
    "cooperative_nik": lambda text, _today, _field: normalized_cooperative_nik(text),
    "business_name": lambda text, _today, field: rules.line(text, field),
    "business_nib": lambda text, _today, _field: normalized_nib(text),
    "business_sector": lambda code, _today, field: _known_sector(code, field),
    "business_since": rules.plausible_year,
    "business_workers": lambda number, _today, field: rules.number_of_workers(number, field),
}


def _checked(name: str, value: Any, today: date) -> Value:
    """`Any`: see Check. A text of nothing empties its field, except the name, which nobody means to send empty."""
    if value is None or (isinstance(value, str) and not value.strip() and name != "full_name"):
        return None
    check = _CHECKS.get(name)
    return check(value, today, rules.shown_name(name)) if check else value


def _known_sector(code: str, field: str) -> str:
    if sector(code) is None:
        raise InvalidInput(field)
    return code


def _moved(patch: Patch, address: Address) -> dict[str, Value]:
    """The columns of the address, where any of it came. Who moves leaves the smaller regions of the old place."""
    if patch.regency is patch.district is patch.village is ABSENT:
        return {}
    regency = address.regency if isinstance(patch.regency, Absent) else _region("regency", patch.regency, "", 1)
    kept = address.district if regency == address.regency else None
    district = kept if isinstance(patch.district, Absent) else _region("district", patch.district, regency, 2)
    kept = address.village if district == address.district else None
    village = kept if isinstance(patch.village, Absent) else _region("village", patch.village, district, 3)
    return {"regency": regency, "district": district, "village": village}


def _region(field: str, code: str | None, outer: str | None, depth: int) -> str | None:
    """The code of an existing region of this depth, within `outer` where that is not empty.

    Raises:
        RegionUnknown
    """
    if not code:
        return None
    known = code.count(".") == depth and region(code) is not None
    if not known or (outer != "" and not is_inside(code, outer or "")):
        raise rules.RegionUnknown(field)
    return code
