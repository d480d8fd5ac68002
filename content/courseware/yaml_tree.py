"""YAML as text, lists and mappings only, each with its line. No tags, no anchors, no dates, no surprises."""

from dataclasses import dataclass
from typing import TypeAlias

import yaml

from courseware.mistakes import STRAY_CHARACTER

Place: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "str | list[Value] | dict[str, Value]"

# The deepest head needs three; the limit keeps a hostile file from exhausting the stack.
_DEPTH = 6

# What the YAML parser calls its finding, and what an editor most likely did.
_LIKELY_CAUSES = (
    ("mapping values are not allowed", 'apit isi yang memuat titik dua dengan tanda kutip: `judul: "Kelas: dasar"`'),
    ("cannot start any token", "pakai spasi, bukan tab, dan apit isi yang diawali tanda baca dengan tanda kutip"),
    ("unexpected end of stream", "tutup tanda kutip yang terbuka"),
    ("expected ',' or", "pisahkan isi dengan koma dan tutup kurungnya"),
    ("could not find expected ':'", "tulis sebagai `kunci: isi`, atau beri dua spasi di awal baris sambungan"),
    ("unknown escape character", "tulis garis miring terbalik dua kali, atau pakai tanda kutip tunggal"),
    ("did not find expected key", "samakan spasi di awal baris, dan apit seluruh isi dengan tanda kutip"),
    ("block sequence entries", "mulai daftar pada baris baru: dua spasi, tanda hubung, spasi, isi"),
)
_ANY_CAUSE = "tulis sebagai `kunci: isi`, satu kunci satu baris, dengan spasi di awal baris yang seragam"


@dataclass(frozen=True, slots=True)
class YamlTree:
    """`lines` counts from 0 and knows every key and every entry of a list."""

    value: Value
    lines: dict[Place, int]


class YamlMistake(Exception):
    """What is wrong and how to mend it; `line` counts from 0."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what
        self.mend = mend


def read_yaml(text: str) -> YamlTree:
    """Reads one YAML document; raises YamlMistake."""
    reader = _Reader(text)
    try:
        return YamlTree(reader.document(), reader.lines)
    except yaml.MarkedYAMLError as error:
        # An unclosed bracket or quote is found at the end of the text and mended where it was opened.
        mark = error.context_mark or error.problem_mark
        mend = next((mend for sign, mend in _LIKELY_CAUSES if sign in (error.problem or "")), _ANY_CAUSE)
        raise YamlMistake(mark.line if mark else 0, "bagian pembuka tidak dapat dibaca mulai baris ini", mend) from None
    except yaml.YAMLError:
        raise YamlMistake(0, "bagian pembuka tidak dapat dibaca", _ANY_CAUSE) from None


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {}
        self._events = yaml.parse(text, Loader=yaml.CBaseLoader)

    def document(self) -> Value:
        value: Value = {}
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                value = self._value(event, ())
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlMistake(_line(event), "bagian pembuka terbagi dua", "hapus garis `---` di tengahnya")
        return value

    def _value(self, event: yaml.Event, place: Place) -> Value:
        self.lines.setdefault(place, _line(event))
        if isinstance(event, yaml.ScalarEvent):
            return _text(event)
        if len(place) >= _DEPTH:
            raise YamlMistake(_line(event), "isi bersarang terlalu dalam", "ikuti bentuk pada contoh kelas")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        raise YamlMistake(_line(event), "ada rujukan yang diawali `*`", "apit isi itu dengan tanda kutip")

    def _list(self, place: Place) -> list[Value]:
        values: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._value(event, (*place, len(values))))
        return values

    def _mapping(self, place: Place) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlMistake(_line(event), "kunci harus berupa satu kata", "tulis sebagai `kunci: isi`")
            key = _text(event)
            if key in values:
                raise YamlMistake(_line(event), f"kunci `{key}` ditulis dua kali", "hapus salah satunya")
            self.lines[(*place, key)] = _line(event)
            values[key] = self._value(next(self._events), (*place, key))
        return values


def _text(event: yaml.ScalarEvent) -> str:
    # An escape such as "\0" can write what the raw file may not hold.
    if STRAY_CHARACTER.search(event.value.replace("\n", " ")):
        raise YamlMistake(_line(event), "isi memuat karakter kendali", "hapus kode `\\` di dalam tanda kutip")
    return event.value


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0
