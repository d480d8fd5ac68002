"""A small class on disk, right in every part; a test spoils the part it is about."""

from dataclasses import dataclass
from pathlib import Path

from courseware.messages import Language
from courseware.release import ContentErrors, CourseRelease, Mistake, compile_release

COURSE = """---
judul: Kelas Percobaan
ringkasan: Satu kalimat tentang kelas ini.
untuk: [umkm, koperasi]
jp: 2
gambar: media/sampul.svg
gambar-alt: Sebuah warung
modul:
  - {id: dasar, judul: Dasar}
tujuan:
  - Setelah kelas ini Anda dapat menyebut pembeli Anda
---
Uraian kelas.
"""
LESSON_HEAD = """---
id: {id}
judul: Mengenal pembeli
modul: dasar
menit: 2
ringkasan: Siapa yang membeli.
---
"""
CHECK = """::: cek {#cek-pembeli}
Siapa pembeli utama?
- [ ] Semua orang
  > Tidak ada usaha yang dapat melayani semua orang sekaligus.
- [x] Kelompok yang paling sering memesan
  > Benar.
Penjelasan: Pembeli utama terlihat dari catatan pesanan, bukan dari harapan.
:::
"""
EVALUATION_HEAD = """---
menit: 45
nilai-minimal: 70
percobaan: 3
jeda-menit: 10
---
"""
QUESTION = """## Apa beda ciri dan manfaat sebuah produk? {#beda-ciri-manfaat poin=2 pelajaran=mengenal-pembeli}
- [ ] Keduanya sama
  > Ciri ada pada barang, sedangkan manfaat ada pada pembelinya.
- [x] Manfaat dirasakan pembeli
Penjelasan: Ciri menerangkan barang; manfaat menerangkan perubahan bagi pembeli.
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><path d="M0 0h9"/></svg>'


@dataclass(frozen=True, slots=True)
class CourseFolder:
    """`root` is the folder of all courses; `folder` that of this class."""

    root: Path
    folder: Path

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def lesson(self, body: str) -> None:
        """Gives the one lesson another body, which begins on line 8."""
        self.write("lessons/01-mengenal-pembeli.md", LESSON_HEAD.format(id="mengenal-pembeli") + body)

    def evaluation(self, body: str) -> None:
        """Gives the evaluation another body, which begins on line 7."""
        self.write("evaluation.md", EVALUATION_HEAD + body)

    def release(self) -> CourseRelease:
        return compile_release(self.root).courses[0]

    def lesson_html(self, body: str) -> str:
        """The first part of the lesson, when this is its body."""
        self.lesson(body)
        part = self.release().public.lessons[0].parts[0]
        return getattr(part, "html", "")

    def mistakes(self) -> list[Mistake]:
        try:
            compile_release(self.root)
        except ContentErrors as errors:
            return list(errors.mistakes)
        return []

    def found(self) -> list[str]:
        """The mistakes as `lessons/01-x.md:8: what is wrong`, without the folder and the cure."""
        prefix = "content/courses/k3/"
        return [f"{found.file.removeprefix(prefix)}:{found.line}: {found.what}" for found in self.mistakes()]

    def told(self, subject: str) -> list[str]:
        """The mistakes of one subject as `lessons/01-x.md:8: what is wrong | what it is in English`."""
        found = [one for one in self.mistakes() if one.code.startswith(subject)]
        prefix = "content/courses/k3/"
        english = [one.said(Language.ENGLISH)[0] for one in found]
        return [
            f"{one.file.removeprefix(prefix)}:{one.line}: {one.what} | {other}"
            for one, other in zip(found, english, strict=True)
        ]


def good_course(root: Path) -> CourseFolder:
    course = CourseFolder(root, root / "k3")
    course.write("course.md", COURSE)
    course.lesson(f"Isi pelajaran.\n\n{CHECK}")
    course.evaluation(f"# Mengenal pembeli {{#pembeli ambil=1}}\n\n{QUESTION}")
    course.write("media/sampul.svg", DRAWING)
    return course
