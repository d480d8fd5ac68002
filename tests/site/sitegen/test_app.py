"""The files that make the site an app, and those that crawlers read."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from sitegen import app
from sitegen.pages import Page
from sitegen.settings import AndroidApp

FINGERPRINT = ":".join(["AB"] * 32)


def test_the_manifest_offers_what_installing_asks_for(output: Path) -> None:
    """Chrome offers to install only with a name, a start, a display and icons of 192 and 512."""
    manifest = json.loads((output / "manifest.webmanifest").read_text())
    assert (manifest["name"], manifest["lang"], manifest["start_url"], manifest["display"]) == (
        "Si-Jawara+", "id", "/", "standalone",
    )  # fmt: skip
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/kelas-saya/", "/sertifikat/", "/verifikasi/"]
    assert [(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]] == [
        ("any", "any"), ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    ]  # fmt: skip
    for icon in manifest["icons"][1:]:
        with Image.open(output / icon["src"][1:]) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_no_android_app_may_open_the_site_until_one_is_named(output: Path) -> None:
    """An entry here hands the site to whoever holds that app's key."""
    assert json.loads((output / ".well-known/assetlinks.json").read_text()) == []


def test_a_named_android_app_is_linked() -> None:
    """The wrapped site for the Play Store shows no address bar only with this statement."""
    links = json.loads(app.asset_links([AndroidApp(package="id.contoh.jawara", sha256=(FINGERPRINT,))]))
    assert links[0]["target"] == {
        "namespace": "android_app",
        "package_name": "id.contoh.jawara",
        "sha256_cert_fingerprints": [FINGERPRINT],
    }


def test_the_sitemap_lists_public_pages_only(output: Path) -> None:
    """Personal pages, tokens and the offline page are nothing to search for."""
    paths = re.findall(r"<loc>https://belajar\.example([^<]+)</loc>", (output / "sitemap.xml").read_text())
    assert paths == [
        "/", "/kelas/", "/cari/", "/kelas/pemasaran/", "/bantuan/", "/privasi/", "/daftar/", "/masuk/", "/verifikasi/",
        "/kelas/pemasaran/pembeli/", "/kelas/pemasaran/harga/",
        "/en/", "/en/kelas/", "/en/cari/", "/en/kelas/pemasaran/", "/en/bantuan/", "/en/privasi/", "/en/daftar/",
        "/en/masuk/", "/en/verifikasi/",
    ]  # fmt: skip
    assert "Sitemap: https://belajar.example/sitemap.xml" in (output / "robots.txt").read_text()


def test_the_service_worker_keeps_only_what_is_there(output: Path) -> None:
    """One missing file would make every installation of the worker fail."""
    first_line = (output / "sw.js").read_text().split("\n", 1)[0]
    facts = json.loads(first_line.removeprefix("const RELEASE=").removesuffix(";"))
    assert facts["offline"] == "/luring/"
    assert set(facts["shell"]) > {"/", "/luring/", "/kelas-saya/"}
    for address in facts["shell"]:
        assert (output / address[1:] / ("index.html" if address.endswith("/") else "")).is_file()


@pytest.mark.parametrize("changed", ["luring/index.html", "assets/base.css"])
def test_the_version_of_the_service_worker_follows_the_content(changed: str, tmp_path: Path) -> None:
    """Phones take a new worker when, and only when, what it keeps has changed."""
    pages = [Page(path, "x.html", "", "") for path in app.SHELL_PAGES]
    assets = {name: f"/assets/{Path(name).name}" for name in app.SHELL_ASSETS}
    for file in [page.file for page in pages] + [address[1:] for address in assets.values()]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("lama")

    def read(name: str) -> bytes:
        return (tmp_path / name).read_bytes()

    before = app.service_worker(b"x", read, pages, assets)
    assert app.service_worker(b"x", read, pages, assets) == before
    (tmp_path / changed).write_text("baru")
    assert app.service_worker(b"x", read, pages, assets) != before
