"""What an editor is told: where a text is wrong, what is wrong, and how to mend it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from courseware.messages import Language, catalogue

# Control characters (other than tab and line feed), foreign line ends and non-characters: they count lines differently
# in YAML, in Markdown and in editors, and a database refuses some of them.
STRAY_CHARACTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """`file` is the path from the project's root, `line` counts from 1; both sentences are Indonesian.

    `code` is the subject and the key of its sentences in the catalogue of messages, `facts` are what they name.
    """

    file: str
    line: int
    what: str
    mend: str
    code: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}\n  {self.mend}"


def mistake(file: str, line: int, code: str, **facts: object) -> Mistake:
    """The mistake whose sentences are `check-<code>.what` and `check-<code>.mend` in the catalogue of messages."""
    words = {name: str(fact) for name, fact in facts.items()}
    say = catalogue(Language.INDONESIAN).say
    what, mend = (say(f"check-{code}.{part}", **words) for part in ("what", "mend"))
    return Mistake(file, line, what, mend, code, tuple(sorted(words.items())))


class ContentErrors(Exception):
    """Everything that was found wrong in the content, in the order of files and lines."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text of an editor, and where its mistakes are noted."""

    name: str
    text: str
    mistakes: list[Mistake] = field(repr=False)

    def refuse(self, line: int, what: str, mend: str) -> None:
        self.mistakes.append(Mistake(self.name, line, what, mend))

    def wrong(self, line: int, code: str, **facts: object) -> None:
        """Notes the mistake `code`, `subject.key` in the catalogue of messages."""
        self.mistakes.append(mistake(self.name, line, code, **facts))


def read_source(path: Path, name: str, mistakes: list[Mistake]) -> SourceFile | None:
    """The text of a file, with line feeds only; None, and a mistake noted, when it can't be read as text."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(name, line, "berkas ini bukan teks UTF-8", "simpan ulang dengan pengodean UTF-8"))
        return None
    except OSError:
        mistakes.append(
            Mistake(name, 1, "berkas ini tidak ada atau tidak dapat dibuka", "buat atau pulihkan berkasnya")
        )
        return None
    source = SourceFile(name, text.replace("\r\n", "\n").replace("\r", "\n"), mistakes)
    if stray := STRAY_CHARACTER.search(source.text):
        source.refuse(
            source.text.count("\n", 0, stray.start()) + 1,
            f"ada karakter kendali yang tidak terlihat (U+{ord(stray.group()):04X})",
            "hapus karakter itu, atau ketik ulang barisnya",
        )
        return None
    return source
