"""The copy of one's data: whole, readable, for its owner alone, and without the answer key."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from api.accounts import tokens
from api.accounts.recovery import RECOVER
from api.certification.graphql import DOWNLOAD
from api.rights.copies import COPIES_PER_ACCOUNT, DOWNLOADS_PER_ACCOUNT, MY_DATA
from certificates import find_browser
from tests.api import account_documents as accounts
from tests.api import documents
from tests.api import rights_documents as rights
from tests.api.courses import course, key_of
from tests.api.harness import Api
from tests.api.rights.planted import (
    ANSWER,
    CORRECTION,
    EMAIL,
    GOOGLE_EMAIL,
    NAME,
    NEEDS,
    NIK,
    OLD_EMAIL,
    PASSKEY,
    PHONE,
    SUBJECT,
    Copy,
    asked_for_copy,
    copy_of,
    planted,
    prove,
)

HOSTILE = "O'Brien (Siti) - Putri"
SCRIPT = '<script>alert(1)</script> & "kata" keliru {{ 7 * 7 }}'


async def test_the_copy_holds_everything_in_the_clear(api: Api) -> None:
    """NIK, telephone and needs too: it is the person's own, and they asked for it."""
    copy = await copy_of(api, await planted(api))
    told = json.dumps(copy.content, ensure_ascii=False)
    for value in (EMAIL, OLD_EMAIL, GOOGLE_EMAIL, SUBJECT, PASSKEY, NAME, NIK, PHONE, NEEDS, CORRECTION, ANSWER):
        assert value in told, value
    sections = copy.sections
    assert sections["account"][0]["hasPassword"] is True
    assert sections["profile"][0]["village"] == {"code": "35.78.01.1001", "name": "Karang Pilang"}
    assert {one["group"] for one in sections["groups"]} == {"BUSINESS", "COOPERATIVE"}
    assert [one["purpose"] for one in sections["consents"] if one["withdrawnAt"]] == ["TRAINING"]
    assert [(one["number"], one["score"], one["passed"]) for one in sections["attempts"]] == [
        (1, 0, False),
        (2, 100, True),
    ]
    assert {one["kind"] for one in sections["requests"]} == {"ACCESS", "CORRECTION", "WITHDRAWAL"}
    certificate = sections["certificates"][0]
    assert (certificate["printed"]["name"], certificate["printed"]["courseTitle"]) == (NAME, "Pemasaran untuk UMKM")
    assert copy.files[certificate["file"]].startswith(b"%PDF-")
    assert set(copy.files) == {"index.html", "data.json", certificate["file"]}


async def test_what_was_answered_is_told_and_what_was_right_is_not(api: Api) -> None:
    """Threat 10: the paper stays with us. Others will be asked the same."""
    copy = await copy_of(api, await planted(api))
    everything = "".join(content.decode() for name, content in copy.files.items() if not name.endswith(".pdf"))
    assert "RAHASIA" not in everything
    assert not re.search(r'"(correct|explanation|feedback|paper|isRight)', everything)
    answers = [one for one in copy.sections["answers"] if one["attempt"]["number"] == 2]
    assert len(answers) == 3
    assert all(one["question"].startswith("Pertanyaan ") and one["chosen"] for one in answers)
    # Of a question that was left open not one choice is named.
    left_open = [one for one in copy.sections["answers"] if one["attempt"]["number"] == 1]
    assert [one["chosen"] for one in left_open] == [[], [], []]
    ids = {choice for choices in key_of(course()).values() for choice in choices}
    assert not any(f'"{one}"' in everything for one in ids)


async def test_the_record_of_processing_says_why_since_when_and_how_long(api: Api) -> None:
    """UU 27/2022 asks for it with the copy. What is not there has no entry."""
    whole = {one["processing"]: one for one in (await copy_of(api, await planted(api))).content["processing"]}
    assert list(whole) == [
        *(
            "ACCOUNT",
            "SECURITY",
            "TRAINING",
            "REPORTING",
            "ACCOMMODATION",
            "LEARNING",
            "SATISFACTION",
            "CERTIFICATE",
            "RIGHTS",
        ),
    ]
    assert whole["REPORTING"]["since"] == "2026-03-02T02:00:00+00:00"
    assert {"profile.nik", "profile.birthDate", "profile.businessWorkers"} <= set(whole["REPORTING"]["what"])
    assert whole["ACCOMMODATION"]["what"] == [
        *(f"accommodations.{key}" for key in ("class", "percent", "reason", "setAt")),
        *("profile.hasDisability", "profile.needs"),
    ]
    assert all(one["purpose"] and one["ground"] and one["kept"] for one in whole.values())
    bare = await copy_of(api, await api.account())
    assert [one["processing"] for one in bare.content["processing"]] == ["ACCOUNT", "SECURITY", "RIGHTS"]


@pytest.mark.parametrize(
    ("language", "words"), [("ID", ("Kelas", "5 Mei 1990", "Perempuan")), ("EN", ("Class", "5 May 1990", "Female"))]
)
async def test_the_page_is_written_in_the_accounts_language(api: Api, language: str, words: tuple[str, ...]) -> None:
    """With words for values and moments, not with those of the database."""
    someone = await planted(api)
    await api.ask(accounts.SET_LANGUAGE, by=someone, language=language)
    page = (await copy_of(api, someone)).page
    assert f'<html lang="{language.lower()}">' in page
    for word in (*words, NIK, "WIB"):
        assert word in page
    assert not re.search(r"FEMALE|SENIOR|None|2026-03-02T", page)


async def test_the_page_runs_nothing_and_asks_for_nothing(api: Api) -> None:
    """It is opened from a phone's folder, where no header of ours guards it: text is text, and no address is loaded."""
    someone = await api.with_profile(name=HOSTILE)
    await api.ask(rights.ASK_CORRECTION, by=someone, text=SCRIPT)
    copy = await copy_of(api, someone)
    assert not re.search(r"<script|<img|<iframe|<link|<object|javascript:|\son\w+=|url\(|@import|src=", copy.page)
    assert "default-src 'none'" in copy.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in copy.page
    assert "{{ 7 * 7 }}" in copy.page
    assert SCRIPT in [one["text"] for one in copy.sections["requests"]]


@pytest.mark.browser
async def test_the_page_reads_well_on_a_phone_without_a_network(api: Api, tmp_path: Path) -> None:
    """360 pixels, no script, a file: nothing is wider than the screen and nothing breaks its own policy."""
    (tmp_path / "index.html").write_text((await copy_of(api, await planted(api))).page, encoding="utf-8")
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser())
        context = await browser.new_context(viewport={"width": 360, "height": 740}, offline=True)
        page = await context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        await page.goto((tmp_path / "index.html").as_uri())
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
        assert await page.get_by_role("heading", level=2).count() == 29
        await page.screenshot(path=tmp_path / "page.png", full_page=True)
        await browser.close()
    assert complaints == []


async def test_asking_is_noted_and_done_at_once(api: Api) -> None:
    """The office can show that access was given, and when."""
    someone = await api.account()
    await asked_for_copy(api, someone)
    (request,) = (await api.ask(rights.MY_REQUESTS, by=someone))["dataRequests"]
    assert (request["kind"], request["doneAt"]) == ("ACCESS", request["askedAt"])
    await api.worker.drain()
    assert api.letterbox.kinds() == []


async def test_a_copy_needs_a_fresh_proof(api: Api) -> None:
    """Whoever finds the phone unlocked must not walk away with everything."""
    someone = await api.account()
    assert await api.refused(rights.ASK_COPY, by=someone) == ["PROOF_REQUIRED"]
    await prove(api, someone)
    api.clock.forward(minutes=15)
    before = api.stored()
    assert await api.refused(rights.ASK_COPY, by=someone) == ["PROOF_REQUIRED"]
    assert api.stored() == before


async def test_the_link_is_private_and_short_lived(api: Api) -> None:
    """No cache, a name for the phone, 15 minutes; then it leads nowhere."""
    someone = await api.account()
    url = await asked_for_copy(api, someone)
    assert re.fullmatch(r"/files/my-data/[\w-]+\.zip", url)
    answer = await api.client.get(url)
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="data-saya-si-jawara.zip"'
    api.clock.forward(minutes=14, seconds=59)
    assert (await api.client.get(url)).status_code == 200
    api.clock.forward(seconds=1)
    assert (await api.client.get(url)).status_code == 404


async def test_the_link_ends_with_the_session_that_asked(api: Api) -> None:
    """Signing out on a borrowed computer takes the link in its history with it."""
    someone = await api.account()
    url = await asked_for_copy(api, someone)
    await api.ask(accounts.SIGN_OUT_EVERYWHERE, by=someone, keep=False)
    assert (await api.client.get(url)).status_code == 404


async def test_no_other_link_opens_a_copy(api: Api) -> None:
    """Neither of another purpose, nor of the account's own id, nor with one byte changed."""
    someone = await api.certified()
    url = await asked_for_copy(api, someone)
    token = url.removeprefix("/files/my-data/").removesuffix(".zip")
    until, settings = api.clock() + timedelta(minutes=5), api.tools.settings
    forged = [tokens.sealed_id(one, someone.session, until, settings) for one in (DOWNLOAD, RECOVER)]
    forged += [tokens.sealed_id(MY_DATA, someone.id, until, settings), str(someone.session), "x", "é"]
    forged += [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(0, len(token) - 1, 7)]
    for one in forged:
        answer = await api.client.get(f"/files/my-data/{one}.zip")
        assert answer.status_code == 404
        assert not answer.content.startswith(b"PK")


async def test_nothing_of_anybody_else_is_in_the_copy(api: Api) -> None:
    """Threat 7: neither a participant's, nor the member of staff's who answered."""
    await api.certified("budi@contoh.id", "Budi Santoso")
    copy = await copy_of(api, await planted(api))
    everything = b"".join(copy.files.values()).decode(errors="replace")
    for other in ("budi", "Budi", "petugas@contoh.id"):
        assert other not in everything


async def test_copies_have_a_limit_a_day(api: Api) -> None:
    """Each gathers everything; five links, and each may be fetched again on a bad network."""
    someone = await api.account()
    await prove(api, someone)
    assert COPIES_PER_ACCOUNT.rates == ("5/day",)
    links = [(await api.ask(rights.ASK_COPY, by=someone))["url"] for _ in range(5)]
    assert await api.refused(rights.ASK_COPY, by=someone) == ["TOO_MANY_REQUESTS"]
    (most, _, _) = DOWNLOADS_PER_ACCOUNT.rates[0].partition("/")
    answers = [await api.client.get(links[0]) for _ in range(int(most) + 1)]
    assert {one.status_code for one in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_a_certificate_whose_file_is_away_keeps_nobody_from_the_rest(api: Api) -> None:
    """Storage that is being mended is no reason to answer nothing."""
    someone = await api.certified()
    (stored,) = (api.tools.settings.home / "storage").rglob("*.pdf")
    stored.unlink()
    copy: Copy = await copy_of(api, someone)
    assert set(copy.files) == {"index.html", "data.json"}
    assert copy.sections["certificates"][0]["number"] == "503.5/0001/SJ/2026"


async def test_the_copy_is_stored_nowhere(api: Api) -> None:
    """It would be one more place to erase."""
    someone = await api.certified()

    def files() -> set[Path]:
        return {path for path in api.tools.settings.home.rglob("*") if path.is_file()}

    before = files()
    await copy_of(api, someone)
    assert files() == before


async def test_no_request_of_the_contract_tells_what_the_copy_opens(api: Api) -> None:
    """NIK and telephone stay masked on every screen; only the file has them."""
    someone = await planted(api)
    shown = json.dumps(await api.ask(documents.MY_PROFILE, by=someone))
    assert NIK not in shown
    assert PHONE not in shown
