"""What an editor is told: where a text is wrong, what is wrong, and how to mend it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from courseware.messages import Language, catalogue

# Control characters (other than tab and line feed), foreign line ends and non-characters: they count lines differently
# in YAML, in Markdown and in editors, and a database refuses some of them.
STRAY_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")

_PLAIN = bytes([*range(0x20, 0x7F), *b"\t\n\r"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fact that is words itself, so that each language says it its own way: a message and what it names."""

    address: str
    facts: "Mapping[str, str | Phrase]"

    def said(self, language: Language) -> str:
        return catalogue(language).say(self.address, **_said(self.facts, language))


def _said(facts: Mapping[str, str | Phrase], language: Language) -> dict[str, str]:
    return {name: fact if isinstance(fact, str) else fact.said(language) for name, fact in facts.items()}


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """`file` is the path from the project's root, `line` counts from 1; both sentences are Indonesian.

    `code` is the subject and the key of its sentences in the catalogue of messages, `facts` are what they name.
    """

    file: str
    line: int
    what: str
    mend: str
    code: str
    facts: tuple[tuple[str, str | Phrase], ...] = field(compare=False)

    def __str__(self) -> str:
        return self.in_words(Language.INDONESIAN)

    def in_words(self, language: Language) -> str:
        """A line for where and what, and one for how to mend it."""
        what, mend = self.said(language)
        return f"{self.file}:{self.line}: {what}\n  {mend}"

    def said(self, language: Language) -> tuple[str, str]:
        """What is wrong and how to mend it, in a language."""
        say, words = catalogue(language).say, _said(dict(self.facts), language)
        return say(f"check-{self.code}.what", **words), say(f"check-{self.code}.mend", **words)


def mistake(file: str, line: int, code: str, **facts: object) -> Mistake:
    """The mistake whose sentences are `check-<code>.what` and `check-<code>.mend` in the catalogue of messages."""
    kept = {name: fact if isinstance(fact, Phrase) else str(fact) for name, fact in sorted(facts.items())}
    words = _said(kept, Language.INDONESIAN)
    say = catalogue(Language.INDONESIAN).say
    what, mend = (say(f"check-{code}.{part}", **words) for part in ("what", "mend"))
    return Mistake(file, line, what, mend, code, tuple(kept.items()))


class ContentErrors(Exception):
    """Everything that was found wrong in the content, in the order of files and lines."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text of an editor, and where its mistakes are noted.

    `marked` asks for HTML whose blocks say from which line they come: for a preview, never for the site.
    """

    name: str
    text: str
    mistakes: list[Mistake] = field(repr=False)
    marked: bool = False

    def wrong(self, line: int, code: str, **facts: object) -> None:
        """Notes the mistake `code`, `subject.key` in the catalogue of messages."""
        self.mistakes.append(mistake(self.name, line, code, **facts))


def read_source(path: Path, name: str, mistakes: list[Mistake]) -> SourceFile | None:
    """The text of a file, with line feeds only; None, and a mistake noted, when it can't be read as text."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        mistakes.append(mistake(name, line, "source.not-utf8"))
        return None
    except OSError:
        mistakes.append(mistake(name, 1, "source.unreadable"))
        return None
    source = SourceFile(name, text.replace("\r\n", "\n").replace("\r", "\n"), mistakes)
    # Nearly all of a text is plain ASCII. What is left without it is short, and shows whether to look for the place.
    rest = content.translate(None, _PLAIN).decode("utf-8")
    if STRAY_CHARACTER.search(rest) and (stray := STRAY_CHARACTER.search(source.text)):
        line = source.text.count("\n", 0, stray.start()) + 1
        source.wrong(line, "source.stray-character", character=f"U+{ord(stray.group()):04X}")
        return None
    return source
