"""The register of certificates, as staff look something up in it: every version, and how far each is on its way."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from api import audit, outbox
from api.accounts.models import Account
from api.accounts.rules import ERASED, is_erased
from api.certification import actions, amending, rules, steps
from api.certification.entries import EventKind
from api.certification.models import Certificate, CertificateEvent
from api.learning.models import Enrolment
from api.profiles.models import Profile
from api.refusal import InvalidInput
from certificates.fields import CertificateFields

LARGEST_PAGE = 50
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its row, its frozen words, its steps."""

    row: Certificate
    words: CertificateFields
    steps: tuple[steps.Step, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A certificate with all its versions, the newest first. Without an address its holder's account was erased.

    `biodata_name` is the name that the holder has in the biodata now, where they confirmed it.
    """

    enrolment_id: UUID
    email: str | None
    biodata_name: str | None
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Entries of the register, the newest enrolment first; `has_next` tells whether more follow."""

    entries: tuple[Entry, ...]
    total: int
    has_next: bool


async def look_up(search: str, *, first: int, after: UUID | None) -> Page:
    """The certificates whose number, holder's address or holder's name contains `search`, on which a name was printed
    that begins with it, or whose code it is. Nothing to search for finds all.

    Raises:
        InvalidInput: the page is empty or too large.
    """
    if not 0 < first <= LARGEST_PAGE:
        raise InvalidInput("first")
    found = Enrolment.filter(Q(certificates__id__isnull=False), _matching(search.strip()[:LONGEST_SEARCH])).distinct()
    total = await found.count()
    # UUIDv7 ids grow with time: the id is the order and the cursor at once.
    rows = await (found.filter(id__lt=after) if after else found).order_by("-id").limit(first + 1)
    return Page(await entries_of([one.id for one in rows[:first]]), total, len(rows) > first)


def _matching(search: str) -> Q:
    if not search:
        return Q()
    # Frozen words are JSON: what stands behind the name's key begins with the name.
    name = f'"name":{json.dumps(search, ensure_ascii=False)[:-1]}'
    code = rules.normalized_code(search)
    return Q(
        Q(certificates__number__icontains=search),
        Q(account__email__icontains=search) & ~Q(account__email__startswith=ERASED),
        Q(account__profile__full_name__icontains=search),
        Q(certificates__printed__icontains=name),
        *([Q(certificates__code=code)] if code else []),
        join_type="OR",
    )


async def entry_of(row: Certificate) -> Entry:
    """The entry that this version belongs to."""
    (entry,) = await entries_of([row.enrolment_id])
    return entry


async def entries_of(enrolments: Sequence[UUID]) -> tuple[Entry, ...]:
    """The entries of these enrolments, in their order."""
    owners = {one.id: one.account_id for one in await Enrolment.filter(id__in=list(enrolments))}
    accounts = {one.id: one for one in await Account.filter(id__in=list(owners.values()))}
    names = {
        one.account_id: one.full_name
        for one in await Profile.filter(account_id__in=list(accounts), name_confirmed_at__isnull=False)
    }
    versions = await _versions_of(enrolments, {one for one, owner in owners.items() if _is_erased(accounts[owner])})
    return tuple(
        Entry(
            enrolment_id=one,
            email=None if _is_erased(accounts[owners[one]]) else accounts[owners[one]].email,
            biodata_name=names.get(owners[one]),
            versions=tuple(versions[one]),
        )
        for one in enrolments
    )


def _is_erased(account: Account) -> bool:
    return is_erased(account.email)


async def _versions_of(enrolments: Sequence[UUID], erased: set[UUID]) -> dict[UUID, list[Version]]:
    rows = await Certificate.filter(enrolment_id__in=list(enrolments)).order_by("-version")
    orders: dict[str, list[steps.Order]] = defaultdict(list)
    for one in await outbox.rows_about(steps.JOBS.values(), *(row.id for row in rows)):
        orders[one.args["certificate_id"]].append(_order(one))
    stored = CertificateEvent.filter(kind=EventKind.SEALED, certificate_id__in=[row.id for row in rows])
    sealed = {one.certificate_id: one.at for one in await stored}
    resent = await _resent(rows)
    found: dict[UUID, list[Version]] = defaultdict(list)
    for row in rows:
        facts = steps.Facts(
            state=row.state,
            issued_at=row.issued_at,
            changed_at=row.changed_at,
            is_printed=row.draft_key is not None,
            is_signed=row.pdf_key is not None,
            sealed_at=sealed.get(row.id),
            mailed_at=row.mailed_at,
            resent_at=resent.get(amending.subject(row)),
            holder_is_erased=row.enrolment_id in erased,
        )
        version = Version(row, actions.printed(row), steps.steps_of(facts, orders[str(row.id)]))
        found[row.enrolment_id].append(version)
    return found


async def _resent(rows: Sequence[Certificate]) -> dict[str, datetime]:
    """When staff last ordered the letter again, by the subject in the audit trail."""
    subjects = [amending.subject(row) for row in rows]
    entries = audit.AuditEntry.filter(deed=audit.Deed.CERTIFICATE_RESENT, subject__in=subjects)
    return {one.subject: one.at for one in await entries.order_by("id")}


def _order(row: outbox.OutboxRow) -> steps.Order:
    return steps.Order(row.id, row.job, row.due_at, row.tries, row.dead_at, row.last_error or "")
