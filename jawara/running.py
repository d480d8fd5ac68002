"""`jawara run`: a whole development system in one process, from nothing to a table of addresses."""

import asyncio
import os
import socket
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.accounts.recovery import make_staff
from api.app import system
from api.database import MigrationError, migrate
from api.learning.publishing import offer
from api.settings import Settings, SettingsError, load
from courseware.release import ContentErrors, Release
from jawara import graphiql, letterbox, logs
from jawara.authority import refreshed
from jawara.bootstrap import step
from jawara.building import library, workshop
from jawara.certificate_log import said_by
from jawara.console import told
from jawara.devserver import DevServer
from jawara.door import Content
from jawara.keys import password
from jawara.netlify import NetlifyError, Rules, read
from jawara.places import NETLIFY
from jawara.serving import PortTaken, answer, listening_on
from jawara.stopping import until_stopped
from sitegen import SiteError

STAFF_EMAIL = "petugas@jawara.test"


@dataclass(frozen=True, slots=True)
class Staff:
    email: str
    password: str


def run(port: int | None, host: str) -> None:
    """Start everything and serve until Ctrl-C or SIGTERM."""
    # OSError: a folder that may not be written, a full disk.
    with told(SettingsError, PortTaken, ContentErrors, SiteError, NetlifyError, MigrationError, OSError):
        settings = load() if port is None else load(port=port)
        if settings.environment != "development":
            raise SettingsError("JAWARA_ENV is production; there `jawara serve` is the command")
        rules = read(NETLIFY)
        with listening_on(host, settings.port) as listener:
            logs.configure(settings.environment)
            said = asyncio.run(_database(settings))
            release = _content(settings, said)
            until_stopped(lambda stop: _live(settings, rules, release, listener, stop))


async def _database(settings: Settings) -> Content:
    """Bring the tables up to date; what the site is to say of the keys and the log of certificates."""
    with step("Database") as note:
        applied = await migrate(settings)
        note(f"migrations: {len(applied)}" if applied else "up to date")
        return await said_by(settings)


def _content(settings: Settings, said: Content) -> Release:
    """Compile the content and build the site, or what of them has changed since the last start."""
    with step("Content") as note:
        release = library(settings.home).release()
        note(f"classes: {len(release.courses)}")
    with step("Site") as note:
        site = settings.home / "site"
        authority = refreshed(said, site)
        report = workshop(site, settings.public_url, settings.home, authority=authority).build(release)
        pages = f"{report.pages} pages" if report.changed else "up to date"
        note(pages + ("" if report.admin else "; /admin/ left out: its packages did not arrive"))
    return release


async def _live(
    settings: Settings, rules: Rules, release: Release, listener: socket.socket, stop: asyncio.Event
) -> None:
    letters = letterbox.Letters(settings.home / "mail")
    staff = kept_staff(settings.home / "staff.txt")
    async with AsyncExitStack() as stack:
        smtp_port = int(os.environ.get("MAILBOX_SMTP_PORT") or 0)
        smtp_port = await stack.enter_async_context(letterbox.listening(letters, smtp_port))
        if not settings.smtp_url:
            settings = settings.model_copy(update={"smtp_url": f"smtp://{letterbox.HOST}:{smtp_port}"})
        with step("API, worker and Chromium"):
            parts = await stack.enter_async_context(system(settings))
            await offer((course.sealed for course in release.courses), datetime.now(UTC))
            # At each start, since the database may be newer than the file that keeps the password.
            await make_staff(staff.email, staff.password, datetime.now(UTC))
        with step("GraphiQL") as note:
            editor = await asyncio.to_thread(graphiql.built)
            note("" if editor else "left out: its packages could not be fetched")
        own_pages = {letterbox.PREFIX: letterbox.pages(letters), graphiql.PREFIX: graphiql.pages(editor)}
        app = DevServer(settings.home / "site", rules, parts.app, own_pages)
        _greet(settings, staff)
        await answer(app, listener, parts.worker, stop)


def kept_staff(file: Path) -> Staff:
    """The staff account of this system; its password is made once and kept, to be shown at each start."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(f"{STAFF_EMAIL}\n{password()}\n")
    return Staff(*file.read_text().split())


def _greet(settings: Settings, staff: Staff) -> None:
    address = settings.public_url.rstrip("/")
    print(
        f"""
  Si-Jawara+ is running.

  Alamat        {address}/
  Kotak surat   {address}{letterbox.PREFIX}/    every mail the system sends lands here
  GraphiQL      {address}{graphiql.PREFIX}/    the API itself answers at /graphql
  Menyunting    {address}/admin/    edits the classes of this clone in Chrome or Edge
  Petugas       {staff.email}    password {staff.password}

  Ctrl-C stops everything.
""",
        flush=True,
    )
