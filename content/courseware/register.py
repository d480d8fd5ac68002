"""Names that may be given only once in a course."""

from dataclasses import dataclass, field

from courseware.mistakes import SourceFile


@dataclass(frozen=True, slots=True)
class Register:
    """`kind` is what the names are called in a mistake: "id", "nomor urut"."""

    kind: str
    _taken: dict[str, str] = field(default_factory=dict[str, str])

    def claim(self, source: SourceFile, line: int, name: str) -> None:
        """Notes who uses a name; a mistake when somebody else does. An empty name was refused already."""
        here = f"{source.name}:{line}"
        first = self._taken.setdefault(name, here)
        if name and first != here:
            source.wrong(line, "register.taken", kind=self.kind, name=name, first=first)
