"""Somebody who has left a trace in every personal column, by the deeds that write there."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from api.accounts.models import Account, ExternalIdentity, Session
from api.accounts.proof import note_proof
from api.evaluations.models import Accommodation, Attempt, Rescoring, WithdrawnQuestion
from api.evaluations.sealing import reasons
from api.identity import Identity
from api.learning.models import Enrolment, ReadLesson, WatchedVideo
from api.profiles.consents import CONSENT_VERSION
from api.reminders.models import Reminder
from tests.api import account_documents as accounts
from tests.api import documents
from tests.api import reminder_documents as reminders
from tests.api import rights_documents as rights
from tests.api.authenticator import Authenticator
from tests.api.courses import SLUG
from tests.api.harness import PASSWORD, Api, Participant

OLD_EMAIL, EMAIL, GOOGLE_EMAIL = "rahmawati.lama@contoh.id", "rahmawati.baru@contoh.id", "rahmawati.g@gmail.example"
NAME, PASSKEY, SUBJECT = "Siti Rahmawati Kusumaningrum", "Ponsel merah Rahmawati", "108177263549900112233"
NIK, PHONE, NEEDS = "3578014505900001", "+6281234567890", "Juru bahasa isyarat, kursi roda"
REASON = "Membaca dengan pembaca layar"
COMMENT = "Jaringan di Desa Kembang Turi sering putus, kata Rahmawati."
CORRECTION, ANSWER = "Nama ibu saya di sertifikat <b>keliru</b>.", "Sudah kami perbaiki, Bu Rahmawati."
BIODATA: dict[str, Any] = {
    "fullName": NAME,
    "nik": NIK,
    "phone": PHONE,
    "needs": NEEDS,
    "hasDisability": True,
    "birthDate": "1990-05-05",
    "gender": "FEMALE",
    "education": "SENIOR",
    "regency": "35.78",
    "district": "35.78.01",
    "village": "35.78.01.1001",
    "groups": ["BUSINESS", "COOPERATIVE"],
    "cooperative": {"name": "KSU Kembang Turi", "nik": "35780100047", "position": "MEMBER"},
    "business": {
        "name": "Keripik Kusuma",
        "nib": "9120001234567",
        "sector": "C",
        "since": 2015,
        "turnover": "MICRO",
        "workers": 7,
    },
}
PLANTED = (
    *(OLD_EMAIL, EMAIL, GOOGLE_EMAIL, NAME, PASSKEY, SUBJECT),
    *("KSU Kembang Turi", "35780100047", "Keripik Kusuma", "9120001234567", "35.78.01.1001"),
)
"""What stands in the clear in the database while the account exists."""
SEALED = (NIK, PHONE, PHONE.removeprefix("+62"), NEEDS, REASON, CORRECTION, ANSWER, COMMENT)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its owner has it."""

    files: dict[str, bytes]

    @property
    def page(self) -> str:
        return self.files["index.html"].decode()

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.files["data.json"])

    @property
    def sections(self) -> dict[str, list[dict[str, Any]]]:
        return self.content["sections"]


async def planted(api: Api) -> Participant:
    """Registered, moved to another address, certified, with every way in, every field and every kind of request."""
    someone = await _registered(api)
    await _filled_in(api, someone)
    await _more_ways_in(api, someone)
    someone = await _moved(api, someone)
    check: dict[str, Any] = {"lesson": "satu", "check": "cek", "answer": {"choices": ["cek-w0"]}}
    await api.ask(documents.ANSWER_CHECK, by=someone, course=SLUG, **check)
    await api.ask(documents.REMEMBER, by=someone, course=SLUG, lesson="dua", heading="harga")
    await _in_a_stricter_class(api, someone)
    for lesson in ("satu", "dua"):
        await api.ask(documents.COMPLETE, by=someone, course=SLUG, lesson=lesson)
    await api.submitted(someone, right=False)
    await api.submitted(someone)
    said = {"relevance": 5, "clarity": 4, "length": 3, "access": 2, "recommendation": 1, "comment": COMMENT}
    assert (await api.ask(documents.SAVE_SATISFACTION, by=someone, course=SLUG, input=said))["problems"] == []
    await api.worker.drain()
    await _requests(api, someone)
    await api.worker.drain()
    await _by_the_office(api, someone)
    return someone


async def _in_a_stricter_class(api: Api, someone: Participant) -> None:
    """What a class leaves that asks for more than reading."""
    row, at = await Enrolment.get(account_id=someone.id), api.clock()
    await ReadLesson.create(enrolment_id=row.id, lesson_id="satu", read_at=at)
    await WatchedVideo.create(enrolment_id=row.id, video_id="harga", percent=40, noted_at=at)


async def _registered(api: Api) -> Participant:
    await api.ask(documents.REGISTER, email=OLD_EMAIL, password=PASSWORD)
    await api.worker.drain()
    token = api.letterbox.last("confirm").token
    assert (await api.ask(documents.CONFIRM, token=token, password=PASSWORD))["problems"] == []
    account = await Account.get(email=OLD_EMAIL)
    session = await Session.get(account_id=account.id)
    return Participant(account.id, OLD_EMAIL, session.id, account.role)


async def _filled_in(api: Api, someone: Participant) -> None:
    purposes = ["TRAINING", "REPORTING", "ACCOMMODATION"]
    await api.ask(documents.GIVE_CONSENT, by=someone, purposes=purposes, version=CONSENT_VERSION)
    assert (await api.ask(documents.SAVE_PROFILE, by=someone, input=BIODATA))["problems"] == []
    assert (await api.ask(documents.CONFIRM_NAME, by=someone, name=NAME))["problems"] == []
    assert (await api.ask(documents.ENROL, by=someone, course=SLUG))["problems"] == []


async def _more_ways_in(api: Api, someone: Participant) -> None:
    asked = await api.ask(accounts.START_PASSKEY, by=someone)
    device = Authenticator("https://testserver", "testserver")
    challenge, response = asked["challenge"], device.made(asked["options"])
    answer = await api.ask(accounts.FINISH_PASSKEY, by=someone, challenge=challenge, response=response, name=PASSKEY)
    assert answer["problems"] == []
    # The provider of test_google.py would do it; what it leaves is this row.
    await ExternalIdentity.create(
        account_id=someone.id,
        issuer="https://accounts.google.com",
        subject=SUBJECT,
        email=GOOGLE_EMAIL,
        linked_at=api.clock(),
    )
    await api.worker.drain()


async def _moved(api: Api, someone: Participant) -> Participant:
    asked = await api.ask(accounts.ASK_CHANGE, by=someone, email=EMAIL)
    await api.worker.drain()
    code = api.letterbox.last("email-change-code").mail.facts["code"]
    answer = await api.ask(accounts.CONFIRM_CHANGE, by=someone, challenge=asked["challenge"], code=code)
    assert answer["problems"] == []
    return Participant(someone.id, EMAIL, someone.session, someone.role)


async def _requests(api: Api, someone: Participant) -> None:
    """Of every kind but the erasure; and letters that wait under the address without naming the account."""
    await api.ask(rights.ASK_COPY, by=someone)
    asked = await api.ask(rights.ASK_CORRECTION, by=someone, text=CORRECTION)
    staff = await api.staff()
    assert (await api.ask(rights.ANSWER, by=staff, request=asked["request"]["id"], answer=ANSWER))["problems"] == []
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="TRAINING")
    await api.ask(accounts.ASK_CODE, email=EMAIL)
    api.clock.forward(minutes=2)
    await api.ask(documents.ASK_RECOVERY, email=EMAIL)
    await prove(api, someone)


async def _by_the_office(api: Api, someone: Participant) -> None:
    """What a reminder, a withdrawn question and more time for somebody leave: the rows themselves."""
    for slug in (None, SLUG):
        row = Accommodation(account_id=someone.id, course_id=slug, percent=150, set_at=api.clock())
        row.reason = reasons.sealed("reason", REASON, row.id, api.tools.vault)
        await row.save()
    enrolment = await Enrolment.get(account_id=someone.id)
    await Reminder.create(enrolment_id=enrolment.id, number=1, ordered_at=api.clock())
    assert (await api.ask(reminders.MINE, by=someone, wanted=False))["done"]
    attempt = await Attempt.get(enrolment_id=enrolment.id, number=1)
    result = attempt.result
    assert result
    withdrawn = await WithdrawnQuestion.create(
        course_id=SLUG, question_id="h0", reason="Keliru", withdrawn_at=api.clock()
    )
    await Rescoring.create(
        attempt_id=attempt.id,
        withdrawal_id=withdrawn.id,
        old_score=0,
        old_passed=False,
        new_score=0,
        new_passed=False,
        rescored_at=api.clock(),
        old_result=result,
        new_result=result,
    )


async def prove(api: Api, of: Participant) -> None:
    """Open sensitive deeds to the session, as a password would."""
    await note_proof(Identity(of.id, of.session, of.role), api.clock())


async def asked_for_copy(api: Api, of: Participant) -> str:
    """The link to a fresh copy."""
    await prove(api, of)
    answer = await api.ask(rights.ASK_COPY, by=of)
    assert answer["problems"] == []
    return answer["url"]


async def copy_of(api: Api, of: Participant) -> Copy:
    """Asked for and downloaded."""
    answer = await api.client.get(await asked_for_copy(api, of))
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        assert folder.testzip() is None
        return Copy({name: folder.read(name) for name in folder.namelist()})


async def erased(api: Api, of: Participant) -> None:
    """Asked for, slept over, done."""
    await prove(api, of)
    assert (await api.ask(rights.ASK_ERASURE, by=of))["problems"] == []
    await api.worker.drain()
    api.clock.forward(hours=48)
    await api.worker.drain()
