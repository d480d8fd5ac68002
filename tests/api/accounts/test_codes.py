"""Sign-in by six digits: one mail, few tries, and only for the browser that asked."""

import asyncio
from typing import Any

import pytest

from api.accounts.models import Account, Challenge, Registration
from api.accounts.rules import CODE_LIFE, CODE_REPEATS
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import PASSWORD, Api, new_client

EMAIL = "siti@contoh.id"


async def asked(api: Api, email: str = EMAIL) -> tuple[str, str]:
    """The challenge in the browser and the code in the mailbox."""
    answer = await api.ask(asks.ASK_CODE, email=email)
    await api.worker.drain()
    return answer["challenge"], str(api.letterbox.last("code").mail.facts["code"])


async def entered(api: Api, challenge: str, code: str) -> Any:
    return await api.ask(asks.SIGN_IN_BY_CODE, challenge=challenge, code=code)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_a_code_opens_the_account_of_its_address(api: Api) -> None:
    """Nothing to remember, and it works in the web view of a chat app."""
    made = await api.account(EMAIL)
    challenge, code = await asked(api)
    answer = await entered(api, challenge, code)
    assert answer["problems"] == []
    assert answer["isNew"] is False
    assert (await api.ask(documents.VIEWER, by=answer["accessToken"]))["id"] == str(made.id)


async def test_a_code_makes_the_account_where_there_is_none(api: Api) -> None:
    """Reading the mailbox is the proof of the address; a second confirmation would prove nothing more."""
    challenge, code = await asked(api)
    answer = await entered(api, challenge, f" {code[:3]} {code[3:]} ")
    assert answer["isNew"] is True
    viewer = await api.ask(asks.ACCOUNT, by=answer["accessToken"])
    assert (viewer["email"], viewer["hasPassword"]) == (EMAIL, False)
    await api.worker.drain()
    assert api.letterbox.kinds(EMAIL) == ["code", "welcome"]


async def test_an_account_made_by_a_code_lets_no_earlier_registration_in(api: Api) -> None:
    """Threat 3: somebody registers a stranger's address and waits for them to come."""
    await api.ask(documents.REGISTER, email=EMAIL, password="kata sandi si penyerang")
    await api.worker.drain()
    link = api.letterbox.last("confirm").token
    api.clock.forward(minutes=2)
    await entered(api, *await asked(api))
    assert await Registration.all().count() == 0
    refused = await api.refused(documents.CONFIRM, token=link, password="kata sandi si penyerang")
    assert refused == ["TOKEN_EXPIRED"]
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password="kata sandi si penyerang") == [
        "WRONG_CREDENTIALS"
    ]


async def test_the_answer_tells_nobody_whether_an_address_is_known(api: Api) -> None:
    """Threat 2: the same shape of answer, one mail each."""
    await api.account(EMAIL)
    known = await api.ask(asks.ASK_CODE, email=EMAIL)
    unknown = await api.ask(asks.ASK_CODE, email="lain@contoh.id")
    assert len(known.pop("challenge")) == len(unknown.pop("challenge"))
    assert known == unknown
    await api.worker.drain()
    assert api.letterbox.kinds(EMAIL) == api.letterbox.kinds("lain@contoh.id") == ["code"]


async def test_five_wrong_digits_use_a_code_up(api: Api) -> None:
    """A million codes and five tries at each; the sixth isn't judged, not even the right one."""
    challenge, code = await asked(api)
    for _ in range(5):
        assert await api.refused(asks.SIGN_IN_BY_CODE, challenge=challenge, code=other_than(code)) == ["WRONG_CODE"]
    assert await api.refused(asks.SIGN_IN_BY_CODE, challenge=challenge, code=code) == ["TOKEN_EXPIRED"]
    assert await Account.all().count() == 0


async def test_guesses_at_once_are_counted_one_by_one(api: Api) -> None:
    """Twenty requests in one moment are no way round the limit."""
    challenge, code = await asked(api)
    tries = [api.refused(asks.SIGN_IN_BY_CODE, challenge=challenge, code=other_than(code)) for _ in range(20)]
    codes = [one for answer in await asyncio.gather(*tries) for one in answer]
    assert sorted(codes) == ["TOKEN_EXPIRED"] * 15 + ["WRONG_CODE"] * 5


async def test_a_code_lives_ten_minutes(api: Api) -> None:
    """Mails lie about in shared mailboxes."""
    challenge, code = await asked(api)
    api.clock.forward(seconds=CODE_LIFE.total_seconds())
    assert await api.refused(asks.SIGN_IN_BY_CODE, challenge=challenge, code=code) == ["TOKEN_EXPIRED"]


async def test_a_used_code_may_be_sent_again_for_a_moment_only(api: Api) -> None:
    """The first answer may have been lost on the way to the phone; a code found later opens nothing."""
    challenge, code = await asked(api)
    first, second = await entered(api, challenge, code), await entered(api, challenge, code)
    assert first["accessToken"]
    assert second["accessToken"]
    assert await Account.all().count() == 1
    api.clock.forward(seconds=CODE_REPEATS.total_seconds())
    assert await api.refused(asks.SIGN_IN_BY_CODE, challenge=challenge, code=code) == ["TOKEN_EXPIRED"]


async def test_the_code_alone_opens_nothing(api: Api) -> None:
    """Read over a shoulder, it is of no use in another browser: its challenge is another one."""
    _, code = await asked(api)
    api.clock.forward(minutes=1)
    theirs = (await api.ask(asks.ASK_CODE, email="penyerang@contoh.id"))["challenge"]
    assert await api.refused(asks.SIGN_IN_BY_CODE, challenge=theirs, code=code) == ["WRONG_CODE"]
    for forged in ("", "x", "A" * 50, theirs[::-1], theirs[:40] + theirs[41:] + "A"):
        assert await api.refused(asks.SIGN_IN_BY_CODE, challenge=forged, code=code) == ["TOKEN_EXPIRED"]


async def test_a_code_of_one_kind_never_serves_another(api: Api) -> None:
    """A code that proves whoever is signed in must not sign anybody in, and the other way round."""
    made = await api.account(EMAIL)
    proof = (await api.ask(asks.ASK_PROOF, by=made))["challenge"]
    await api.worker.drain()
    digits = str(api.letterbox.last("proof-code").mail.facts["code"])
    assert await api.refused(asks.SIGN_IN_BY_CODE, challenge=proof, code=digits) == ["TOKEN_EXPIRED"]
    challenge, code = await asked(api)
    assert await api.refused(asks.PROVE_BY_CODE, by=made, challenge=challenge, code=code) == ["TOKEN_EXPIRED"]


async def test_a_letter_that_is_tried_again_holds_the_same_code(api: Api) -> None:
    """The mail server may have taken the first one although it said no."""
    await api.ask(asks.ASK_CODE, email=EMAIL)
    api.letterbox.refusal = OSError("away")
    await api.worker.drain()
    api.letterbox.refusal = None
    api.clock.forward(seconds=10)
    await api.worker.drain()
    challenge = await Challenge.get()
    assert len(api.letterbox.letters) == 1
    assert str(challenge.id) in str(api.letterbox.last("code").message["Message-ID"])


async def test_nothing_remains_of_a_challenge_whose_time_is_over(api: Api) -> None:
    """An address that was never proven is nobody's to keep."""
    await asked(api)
    api.clock.forward(minutes=13)
    await api.worker.drain()
    assert await Challenge.all().count() == 0


async def test_codes_are_not_stored(api: Api) -> None:
    """Whoever reads the database or a backup signs in as nobody."""
    _, code = await asked(api)
    assert all(code not in str(value) for rows in api.stored().values() for row in rows for value in row)


@pytest.mark.parametrize("email", ["", "bukan alamat", "a@b", "x" * 300 + "@contoh.id"])
async def test_what_is_no_address_gets_no_code(api: Api, email: str) -> None:
    """A typing mistake is told at once; nothing is written."""
    before = api.stored()
    assert await api.refused(asks.ASK_CODE, email=email) == ["INVALID_EMAIL"]
    assert api.stored() == before


async def test_a_mailbox_gets_few_letters_however_many_are_asked_for(api: Api) -> None:
    """Threat 17: a thousand requests from a thousand networks fill nobody's mailbox."""
    for number in range(60):
        async with new_client(api.app, f"203.0.113.{number}") as client:
            for document in (asks.ASK_CODE, documents.ASK_RECOVERY):
                await api.ask(document, client=client, email=EMAIL)
            await api.ask(documents.REGISTER, client=client, email=EMAIL, password=PASSWORD)
        api.clock.forward(seconds=1)
    await api.worker.drain()
    assert len(api.letterbox.letters) <= 5
