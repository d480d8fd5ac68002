"""Letters as files: one .eml each, named so that the names sort by time."""

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path

KEPT = 500
_NAME_FORMAT = "%Y%m%dT%H%M%S%f"
_ID = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_LINK = re.compile(r"https?://[^\s<>\"'`\\]+[^\s<>\"'`\\.,;:!?)\]]")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was delivered. `recipients` are those of the delivery, whatever its own header claims."""

    id: str
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    source: bytes

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(_LINK.findall(self.text))

    @property
    def text_pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text cut at its addresses, each piece with whether it is one."""
        pieces = re.split(f"({_LINK.pattern})", self.text)
        return tuple((piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece)


class Letters:
    """The folder that holds them; the oldest go when there are more than KEPT."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, source: bytes, sender: str, recipients: Sequence[str], at: datetime) -> str:
        """Write a letter down, whole or not at all, and return its id."""
        name = f"{at.astimezone(UTC):{_NAME_FORMAT}}-{secrets.token_hex(4)}"
        # The last line of ours closes the header: a letter that begins with a space can't continue the one before.
        envelope = (
            f"X-Envelope-From: {_plain(sender)}\r\nX-Envelope-To: {_plain(', '.join(recipients))}\r\nX-Kept: yes\r\n"
        )
        unfinished = self._folder / f"{name}.part"
        unfinished.write_bytes(envelope.encode() + source)
        unfinished.rename(self._folder / f"{name}.eml")
        for old in self._names()[KEPT:]:
            (self._folder / f"{old}.eml").unlink(missing_ok=True)
        return name

    def find(self, letter_id: str) -> Letter | None:
        if not _ID.fullmatch(letter_id):
            return None
        try:
            source = (self._folder / f"{letter_id}.eml").read_bytes()
        except FileNotFoundError:
            return None
        return parse(letter_id, source)

    def newest(self, recipient: str = "") -> Iterator[Letter]:
        """From the newest to the oldest, all or those to one address."""
        for name in self._names():
            letter = self.find(name)
            if letter and (not recipient or recipient.lower() in map(str.lower, letter.recipients)):
                yield letter

    def _names(self) -> list[str]:
        return sorted((file.stem for file in self._folder.glob("*.eml") if _ID.fullmatch(file.stem)), reverse=True)


def parse(letter_id: str, source: bytes) -> Letter:
    """Read a kept letter. Nothing in it can make this fail; what can't be decoded shows as it is."""
    # The old policy of `email`: the new one raises on several kinds of broken headers.
    message = message_from_bytes(source)
    text, html = "", ""
    attachments: list[Attachment] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), _words(part.get_filename())
        if kind == "text/plain" and not name and not text:
            text = _decoded(part)
        elif kind == "text/html" and not name and not html:
            html = _decoded(part)
        else:
            attachments.append(Attachment(name or f"lampiran-{len(attachments) + 1}", kind, _content(part)))
    return Letter(
        id=letter_id,
        received_at=datetime.strptime(letter_id.partition("-")[0], _NAME_FORMAT).replace(tzinfo=UTC),
        sender=_words(message.get("From") or message.get("X-Envelope-From")),
        recipients=tuple(filter(None, _words(message.get("X-Envelope-To")).split(", "))),
        subject=_words(message.get("Subject")),
        text=text,
        html=html,
        attachments=tuple(attachments),
        source=source,
    )


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decoded(part: Message) -> str:
    content = _content(part)
    try:
        return content.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _words(header: object) -> str:
    """A header in readable words, in one line and without anything that could not be written as UTF-8."""
    if header is None:
        return ""
    raw = str(header)
    try:
        words = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        words = raw
    return " ".join(_CONTROLS.sub(" ", words).encode("utf-8", "replace").decode("utf-8").split())


def _plain(address: str) -> str:
    return _CONTROLS.sub("", address).encode("utf-8", "replace").decode("utf-8")
