"""The log of certificates: entries that are only ever added, heads that are signed, and proofs for whoever checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tortoise import Tortoise
from tortoise.backends.base.client import TransactionalDBClient

from api.certification.entries import EventKind, Head, head_message, head_told, leaf_of
from api.certification.models import Certificate, CertificateEvent
from api.merkle import Proof, Tree, leaf_hash
from api.verification_keys import VerificationKeys

_LOCK = 0x6A61776172
"""The number by which PostgreSQL knows the lock of this log; any will do that nothing else takes."""
_BATCH = 5_000

Json = Mapping[str, Any]


async def append(kind: EventKind, certificate: Certificate, at: datetime) -> None:
    """Log what happens to this version of a certificate, in the transaction in which it happens, as the last thing that
    waits for anybody: until its end no other entry is made, so that none is left out and none has another's number.

    `at` is what the table says of it: when it was issued, or changed. Time doesn't run backwards in the log: where the
    clock was set back, an entry has the time of the one before it. For SEALED the row has its PDF's hash already.
    """
    connection: Any = Tortoise.get_connection("default")
    if not isinstance(connection, TransactionalDBClient):
        raise RuntimeError("An entry of the log is made in the transaction of what it tells.")
    if connection.capabilities.dialect == "postgres":
        # SQLite's transactions have the database to themselves.
        await connection.execute_query(f"SELECT pg_advisory_xact_lock({_LOCK})")  # pyright: ignore[reportUnknownMemberType]
    last = await CertificateEvent.all().order_by("-index").first()
    when = max(at, last.at) if last else at
    leaf = leaf_of(
        kind,
        when,
        number=certificate.number,
        version=certificate.version,
        printed=certificate.printed,
        pdf_sha256=certificate.pdf_sha256,
    )
    index = last.index + 1 if last else 0
    await CertificateEvent.create(index=index, kind=kind, certificate_id=certificate.id, at=when, leaf=leaf)


async def grown(tree: Tree) -> Tree:
    """The same tree, with what was logged since it was last looked at."""
    while True:
        rows = await CertificateEvent.filter(index__gte=tree.size).order_by("index").limit(_BATCH)
        for row in rows:
            # Somebody else may have added it while this one waited for its rows.
            if row.index > tree.size:
                raise RuntimeError(f"Entry {tree.size} of the log of certificates is missing.")
            if row.index == tree.size:
                tree.append(leaf_hash(row.leaf.encode()))
        if len(rows) < _BATCH:
            return tree


def signed_head(tree: Tree, keys: VerificationKeys, at: datetime) -> Head:
    """What the log is now, stated under the newest key. Who keeps it can show later that nothing before it changed."""
    size, root, at = tree.size, tree.root(), at.astimezone(UTC).replace(microsecond=0)
    signature = keys.sign(head_message(size, root, at))
    return Head(size, root, at, signature.key_id, signature.raw)


def authority(tree: Tree, keys: VerificationKeys, at: datetime, since: int | None = None) -> Json:
    """What the site publishes: the keys and a head. With `since`, the size of an earlier head, also what shows that
    nothing before it changed; null where the log has fewer entries.
    """
    head = signed_head(tree, keys, at)
    told: dict[str, Any] = {"keys": keys.jwks(), "log": head_told(head)}
    if since is not None:
        proof = tree.consistency(since, head.size) if 0 <= since <= head.size else None
        told["consistency"] = {"from": since, "proof": None if proof is None else hexed(proof)}
    return told


@dataclass(frozen=True, slots=True)
class Included:
    """An entry, and its way up to the root of a head."""

    row: CertificateEvent
    path: Proof


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That all which is logged of one version of a certificate is in the log, whose head is this."""

    head: Head
    entries: tuple[Included, ...]


async def inclusion_of(code: str, tree: Tree, keys: VerificationKeys, at: datetime) -> Inclusion | None:
    """Of the certificate with this code, as it is stored; None where there is none."""
    rows = await CertificateEvent.filter(certificate__code=code).order_by("index")
    if not rows:
        return None
    head = signed_head(await grown(tree), keys, at)
    return Inclusion(head, tuple(Included(row, tree.inclusion(row.index, head.size)) for row in rows))


def inclusion_told(inclusion: Inclusion, keys: VerificationKeys) -> Json:
    """An inclusion as JSON, with the keys: all that is needed to follow it without asking anybody."""
    entries = [{"index": one.row.index, "leaf": one.row.leaf, "path": hexed(one.path)} for one in inclusion.entries]
    return {
        "kind": "inclusion",
        "version": 1,
        "keys": keys.jwks(),
        "log": head_told(inclusion.head),
        "entries": entries,
    }


def hexed(proof: Proof) -> list[str]:
    """Hashes as text."""
    return [one.hex() for one in proof]
