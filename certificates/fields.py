"""What stands on a certificate, and what must be true of it before anything is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from certificates.glyphs import lacking, named
from certificates.template import is_template, schema_of


@dataclass(frozen=True, slots=True)
class SyllabusLine:
    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class CertificateFields:
    """Everything a template may print. The caller froze it when the certificate was issued."""

    number: str
    version: int
    """1 for the first issue; a corrected certificate keeps its number and counts up."""
    code: str
    """The verification code as printed, in groups."""
    name: str
    course_title: str
    hours: int
    """Lesson hours (JP) of 45 minutes."""
    score: int | None
    """0 to 100; None prints no score."""
    completed_on: date
    issued_on: date
    place: str
    signer_name: str
    signer_title: str
    signer_nip: str
    office: str
    verify_url: str
    """Absolute; the QR code holds exactly this."""
    syllabus: tuple[SyllabusLine, ...]
    level: str | None = None
    """The level of understanding in words, where it is printed in place of the score."""
    template: str = "jatim-1"
    emblem: str | None = None
    """The office's coat of arms by its name in `certificates.images`; None prints the template's drawing."""
    signature: str | None = None
    """The picture of a signature, likewise; None prints none."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one field can't be printed."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field} {self.reason}"


class CannotPrint(Exception):
    """The fields can't stand on this template as they are: trying again won't help, changing them will."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("The certificate can't be printed: " + "; ".join(map(str, faults)) + ".")
        self.faults = faults


WORDS = (
    "number",
    "code",
    "name",
    "course_title",
    "place",
    "signer_name",
    "signer_title",
    "signer_nip",
    "office",
    "verify_url",
)


def faults_in(fields: CertificateFields) -> tuple[Fault, ...]:
    """Everything that is wrong and can be told without a browser; the template's page adds what doesn't fit."""
    faults = (
        *_faults_in_words(fields),
        *_faults_in_numbers(fields),
        *_faults_in_level(fields),
        *_faults_in_syllabus(fields.syllabus),
    )
    if not is_template(fields.template):
        return (*faults, Fault("template", "is unknown"))
    return (*faults, *_faults_on_template(fields))


def _faults_on_template(fields: CertificateFields) -> Iterator[Fault]:
    """What is too long for this template, and signs that its fonts would draw as empty boxes."""
    schema = schema_of(fields.template)
    texts: list[tuple[str, str, str]] = [(field, "", getattr(fields, field)) for field in WORDS]
    if fields.level is not None:
        texts.append(("level", "", fields.level))
    texts += [("syllabus", f"line {place} ", line.title) for place, line in enumerate(fields.syllabus, start=1)]
    for field, where, text in texts:
        if len(text) > schema.most[field]:
            yield Fault(field, f"{where}has {len(text)} signs; at most {schema.most[field]} are printed")
        elif signs := lacking(text, fields.template):
            yield Fault(field, f"{where}has signs that the fonts lack: {' '.join(map(named, signs))}")


def without_faults(fields: CertificateFields) -> CertificateFields:
    """The same fields. Raises CannotPrint where something is wrong with them."""
    if faults := faults_in(fields):
        raise CannotPrint(faults)
    return fields


def _faults_in_words(fields: CertificateFields) -> Iterator[Fault]:
    for field in WORDS:
        words: str = getattr(fields, field)
        if not words.strip():
            yield Fault(field, "is missing")
    address = urlsplit(fields.verify_url)
    if address.scheme not in ("https", "http") or not address.netloc:
        yield Fault("verify_url", "is no absolute web address")


def _faults_in_numbers(fields: CertificateFields) -> Iterator[Fault]:
    if fields.version < 1:
        yield Fault("version", "is below 1")
    if fields.hours < 1:
        yield Fault("hours", "is below 1")
    if fields.score is not None and not 0 <= fields.score <= 100:
        yield Fault("score", "is not between 0 and 100")
    if fields.issued_on < fields.completed_on:
        yield Fault("issued_on", "is before completed_on")


def _faults_in_level(fields: CertificateFields) -> Iterator[Fault]:
    if fields.level is None:
        return
    if not fields.level.strip():
        yield Fault("level", "is missing")
    # What the QR code states in its place is a score where it is a number.
    elif fields.level.strip().isdecimal():
        yield Fault("level", "is a number")
    if fields.score is not None:
        yield Fault("level", "stands beside a score")


def _faults_in_syllabus(syllabus: tuple[SyllabusLine, ...]) -> Iterator[Fault]:
    if not syllabus:
        yield Fault("syllabus", "is missing")
    for place, line in enumerate(syllabus, start=1):
        if not line.title.strip():
            yield Fault("syllabus", f"line {place} has no title")
        if line.minutes < 1:
            yield Fault("syllabus", f"line {place} has no minutes")
