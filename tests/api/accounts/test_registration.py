"""Registration and confirmation: nobody learns who is here, nobody takes what isn't theirs."""

import asyncio
from typing import Any

import pytest

from api.accounts.models import Account, Registration
from api.accounts.passwords import matches
from api.accounts.registration import REGISTRATIONS_PER_NETWORK
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client
from tests.fakes import Letter

EMAIL = "siti@contoh.id"
OTHER = "sapi makan rumput hijau"
DONE: dict[str, Any] = {"done": True, "problems": []}


async def register(api: Api, email: str = EMAIL, password: str = PASSWORD) -> Any:
    return await api.ask(documents.REGISTER, email=email, password=password)


async def confirm(api: Api, token: str, password: str = PASSWORD) -> Any:
    return await api.ask(documents.CONFIRM, token=token, password=password)


async def mailed(api: Api, email: str = EMAIL, password: str = PASSWORD) -> str:
    """The token of the mail that follows a registration."""
    await register(api, email, password)
    await api.worker.drain()
    return api.letterbox.last("confirm").token


async def test_the_way_from_registration_to_the_first_sign_in(api: Api) -> None:
    """Nothing is an account before the link in the mail was opened."""
    token = await mailed(api)
    assert await Account.all().count() == 0
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password=PASSWORD) == ["WRONG_CREDENTIALS"]
    confirmed = await confirm(api, token)
    assert (await api.ask(documents.VIEWER, by=confirmed["accessToken"]))["email"] == EMAIL
    session = await api.ask(documents.SIGN_IN, email=" SITI@contoh.id", password=PASSWORD)
    assert session["problems"] == []
    assert (await api.ask(documents.VIEWER, by=session["accessToken"]))["email"] == EMAIL
    await api.worker.drain()
    assert api.letterbox.kinds(EMAIL) == ["confirm", "welcome"]


async def test_opening_the_link_again_changes_nothing(api: Api) -> None:
    """Mail programs open links before people do; phones open them twice."""
    token = await mailed(api)
    await confirm(api, token)
    await api.worker.drain()
    before = api.stored()
    assert (await confirm(api, token))["accessToken"]
    after = api.stored()
    # Each opening signs in on its device, as the password would; nothing else is written.
    changed = {table for table in after if after[table] != before.get(table)}
    assert changed == {"session", "refresh_token"}


@pytest.mark.both_engines
async def test_ten_openings_at_once_make_one_account(api: Api) -> None:
    """One account, one welcome."""
    token = await mailed(api)
    await asyncio.gather(*(confirm(api, token) for _ in range(10)))
    await api.worker.drain()
    assert await Account.all().count() == 1
    assert api.letterbox.kinds(EMAIL) == ["confirm", "welcome"]


async def test_a_known_address_gets_the_same_answer_and_one_mail_too(api: Api) -> None:
    """Whoever asks must not learn who is registered here; the owner of the mailbox may."""
    await api.account(EMAIL)
    asked = [{"email": one, "password": OTHER} for one in (EMAIL, "a@contoh.id")]
    answers = [await api.post(documents.REGISTER, one) for one in asked]
    assert answers[0].content == answers[1].content
    assert [answer.status_code for answer in answers] == [200, 200]
    await api.worker.drain()
    assert api.letterbox.kinds(EMAIL) == ["known-address"]
    assert api.letterbox.kinds("a@contoh.id") == ["confirm"]
    account = await Account.get(email=EMAIL)
    assert await matches(account.password_hash, PASSWORD)
    assert await Registration.filter(email=EMAIL).count() == 0


async def test_both_answers_cost_the_same_work(api: Api) -> None:
    """A password is hashed either way: the time of an answer tells as much as its words."""
    await api.account(EMAIL)
    loop = asyncio.get_running_loop()
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for n in range(4):
        for kind, email in (("known", EMAIL), ("unknown", f"baru{n}@contoh.id")):
            started = loop.time()
            await register(api, email, OTHER)
            times[kind].append(loop.time() - started)
    # Without the hash the known answer would take a tenth; the machine's own noise stays far below three times.
    assert min(times["known"]) > min(times["unknown"]) / 3


async def test_an_attackers_registration_falls_when_the_owner_confirms_their_own(api: Api) -> None:
    """Pre-hijacking: the link that the owner opened decides, whoever came first."""
    theirs = await mailed(api, password=OTHER)
    await register(api, password=PASSWORD)
    await api.worker.drain()
    mine = api.letterbox.last("confirm").token
    assert theirs != mine
    await confirm(api, mine)
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password=OTHER) == ["WRONG_CREDENTIALS"]
    assert (await api.ask(documents.SIGN_IN, email=EMAIL, password=PASSWORD))["accessToken"]
    assert await api.refused(documents.CONFIRM, token=theirs, password=OTHER) == ["TOKEN_EXPIRED"]
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password=OTHER) == ["WRONG_CREDENTIALS"]


async def test_an_attackers_registration_after_the_owners_changes_nothing(api: Api) -> None:
    """The password of an account is changed by its own mailbox only."""
    await confirm(api, await mailed(api))
    await register(api, password=OTHER)
    await api.worker.drain()
    assert api.letterbox.kinds(EMAIL)[-1] == "known-address"
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password=OTHER) == ["WRONG_CREDENTIALS"]


async def test_opening_an_attackers_link_gives_them_nothing(api: Api) -> None:
    """Whoever opens the link of a registration that a stranger made in their name doesn't know its password."""
    theirs = await mailed(api, password=OTHER)
    before = api.stored()
    for guess in (PASSWORD, "", "sapi makan rumput biru"):
        assert await api.refused(documents.CONFIRM, token=theirs, password=guess) == ["WRONG_CREDENTIALS"]
    assert api.stored() == before
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password=OTHER) == ["WRONG_CREDENTIALS"]


async def test_a_links_password_can_not_be_guessed_on(api: Api) -> None:
    """Whoever holds the mailbox but not the password gets ten tries in a quarter of an hour."""
    token = await mailed(api, password=OTHER)
    answers = [await api.refused(documents.CONFIRM, token=token, password=f"tebakan ke-{n}") for n in range(11)]
    assert answers == [["WRONG_CREDENTIALS"]] * 10 + [["TOO_MANY_REQUESTS"]]


@pytest.mark.parametrize("hours", [48, 49, 1_000])
async def test_the_link_works_for_two_days_and_what_was_not_confirmed_is_forgotten(api: Api, hours: int) -> None:
    """An address that nobody has proven is nobody's to keep."""
    token = await mailed(api)
    api.clock.forward(hours=hours)
    assert await api.refused(documents.CONFIRM, token=token, password=PASSWORD) == ["TOKEN_EXPIRED"]
    await api.worker.drain()
    assert await Registration.all().count() == 0
    assert await Account.all().count() == 0


async def test_the_link_works_until_its_last_second(api: Api) -> None:
    """Two days are two days."""
    token = await mailed(api)
    api.clock.forward(hours=48, seconds=-1)
    assert (await confirm(api, token))["accessToken"]


async def test_a_token_that_we_did_not_write_is_refused(api: Api) -> None:
    """Every byte is covered; a token of another purpose or another id is none."""
    token = await mailed(api)
    before = api.stored()
    changed = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(0, len(token), 5)]
    for forged in [*changed, "", "x", token[:-3], token + "AAAA", "é" * 50, "=" * 50, "A" * 50, "A" * 60_000]:
        assert await api.refused(documents.CONFIRM, token=forged, password=PASSWORD) == ["TOKEN_EXPIRED"]
    assert api.stored() == before


@pytest.mark.parametrize(
    ("email", "password", "code"),
    [
        ("bukan alamat", PASSWORD, "INVALID_EMAIL"),
        (EMAIL, "pendek", "WEAK_PASSWORD"),
        (EMAIL, "123456789012", "WEAK_PASSWORD"),
        (EMAIL, "a" * 129, "WEAK_PASSWORD"),
        (EMAIL, "siti@contoh.id", "WEAK_PASSWORD"),
        ("siti@contoh.id\r\nBcc: korban@contoh.id", PASSWORD, "INVALID_EMAIL"),
    ],
)
async def test_a_refused_registration_leaves_nothing(api: Api, email: str, password: str, code: str) -> None:
    """No row and no mail to an address that may be a stranger's."""
    before = api.stored()
    assert await api.refused(documents.REGISTER, email=email, password=password) == [code]
    await api.worker.drain()
    assert api.stored() == before
    assert api.letterbox.letters == []


async def test_an_address_outside_ascii_gets_its_mail_or_is_refused_at_once(api: Api) -> None:
    """Whoever registers must not wait for a mail that no server will ever take."""
    answer = await register(api, email="jörg@contoh.id")
    await api.worker.drain()
    api.clock.forward(hours=1)
    await api.worker.drain()
    assert answer["problems"] or api.letterbox.kinds() == ["confirm"]


async def test_an_address_is_not_mailed_without_end(api: Api) -> None:
    """Two letters a minute and five an hour to one address, whoever asks and by whatever deed."""
    await api.account("budi@contoh.id")
    for n in range(8):
        async with new_client(api.app, f"198.51.100.{n}") as client:
            await api.ask(documents.ASK_RECOVERY, client=client, email="budi@contoh.id")
            await api.ask(documents.REGISTER, client=client, email="budi@contoh.id", password=OTHER)
    await api.worker.drain()
    assert api.letterbox.kinds("budi@contoh.id") == ["recover", "known-address"]


async def test_a_network_can_not_register_without_end(api: Api) -> None:
    """200 an hour: a hall full of people fits, a mail bomb does not."""
    for _ in range(199):
        await api.tools.throttle.count(REGISTRATIONS_PER_NETWORK, "203.0.113.7")
    codes: list[str] = []
    for n in range(3):
        answer = await register(api, email=f"orang{n}@contoh.id")
        codes += [one["code"] for one in answer["problems"]]
    assert codes == ["TOO_MANY_REQUESTS"] * 2
    assert await Registration.all().count() == 1


async def test_no_mail_holds_the_password(api: Api) -> None:
    """Mail is read by many on its way."""
    await mailed(api)
    letter: Letter = api.letterbox.last("confirm")
    assert PASSWORD not in letter.message.as_string()
    assert letter.token in letter.text
