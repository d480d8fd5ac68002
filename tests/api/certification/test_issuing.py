"""Issuing: to whom it is due, once, with the next number, in words that never change."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from api.certification import actions, claim
from api.certification.models import Certificate, NumberSequence
from api.learning.models import Enrolment
from api.profiles.models import Profile
from courseware.sealed import PrintedResult
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation
from tests.api.harness import Api, Participant


async def mine(api: Api, of: Participant) -> Any:
    return (await api.ask(documents.MY_CERTIFICATES, by=of))["certificates"]


async def missing(api: Api, of: Participant) -> list[str]:
    enrolment = (await api.ask(documents.MY_ENROLMENT, by=of, course=SLUG))["enrolment"]
    return [one["kind"] for one in enrolment["missing"]]


async def next_step(api: Api, of: Participant) -> str:
    return (await api.ask(documents.NEXT_STEP, by=of))["nextStep"]["kind"]


async def test_staff_are_led_to_their_records(api: Api) -> None:
    """A card that asks an officer for biodata leads nowhere that they need."""
    assert await next_step(api, await api.staff()) == "KEEP_RECORDS"


async def test_the_way_to_the_certificate_is_led_step_by_step(api: Api) -> None:
    """What is missing grows shorter, the next step follows it, and at the end a PDF arrives by mail."""
    someone = await api.account()
    assert await next_step(api, someone) == "FILL_PROFILE"
    await api.fill_in(someone)
    assert await next_step(api, someone) == "CHOOSE_COURSE"
    await api.ask(documents.ENROL, by=someone, course=SLUG)
    assert (await missing(api, someone), await next_step(api, someone)) == (
        ["LESSONS", "EVALUATION"],
        "CONTINUE_LESSON",
    )
    await api.complete_lessons(someone)
    assert (await missing(api, someone), await next_step(api, someone)) == (["EVALUATION"], "TAKE_EVALUATION")
    await api.submitted(someone)
    assert (await missing(api, someone), await next_step(api, someone)) == ([], "WAIT_CERTIFICATE")
    await api.worker.drain()
    assert await next_step(api, someone) == "DOWNLOAD_CERTIFICATE"
    (certificate,) = await mine(api, someone)
    assert (certificate["number"], certificate["version"], certificate["state"]) == ("503.5/0001/SJ/2026", 1, "VALID")
    assert certificate["name"] == "Siti Aminah"
    letter = api.letterbox.last("certificate")
    (pdf,) = letter.message.iter_attachments()
    assert PdfReader(BytesIO(pdf.get_content())).metadata == {"/Title": "503.5/0001/SJ/2026"}
    assert pdf.get_filename() == "sertifikat-503-5-0001-SJ-2026.pdf"


@pytest.mark.both_engines
async def test_considering_ten_times_at_once_issues_one(api: Api) -> None:
    """Every deed that may complete the requirements asks again."""
    someone = await api.learned()
    await api.submitted(someone)
    enrolment = await Enrolment.get(account_id=someone.id)
    asked = (actions.consider(enrolment.id, api.tools.settings, api.clock(), api.tools.keys) for _ in range(10))
    await asyncio.gather(*asked)
    await api.worker.drain()
    await actions.consider(enrolment.id, api.tools.settings, api.clock(), api.tools.keys)
    assert await Certificate.all().count() == 1
    assert (await NumberSequence.get(year=2026)).last_given == 1
    assert api.letterbox.kinds(someone.email) == ["result", "certificate"]
    assert len(api.printer.printed) == 1


@pytest.mark.both_engines
async def test_numbers_have_no_gap_and_no_repeat(api: Api) -> None:
    """Twelve people finish at once; the office's book must show 1 to 12."""
    people = [await api.learned(f"orang{n}@contoh.id") for n in range(12)]
    for one in people:
        await api.submitted(one)
    enrolments = await Enrolment.all()
    asked = (
        actions.consider(one.id, api.tools.settings, api.clock(), api.tools.keys)
        for one in enrolments
        for _ in range(2)
    )
    await asyncio.gather(*asked)
    numbers = sorted(one.number for one in await Certificate.all())
    assert numbers == [f"503.5/{n:04}/SJ/2026" for n in range(1, 13)]


@pytest.mark.both_engines
async def test_the_first_numbers_of_a_year_are_given_at_once_and_nobody_waits_for_a_second_try(api: Api) -> None:
    """There is no row yet that the second could wait for; a job that fails comes back only seconds later."""
    people = [await api.learned(f"orang{n}@contoh.id") for n in range(4)]
    for one in people:
        await api.submitted(one)
    # Connections that are open already, so that all begin in the same moment.
    await asyncio.gather(*(Enrolment.all().count() for _ in range(20)))
    asked = (actions.consider(one.id, api.tools.settings, api.clock(), api.tools.keys) for one in await Enrolment.all())
    await asyncio.gather(*asked)
    assert sorted(one.number[6:10] for one in await Certificate.all()) == ["0001", "0002", "0003", "0004"]


@pytest.mark.both_engines
async def test_numbers_begin_anew_with_the_year_of_surabaya(api: Api) -> None:
    """At 00:30 on New Year's Day in Surabaya it is still the old year in UTC."""
    await api.certified()
    api.clock.now = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    late = await api.certified("budi@contoh.id", "Budi")
    (certificate,) = await mine(api, late)
    assert certificate["number"] == "503.5/0001/SJ/2027"
    printed = actions.printed(await Certificate.get(id=certificate["id"]))
    assert (str(printed.issued_on), str(printed.completed_on)) == ("2027-01-01", "2027-01-01")


@pytest.mark.parametrize("lacking", ["lessons", "evaluation", "failed evaluation"])
async def test_nothing_is_issued_while_something_is_missing(api: Api, lacking: str) -> None:
    """However often it is considered; and no number is used up."""
    someone = await api.enrolled() if lacking == "lessons" else await api.learned()
    if lacking == "failed evaluation":
        await api.submitted(someone, right=False)
    await api.worker.drain()
    enrolment = await Enrolment.get(account_id=someone.id)
    for _ in range(3):
        await actions.consider(enrolment.id, api.tools.settings, api.clock(), api.tools.keys)
    assert await Certificate.all().count() == 0
    assert await NumberSequence.all().count() == 0
    assert "certificate" not in api.letterbox.kinds()


async def test_late_biodata_are_the_last_step_then(api: Api) -> None:
    """Somebody whose biodata are missing at the end gets the certificate when they are filled in."""
    someone = await api.learned()
    await Profile.all().delete()
    await api.submitted(someone)
    await api.worker.drain()
    assert (await missing(api, someone), await mine(api, someone)) == (["PROFILE", "NAME"], [])
    await api.fill_in(someone, "Nama Lain")
    await api.worker.drain()
    (certificate,) = await mine(api, someone)
    assert certificate["name"] == "Nama Lain"
    assert api.letterbox.kinds(someone.email) == ["result", "certificate"]


async def test_without_consent_to_the_training_no_certificate_is_issued_until_it_is_given_again(api: Api) -> None:
    """Issuing is a use of the name; what was learned and passed is not lost."""
    someone = await api.learned()
    await api.submitted(someone)
    await api.ask(documents.WITHDRAW_CONSENT, by=someone, purpose="TRAINING")
    await api.worker.drain()
    assert await mine(api, someone) == []
    await api.fill_in(someone)
    await api.worker.drain()
    (certificate,) = await mine(api, someone)
    assert certificate["name"] == "Siti Aminah"


async def test_later_changes_do_not_touch_the_printed_words(api: Api) -> None:
    """A name that is corrected, a class that is renamed, an officer who retires: the paper says what it said."""
    someone = await api.certified()
    row = await Certificate.get()
    before = api.stored()["certificate"]
    await api.fill_in(someone, "Nama Lain")
    await api.publish(course(title="Judul baru", hours=40))
    await api.worker.drain()
    assert api.stored()["certificate"] == before
    verified = await api.ask(documents.VERIFY, code=row.code)
    printed = verified["printed"]
    assert (printed["name"], printed["courseTitle"], printed["hours"]) == ("Siti Aminah", "Pemasaran untuk UMKM", 2)
    assert (printed["score"], printed["completedOn"], printed["issuedOn"]) == (100, "2026-03-02", "2026-03-02")
    assert [one["title"] for one in printed["syllabus"]] == ["Materi satu", "Materi dua"]
    assert api.letterbox.kinds(someone.email).count("certificate") == 1


@pytest.mark.both_engines
async def test_a_certificate_says_the_score_of_the_attempt_that_passed(api: Api) -> None:
    """Not of the best, nor of the last."""
    someone = await api.learned()
    await api.submitted(someone, right=False)
    api.clock.forward(days=1)
    await api.submitted(someone)
    await api.worker.drain()
    printed = actions.printed(await Certificate.get())
    assert (printed.score, str(printed.completed_on)) == (100, "2026-03-03")


async def test_a_class_may_have_no_score_printed(api: Api) -> None:
    """The office gives some certificates for having passed, without saying how well."""
    await api.publish(course(printed=PrintedResult.NONE))
    await api.certified()
    assert actions.printed(await Certificate.get()).score is None


@pytest.mark.both_engines
@pytest.mark.parametrize(("wrong", "shown", "word"), [("", "VERY_GOOD", "Sangat baik"), ("harga", "FAIR", "Cukup")])
async def test_a_class_may_have_the_level_printed_in_place_of_the_score(
    api: Api, wrong: str, shown: str, word: str
) -> None:
    """By the same rule as the result showed it, in words that are kept as they are; a score is nowhere then."""
    buyers, prices = evaluation().pools
    longer = evaluation(passing_score=60, pools=(replace(buyers, draw=3), prices))
    await api.publish(course(printed=PrintedResult.LEVEL, evaluation=longer))
    someone = await api.learned()
    attempt = await api.started(someone)
    questions = [one for one in attempt["questions"] if one["id"] != "h0" or not wrong]
    await api.answered(someone, attempt | {"questions": questions})
    result = (await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"]))["attempt"]["result"]
    await api.worker.drain()
    row = await Certificate.get()
    assert (result["passed"], result["level"]) == (True, shown)
    assert (actions.printed(row).score, actions.printed(row).level) == (None, word)
    assert f'"level":"{word}"' in row.printed
    printed = (await api.ask(documents.VERIFY, code=row.code))["printed"]
    assert (printed["score"], printed["level"]) == (None, word)
    assert claim.lines(actions.printed(row))[5] == word


async def test_a_certificate_of_before_there_were_levels_says_what_it_said(api: Api) -> None:
    """Its row knows nothing of them."""
    await api.certified()
    row = await Certificate.get()
    before = {name: value for name, value in json.loads(row.printed).items() if name != "level"}
    await Certificate.filter(id=row.id).update(printed=json.dumps(before))
    verified = await api.ask(documents.VERIFY, code=row.code)
    assert (verified["state"], verified["printed"]["score"], verified["printed"]["level"]) == ("VALID", 100, None)


@pytest.mark.both_engines
async def test_two_classes_are_two_certificates(api: Api) -> None:
    """Each with its own number and code."""
    await api.publish(course(), course("lain"))
    someone = await api.certified()
    await api.ask(documents.ENROL, by=someone, course="lain")
    await api.complete_lessons(someone, "lain")
    await api.submitted(someone, slug="lain")
    await api.worker.drain()
    certificates = await mine(api, someone)
    assert len({one["number"] for one in certificates}) == len({one["code"] for one in certificates}) == 2


@pytest.mark.both_engines
async def test_a_printer_that_fails_delays_and_loses_nothing(api: Api) -> None:
    """The number is given, the PDF follows when the browser is back, and the mail goes out once."""
    api.printer.failure = RuntimeError("the browser crashed")
    someone = await api.certified()
    (certificate,) = await mine(api, someone)
    assert (certificate["downloadUrl"], certificate["mailedAt"]) == (None, None)
    assert await next_step(api, someone) == "WAIT_CERTIFICATE"
    api.printer.failure = None
    api.clock.forward(minutes=5)
    await api.worker.drain()
    (again,) = await mine(api, someone)
    assert again["number"] == certificate["number"]
    assert again["downloadUrl"]
    assert api.letterbox.kinds(someone.email) == ["result", "certificate"]


async def test_a_mail_that_fails_delays_and_the_certificate_is_there(api: Api) -> None:
    """Passing and the PDF never depend on the mail server."""
    someone = await api.learned()
    await api.submitted(someone)
    api.letterbox.refusal = OSError("connection refused")
    await api.worker.drain()
    (certificate,) = await mine(api, someone)
    assert certificate["downloadUrl"]
    assert certificate["mailedAt"] is None
    api.letterbox.refusal = None
    api.clock.forward(minutes=5)
    await api.worker.drain()
    assert sorted(api.letterbox.kinds(someone.email)) == ["certificate", "result"]
    (certificate,) = await mine(api, someone)
    assert certificate["mailedAt"] == "2026-03-02T02:05:00+00:00"


async def test_certificates_are_shown_to_their_owner_only(api: Api) -> None:
    """A list is of one's own."""
    await api.certified()
    stranger = await api.enrolled("budi@contoh.id")
    assert await mine(api, stranger) == []
    shown = await api.ask(documents.MY_ENROLMENT, by=stranger, course=SLUG)
    assert shown["enrolment"]["certificate"] is None
    assert (await api.post(documents.MY_CERTIFICATES)).json() == {"data": {"viewer": None}}
