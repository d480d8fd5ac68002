"""Classes to measure with: the real ones again and again, every copy with texts of its own."""

import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

COURSES = Path(__file__).parents[1] / "content" / "courses"

_SENTENCE = re.compile(r"(?<=[a-z]{2}[.?!]) (?=[A-Z])")
# A line that is nothing but sentences: no box, list, table, heading, picture, link, note or emphasis.
_PLAIN = re.compile(r"[A-Z][^\[\]*`|{}<>]*")
_SECRET = re.compile(r"^(Penjelasan:|  >) (?=[A-Z])", re.MULTILINE)


def write_classes(folder: Path, lessons: int) -> list[Path]:
    """Writes about `lessons` lessons, in copies of the classes of this project; returns all lessons written.

    The sentences of each paragraph change places, and each explanation is numbered: no two classes share their texts,
    so that nothing is gained by remembering one, and all have the weight, the boxes and the questions of real ones.
    """
    models = sorted(path for path in COURSES.iterdir() if path.is_dir())
    written: list[Path] = []
    number = 0
    while len(written) < lessons:
        model = models[number % len(models)]
        number += 1
        written += _copy(model, folder / f"{model.name}-{number}", number)
    return written


def _copy(model: Path, course: Path, number: int) -> Sequence[Path]:
    shutil.copytree(model, course)
    chance = random.Random(number)  # noqa: S311 -- the same classes at each run
    lessons = sorted((course / "lessons").glob("*.md"))
    for file in lessons:
        file.write_text("\n".join(_shuffled(line, chance) for line in file.read_text("utf-8").split("\n")), "utf-8")
    for file in (*lessons, course / "evaluation.md"):
        file.write_text(_SECRET.sub(rf"\1 Kelas {number}: ", file.read_text("utf-8")), "utf-8")
    return lessons


def _shuffled(line: str, chance: random.Random) -> str:
    if not _PLAIN.fullmatch(line) or line.startswith("Penjelasan:"):
        return line
    sentences = _SENTENCE.split(line)
    chance.shuffle(sentences)
    return " ".join(sentences)
