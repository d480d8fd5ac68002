"""Threats 14 and 17, text of strangers in letters: no header, no markup, no word of a template comes from outside."""

from email.message import EmailMessage
from typing import Any

import pytest

from api.accounts.models import ExternalIdentity
from api.accounts.rules import masked_email
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import PASSWORD, Api
from tests.api.ways_in import arrived, changed_address, journey, new_passkey, proven
from tests.openid.provider import Provider

SITI = "siti@contoh.id"
HEADERS = {
    *("From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type", "Content-Language"),
}
BREAKS = (
    "\r\nBcc: korban@contoh.id",
    "\nBcc: korban@contoh.id",
    "\rBcc: a@b.id",
    "%0d%0aBcc: a@b.id",
    "\u2028Bcc: a@b.id",
)
MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[klik](https://evil.example)",
    "**tebal** # judul > kutipan",
    "{{ 7 * 7 }}{% raw %}{# a #}",
    "${7*7} %s {0} {link}",
    "=?utf-8?q?Bcc?=: a@b.id",
)


def checked(message: EmailMessage, to: str) -> str:
    """The HTML of a letter whose headers are ours alone."""
    assert set(message.keys()) == HEADERS
    assert message["To"] == to
    again = message.as_bytes().partition(b"\n\n")[0].decode()
    assert "bcc:" not in again.lower()
    assert all(line.partition(":")[0] in HEADERS or line.startswith((" ", "\t")) for line in again.splitlines())
    body = message.get_body(("html",))
    assert body is not None
    html = str(body.get_content())
    assert "<script" not in html
    assert "<img src=x" not in html
    assert 'href="https://evil' not in html
    return html


@pytest.mark.parametrize("text", MARKUP)
async def test_a_passkeys_name_is_only_text_in_its_letter(api: Api, text: str) -> None:
    """As its owner typed it, whatever it looks like."""
    made = await proven(api, SITI)
    await new_passkey(api, made, text)
    await api.worker.drain()
    letter = api.letterbox.last("passkey-added")
    checked(letter.message, SITI)
    assert text in letter.text
    assert "49" not in letter.text


@pytest.mark.parametrize("text", BREAKS)
async def test_a_passkeys_name_breaks_no_line(api: Api, text: str) -> None:
    """A line break is a space or a refusal; what only looks like one is text."""
    made = await proven(api, SITI)
    asked = await api.ask(asks.START_PASSKEY, by=made)
    variables: dict[str, Any] = {"challenge": asked["challenge"], "response": "{}", "name": f"Ponsel{text}"}
    refused = await api.ask(asks.FINISH_PASSKEY, by=made, **variables)
    assert refused["done"] is False
    await new_passkey(api, made, f"Ponsel{text}")
    await api.worker.drain()
    letter = api.letterbox.last("passkey-added")
    checked(letter.message, SITI)
    assert "Ponsel" in letter.text
    assert "\nBcc" not in letter.text


@pytest.mark.parametrize("text", [*BREAKS, *MARKUP, "x" * 60_000, "Chrome\tAndroid\x00", "é😀"])
async def test_what_a_browser_calls_itself_is_never_repeated(api: Api, text: str) -> None:
    """Of its name only words that we know reach the list and the letter."""
    await api.account(SITI)
    api.clock.forward(hours=1)
    sent: Any = {"user-agent": f"Chrome Android {text}".encode()}
    answer = await api.post(documents.SIGN_IN, {"email": SITI, "password": PASSWORD}, headers=sent)
    token = answer.json()["data"]["signIn"]["accessToken"]
    newest = (await api.ask(asks.ACCOUNT, by=token))["devices"][0]
    assert newest["label"] == "Chrome, Android"
    await api.worker.drain()
    letter = api.letterbox.last("new-device")
    checked(letter.message, SITI)
    assert "evil.example" not in letter.text


@pytest.mark.parametrize("text", BREAKS)
@pytest.mark.parametrize("place", ["siti@contoh.id{}", "siti{}@contoh.id", "{}siti@contoh.id", "siti@{}contoh.id"])
async def test_an_address_with_a_break_is_none(api: Api, place: str, text: str) -> None:
    """At every door through which an address comes in; nothing is written and nobody mailed."""
    made = await proven(api, SITI)
    email = place.format(text)
    before = api.stored()
    deeds: dict[str, dict[str, Any]] = {
        documents.REGISTER: {"password": PASSWORD},
        documents.SIGN_IN: {"password": PASSWORD},
        documents.ASK_RECOVERY: {},
        asks.ASK_CODE: {},
        asks.ASK_CHANGE: {},
    }
    for document, variables in deeds.items():
        answer = await api.ask(document, by=made, email=email, **variables)
        assert [one["code"] for one in answer["problems"]] == ["INVALID_EMAIL"], document
    assert api.stored() == before


ODD = (
    "o'brien@contoh.id",
    "{{7*7}}@contoh.id",
    "a+b=c@contoh.id",
    "#|~`^@contoh.id",
    "!$%&*/?@contoh.id",
    "%0d%0a@contoh.id",
    "x@xn--bcher-kva.example",
)


@pytest.mark.parametrize("email", ODD)
async def test_an_odd_address_gets_its_own_letters_and_nobody_elses(api: Api, email: str) -> None:
    """Signs that mean something to templates, shells or headers may stand before the @."""
    await api.ask(asks.ASK_CODE, email=email)
    await api.ask(documents.REGISTER, email=email, password=PASSWORD)
    api.clock.forward(minutes=1)
    await api.ask(documents.ASK_RECOVERY, email=email)
    made = await proven(api, SITI)
    await changed_address(api, made, email)
    told = [one for one in api.letterbox.letters if one.mail.to != SITI]
    assert len(told) == 5
    for letter in told:
        checked(letter.message, email)
    checked(api.letterbox.last("email-changed").message, SITI)
    assert masked_email(email) in api.letterbox.last("email-changed").text


@pytest.mark.parametrize("text", [*BREAKS[:3], *MARKUP])
async def test_an_address_from_the_provider_is_an_address_or_nothing(provider: Provider, api: Api, text: str) -> None:
    """What a token says is signed by the provider, but written by its user."""
    made = await proven(api, SITI)
    provider.rename("siti.1", f"siti{text}@gmail.com")
    answer = await arrived(api, await journey(api, provider, "siti.1", link_to=made))
    assert [one["code"] for one in answer["problems"]] == ["ADDRESS_UNVERIFIED"]
    assert await ExternalIdentity.all().count() == 0
    await api.worker.drain()
    assert api.letterbox.letters == []


@pytest.mark.parametrize("text", [*BREAKS, *MARKUP, "en" * 30_000, "en;q=x", "\xff"])
async def test_an_accepted_language_is_one_of_two(api: Api, text: str) -> None:
    """It chooses the letter and stands in its header."""
    sent: Any = {"accept-language": text.encode()}
    await api.post(asks.ASK_CODE, {"email": SITI}, headers=sent)
    await api.worker.drain()
    letter = api.letterbox.last("code")
    checked(letter.message, SITI)
    assert letter.message["Content-Language"] in {"id", "en"}


def test_a_masked_address_names_neither_whole_nor_nothing() -> None:
    """Also of the shortest there are."""
    shown = {one: masked_email(one) for one in ("siti@contoh.id", "abc@contoh.id", "ab@contoh.id", "a@contoh.id")}
    assert list(shown.values()) == ["s•••i@contoh.id", "a•••c@contoh.id", "a•••@contoh.id", "a•••@contoh.id"]
