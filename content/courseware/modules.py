"""The modules of a class: course.md names them, each lesson says to which it belongs."""

from collections.abc import Sequence

from courseware.front_matter import line_of
from courseware.heads import CourseHead
from courseware.lesson import LessonFile, LessonHalves
from courseware.mistakes import SourceFile
from courseware.public import PublicModule


def check_modules(course: SourceFile, head: CourseHead, files: Sequence[LessonFile]) -> None:
    """Every lesson is in a known module, no module is empty, and both lists go the same way."""
    order = [module.id for module in head.modules]
    line = line_of(course, "modul")
    filled = {file.head.module for file in files}
    for module in dict.fromkeys(order):
        if order.count(module) > 1:
            course.wrong(line, "course.module-twice", module=module)
        if module not in filled:
            course.wrong(line, "course.empty-module", module=module)
    reached = 0
    for file in files:
        at = line_of(file.source, "modul")
        if file.head.module not in order:
            file.source.wrong(at, "course.unknown-module", module=file.head.module, known=", ".join(order))
        elif order.index(file.head.module) < reached:
            file.source.wrong(at, "course.module-again", module=file.head.module)
        else:
            reached = order.index(file.head.module)


def modules_of(
    head: CourseHead, files: Sequence[LessonFile], halves: Sequence[LessonHalves]
) -> tuple[PublicModule, ...]:
    lessons: dict[str, list[LessonHalves]] = {}
    for file, half in zip(files, halves, strict=True):
        lessons.setdefault(file.head.module, []).append(half)
    return tuple(
        PublicModule(module.id, module.title, tuple(half.public for half in lessons.get(module.id, [])))
        for module in head.modules
    )
