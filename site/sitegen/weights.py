"""What a class costs over the line: its finished pages as they travel, one variant of each picture, recordings beside.

Whoever buys data by the megabyte decides by this, so it is measured on what was written and never estimated.
"""

import gzip
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from courseware.messages import Language, catalogue
from courseware.public import PublicCourse, RecordingKind
from courseware.sizes import size_in_words

SHOWN_WIDTH = 640
"""A phone of 360 CSS pixels with a screen of middling density shows no more of a picture."""

_LEVEL = 6  # what hosts take the time for
_PACKED = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2"})
_PICTURE = re.compile(r"<picture\b.*?</picture>|<img\b[^>]*>|<video\b[^>]*>", re.DOTALL)
_SHOWN = re.compile(r'\b(?:src|srcset|poster)="([^"]*)"')
_TAG = re.compile(r"<(?:script|link|jawara-lesson)\b[^>]*>")
_FRAMING = re.compile(r'^<script\b|\brel="(?:stylesheet|preload|icon)"|\bfollow="')
_ASSET = re.compile(r'"(/assets/[^"]+)"')
_DIGITS = 16
_CANDIDATE = re.compile(r"(/assets/[^\s,]+)(?:\s+(\d+)w)?")


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The variant of a picture that is weighed and kept, and the addresses of those that it stands in for."""

    address: str
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A finished page: bytes over the line, what tells it from another version, and the files that it shows."""

    packed: int
    fingerprint: str
    frame: tuple[str, ...]
    pictures: tuple[PictureFile, ...]

    def to_list(self) -> list[Any]:
        """As JSON keeps it."""
        pictures = [[one.address, *one.stands_for] for one in self.pictures]
        return [self.packed, self.fingerprint, list(self.frame), pictures]

    @staticmethod
    def from_list(kept: list[Any]) -> "Measured":
        """Raises TypeError or ValueError for anything else."""
        packed, found, frame, pictures = kept
        shown = tuple(PictureFile(str(address), tuple(map(str, others))) for address, *others in pictures)
        return Measured(int(packed), str(found), tuple(map(str, frame)), shown)


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes: `lessons` and `pictures` come with reading, `recordings` when somebody plays them."""

    lessons: int
    pictures: int
    recordings: int = 0
    plays: frozenset[RecordingKind] = frozenset()

    @property
    def reading(self) -> int:
        return self.lessons + self.pictures

    def said(self, language: Language) -> str:
        """73 kB data, dengan video 12,1 MB"""
        facts = {
            "size": size_in_words(self.reading, language),
            "whole": size_in_words(self.reading + self.recordings, language),
        }
        return catalogue(language).say(f"page-class.{self._message}", **facts)

    @property
    def _message(self) -> str:
        if not self.plays:
            return "weight"
        return f"weightWith-{next(iter(self.plays))}" if len(self.plays) == 1 else "weightWith-both"


def weigh(course: PublicCourse, pages: Iterable[Measured], picture_weight: Callable[[str], int]) -> Weight:
    """`pages` are the class's lessons and its glossary; `picture_weight` tells bytes over the line by address."""
    pages = list(pages)
    shown = {picture.address for page in pages for picture in page.pictures}
    heard = {one.address: one for lesson in course.lessons for one in lesson.recordings}
    return Weight(
        lessons=sum(page.packed for page in pages),
        pictures=sum(picture_weight(address) for address in shown),
        recordings=sum(recording.bytes for recording in heard.values()),
        plays=frozenset(recording.kind for recording in heard.values()),
    )


def measured(content: bytes, *, is_weighed: bool = True) -> Measured:
    """All that is ever asked of a page once it is written; packing takes its time, and is for what is weighed alone."""
    html = content.decode()
    return Measured(
        _packed(content) if is_weighed else 0, fingerprint(content), framing_of(html), tuple(pictures_of(html))
    )


def weight_of(address: str, content: bytes) -> int:
    """A file as it travels: hosts pack what isn't packed already."""
    is_packed = PurePosixPath(address).suffix in _PACKED
    return len(content) if is_packed else min(len(content), _packed(content))


def fingerprint(content: bytes) -> str:
    return sha256(content).hexdigest()[:_DIGITS]


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, _LEVEL, mtime=0))


def framing_of(html: str) -> tuple[str, ...]:
    """The styles, scripts, font and icon that a page loads; not the icons for a home screen or a share preview."""
    found = (_ASSET.search(tag) for tag in _TAG.findall(html) if _FRAMING.search(tag))
    return tuple(dict.fromkeys(match[1] for match in found if match))


def pictures_of(html: str) -> list[PictureFile]:
    """The pictures and posters that a page shows, one variant of each, in their order."""
    found: dict[str, PictureFile] = {}
    for tag in _PICTURE.findall(html):
        widths = _variants(_SHOWN.findall(tag))
        if widths:
            chosen = _chosen(widths)
            found[chosen] = PictureFile(chosen, tuple(sorted(widths.keys() - {chosen})))
    return list(found.values())


def _variants(written: Iterable[str]) -> dict[str, int]:
    """Address -> width in pixels, 0 where the page doesn't say it."""
    widths: dict[str, int] = {}
    for candidates in written:
        for address, width in _CANDIDATE.findall(candidates):
            widths[address] = max(int(width or 0), widths.get(address, 0))
    return widths


def _chosen(widths: Mapping[str, int]) -> str:
    # AVIF weighs less, but some browsers with service workers can't show it, and one copy must serve them all.
    known = [address for address in widths if not address.endswith(".avif")]
    webp = [address for address in known if address.endswith(".webp")]
    candidates = webp or known or list(widths)
    wide = [address for address in candidates if widths[address] >= SHOWN_WIDTH]
    return min(wide, key=lambda one: widths[one]) if wide else max(candidates, key=lambda one: widths[one])
