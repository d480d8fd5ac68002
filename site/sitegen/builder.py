"""One call from a release to the finished site: all of it, or the old one stays."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

from courseware.media import PHOTO_SUFFIXES, PICTURE_SUFFIXES
from courseware.messages import Language
from courseware.public import media_url
from courseware.release import Release, sealed_strings
from sitegen import admin, app, documents, messages, pictures, sharing
from sitegen.assets import Assets
from sitegen.bundle import CACHE, bundle
from sitegen.leaks import LeakFound, find_leaks
from sitegen.pages import Page, pages_of, script_asset
from sitegen.rendering import Pages
from sitegen.settings import SiteSettings, local_admin, read_settings
from sitegen.styles import stylesheets
from sitegen.trouble import SiteError

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"
ADMIN = SITE / "admin"
SCHEMA = ROOT / "api" / "schema.graphql"
_SHARED_FONT = SITE / "fonts" / "plus-jakarta-sans-700.ttf"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was written: HTML pages, bytes of all files together, the seconds it took, and whether /admin/ is there."""

    pages: int
    bytes: int
    seconds: float
    admin: bool


def build(release: Release, output: Path, base_url: str, *, cache: Path = CACHE) -> BuildReport:
    """Renders the site into `output`, replacing what was there in one step once everything is found good.

    `base_url` is where it will be served (`https://host`); `cache` keeps the bundler between builds.
    Raises LeakFound when sealed text stands in the result, SiteError when a part of the site is missing or broken.
    """
    began = perf_counter()
    origin = _origin(base_url)
    settings = read_settings(SITE / "site.toml")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{output.name}-", dir=output.parent) as workshop:
        fresh = Path(workshop) / "new"
        fresh.mkdir()
        pages = _write(release, fresh, origin, settings, cache)
        if leaks := find_leaks(fresh, sealed_strings(release)):
            raise LeakFound(leaks)
        with_admin = _add_admin(fresh, settings)
        size = sum(file.stat().st_size for file in fresh.rglob("*") if file.is_file())
        if output.exists():
            output.rename(Path(workshop) / "old")
        fresh.rename(output)
    return BuildReport(pages=len(pages), bytes=size, seconds=perf_counter() - began, admin=with_admin)


def _origin(base_url: str) -> str:
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise SiteError(f"{base_url!r} is no address of a site; give scheme and host, such as https://host.example.")
    return f"{parts.scheme}://{parts.netloc}"


def _write(release: Release, folder: Path, origin: str, settings: SiteSettings, cache: Path) -> list[Page]:
    pages = list(pages_of(release))
    assets = _assets(release, folder, cache)
    documents.generate(SITE / "scripts", SCHEMA)
    messages.generate(SITE / "scripts")
    for name, language in sorted({(page.script, page.language) for page in pages}):
        assets.add(script_asset(name, language), bundle(SITE / "scripts" / f"{name}.ts", cache, language))
    _put_pictures_of_outcomes(release, folder)
    renderers = {language: Pages(SITE, assets, origin, settings, language) for language in Language}
    for page in pages:
        _put(folder / page.file, renderers[page.language].render(page))
    _put(folder / "manifest.webmanifest", app.manifest(assets))
    _put(folder / ".well-known" / "assetlinks.json", app.asset_links(settings.android))
    _put(folder / "sitemap.xml", app.sitemap(pages, origin))
    _put(folder / "robots.txt", app.robots(origin))
    worker = bundle(SITE / "scripts" / "sw.ts", cache)
    (folder / "sw.js").write_bytes(app.service_worker(worker, folder, pages, assets))
    if editing := settings.admin or local_admin(origin):
        told = admin.config(release, editing, origin, assets["icons/icon.svg"])
        admin.write_page(ADMIN, folder / "admin", told)
    return pages


def _add_admin(folder: Path, settings: SiteSettings) -> bool:
    """Complete /admin/ where its page was written; a developer without a network goes without."""
    page = folder / "admin"
    if not page.is_dir():
        return False
    try:
        admin.add_program(ADMIN, page)
    except SiteError:
        if settings.admin:
            raise
        shutil.rmtree(page)
        return False
    return True


def _assets(release: Release, folder: Path, cache: Path) -> Assets:
    assets = Assets(folder)
    for file in sorted((SITE / "fonts").glob("*.woff2")):
        assets.add(f"fonts/{file.name}", file.read_bytes())
    shutil.copyfile(SITE / "fonts" / "OFL.txt", folder / "assets" / "fonts" / "OFL.txt")
    for file in sorted(path for path in (SITE / "icons").iterdir() if path.suffix in {".svg", ".png"}):
        assets.add(f"icons/{file.name}", file.read_bytes())
    for course in release.courses:
        for name, file in sorted(course.media.items()):
            asset, content = f"{course.public.slug}/{name}", file.read_bytes()
            if file.suffix in PHOTO_SUFFIXES:
                pictures.add_photo(assets, asset, content, cache)
            else:
                assets.add(asset, content, asked_for=file.suffix not in PICTURE_SUFFIXES)
        cover = course.media[course.public.cover]
        assets.add(sharing.asset(course.public.slug), sharing.card(cover, _SHARED_FONT, cache))
    assets.add("share.jpg", sharing.card(SITE / "icons" / "share.svg", _SHARED_FONT, cache))
    for name, content in stylesheets(SITE / "styles", assets).items():
        assets.add(f"{name}.css", content)
    return assets


def _put_pictures_of_outcomes(release: Release, folder: Path) -> None:
    """What a check's explanation shows comes from the API, which knows the pictures by their own names alone."""
    for course in release.courses:
        told = course.sealed.to_json()
        for name, file in course.media.items():
            address = media_url(course.public.slug, name)
            if address in told:
                target = folder / address[1:]
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
