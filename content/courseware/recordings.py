"""`::: video` and `::: audio`: a recording by reference, which a phone fetches when it is played and not before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from markdown_it.token import Token

from courseware.media import MEDIA, Picture, Shelf
from courseware.messages import Language, catalogue
from courseware.mistakes import SourceFile, mistake
from courseware.public import Recording, RecordingKind, media_url
from courseware.sizes import duration_in_words, size_in_words

# The poster comes with the page, whether the video is played or not.
LARGEST_POSTER = 60_000
# What lies in the repository is fetched with every copy of it.
LARGEST_RECORDING = 25_000_000
LARGEST_SUBTITLES = 100_000
# So much must be there to read, whoever can't or won't play.
FEWEST_WORDS = 100

ADDRESS, POSTER, SIZE, DURATION, SUBTITLES = "tautan", "poster", "ukuran", "durasi", "teks"
_KEYS = {
    RecordingKind.VIDEO: (ADDRESS, POSTER, SIZE, DURATION, SUBTITLES),
    RecordingKind.AUDIO: (ADDRESS, SIZE, DURATION),
}
_EXAMPLES = {
    ADDRESS: "media/rekaman.mp4",
    POSTER: "media/poster.jpg",
    SIZE: "12 MB",
    DURATION: "3:20",
}
# Kind -> suffix -> how such a file begins, and from which byte on.
_BEGINNINGS: Mapping[RecordingKind, Mapping[str, tuple[int, tuple[bytes, ...]]]] = {
    RecordingKind.VIDEO: {".mp4": (4, (b"ftyp",)), ".webm": (0, (b"\x1a\x45\xdf\xa3",))},
    RecordingKind.AUDIO: {
        ".mp3": (0, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
        ".m4a": (4, (b"ftyp",)),
        ".ogg": (0, (b"OggS",)),
    },
}
_ID_DIGITS = 12
_NO_ATTRIBUTES: Mapping[str, str] = {}
_SIZE = re.compile(r"(\d{1,4})(?:,(\d))?\s*([kMG])B", re.IGNORECASE)
_UNITS = {"k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
_DURATION = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Played:
    """A recording with what is shown of it before and while it plays."""

    recording: Recording
    poster: Picture | None
    subtitles: str | None


@dataclass(slots=True)
class _Box:
    """The lines of one box above its transcript: key -> line and value."""

    shelf: Shelf
    source: SourceFile
    line: int
    kind: RecordingKind
    written: dict[str, tuple[int, str]]

    def wrong(self, key: str, code: str, **facts: object) -> None:
        at, value = self.written.get(key, (self.line, ""))
        self.source.wrong(at, f"recordings.{code}", key=key, written=value, **facts)

    def value(self, key: str) -> str:
        """What stands behind a key that must be there."""
        _, value = self.written.get(key, (0, ""))
        if not value:
            self.wrong(key, "missing", kind=self.kind, example=_EXAMPLES[key])
        return value


def read_recording(shelf: Shelf, source: SourceFile, line: int, opening: Token, course: str) -> Played | None:
    """The recording that a `recording_open` token tells of; None, and mistakes noted, when it can't be played."""
    kind, title = RecordingKind(opening.meta["kind"]), str(opening.meta["title"])
    first = line - (opening.map or [0])[0]
    box = _Box(shelf, source, line, kind, _written(source, first, opening, kind))
    if not title:
        source.wrong(line, "recordings.no-title", kind=kind)
    amount, seconds = _size(box), _seconds(box)
    address = _address(box, amount, course)
    poster = _poster(box) if kind is RecordingKind.VIDEO else None
    subtitles = _subtitles(box, course)
    return Played(Recording(kind, title, address, amount, seconds), poster, subtitles) if address else None


def opening_tokens(played: Played, course: str, *, has_transcript: bool) -> list[Token]:
    """The figure up to where the transcript begins."""
    recording, poster = played.recording, played.poster
    say = catalogue(Language.INDONESIAN).say
    facts = {"size": size_in_words(recording.bytes), "duration": duration_in_words(recording.seconds)}
    player: dict[str, str | int | float] = {"controls": "", "preload": "none", "src": recording.address}
    if poster:
        player |= {"poster": media_url(course, poster.name), "width": poster.width, "height": poster.height}
    player["aria-label"] = recording.title
    if recording.kind is RecordingKind.VIDEO:
        player["data-video"] = video_id(recording.address)
    tokens = [
        _open("figure", {"class": "callout recording"}),
        _open("figcaption"),
        *_line("p", recording.title, {"class": "callout__title"}),
        *_line("p", say(f"lesson.{recording.kind}Facts", **facts)),
        _close("figcaption"),
        _open(recording.kind, player),
    ]
    if played.subtitles:
        track: dict[str, str | int | float] = {"kind": "captions", "src": played.subtitles}
        track |= {"srclang": "id", "label": say("lesson.subtitles")}
        tokens.append(Token("track", "track", 0, attrs=track))
    tokens.append(_close(recording.kind))
    if has_transcript:
        tokens += [_open("details"), *_line("summary", say("lesson.transcript"))]
    return tokens


def closing_tokens(*, has_transcript: bool) -> list[Token]:
    return [*([_close("details")] if has_transcript else []), _close("figure")]


def video_id(address: str) -> str:
    """Names a video as long as it lies where it lies, whatever its title becomes."""
    return sha256(address.encode()).hexdigest()[:_ID_DIGITS]


def _written(source: SourceFile, first: int, opening: Token, kind: RecordingKind) -> dict[str, tuple[int, str]]:
    written: dict[str, tuple[int, str]] = {}
    known = ", ".join(_KEYS[kind])
    for at, text in opening.meta["settings"]:
        key, colon, value = text.partition(":")
        key, line = key.strip().lower(), first + at
        if not colon or key not in _KEYS[kind]:
            source.wrong(line, "recordings.unknown-line", kind=kind, text=text[:40], known=known)
        elif key in written:
            source.wrong(line, "recordings.twice", key=key)
        else:
            written[key] = (line, value.strip())
    return written


def _size(box: _Box) -> int:
    value = box.value(SIZE)
    found = _SIZE.fullmatch(value)
    if value and not found:
        box.wrong(SIZE, "size")
    return int(found[1] + (found[2] or "0")) * _UNITS[found[3].lower()] // 10 if found else 0


def _seconds(box: _Box) -> int:
    value = box.value(DURATION)
    found = _DURATION.fullmatch(value)
    if value and not found:
        box.wrong(DURATION, "duration")
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3]) if found else 0


def _address(box: _Box, amount: int, course: str) -> str:
    """Where the recording lies, as the page says it; empty when it can't be played."""
    value = box.value(ADDRESS)
    if not value:
        return ""
    kinds = _BEGINNINGS[box.kind]
    if value.startswith(MEDIA):
        suffix = PurePosixPath(value).suffix
    else:
        parts = urlsplit(value) if value.isprintable() and '"' not in value and " " not in value else urlsplit("")
        suffix = PurePosixPath(parts.path).suffix
        if parts.scheme != "https" or not parts.hostname:
            box.wrong(ADDRESS, "address")
            return ""
        if parts.netloc not in box.shelf.hosts:
            box.wrong(ADDRESS, "host", host=parts.hostname)
            return ""
    if suffix not in kinds:
        box.wrong(ADDRESS, "kind", known=", ".join(kinds))
        return ""
    return _own_file(box, value, amount, course) if value.startswith(MEDIA) else value


def _own_file(box: _Box, value: str, amount: int, course: str) -> str:
    file = box.shelf.file(value, box.source, box.written[ADDRESS][0])
    if file is None:
        return ""
    size = file.path.stat().st_size
    start, beginnings = _BEGINNINGS[box.kind][file.path.suffix]
    with file.path.open("rb") as content:
        beginning = content.read(16)[start:]
    if size > LARGEST_RECORDING:
        sizes = {"size": size_in_words(size), "most": size_in_words(LARGEST_RECORDING)}
        box.shelf.mistakes.append(mistake(file.label, 1, "recordings.heavy", **sizes))
    elif not beginning.startswith(beginnings):
        box.shelf.mistakes.append(mistake(file.label, 1, "recordings.other-content", suffix=file.path.suffix))
    elif amount and abs(amount - size) > max(size // 10, 100_000):
        box.wrong(SIZE, "other-size", size=size_in_words(size))
    box.shelf.used[file.path.name] = file.path
    return media_url(course, file.path.name)


def _poster(box: _Box) -> Picture | None:
    value = box.value(POSTER)
    if not value:
        return None
    poster = box.shelf.picture(value, box.source, box.written[POSTER][0])
    size = box.shelf.used[poster.name].stat().st_size if poster else 0
    if size > LARGEST_POSTER:
        box.wrong(POSTER, "heavy-poster", size=size_in_words(size), most=size_in_words(LARGEST_POSTER))
    return poster


def _subtitles(box: _Box, course: str) -> str | None:
    line, value = box.written.get(SUBTITLES, (0, ""))
    if not value:
        return None
    file = box.shelf.file(value, box.source, line)
    if file is None:
        return None
    if file.path.suffix != ".vtt" or not _is_subtitles(file.path):
        box.wrong(SUBTITLES, "subtitles")
    box.shelf.used[file.path.name] = file.path
    return media_url(course, file.path.name)


def _is_subtitles(path: Path) -> bool:
    if path.stat().st_size > LARGEST_SUBTITLES:
        return False
    try:
        return path.read_text("utf-8-sig").startswith("WEBVTT")
    except UnicodeDecodeError:
        return False


def _open(tag: str, attributes: Mapping[str, str | int | float] = _NO_ATTRIBUTES) -> Token:
    return Token(f"{tag}_open", tag, 1, attrs={**attributes}, block=True)


def _close(tag: str) -> Token:
    return Token(f"{tag}_close", tag, -1, block=True)


def _line(tag: str, text: str, attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> list[Token]:
    """One element of plain text."""
    inline = Token("inline", "", 0, content=text, children=[Token("text", "", 0, content=text)])
    return [_open(tag, attributes), inline, _close(tag)]
