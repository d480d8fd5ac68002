"""The publisher's door, attacked: tampered, truncated, replayed, older, forged, too large: nothing is left behind."""

import asyncio
import gzip
from dataclasses import replace
from hashlib import sha256
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from api.app import create_app
from api.audit import AuditEntry, Deed
from api.learning.models import Publication
from api.tools import Tools
from courseware.sealed import SealedCourse
from courseware.sealed_release import SealedRelease
from tests.api.courses import SLUG, course, evaluation, lesson
from tests.api.harness import Api, new_client
from tests.api.stores import store_of

TOKEN = "penerbit-yang-tahu-token-ini-saja-yang-boleh"


@pytest.fixture
def door(tools: Tools) -> httpx.AsyncClient:
    """A client of an API that knows the token."""
    settings = tools.settings.model_copy(update={"publish_token": SecretStr(TOKEN)})
    return new_client(create_app(replace(tools, settings=settings)))


async def put(
    door: httpx.AsyncClient, *courses: SealedCourse, token: str = TOKEN, query: str = "", digest: str = ""
) -> httpx.Response:
    release = SealedRelease(courses)
    return await door.put(
        f"/releases/{digest or release.digest}{query}",
        content=release.to_json().encode(),
        headers={"Authorization": f"Bearer {token}"},
    )


def code_of(response: httpx.Response) -> str:
    (problem,) = response.json()["problems"]
    return str(problem["code"])


def newer(**changes: Any) -> SealedCourse:
    """The class on offer with one more lesson."""
    first, second = course().lessons
    return course(lessons=(first, second, lesson("tiga")), **changes)


async def test_a_release_is_offered_whole_and_kept_as_history(api: Api, door: httpx.AsyncClient) -> None:
    """Whoever enrols now gets it; the audit trail says who published what."""
    response = await put(door, newer(), course("lain"), query="?commit=abc123&note=Pelajaran+baru")
    assert response.status_code == 201
    told = response.json()
    assert told["isNew"]
    assert [(one["slug"], one["state"]) for one in told["classes"]] == [(SLUG, "changed"), ("lain", "new")]
    assert [one["id"] for one in told["classes"][0]["lessons"]["added"]] == ["tiga"]
    publication = await Publication.get(number=told["publication"]["number"])
    assert (publication.commit, publication.note, publication.is_roll_back) == ("abc123", "Pelajaran baru", False)
    entry = await AuditEntry.all().order_by("-at", "-id").first()
    assert entry is not None
    assert (entry.deed, entry.reason, entry.actor_kind) == (Deed.RELEASE_PUBLISHED, "Pelajaran baru", "publisher")


@pytest.mark.both_engines
async def test_the_same_again_changes_nothing(api: Api, door: httpx.AsyncClient) -> None:
    """A build that is tried again after a lost answer must not make history."""
    first = await put(door, newer())
    before = api.stored()
    again = await put(door, newer())
    assert (first.status_code, again.status_code) == (201, 200)
    assert not again.json()["isNew"]
    assert again.json()["publication"] == first.json()["publication"]
    assert api.stored() == before


@pytest.mark.parametrize("token", ["", "salah", TOKEN[:-1], TOKEN + "x", "é" * 40])
async def test_nobody_publishes_without_the_token(api: Api, door: httpx.AsyncClient, token: str) -> None:
    """It would decide what everybody is asked, and by which key they are scored."""
    before = api.stored()
    content = SealedRelease((newer(),))
    headers = [(b"authorization", f"Bearer {token}".encode())]
    response = await door.put(f"/releases/{content.digest}", content=content.to_json().encode(), headers=headers)
    assert (response.status_code, code_of(response)) == (401, "UNAUTHENTICATED")
    assert response.headers["www-authenticate"] == "Bearer"
    assert api.stored() == before


async def test_without_a_token_set_there_is_no_door(api: Api) -> None:
    """An empty token in a request must never equal an empty setting."""
    response = await put(api.client, newer(), token="")
    assert (response.status_code, code_of(response)) == (404, "NOT_FOUND")


DIGEST = SealedRelease((newer(),)).digest
WHOLE = SealedRelease((newer(),)).to_json().encode()


@pytest.mark.parametrize(
    ("body", "encoding", "status", "code"),
    [
        pytest.param(WHOLE[:-1], "", 400, "RELEASE_DAMAGED", id="truncated"),
        pytest.param(
            WHOLE.replace(b'"correct":true', b'"correct":false', 1), "", 400, "RELEASE_DAMAGED", id="tampered"
        ),
        pytest.param(gzip.compress(WHOLE)[:-9], "gzip", 400, "RELEASE_DAMAGED", id="gzip cut off"),
        pytest.param(gzip.compress(WHOLE) + b"x", "gzip", 400, "RELEASE_DAMAGED", id="gzip with something behind it"),
        pytest.param(WHOLE, "gzip", 400, "RELEASE_DAMAGED", id="not gzip"),
        pytest.param(WHOLE, "br", 400, "INVALID_INPUT", id="unknown compression"),
        pytest.param(gzip.compress(b" " * 40_000_000), "gzip", 413, "RELEASE_TOO_LARGE", id="a bomb"),
    ],
)
async def test_a_damaged_body_is_refused(
    api: Api, door: httpx.AsyncClient, *, body: bytes, encoding: str, status: int, code: str
) -> None:
    """The address says what was meant; anything else is not it."""
    before = api.stored()
    headers = {"Authorization": f"Bearer {TOKEN}"} | ({"Content-Encoding": encoding} if encoding else {})
    response = await door.put(f"/releases/{DIGEST}", content=body, headers=headers)
    assert (response.status_code, code_of(response)) == (status, code)
    assert api.stored() == before


NO_RELEASES = {
    "nothing": "",
    "an object": "{}",
    "no class": "[]",
    "null": "null",
    "a number": "[1]",
    "nested deep": "[" * 100_000,
    "half a class": '[{"slug":"x"}]',
    "a surrogate": '"\ud83d"',
    "one slug twice": f"[{course().to_json()},{course().to_json()}]",
}


@pytest.mark.parametrize("text", NO_RELEASES.values(), ids=NO_RELEASES)
async def test_what_is_no_release_is_refused(api: Api, door: httpx.AsyncClient, text: str) -> None:
    """Never a fault of the server for what a client sends."""
    body = text.encode("utf-8", "surrogatepass")
    before = api.stored()
    headers = {"Authorization": f"Bearer {TOKEN}"}
    response = await door.put(f"/releases/{sha256(body).hexdigest()}", content=body, headers=headers)
    assert (response.status_code, code_of(response)) == (400, "RELEASE_UNREADABLE")
    assert api.stored() == before


@pytest.mark.both_engines
async def test_one_bad_class_stops_all(api: Api, door: httpx.AsyncClient) -> None:
    """Half a release would offer lessons whose questions are missing."""
    broken = replace(course("lain"), evaluation=evaluation(pools=()))
    before = api.stored()
    response = await put(door, newer(), broken)
    assert (response.status_code, code_of(response)) == (400, "RELEASE_UNREADABLE")
    assert api.stored() == before


@pytest.mark.both_engines
async def test_a_re_run_of_an_old_build_takes_nothing_back(api: Api, door: httpx.AsyncClient) -> None:
    """A host that deploys an old commit again must not undo what came since; a roll-back says that it is one."""
    assert (await put(door, newer())).status_code == 201
    before = api.stored()
    replayed = await put(door, course(retired=("tiga",)), query="?rehearse=true")
    assert replayed.status_code == 200
    old = await put(door, course())
    assert (old.status_code, code_of(old)) == (409, "RELEASE_OLDER")
    assert api.stored() == before
    meant = await put(door, course(), query="?again=true&note=Salah+terbit")
    assert meant.status_code == 201
    assert meant.json()["publication"]["isRollBack"]


@pytest.mark.both_engines
async def test_an_id_is_never_forgotten_and_never_revived(api: Api, door: httpx.AsyncClient) -> None:
    """Progress and papers hang on ids; a second question under an old id would inherit the first one's answers."""
    first, second = course().lessons
    forgetting = await put(door, course(lessons=(first,)))
    assert (forgetting.status_code, code_of(forgetting)) == (409, "RELEASE_IDS")
    assert f"{SLUG}/dua" in forgetting.json()["problems"][0]["message"]
    assert (await put(door, course(lessons=(first,), retired=("dua",)))).status_code == 201
    reviving = await put(door, course(lessons=(first, second, lesson("empat"))))
    assert (reviving.status_code, code_of(reviving)) == (409, "RELEASE_IDS")


@pytest.mark.both_engines
async def test_a_rehearsal_writes_nothing(api: Api, door: httpx.AsyncClient) -> None:
    """It is asked before something that can't be taken back."""
    before = api.stored()
    response = await put(door, newer(), query="?rehearse=true")
    assert (response.status_code, response.json()["publication"], response.json()["isNew"]) == (200, None, True)
    assert api.stored() == before


@pytest.mark.both_engines
async def test_two_publishers_at_once_make_one_history(api: Api, door: httpx.AsyncClient) -> None:
    """Numbers without gap or repeat, and what is on offer is one release or the other."""
    start = await Publication.all().count()
    releases = [newer(title=f"Judul {n}") for n in range(4)]
    answers = await asyncio.gather(*(put(door, one) for one in releases))
    assert {one.status_code for one in answers} == {201}
    numbers = sorted(one.json()["publication"]["number"] for one in answers)
    assert numbers == list(range(start + 1, start + 5))


async def test_a_participant_stays_on_their_release(api: Api, door: httpx.AsyncClient) -> None:
    """Nothing is un-completed by what others publish."""
    someone = await api.learned("siti@contoh.id", "Siti Aminah")
    await put(door, newer())
    enrolment = (await api.ask(ENROLMENT, by=someone, course=SLUG))["enrolment"]
    assert (enrolment["completedLessons"], enrolment["totalLessons"]) == (2, 2)


ENROLMENT = "query ($course: String!) { viewer { enrolment(course: $course) { completedLessons totalLessons } } }"


@pytest.mark.both_engines
@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = 'lain'", "DELETE FROM audit_entry"])
async def test_the_database_keeps_the_audit_trail_as_it_is(api: Api, door: httpx.AsyncClient, statement: str) -> None:
    """Whoever can write to the database still can't rewrite who did what."""
    await put(door, newer())
    store = store_of(api.tools.settings.database_url)
    with pytest.raises(store.refusal, match="audit_entry"):
        store.run(statement)
