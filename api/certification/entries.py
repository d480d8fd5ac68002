"""What the log of certificates holds, and what must be true of it. Pure: rows and times come in, faults come out.

An entry's text is never changed and its form never either: hashes of it stand in heads that others have kept.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from api import merkle
from api.certification.rules import CertificateState
from api.verification_keys import base64url

CLOCK_TOLERANCE = timedelta(hours=3)
"""How far two of the system's clocks may differ, or one be set back, before a date counts as a false one."""
_HEAD = "si-jawara certificate log head 1"


class EventKind(StrEnum):
    """What happens to a version of a certificate. A name never changes its meaning."""

    ISSUED = "issued"
    SEALED = "sealed"
    """Its signed PDF was stored."""
    REPLACED = "replaced"
    REVOKED = "revoked"


STATES: Mapping[EventKind, CertificateState] = {
    EventKind.REPLACED: CertificateState.REPLACED,
    EventKind.REVOKED: CertificateState.REVOKED,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the table says of one version of a certificate; `printed` are its frozen words as they are stored."""

    number: str
    version: int
    printed: str
    pdf_sha256: str | None
    state: CertificateState
    issued_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log."""

    index: int
    kind: EventKind
    certificate_id: UUID
    at: datetime
    leaf: str


@dataclass(frozen=True, slots=True)
class Head:
    """A root with its size and when it was stated; the signature is ES256 over `message`, r and s."""

    size: int
    root: bytes
    at: datetime
    key_id: str
    signature: bytes

    @property
    def message(self) -> bytes:
        """What is signed."""
        return head_message(self.size, self.root, self.at)


class MalformedHead(ValueError):
    """What should be a head is none."""


class FaultKind(StrEnum):
    """What is wrong with a log, each in words that take the facts of a Fault."""

    MISSING = "entry {index} is missing"
    DISORDERED = "entry {index} is dated before the one that it follows"
    STRANGER = "entry {index} is of a certificate that is not there"
    ALTERED = "entry {index} says something else than certificate {number}, version {version}"
    MISDATED = "entry {index} has another time than certificate {number}, version {version}"
    NOT_LOGGED = "certificate {number}, version {version}, is not logged as {event}"
    LOGGED_AGAIN = "entry {index} logs certificate {number}, version {version}, as {event} once more"
    UNFOUNDED = "entry {index} logs certificate {number}, version {version}, as {event}, which it is not"
    FILE = "the PDF of certificate {number}, version {version}, is gone or is not the one that was sealed"
    UNSIGNED = "the head of {size} entries is not signed by a key of ours"
    SHORTENED = "a head of {size} entries was published; the log has fewer"
    REWRITTEN = "the first {size} entries are not those whose head was published"
    BACK_DATED = "entry {index} is dated before the head of {size} entries, which was published without it"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that can't be if nobody changed the log or the table."""

    kind: FaultKind
    index: int | None = None
    number: str | None = None
    version: int | None = None
    event: EventKind | None = None
    size: int | None = None

    def __str__(self) -> str:
        facts = {"index": self.index, "number": self.number, "version": self.version}
        return self.kind.format(**facts, event=self.event, size=self.size)


def leaf_of(kind: EventKind, at: datetime, *, number: str, version: int, printed: str, pdf_sha256: str | None) -> str:
    """The text of an entry. It names nobody: the words are in it as a hash only, and nobody can guess them from that,
    since the verification code's random bits are among them.
    """
    said: dict[str, str | int] = {
        "at": moment(at),
        "kind": kind.value,
        "number": number,
        "printed": sha256(printed.encode()).hexdigest(),
        "version": version,
    }
    if kind is EventKind.SEALED:
        said["pdf"] = pdf_sha256 or ""
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def moment(at: datetime) -> str:
    """A time as entries and heads spell it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def head_message(size: int, root: bytes, at: datetime) -> bytes:
    """What a head's signature is over: four lines. The first tells it from all else that the same key signs."""
    return f"{_HEAD}\n{size}\n{root.hex()}\n{moment(at)}\n".encode()


def head_told(head: Head) -> dict[str, str | int]:
    """A head as JSON."""
    return {
        "size": head.size,
        "root": head.root.hex(),
        "at": moment(head.at),
        "keyId": head.key_id,
        "signature": base64url(head.signature),
    }


def head_from(told: object) -> Head:
    """The head that `head_told` made this of.

    Raises:
        MalformedHead
    """
    try:
        said = cast("dict[str, Any]", told)
        signature = urlsafe_b64decode(said["signature"] + "==")
        at = datetime.fromisoformat(said["at"])
        head = Head(int(said["size"]), bytes.fromhex(said["root"]), at, str(said["keyId"]), signature)
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedHead(f"This is no head of a log: {told!r:.200}") from error
    if head_told(head) != told:
        raise MalformedHead(f"This head of a log is not spelt as heads are: {told!r:.200}")
    return head


def faults_in_order(entries: Iterable[Entry]) -> Iterator[Fault]:
    """What is wrong with the row of entries by itself: numbered from 0 without a gap, each as late as the last."""
    due, latest = 0, datetime.min.replace(tzinfo=UTC)
    for entry in entries:
        if entry.index != due:
            yield Fault(FaultKind.MISSING, due)
        if entry.at < latest:
            yield Fault(FaultKind.DISORDERED, entry.index)
        due, latest = entry.index + 1, max(latest, entry.at)


def faults_of_certificate(facts: Facts, entries: Sequence[Entry]) -> Iterator[Fault]:
    """What differs between one version of a certificate and its entries, which are in the log's order."""
    seen: set[EventKind] = set()
    state = CertificateState.VALID
    for entry in entries:
        about = (entry.index, facts.number, facts.version, entry.kind)
        if entry.leaf != _leaf(entry, facts):
            yield Fault(FaultKind.ALTERED, *about)
        if entry.kind in seen or (entry.kind is EventKind.ISSUED and seen):
            yield Fault(FaultKind.LOGGED_AGAIN, *about)
        seen.add(entry.kind)
        state = STATES.get(entry.kind, state)
    for entry in entries:
        about = (entry.index, facts.number, facts.version, entry.kind)
        if entry.kind not in _expected(facts) and STATES.get(entry.kind) in {None, state}:
            yield Fault(FaultKind.UNFOUNDED, *about)
        when = _when(entry.kind, facts, state)
        if when and not timedelta(0) <= entry.at - when <= CLOCK_TOLERANCE:
            yield Fault(FaultKind.MISDATED, *about)
    for kind in _expected(facts):
        if kind not in seen:
            yield Fault(FaultKind.NOT_LOGGED, None, facts.number, facts.version, kind)


def faults_against(head: Head, tree: merkle.Tree, entries: Sequence[Entry]) -> Iterator[Fault]:
    """What shows that the log is not the one whose head was published, or was added to with false dates."""
    if head.size > tree.size:
        yield Fault(FaultKind.SHORTENED, size=head.size)
        return
    if tree.root(head.size) != head.root:
        yield Fault(FaultKind.REWRITTEN, size=head.size)
    for entry in entries[head.size :]:
        if entry.at < head.at - CLOCK_TOLERANCE:
            yield Fault(FaultKind.BACK_DATED, entry.index, size=head.size)


def _leaf(entry: Entry, facts: Facts) -> str:
    return leaf_of(
        entry.kind,
        entry.at,
        number=facts.number,
        version=facts.version,
        printed=facts.printed,
        pdf_sha256=facts.pdf_sha256,
    )


def _expected(facts: Facts) -> list[EventKind]:
    """What must have been logged of it."""
    states = [kind for kind, state in STATES.items() if state is facts.state]
    return [EventKind.ISSUED, *([EventKind.SEALED] if facts.pdf_sha256 else []), *states]


def _when(kind: EventKind, facts: Facts, state: CertificateState) -> datetime | None:
    """The table's own time of this event; None where it has none."""
    if kind is EventKind.ISSUED:
        return facts.issued_at
    return facts.changed_at if STATES.get(kind) is state else None
