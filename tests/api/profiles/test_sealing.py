"""What is sealed in the biodata: opened in its own row alone, found by index, sealed anew when the keys rotate."""

import asyncio
import os
import sys
from collections.abc import Mapping

import pytest

from api.profiles.actions import save_profile
from api.profiles.models import Profile
from api.profiles.patches import Patch
from api.profiles.sealing import indexes_of, opened, reseal
from api.vault import Unopenable, Vault
from jawara.places import ROOT
from tests.api.harness import Api, Participant

OLD, NEW, INDEX, OTHER_INDEX = (bytes([n]) * 32 for n in (1, 2, 3, 4))
NIK, PHONE, NEEDS = "3578014505900001", "+6281234567890", "Juru bahasa isyarat"


async def filled_in(api: Api, email: str = "siti@contoh.id", nik: str = NIK) -> Participant:
    someone = await api.consented(email)
    await save_profile(someone.id, Patch(nik=nik, phone=PHONE, needs=NEEDS), api.tools, api.clock())
    return someone


async def texts(of: Participant, vault: Vault) -> tuple[str | None, ...]:
    row = await Profile.get(account_id=of.id)
    return tuple(opened(row, name, vault) for name in ("nik", "phone", "needs"))


async def under(vault: Vault) -> list[bool]:
    """For every stored value, whether it is under the vault's newest key."""
    rows = await Profile.all()
    return [vault.is_current(value) for row in rows for value in (row.nik, row.phone, row.needs) if value]


def ring(*names: str, index_key: bytes = INDEX) -> Vault:
    keys: Mapping[str, bytes] = {"lama": OLD, "baru": NEW}
    return Vault({name: keys[name] for name in names}, index_key)


async def test_values_open_in_their_own_row_alone(api: Api) -> None:
    """Somebody who writes to the database gets no NIK shown by putting it into a row of their own."""
    first, second = await filled_in(api), await filled_in(api, "budi@contoh.id", "3578014505900002")
    assert await texts(first, api.tools.vault) == (NIK, PHONE, NEEDS)
    stolen = await Profile.get(account_id=first.id)
    await Profile.filter(account_id=second.id).update(phone=stolen.nik, needs=stolen.needs)
    row = await Profile.get(account_id=second.id)
    for name in ("phone", "needs"):
        with pytest.raises(Unopenable):
            opened(row, name, api.tools.vault)
    answer = (await api.post("{ viewer { profile { needs } } }", by=second)).json()
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert NEEDS not in str(answer)


async def test_a_rotation_ends_with_every_value_under_the_new_key(api: Api) -> None:
    """Add the new key, seal anew, drop the old one: afterwards the new one alone opens everything, found as before."""
    people = [await filled_in(api, f"{n}@contoh.id", f"357801450590{n:04}") for n in range(1, 4)]
    empty = await api.consented()
    assert await reseal(ring_after(api, "lama")) == 9
    before = api.stored()["profile"]
    assert await reseal(ring("lama")) == 0
    assert api.stored()["profile"] == before
    assert await reseal(ring("baru", "lama")) == 9
    assert await under(ring("baru")) == [True] * 9
    assert await reseal(ring("baru")) == 0
    for n, someone in enumerate(people, start=1):
        assert await texts(someone, ring("baru")) == (f"357801450590{n:04}", PHONE, NEEDS)
    assert await Profile.filter(**indexes_of("3578014505900002", ring("baru"))).count() == 1
    assert await Profile.filter(**indexes_of("0812-3456-7890", ring("baru"))).count() == 3
    assert await texts(empty, ring("baru")) == (None, None, None)


def ring_after(api: Api, name: str) -> Vault:
    """A ring whose first key is ours, and which still opens what the test system has sealed."""
    settings = api.tools.settings
    return Vault({name: OLD} | settings.data_key_ring, INDEX)


async def test_a_new_index_key_is_followed_by_every_index(api: Api) -> None:
    """Without a new data key too: nothing would be found, and a NIK could be used twice."""
    await filled_in(api)
    await reseal(ring_after(api, "lama"))
    changed = ring("lama", index_key=OTHER_INDEX)
    assert await Profile.filter(**indexes_of(NIK, changed)).count() == 0
    assert await reseal(changed) == 2
    assert await Profile.filter(**indexes_of(NIK, changed)).count() == 1
    assert await reseal(changed) == 0


async def test_a_key_that_was_dropped_too_early_changes_nothing(api: Api) -> None:
    """It is put back, and all is well."""
    someone = await filled_in(api)
    await reseal(ring_after(api, "lama"))
    before = api.stored()
    with pytest.raises(Unopenable, match="DATA_KEYS"):
        await reseal(ring("baru"))
    assert api.stored() == before
    assert await texts(someone, ring("baru", "lama")) == (NIK, PHONE, NEEDS)


async def test_many_rows_are_sealed_anew_batch_by_batch(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of one batch is the beginning of the next: no row is passed over."""
    monkeypatch.setattr("api.sealed._BATCH", 2)
    for n in range(1, 6):
        await filled_in(api, f"{n}@contoh.id", f"357801450590{n:04}")
    assert await reseal(ring_after(api, "lama")) == 15
    assert await under(ring("lama")) == [True] * 15


async def test_the_command_prints_how_many(api: Api) -> None:
    """Beside a system that is running; a second time there is nothing left to do."""
    someone = await filled_in(api)
    settings = api.tools.settings
    key = settings.data_keys.get_secret_value()
    environment = os.environ | {
        "JAWARA_HOME": str(settings.home),
        "DATABASE_URL": settings.database_url,
        "DATA_KEYS": f"baru:{'A' * 43}=,{key}",
        "INDEX_KEY": settings.index_key.get_secret_value(),
    }
    for printed in ("Encrypted anew: 3 values.\n", "Encrypted anew: 0 values.\n"):
        command = [sys.executable, "-m", "jawara", "reseal"]
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert (await process.communicate())[0].decode() == printed
    assert await texts(someone, Vault({"baru": bytes(32)}, settings.index_key_bytes)) == (NIK, PHONE, NEEDS)


async def test_a_search_that_is_no_number_has_no_index(api: Api) -> None:
    """A name or an address is never hashed into a coincidence."""
    for search in ("", "siti", "siti@contoh.id", "503.5/0001/SJ/2026", "12", "x" * 10_000):
        assert indexes_of(search, api.tools.vault) == {}
