"""Building the site: the classes as they are, and 100 classes of ten lessons made for this."""

import statistics
import tempfile
import time
from pathlib import Path

from courseware.release import compile_release
from sitegen import build

COURSES = Path(__file__).parents[1] / "content" / "courses"
CLASSES = 100
LESSONS_EACH = 10
LESSONS = CLASSES * LESSONS_EACH
ROUNDS = 3

_COURSE = """---
judul: Kelas ukur
ringkasan: Kelas yang dibuat untuk mengukur waktu.
untuk: [umkm]
jp: 2
gambar: media/sampul.svg
gambar-alt: Bidang kosong
modul:
  - {id: dasar, judul: Dasar}
tujuan: ["Setelah kelas ini kita tahu berapa lama membangun situs."]
---
Kelas ukur.
"""
_EVALUATION = """---
menit: 45
nilai-minimal: 70
percobaan: 3
jeda-menit: 0
---
# Dasar {#dasar ambil=1}

## Berapa dua tambah dua? {#dua poin=1 pelajaran=pelajaran-1}
- [ ] Tiga
- [x] Empat
Penjelasan: Dua ditambah dua adalah empat, dihitung dengan jari.
"""
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><title>Kosong</title></svg>'


def main() -> None:
    """Print the median of three builds of each, and what one lesson more costs."""
    real = compile_release(COURSES)
    lessons = sum(len(course.public.lessons) for course in real.courses)
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "courses"
        _write(large, COURSES / real.courses[0].public.slug)
        small_seconds = _median(COURSES, Path(folder) / "small")
        large_seconds = _median(large, Path(folder) / "large")
    print(f"{f'these classes ({lessons} lessons)':<32} {small_seconds:6.2f} s")
    print(f"{f'{LESSONS:,} generated lessons':<32} {large_seconds:6.2f} s")
    print(f"{'a lesson more':<32} {(large_seconds - small_seconds) / (LESSONS - lessons) * 1000:6.2f} ms")


def _median(courses: Path, output: Path) -> float:
    """Seconds for compiling and rendering, the bundling of scripts included."""
    seconds: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        build(compile_release(courses), output, "https://si-jawara.example")
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def _write(courses: Path, model: Path) -> None:
    """Classes whose lessons all have the text of a real one."""
    source = sorted((model / "lessons").glob("*.md"))[0].read_text()
    body = source.partition("\n---\n")[2].partition("\n::: cek")[0]
    prose = "\n".join(line for line in body.splitlines() if "](" not in line)
    for number in range(1, CLASSES + 1):
        _write_class(courses / f"kelas-ukur-{number}", prose)


def _write_class(course: Path, prose: str) -> None:
    for name in ("lessons", "media"):
        (course / name).mkdir(parents=True)
    (course / "course.md").write_text(_COURSE)
    (course / "evaluation.md").write_text(_EVALUATION)
    (course / "media" / "sampul.svg").write_text(_PICTURE)
    source = 'sumber:\n  - {judul: "Ukuran", penerbit: "Kantor", tahun: 2026}'
    for number in range(1, LESSONS_EACH + 1):
        name = f"pelajaran-{number}"
        head = f"id: {name}\njudul: Pelajaran {number}\nmodul: dasar\nmenit: 3\nringkasan: Sebuah pelajaran."
        (course / "lessons" / f"{number:02}-{name}.md").write_text(f"---\n{head}\n{source}\n---\n{prose}\n")
