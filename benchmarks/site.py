"""Building the site: the classes as they are, and a thousand lessons like theirs."""

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.classes import COURSES, write_classes
from courseware.release import compile_release
from sitegen import build

LESSONS = 1_000
ROUNDS = 3


def main() -> None:
    """Print the median of three builds of each, and what one lesson more costs."""
    lessons = sum(len(course.public.lessons) for course in compile_release(COURSES).courses)
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "courses"
        written = len(write_classes(large, LESSONS))
        small_seconds = _median(COURSES, Path(folder) / "small")
        large_seconds = _median(large, Path(folder) / "large")
    print(f"{f'these classes ({lessons} lessons)':<32} {small_seconds:6.2f} s")
    print(f"{f'{written:,} lessons like theirs':<32} {large_seconds:6.2f} s")
    print(f"{'a lesson more':<32} {(large_seconds - small_seconds) / (written - lessons) * 1000:6.2f} ms")


def _median(courses: Path, output: Path) -> float:
    """Seconds for compiling and rendering everything; the scripts are bundled the first time."""
    seconds: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        build(compile_release(courses), output, "https://si-jawara.example")
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)
