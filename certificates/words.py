"""From fields to the Indonesian words that a template's page swaps in."""

import unicodedata
from dataclasses import replace
from datetime import date
from typing import TypedDict
from urllib.parse import urlsplit

from certificates.fields import CertificateFields
from certificates.qr import QrDrawing, draw_qr

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
SAMPLE_QR = "PRATINJAU, BUKAN SERTIFIKAT"
"""What a scanner reads from a preview: words, no address."""


class PrintedLine(TypedDict):
    title: str
    minutes: str


class PrintedWords(TypedDict):
    """What page.js receives: each key but the last three is an element's `data-field`; None hides an optional one."""

    number: str
    name: str
    course_title: str
    hours: str
    hours_short: str
    score: str | None
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
    qr: QrDrawing
    syllabus: list[PrintedLine]


def indonesian_date(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def composed(words: str) -> str:
    """One sign for a letter with its accents, as the fonts hold them, and no space at the ends."""
    return unicodedata.normalize("NFC", words).strip()


def printed_words(fields: CertificateFields) -> PrintedWords:
    number, name = composed(fields.number), composed(fields.name)
    edition = "" if fields.version == 1 else f" (terbitan ke-{fields.version})"
    return PrintedWords(
        number=f"Nomor: {number}{edition}",
        name=name,
        course_title=composed(fields.course_title),
        hours=f"{fields.hours} jam pelajaran (JP)",
        hours_short=f"{fields.hours} JP",
        score=None if fields.score is None else f"{fields.score} dari 100",
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
        qr=draw_qr(fields.verify_url),
        syllabus=[PrintedLine(title=composed(line.title), minutes=str(line.minutes)) for line in fields.syllabus],
    )


def preview_words(fields: CertificateFields) -> PrintedWords:
    """The words of a preview: as they will be printed, but with nothing that could be looked up or scanned."""
    words = printed_words(replace(fields, number=SAMPLE, code=SAMPLE))
    words["address"] = "Nomor dan kode diberikan saat sertifikat terbit"
    words["qr"] = draw_qr(SAMPLE_QR)
    return words


def _readable_address(url: str) -> str:
    address = urlsplit(url)
    return address.netloc + address.path + (f"?{address.query}" if address.query else "")
