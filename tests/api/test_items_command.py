"""`jawara items` as an editor runs it, beside the sources of the class and with a real API behind it."""

import asyncio
import json
import os
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import uvicorn
from pydantic import SecretStr

from api.app import create_app
from api.tools import Tools
from courseware.messages import Language, catalogue
from jawara.measuring import Telling
from tests.api.courses import SLUG
from tests.api.evaluations.crowd import crowd
from tests.api.harness import Api

TOKEN = "penerbit-yang-tahu-token-ini-saja-yang-boleh"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an editor sits: the address of the API, and the folder of the classes."""

    url: str
    folder: Path

    async def items(self, *options: str, slug: str = SLUG, token: str = TOKEN) -> tuple[int | None, str, str]:
        """How the command ends and what it prints."""
        environment = {"PATH": os.environ["PATH"], "CONTENT_DIRS": str(self.folder), "PUBLISH_TOKEN": token}
        command = [sys.executable, "-m", "jawara", "items", "--from", self.url, "--class", slug, *options]
        run = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=PIPE)
        out, err = await run.communicate()
        return run.returncode, out.decode(), err.decode()


@pytest.fixture
async def desk(tools: Tools, api: Api, tmp_path: Path) -> AsyncIterator[Desk]:
    """The same system over a socket, and a source that has two of the class's questions."""
    folder = tmp_path / "kelas" / SLUG
    folder.mkdir(parents=True)
    (folder / "evaluation.md").write_text("# Pembeli {#pembeli}\n\n## Satu {#p0}\n\n## Harga {#h0 poin=2}\n", "utf-8")
    settings = tools.settings.model_copy(update={"publish_token": SecretStr(TOKEN)})
    app = create_app(replace(tools, settings=settings))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning"))
        running = asyncio.create_task(server.serve([listening]))
        yield Desk(f"http://127.0.0.1:{listening.getsockname()[1]}", folder.parent)
        server.should_exit = True
        await running


async def test_each_question_is_told_at_its_place(desk: Desk) -> None:
    """What is to be mended is one click away in an editor; what is nowhere in the sources is told all the same."""
    await crowd(40)
    code, out, err = await desk.items()
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"Pemasaran untuk UMKM ({SLUG}): Dihitung dari 40 percobaan pertama."
    assert lines[1].startswith("Keandalan seluruh soal: Tidak dapat dihitung, karena soal setiap peserta diambil acak")
    (asked,) = [line for line in lines if ": h0: " in line]
    assert asked.startswith(f"{desk.folder.parent.name}/kelas/{SLUG}/evaluation.md:5: h0: Tingkat kemudahan ")
    assert asked.endswith(" · 40 percobaan")
    assert [line for line in lines if line.startswith("p2: ")]
    assert "    [x] Pilihan 0: " in out


async def test_programs_and_readers_of_english_are_told_the_same(desk: Desk) -> None:
    """Figures as numbers with their places; and of nobody's attempts just that."""
    _, empty, _ = await desk.items("--lang", "en")
    assert "Nobody has finished an attempt" in empty
    await crowd(3)
    _, out, _ = await desk.items("--format", "json")
    found = {one["question"]: one for one in json.loads(out)["items"]}
    assert (found["h0"]["line"], found["h0"]["attempts"], found["h0"]["findings"]) == (5, 3, ["few_attempts"])
    assert (found["p2"]["file"], found["p2"]["line"]) == (None, None)


async def test_where_there_is_no_answer_it_says_why(desk: Desk) -> None:
    """Another token, another class, nobody there."""
    for told in (await desk.items(token="lain"), await desk.items(slug="tidak-ada"), await desk.items(token="")):
        code, out, err = told
        assert (code, out) == (2, "")
        assert err.startswith("jawara: ")
    assert "PUBLISH_TOKEN" in err


def test_findings_of_a_newer_api_are_passed_over() -> None:
    """An editor's program may be older than the office's."""
    item = {
        "question": "q",
        "isCurrent": False,
        "isWithdrawn": True,
        "attempts": 31,
        "setAside": 0,
        "facility": 0.5,
        "discrimination": -0.25,
        "options": [{"text": "A", "isRight": False, "share": 0.5, "upper": 1.0, "lower": 0.0}],
        "wrongTexts": [{"text": "laba", "people": 3}],
        "findings": ["suspect_key", "of_tomorrow"],
    }
    found = {"title": "Kelas", "slug": "kelas", "countedAttempts": 31, "finishedAttempts": 40, "items": [item]}
    reliability = {"gap": None, "alpha": 0.715, "attempts": 31}
    lines = list(Telling(catalogue(Language.INDONESIAN), {}, 30).of(found | {"reliability": reliability}))
    assert lines == [
        "Kelas (kelas): Kelas ini sangat besar: dihitung dari 31 percobaan pertama yang terakhir, dari 40 seluruhnya.",
        "Keandalan seluruh soal: 0,71 dari 31 percobaan",
        "",
        "q (Rilis terdahulu, Sudah dicabut): Tingkat kemudahan 50% · Daya beda -0,25 · 31 percobaan",
        f"  Periksa kuncinya. {catalogue(Language.INDONESIAN).say('screen-items.suspectKeyHow')}",
        "  Jawaban yang diambil:",
        "    [ ] A: Semua 50% · Atas 100% · Bawah 0%",
        "  Jawaban salah yang sering ditulis:",
        "    laba (3 peserta)",
    ]
