"""A question as Moodle knows it, whichever of its formats it comes from or goes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

WHOLE, NOTHING = Decimal(100), Decimal(0)
# Beyond these nothing is a bank that somebody wrote; they bound what a file can cost.
LARGEST_FILE = 10_500_000
LONGEST_TEXT = 10_000
MOST_ANSWERS = 100


class Markup(StrEnum):
    """How a text of Moodle's is written; AUTO is its own: HTML whose line breaks count."""

    HTML = "html"
    AUTO = "moodle"
    PLAIN = "plain"
    MARKDOWN = "markdown"


class Kind(StrEnum):
    """The kinds of question that we have a counterpart for, by their names in Moodle XML."""

    CHOICE = "multichoice"
    TRUE_FALSE = "truefalse"
    SHORT = "shortanswer"
    NUMBER = "numerical"
    MATCHING = "matching"
    ORDERING = "ordering"


@dataclass(frozen=True, slots=True)
class Text:
    """`files` are pictures that travel with the text: name -> base64."""

    content: str
    markup: Markup = Markup.HTML
    line: int = 1
    files: Mapping[str, str] = field(default_factory=dict[str, str])

    def __bool__(self) -> bool:
        return bool(self.content.strip())


NO_TEXT = Text("")


@dataclass(frozen=True, slots=True)
class Answer:
    """`weight` is in percent of the question's points; `tolerance` is of numbers alone."""

    text: Text
    weight: Decimal = WHOLE
    feedback: Text = NO_TEXT
    tolerance: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Category:
    """`path` are the names from the top category down, without those that every course has."""

    path: tuple[str, ...]
    idnumber: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """`line` is where it begins in its file.

    `answers` are choices, spellings, numbers, or items in their order; `pairs` are of matching alone, a decoy has no
    left side. `single` allows one choice only; `whole` gives points for an entirely right order alone.
    """

    kind: Kind
    line: int
    name: str
    prompt: Text
    idnumber: str = ""
    general: Text = NO_TEXT
    answers: tuple[Answer, ...] = ()
    pairs: tuple[tuple[Text, Text], ...] = ()
    tags: tuple[str, ...] = ()
    points: Decimal = Decimal(1)
    single: bool = True
    whole: bool = False
    unit: str = ""
    unit_before: bool = False
    category: Category | None = None


def category_path(written: str) -> tuple[str, ...]:
    """The names in `$course$/top/Bahan/Kering`; a slash in a name is doubled."""
    names = [name.replace("\0", "/").strip() for name in written.replace("//", "\0").split("/")]
    kept = [name for name in names if name and not (name.startswith("$") and name.endswith("$"))]
    return tuple(kept[1:] if kept[:1] == ["top"] else kept)


def written_path(path: tuple[str, ...]) -> str:
    return "/".join(["$course$", "top", *(name.replace("/", "//") for name in path)])
