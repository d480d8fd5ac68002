"""What a phone needs to keep a class: /data/v1/courses/<slug>/files.json, read by site/scripts/keeping.

The list is made of the finished pages, so whatever they show is in it, and it changes when any of its files does.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from courseware.messages import Language
from courseware.processes import spread
from courseware.public import PublicCourse, lesson_url, terms_url
from courseware.release import Release
from sitegen.pages import Page
from sitegen.parts import Part
from sitegen.weights import Measured, Weight, fingerprint, measured, weigh, weight_of

_FEWEST = 200  # pictures; for fewer, another process costs more than it brings


class WeightData(Part):
    """Bytes over the line: gzipped text, one variant of each picture."""

    lessons: int
    """The pages that are read."""
    pictures: int
    """What they show."""
    recordings: int
    """What comes only when it is played."""


class PageData(Part):
    """A page that is kept."""

    address: str
    """Where it stands."""
    language: Language
    """Lessons have one language; the page of the class has two."""
    fingerprint: str
    """The first 16 hex digits of the SHA-256 of the page's bytes."""
    shows: tuple[str, ...]
    """The files of `pictures` and `frame` without which it is not whole."""


class PictureData(Part):
    """A picture that is kept."""

    address: str
    """Of the variant that stands for all."""
    stands_for: tuple[str, ...]
    """Other variants of the same picture, which need not be kept."""


class FilesData(Part):
    """Everything that keeps one class on a phone."""

    kind: Literal["files"] = "files"
    """Tells the list of files from the other documents."""
    version: Literal[1] = 1
    """Of this form."""
    slug: str
    """Names the class."""
    title: str
    """As plain text."""
    fingerprint: str
    """Another one whenever any of the files is another one."""
    weight: WeightData
    """What reading the class costs over the line."""
    pages: tuple[PageData, ...]
    """The page of the class, its lessons, its glossary."""
    pictures: tuple[PictureData, ...]
    """What the pages show."""
    frame: tuple[str, ...]
    """Styles, scripts, font and icon of the pages."""


def weight_data(weight: Weight) -> WeightData:
    """As other programs are told it."""
    return WeightData(lessons=weight.lessons, pictures=weight.pictures, recordings=weight.recordings)


def files_url(slug: str) -> str:
    return f"/data/v1/courses/{slug}/files.json"


@dataclass(slots=True)
class Finished:
    """The files of a site that stand already, each measured once. `read` gives one by its path inside the site; `sizes`
    are the weights of files that are named for their content, by their addresses.
    """

    read: Callable[[str], bytes]
    sizes: dict[str, int] = field(default_factory=dict[str, int])
    _pages: dict[str, Measured] = field(default_factory=dict[str, Measured])

    def know(self, pages: Mapping[str, Measured | None]) -> None:
        """What was measured before, by address."""
        self._pages |= {address: page for address, page in pages.items() if page}

    def measured(self) -> dict[str, Measured]:
        """All pages that are measured by now, by address."""
        return dict(self._pages)

    def page(self, address: str) -> Measured:
        if address not in self._pages:
            self._pages[address] = measured(self.read(f"{address[1:]}index.html"))
        return self._pages[address]

    def weigh(self, addresses: Collection[str]) -> None:
        """So that `sizes` has them."""
        unknown = [address for address in addresses if address not in self.sizes]
        found = spread(lambda address: weight_of(address, self.read(address[1:])), unknown, _FEWEST)
        self.sizes.update(zip(unknown, found, strict=True))


def addresses_read(release: Release) -> set[str]:
    """The pages that must stand before another can tell what a class weighs: lessons and glossaries."""
    return {address for course in release.courses for address in _read_in(course.public)}


def weights_of(release: Release, finished: Finished) -> dict[str, Weight]:
    """Slug -> weight."""
    pages = {course.slug: list(map(finished.page, _read_in(course.public))) for course in release.courses}
    shown = {picture.address: None for read in pages.values() for page in read for picture in page.pictures}
    finished.weigh(shown)
    return {one.slug: weigh(one.public, pages[one.slug], finished.sizes.__getitem__) for one in release.courses}


def with_weights(page: Page, weights: Mapping[str, Weight]) -> Page:
    """The page with the weights of the classes that it shows among its facts."""
    match page.facts.get("course"):
        case PublicCourse(slug=slug):
            return replace(page, facts={**page.facts, "weights": {slug: weights[slug]}})
        case _:
            return replace(page, facts={**page.facts, "weights": weights}) if page.facts else page


def file_lists(
    release: Release, pages: Iterable[Page], weights: Mapping[str, Weight], finished: Finished
) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """The list of each class: its path inside the site, what it is made from, and what makes it.

    Every page must stand by now.
    """
    languages = {page.path: page.language for page in pages}
    for course in release.courses:
        public = course.public
        home = f"/kelas/{public.slug}/"
        homes = [path for path in (home, f"/en{home}") if path in languages]
        kept = {path: languages[path] for path in (*homes, *_read_in(public))}
        weight = weights[public.slug]
        shown = [(path, language, finished.page(path).fingerprint) for path, language in kept.items()]
        yield (
            files_url(public.slug)[1:],
            repr((public.title, weight, shown)),
            partial(_list, public, kept, weight, finished),
        )


def _list(course: PublicCourse, kept: Mapping[str, Language], weight: Weight, finished: Finished) -> bytes:
    return _files(course, kept, weight, finished).model_dump_json().encode() + b"\n"


def _files(course: PublicCourse, kept: Mapping[str, Language], weight: Weight, finished: Finished) -> FilesData:
    pages = {address: finished.page(address) for address in kept}
    pictures = {picture.address: picture for page in pages.values() for picture in page.pictures}
    unsigned = FilesData(
        slug=course.slug,
        title=course.title,
        fingerprint="",
        weight=weight_data(weight),
        pages=tuple(_page(address, kept[address], page) for address, page in pages.items()),
        pictures=tuple(PictureData(address=one.address, stands_for=one.stands_for) for one in pictures.values()),
        frame=tuple(sorted({address for page in pages.values() for address in page.frame})),
    )
    told = json.dumps(unsigned.model_dump(mode="json"), sort_keys=True)
    return unsigned.model_copy(update={"fingerprint": fingerprint(told.encode())})


def _page(address: str, language: Language, page: Measured) -> PageData:
    shows = (*page.frame, *(picture.address for picture in page.pictures))
    return PageData(address=address, language=language, fingerprint=page.fingerprint, shows=shows)


def _read_in(course: PublicCourse) -> list[str]:
    """What is read in a class, and weighed."""
    lessons = [lesson_url(course.slug, lesson.slug) for lesson in course.lessons]
    return [*lessons, terms_url(course.slug)] if course.glossary else lessons
