"""From content/ to the site. Imports nothing of the API."""

import hashlib
from pathlib import Path

from courseware.release import ContentErrors, compile_release
from jawara.console import told
from jawara.places import CONTRACT, ROOT, content_folders
from sitegen import SiteError
from sitegen import build as build_site

# Written by the build itself, or by Python.
_NOT_SOURCES = {"generated", "__pycache__"}


def build(output: Path, base_url: str) -> None:
    with told(ContentErrors, SiteError):
        report = build_site(compile_release(*content_folders()), output, base_url)
    print(f"{report.pages} pages, {report.bytes / 1e6:.1f} MB in {report.seconds:.1f} s: {output}")


def fingerprint(base_url: str) -> str:
    """Changes when the built site could: with its sources, its address or the versions of its tools."""
    digest = hashlib.sha256(base_url.encode())
    folders = [ROOT / "content", ROOT / "site", *(folder.absolute() for folder in content_folders())]
    sources = {file for folder in folders for file in folder.rglob("*")}
    for file in sorted([*sources, CONTRACT, ROOT / "uv.lock"]):
        if file.is_file() and _NOT_SOURCES.isdisjoint(file.parts):
            digest.update(f"\0{file}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
