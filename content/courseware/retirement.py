"""Ids that were given once and are never given again: what participants did is kept under them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from courseware.mistakes import Mistake, mistake
from courseware.register import Register


@dataclass(frozen=True, slots=True)
class Retired:
    """`gone` are the ids whose text is no longer there, named in course.md; the others are marked where they stand."""

    gone: Collection[str]
    lessons: Collection[str]
    questions: Collection[str]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(sorted({*self.gone, *self.lessons, *self.questions}))

    def revived(self, lessons: Register, questions: Register) -> Iterator[Mistake]:
        """A mistake for each retired id that another part of the class goes by.

        Both registers hold what is marked as retired as well, and have told of ids that are given twice in one of them.
        """
        for used, own, others in ((lessons, self.lessons, self.questions), (questions, self.questions, self.lessons)):
            for name in sorted(used.names & {*self.gone, *others} - set(own)):
                yield mistake(*used.place_of(name), "course.retired-id", id=name)
