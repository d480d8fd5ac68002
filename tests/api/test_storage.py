"""A storage: whole files that are on the disk, gone when deleted; one that refuses or keeps silent is told in time."""

import asyncio
import os
from pathlib import Path

import pytest
from obstore.store import LocalStore, S3Store

from api.tools import Storage, StorageAway

KEY = "certificates/2026/satu.pdf"


async def test_what_was_never_stored_is_told_from_a_storage_that_is_away(tmp_path: Path) -> None:
    """The one is gone for good, the other comes back."""
    storage = Storage(LocalStore(tmp_path / "storage", mkdir=True))
    with pytest.raises(FileNotFoundError):
        await storage.get(KEY)
    assert not await storage.has(KEY)
    await storage.put(KEY, b"%PDF-")
    assert await storage.has(KEY)


FOUND = "200 OK\r\nlast-modified: Mon, 02 Mar 2026 02:00:00 GMT\r\netag: x"


@pytest.mark.parametrize(("said", "is_there"), [(FOUND, True), ("404 Not Found", False), ("403 Forbidden", None)])
async def test_an_object_store_is_asked_what_it_has(said: str, is_there: bool | None) -> None:
    """A refusal says neither yes nor no."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {said}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        storage = Storage(store_at(server))
        if is_there is None:
            with pytest.raises(StorageAway):
                await storage.has(KEY)
        else:
            assert await storage.has(KEY) is is_there


def store_at(server: asyncio.Server) -> S3Store:
    """A client of what listens there."""
    return S3Store(
        "jawara",
        endpoint=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}",
        region="ap-southeast-3",
        access_key_id="uji",
        secret_access_key="uji",
        client_options={"allow_http": True},
    )


async def test_a_disk_that_refuses_is_told_in_one_line(tmp_path: Path) -> None:
    """The reason stands in the list of what waits for a person; a client's inner state helps nobody there."""
    folder = tmp_path / "storage"
    storage = Storage(LocalStore(folder, mkdir=True))
    # Permissions would not stop root; that no folder can be made below a file does.
    (folder / "certificates").touch()
    with pytest.raises(StorageAway) as refused:
        await storage.put(KEY, b"%PDF-")
    assert "\n" not in str(refused.value)
    assert [one.name for one in folder.iterdir()] == ["certificates"]


async def test_a_store_that_keeps_silent_is_given_up() -> None:
    """By itself the client would go on for minutes, and a worker's hand, or whoever downloads, with it."""
    silence = asyncio.Event()

    async def listen(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await silence.wait()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    storage = Storage(store_at(server), patience=0.1)
    try:
        for asked in (storage.put(KEY, b"%PDF-"), storage.get(KEY), storage.has(KEY)):
            with pytest.raises(StorageAway):
                await asked
    finally:
        silence.set()
        server.close()


async def test_what_was_stored_survives_a_power_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row that names the file does: without the file a certificate could never be mailed."""
    synced: list[Path] = []
    sync = os.fsync

    def noted(opened: int) -> None:
        synced.append(Path(f"/proc/self/fd/{opened}").readlink())
        sync(opened)

    monkeypatch.setattr(os, "fsync", noted)
    folder = tmp_path / "storage"
    await Storage(LocalStore(folder, mkdir=True)).put("certificates/2026/a.pdf", b"%PDF-")
    file = folder / "certificates" / "2026" / "a.pdf"
    assert synced == [file, file.parent, file.parent.parent, folder]


async def test_deleting_twice_is_deleting(tmp_path: Path) -> None:
    """A step that is repeated finds nothing left to remove."""
    storage = Storage(LocalStore(tmp_path))
    await storage.put("drafts/a.pdf", b"%PDF-")
    for _ in range(2):
        await storage.delete("drafts/a.pdf")
    with pytest.raises(FileNotFoundError):
        await storage.get("drafts/a.pdf")
