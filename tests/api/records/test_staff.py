"""What the staff sees, and that nobody else does."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from api.audit import AuditEntry, Deed
from api.certification import actions
from api.certification.models import Certificate
from api.certification.rules import CertificateState
from api.outbox import MAX_TRIES, OutboxRow
from api.profiles.actions import save_profile
from api.profiles.consents import CONSENT_VERSION, give_consent
from api.profiles.patches import Patch
from api.profiles.rules import Purpose
from tests.api import documents
from tests.api.harness import Api, Participant

STAFF_DOCUMENTS = [
    documents.PARTICIPANTS,
    documents.FAILED_JOBS,
    "{ staff { waitingJobs } }",
    "{ staff { __typename } }",
]


async def page(api: Api, by: Participant, **variables: Any) -> Any:
    return (await api.ask(documents.PARTICIPANTS, by=by, **variables))["participants"]


def emails(of: Any) -> list[str]:
    return [edge["node"]["email"] for edge in of["edges"]]


@pytest.mark.parametrize("document", STAFF_DOCUMENTS, ids=range(len(STAFF_DOCUMENTS)))
async def test_participants_and_visitors_see_nothing_of_the_office(api: Api, document: str) -> None:
    """Not one field: the whole branch is null, and the code says why."""
    await api.certified()
    participant = await api.enrolled("budi@contoh.id")
    for by, code in ((participant, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        answer = (await api.post(document, by=by)).json()
        assert answer["data"] == {"staff": None}
        assert [one["extensions"]["code"] for one in answer["errors"]] == [code]


async def test_participants_and_visitors_retry_no_job(api: Api) -> None:
    """Whether the job exists or not."""
    job = await dead_job(api)
    participant = await api.enrolled("budi@contoh.id")
    before = api.stored()
    for wanted in (str(job.id), str(uuid4())):
        assert await api.refused(documents.RETRY, by=participant, job=wanted) == ["FORBIDDEN"]
        assert await api.refused(documents.RETRY, job=wanted) == ["UNAUTHENTICATED"]
    assert api.stored() == before


async def test_a_record_holds_what_the_offices_book_holds(api: Api) -> None:
    """Name, address, class, progress, best score, certificate and its mail."""
    await api.certified()
    await api.account("tanpa-kelas@contoh.id")
    found = await page(api, await api.staff())
    assert found["totalCount"] == 1
    (edge,) = found["edges"]
    assert edge["node"] == {
        "id": edge["cursor"],
        "email": "siti@contoh.id",
        "fullName": "Siti Aminah",
        "nik": None,
        "phone": None,
        "completedLessons": 2,
        "totalLessons": 2,
        "bestScore": 100,
        "certificateNumber": "503.5/0001/SJ/2026",
        "certificateMailedAt": "2026-03-02T02:00:00+00:00",
        "course": {"title": "Pemasaran untuk UMKM"},
    }


async def test_pages_follow_each_other_without_gap_or_repeat(api: Api) -> None:
    """Newest first; somebody who enters meanwhile shifts nothing."""
    for n in range(7):
        await api.enrolled(f"orang{n}@contoh.id")
    staff = await api.staff()
    seen: list[str] = []
    after: str | None = None
    for size in (3, 3, 1):
        found = await page(api, staff, first=3, after=after)
        assert len(found["edges"]) == size
        seen += emails(found)
        after = found["pageInfo"]["endCursor"]
        await api.enrolled(f"baru{len(seen)}@contoh.id")
    assert seen == [f"orang{n}@contoh.id" for n in reversed(range(7))]
    assert found["pageInfo"]["hasNextPage"] is False


async def test_a_search_finds_by_name_address_and_number_and_counts_each_once(api: Api) -> None:
    """A replaced certificate is a second row of the same person's."""
    await api.certified()
    await api.certified("budi@contoh.id", "Budi Santoso")
    row = await Certificate.filter(number="503.5/0001/SJ/2026").first()
    assert row is not None
    await Certificate.filter(id=row.id).update(state=CertificateState.REPLACED, changed_at=api.clock())
    await Certificate.create(
        enrolment_id=row.enrolment_id,
        number=row.number,
        version=2,
        code="K01F2-0A1B0-XYZ01-00001",
        printed=row.printed,
        release=row.release,
        issued_at=api.clock(),
    )
    staff = await api.staff()
    for search, expected in (
        ("aminah", ["siti@contoh.id"]),
        ("BUDI@", ["budi@contoh.id"]),
        ("/0001/", ["siti@contoh.id"]),
        ("contoh", ["budi@contoh.id", "siti@contoh.id"]),
        ("", ["budi@contoh.id", "siti@contoh.id"]),
        ("tidak ada", []),
    ):
        found = await page(api, staff, search=search)
        assert (emails(found), found["totalCount"]) == (expected, len(expected)), search
    assert actions.printed(row).version == 1


@pytest.mark.parametrize(
    ("search", "found_one"),
    [
        ("3578014505900001", True),
        ("3578 0145 0590 0001", True),
        ("081234567890", True),
        ("+62 812-3456-7890", True),
        ("3578014505900002", False),
        ("35780145059000", False),
        ("081234567891", False),
        ("3578", False),
    ],
)
async def test_a_search_finds_by_the_whole_nik_or_telephone_and_shows_neither(
    api: Api, search: str, found_one: bool
) -> None:
    """They are sealed: the index finds the very number, never a part, and staff recognise it by its ends."""
    someone = await api.enrolled()
    await api.enrolled("budi@contoh.id")
    await give_consent(someone.id, Purpose, CONSENT_VERSION, api.clock())
    patch = Patch(nik="3578014505900001", phone="0812-3456-7890")
    await save_profile(someone.id, patch, api.tools, api.clock())
    found = await page(api, await api.staff(), search=search)
    assert (emails(found), found["totalCount"]) == ((["siti@contoh.id"], 1) if found_one else ([], 0))
    if found_one:
        node = found["edges"][0]["node"]
        assert (node["nik"], node["phone"]) == ("35••••••••••0001", "+62 812-••••-7890")


@pytest.mark.parametrize("search", ["%", "_", "\\", "'", "' OR 1=1 --", "x" * 10_000])
async def test_a_search_takes_every_sign_as_it_is(api: Api, search: str) -> None:
    """A percent sign finds a percent sign, and not everybody."""
    await api.enrolled()
    found = await page(api, await api.staff(), search=search)
    assert (found["totalCount"], found["edges"]) == (0, [])


@pytest.mark.parametrize("variables", [{"first": 0}, {"first": -1}, {"first": 101}, {"first": 10**9}, {"after": "x"}])
async def test_a_page_outside_the_bounds_is_refused(api: Api, variables: dict[str, Any]) -> None:
    """Nobody asks for the whole book at once."""
    answer = (await api.post(documents.PARTICIPANTS, variables, by=await api.staff())).json()
    assert [one["extensions"]["code"] for one in answer["errors"]] == ["INVALID_INPUT"]


async def dead_job(api: Api) -> OutboxRow:
    """A certificate's mail that was refused twelve times."""
    api.letterbox.refusal = OSError("the mail server refuses")
    await api.certified()
    for _ in range(MAX_TRIES + 1):
        api.clock.forward(hours=2)
        await api.worker.drain()
    api.letterbox.refusal = None
    return await OutboxRow.get(job="certification.mail")


async def test_a_failed_job_is_seen_with_its_reason_and_tried_again(api: Api) -> None:
    """Invariant 4: what can't be delivered waits with a reason, and one press mends it."""
    job = await dead_job(api)
    staff = await api.staff()
    shown = (await api.ask(documents.FAILED_JOBS, by=staff))["failedJobs"]
    mail = next(one for one in shown if one["job"] == "certification.mail")
    assert (mail["id"], mail["tries"]) == (str(job.id), MAX_TRIES)
    assert "the mail server refuses" in mail["reason"]
    assert mail["title"] == "Surat dengan sertifikat"
    assert mail["message"].startswith("Server surel tidak dapat dihubungi.")
    assert mail["certificateNumber"] == "503.5/0001/SJ/2026"
    assert await api.ask(documents.RETRY, by=staff, job=mail["id"]) == {"done": True, "problems": []}
    assert (await api.ask(documents.FAILED_JOBS, by=staff))["waitingJobs"] == 1
    await api.worker.drain()
    assert api.letterbox.kinds() == ["certificate"]
    assert await api.refused(documents.RETRY, by=staff, job=mail["id"]) == ["NOT_FOUND"]


@pytest.mark.both_engines
async def test_all_failed_jobs_of_a_kind_are_tried_again_at_once_and_each_by_one(api: Api) -> None:
    """After an outage a hundred letters wait for the same; two people press, and no letter goes out twice."""
    staff = await api.staff()
    at = api.clock()
    for n in range(6):
        job = "certification.mail" if n < 4 else "reminders.mail"
        await OutboxRow.create(job=job, args={}, created_at=at, due_at=at, tries=MAX_TRIES, dead_at=at)
    asked = (api.ask(documents.RETRY_ALL, by=staff, kind="certification.mail") for _ in range(3))
    answers = await asyncio.gather(*asked)
    assert sum(one["retried"] for one in answers) == 4
    assert await OutboxRow.filter(dead_at__isnull=False).count() == 2
    noted = await AuditEntry.filter(deed=Deed.JOB_RETRIED, subject="jobs:certification.mail")
    assert sum(int(str(one.facts["count"])) for one in noted) == 4
    assert (await api.ask(documents.RETRY_ALL, by=staff, kind="certification.mail"))["retried"] == 0
    assert await api.refused(documents.RETRY_ALL, by=await api.enrolled(), kind="reminders.mail") == ["FORBIDDEN"]


async def test_a_job_that_has_not_failed_is_not_tried_by_hand(api: Api) -> None:
    """Pressing twice must not mail twice."""
    await api.with_profile()
    row = await OutboxRow.first()
    assert row is not None
    before = api.stored()
    staff = await api.staff()
    refused = await api.refused(documents.RETRY, by=staff, job=str(row.id))
    assert refused == ["NOT_FOUND"]
    assert api.stored()["outbox"] == before["outbox"]


async def test_the_number_of_waiting_jobs_is_the_depth_of_the_queue(api: Api) -> None:
    """Due and not done; what is due later does not count."""
    someone = await api.learned()
    staff = await api.staff()
    await api.worker.drain()
    assert (await api.ask(documents.FAILED_JOBS, by=staff))["waitingJobs"] == 0
    attempt = await api.started(someone)
    assert (await api.ask(documents.FAILED_JOBS, by=staff))["waitingJobs"] == 0
    await api.ask(documents.SUBMIT, by=someone, attempt=attempt["id"])
    assert (await api.ask(documents.FAILED_JOBS, by=staff))["waitingJobs"] == 2


async def test_a_former_staff_members_token_ends_with_its_ten_minutes(api: Api) -> None:
    """The role is in the token: taking it away works at the next refresh."""
    staff = await api.staff()
    token = api.token(staff)
    api.clock.forward(minutes=10)
    answer = (await api.post("{ staff { waitingJobs } }", by=token)).json()
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
