"""Where a link in a course may lead: the web, mail, telephone, a page of the site, a lesson, a heading."""

from collections.abc import Mapping
from dataclasses import dataclass

_LESSON = "pelajaran:"
_WEB = ("https://", "http://")
_OTHER = ("mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lessons of a course: id -> address. `complete` is False when the id of some lesson can't be read."""

    addresses: Mapping[str, str]
    complete: bool


@dataclass(frozen=True, slots=True)
class BadLink:
    what: str
    mend: str


def is_external(address: str) -> bool:
    return address.startswith(_WEB)


def resolved(written: str, lessons: Lessons) -> str | BadLink:
    """The address for `href`, or what is wrong with the one that was written."""
    if written.startswith(_LESSON):
        lesson, _, anchor = written.removeprefix(_LESSON).partition("#")
        if lesson not in lessons.addresses and lessons.complete:
            known = ", ".join(lessons.addresses)
            return BadLink(f"tautan ke pelajaran `{lesson}` yang tidak ada", f"pilih salah satu id: {known}")
        return lessons.addresses.get(lesson, "") + (f"#{anchor}" if anchor else "")
    if written.startswith((*_WEB, *_OTHER, "#")) or (written.startswith("/") and not written.startswith("//")):
        return written
    if not written:
        return BadLink("tautan tanpa tujuan", "isi tujuannya: `[teks](https://...)`")
    mend = "pakai alamat lengkap https://, `pelajaran:id-pelajaran`, atau `/bantuan/`"
    return BadLink(f"tujuan tautan `{written}` tidak dapat dipakai", mend)
