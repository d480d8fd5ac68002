"""GraphQL of the log of certificates: that what was done with a certificate is in it, for whoever checks."""

from datetime import datetime

import strawberry

from api.certification import log
from api.certification.entries import EventKind, head_told
from api.edge import Info

strawberry.enum(
    EventKind,
    name="CertificateEventKind",
    description="What happens to a version of a certificate. SEALED: its signed PDF was stored.",
)


@strawberry.type(description="What the whole log was when it was asked, signed. Each build of the site publishes one.")
class LogHead:
    size: int = strawberry.field(description="How many entries there are.")
    root: str = strawberry.field(description="Of the Merkle tree over them (RFC 9162), in hexadecimal.")
    at: str = strawberry.field(description="When it was stated, spelt as it was signed.")
    key_id: str
    signature: str = strawberry.field(description="ES256, r and s, in base64url; docs/api.md has what is signed.")


@strawberry.type(description="An entry of the log, and its way up to the root of the head.")
class LogEntry:
    index: int = strawberry.field(description="Its place, from 0.")
    kind: EventKind
    at: datetime
    leaf: str = strawberry.field(description="The text of which the hash is in the tree.")
    path: list[str] = strawberry.field(description="The hashes beside the way, from the leaf up, in hexadecimal.")


@strawberry.type(description="Shows that all which was done with a certificate is in the log that only grows.")
class LogInclusion:
    head: LogHead
    entries: list[LogEntry]
    download: str = strawberry.field(description="Where the same is as a file, with the keys.")


async def inclusion_shown(code: str, info: Info) -> LogInclusion | None:
    """Of the certificate with this code, as it is stored."""
    tools = info.context.tools
    found = await log.inclusion_of(code, tools.tree, tools.keys, tools.clock())
    if found is None:
        return None
    told = head_told(found.head)
    return LogInclusion(
        head=LogHead(
            size=found.head.size,
            root=str(told["root"]),
            at=str(told["at"]),
            key_id=found.head.key_id,
            signature=str(told["signature"]),
        ),
        entries=[
            LogEntry(index=one.row.index, kind=one.row.kind, at=one.row.at, leaf=one.row.leaf, path=log.hexed(one.path))
            for one in found.entries
        ],
        download=f"/certificates/{code}/inclusion.json",
    )
