"""What staff change of a certificate: the right name under the same number, a revocation, its letter once more."""

import asyncio
from dataclasses import replace as with_other
from datetime import datetime
from typing import Any

import pytest

from api.accounts.models import Account
from api.accounts.rules import tombstone_address
from api.audit import Actor, ActorKind, AuditEntry, Deed
from api.certification import actions, amending, claim, jobs
from api.certification.amending import Correction
from api.certification.models import Certificate
from api.learning.models import Enrolment
from api.outbox import MAX_TRIES, OutboxRow
from api.refusal import Refusal
from api.settings import Settings
from certificates.fields import CannotPrint, CertificateFields, Fault
from courseware.sealed import PrintedResult
from tests.api import documents
from tests.api.courses import course
from tests.api.harness import Api, Participant
from tests.fakes import Printer, stamp

RIGHT = "Siti Aminah, S.E."
WHY = "Gelarnya tertinggal saat mendaftar."
REVOKED_WHY = "Evaluasi dikerjakan oleh orang lain."


async def replaced(api: Api, staff: Participant, name: str = RIGHT, **wanted: Any) -> dict[str, Any]:
    row = wanted.pop("row", None) or await Certificate.all().order_by("-version").first()
    assert row
    answer = await api.ask(documents.REPLACE, by=staff, certificate=str(row.id), fullName=name, reason=WHY)
    assert answer["problems"] == []
    return answer["certificate"]


async def revoked(api: Api, staff: Participant) -> dict[str, Any]:
    row = await Certificate.all().order_by("-version").first()
    assert row
    answer = await api.ask(documents.REVOKE, by=staff, certificate=str(row.id), reason=REVOKED_WHY)
    assert answer["problems"] == []
    return answer["certificate"]


async def state(api: Api, row: Certificate) -> str:
    return (await api.ask(documents.VERIFY, code=row.code))["state"]


def frozen(row: Certificate) -> CertificateFields:
    return actions.printed(row)


async def test_the_right_name_is_the_next_version_under_the_same_number(api: Api) -> None:
    """The old paper verifies as replaced, the new one is printed and mailed, and the trail tells who did it and why."""
    someone, staff = await api.certified(), await api.staff()
    api.clock.forward(days=3)
    shown = await replaced(api, staff)
    await api.worker.drain()
    old, new = await Certificate.all().order_by("version")
    assert (new.number, new.version, new.release, frozen(new).name) == (old.number, 2, old.release, RIGHT)
    assert (await state(api, old), await state(api, new)) == ("REPLACED", "VALID")
    assert (old.changed_at, old.reason, new.issued_at) == (api.clock(), WHY, api.clock())
    assert [(one["version"], one["state"], one["reason"]) for one in shown["versions"]] == [
        (2, "VALID", None),
        (1, "REPLACED", WHY),
    ]
    letter = api.letterbox.last("certificate-replaced")
    assert letter.mail.to == someone.email
    for words in (RIGHT, new.number, new.code, "Versi: 2"):
        assert words in letter.text
    (pdf,) = letter.message.iter_attachments()
    assert pdf.get_content().startswith(b"%PDF-1.7")
    entry = await AuditEntry.get(deed=Deed.CERTIFICATE_REPLACED)
    assert (entry.actor_id, entry.subject, entry.reason) == (staff.id, f"certificate:{old.id}", WHY)
    assert entry.facts == {"number": old.number, "version": 1, "next": 2}


@pytest.mark.parametrize("result", PrintedResult)
async def test_what_was_learned_stays_as_it_was_and_who_signs_is_todays(
    api: Api, settings: Settings, result: PrintedResult
) -> None:
    """Nobody signs today for another day, or for an officer who is gone; the class is what it was."""
    await api.publish(course(printed=result))
    await api.certified()
    staff = await api.staff()
    (old,) = await Certificate.all()
    api.clock.forward(days=400)
    later = settings.model_copy(update={"signer_name": "Drs. Bambang", "certificate_place": "Malang"})
    by = Actor(ActorKind.STAFF, staff.id)
    new = await amending.replace(Correction(old.id, RIGHT, WHY), by, later, api.clock(), api.tools.keys)
    before, after = frozen(old), frozen(new)
    learned = ("number", "course_title", "hours", "score", "level", "completed_on", "syllabus", "template")
    assert all(getattr(before, name) == getattr(after, name) for name in learned)
    told = {PrintedResult.SCORE: (100, None), PrintedResult.LEVEL: (None, "Sangat baik")}
    assert (after.score, after.level) == told.get(result, (None, None))
    assert (after.signer_name, after.place, str(after.issued_on)) == ("Drs. Bambang", "Malang", "2027-04-06")
    assert after.code != before.code
    assert claim.address(after).endswith(f"/v/{after.code}")


@pytest.mark.parametrize("language", ["id", "en"])
async def test_letters_are_in_the_language_of_the_account(api: Api, language: str) -> None:
    """And lead to that language's page."""
    someone, staff = await api.certified(), await api.staff()
    await Account.filter(id=someone.id).update(language=language)
    await replaced(api, staff)
    await api.worker.drain()
    await revoked(api, staff)
    await api.worker.drain()
    for template in ("certificate-replaced", "certificate-revoked"):
        mail = api.letterbox.last(template).mail
        assert mail.language == language
        assert ("/en/sertifikat/" in str(mail.facts["link"])) == (language == "en")


async def test_a_revocation_is_told_to_its_holder_and_to_whoever_checks(api: Api) -> None:
    """With the reason for the one, with the time for the other."""
    someone, staff = await api.certified(), await api.staff()
    await revoked(api, staff)
    await api.worker.drain()
    (row,) = await Certificate.all()
    verified = await api.post(documents.VERIFY, {"code": row.code})
    assert verified.json()["data"]["verifyCertificate"]["state"] == "REVOKED"
    assert REVOKED_WHY not in verified.text
    letter = api.letterbox.last("certificate-revoked")
    assert (letter.mail.to, list(letter.message.iter_attachments())) == (someone.email, [])
    assert REVOKED_WHY in letter.text
    entry = await AuditEntry.get(deed=Deed.CERTIFICATE_REVOKED)
    assert (entry.actor_id, entry.subject, entry.reason) == (staff.id, f"certificate:{row.id}", REVOKED_WHY)
    step = (await api.ask(documents.NEXT_STEP, by=someone))["nextStep"]
    assert step["kind"] == "DOWNLOAD_CERTIFICATE"


async def test_a_revoked_certificate_is_waited_for_by_nobody(api: Api) -> None:
    """It was revoked before it was printed: no screen says that it is being made."""
    api.printer.failure = RuntimeError("the browser crashed")
    someone, staff = await api.certified(), await api.staff()
    await revoked(api, staff)
    api.printer.failure = None
    api.clock.forward(hours=2)
    await api.worker.drain()
    assert (await Certificate.get()).pdf_key is None
    assert api.letterbox.kinds(someone.email) == ["result", "certificate-revoked"]
    assert (await api.ask(documents.NEXT_STEP, by=someone))["nextStep"]["kind"] == "DOWNLOAD_CERTIFICATE"


async def test_the_letter_is_sent_once_more_under_an_id_of_its_own(api: Api) -> None:
    """A mailbox hides what it knows by its Message-ID; and the address is today's."""
    someone, staff = await api.certified(), await api.staff()
    await Account.filter(id=someone.id).update(email="siti.baru@contoh.id")
    (row,) = await Certificate.all()
    for _ in range(3):
        assert (await api.ask(documents.RESEND, by=staff, certificate=str(row.id)))["problems"] == []
        await api.worker.drain()
    first, again = [one for one in api.letterbox.letters if one.mail.template == "certificate"]
    assert (first.mail.to, again.mail.to) == (someone.email, "siti.baru@contoh.id")
    assert first.message["Message-ID"] != again.message["Message-ID"]
    assert first.mail.facts == again.mail.facts
    api.clock.forward(minutes=6)
    await api.ask(documents.RESEND, by=staff, certificate=str(row.id))
    await api.worker.drain()
    assert api.letterbox.kinds().count("certificate") == 3
    assert await AuditEntry.filter(deed=Deed.CERTIFICATE_RESENT).count() == 2


@pytest.mark.parametrize("lost", [False, True])
async def test_sending_again_goes_on_where_the_first_letter_stopped(api: Api, lost: bool) -> None:
    """Given up by the worker, or its row gone: one press brings it on its way, and one letter arrives."""
    api.letterbox.refusal = OSError("the mail server refuses")
    someone, staff = await api.certified(), await api.staff()
    api.letterbox.refusal = None
    rows = OutboxRow.filter(job="certification.mail")
    await (rows.delete() if lost else rows.update(dead_at=api.clock(), tries=MAX_TRIES))
    (row,) = await Certificate.all()
    for _ in range(2):
        assert (await api.ask(documents.RESEND, by=staff, certificate=str(row.id)))["problems"] == []
    await api.worker.drain()
    api.clock.forward(minutes=1)
    await api.worker.drain()
    assert api.letterbox.kinds(someone.email).count("certificate") == 1
    assert (await Certificate.get()).mailed_at is not None


async def test_a_name_that_can_not_be_printed_is_mended_by_another(api: Api) -> None:
    """No try would have helped; once the next version is there, nothing of the old one waits for anybody."""
    api.printer.failure = CannotPrint((Fault("name", "has a sign that no font has"),))
    someone, staff = await api.certified(), await api.staff()
    assert (await api.ask(documents.FAILED_JOBS, by=staff))["failedJobsCount"] == 1
    api.printer.failure = None
    await replaced(api, staff)
    await api.worker.drain()
    assert await OutboxRow.filter(job__startswith="certification.").count() == 0
    assert api.letterbox.kinds(someone.email) == ["result", "certificate-replaced"]


@pytest.mark.parametrize(
    ("name", "reason", "code"),
    [
        ("Si", WHY, "NAME_INVALID"),
        ("Siti <b>Aminah</b>", WHY, "NAME_INVALID"),
        ("x" * 10_000, WHY, "NAME_INVALID"),
        ("  Siti   Aminah ", WHY, "INVALID_INPUT"),
        (RIGHT, "salah", "INVALID_INPUT"),
        (RIGHT, "x" * 1_001, "INVALID_INPUT"),
    ],
)
async def test_what_can_not_be_printed_or_tells_nothing_is_refused(api: Api, name: str, reason: str, code: str) -> None:
    """And nothing happened."""
    await api.certified()
    staff = await api.staff()
    (row,) = await Certificate.all()
    before = api.stored()
    sent: dict[str, Any] = {"certificate": str(row.id), "fullName": name, "reason": reason}
    assert await api.refused(documents.REPLACE, by=staff, **sent) == [code]
    assert api.stored() == before


async def test_only_the_version_that_counts_is_replaced_revoked_or_sent(api: Api) -> None:
    """Whoever has an old page before them is told that it is old."""
    await api.certified()
    staff = await api.staff()
    await replaced(api, staff)
    old, new = await Certificate.all().order_by("version")
    sent: dict[str, Any] = {"certificate": str(old.id)}
    deeds: list[tuple[str, dict[str, Any]]] = [
        (documents.REPLACE, {"fullName": "Siti Aminah, M.M.", "reason": WHY}),
        (documents.REVOKE, {"reason": REVOKED_WHY}),
        (documents.RESEND, {}),
    ]
    for document, more in deeds:
        before = api.stored()
        assert await api.refused(document, by=staff, **sent, **more) == ["CERTIFICATE_CHANGED"]
        assert api.stored() == before
    await revoked(api, staff)
    sent["certificate"] = str(new.id)
    for document, more in (deeds[0], deeds[2]):
        assert await api.refused(document, by=staff, **sent, **more) == ["CERTIFICATE_CHANGED"]


async def test_of_somebody_erased_a_certificate_can_be_revoked_and_nothing_else(api: Api) -> None:
    """There is nobody to write to; whoever checks it must still learn that it counts no more."""
    someone, staff = await api.certified(), await api.staff()
    await Account.filter(id=someone.id).update(email=tombstone_address(someone.id))
    (row,) = await Certificate.all()
    sent: dict[str, Any] = {"certificate": str(row.id)}
    assert await api.refused(documents.REPLACE, by=staff, **sent, fullName=RIGHT, reason=WHY) == ["CERTIFICATE_CHANGED"]
    assert await api.refused(documents.RESEND, by=staff, **sent) == ["CERTIFICATE_CHANGED"]
    letters = len(api.letterbox.letters)
    await revoked(api, staff)
    await api.worker.drain()
    assert (await state(api, row), len(api.letterbox.letters)) == ("REVOKED", letters)


# Two at once, on both engines


async def outcomes(*deeds: Any) -> list[Certificate | Refusal]:
    """What became of deeds that began in the same moment."""
    # Connections that are open already, so that all begin in the same moment.
    await asyncio.gather(*(Certificate.all().count() for _ in range(10)))
    return await asyncio.gather(*(_outcome(one) for one in deeds))


async def _outcome(deed: Any) -> Certificate | Refusal:
    try:
        return await deed
    except Refusal as refusal:
        return refusal


@pytest.mark.both_engines
async def test_two_staff_who_correct_the_same_name_make_one_version(api: Api) -> None:
    """Each pressed, or an answer was lost: five orders, one version, one entry, one letter."""
    someone, staff = await api.certified(), await api.staff()
    (row,) = await Certificate.all()
    by, settings = Actor(ActorKind.STAFF, staff.id), api.tools.settings
    order = Correction(row.id, RIGHT, WHY)
    made = await outcomes(*(amending.replace(order, by, settings, api.clock(), api.tools.keys) for _ in range(5)))
    await asyncio.gather(*(api.worker.drain() for _ in range(3)))
    assert len({one.id for one in made if isinstance(one, Certificate)}) == 1
    assert sorted((one.version, one.state.value) for one in await Certificate.all()) == [(1, "replaced"), (2, "valid")]
    assert await AuditEntry.filter(deed=Deed.CERTIFICATE_REPLACED).count() == 1
    assert api.letterbox.kinds(someone.email).count("certificate-replaced") == 1


@pytest.mark.both_engines
async def test_of_two_different_deeds_at_once_one_is_done_and_the_other_told(api: Api) -> None:
    """Two names, and a revocation: whoever comes second sees what stands, and never do two count."""
    someone, staff = await api.certified(), await api.staff()
    (row,) = await Certificate.all()
    by, settings, at = Actor(ActorKind.STAFF, staff.id), api.tools.settings, api.clock()
    made = await outcomes(
        amending.replace(Correction(row.id, RIGHT, WHY), by, settings, at, api.tools.keys),
        amending.replace(Correction(row.id, "Siti Aminah, M.M.", WHY), by, settings, at, api.tools.keys),
        amending.revoke(row.id, REVOKED_WHY, by, at),
    )
    assert sum(isinstance(one, Certificate) for one in made) == 1
    states = sorted(one.state.value for one in await Certificate.all())
    assert states in (["replaced", "valid"], ["revoked"])
    assert await AuditEntry.filter(subject=f"certificate:{row.id}").count() == 1
    await api.worker.drain()
    assert len(api.letterbox.kinds(someone.email)) == 3


@pytest.mark.both_engines
async def test_revoking_five_times_at_once_is_once(api: Api) -> None:
    """With the first reason, one entry, one letter."""
    someone, staff = await api.certified(), await api.staff()
    (row,) = await Certificate.all()
    by, at = Actor(ActorKind.STAFF, staff.id), api.clock()
    await outcomes(*(amending.revoke(row.id, f"{REVOKED_WHY} {n}", by, at) for n in range(5)))
    await api.worker.drain()
    entry = await AuditEntry.get(deed=Deed.CERTIFICATE_REVOKED)
    assert entry.reason == (await Certificate.get()).reason
    assert api.letterbox.kinds(someone.email).count("certificate-revoked") == 1


@pytest.mark.both_engines
async def test_sending_again_five_times_at_once_is_one_letter(api: Api) -> None:
    """Nobody's mailbox is flooded by two people who mean well."""
    someone, staff = await api.certified(), await api.staff()
    (row,) = await Certificate.all()
    by, at = Actor(ActorKind.STAFF, staff.id), api.clock()
    await outcomes(*(amending.resend(row.id, by, at) for _ in range(5)))
    await asyncio.gather(*(api.worker.drain() for _ in range(3)))
    assert api.letterbox.kinds(someone.email).count("certificate") == 2
    assert await AuditEntry.filter(deed=Deed.CERTIFICATE_RESENT).count() == 1


@pytest.mark.both_engines
@pytest.mark.parametrize("step", ["render", "sign"])
@pytest.mark.parametrize("deed", ["replace", "revoke"])
async def test_what_changes_while_it_is_made_is_not_mailed(api: Api, deed: str, step: str) -> None:
    """The old PDF is in the browser's or the signer's hands; its holder gets the letter about the change alone."""
    someone, staff = await api.learned(), await api.staff()
    await api.submitted(someone)
    enrolment = await Enrolment.get(account_id=someone.id)
    await actions.consider(enrolment.id, api.tools.settings, api.clock(), api.tools.keys)
    (row,) = await Certificate.all()
    by = Actor(ActorKind.STAFF, staff.id)

    async def changed_meanwhile() -> None:
        if deed == "replace":
            await amending.replace(Correction(row.id, RIGHT, WHY), by, api.tools.settings, api.clock(), api.tools.keys)
        else:
            await amending.revoke(row.id, REVOKED_WHY, by, api.clock())

    class Slow(Printer):
        async def render(self, fields: CertificateFields) -> bytes:
            await changed_meanwhile()
            return await super().render(fields)

    async def slowly(pdf: bytes, when: datetime) -> bytes:
        await changed_meanwhile()
        return await stamp(pdf, when)

    if step == "render":
        await jobs.render(with_other(api.tools, renderer=Slow()), str(row.id))
    else:
        await jobs.render(api.tools, str(row.id))
        await jobs.sign(with_other(api.tools, sign=slowly), str(row.id))
    await api.worker.drain()
    letter = "certificate-replaced" if deed == "replace" else "certificate-revoked"
    assert sorted(api.letterbox.kinds(someone.email)) == [letter, "result"]
    assert (await Certificate.get(id=row.id)).mailed_at is None
    # No draft is left of what is made no more.
    assert await Certificate.filter(draft_key__isnull=False).count() == 0
