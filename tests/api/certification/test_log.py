"""The log of certificates: complete and gapless whoever races, and every way of tampering with it is told."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from api.certification import log
from api.certification.entries import EventKind, FaultKind
from api.certification.models import Certificate, CertificateEvent
from tests.api.certification.log_book import (
    COLUMNS,
    GUARDS,
    OTHERS,
    Book,
    book_of,
    checked,
    faults,
    head,
    issued,
    revoked,
    write,
)
from tests.api.harness import Api
from tests.api.stores import Store


@pytest.mark.both_engines
async def test_all_that_happens_to_certificates_is_logged_and_stands_up_to_a_look(api: Api) -> None:
    """Issued, sealed, revoked: in this order, without anybody's name, and equal to the table."""
    await issued(api, "Siti Aminah", "Budi Santoso")
    before = await head(api)
    await revoked(api, await Certificate.get(number="503.5/0001/SJ/2026"))
    rows = await CertificateEvent.all().order_by("index")
    assert [(row.index, row.kind.value) for row in rows] == list(
        enumerate(("issued", "sealed", "issued", "sealed", "revoked"))
    )
    assert not any(word in row.leaf for row in rows for word in ("Siti", "Aminah", "Budi", "contoh"))
    found = await checked(api, before, await head(api))
    assert (found.size, found.certificates, found.faults) == (5, 2, ())


@pytest.mark.both_engines
async def test_whoever_races_the_log_has_no_gap_and_its_time_never_runs_backwards(api: Api) -> None:
    """Forty deeds at once, one of four undone, with clocks that differ by minutes."""
    await issued(api, "Siti Aminah")
    certificate = await Certificate.get()
    begin = await CertificateEvent.all().count()

    async def deed(number: int) -> None:
        try:
            async with in_transaction():
                at = api.clock() + timedelta(minutes=number % 7)
                await log.append(EventKind.REVOKED, certificate, at)
                if number % 4 == 0:
                    raise LookupError
        except LookupError:
            return

    await asyncio.gather(*map(deed, range(40)))
    rows = await CertificateEvent.all().order_by("index")
    assert [row.index for row in rows] == list(range(begin + 30))
    assert [row.at for row in rows] == sorted(row.at for row in rows)


async def test_an_entry_needs_the_transaction_of_what_it_tells(api: Api) -> None:
    """Else it could stand there for something that was undone."""
    await issued(api, "Siti Aminah")
    with pytest.raises(RuntimeError, match="transaction"):
        await log.append(EventKind.REVOKED, await Certificate.get(), api.clock())
    assert await CertificateEvent.all().count() == 2


@pytest.mark.both_engines
async def test_the_database_itself_keeps_the_log(api: Api, store: Store) -> None:
    """Whatever a programme, or a hand at the console, does by mistake."""
    await issued(api, "Siti Aminah")
    before = store.everything()
    for statement in (
        "UPDATE certificate_event SET leaf = leaf",
        "DELETE FROM certificate_event",
        f'INSERT INTO certificate_event ({COLUMNS}) SELECT "index" + 3, {OTHERS} FROM certificate_event',  # noqa: S608 - ours
        f"INSERT INTO certificate_event ({COLUMNS}) SELECT {COLUMNS} FROM certificate_event",  # noqa: S608 - as above
        "DELETE FROM certificate",
    ):
        with pytest.raises(store.refusal):
            store.run(statement)
    assert store.everything() == before


def altered(book: Book) -> None:
    leaf = book.entries[1].leaf
    book.entries[1] = replace(book.entries[1], leaf=leaf[:-4] + ("0" if leaf[-4] != "0" else "1") + leaf[-3:])


def removed(book: Book) -> None:
    del book.entries[2]


def cut_off(book: Book) -> None:
    del book.entries[4:]


def inserted(book: Book) -> None:
    later = [replace(one, index=one.index + 1) for one in book.entries[2:]]
    book.entries[2:] = [replace(book.entries[1], index=2), *later]


def reordered(book: Book) -> None:
    book.entries[1:3] = [replace(book.entries[2], index=1), replace(book.entries[1], index=2)]


def back_dated(book: Book) -> None:
    book.rewritten(2, at=book.entries[0].at - timedelta(days=400))


CLUMSY: dict[Callable[[Book], None], FaultKind] = {
    altered: FaultKind.ALTERED,
    removed: FaultKind.MISSING,
    cut_off: FaultKind.NOT_LOGGED,
    inserted: FaultKind.LOGGED_AGAIN,
    reordered: FaultKind.DISORDERED,
    back_dated: FaultKind.DISORDERED,
}


@pytest.mark.both_engines
async def test_a_change_of_the_log_alone_is_told_without_any_head(api: Api, store: Store, engine: str) -> None:
    """It contradicts itself, or the table; and its root is no longer the one that was published."""
    await issued(api, "Siti Aminah", "Budi Santoso", "Rahma Dewi")
    before = await head(api)
    store.run(*GUARDS[engine])
    for deed, fault in CLUMSY.items():
        assert await faults(api, before) == set()
        book = await book_of()
        good = list(book.entries)
        deed(book)
        write(store, book)
        assert fault in await faults(api), deed.__name__
        assert {FaultKind.REWRITTEN, FaultKind.SHORTENED} & await faults(api, before), deed.__name__
        book.entries = good
        write(store, book)


def words_changed(store: Store, book: Book) -> None:
    """Another name under the same number; the table and the log agree on it."""
    one = book.certificates[book.entries[0].certificate_id]
    one.printed = one.printed.replace("Siti Aminah", "Siti Aminin")
    store.run(f"UPDATE certificate SET printed = '{one.printed}' WHERE id = '{one.id}'")  # noqa: S608 - ours
    book.renumbered()


def forgotten(store: Store, book: Book) -> None:
    """A certificate that was never issued, as it would seem."""
    gone = book.entries[0].certificate_id
    book.entries = [one for one in book.entries if one.certificate_id != gone]
    store.run("DELETE FROM certificate_event", f"DELETE FROM certificate WHERE id = '{gone}'")  # noqa: S608 - ours
    book.renumbered()


def swapped(store: Store, book: Book) -> None:
    """Two certificates that change their places and their dates."""
    first, second = book.entries[0], book.entries[2]
    for one, at in ((first, second.at), (second, first.at)):
        store.run(f"UPDATE certificate SET issued_at = '{at.isoformat(' ')}' WHERE id = '{one.certificate_id}'")  # noqa: S608 - ours
    book.entries = [*book.entries[2:4], *book.entries[:2], *book.entries[4:]]
    book.renumbered()


@pytest.mark.parametrize("deed", [words_changed, forgotten, swapped], ids=lambda deed: deed.__name__)
async def test_who_writes_log_and_table_anew_is_told_by_a_head_that_was_published(
    api: Api, store: Store, engine: str, deed: Callable[[Store, Book], None]
) -> None:
    """Whoever controls the whole database can make it agree with itself, and can't reach what others have kept."""
    await issued(api, "Siti Aminah", "Budi Santoso", "Rahma Dewi")
    before = await head(api)
    store.run(*GUARDS[engine])
    book = await book_of()
    deed(store, book)
    write(store, book)
    assert await faults(api) == set()
    assert {FaultKind.REWRITTEN, FaultKind.SHORTENED} & await faults(api, before)


async def test_what_is_added_with_a_date_before_a_published_head_is_told(api: Api) -> None:
    """The end of the log was quiet for a month: by order alone such a date would fit there."""
    await issued(api, "Siti Aminah", "Budi Santoso")
    api.clock.now += timedelta(days=30)
    before = await head(api)
    api.clock.now -= timedelta(days=20)
    await issued(api, "Rahma Dewi")
    assert await faults(api) == set()
    assert await faults(api, before) == {FaultKind.BACK_DATED}


async def test_a_head_is_only_believed_under_our_key(api: Api) -> None:
    """A forged one could make a good log look bad; one byte altered in any part of it, and it is none."""
    await issued(api, "Siti Aminah")
    good = await head(api)
    assert await faults(api, good) == set()
    for changes in (
        {"size": 1},
        {"root": bytes([good.root[0] ^ 1]) + good.root[1:]},
        {"at": good.at + timedelta(seconds=1)},
        {"key_id": "other"},
        {"signature": good.signature[:-1] + bytes([good.signature[-1] ^ 1])},
    ):
        assert FaultKind.UNSIGNED in await faults(api, replace(good, **changes))


async def test_a_pdf_that_is_another_one_is_told(api: Api) -> None:
    """One byte, or all of it."""
    await issued(api, "Siti Aminah")
    (certificate,) = await Certificate.all()
    assert certificate.pdf_key
    content = await api.tools.storage.get(certificate.pdf_key)
    await api.tools.storage.put(certificate.pdf_key, content[:-1] + b"!")
    assert await faults(api) == {FaultKind.FILE}


DIFFERENCES = {
    "state = 'revoked', changed_at = issued_at": FaultKind.NOT_LOGGED,
    "printed = REPLACE(printed, 'Siti', 'Sita')": FaultKind.ALTERED,
    "version = 2": FaultKind.ALTERED,
    "pdf_sha256 = NULL, pdf_key = NULL, mailed_at = NULL": FaultKind.UNFOUNDED,
    "issued_at = '2025-01-01 00:00:00+00:00'": FaultKind.MISDATED,
}


async def test_a_table_that_differs_from_the_log_is_told(api: Api, store: Store) -> None:
    """The log of issues equals the table of certificates."""
    await issued(api, "Siti Aminah")
    (good,) = await Certificate.all().values()
    for change, fault in DIFFERENCES.items():
        store.run(f"UPDATE certificate SET {change}")  # noqa: S608 - ours
        assert fault in await faults(api), change
        await Certificate.filter(id=good["id"]).update(**{name: good[name] for name in good if name != "id"})
        assert await faults(api) == set()


async def test_a_revocation_that_was_taken_back_by_hand_is_told(api: Api, store: Store) -> None:
    """The certificate would be valid again, and nobody would know why."""
    await issued(api, "Siti Aminah")
    await revoked(api, await Certificate.get())
    assert await faults(api) == set()
    store.run("UPDATE certificate SET state = 'valid', changed_at = NULL")
    assert await faults(api) == {FaultKind.UNFOUNDED}
