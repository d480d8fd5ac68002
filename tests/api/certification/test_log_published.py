"""What of the log reaches others: heads, proofs, the command; and how it began."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate

from api import database
from api.certification.models import Certificate, CertificateEvent
from api.merkle import includes, is_continued, leaf_hash
from api.settings import Settings
from tests.api.certification.log_book import (
    GUARDS,
    faults,
    issued,
    revoked,
)
from tests.api.harness import Api
from tests.api.stores import Store
from tests.conftest import KEYS

VERIFY_INCLUSION = """query($code: String!) { verifyCertificate(code: $code) {
  inclusion { head { size root at keyId signature } entries { index kind at leaf path } download } } }"""


async def test_a_certificate_shows_that_it_is_in_the_log(api: Api) -> None:
    """To whoever has its code: the entries, their ways, and a head that our key signed."""
    await issued(api, "Siti Aminah", "Budi Santoso", "Rahma Dewi")
    certificate = await Certificate.get(number="503.5/0002/SJ/2026")
    answer = await api.client.get(f"/certificates/{certificate.code}/inclusion.json")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    told = answer.json()
    shown = told["log"]
    assert [json.loads(one["leaf"])["kind"] for one in told["entries"]] == ["issued", "sealed"]
    for one in told["entries"]:
        path = tuple(map(bytes.fromhex, one["path"]))
        leaf = leaf_hash(one["leaf"].encode())
        assert includes(bytes.fromhex(shown["root"]), shown["size"], one["index"], leaf, path)
    shown = (await api.ask(VERIFY_INCLUSION, code=certificate.code))["inclusion"]
    assert [one["kind"] for one in shown["entries"]] == ["ISSUED", "SEALED"]
    assert shown["download"] == f"/certificates/{certificate.code}/inclusion.json"
    root, size = shown["head"]["root"], shown["head"]["size"]
    for one in shown["entries"]:
        path = tuple(map(bytes.fromhex, one["path"]))
        assert includes(bytes.fromhex(root), size, one["index"], leaf_hash(one["leaf"].encode()), path)
    assert (await api.ask(VERIFY_INCLUSION, code="00000-00000-00000-00000"))["inclusion"] is None
    assert (await api.client.get("/certificates/00000-00000-00000-00000/inclusion.json")).status_code == 404


async def test_the_authority_shows_the_keys_a_head_and_that_the_log_only_grew(api: Api) -> None:
    """What the site's build asks for, and anybody else who keeps heads."""
    await issued(api, "Siti Aminah", "Budi Santoso")
    first = (await api.client.get("/certificates/authority.json")).json()
    await issued(api, "Rahma Dewi")
    answer = await api.client.get("/certificates/authority.json?since=4")
    assert answer.headers["cache-control"] == "public, max-age=60"
    told = answer.json()
    assert told["keys"] == api.tools.keys.jwks()
    before, now = (bytes.fromhex(one["log"]["root"]) for one in (first, told))
    assert (first["log"]["size"], told["log"]["size"], told["consistency"]["from"]) == (4, 6, 4)
    assert is_continued(before, 4, now, 6, tuple(map(bytes.fromhex, told["consistency"]["proof"])))
    beyond = (await api.client.get("/certificates/authority.json?since=7")).json()
    assert beyond["consistency"] == {"from": 7, "proof": None}
    assert (await api.client.get("/certificates/authority.json?since=x")).status_code == 400


@pytest.mark.both_engines
async def test_what_was_issued_before_the_log_began_is_its_beginning(
    api: Api, store: Store, settings: Settings
) -> None:
    """The migration leaves no certificate without an entry, whatever became of it until then."""
    await issued(api, "Siti Aminah", "Budi Santoso")
    await revoked(api, await Certificate.get(number="503.5/0001/SJ/2026"))
    config = database.config(settings.database_url, foreign_keys=False)
    await Tortoise.close_connections()
    await migrate(config=config, target="jawara.0011_satisfaction", direction="both")
    await migrate(config=config)
    await Tortoise.close_connections()
    async with database.opened(settings):
        rows = await CertificateEvent.all().order_by("index")
        assert [row.kind.value for row in rows] == ["issued", "sealed", "issued", "sealed", "revoked"]
        assert await faults(api) == set()


async def test_the_command_ends_with_1_where_anything_is_wrong(
    api: Api, store: Store, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever runs it every week reads nothing but that."""
    await issued(api, "Siti Aminah", "Budi Santoso")
    published = tmp_path / "authority.json"
    published.write_text((await api.client.get("/certificates/authority.json")).text)
    store.run(*GUARDS["sqlite"])
    command = (sys.executable, "-m", "jawara", "log", "verify", "--against", str(published), "--files")
    keys = {"DATA_KEYS": KEYS["data_keys"], "INDEX_KEY": KEYS["index_key"], "TOKEN_KEY": KEYS["token_key"]}
    environment = os.environ | keys | {"JAWARA_HOME": str(settings.home), "DATABASE_URL": "", "STORAGE_URL": ""}

    def run() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    good = await asyncio.to_thread(run)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("Entries: 4, certificates: 2, root: ")
    store.run("""UPDATE certificate_event SET leaf = replace(leaf, '0002', '0003') WHERE "index" = 2""")
    bad = await asyncio.to_thread(run)
    assert bad.returncode == 1
    assert bad.stderr.splitlines() == [
        "jawara: the first 4 entries are not those whose head was published",
        "jawara: entry 2 says something else than certificate 503.5/0002/SJ/2026, version 1",
        "jawara: 2 faults",
    ]
