"""The PDF by a link that only its owner was given, minutes ago."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from obstore.store import LocalStore

from api.accounts import tokens
from api.accounts.recovery import RECOVER
from api.accounts.registration import CONFIRM
from api.app import create_app
from api.certification.graphql import DOWNLOAD, DOWNLOAD_LIFE
from api.certification.models import Certificate
from api.tools import Storage
from tests.api import documents
from tests.api.harness import Api, Participant, new_client


async def link(api: Api, of: Participant) -> str:
    (certificate,) = (await api.ask(documents.MY_CERTIFICATES, by=of))["certificates"]
    return certificate["downloadUrl"]


async def test_the_owner_gets_the_signed_pdf(api: Api) -> None:
    """With a name that a phone can keep; no browser and no proxy keeps the content."""
    someone = await api.certified()
    answer = await api.client.get(await link(api, someone))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="sertifikat-503-5-0001-SJ-2026.pdf"'
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(b"%PDF-")
    assert b"% signed 2026-03-02" in answer.content


async def test_a_link_works_for_a_quarter_of_an_hour(api: Api) -> None:
    """A link in a browser's history or a proxy's log is worth nothing tomorrow."""
    someone = await api.certified()
    url = await link(api, someone)
    api.clock.forward(minutes=14, seconds=59)
    assert (await api.client.get(url)).status_code == 200
    api.clock.forward(seconds=1)
    assert (await api.client.get(url)).status_code == 404


async def test_no_link_can_be_made_by_anyone_else(api: Api) -> None:
    """Every byte is covered; other purposes and other certificates open nothing."""
    someone = await api.certified()
    url = await link(api, someone)
    _, _, _, token, name = url.split("/")
    row, until = await Certificate.get(), api.clock() + DOWNLOAD_LIFE
    others = [tokens.sealed_id(one, row.id, until, api.tools.settings) for one in (CONFIRM, RECOVER)]
    unknown = tokens.sealed_id(DOWNLOAD, uuid4(), until, api.tools.settings)
    changed = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(0, len(token) - 1, 7)]
    for forged in [*changed, *others, unknown, str(row.id), "x", "é", "..", "%2e%2e", "A" * 50, "=" * 9]:
        answer = await api.client.get(f"/files/certificates/{forged}/{name}")
        assert answer.status_code == 404
        assert b"%PDF" not in answer.content


@pytest.mark.parametrize("name", ["a%0d%0aSet-Cookie:%20x=y", "%22;%20x=.html", "..%2f..%2fetc%2fpasswd", "é.pdf"])
async def test_the_name_in_the_link_writes_no_header(api: Api, name: str) -> None:
    """Whoever passes the link on may have changed its end."""
    someone = await api.certified()
    url = (await link(api, someone)).rpartition("/")[0]
    answer = await api.client.get(f"{url}/{name}")
    assert answer.status_code in {200, 404}
    assert "set-cookie" not in answer.headers
    disposition = answer.headers.get("content-disposition", 'attachment; filename=""')
    assert disposition.count('"') == 2
    assert not set(disposition.split('"')[1]) & set('\r\n"/\\;')


async def test_before_the_pdf_is_made_there_is_no_link(api: Api) -> None:
    """And none that was made by hand works."""
    api.printer.failure = RuntimeError("the browser crashed")
    someone = await api.certified()
    assert await link(api, someone) is None
    row = await Certificate.get()
    token = tokens.sealed_id(DOWNLOAD, row.id, api.clock() + DOWNLOAD_LIFE, api.tools.settings)
    assert (await api.client.get(f"/files/certificates/{token}/x.pdf")).status_code == 404


async def test_a_file_that_is_gone_is_a_clean_answer(api: Api) -> None:
    """The storage was lost or is away for a while: the owner is told to come back, and nothing breaks."""
    someone = await api.certified()
    url = await link(api, someone)
    (stored,) = (api.tools.settings.home / "storage").rglob("*.pdf")
    stored.unlink()
    answer = await api.client.get(url)
    assert answer.status_code in {404, 503}
    body: Any = answer.json()
    assert body["error"]


async def test_a_storage_that_is_away_is_said_to_come_back(api: Api) -> None:
    """Unlike a file that is gone: a phone, or a person, tries again in a minute."""
    someone = await api.certified()
    url = await link(api, someone)
    away = replace(api.tools, storage=Storage(LocalStore(api.tools.settings.home / "storage"), patience=0))
    async with new_client(create_app(away)) as client:
        answer = await client.get(url)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_a_file_is_only_read(api: Api, method: str) -> None:
    """There is nothing else to do with it."""
    someone = await api.certified()
    assert (await api.client.request(method, await link(api, someone))).status_code == 405
