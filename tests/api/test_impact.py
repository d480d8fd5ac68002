"""Whom a release would concern, asked at the publisher's door: numbers from the live database, and no names."""

import asyncio
import json
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

from api.app import create_app
from api.tools import Tools
from courseware.sealed import SealedCourse
from courseware.sealed_release import SealedRelease
from tests.api import documents
from tests.api.courses import SLUG, course, evaluation, lesson, question
from tests.api.harness import Api, new_client
from tests.content.courseware.builder import good_course

TOKEN = "penerbit-yang-tahu-token-ini-saja-yang-boleh"


@pytest.fixture
def door(tools: Tools) -> httpx.AsyncClient:
    """A client of an API that knows the token."""
    settings = tools.settings.model_copy(update={"publish_token": SecretStr(TOKEN)})
    return new_client(create_app(replace(tools, settings=settings)))


async def asked(door: httpx.AsyncClient, *courses: SealedCourse, token: str = TOKEN) -> httpx.Response:
    release = SealedRelease(courses)
    return await door.post(
        f"/releases/{release.digest}/impact",
        content=release.to_json().encode(),
        headers={"Authorization": f"Bearer {token}"},
    )


def rekeyed() -> SealedCourse:
    """One question on every paper has another key, one is reworded, one that some papers hold is gone."""
    buyers, prices = evaluation().pools
    _, second, third = buyers.questions
    pools = (
        replace(buyers, questions=(replace(second, prompt_html="<p>Lain</p>"), third)),
        replace(prices, questions=(replace(question("h0", right=1, points=2), lesson="dua"),)),
    )
    return course(lessons=(*course().lessons, lesson("tiga")), evaluation=evaluation(pools=pools), retired=("p0",))


async def test_people_are_counted_by_the_release_that_they_are_on(api: Api, door: httpx.AsyncClient) -> None:
    """Whoever passed has nothing before them; the others are in the middle."""
    await api.enrolled()
    await api.certified("budi@contoh.id", "Budi")
    await api.started(await api.learned("wati@contoh.id", "Wati"))
    await api.publish(rekeyed())
    await api.enrolled("joko@contoh.id", "Joko")
    before = api.stored()
    (told,) = (await asked(door, rekeyed())).json()["classes"]
    counts = ("isOffered", "isThis", "people", "complete", "passed", "inTheMiddle", "openAttempts")
    assert [tuple(one[name] for name in counts) for one in told["releases"]] == [
        (True, True, 1, 0, 0, 1, 0),
        (False, False, 3, 2, 1, 2, 1),
    ]
    assert api.stored() == before


async def test_papers_are_counted_by_what_of_their_questions_changes(api: Api, door: httpx.AsyncClient) -> None:
    """An open paper is answered by its own key; a closed one may have to be scored again."""
    done, answering = await api.learned(), await api.learned("budi@contoh.id", "Budi")
    await api.submitted(done)
    drawn = {one["id"] for one in (await api.started(answering))["questions"]}
    (told,) = (await asked(door, rekeyed())).json()["classes"]
    held = {one["id"]: one for one in told["questions"]}
    assert held["h0"] == {"id": "h0", "differences": ["key", "words"], "openPapers": 1, "closedPapers": 1}
    for name, differences in (("p0", ["retired"]), ("p1", ["words"])):
        assert held.get(name, {}).get("openPapers", 0) == (name in drawn)
        assert held.get(name, {"differences": differences})["differences"] == differences
    assert "p2" not in held


async def test_after_a_move_people_count_where_they_are(api: Api, door: httpx.AsyncClient) -> None:
    """And their earlier papers stay counted by what stands on them."""
    someone = await api.learned()
    await api.submitted(someone, right=False)
    await api.publish(rekeyed())
    newer = (await api.ask(documents.MY_NEWER, by=someone, course=SLUG))["enrolment"]["newerRelease"]["release"]
    await api.ask(documents.MOVE, by=someone, course=SLUG, release=newer)
    (told,) = (await asked(door, rekeyed())).json()["classes"]
    assert [(one["isThis"], one["people"], one["complete"]) for one in told["releases"]] == [(True, 1, 1)]
    assert {one["id"] for one in told["questions"]} >= {"h0"}


async def test_only_the_publisher_is_told(api: Api, door: httpx.AsyncClient) -> None:
    """Numbers of papers by question would tell an attacker what is asked."""
    refused = await asked(door, rekeyed(), token="lain")
    assert (refused.status_code, refused.json()["problems"][0]["code"]) == (401, "UNAUTHENTICATED")
    closed = await asked(api.client, rekeyed(), token="")
    assert (closed.status_code, closed.json()["problems"][0]["code"]) == (404, "NOT_FOUND")


async def test_a_class_that_nobody_knows_concerns_nobody(door: httpx.AsyncClient, api: Api) -> None:
    """A new one, asked about before it is published."""
    assert (await asked(door, course("baru"))).json()["classes"] == [
        {"slug": "baru", "title": "Pemasaran untuk UMKM", "releases": [], "questions": []}
    ]


@pytest.fixture
async def served(door: httpx.AsyncClient, api: Api) -> AsyncIterator[str]:
    """The address of the same API, over a socket."""
    transport = door._transport  # pyright: ignore[reportPrivateUsage] - the application that knows the token
    assert isinstance(transport, httpx.ASGITransport)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(transport.app, lifespan="off", log_level="warning"))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await running


async def test_the_command_tells_whom_a_change_concerns(api: Api, served: str, tmp_path: Path) -> None:
    """From the files of an editor to the papers of participants, over HTTP."""
    folder = good_course(tmp_path / "kelas")
    await api.publish(folder.release().sealed)
    someone = await api.enrolled(slug="k3")
    await api.ask(documents.COMPLETE, by=someone, course="k3", lesson="mengenal-pembeli")
    await api.started(someone, "k3")
    file = tmp_path / "dulu.json"
    file.write_text(SealedRelease((folder.release().sealed,)).to_json(), "utf-8")
    folder.replace("evaluation.md", "- [ ] Keduanya sama", "- [x] Keduanya sama")
    folder.replace("evaluation.md", "- [x] Manfaat", "- [ ] Manfaat")
    env = {"PATH": "/usr/bin:/bin", "PUBLISH_TOKEN": TOKEN, "CONTENT_DIRS": str(folder.root)}
    told: dict[str, str] = {}
    for form in ("text", "json"):
        command = [sys.executable, "-m", "jawara", "impact", str(file), "--api", served, "--format", form]
        started = await asyncio.create_subprocess_exec(*command, env=env, stdout=PIPE, stderr=PIPE)
        out, err = await started.communicate()
        assert (started.returncode, err) == (0, b"")
        told[form] = out.decode()
    assert "kunci berubah: beda-ciri-manfaat (sekitar 100% kertas)" in told["text"]
    assert "1 peserta, 1 di tengah kelas, 1 sedang mengerjakan evaluasi" in told["text"]
    assert "soal beda-ciri-manfaat (kunci): pada 1 kertas yang sedang dikerjakan dan 0 kertas" in told["text"]
    (one,) = json.loads(told["json"])["classes"]
    assert [release["openAttempts"] for release in one["people"]["releases"]] == [1]
