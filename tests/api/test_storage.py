"""Files in a folder: whole, on the disk, and gone when they are deleted."""

import os
from pathlib import Path

import pytest
from obstore.store import LocalStore

from api.tools import Storage


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
