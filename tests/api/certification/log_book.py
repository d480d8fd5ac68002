"""The log of certificates as tests fill it, look at it, and tamper with it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tortoise.transactions import in_transaction

from api.certification import log
from api.certification.auditing import Audit, audit
from api.certification.entries import Entry, EventKind, FaultKind, Head, leaf_of
from api.certification.models import Certificate, CertificateEvent
from api.certification.rules import CertificateState
from api.merkle import Tree
from tests.api.harness import Api
from tests.api.stores import Store

OTHERS = '"kind", "certificate_id", "at", "leaf"'
COLUMNS = f'"index", {OTHERS}'
GUARDS = {
    "sqlite": tuple(f'DROP TRIGGER "certificate_event_{name}"' for name in ("no_update", "no_delete", "no_gap")),
    "postgres": tuple(
        f'DROP TRIGGER "certificate_event_{name}" ON "certificate_event"' for name in ("only_grows", "no_gap")
    ),
}


async def faults(api: Api, *heads: Head) -> set[FaultKind]:
    return {one.kind for one in (await checked(api, *heads)).faults}


async def checked(api: Api, *heads: Head) -> Audit:
    return await audit(heads, api.tools.keys.jwks(), api.tools.storage)


async def head(api: Api) -> Head:
    """What a build of the site would publish now."""
    return log.signed_head(await log.grown(Tree()), api.tools.keys, api.clock())


async def issued(api: Api, *names: str) -> None:
    """A day apart, each with its PDF."""
    for name in names:
        await api.certified(f"{name.split()[0].lower()}@contoh.id", name)
        api.clock.now += timedelta(days=1)


async def revoked(api: Api, certificate: Certificate) -> None:
    """As staff do it."""
    async with in_transaction():
        at = api.clock()
        changed = {"state": CertificateState.REVOKED, "changed_at": at}
        await Certificate.filter(id=certificate.id).update(**changed)
        await log.append(EventKind.REVOKED, certificate, at)


@dataclass
class Book:
    """The log in the hands of somebody who may write anything into the database."""

    entries: list[Entry]
    certificates: dict[Any, Certificate]

    def rewritten(self, place: int, **changes: Any) -> None:
        """An entry that says something else, with a leaf that fits its own columns."""
        self.entries[place] = self._fitting(replace(self.entries[place], **changes))

    def renumbered(self) -> None:
        """Without a gap, dates in order, every leaf fitting: nothing shows that the book was touched."""
        dates = sorted(entry.at for entry in self.entries)
        numbered = [replace(one, index=n, at=dates[n]) for n, one in enumerate(self.entries)]
        self.entries = [self._fitting(one) for one in numbered]

    def _fitting(self, entry: Entry) -> Entry:
        of = self.certificates[entry.certificate_id]
        said: Any = {name: getattr(of, name) for name in ("number", "version", "printed", "pdf_sha256")}
        return replace(entry, leaf=leaf_of(entry.kind, entry.at, **said))


async def book_of() -> Book:
    rows = await CertificateEvent.all().order_by("index")
    entries = [Entry(one.index, one.kind, one.certificate_id, one.at, one.leaf) for one in rows]
    return Book(entries, {one.id: one for one in await Certificate.all()})


def write(store: Store, book: Book) -> None:
    """The log anew; the triggers that forbid it are gone."""
    values = ", ".join(
        f"({one.index}, '{one.kind.value}', '{one.certificate_id}', '{one.at.isoformat(' ')}', '{one.leaf}')"
        for one in book.entries
    )
    insert = f"INSERT INTO certificate_event ({COLUMNS}) VALUES {values}"  # noqa: S608 - ours
    store.run("DELETE FROM certificate_event", insert)
