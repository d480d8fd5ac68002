"""Erasure: asked for, slept over, done whole, and nothing left but what a certificate needs."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from aiosmtplib import SMTPRecipientsRefused

from api.accounts.models import Account, Session
from api.certification.models import Certificate, NumberSequence
from api.certification.rules import CertificateState
from api.identity import Role
from api.learning.models import Enrolment
from api.outbox import OutboxRow
from api.profiles.consents import CONSENT_VERSION
from api.profiles.models import Profile
from api.rights import erasing
from api.rights.models import DataRequest
from tests.api import documents
from tests.api import rights_documents as rights
from tests.api.courses import SLUG, course
from tests.api.harness import PASSWORD, Api, Participant, new_client
from tests.api.rights.planted import erased, prove

EMAIL = "siti@contoh.id"


async def asked(api: Api, by: Participant) -> Any:
    await prove(api, by)
    return await api.ask(rights.ASK_ERASURE, by=by)


@pytest.mark.both_engines
async def test_it_is_done_after_48_hours_and_not_before(api: Api) -> None:
    """During that time everything is as it was, the sign-in too."""
    someone = await api.with_profile()
    answer = await asked(api, someone)
    assert answer["request"]["dueAt"] == "2026-03-04T02:00:00+00:00"
    assert (await api.ask(rights.MY_REQUESTS, by=someone))["erasesAt"] == "2026-03-04T02:00:00+00:00"
    await api.worker.drain()
    letter = api.letterbox.last("erasure-asked")
    assert "4 Maret 2026 pukul 09.00 WIB" in letter.text
    assert letter.mail.facts["link"] == "https://testserver/akun/data/"
    api.clock.forward(hours=47, minutes=59)
    await api.worker.drain()
    assert (await api.ask(documents.SIGN_IN, email=EMAIL, password=PASSWORD))["problems"] == []
    api.clock.forward(minutes=1)
    await api.worker.drain()
    assert await Account.all().count() == 0
    assert api.letterbox.kinds() == ["erasure-asked", "new-device", "erased"]


async def test_it_needs_a_fresh_proof(api: Api) -> None:
    """A phone that lies about must not end an account."""
    someone = await api.account()
    before = api.stored()
    assert await api.refused(rights.ASK_ERASURE, by=someone) == ["PROOF_REQUIRED"]
    assert api.stored() == before


async def test_asked_for_again_it_is_the_same(api: Api) -> None:
    """Whether one after the other or in the same moment: one row, one letter, one end."""
    someone = await api.account()
    await prove(api, someone)
    answers = await asyncio.gather(*(api.ask(rights.ASK_ERASURE, by=someone) for _ in range(3)))
    api.clock.forward(minutes=5)
    answers.append(await api.ask(rights.ASK_ERASURE, by=someone))
    assert len({answer["request"]["id"] for answer in answers}) == 1
    assert await DataRequest.all().count() == 1
    await api.worker.drain()
    assert api.letterbox.kinds() == ["erasure-asked"]


async def test_taken_back_it_never_happens(api: Api) -> None:
    """The letter about it is all that stays; taking it back again changes nothing, asking again begins anew."""
    someone = await api.with_profile()
    await asked(api, someone)
    await api.worker.drain()
    for _ in range(2):
        assert await api.ask(rights.CANCEL_ERASURE, by=someone) == {"done": True, "problems": []}
    assert await api.ask(rights.MY_REQUESTS, by=someone) == {"erasesAt": None, "dataRequests": []}
    api.clock.forward(hours=24)
    await asked(api, someone)
    api.clock.forward(hours=25)
    await api.worker.drain()
    assert await Account.exists(id=someone.id)
    assert api.letterbox.kinds() == ["erasure-asked", "erasure-cancelled", "erasure-asked"]


async def test_at_its_moment_it_can_be_taken_back_no_longer(api: Api) -> None:
    """The last letter may be on its way: it must not lie."""
    someone = await api.account()
    await asked(api, someone)
    api.clock.forward(hours=48)
    assert await api.refused(rights.CANCEL_ERASURE, by=someone) == ["NOT_FOUND"]
    await api.worker.drain()
    assert await Account.all().count() == 0


@pytest.mark.both_engines
async def test_without_a_certificate_nothing_stays_but_two_moments(api: Api) -> None:
    """That there was an erasure, asked then and done now: the office can account for it, and it is nobody's."""
    before = api.stored()
    someone = await api.learned()
    await api.submitted(someone, right=False)
    await erased(api, someone)
    after = api.stored()
    changed = {table for table in after if after[table] != before[table]}
    assert changed - {"outbox"} == {"data_request"}
    row = await DataRequest.get()
    assert (row.account_id, row.text, row.answer) == (None, None, None)
    api.clock.forward(days=30)
    await api.worker.drain()
    assert await OutboxRow.all().count() == 0


@pytest.mark.both_engines
async def test_with_a_certificate_its_words_and_file_stay_under_an_empty_account(api: Api) -> None:
    """Whoever is shown it can check it: number, state and PDF are as they were. Numbers go on without a gap."""
    someone = await api.certified()
    (certificate,) = (await api.ask(documents.MY_CERTIFICATES, by=someone))["certificates"]
    kept = await Certificate.all().values()
    verified = await api.ask(documents.VERIFY, code=certificate["code"])
    await erased(api, someone)
    assert await Certificate.all().values() == kept
    assert await api.ask(documents.VERIFY, code=certificate["code"]) == verified
    assert (await api.tools.storage.get(str(kept[0]["pdf_key"]))).startswith(b"%PDF-")
    tombstone = await Account.get()
    assert tombstone.email == f"terhapus:{tombstone.id}"
    assert (tombstone.password_hash, tombstone.role, tombstone.language) == (None, Role.PARTICIPANT, "id")
    assert tombstone.id != someone.id
    assert tombstone.created_at == kept[0]["issued_at"]
    assert (await Enrolment.get()).account_id == tombstone.id
    await api.certified("budi@contoh.id", "Budi Santoso")
    numbers = await Certificate.all().order_by("number").values_list("number", flat=True)
    assert numbers == ["503.5/0001/SJ/2026", "503.5/0002/SJ/2026"]
    assert (await NumberSequence.get()).last_given == 2


@pytest.mark.both_engines
async def test_only_classes_with_a_certificate_stay(api: Api) -> None:
    """A class that was merely begun says something of a person, and nobody checks it."""
    from_before = await api.certified()
    await api.publish(course(), course("kedua"))
    await api.ask(documents.ENROL, by=from_before, course="kedua")
    assert await Enrolment.all().count() == 2
    await erased(api, from_before)
    assert [one.course_id for one in await Enrolment.all()] == [SLUG]


@pytest.mark.both_engines
async def test_nobody_can_come_back_into_what_was_erased(api: Api) -> None:
    """A token of ten minutes, a session of 60 days, and what a device does in the very next second."""
    someone = await api.certified()
    client = new_client(api.app)
    session = await api.ask(documents.SIGN_IN, client=client, email=EMAIL, password=PASSWORD)
    await asked(api, someone)
    api.clock.forward(hours=48)
    token = api.token(someone)
    assert (await api.ask(documents.VIEWER, by=token))["id"] == str(someone.id)
    await api.worker.drain()
    before = api.stored()
    # The guard remembers a good token for five seconds: long enough to try.
    for document, variables in (
        (documents.GIVE_CONSENT, {"purposes": ["TRAINING"], "version": CONSENT_VERSION}),
        (documents.SAVE_PROFILE, {"input": {"fullName": "Siti Kembali"}}),
        (documents.ENROL, {"course": SLUG}),
        (documents.COMPLETE, {"course": SLUG, "lesson": "satu"}),
        (documents.START, {"course": SLUG}),
        (rights.ASK_CORRECTION, {"text": "Kembalikan data saya, tolong."}),
        (rights.ASK_COPY, {}),
    ):
        answer = (await api.post(document, variables, by=token)).json()
        assert "errors" not in answer, (document, answer)
        (payload,) = answer["data"].values()
        assert payload["problems"], document
    assert await api.ask(documents.VIEWER, by=token) is None
    assert api.stored() == before
    assert await api.refused(documents.REFRESH, client=client) == ["UNAUTHENTICATED"]
    assert await api.ask(documents.VIEWER, by=session["accessToken"]) is None
    assert await api.refused(documents.SIGN_IN, email=EMAIL, password=PASSWORD) == ["WRONG_CREDENTIALS"]


async def test_the_address_begins_anew(api: Api) -> None:
    """Whoever registers it again is somebody new: no class, no certificate, no biodata."""
    await erased(api, await api.certified())
    await api.ask(documents.REGISTER, email=EMAIL, password=PASSWORD)
    await api.worker.drain()
    token = api.letterbox.last("confirm").token
    session = await api.ask(documents.CONFIRM, token=token, password=PASSWORD)
    certificates = await api.ask(documents.MY_CERTIFICATES, by=session["accessToken"])
    assert certificates == {"certificates": []}
    assert (await api.ask(rights.MY_REQUESTS, by=session["accessToken"]))["dataRequests"] == []
    assert await Account.all().count() == 2


async def test_a_tombstone_is_no_person_to_the_staff(api: Api) -> None:
    """The certificate stays in the office's book; in the place of name and address stands a dash."""
    await erased(api, await api.certified())
    staff = await api.staff()
    found = (await api.ask(documents.PARTICIPANTS, by=staff))["participants"]["edges"]
    shown = [(one["node"]["email"], one["node"]["fullName"], one["node"]["certificateNumber"]) for one in found]
    assert shown == [("—", "—", "503.5/0001/SJ/2026")]
    for search, count in (("terhapus", 0), ("siti", 0), ("/0001/", 1)):
        assert (await api.ask(documents.PARTICIPANTS, by=staff, search=search))["participants"]["totalCount"] == count


@pytest.mark.both_engines
async def test_a_certificate_that_waits_for_its_print_is_printed_and_mailed_to_nobody(api: Api) -> None:
    """The promise holds without its owner; there is no address left to write to."""
    api.printer.failure = RuntimeError("the browser crashed")
    someone = await api.certified()
    await erased(api, someone)
    api.printer.failure = None
    api.clock.forward(hours=2)
    await api.worker.drain()
    certificate = await Certificate.get()
    assert (certificate.state, certificate.mailed_at) == (CertificateState.VALID, None)
    assert certificate.pdf_key
    assert "certificate" not in api.letterbox.kinds()
    assert await OutboxRow.all().count() == 0


async def test_letters_that_still_wait_are_written_to_nobody(api: Api) -> None:
    """The mail server was away for two days: what comes late finds no account, and fails no job."""
    someone = await api.certified()
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="TRAINING")
    await api.ask(rights.ASK_CORRECTION, by=someone, text="Nama saya keliru di sertifikat.")
    request = (await asked(api, someone))["request"]["id"]
    api.clock.forward(hours=48)
    await erasing.erase(UUID(request), api.clock())
    sent = api.letterbox.kinds()
    await api.worker.drain()
    api.clock.forward(days=10)
    await api.worker.drain()
    assert api.letterbox.kinds() == sent
    assert await OutboxRow.all().count() == 0


async def test_the_last_letter_comes_first_and_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies between the letter and the erasure: the same letter under the same id again, then the end."""
    someone = await api.account()
    await asked(api, someone)
    api.clock.forward(hours=48)
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "erase", _killed)
        await api.worker.drain()
    assert await Account.exists(id=someone.id)
    api.clock.forward(minutes=1)
    await api.worker.drain()
    assert await Account.all().count() == 0
    letters = [one for one in api.letterbox.letters if one.mail.template == "erased"]
    assert [one.mail.to for one in letters] == [EMAIL] * 2
    assert len({one.message["Message-ID"] for one in letters}) == 1


async def _killed(*_: Any) -> None:
    raise KeyError("killed")


@pytest.mark.both_engines
async def test_nothing_is_erased_by_half(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault at the last step of the transaction: every row is there again, and the next try ends it."""
    someone = await api.certified()
    await asked(api, someone)
    await api.worker.drain()
    api.clock.forward(hours=48)
    before = api.stored()
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_erase_addresses", _killed)
        await api.worker.drain()
    after = api.stored()
    assert {table for table in after if after[table] != before[table]} == {"outbox"}
    api.clock.forward(minutes=1)
    await api.worker.drain()
    assert not await Account.exists(id=someone.id)


@pytest.mark.parametrize("refusal", [SMTPRecipientsRefused([]), OSError("no route to host")])
async def test_a_mailbox_that_is_gone_keeps_nobodys_data(api: Api, refusal: Exception) -> None:
    """The letter is tried for half a day; within 3 x 24 hours the erasure is done without it."""
    someone = await api.account()
    await asked(api, someone)
    await api.worker.drain()
    api.letterbox.refusal = refusal
    api.clock.forward(hours=48)
    for _ in range(24):
        await api.worker.drain()
        api.clock.forward(hours=1)
        if not await Account.exists(id=someone.id):
            break
    assert not await Account.exists(id=someone.id)
    row = await DataRequest.get()
    assert row.done_at
    assert 60 <= (row.done_at - row.asked_at).total_seconds() / 3600 < 72


async def test_staff_do_not_erase_themselves(api: Api) -> None:
    """Neither at once nor by asking before they became staff: the job then waits for a person, with its reason."""
    staff = await api.staff()
    await prove(api, staff)
    before = api.stored()
    assert await api.refused(rights.ASK_ERASURE, by=staff) == ["FORBIDDEN"]
    assert api.stored() == before
    someone = await api.account()
    await asked(api, someone)
    await Account.filter(id=someone.id).update(role=Role.STAFF)
    for _ in range(40):
        api.clock.forward(hours=49)
        await api.worker.drain()
    assert await Account.exists(id=someone.id)
    (failed,) = (await api.ask(documents.FAILED_JOBS, by=staff))["failedJobs"]
    assert (failed["job"], "StaffAccountStays" in failed["reason"]) == ("rights.erase", True)


@pytest.mark.both_engines
async def test_others_keep_everything(api: Api) -> None:
    """Not one row of anybody else's moves."""
    other = await api.certified("budi@contoh.id", "Budi Santoso")
    someone = await api.certified()
    sessions = await Session.filter(account_id=other.id).values()
    profile = await Profile.get(account_id=other.id).values()
    attempts = await api.ask(documents.MY_ENROLMENT, by=other, course=SLUG)
    await erased(api, someone)
    assert await Session.filter(account_id=other.id).values() == sessions
    assert await Profile.get(account_id=other.id).values() == profile
    shown = await api.ask(documents.MY_ENROLMENT, by=other, course=SLUG)
    assert {**shown["enrolment"], "certificate": None} == {**attempts["enrolment"], "certificate": None}
