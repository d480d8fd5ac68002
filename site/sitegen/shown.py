"""What a site has of a class besides pages: pictures, files to be played or fetched, the card for messengers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from courseware.media import PHOTO_SUFFIXES
from courseware.public import media_url
from courseware.release import CourseRelease
from sitegen import pictures, sharing
from sitegen.assets import Assets
from sitegen.inputs import digest_of
from sitegen.notes import Medium, Notes

MakeLater: TypeAlias = Callable[[str, str, Callable[[], bytes]], object]
"""Takes the name of a file inside the site, the SHA-256 of its content in hex, and what gives the content."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`digest` tells apart what pages show of the class, `addresses` are those of its files by the names of assets.

    `files` are the files themselves: name inside the site -> SHA-256 in hex.
    """

    digest: str
    addresses: Mapping[str, str]
    files: Mapping[str, str]


def shown(course: CourseRelease, notes: Notes, make_later: MakeLater, font: Path, cache: Path) -> Shown:
    """Hands each file to `make_later`; `font` is the one of the card, `cache` keeps what is slow to make."""
    slug, files = course.slug, dict[str, str]()

    def put(name: str, digest: str, make: Callable[[], bytes]) -> None:
        files[name] = digest
        make_later(name, digest, make)

    def copy(name: str, medium: Medium) -> None:
        put(name, medium.digest, medium.file.read_bytes)

    assets = Assets(lambda name, content: put(name, sha256(content).hexdigest(), lambda: content))
    told = [notes.public]
    for medium in notes.media:
        asset = f"{slug}/{medium.name}"
        if medium.file.suffix in PHOTO_SUFFIXES:
            told += pictures.add_photo(assets, asset, medium.file.read_bytes(), cache).values()
        else:
            address = assets.register(asset, medium.digest, asked_for=medium.asked_for)
            told.append(address)
            copy(address[1:], medium)
        if medium.in_answers:
            copy(media_url(slug, medium.name)[1:], medium)
    cover = course.media[course.public.cover]
    told.append(assets.add(sharing.asset(slug), sharing.card(cover, font, cache)))
    return Shown(digest_of(told), dict(assets), files)
