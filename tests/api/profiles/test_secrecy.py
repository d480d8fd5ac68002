"""Attacks on the secret parts of biodata: by whoever reads the disk, the logs or the mail, and by other accounts."""

import base64
import hashlib
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.identity import Role
from api.outbox import OutboxRow
from api.profiles.consents import CONSENT_VERSION
from api.profiles.models import Consent, Profile, ProfileGroup
from tests.api import documents
from tests.api.courses import SLUG
from tests.api.harness import Api, Participant

NIK, PHONE, NEEDS = "3578014505900001", "081234567890", "Juru bahasa isyarat, kursi roda"
EARLIER_NIK, EARLIER_PHONE, EARLIER_NEEDS = "3515176203850002", "0318123456", "Huruf braille"
NAME = "Siti Rahmawati Kusumaningrum"
GAP = rb"(?:[\s.,()/\-]|\\u....|\xe2..){0,3}"
"""What may stand between two digits that belong together: spaces, dots, dashes of any kind, brackets."""


def spellings(secret: str) -> Iterator[re.Pattern[bytes]]:
    """The secret as anybody might have written it, and as a program might without meaning to hide it."""
    digits = secret.removeprefix("0") if secret.isdigit() else ""
    if digits:
        yield re.compile(GAP.join(digit.encode() for digit in digits))
    plain = {secret, secret.upper(), secret.lower(), json.dumps(secret)[1:-1], f"+62{digits}", f"62{digits}"}
    for text in plain if digits else plain - {"+62", "62"}:
        written = text.encode()
        yield re.compile(re.escape(written))
        yield re.compile(re.escape(text.encode("utf-16-le")))
        yield re.compile(re.escape(written.hex().encode()))
        yield re.compile(re.escape(base64.b64encode(written).rstrip(b"=")))
        # A bare hash of 16 digits is undone in minutes.
        for hashed in (hashlib.sha256, hashlib.sha1, hashlib.md5):
            yield re.compile(hashed(written).hexdigest().encode())
            yield re.compile(re.escape(hashed(written).digest()))


def found(content: bytes) -> list[str]:
    """The planted values that stand in the content in any spelling."""
    secrets = (NIK, PHONE, NEEDS, EARLIER_NIK, EARLIER_PHONE, EARLIER_NEEDS)
    return [secret for secret in secrets if any(one.search(content) for one in spellings(secret))]


@pytest.mark.parametrize(
    "content",
    [
        NIK,
        "35.78.01.450590.0001",
        "3578 0145 0590 0001",
        "357801–450590–0001",
        "+62 812-3456-7890",
        "(0812) 3456 7890",
        "6281234567890",
        json.dumps({"needs": NEEDS}),
        NEEDS.upper(),
        hashlib.sha256(NIK.encode()).hexdigest(),
        base64.b64encode(PHONE.encode()).decode(),
    ],
)
def test_the_search_itself_finds_every_spelling(content: str) -> None:
    """A net with holes would prove nothing."""
    assert len(found(b"\x00before" + content.encode() + b"after\xff")) == 1


async def planted(api: Api) -> Participant:
    """Somebody with a certificate who has changed every secret once, through the API like anybody."""
    someone = await api.learned("siti@contoh.id", NAME)
    purposes = ["REPORTING", "ACCOMMODATION"]
    await api.ask(documents.GIVE_CONSENT, by=someone, purposes=purposes, version=CONSENT_VERSION)
    for nik, phone, needs in ((EARLIER_NIK, EARLIER_PHONE, EARLIER_NEEDS), (NIK, PHONE, NEEDS)):
        sent = {"nik": nik, "phone": phone, "needs": needs}
        answer = await api.ask(documents.SAVE_PROFILE, by=someone, input=sent)
        assert answer["problems"] == []
    await api.submitted(someone)
    await api.worker.drain()
    assert api.letterbox.kinds() == ["result", "certificate"]
    return someone


def disk(api: Api) -> dict[str, bytes]:
    """Every file of the system, as whoever copies the disk has it; the keys are kept apart from it."""
    home = api.tools.settings.home
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.parent.name != "keys"}


async def test_the_disk_holds_no_secret_in_the_clear(api: Api) -> None:
    """The database, its write-ahead log and the certificates: a stolen backup tells no NIK."""
    await planted(api)
    files = disk(api)
    assert {"jawara.sqlite3", "jawara.sqlite3-wal"} <= set(files)
    assert any(NAME.encode() in content for content in files.values())
    assert {name: found(content) for name, content in files.items() if found(content)} == {}


async def test_neither_the_mails_nor_the_rows_of_later_work_hold_a_secret(api: Api) -> None:
    """Mail is read on the way, and the outbox by whoever runs the system."""
    someone = await planted(api)
    mails = [letter.message.as_bytes() + letter.text.encode() for letter in api.letterbox.letters]
    mails += [str(letter.mail.facts).encode() for letter in api.letterbox.letters]
    assert [found(mail) for mail in mails if found(mail)] == []
    await api.ask(documents.SAVE_PROFILE, by=someone, input={"nik": EARLIER_NIK, "phone": EARLIER_PHONE})
    rows = await OutboxRow.all().values()
    assert "certification.consider_account" in {row["job"] for row in rows}
    assert found(str(rows).encode()) == []


async def test_the_log_holds_no_secret_whatever_happens(
    api: Api, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Saved, refused, in use, not acceptable to GraphQL, and a fault in the middle: even with every query logged."""
    caplog.set_level(logging.DEBUG)
    someone = await planted(api)
    other = await api.consented("budi@contoh.id")
    assert await api.refused(documents.SAVE_PROFILE, by=other, input={"nik": NIK}) == ["NIK_IN_USE"]
    assert await api.refused(documents.SAVE_PROFILE, by=other, input={"needs": NEEDS + "\x1b"}) == ["INVALID_INPUT"]
    assert await api.refused(documents.SAVE_PROFILE, by=other, input={"phone": f"{PHONE}99999"}) == ["PHONE_INVALID"]
    await api.post(documents.SAVE_PROFILE, {"input": {"nik": NIK, "tidakAda": PHONE}}, by=other)
    await api.post(f'mutation {{ saveProfile(input: {{nik: "{NIK}", phone: "{PHONE}"}}) {{ x }} }}', by=other)
    row = await Profile.get(account_id=someone.id)
    await Profile.filter(account_id=other.id).update(needs=row.needs)
    fault = (await api.post("{ viewer { profile { needs } } }", by=other)).json()
    assert fault["errors"][0]["extensions"]["code"] == "INTERNAL"
    logged = capsys.readouterr()
    text = logged.out + logged.err + caplog.text
    assert "certification.consider_account" in text
    assert "Unopenable" in text
    assert found(text.encode()) == []


async def test_no_answer_holds_a_nik_or_telephone_whole(api: Api) -> None:
    """Neither their owner's nor the staff's: who looks over a shoulder, or steals a session, learns no number."""
    someone = await planted(api)
    staff = await api.staff()
    answers = [
        await api.post(documents.MY_PROFILE, by=someone),
        await api.post(documents.SAVE_PROFILE, {"input": {"nik": NIK, "phone": PHONE}}, by=someone),
        await api.post(documents.PARTICIPANTS, {"search": NIK}, by=staff),
        await api.post(documents.PARTICIPANTS, {"search": PHONE}, by=staff),
    ]
    for answer in answers:
        assert "35••••••••••0001" in str(answer.json())
        assert set(found(answer.content)) <= {NEEDS}


async def test_a_withdrawn_or_changed_secret_leaves_its_column(api: Api) -> None:
    """What was erased can't be opened any more, also by whoever has the keys."""
    someone = await planted(api)
    for purpose in ("REPORTING", "ACCOMMODATION"):
        await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose=purpose)
    row = await Profile.get(account_id=someone.id)
    assert (row.nik, row.nik_index, row.needs) == (None, None, None)


ATTACKS: dict[str, dict[str, Any]] = {
    documents.GIVE_CONSENT: {"purposes": ["TRAINING", "REPORTING", "ACCOMMODATION"], "version": CONSENT_VERSION},
    documents.WITHDRAW_CONSENT: {"purpose": "REPORTING"},
    documents.SAVE_PROFILE: {
        "input": {"fullName": "Budi Santoso", "phone": PHONE, "groups": ["COMPANION"], "needs": None}
    },
    documents.CONFIRM_NAME: {"name": NAME},
}


def names_of(documents_sent: dict[str, dict[str, Any]]) -> list[str]:
    return [document.partition("{")[2].partition("(")[0].strip() for document in documents_sent]


async def belongings(of: Participant) -> list[Any]:
    """Every row that profiles keep of an account."""
    return [
        await Profile.filter(account_id=of.id).values(),
        await ProfileGroup.filter(profile__account_id=of.id).order_by("id").values(),
        await Consent.filter(account_id=of.id).order_by("id").values(),
    ]


@pytest.mark.parametrize(("document", "variables"), ATTACKS.items(), ids=names_of(ATTACKS))
@pytest.mark.parametrize("role", Role)
async def test_nobody_reaches_somebody_elses_biodata(
    api: Api, document: str, variables: dict[str, Any], role: Role
) -> None:
    """No mutation takes an account: it is the caller's own that changes, whoever they are."""
    victim = await planted(api)
    before = await belongings(victim)
    attacker = await api.account("budi@contoh.id", role)
    await api.fill_in(attacker, "Budi")
    await api.ask(document, by=attacker, **variables)
    assert await belongings(victim) == before


@pytest.mark.parametrize(("document", "variables"), ATTACKS.items(), ids=names_of(ATTACKS))
async def test_a_visitor_reaches_nobodys_biodata(api: Api, document: str, variables: dict[str, Any]) -> None:
    """The problem says that nobody is signed in, and nothing is written."""
    await planted(api)
    before = api.stored()
    assert await api.refused(document, **variables) == ["UNAUTHENTICATED"]
    assert api.stored() == before


@pytest.mark.parametrize(
    "smuggled", ["id", "account", "accountId", "account_id", "profile", "nikIndex", "nameConfirmed"]
)
async def test_no_id_is_taken_beside_the_fields(api: Api, smuggled: str) -> None:
    """A field that the contract doesn't have ends the operation before anything is done."""
    victim = await planted(api)
    attacker = await api.consented("budi@contoh.id")
    before = api.stored()
    sent = {"fullName": "Budi", smuggled: str(victim.id)}
    answer = (await api.post(documents.SAVE_PROFILE, {"input": sent}, by=attacker)).json()
    assert "errors" in answer
    assert api.stored() == before


async def test_everybody_sees_their_own_biodata_alone(api: Api) -> None:
    """By the viewer, and there is no other way to biodata."""
    victim = await planted(api)
    attacker = await api.consented("budi@contoh.id")
    shown = await api.ask(documents.MY_PROFILE, by=attacker)
    assert (shown["profile"]["fullName"], shown["profile"]["nik"]) == (None, None)
    assert (await api.ask(documents.MY_PROFILE, by=victim))["profile"]["fullName"] == NAME
    assert (await api.ask(documents.MY_PROFILE)) is None
    assert (await api.ask(documents.ENROL, by=victim, course=SLUG))["problems"] == []
