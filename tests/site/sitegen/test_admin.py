"""/admin/ is there for an office that named its repository, and on a developer's machine; nowhere else."""

import json
import re
from pathlib import Path
from unittest.mock import Mock

import pytest

import sitegen
from courseware.release import Release
from sitegen import SiteError, admin, builder
from sitegen.settings import Admin, Office, SiteSettings

OFFICE = Office(surel="a@b.example", telepon="", alamat="", jam="")
GITLAB = Admin(backend="gitlab", repo="kantor/kelas", server="https://git.example", application_id="abc")


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = SiteSettings(kantor=OFFICE, admin=GITLAB)
    monkeypatch.setattr(builder, "read_settings", Mock(return_value=settings))


@pytest.fixture
def without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise SiteError("the registry is not reachable")

    monkeypatch.setattr(admin, "add_program", fail)


def test_an_office_that_named_no_repository_has_no_admin(output: Path) -> None:
    """A page that can do nothing is a page to attack."""
    assert not (output / "admin").exists()


@pytest.mark.usefixtures("configured")
def test_a_repository_brings_the_whole_page(release: Release, tmp_path: Path) -> None:
    """All of it comes from the site itself: no other host's script ever has the token that an editor signs in with."""
    report = sitegen.build(release, tmp_path / "site", "https://belajar.example")
    folder = tmp_path / "site" / "admin"
    page = (folder / "index.html").read_text("utf-8")
    assert report.admin
    assert (folder / "admin.js").is_file()
    assert (folder / "sveltia" / "index.js").is_file()
    assert (folder / "sveltia" / "LICENSE.txt").read_text("utf-8").startswith("MIT License")
    assert json.loads((folder / "config.json").read_text("utf-8"))["backend"]["name"] == "gitlab"
    assert re.findall(r"https?://[^\s\"']+", page) == ["https://git.example"]
    assert '<meta name="robots" content="noindex">' in page
    assert "connect-src 'self' blob: data: https://git.example\"" in page.replace("&#39;", "'")


@pytest.mark.usefixtures("configured")
def test_participants_never_load_what_is_for_editors(release: Release, tmp_path: Path) -> None:
    """It weighs more than all lessons together."""
    sitegen.build(release, tmp_path / "site", "https://belajar.example")
    kept = json.loads((tmp_path / "site" / "sw.js").read_text("utf-8").split("RELEASE=", 1)[1].split(";\n", 1)[0])
    pages = [file for file in (tmp_path / "site").rglob("*.html") if "admin" not in file.parts]
    assert [address for address in kept["shell"] if "admin" in address] == []
    assert [file for file in pages if "/admin" in file.read_text("utf-8")] == []
    assert "/admin" not in (tmp_path / "site" / "sitemap.xml").read_text("utf-8")


def test_a_developer_gets_it_without_a_setting(release: Release, tmp_path: Path) -> None:
    """It then works on the files of a clone, and signs in nowhere."""
    report = sitegen.build(release, tmp_path / "site", "http://localhost:8000")
    assert report.admin
    assert (tmp_path / "site" / "admin" / "index.html").is_file()


@pytest.mark.usefixtures("without_packages")
def test_a_developer_without_a_network_goes_without(release: Release, tmp_path: Path) -> None:
    """The rest of the system needs no registry once it is installed."""
    report = sitegen.build(release, tmp_path / "site", "http://localhost:8000")
    assert not report.admin
    assert not (tmp_path / "site" / "admin").exists()
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.usefixtures("configured", "without_packages")
def test_a_deploy_never_goes_out_without_it(release: Release, tmp_path: Path) -> None:
    """Editors would find their page gone, and nobody would know why."""
    with pytest.raises(SiteError, match="registry"):
        sitegen.build(release, tmp_path / "site", "https://belajar.example")
    assert not (tmp_path / "site").exists()
