"""Keeping a class on the phone: the real classes in a real browser, with the network, the room and the site failing."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from threading import Event
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import sitegen
from certificates import find_browser
from courseware.release import Release, compile_release
from tests.browsing import wait_until
from tests.site.barriers import barriers
from tests.site.sitegen.keeping_phone import Host, cached, limit_storage, with_worker

pytestmark = pytest.mark.browser

COURSES = Path(__file__).parents[3] / "content" / "courses"
SLUG = "koperasi-sehat"
HOME = f"/kelas/{SLUG}/"
CACHE = f"jawara-kept-{SLUG}"
LIST = f"/data/v1/courses/{SLUG}/files.json"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "id-ID"}
RECORD = f"caches.match('{LIST}', {{ cacheName: '{CACHE}' }}).then((record) => record.json())"
# As if the list had been asked for long ago.
LONG_AGO = f"""async () => {{
  const record = {{ ...await {RECORD}, checked: 0 }};
  await (await caches.open("{CACHE}")).put("{LIST}", new Response(JSON.stringify(record)));
  return record.list.fingerprint;
}}"""
FONTS = "document.fonts.ready.then(() => [...document.fonts].map((font) => font.status))"
# Under the policy of netlify.toml text doesn't become markup.
IS_STRICT = """() => {
  try {
    document.createElement("p").innerHTML = "<b>x</b>";
    return false;
  } catch {
    return true;
  }
}"""
PICTURES = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().then(() => image.naturalWidth > 0, () => false);
}))"""


@pytest.fixture(scope="module")
def real() -> Release:
    return compile_release(COURSES)


@pytest.fixture(scope="module")
def built(real: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var") / "site"
    sitegen.build(real, folder, "https://belajar.example")
    return folder


@pytest.fixture
def host(built: Path, tmp_path: Path) -> Iterator[Host]:
    host = Host(copytree(built, tmp_path / "site"))
    with host.running():
        yield host


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(**PHONE) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, host: Host) -> Page:
    """The page of a class, of which nothing is kept."""
    return with_worker(context.new_page(), f"{host.address}{HOME}")


def begin(page: Page) -> None:
    page.get_by_role("button", name="Simpan kelas di ponsel ini").click()


def keep(page: Page) -> None:
    begin(page)
    expect(page.locator("jawara-keep-class strong")).to_contain_text("Tersimpan di ponsel ini")


def lessons(real: Release) -> list[tuple[str, str]]:
    course = next(course.public for course in real.courses if course.public.slug == SLUG)
    return [(f"{HOME}{lesson.slug}/", lesson.title) for lesson in course.lessons]


def files_asked(host: Host) -> list[str]:
    """What the host was asked for since, of all that a class consists of."""
    return sorted(path for path in host.asked if path.startswith(("/kelas/", "/en/kelas/", "/assets/", "/data/")))


def rebuild(host: Host, content: Path) -> None:
    """A new release: one sentence more in a lesson, a picture of it drawn anew, and another worker."""
    copytree(COURSES, content)
    lesson = content / SLUG / "lessons" / "02-mendirikan-koperasi.md"
    lesson.write_text(lesson.read_text().replace("\n## ", "\nKalimat yang baru.\n\n## ", 1))
    picture = content / SLUG / "media" / "enam-langkah.svg"
    picture.write_text(picture.read_text().replace("</svg>", "<desc>baru</desc></svg>"))
    sitegen.build(compile_release(content), host.folder, "https://belajar.example")
    worker = host.folder / "sw.js"
    worker.write_text(worker.read_text().replace('version":"', 'version":"baru'))


def change_lesson(host: Host, address: str) -> None:
    """As a release does it that changes one lesson and nothing else."""
    page, file = host.folder / address[1:] / "index.html", host.folder / LIST[1:]
    page.write_text(page.read_text().replace("</article>", f"<p>{'Kalimat yang baru. ' * 2000}</p></article>"))
    told = json.loads(file.read_text())
    (entry,) = (one for one in told["pages"] if one["address"] == address)
    entry["fingerprint"] = sha256(page.read_bytes()).hexdigest()[:16]
    file.write_text(json.dumps(told | {"fingerprint": "baru"}))


def test_a_kept_class_is_read_whole_after_a_restart_without_a_network(
    browser: Browser, built: Path, real: Release, tmp_path: Path
) -> None:
    """The promise: everything in one tap at the office, and then the village."""
    host = Host(built)

    def profile() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=find_browser(), chromium_sandbox=False, **PHONE
        )

    with host.running(), profile() as context:
        keep(with_worker(context.new_page(), f"{host.address}{HOME}"))
    host.asked.clear()
    with profile() as context:
        page = context.new_page()
        failed: list[str] = []
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.goto(f"{host.address}{HOME}")
        for address, title in lessons(real):
            page.goto(f"{host.address}{address}")
            assert page.locator("h1").inner_text() == title
            assert all(page.evaluate(PICTURES))
            assert page.evaluate(
                "document.fonts.ready.then(() => [...document.fonts].every((f) => f.status === 'loaded'))"
            )
        page.goto(f"{host.address}{HOME}istilah/")
        assert page.locator("dl dt, h1").count() > 0
        assert failed == []
        page.goto(f"{host.address}/kelas/tidak-dikenal/")
        page.get_by_role("link", name="Mengelola Koperasi yang Sehat").click()
        expect(page.locator("jawara-keep-class strong")).to_contain_text("Tersimpan di ponsel ini")
    assert host.asked == []


def test_what_broke_off_is_told_and_goes_on_where_it_was(page: Page, host: Host) -> None:
    """On a line that breaks each minute a class that begins anew each time would never be whole."""
    host.answers = lambda path: "dua-menara" not in path
    begin(page)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Sambungan terputus")
    here = cached(page)[CACHE]
    expect(told).to_contain_text(f"{len(here)} dari")
    assert f"{HOME}mendirikan-koperasi/" in here
    assert LIST not in here
    host.asked.clear()
    host.answers = lambda path: True
    page.context.set_offline(True)
    page.goto(f"{host.address}{HOME}mendirikan-koperasi/")
    assert all(page.evaluate(PICTURES))
    page.context.set_offline(False)

    page.goto(f"{host.address}{HOME}")
    expect(page.locator("jawara-keep-class")).to_contain_text(f"{len(here)} berkas sudah ada di ponsel ini")
    page.get_by_role("button", name="Lanjutkan menyimpan").click()
    expect(page.locator("jawara-keep-class strong")).to_contain_text("Tersimpan di ponsel ini")
    assert set(here) & set(files_asked(host)) <= {HOME, f"{HOME}mendirikan-koperasi/"}  # which were opened
    assert set(here) < set(cached(page)[CACHE])


def test_it_goes_on_by_itself_once_there_is_a_signal(page: Page, host: Host) -> None:
    """The phone lies in a pocket on the way home; nobody taps again."""
    host.answers = lambda path: "dua-menara" not in path
    begin(page)
    expect(page.get_by_role("alert")).to_contain_text("Sambungan terputus")
    page.context.set_offline(True)
    host.answers = lambda path: True
    page.context.set_offline(False)
    expect(page.locator("jawara-keep-class strong")).to_contain_text("Tersimpan di ponsel ini")


def test_a_full_phone_is_told_so_and_loses_nothing(page: Page, host: Host) -> None:
    """What filled the last room must go again, or the phone stays full for a class that nobody can read."""
    before = cached(page)
    limit_storage(page, host.address, 60_000)
    begin(page)
    expect(page.get_by_role("alert")).to_contain_text("Ruang penyimpanan ponsel penuh")
    assert cached(page) == before

    limit_storage(page, host.address, 50_000_000)
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("jawara-keep-class strong")).to_contain_text("Tersimpan di ponsel ini")


def test_a_kept_class_stays_readable_when_there_is_no_room_for_the_new_one(
    page: Page, host: Host, real: Release
) -> None:
    """What somebody counts on in the village may not be lost by an update that nobody asked for."""
    keep(page)
    before = cached(page)[CACHE]
    lesson = f"{HOME}mendirikan-koperasi/"
    change_lesson(host, lesson)
    page.evaluate(LONG_AGO)
    limit_storage(page, host.address, 1_000)
    host.asked.clear()
    with page.context.expect_event("response", lambda answer: answer.url.endswith(lesson)):
        page.goto(f"{host.address}{HOME}")
    page.context.set_offline(True)
    for address, title in lessons(real):
        page.goto(f"{host.address}{address}")
        assert page.locator("h1").inner_text() == title
        assert all(page.evaluate(PICTURES))
        expect(page.locator("main")).not_to_contain_text("Kalimat yang baru.")
    assert cached(page)[CACHE] == before

    page.context.set_offline(False)
    limit_storage(page, host.address, 50_000_000)
    page.goto(f"{host.address}{HOME}")
    wait_until(page, f"async () => (await {RECORD}).list.fingerprint === 'baru'")
    page.goto(f"{host.address}{lesson}")
    expect(page.locator("main")).to_contain_text("Kalimat yang baru.")


def test_a_class_is_removed_whole_in_one_tap(page: Page, host: Host) -> None:
    """Room is scarce on a small phone; and what was read is offered again, not lost with the site."""
    keep(page)
    assert len(cached(page)[CACHE]) > 20
    page.get_by_role("button", name="Hapus kelas yang tersimpan").click()
    expect(page.get_by_role("button", name="Simpan kelas di ponsel ini")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Kelas sudah dihapus dari ponsel ini.")
    assert CACHE not in cached(page)
    page.goto(f"{host.address}{HOME}mendirikan-koperasi/")
    expect(page.locator("h1")).to_have_text("Mendirikan koperasi")


def test_two_tabs_keep_a_class_once(page: Page, host: Host) -> None:
    """Who loses patience opens the page again and taps there too."""
    gate = Event()
    host.answers = lambda path: "dua-menara" not in path or gate.wait(20)
    host.asked.clear()
    begin(page)
    expect(page.locator("jawara-keep-class progress")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{host.address}{HOME}")
    other.get_by_role("button", name="Lanjutkan menyimpan").click()
    gate.set()
    for tab in (page, other):
        expect(tab.locator("jawara-keep-class strong")).to_contain_text("Tersimpan di ponsel ini")
    lessons_asked = [path for path in files_asked(host) if path.startswith(HOME) and path != HOME]
    assert len(lessons_asked) == len(set(lessons_asked)) == 11


def test_a_tab_that_only_looks_on_sees_how_far_the_other_is(page: Page, host: Host) -> None:
    """Otherwise it would offer what is under way."""
    gate = Event()
    host.answers = lambda path: "dua-menara" not in path or gate.wait(20)
    other = page.context.new_page()
    other.goto(f"{host.address}{HOME}")
    expect(other.get_by_role("button", name="Simpan kelas di ponsel ini")).to_be_visible()
    begin(page)
    expect(other.locator("jawara-keep-class progress")).to_be_visible()
    gate.set()
    expect(other.locator("jawara-keep-class strong")).to_contain_text("Tersimpan di ponsel ini")


def test_a_new_build_brings_what_changed_and_breaks_no_open_page(page: Page, host: Host, tmp_path: Path) -> None:
    """Data are paid for; and the picture further down belongs to the page that somebody is reading."""
    keep(page)
    before = set(cached(page)[CACHE])
    (old_picture,) = (path for path in before if "enam-langkah" in path)
    lesson = f"{HOME}mendirikan-koperasi/"
    reader = page.context.new_page()
    reader.goto(f"{host.address}{lesson}")
    reader.wait_for_load_state("networkidle")
    rebuild(host, tmp_path / "content")

    fingerprint = page.evaluate(LONG_AGO)
    host.asked.clear()
    page.goto(f"{host.address}{HOME}")
    wait_until(page, f"async (old) => (await {RECORD}).list.fingerprint !== old", fingerprint)
    wait_until(page, f"async () => !(await caches.match('{old_picture}', {{ cacheName: '{CACHE}' }}))")
    (new_picture,) = (path for path in cached(page)[CACHE] if "enam-langkah" in path)
    # The list of classes, which tells their weights rounded, may have changed as well: a part of the shell. And a new
    # worker looks for the keys of certificates.
    besides = {"/kelas/", "/data/v1/authority.json"}
    assert [file for file in files_asked(host) if file not in besides] == sorted({new_picture, LIST, HOME, lesson})
    assert set(cached(page)[CACHE]) == before - {old_picture} | {new_picture}
    assert old_picture in cached(page)["jawara-assets"]
    assert reader.evaluate("(address) => fetch(address).then((answer) => answer.status)", old_picture) == 200
    page.goto(f"{host.address}{lesson}")
    expect(page.locator("main")).to_contain_text("Kalimat yang baru.")

    # Once no page is open, the next worker clears up after the former release, and leaves kept classes alone.
    page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => void registration.update())")
    wait_until(page, "async () => !!(await navigator.serviceWorker.getRegistration()).waiting")
    context, kept_then = page.context, cached(page)[CACHE]
    page.close()
    reader.close()
    page = context.new_page()
    page.goto(f"{host.address}{lesson}")
    wait_until(page, "async () => !(await navigator.serviceWorker.getRegistration()).waiting")
    wait_until(page, f"async () => !(await caches.match('{old_picture}'))")
    now = cached(page)
    assert now[CACHE] == kept_then
    assert len([name for name in now if name.startswith("jawara-shell-")]) == 1


def test_a_list_looked_at_a_moment_ago_is_not_asked_for_again(page: Page, host: Host, real: Release) -> None:
    """Reading a kept class costs nothing, with a network too."""
    keep(page)
    host.asked.clear()
    for address, _ in lessons(real):
        page.goto(f"{host.address}{address}")
    assert files_asked(host) == []


def test_without_a_network_the_kept_variant_of_a_picture_stands_in(page: Page, host: Host) -> None:
    """Turning the phone may ask for a wider one; a class holds each picture once."""
    wider = f"/assets/{SLUG}/enam-langkah.1280.avif"
    file = host.folder / LIST[1:]
    told = json.loads(file.read_text())
    (picture,) = (one for one in told["pictures"] if "enam-langkah" in one["address"])
    picture["stands_for"] = [wider]
    file.write_text(json.dumps(told))
    keep(page)
    page.context.set_offline(True)
    kind = page.evaluate("(address) => fetch(address).then((answer) => answer.headers.get('content-type'))", wider)
    assert kind == "image/svg+xml"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_the_way_to_a_kept_class(scheme: Literal["light", "dark"], browser: Browser, host: Host) -> None:
    """Offer, mishap, kept class and the lists of kept classes, by axe; in English too."""
    with browser.new_context(**PHONE, color_scheme=scheme, bypass_csp=True) as context:
        page = with_worker(context.new_page(), f"{host.address}/en{HOME}")
        assert barriers(page) == []
        host.answers = lambda path: "dua-menara" not in path
        page.get_by_role("button", name="Keep this class on this phone").click()
        expect(page.get_by_role("alert")).to_contain_text("The connection broke off")
        assert barriers(page) == []
        host.answers = lambda path: True
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("jawara-keep-class strong")).to_contain_text("Kept on this phone")
        assert barriers(page) == []
        for address in ("/en/kelas-saya/", "/luring/"):
            page.goto(f"{host.address}{address}")
            expect(page.get_by_role("link", name="Mengelola Koperasi yang Sehat")).to_be_visible()
            assert barriers(page) == []
        page.context.set_offline(True)
        page.goto(f"{host.address}/en{HOME}")
        expect(page.locator("jawara-keep-class strong")).to_contain_text("Kept on this phone")
