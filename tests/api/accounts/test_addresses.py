"""Another address: proven before it counts, told to both mailboxes, and refused wherever something is missing."""

import asyncio
from typing import Any

import pytest

from api.accounts import tokens
from api.accounts.models import Account, AddressChange
from api.accounts.rules import CODE_LIFE
from tests.api import account_documents as asks
from tests.api import documents
from tests.api.harness import PASSWORD, Api, Participant, new_client
from tests.api.ways_in import address_of, by_password, changed_address, mailed_code, prove, proven

OLD = "siti@contoh.id"
NEW = "siti.baru@contoh.id"
BUDI = "budi@contoh.id"


async def asked(api: Api, who: Participant, email: str = NEW) -> Any:
    answer = await api.ask(asks.ASK_CHANGE, by=who, email=email)
    assert answer["problems"] == []
    return answer


async def confirmed(api: Api, who: Participant, challenge: str, code: str) -> Any:
    return await api.ask(asks.CONFIRM_CHANGE, by=who, challenge=challenge, code=code)


async def refused(api: Api, who: Participant, challenge: str, code: str) -> list[str]:
    """The problems of a confirmation that leaves the address where it is."""
    before = await address_of(who)
    codes = await api.refused(asks.CONFIRM_CHANGE, by=who, challenge=challenge, code=code)
    assert await address_of(who) == before
    assert await AddressChange.all().count() == 0
    return codes


async def test_an_address_changes_once_its_mailbox_has_answered(api: Api) -> None:
    """The old mailbox hears of the wish and of the change, and gets the link that takes it back."""
    made = await proven(api, OLD)
    answer = await asked(api, made)
    await api.worker.drain()
    assert (await address_of(made), api.letterbox.kinds(OLD)) == (OLD, ["email-change-asked"])
    assert api.letterbox.kinds(NEW) == ["email-change-code"]
    assert (await confirmed(api, made, answer["challenge"], await mailed_code(api, "email-change-code")))["done"]
    await api.worker.drain()
    assert api.letterbox.kinds(OLD) == ["email-change-asked", "email-changed"]
    assert api.letterbox.kinds(NEW) == ["email-change-code", "email-changed-new"]
    link = str(api.letterbox.last("email-changed").mail.facts["link"])
    assert link.startswith("https://testserver/batal-ganti-surel/#")
    assert (await api.ask(asks.ACCOUNT, by=made))["email"] == NEW
    assert await by_password(api, NEW)
    assert await api.refused(documents.SIGN_IN, email=OLD, password=PASSWORD) == ["WRONG_CREDENTIALS"]


async def test_only_the_old_mailbox_is_told_the_way_back(api: Api) -> None:
    """Whoever took the account over reads the new one."""
    made = await proven(api, OLD)
    token = await changed_address(api, made, NEW)
    theirs = [one for one in api.letterbox.letters if one.mail.to == NEW]
    assert theirs
    assert all(token not in one.message.as_string() for one in theirs)
    masked = api.letterbox.last("email-changed").text
    assert NEW not in masked
    assert "s•••u@contoh.id" in masked


async def test_this_browser_stays_known_under_the_new_address(api: Api) -> None:
    """Its owner is warned of strangers, not of themselves; every other browser is news once more."""
    await api.account(OLD)
    token = await by_password(api, OLD)
    await changed_address(api, token, NEW)
    api.clock.forward(hours=1)
    assert await by_password(api, NEW)
    await api.worker.drain()
    assert "new-device" not in api.letterbox.kinds()
    async with new_client(api.app) as other:
        assert await by_password(api, NEW, client=other)
    await api.worker.drain()
    assert api.letterbox.kinds(NEW)[-1] == "new-device"


async def test_an_address_that_is_taken_gets_the_same_answer_and_its_owner_word(api: Api) -> None:
    """Threat 2: whoever asks learns nothing; the mailbox does."""
    made = await proven(api, OLD)
    holder = await api.account(BUDI)
    free, taken = await asked(api, made), await asked(api, made, BUDI)
    assert len(free.pop("challenge")) == len(taken["challenge"])
    challenge = taken.pop("challenge")
    assert free == taken
    await api.worker.drain()
    assert api.letterbox.kinds(BUDI) == ["email-taken"]
    found = tokens.unsealed_id(challenge)
    assert found
    # The digits that were sent to nobody, as an insider would know them.
    assert await refused(api, made, challenge, tokens.code_of(found, api.tools.settings)) == ["TOKEN_EXPIRED"]
    assert await address_of(holder) == BUDI


async def test_the_new_mailbox_must_have_answered(api: Api) -> None:
    """Five tries; the right digits after them are not judged."""
    made = await proven(api, OLD)
    challenge = (await asked(api, made))["challenge"]
    code = await mailed_code(api, "email-change-code")
    for number in range(1, 6):
        wrong = f"{(int(code) + number) % 1_000_000:06}"
        assert await refused(api, made, challenge, wrong) == ["WRONG_CODE"]
    assert await refused(api, made, challenge, code) == ["TOKEN_EXPIRED"]


async def test_a_code_for_a_new_address_lives_ten_minutes(api: Api) -> None:
    """Mails lie about."""
    made = await proven(api, OLD)
    challenge = (await asked(api, made))["challenge"]
    code = await mailed_code(api, "email-change-code")
    api.clock.forward(seconds=CODE_LIFE.total_seconds())
    assert await refused(api, made, challenge, code) == ["TOKEN_EXPIRED"]


async def test_another_accounts_challenge_moves_neither_account(api: Api) -> None:
    """Not even with the right digits."""
    made, other = await proven(api, OLD), await proven(api, BUDI)
    challenge = (await asked(api, made))["challenge"]
    code = await mailed_code(api, "email-change-code")
    assert await refused(api, other, challenge, code) == ["TOKEN_EXPIRED"]
    assert await address_of(made) == OLD


async def test_a_code_of_another_kind_moves_no_account(api: Api) -> None:
    """A code to sign in at the new address proves its mailbox too, but nobody read there that an account moves."""
    made = await proven(api, OLD)
    challenge = (await api.ask(asks.ASK_CODE, email=NEW))["challenge"]
    assert await refused(api, made, challenge, await mailed_code(api, "code")) == ["TOKEN_EXPIRED"]
    proof = (await api.ask(asks.ASK_PROOF, by=made))["challenge"]
    assert await refused(api, made, proof, await mailed_code(api, "proof-code")) == ["TOKEN_EXPIRED"]
    change = (await asked(api, made))["challenge"]
    code = await mailed_code(api, "email-change-code")
    assert await api.refused(asks.SIGN_IN_BY_CODE, challenge=change, code=code) == ["TOKEN_EXPIRED"]
    assert await Account.all().count() == 1


async def test_the_proof_must_last_until_the_end(api: Api) -> None:
    """A phone that was put down while the code was on its way."""
    made = await proven(api, OLD)
    api.clock.forward(minutes=10)
    challenge = (await asked(api, made))["challenge"]
    code = await mailed_code(api, "email-change-code")
    api.clock.forward(minutes=5)
    assert await refused(api, made, challenge, code) == ["PROOF_REQUIRED"]
    await prove(api, made)
    assert (await confirmed(api, made, challenge, code))["done"] is True


async def test_a_change_whose_answer_was_lost_may_be_sent_again(api: Api) -> None:
    """Also five times in one moment: one change, each mailbox told once."""
    made = await proven(api, OLD)
    challenge = (await asked(api, made))["challenge"]
    code = await mailed_code(api, "email-change-code")
    answers = await asyncio.gather(*(confirmed(api, made, challenge, code) for _ in range(4)))
    answers.append(await confirmed(api, made, challenge, code))
    assert [answer["done"] for answer in answers] == [True] * 5
    await api.worker.drain()
    assert await AddressChange.all().count() == 1
    assert sorted(api.letterbox.kinds())[-2:] == ["email-changed", "email-changed-new"]


async def test_of_two_accounts_that_want_one_address_one_gets_it(api: Api) -> None:
    """Both have proven its mailbox; the address is one account's."""
    made, other = await proven(api, OLD), await proven(api, BUDI)
    ways: list[tuple[Participant, str, str]] = []
    for who in (made, other):
        challenge = (await asked(api, who))["challenge"]
        ways.append((who, challenge, await mailed_code(api, "email-change-code")))
    answers = await asyncio.gather(*(confirmed(api, *way) for way in ways))
    assert sorted(answer["done"] for answer in answers) == [False, True]
    assert [one["code"] for answer in answers for one in answer["problems"]] == ["TOKEN_EXPIRED"]
    assert await Account.filter(email=NEW).count() == await AddressChange.all().count() == 1


async def test_a_stranger_who_waits_for_the_new_address_waits_in_vain(api: Api) -> None:
    """Threat 3: a registration for it falls when an account moves there."""
    made = await proven(api, OLD)
    await api.ask(documents.REGISTER, email=NEW, password="kata sandi si penyerang")
    await api.worker.drain()
    link = api.letterbox.last("confirm").token
    await changed_address(api, made, NEW)
    refusal = await api.refused(documents.CONFIRM, token=link, password="kata sandi si penyerang")
    assert refusal == ["TOKEN_EXPIRED"]
    assert await by_password(api, NEW)


async def test_moving_to_where_one_is_changes_nothing(api: Api) -> None:
    """No change to undo, and no word of one."""
    made = await proven(api, OLD)
    challenge = (await asked(api, made, f" {OLD.upper()} "))["challenge"]
    code = await mailed_code(api, "email-change-code")
    assert (await confirmed(api, made, challenge, code))["done"] is True
    await api.worker.drain()
    assert await AddressChange.all().count() == 0
    assert "email-changed" not in api.letterbox.kinds()


@pytest.mark.parametrize("email", ["", "bukan alamat", "a@b", "x" * 300 + "@contoh.id", "a@b.id\r\nBcc: c@d.id"])
async def test_what_is_no_address_is_told_at_once(api: Api, email: str) -> None:
    """Nothing is written and nobody mailed."""
    made = await proven(api, OLD)
    before = api.stored()
    assert await api.refused(asks.ASK_CHANGE, by=made, email=email) == ["INVALID_EMAIL"]
    assert api.stored() == before


async def test_a_session_is_no_mail_cannon(api: Api) -> None:
    """Threat 17: five letters an hour, to whatever addresses; and few to one, whoever asks."""
    made = await proven(api, OLD)
    for number in range(5):
        await asked(api, made, f"orang{number}@contoh.id")
    before = api.stored()
    assert await api.refused(asks.ASK_CHANGE, by=made, email="orang6@contoh.id") == ["TOO_MANY_REQUESTS"]
    assert api.stored() == before
    other = await proven(api, BUDI)
    for _ in range(2):
        await asked(api, other)
    assert await api.refused(asks.ASK_CHANGE, by=other, email=NEW) == ["TOO_MANY_REQUESTS"]


async def test_a_link_for_a_new_password_stays_with_the_mailbox_that_it_was_sent_to(api: Api) -> None:
    """Whoever reads the mailbox that was left must not open the account an hour later."""
    made = await proven(api, OLD)
    await api.ask(documents.ASK_RECOVERY, email=OLD)
    await api.worker.drain()
    link = api.letterbox.last("recover").token
    await changed_address(api, made, NEW)
    before = api.stored()
    assert await api.refused(documents.RESET, token=link, password="sapi makan rumput hijau") == ["TOKEN_EXPIRED"]
    assert api.stored() == before
