"""What people read, by language: one catalogue for templates, scripts, letters, refusals and mistakes.

A catalogue is the folder content/messages/<language>, a file for each subject, a key for each sentence; a message is
addressed as `subject.key`, or `subject.group.key` where a file has tables.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, cast

MESSAGES = Path(__file__).resolve().parents[1] / "messages"


class Language(StrEnum):
    """Indonesian first, English second."""

    INDONESIAN = "id"
    ENGLISH = "en"


class UnknownMessage(LookupError):
    """No catalogue has this key: the code asks for a sentence that nobody wrote."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one language: sentences with `{placeholders}`. A subject is read when first it is asked for."""

    language: Language
    folder: Path

    @property
    def messages(self) -> Mapping[str, str]:
        """All of them, by their addresses."""
        return _all(self.language, self.folder)

    def say(self, address: str, **facts: object) -> str:
        """The sentence with its placeholders filled; raises UnknownMessage."""
        subject, _, _ = address.partition(".")
        try:
            return _sentences(self.language, subject, self.folder)[address].format_map(facts)
        except KeyError as error:
            raise UnknownMessage(f"{self.language}: {address} lacks {error}") from error

    def subject(self, name: str) -> dict[str, str]:
        """The messages of one subject, by what follows its name."""
        start = f"{name}."
        return {key.removeprefix(start): text for key, text in _sentences(self.language, name, self.folder).items()}


def catalogue(language: Language, folder: Path = MESSAGES) -> Catalogue:
    """A language's files, each read once."""
    return Catalogue(language, folder)


def written(language: Language, folder: Path = MESSAGES) -> Iterator[str]:
    """The files of a language as they were read, or would be: other texts may mean other messages."""
    for subject in _subjects(language, folder):
        yield f"{subject}\0{_text(language, subject, folder)}"


@cache
def _subjects(language: Language, folder: Path) -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in (folder / language).glob("*.toml")))


@cache
def _text(language: Language, subject: str, folder: Path) -> str:
    return (folder / language / f"{subject}.toml").read_text("utf-8")


@cache
def _all(language: Language, folder: Path) -> Mapping[str, str]:
    messages: dict[str, str] = {}
    for subject in _subjects(language, folder):
        messages.update(_sentences(language, subject, folder))
    return messages


@cache
def _sentences(language: Language, subject: str, folder: Path) -> Mapping[str, str]:
    """The messages of one subject, by their whole addresses; none where nobody wrote one."""
    try:
        told = words(language, subject, folder)
    except FileNotFoundError:
        return {}
    return dict(_flat(subject, told))


def placeholders(text: str) -> frozenset[str]:
    """The names that a sentence needs."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


@dataclass(frozen=True, slots=True)
class Gap:
    """A message that `language` lacks; or, where `differs`, one that asks for other facts there than in `other`."""

    address: str
    language: Language
    other: Language
    differs: bool = False

    @property
    def subject(self) -> str:
        return self.address.partition(".")[0]


def gaps(folder: Path = MESSAGES) -> tuple[Gap, ...]:
    """What one language has and another hasn't: messages, or placeholders of a message."""
    first, *others = (catalogue(language, folder) for language in Language)
    return tuple(gap for other in others for gap in _gaps(first, other))


def _gaps(one: Catalogue, other: Catalogue) -> Iterator[Gap]:
    for address in sorted(one.messages.keys() | other.messages.keys()):
        if address not in other.messages:
            yield Gap(address, other.language, one.language)
        elif address not in one.messages:
            yield Gap(address, one.language, other.language)
        elif placeholders(one.messages[address]) != placeholders(other.messages[address]):
            yield Gap(address, other.language, one.language, differs=True)


@cache
def words(language: Language, subject: str, folder: Path = MESSAGES) -> Mapping[str, Any]:
    """One file as it stands, with its tables and lists: for who needs more than sentences, such as month names."""
    return tomllib.loads(_text(language, subject, folder))


def forget() -> None:
    """What was read; the next who asks is told what the files say by then."""
    for known in (_subjects, _text, _all, _sentences, words):
        known.cache_clear()


def _flat(address: str, value: Any) -> Iterator[tuple[str, str]]:
    # `Any`: what a TOML file may hold.
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        for key, each in entries.items():
            yield from _flat(f"{address}.{key}", each)
    elif isinstance(value, list):
        for place, each in enumerate(cast("list[Any]", value)):
            yield from _flat(f"{address}.{place}", each)
    else:
        yield address, str(value)
