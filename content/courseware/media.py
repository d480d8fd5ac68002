"""The pictures of one course: only what lies in its own media folder, is small, and carries no script."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from courseware.mistakes import Mistake, SourceFile, read_source
from courseware.pictures import picture_size
from courseware.svg import inspect_svg

# A page must open on a slow phone: one picture takes at most this much.
LARGEST_PICTURE = 150_000
_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif")
_WRITTEN = re.compile(r"media/([a-z0-9][a-z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` is the file's name in the media folder; width and height are pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """`label` is the course folder as mistakes name it; `used` are the files that the course shows."""

    folder: Path
    label: str
    mistakes: list[Mistake] = field(repr=False)
    used: dict[str, Path] = field(default_factory=dict[str, Path])
    _seen: dict[str, Picture | None] = field(default_factory=dict[str, Picture | None])

    def picture(self, written: str, source: SourceFile, line: int) -> Picture | None:
        """The picture that a text names as `media/x.svg`; None, and a mistake noted, when it can't be shown."""
        if not written.startswith("media/") or ".." in written:
            source.refuse(
                line, f"gambar `{written}` bukan dari folder media kelas ini", "tulis sebagai `media/nama.svg`"
            )
            return None
        match = _WRITTEN.fullmatch(written)
        if not match:
            mend = "pakai huruf kecil, angka, titik, dan tanda hubung, tanpa spasi dan tanpa subfolder"
            source.refuse(line, f"nama berkas gambar `{written}` tidak dapat dipakai", mend)
            return None
        name = match[1]
        path = self.folder / "media" / name
        if not path.is_file():
            source.refuse(line, f"berkas gambar `{written}` tidak ada", self._nearest(name))
            return None
        if name not in self._seen:
            self._seen[name] = self._inspected(name, path)
        return self._seen[name]

    def _nearest(self, name: str) -> str:
        there = [path.name for path in (self.folder / "media").glob("*")]
        near = get_close_matches(name, sorted(there), n=1)
        return f"mungkin maksud Anda `media/{near[0]}`" if near else "taruh berkasnya di folder media kelas ini"

    def _inspected(self, name: str, path: Path) -> Picture | None:
        label = f"{self.label}/media/{name}"
        if not path.resolve().is_relative_to(self.folder.resolve()):
            self._refuse(label, "berkas ini menunjuk ke luar folder kelas", "salin berkas aslinya ke folder media")
            return None
        if (size := path.stat().st_size) > LARGEST_PICTURE:
            what = f"gambar ini {-(-size // 1000)} kB, lebih besar dari {LARGEST_PICTURE // 1000} kB"
            self._refuse(label, what, "kecilkan ukurannya, atau simpan sebagai AVIF atau WebP")
        if path.suffix not in _SUFFIXES:
            self._refuse(
                label, f"jenis berkas `{path.suffix}` tidak didukung", f"pakai salah satu: {', '.join(_SUFFIXES)}"
            )
            return None
        found = self._drawing(label, path) if path.suffix == ".svg" else picture_size(path.suffix, path.read_bytes())
        if found is None:
            self._refuse(label, f"isi berkas ini bukan gambar {path.suffix}", "simpan ulang dari aplikasi gambar Anda")
            return None
        self.used[name] = path
        return Picture(name, *found)

    def _drawing(self, label: str, path: Path) -> tuple[int, int] | None:
        source = read_source(path, label, self.mistakes)
        if source is None:
            return None
        findings = inspect_svg(source.text)
        for line, what in findings.mistakes:
            source.refuse(line, what, "hapus bagian itu, atau simpan ulang sebagai SVG polos (Plain SVG)")
        if not findings.width or not findings.height:
            source.refuse(1, "SVG tidak menyebut ukurannya", 'tambahkan viewBox, misalnya viewBox="0 0 640 360"')
        return findings.width, findings.height

    def _refuse(self, label: str, what: str, mend: str) -> None:
        self.mistakes.append(Mistake(label, 1, what, mend))
