"""The braces at the end of a heading: `{#id kunci=isi}`."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from courseware.heads import IDENTIFIER
from courseware.mistakes import SourceFile

_BRACES = re.compile(r"\{([^{}]*)\}\s*$")
_IDENTIFIER = re.compile(IDENTIFIER)


@dataclass(frozen=True, slots=True)
class Attributes:
    """`text` is what stands before the braces; `id` is empty when none can be used."""

    text: str
    id: str
    values: Mapping[str, str]


def find_braces(text: str) -> re.Match[str] | None:
    """The braces that close a line; None for braces that only belong to its sentence: `isi {nama} di sini`."""
    found = _BRACES.search(text) if "{" in text else None
    return found if found and (found[1].startswith("#") or "=" in found[1] or not found[1]) else None


def read_attributes(source: SourceFile, line: int, text: str, known: Collection[str]) -> Attributes:
    """Reads the braces at the end of `text`; an id is always needed, the `known` keys are optional."""
    braces = find_braces(text)
    identifier = ""
    values: dict[str, str] = {}
    for word in braces[1].split() if braces else ():
        key, sign, value = word.partition("=")
        if word.startswith("#"):
            identifier = word[1:]
        elif sign and key in known:
            values[key] = value
        else:
            allowed = ", ".join(["#id", *(f"{name}=..." for name in known)])
            source.wrong(line, "attributes.unknown", word=word, allowed=allowed)
    if not identifier:
        source.wrong(line, "attributes.no-id")
    elif not _IDENTIFIER.search(identifier) or len(identifier) > 80:
        source.wrong(line, "attributes.bad-id", id=identifier)
        identifier = ""
    return Attributes(text[: braces.start()].rstrip() if braces else text, identifier, values)


def whole_number(source: SourceFile, line: int, attributes: Attributes, key: str, otherwise: int) -> int:
    """The value of a key as a number from 1 to 100; `otherwise` when the key isn't written."""
    written = attributes.values.get(key)
    if written is None:
        return otherwise
    if written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= 100:
        return int(written)
    source.wrong(line, "attributes.bad-number", key=key, written=written)
    return otherwise


def one_word(source: SourceFile, line: int, attributes: Attributes, key: str, word: str) -> bool:
    """Whether a key that knows one `word` alone is written."""
    written = attributes.values.get(key)
    if written not in {None, word}:
        source.wrong(line, "attributes.bad-word", key=key, written=written, word=word)
    return written == word
