"""Browser, storage and mail server are away for a day, with the real ones: passing goes on, and what waits arrives."""

import hashlib
import shutil
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from api.app import system
from api.certification.models import Certificate
from api.certification.pdfs import pdf_of
from api.outbox import OutboxRow
from api.settings import Settings
from certificates import find_browser
from jawara.letterbox import HOST, Letters, listening
from tests.api import documents
from tests.api.harness import Api, Participant, system_of
from tests.fakes import Letterbox, Printer, SettableClock
from tests.ports import free_port

pytestmark = pytest.mark.browser

PEOPLE = 3
NO_BROWSER = Path("/nonexistent/chromium")
EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h10v10z"/></svg>'


@asynccontextmanager
async def started(settings: Settings, clock: SettableClock, password_hash: str) -> AsyncGenerator[Api]:
    """The system as it runs, with whatever of the outside these settings lead to."""
    async with (
        system(settings, clock) as parts,
        system_of(parts.tools, clock, Letterbox(settings), Printer(), password_hash) as api,
    ):
        yield api


async def hours(api: Api, count: int) -> None:
    """The worker tries whatever is due, hour by hour."""
    for _ in range(count):
        await api.worker.drain()
        api.clock.forward(hours=1)
    await api.worker.drain()


async def reasons(job: str) -> set[str]:
    """What stands in the way of a step, by the name of what was raised."""
    return {str(row.last_error).partition(":")[0] for row in await OutboxRow.filter(job=f"certification.{job}")}


async def passed(api: Api, number: int) -> Participant:
    someone = await api.learned(f"orang{number}@contoh.id")
    assert (await api.submitted(someone))["result"]["passed"]
    return someone


async def test_a_day_without_anything_costs_nobody_a_certificate(
    make_settings: Callable[..., Settings], clock: SettableClock, migrated: Path, password_hash: str, tmp_path: Path
) -> None:
    """No browser, then a storage that takes nothing, then no mail server: each certificate arrives once at the end."""
    shutil.copyfile(migrated, tmp_path / "jawara.sqlite3")
    port = free_port()
    settings = make_settings(smtp_url=f"smtp://{HOST}:{port}", browser_path=find_browser())
    storage = tmp_path / "storage"
    storage.mkdir()
    for folder in ("drafts", "certificates"):
        # A file in its place: even root can write nothing below it.
        (storage / folder).write_text("")

    async with started(settings.model_copy(update={"browser_path": NO_BROWSER}), clock, password_hash) as api:
        people = [await passed(api, number) for number in range(PEOPLE)]
        await hours(api, 2)
        assert await Certificate.all().count() == PEOPLE
        assert await reasons("render") == {"BrowserMissing"}

    async with started(settings, clock, password_hash) as api:
        await hours(api, 2)
        assert await reasons("render") == {"StorageAway"}
        (storage / "drafts").unlink()
        await hours(api, 2)
        assert await reasons("sign") == {"StorageAway"}
        (storage / "certificates").unlink()
        await hours(api, 18)
        assert await reasons("mail") == {"SMTPConnectError"}
        for someone in people:
            (certificate,) = (await api.ask(documents.MY_CERTIFICATES, by=someone))["certificates"]
            assert (await api.client.get(certificate["downloadUrl"])).content.startswith(b"%PDF-")
            assert certificate["mailedAt"] is None
        letters = Letters(tmp_path / "mail")
        async with listening(letters, port):
            await hours(api, 1)
        assert not await OutboxRow.filter(job__startswith="certification.").exists()
        await check_arrived(api, tmp_path / "mail")
    assert [path.parent.parent.name for path in storage.rglob("*.pdf")] == ["certificates"] * PEOPLE


async def test_an_office_with_its_own_coat_of_arms_starts_without_a_storage(
    make_settings: Callable[..., Settings], clock: SettableClock, migrated: Path, password_hash: str, tmp_path: Path
) -> None:
    """The picture belongs into the storage first: people pass, staff read why they wait, and each comes once."""
    shutil.copyfile(migrated, tmp_path / "jawara.sqlite3")
    port = free_port()
    (tmp_path / "emblem.svg").write_bytes(EMBLEM)
    storage = tmp_path / "storage"
    storage.mkdir()
    folders = [storage / folder for folder in ("images", "drafts", "certificates")]
    for folder in folders:
        folder.write_text("")
    settings = make_settings(
        smtp_url=f"smtp://{HOST}:{port}", browser_path=find_browser(), emblem_image=tmp_path / "emblem.svg"
    )
    async with (
        listening(Letters(tmp_path / "mail"), port),
        started(settings, clock, password_hash) as api,
    ):
        for number in range(PEOPLE):
            await passed(api, number)
        await hours(api, 2)
        assert await Certificate.all().count() == PEOPLE
        assert await reasons("render") == {"StorageAway"}
        for folder in folders:
            folder.unlink()
        await hours(api, 2)
        assert not await OutboxRow.filter(job__startswith="certification.").exists()
        await check_arrived(api, tmp_path / "mail")
        assert [path.read_bytes() for path in (storage / "images").iterdir()] == [EMBLEM]


def received(mailbox: Path) -> list[tuple[str, str]]:
    """The Message-ID of each letter with a PDF, and the PDF's hash."""
    letters = (message_from_bytes(file.read_bytes(), policy=policy.default) for file in mailbox.glob("*.eml"))
    return [
        (str(letter["Message-ID"]), hashlib.sha256(pdf.get_content()).hexdigest())
        for letter in letters
        for pdf in letter.iter_attachments()
    ]


async def check_arrived(api: Api, mailbox: Path) -> None:
    """Each certificate in one letter, with the PDF that is stored."""
    certificates = await Certificate.all().order_by("number")
    assert [one.number for one in certificates] == [f"503.5/000{n}/SJ/2026" for n in range(1, PEOPLE + 1)]
    expected = [(f"<certificate.{one.id}@testserver>", one.pdf_sha256) for one in certificates]
    assert sorted(received(mailbox)) == sorted(expected)
    for one in certificates:
        assert await pdf_of(one, api.tools.storage)
        assert one.mailed_at is not None
