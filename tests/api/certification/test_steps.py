"""The steps from the frozen words to the mail: repeated, at the same moment, over files that somebody changed."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from pikepdf import Pdf

from api.accounts.models import Account
from api.certification import jobs
from api.certification.models import Certificate
from api.certification.rules import CertificateState
from api.learning.models import Enrolment
from api.outbox import OutboxRow
from certificates.fields import CannotPrint, Fault
from tests.api import documents
from tests.api.courses import course
from tests.api.harness import Api


async def issued(api: Api) -> Certificate:
    """A certificate of which nothing was made yet; its next step is the test's."""
    someone = await api.learned()
    await api.submitted(someone)
    await jobs.consider(api.tools, str((await Enrolment.get(account_id=someone.id)).id))
    await OutboxRow.all().delete()
    return await Certificate.get()


async def ordered(job: str) -> int:
    return await OutboxRow.filter(job=f"certification.{job}").count()


def files(api: Api) -> list[Path]:
    """Everything in storage."""
    return sorted(path for path in (api.tools.settings.home / "storage").rglob("*") if path.is_file())


def file_of(api: Api, key: str | None) -> Path:
    assert key
    return api.tools.settings.home / "storage" / key


async def test_each_step_leads_to_the_next_and_repeated_to_nothing(api: Api) -> None:
    """A worker whose lease ran out may do it once more, at any time."""
    certificate = await issued(api)
    steps = {"render": jobs.render, "sign": jobs.sign, "mail": jobs.mail}
    following = {"render": "sign", "sign": "mail"}
    for name, step in steps.items():
        await step(api.tools, str(certificate.id))
        once, kept = api.stored(), [(one, one.read_bytes()) for one in files(api)]
        for earlier in list(steps)[: list(steps).index(name) + 1]:
            await steps[earlier](api.tools, str(certificate.id))
        assert (api.stored(), [(one, one.read_bytes()) for one in files(api)]) == (once, kept)
        if name in following:
            assert await ordered(following[name]) == 1
    assert api.letterbox.kinds() == ["certificate"]
    assert len(api.printer.printed) == 1


@pytest.mark.both_engines
async def test_of_workers_at_once_one_pdf_stays(api: Api) -> None:
    """Two signatures over the same words differ; the mail and the download must have the same."""
    certificate = await issued(api)
    await jobs.render(api.tools, str(certificate.id))
    signatures = iter(range(10))

    async def signed(pdf: bytes, _when: object) -> bytes:
        await asyncio.sleep(0)
        return pdf + f"% signed {next(signatures)}".encode()

    tools = replace(api.tools, sign=signed)
    await asyncio.gather(*(jobs.sign(tools, str(certificate.id)) for _ in range(3)))
    row = await Certificate.get()
    assert files(api) == [file_of(api, row.pdf_key)]
    assert await ordered("mail") == 1


@pytest.mark.parametrize("other", [None, b"%PDF-1.7 other words"], ids=["gone", "changed"])
async def test_what_is_signed_is_what_was_printed(api: Api, other: bytes | None) -> None:
    """Whoever can write into the storage must not get the office's signature; nor may a lost draft hold anything up."""
    certificate = await issued(api)
    await jobs.render(api.tools, str(certificate.id))
    draft = file_of(api, (await Certificate.get()).draft_key)
    draft.unlink()
    if other:
        draft.write_bytes(other)
    await jobs.sign(api.tools, str(certificate.id))
    (signed,) = files(api)
    with Pdf.open(signed) as file:
        assert str(file.docinfo["/Title"]) == "503.5/0001/SJ/2026"


async def test_a_pdf_that_was_changed_is_given_to_nobody(api: Api) -> None:
    """Neither by mail nor as a download; and staff see it at once, since trying again won't help."""
    someone = await api.learned()
    await api.submitted(someone)
    api.letterbox.refusal = OSError("connection refused")
    await api.worker.drain()
    file_of(api, (await Certificate.get()).pdf_key).write_bytes(b"%PDF-1.7 other words")
    api.letterbox.refusal = None
    api.clock.forward(minutes=5)
    await api.worker.drain()
    assert api.letterbox.kinds() == ["result"]
    (failed,) = (await api.ask(documents.FAILED_JOBS, by=await api.staff()))["failedJobs"]
    assert (failed["job"], failed["reason"].partition(":")[0]) == ("certification.mail", "PdfAltered")
    (certificate,) = (await api.ask(documents.MY_CERTIFICATES, by=someone))["certificates"]
    assert (await api.client.get(certificate["downloadUrl"])).status_code == 404


async def test_words_that_can_not_be_printed_wait_for_a_person_at_once(api: Api) -> None:
    """They are frozen: a day of tries would find the same."""
    api.printer.failure = CannotPrint((Fault("name", "holds signs that no font has"),))
    await api.certified()
    (failed,) = (await api.ask(documents.FAILED_JOBS, by=await api.staff()))["failedJobs"]
    assert (failed["job"], failed["tries"]) == ("certification.render", 1)
    assert failed["reason"].startswith("CannotPrint: ")
    assert "name holds signs that no font has" in failed["reason"]


async def test_a_storage_that_fails_is_told_in_a_line(api: Api) -> None:
    """The library's own account of itself takes a dozen."""
    (api.tools.settings.home / "storage" / "drafts").write_text("")
    await api.certified()
    waiting = await OutboxRow.get(job="certification.render")
    assert str(waiting.last_error).startswith("StorageAway: The storage refused: ")
    assert "\n" not in str(waiting.last_error)


@pytest.mark.parametrize("state", [CertificateState.REPLACED, CertificateState.REVOKED])
async def test_of_a_certificate_that_counts_no_more_nothing_is_made(api: Api, state: CertificateState) -> None:
    """Whatever step it had come to; and its draft goes."""
    certificate = await issued(api)
    await jobs.render(api.tools, str(certificate.id))
    await Certificate.all().update(state=state, changed_at=api.clock())
    for step in (jobs.render, jobs.sign, jobs.mail):
        await step(api.tools, str(certificate.id))
    row = await Certificate.get()
    assert (row.draft_key, row.pdf_key, row.mailed_at, files(api)) == (None, None, None, [])
    assert api.letterbox.kinds() == []


async def test_the_letter_is_in_the_language_of_the_account(api: Api) -> None:
    """With links to the pages in that language."""
    someone = await api.learned()
    await Account.filter(id=someone.id).update(language="en")
    await api.submitted(someone)
    await api.worker.drain()
    letter = api.letterbox.last("certificate")
    assert letter.message["Subject"] == "Your certificate: Pemasaran untuk UMKM"
    assert "https://testserver/en/sertifikat/" in letter.text


async def test_one_class_that_can_not_be_considered_keeps_no_other_back(api: Api) -> None:
    """A name is confirmed for all of them."""
    await api.publish(course(), course("lain"))
    someone = await api.learned()
    await api.ask(documents.ENROL, by=someone, course="lain")
    await OutboxRow.all().delete()
    await jobs.consider_account(api.tools, str(someone.id))
    expected = [{"enrolment_id": str(one.id)} for one in await Enrolment.all()]
    told = [row.args for row in await OutboxRow.filter(job="certification.consider")]
    assert sorted(told, key=str) == sorted(expected, key=str)


async def test_a_certificate_keeps_the_release_that_was_completed(api: Api) -> None:
    """Not the one on offer, nor one that the participant moved to later."""
    someone = await api.learned()
    await api.publish(course(title="Judul baru"))
    newer = (await api.ask(documents.MY_NEWER, by=someone, course="pemasaran"))["enrolment"]["newerRelease"]
    await api.ask(documents.MOVE, by=someone, course="pemasaran", release=newer["release"])
    await api.submitted(someone)
    await api.worker.drain()
    assert (await Certificate.get()).release == course().digest
