"""Holding the log of certificates against itself, the table, heads that were published, and the files.

It reads beside a running system: what seems wrong in the table is looked at once more, alone, before it is told.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from tortoise.transactions import in_transaction

from api.certification.entries import (
    Entry,
    Facts,
    Fault,
    FaultKind,
    Head,
    faults_against,
    faults_in_order,
    faults_of_certificate,
)
from api.certification.models import Certificate, CertificateEvent
from api.merkle import Tree, leaf_hash
from api.tools import Storage
from api.verification_keys import Jwks, Signature, is_signed

_BATCH = 1_000


class LogUnreadable(Exception):
    """A row holds what none of ours could."""


@dataclass(frozen=True, slots=True)
class Audit:
    """How many entries and certificates were looked at, the root, and what is wrong."""

    size: int
    root: bytes
    certificates: int
    faults: tuple[Fault, ...]


async def audit(heads: Sequence[Head], keys: Jwks, storage: Storage | None = None) -> Audit:
    """Recomputes everything. With `storage` every PDF is read too.

    Raises:
        LogUnreadable
    """
    try:
        entries = [_entry(row) async for row in _events()]
        tree = Tree([leaf_hash(entry.leaf.encode()) for entry in entries])
        faults = [*faults_in_order(entries), *_against(heads, keys, tree, entries)]
        logged: dict[UUID, list[Entry]] = defaultdict(list)
        for entry in entries:
            logged[entry.certificate_id].append(entry)
        count = 0
        async for row in _certificates():
            count += 1
            faults += await _faults_of(row, logged.pop(row.id, []))
            if storage and row.pdf_key and not await _is_sealed(row, storage):
                faults.append(Fault(FaultKind.FILE, None, row.number, row.version))
    except ValueError as error:
        raise LogUnreadable(f"The database holds what the system never writes: {error}") from error
    faults += [Fault(FaultKind.STRANGER, entry.index) for rows in logged.values() for entry in rows]
    return Audit(tree.size, tree.root(), count, tuple(faults))


def _against(heads: Iterable[Head], keys: Jwks, tree: Tree, entries: Sequence[Entry]) -> Iterator[Fault]:
    for head in heads:
        if is_signed(head.message, Signature(head.key_id, head.signature), keys):
            yield from faults_against(head, tree, entries)
        else:
            yield Fault(FaultKind.UNSIGNED, size=head.size)


async def _faults_of(row: Certificate, entries: Sequence[Entry]) -> list[Fault]:
    if not list(faults_of_certificate(_facts(row), entries)):
        return []
    async with in_transaction():
        # Whoever changes a certificate logs it in the same transaction: while the row is held, both stand still.
        held = await Certificate.select_for_update().get(id=row.id)
        rows = await CertificateEvent.filter(certificate_id=row.id).order_by("index")
    return list(faults_of_certificate(_facts(held), [_entry(one) for one in rows]))


async def _is_sealed(row: Certificate, storage: Storage) -> bool:
    try:
        return sha256(await storage.get(row.pdf_key or "")).hexdigest() == row.pdf_sha256
    except FileNotFoundError:
        return False


async def _events() -> AsyncIterator[CertificateEvent]:
    due = 0
    while rows := await CertificateEvent.filter(index__gte=due).order_by("index").limit(_BATCH):
        for row in rows:
            yield row
        due = rows[-1].index + 1


async def _certificates() -> AsyncIterator[Certificate]:
    rows = await Certificate.all().order_by("id").limit(_BATCH)
    while rows:
        for row in rows:
            yield row
        rows = await Certificate.filter(id__gt=rows[-1].id).order_by("id").limit(_BATCH)


def _entry(row: CertificateEvent) -> Entry:
    return Entry(row.index, row.kind, row.certificate_id, row.at, row.leaf)


def _facts(row: Certificate) -> Facts:
    return Facts(row.number, row.version, row.printed, row.pdf_sha256, row.state, row.issued_at, row.changed_at)
