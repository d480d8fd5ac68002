"""Names that may be given only once in a course."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from courseware.mistakes import Phrase, SourceFile


@dataclass(frozen=True, slots=True)
class Register:
    """`kind` is the message by which a mistake calls the names: a key of check-register, such as "id" or "slug"."""

    kind: str
    _taken: dict[str, str] = field(default_factory=dict[str, str])

    def claim(self, source: SourceFile, line: int, name: str) -> None:
        """Notes who uses a name; a mistake when somebody else does. An empty name was refused already."""
        here = f"{source.name}:{line}"
        first = self._taken.setdefault(name, here)
        if name and first != here:
            kind = Phrase(f"check-register.{self.kind}", {})
            source.wrong(line, "register.taken", kind=kind, name=name, first=first)

    @property
    def names(self) -> AbstractSet[str]:
        """Every name that was claimed."""
        return self._taken.keys()

    def place_of(self, name: str) -> tuple[str, int]:
        """The file and the line that claimed a name first."""
        file, _, line = self._taken[name].rpartition(":")
        return file, int(line)
