"""What a build writes, refuses and repeats."""

from pathlib import Path

import pytest

import sitegen
from courseware.release import Release
from sitegen.pages import Page, pages_of
from sitegen.rendering import Pages
from sitegen.settings import Office, SiteSettings

_INDONESIAN = {
    "/", "/cari/", "/kelas/", "/kelas/pemasaran/", "/kelas/pemasaran/pembeli/", "/kelas/pemasaran/harga/",
    "/kelas/pemasaran/evaluasi/",
    "/daftar/", "/konfirmasi/", "/masuk/", "/masuk/google/", "/pemulihan/", "/akun/", "/akun/data/",
    "/batal-ganti-surel/", "/berhenti-pengingat/", "/biodata/", "/kelas-saya/", "/hasil/", "/sertifikat/",
    "/verifikasi/", "/petugas/", "/petugas/soal/", "/petugas/umpan-balik/", "/bantuan/", "/privasi/", "/luring/",
    "/petugas/sertifikat/",
    "/404.html",
}  # fmt: skip
# Lessons have their author's language, and the last two answer for any address.
_ONLY_INDONESIAN = {"/kelas/pemasaran/pembeli/", "/kelas/pemasaran/harga/", "/luring/", "/404.html"}
PAGES = _INDONESIAN | {f"/en{path}" for path in _INDONESIAN - _ONLY_INDONESIAN}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_release_becomes_every_page_of_the_procedure(release: Release, output: Path) -> None:
    """Mails, certificates and the API's next steps link to these addresses."""
    pages = list(pages_of(release))
    assert {page.path for page in pages} == PAGES
    assert {path for path in files_of(output) if path.endswith(".html")} == {page.file for page in pages}


def test_the_report_counts_what_was_written(release: Release, output: Path, tmp_path: Path) -> None:
    """The command line shows it; a build that suddenly weighs more should be seen."""
    report = sitegen.build(release, tmp_path / "site", "https://belajar.example/")
    assert report.pages == len(PAGES)
    assert report.bytes == sum(map(len, files_of(output).values()))
    assert report.seconds > 0


def test_the_same_release_builds_to_the_same_bytes(release: Release, output: Path, tmp_path: Path) -> None:
    """A deploy without a change must not make phones fetch anything again."""
    sitegen.build(release, tmp_path / "site", "https://belajar.example")
    assert files_of(tmp_path / "site") == files_of(output)


def test_a_new_build_leaves_nothing_of_the_old_one(release: Release, tmp_path: Path) -> None:
    """A lesson that was taken out must not stay reachable."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "lama.html").write_text("lama")
    sitegen.build(release, folder, "https://belajar.example")
    assert not (folder / "lama.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_names_and_texts_of_editors_are_escaped(output: Path) -> None:
    """A title is text, never markup."""
    page = (output / "kelas/pemasaran/index.html").read_text()
    assert '<h1 class="page__title">Pemasaran &lt;dasar&gt;</h1>' in page
    assert "<dasar>" not in page
    assert 'alt="Warung &#34;Bu Sri&#34;"' in page


@pytest.mark.parametrize("address", ["belajar.example", "https://belajar.example/situs", "ftp://belajar.example", ""])
def test_a_base_address_that_is_none_is_refused(address: str, release: Release, tmp_path: Path) -> None:
    """It stands in the sitemap and in canonical links, where nobody would notice."""
    with pytest.raises(sitegen.SiteError, match="give scheme and host"):
        sitegen.build(release, tmp_path / "site", address)
    assert not (tmp_path / "site").exists()


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    """A page without its inside must stop the build, not go out empty."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "interactive.html").write_text('{% include "interactive/" ~ page.name ~ ".html" %}')
    settings = SiteSettings(kantor=Office(surel="a@b.example", telepon="", alamat="", jam=""))
    pages = Pages(tmp_path, {}, "https://belajar.example", settings)
    with pytest.raises(sitegen.SiteError, match=r"/masuk/ needs site/templates/interactive/masuk\.html: write it"):
        pages.render(Page("/masuk/", "interactive.html", "Masuk", "Masuk.", name="masuk"))
