"""From fields to the Indonesian words that a template's page swaps in."""

from dataclasses import replace
from datetime import date
from typing import TypedDict
from urllib.parse import urlsplit

from certificates.fields import CertificateFields, SyllabusLine
from certificates.glyphs import composed
from certificates.qr import draw_qr
from certificates.scripts import scripts_in

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)

SAMPLE = "CONTOH"
"""What a preview has for a number and a code."""
QR_WORDS = "Kode QR menuju halaman pemeriksaan sertifikat ini"
SAMPLE_QR = "PRATINJAU, BUKAN SERTIFIKAT"
"""What a scanner reads from a preview: words, no address."""


class PrintedLine(TypedDict):
    title: str
    minutes: str
    line: float | None
    """The line height by size that the title's script asks for; None is the template's own."""


class PrintedImage(TypedDict):
    source: str
    """A data address."""
    words: str
    """What is read aloud in its place."""


class PrintedWords(TypedDict):
    """What a template's engine receives: each key down to `foot` is an element's `data-field`; None hides an optional
    one.
    """

    number: str
    name: str
    course_title: str
    hours: str
    hours_short: str
    score: str | None
    level: str | None
    completed_on: str
    place_and_date: str
    signer_name: str
    signer_title: str
    signer_nip: str
    office: str
    code: str
    address: str
    holder: str
    total_minutes: str
    foot: str
    title: str
    syllabus: list[PrintedLine]
    lines: dict[str, float]
    """Line heights of the fields whose script asks for one of its own."""
    images: dict[str, PrintedImage | None]
    """By the element's `data-image`; None leaves what the template draws there, or nothing."""


def indonesian_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _line_of(text: str) -> float | None:
    return max((script.line for script in scripts_in([text])), default=None)


def _with_lines(words: PrintedWords) -> PrintedWords:
    texts = ((key, text) for key, text in words.items() if isinstance(text, str))
    words["lines"] = {key: line for key, text in texts if (line := _line_of(text))}
    return words


def printed_words(fields: CertificateFields) -> PrintedWords:
    number, name = composed(fields.number), composed(fields.name)
    edition = "" if fields.version == 1 else f" (terbitan ke-{fields.version})"
    words = PrintedWords(
        number=f"Nomor: {number}{edition}",
        name=name,
        course_title=composed(fields.course_title),
        hours=f"{fields.hours} jam pelajaran (JP)",
        hours_short=f"{fields.hours} JP",
        score=None if fields.score is None else f"{fields.score} dari 100",
        level=None if fields.level is None else composed(fields.level),
        completed_on=indonesian_date(fields.completed_on),
        place_and_date=f"{composed(fields.place)}, {indonesian_date(fields.issued_on)}",
        signer_name=composed(fields.signer_name),
        signer_title=composed(fields.signer_title),
        signer_nip=f"NIP {composed(fields.signer_nip)}",
        office=composed(fields.office),
        code=f"Kode: {composed(fields.code)}",
        address=_readable_address(fields.verify_url),
        holder=f"diselesaikan oleh {name}",
        total_minutes=str(sum(line.minutes for line in fields.syllabus)),
        foot=f"Lampiran sertifikat nomor {number}{edition} · Kode: {composed(fields.code)}",
        title=f"Sertifikat {number} - {name}",
        syllabus=[_printed_line(line) for line in fields.syllabus],
        lines={},
        images={"qr": PrintedImage(source=draw_qr(fields.verify_url), words=QR_WORDS)},
    )
    return _with_lines(words)


def _printed_line(line: SyllabusLine) -> PrintedLine:
    title = composed(line.title)
    return PrintedLine(title=title, minutes=str(line.minutes), line=_line_of(title))


def texts_in(words: PrintedWords) -> list[str]:
    """Every text that goes onto the page."""
    return [*(text for text in words.values() if isinstance(text, str)), *(line["title"] for line in words["syllabus"])]


def preview_words(fields: CertificateFields) -> PrintedWords:
    """The words of a preview: as they will be printed, but with nothing that could be looked up or scanned."""
    words = printed_words(replace(fields, number=SAMPLE, code=SAMPLE))
    words["address"] = "Nomor dan kode diberikan saat sertifikat terbit"
    words["images"]["qr"] = PrintedImage(source=draw_qr(SAMPLE_QR), words=QR_WORDS)
    return words


def _readable_address(url: str) -> str:
    address = urlsplit(url)
    return address.netloc + address.path + (f"?{address.query}" if address.query else "")
