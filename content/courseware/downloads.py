"""Files that a lesson offers to keep: what opens on a phone, is what it says it is, and carries no program."""

from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from courseware.media import PICTURE_SUFFIXES, Shelf
from courseware.mistakes import SourceFile, mistake
from courseware.public import Download

# A megabyte costs a participant money: a worksheet needs no more than two.
LARGEST_DOWNLOAD = 2_000_000

# An office document is an archive. What each must hold:
_OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".odt": "content.xml", ".ods": "content.xml"}
# What a program in it would be called.
_MACROS = ("vbaproject.bin", "basic/", "scripts/")
_TEXTS = (".csv", ".txt")
DOWNLOAD_SUFFIXES = (".pdf", *_OFFICE, *_TEXTS)


def read_download(shelf: Shelf, written: str, title: str, source: SourceFile, line: int) -> Download | None:
    """The file behind `[title](media/x.pdf)`; None, and a mistake noted, when it can't be offered."""
    suffix = PurePosixPath(written).suffix
    if suffix in PICTURE_SUFFIXES:
        source.wrong(line, "downloads.picture", written=written)
        return None
    if suffix not in DOWNLOAD_SUFFIXES:
        source.wrong(line, "downloads.kind", written=written, known=", ".join(DOWNLOAD_SUFFIXES))
        return None
    file = shelf.file(written, source, line)
    if file is None:
        return None
    size = file.path.stat().st_size
    if size > LARGEST_DOWNLOAD:
        sizes = {"size": f"{size / 1e6:.1f}", "most": LARGEST_DOWNLOAD // 1_000_000}
        shelf.mistakes.append(mistake(file.label, 1, "downloads.heavy", **sizes))
    elif wrong := _wrong(file.path):
        shelf.mistakes.append(mistake(file.label, 1, f"downloads.{wrong}", suffix=suffix))
    shelf.used[file.path.name] = file.path
    return Download(file.path.name, title, size)


def _wrong(path: Path) -> str | None:
    """The key of what is wrong with the content of a file, by what its name promises."""
    if path.suffix in _OFFICE:
        return _wrong_document(path)
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return None if content.startswith(b"%PDF-") else "other-content"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "not-utf8"
    return "other-content" if b"\0" in content else None


def _wrong_document(path: Path) -> str | None:
    try:
        with ZipFile(path) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (BadZipFile, OSError, ValueError):
        return "other-content"
    if _OFFICE[path.suffix] not in names:
        return "other-content"
    return "macro" if any(name.endswith(_MACROS[0]) or name.startswith(_MACROS[1:]) for name in names) else None
