"""The office's pictures and a storage that is away: what is printed with them waits, nothing else does."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from obstore.store import LocalStore

from api import pictures
from api.app import system
from api.pictures import Pictures
from api.settings import OfficeImages, Settings
from api.tools import Storage, StorageAway
from tests.api.templates import copied

EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h10v10z"/></svg>'


class CountedStorage(Storage):
    """Notes what is written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(LocalStore(folder, mkdir=True))
        self.written: list[str] = []

    async def put(self, key: str, content: bytes) -> None:
        self.written.append(key)
        await super().put(key, content)


@pytest.fixture
def images(make_settings: Callable[..., Settings], tmp_path: Path) -> OfficeImages:
    """A coat of arms, and no signature."""
    (tmp_path / "emblem.svg").write_bytes(EMBLEM)
    return make_settings(emblem_image=tmp_path / "emblem.svg").office_images


@pytest.fixture
def name(images: OfficeImages) -> str:
    assert images.emblem
    return images.emblem.name


@pytest.fixture
def storage(tmp_path: Path) -> CountedStorage:
    return CountedStorage(tmp_path / "storage")


async def test_what_is_there_is_not_written_again(images: OfficeImages, storage: CountedStorage, name: str) -> None:
    """A start over a storage that may only be read changes nothing, and needs no right to."""
    for _ in range(2):
        made = Pictures(images, storage)
        await made.keep()
        assert await made.content(name) == EMBLEM
    assert storage.written == [f"images/{name}"]


async def test_nothing_is_printed_with_a_picture_that_is_not_kept(
    images: OfficeImages, storage: CountedStorage, name: str, tmp_path: Path
) -> None:
    """Next year's office has another one, and the certificate may have to be printed again."""
    in_the_way = tmp_path / "storage" / "images"
    in_the_way.write_text("")
    made = Pictures(images, storage)
    with pytest.raises(StorageAway):
        await made.content(name)
    in_the_way.unlink()
    assert await made.content(name) == EMBLEM
    assert await storage.get(f"images/{name}") == EMBLEM


async def test_an_older_picture_is_read_from_storage(images: OfficeImages, storage: CountedStorage) -> None:
    """And one that nobody has is named as missing."""
    await storage.put("images/older", b"older")
    made = Pictures(images, storage)
    assert await made.content("older") == b"older"
    with pytest.raises(FileNotFoundError):
        await made.content("never")


async def test_a_system_starts_without_its_storage_and_keeps_the_pictures_when_it_is_back(
    make_settings: Callable[..., Settings],
    tmp_path: Path,
    migrated: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is said once, not every half minute of a night."""
    copied(migrated, tmp_path)
    (tmp_path / "emblem.svg").write_bytes(EMBLEM)
    monkeypatch.setattr(pictures, "AWAY_SECONDS", 0.01)
    in_the_way = tmp_path / "storage" / "images"
    in_the_way.parent.mkdir()
    in_the_way.write_text("")
    async with system(make_settings(emblem_image=tmp_path / "emblem.svg")):
        await asyncio.sleep(0.2)
        in_the_way.unlink()
        async with asyncio.timeout(10):
            while not list(in_the_way.glob("*")):  # noqa: ASYNC110 - a thread writes it
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)
    said = capsys.readouterr().out
    assert (said.count("certificates wait"), said.count("the storage is back")) == (1, 1)
