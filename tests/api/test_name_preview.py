"""A certificate with one's own name, as a picture, before anything is issued."""

from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from api.accounts import tokens
from api.accounts.recovery import RECOVER
from api.accounts.registration import CONFIRM
from api.app import create_app
from api.certification.graphql import DOWNLOAD
from api.opening import AbsentRenderer
from api.profiles.models import Profile
from api.profiles.previews import NAME_PREVIEW, PREVIEW_LIFE
from api.tools import StorageAway, Tools
from certificates import CannotPrint, Fault, RenderFailed, find_browser, open_renderer
from tests.api.harness import Api, Participant, new_client

PREVIEW = "{ viewer { profile { namePreviewUrl } } }"


async def link(api: Api, of: Participant) -> str:
    return (await api.ask(PREVIEW, by=of))["profile"]["namePreviewUrl"]


async def test_a_participant_sees_their_name_on_the_offices_certificate(api: Api) -> None:
    """The signer and the office are those that will be printed; the class is none."""
    someone = await api.with_profile(name="Siti Aminah, S.E.")
    answer = await api.client.get(await link(api, someone))
    assert answer.status_code == 200
    assert answer.content == b"RIFF\0\0\0\0WEBPSiti Aminah, S.E."
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    (drawn,) = api.printer.drawn
    settings = api.tools.settings
    assert (drawn.signer_name, drawn.office) == (settings.signer_name, settings.office_name)
    assert (drawn.course_title, drawn.score) == ("Judul kelas yang Anda selesaikan", None)


async def test_looking_at_a_preview_issues_nothing(api: Api) -> None:
    """No number is used up and no row written, however often it is looked at."""
    someone = await api.with_profile()
    url = await link(api, someone)
    before = api.stored()
    for _ in range(3):
        assert (await api.client.get(url)).status_code == 200
    assert api.stored() == before


async def test_a_preview_works_for_a_quarter_of_an_hour(api: Api) -> None:
    """It shows a name: a link in a log is worth nothing afterwards."""
    url = await link(api, await api.with_profile())
    api.clock.forward(minutes=14, seconds=59)
    assert (await api.client.get(url)).status_code == 200
    api.clock.forward(seconds=1)
    assert (await api.client.get(url)).status_code == 404


async def test_a_preview_of_a_name_that_was_changed_is_over(api: Api) -> None:
    """A picture of the new name behind the old link could be confirmed for the old one."""
    someone = await api.with_profile()
    old = await link(api, someone)
    await Profile.filter(account_id=someone.id).update(full_name="Siti Aminah, S.E.")
    assert (await api.client.get(old)).status_code == 404
    answer = await api.client.get(await link(api, someone))
    assert answer.content.endswith(b"Siti Aminah, S.E.")


async def test_nobody_else_can_make_a_preview_link(api: Api) -> None:
    """Other purposes, other accounts and every changed byte open nothing."""
    someone = await api.with_profile()
    stranger = await api.with_profile("budi@contoh.id", "Budi")
    token = (await link(api, someone)).removeprefix("/files/name-preview/").removesuffix(".webp")
    until, settings = api.clock() + PREVIEW_LIFE, api.tools.settings
    others = [
        tokens.sealed_id(purpose, someone.id, until, settings, bound_to="Siti Aminah")
        for purpose in (CONFIRM, RECOVER, DOWNLOAD)
    ]
    borrowed = tokens.sealed_id(NAME_PREVIEW, stranger.id, until, settings, bound_to="Siti Aminah")
    unknown = tokens.sealed_id(NAME_PREVIEW, uuid4(), until, settings, bound_to="Siti Aminah")
    unbound = tokens.sealed_id(NAME_PREVIEW, someone.id, until, settings)
    changed = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(0, len(token) - 1, 7)]
    for forged in [*changed, *others, borrowed, unknown, unbound, str(someone.id), "x", "é", "..", "A" * 50]:
        assert (await api.client.get(f"/files/name-preview/{forged}.webp")).status_code == 404
    assert api.printer.drawn == []


async def test_previews_are_limited_for_each_account(api: Api) -> None:
    """Each costs the browser that prints certificates a tenth of a second; another account is not held up."""
    someone, another = await api.with_profile(), await api.with_profile("budi@contoh.id", "Budi")
    url = await link(api, someone)
    for _ in range(30):
        assert (await api.client.get(url)).status_code == 200
    refused = await api.client.get(url)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert (await api.client.get(await link(api, another))).status_code == 200
    assert len(api.printer.drawn) == 31


async def test_without_a_browser_the_caller_is_told_to_come_back(api: Api, tools: Tools) -> None:
    """The screen draws the name itself then; nothing else may wait for Chromium."""
    url = await link(api, await api.with_profile())
    app = create_app(replace(tools, renderer=AbsentRenderer(None)))
    async with new_client(app) as client:
        answer = await client.get(url)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3600")
    assert answer.headers["cache-control"] == "private, no-store"
    api.printer.failure = RenderFailed(None)
    answer = await api.client.get(url)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    api.printer.failure = StorageAway("The storage refused.")
    answer = await api.client.get(url)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")


async def test_what_can_not_be_printed_is_no_fault_of_the_server(api: Api) -> None:
    """Coming back won't help: the office's settings or the name must change."""
    url = await link(api, await api.with_profile())
    api.printer.failure = CannotPrint((Fault("signer_name", "doesn't fit in its box"),))
    answer = await api.client.get(url)
    assert answer.status_code == 422
    assert "retry-after" not in answer.headers


@pytest.mark.browser
async def test_the_preview_that_a_phone_receives_is_a_picture(api: Api, tools: Tools) -> None:
    """From the link to the pixels, with the browser that prints certificates."""
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium on this machine")
    url = await link(api, await api.with_profile(name="Hj. Siti Aminah, S.E."))
    async with open_renderer(program) as renderer, new_client(create_app(replace(tools, renderer=renderer))) as client:
        answer = await client.get(url)
    assert answer.status_code == 200
    assert len(answer.content) < 65_000
    with Image.open(BytesIO(answer.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1080, 764))
