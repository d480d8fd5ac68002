"""The YAML between the `---` lines at the top of a file, as a typed head; its mistakes in the editor's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from courseware.heads import WEB_ADDRESS, Head
from courseware.mistakes import SourceFile
from courseware.sealed import Audience
from courseware.yaml_tree import Place, YamlMistake, YamlTree, read_yaml

_FENCE = "---"
_H = TypeVar("_H", bound=Head)

# Kinds of error that pydantic knows -> what is wrong, how to mend it.
_WORDS = {
    "missing": ("kunci {key} belum ada", "tambahkan `{name}: ...`"),
    "string_too_short": ("isi {key} masih kosong", "isi, atau lihat contoh kelas"),
    "too_short": ("isi {key} masih kosong", "isi, atau lihat contoh kelas"),
    "string_too_long": ("isi {key} terlalu panjang", "ringkas menjadi paling banyak {max_length} huruf"),
    "web_address": ("isi {key} bukan alamat web", "tulis alamat lengkap yang diawali https:// dan tanpa spasi"),
    "string_pattern_mismatch": (
        "isi {key} tidak dapat dipakai",
        "pakai huruf kecil, angka, dan tanda hubung, misalnya `mengenal-pembeli`",
    ),
    "enum": ("isi {key} bukan sasaran yang dikenal", "pilih dari: {audiences}"),
    "greater_than_equal": ("isi {key} terlalu kecil", "tulis angka paling kecil {ge}"),
    "less_than_equal": ("isi {key} terlalu besar", "tulis angka paling besar {le}"),
    "tuple_type": ("isi {key} harus berupa daftar", "tulis sebagai `[satu, dua]`"),
    "model_type": ("isi {key} harus berupa kunci dan isi", "tulis sebagai `{{kunci: isi, kunci: isi}}`"),
    "string_type": ("isi {key} harus berupa satu teks", "apit isinya dengan tanda kutip"),
}
_NOT_A_NUMBER = ("isi {key} harus berupa bilangan bulat", "tulis angka saja, misalnya 7")


@dataclass(frozen=True, slots=True)
class Body:
    """What follows the front matter; `line` is where it begins in its file."""

    text: str
    line: int


def read_front_matter(source: SourceFile, kind: type[_H]) -> tuple[_H | None, Body]:
    """The head, or None with its mistakes noted, and the text below it."""
    lines = source.text.split("\n")
    if lines[0].rstrip() != _FENCE:
        source.refuse(1, "bagian pembuka belum ada", "mulai berkas dengan garis `---`, kunci-kuncinya, lalu `---`")
        return None, Body(source.text, 1)
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if end is None:
        source.refuse(1, "bagian pembuka belum ditutup", "tambahkan garis `---` sesudah kunci terakhir")
        return None, Body("", len(lines))
    body = Body("\n".join(lines[end + 1 :]), end + 2)
    try:
        tree = read_yaml("\n".join(lines[1:end]))
    except YamlMistake as mistake:
        source.refuse(mistake.line + 2, mistake.what, mistake.mend)
        return None, body
    return _head(source, tree, kind), body


def line_of(source: SourceFile, key: str) -> int:
    """The line on which a key of the front matter stands; the first line when it stands nowhere."""
    lines = source.text.split("\n")
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(f"{key}:")), 1)


def _head(source: SourceFile, tree: YamlTree, kind: type[_H]) -> _H | None:
    if not isinstance(tree.value, dict):
        source.refuse(2, "bagian pembuka bukan daftar kunci", "tulis sebagai `kunci: isi`, satu kunci satu baris")
        return None
    try:
        return kind.model_validate(tree.value)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            # A list whose entries are all wrong is called too short as well: the entries say enough.
            if found["type"] == "too_short" and found["input"]:
                continue
            what, mend = _words(found, kind)
            source.refuse(_line(tree.lines, found["loc"]) + 2, what, mend)
        return None


def _line(lines: Mapping[Place, int], place: Place) -> int:
    """The line of a place, or of the nearest place around it that was written."""
    return next((lines[place[:depth]] for depth in range(len(place), 0, -1) if place[:depth] in lines), 0)


def _words(error: ErrorDetails, kind: type[Head]) -> tuple[str, str]:
    """What is wrong and how to mend it, for one error that pydantic found."""
    place, facts = error["loc"], error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        return f"kunci {_shown(place)} tidak dikenal", _known_keys(place, kind)
    sign = "web_address" if facts.get("pattern") == WEB_ADDRESS else error["type"]
    what, mend = _WORDS.get(sign, _NOT_A_NUMBER)
    words = {"key": _shown(place), "name": place[-1] if place else "kunci", "audiences": ", ".join(Audience), **facts}
    return what.format_map(words), mend.format_map(words)


def _shown(place: Place) -> str:
    """A place as an editor would say it: `judul` pada `modul` ke-2."""
    names: list[str] = []
    for step in place:
        if isinstance(step, int) and names:
            names[-1] += f" ke-{step + 1}"
        else:
            names.append(f"`{step}`")
    return " pada ".join(reversed(names))


def _known_keys(place: Place, kind: type[Head]) -> str:
    *around, written = place
    if around:
        return "hapus kunci itu, atau lihat contoh kelas untuk ejaannya"
    known = [field.alias or name for name, field in kind.model_fields.items()]
    near = get_close_matches(str(written), known, n=1)
    return f"mungkin maksud Anda `{near[0]}`" if near else f"hapus; kunci yang dikenal: {', '.join(known)}"
