"""The log of certificates, for whoever runs the system, and for whoever was given a proof of it."""

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import typer

from api.certification import log
from api.certification.auditing import Audit, LogUnreadable, audit
from api.certification.entries import Head, MalformedHead, head_from
from api.database import opened
from api.merkle import Tree, includes, leaf_hash
from api.opening import opened_storage, verification_keys
from api.settings import Settings, SettingsError, load
from api.verification_keys import Jwks, Signature, is_signed
from jawara.authority import AuthorityUnusable, read
from jawara.console import told
from jawara.door import Content
from jawara.readiness import DatabaseUnready, database_ready

_SHOWN = 50
_SOUND = "Nothing was altered, removed, inserted, reordered or back-dated, as these heads tell."
_SOUND_ALONE = (
    "Log and certificates agree. Who may write the whole database could make them agree: --against a head that was "
    "published shows that nobody did."
)


class ProofBroken(Exception):
    """A proof that proves nothing; says why."""


def verify(against: Sequence[str], *, files: bool) -> None:
    """Everything is recomputed; what is wrong is listed."""
    with told(SettingsError, DatabaseUnready, LogUnreadable, AuthorityUnusable, MalformedHead):
        settings = load()
        heads = [head for source in against for head in _heads(read(source))]
        with database_ready():
            found = asyncio.run(_audit(settings, heads, files=files))
    print(f"Entries: {found.size}, certificates: {found.certificates}, root: {found.root.hex()}")
    print(f"Heads that were published: {len(heads)}")
    for fault in found.faults[:_SHOWN]:
        print(f"jawara: {fault}", file=sys.stderr)
    if found.faults:
        print(f"jawara: {len(found.faults)} faults", file=sys.stderr)
        raise typer.Exit(1)
    print(_SOUND if heads else _SOUND_ALONE)


def head(since: int | None) -> None:
    """Print what the API would answer."""
    with told(SettingsError, DatabaseUnready):
        settings = load()
        with database_ready():
            print(json.dumps(asyncio.run(_said(settings, since))))


def prove(file: Path, authority: str) -> None:
    """Follow a proof; print the entries that it proves."""
    with told(ProofBroken, AuthorityUnusable, MalformedHead):
        content = read(str(file))
        keys = cast("Jwks", (read(authority) if authority else content).get("keys"))
        stated = _proven_head(content, keys)
        for leaf in _proven_entries(content, stated):
            print(leaf)
    print(f"These are in the log whose head of {stated.size} entries was stated at {stated.at}, key {stated.key_id}.")


async def said_by(settings: Settings) -> Content:
    """What the API answers to who asks for keys and head."""
    return await _said(settings, None)


async def _said(settings: Settings, since: int | None) -> Content:
    async with opened(settings):
        tree = await log.grown(Tree())
        return dict(log.authority(tree, verification_keys(settings), datetime.now(UTC), since))


async def _audit(settings: Settings, heads: Sequence[Head], *, files: bool) -> Audit:
    async with opened(settings):
        storage = opened_storage(settings) if files else None
        return await audit(heads, verification_keys(settings).jwks(), storage)


def _heads(content: Content) -> Iterator[Head]:
    """The newest that a document has, and the earlier ones."""
    yield head_from(content.get("log"))
    for one in cast("list[object]", content.get("heads") or []):
        yield head_from(one)


def _proven_head(content: Content, keys: Jwks) -> Head:
    stated = head_from(content.get("log"))
    with suppress(KeyError, TypeError, ValueError):
        if is_signed(stated.message, Signature(stated.key_id, stated.signature), keys):
            return stated
    raise ProofBroken("The head of this proof is not signed by any of these keys.")


def _proven_entries(content: Content, stated: Head) -> list[str]:
    leaves: list[str] = []
    with suppress(KeyError, TypeError, ValueError):
        for one in cast("list[Mapping[str, Any]]", content["entries"]):
            path = tuple(map(bytes.fromhex, one["path"]))
            if not includes(stated.root, stated.size, one["index"], leaf_hash(one["leaf"].encode()), path):
                raise ProofBroken(f"Entry {one['index']} is not in the log of this head.")
            leaves.append(one["leaf"])
    if not leaves:
        raise ProofBroken("This is no proof of a certificate.")
    return leaves
