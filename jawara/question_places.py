"""Where the questions of a class stand in its sources."""

import re
from collections.abc import Mapping

from courseware.folders import CourseFiles

_ID = re.compile(r"\{#([a-z0-9-]+)")


def question_places(files: CourseFiles) -> Mapping[str, tuple[str, int]]:
    """Where the ids of checks and questions stand."""
    names = ["evaluation.md", *(f"lessons/{name}" for name in files.names_in("lessons"))]
    found: dict[str, tuple[str, int]] = {}
    for name in names:
        source = files.source(name, [])
        for number, line in enumerate(source.text.split("\n") if source else (), start=1):
            for one in _ID.findall(line):
                found.setdefault(one, (source.name if source else name, number))
    return found
