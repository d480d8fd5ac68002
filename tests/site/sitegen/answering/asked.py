"""A class whose lesson and whose evaluation ask in every shape, written as an editor writes it."""

from pathlib import Path

from courseware.release import Release, compile_release
from courseware.sealed import SealedQuestion
from tests.content.courseware.builder import DRAWING, LESSON_HEAD, good_course

ASKED = {
    "tunggal": """Siapa pemegang kekuasaan tertinggi di koperasi?
- [ ] Pengurus
  > Pengurus menjalankan keputusan rapat.
- [x] Rapat anggota
- [ ] Manajer""",
    "banyak": """Mana yang termasuk prinsip koperasi?
- [x] Keanggotaan sukarela dan terbuka
- [x] Pengelolaan demokratis
- [ ] Suara menurut besarnya modal
  > Satu anggota, satu suara.""",
    "pernyataan": """Setiap anggota koperasi memiliki satu hak suara.
- [x] Benar
- [ ] Salah""",
    "istilah": """Apa nama bagian laba koperasi yang kembali kepada anggota?

Jawaban: Sisa Hasil Usaha | SHU""",
    "hitungan": """Biaya 20 bungkus keripik Rp30.000. Berapa harga pokok satu bungkus?

![Sepuluh bungkus keripik](media/sampul.svg)

Jawaban: Rp1.500""",
    "takaran": """Berapa bagian laba yang disisihkan?

Jawaban: 12,5% ± 0,5""",
    "pasangan": """Pasangkan setiap perangkat dengan tugasnya.
- Rapat anggota => memegang kekuasaan tertinggi dan menetapkan anggaran dasar
- Pengurus => mengelola usaha sehari-hari
- Pengawas => memeriksa kerja pengurus
- => mencetak uang""",
    "urutan": """Urutkan langkah mendirikan koperasi.
1. Rapat pembentukan
2. Akta notaris
3. Pengesahan badan hukum
4. Rapat anggota pertama""",
}
"""By id; a check of the lesson is called `cek-` and this."""
PARTLY = {"banyak", "pasangan", "urutan"}
"""Those that give points for parts."""
EXPLANATION = "Penjelasan: Undang-Undang Nomor 25 Tahun 1992 mengaturnya dalam bagian perangkat organisasi."
PICTURE = "![Bagan perangkat](media/sampul.svg)"


def release_of_every_kind(folder: Path) -> Release:
    """Compiled from Markdown in a folder of its own."""
    course = good_course(folder / "content" / "courses")
    course.write("media/sampul.svg", DRAWING)
    text = LESSON_HEAD.format(id="mengenal-pembeli").replace("menit: 2", "menit: 5")
    course.write(
        "lessons/01-mengenal-pembeli.md",
        text + "Pelajaran pendek.\n\n" + "\n".join(_check(name, text) for name, text in ASKED.items()),
    )
    pool = f"# Perangkat koperasi {{#perangkat ambil={len(ASKED)}}}\n\n"
    course.evaluation(pool + "\n".join(_question(name, text) for name, text in ASKED.items()))
    return compile_release(course.root)


def _check(name: str, text: str) -> str:
    return f"::: cek {{#cek-{name}}}\n{text}\n{EXPLANATION}\n\n{PICTURE}\n:::\n"


def _question(name: str, text: str) -> str:
    prompt, _, rest = text.partition("\n")
    credit = " nilai=sebagian" if name in PARTLY else ""
    # No lesson may hold what the evaluation asks: the build refuses it.
    return f"## Evaluasi. {prompt} {{#{name}{credit} pelajaran=mengenal-pembeli}}\n{rest}\n{EXPLANATION}\n"


def questions_by_id(release: Release) -> dict[str, SealedQuestion]:
    """The checks of the lesson and the questions of the evaluation."""
    return {question.id: question for question in release.courses[0].sealed.questions}
