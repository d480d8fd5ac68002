"""A lesson begun on one phone is gone on with on another, at the place where it was left, and completed by a check;
without a network what completes it waits on the phone.
"""

import os
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import DEEDS, deeds, wait_until
from tests.content.courseware.builder import CHECK, LESSON_HEAD, CourseFolder, good_course
from tests.content.courseware.test_recordings import PROSE, VIDEO
from tests.journey.phone import SCREEN, Phone
from tests.journey.running import Running, running
from tests.journey.test_moving import signed_in
from tests.journey.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.browser]

PART = "Catat pesanan selama satu minggu, lalu lihat siapa yang paling sering memesan. " * 12
PARTS = "".join(
    f"## {title}\n\n{PART}\n\n" for title in ("Siapa pembeli", "Apa yang dicari", "Harga pokok", "Harga jual")
)
FOLLOWED = "async () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/following.'))"
RESUME = """query { viewer { enrolment(course: "k3") { resume { link } } } }"""


@pytest.fixture
def course(tmp_path: Path) -> CourseFolder:
    """Two lessons: the first is long and asks for its check to be answered, the second for its video to be watched."""
    made = good_course(tmp_path / "kelas")
    made.replace("course.md", "tujuan:\n", "tuntas: [jawab, tonton]\ntujuan:\n")
    (made.folder / "media" / "harga.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(1_199_988))
    head = LESSON_HEAD.format(id="mengenal-pembeli").replace("menit: 2", "menit: 4")
    made.write("lessons/01-mengenal-pembeli.md", head + PARTS + CHECK)
    second = LESSON_HEAD.format(id="harga").replace("Mengenal pembeli", "Menghitung harga")
    made.write("lessons/02-harga.md", second + VIDEO + PROSE + PART)
    return made


@pytest.fixture
def system(course: CourseFolder, tmp_path: Path, migrated: Path) -> Generator[Running]:
    """A system with nothing but this class."""
    with running(tmp_path / "var", migrated, CONTENT_DIRS=str(course.root)) as started:
        yield started


def device(browser: Browser, system: Running, email: str) -> Page:
    """Somebody's own device: nothing of the other is on it."""
    context = browser.new_context(base_url=system.address, viewport={"width": 360, "height": 740}, locale="id-ID")
    page = context.new_page()
    page.set_default_timeout(20_000)
    signed_in(page, email)
    return page


def wait_for(walker: Walker, place: str) -> None:
    """A page says where its reader is once in twenty seconds at most."""
    deadline = time.monotonic() + 90
    while walker.ask(RESUME)["viewer"]["enrolment"]["resume"]["link"] != place:
        assert time.monotonic() < deadline, walker.ask(RESUME)
        time.sleep(0.2)


def seen(page: Page, name: str) -> None:
    """A picture for whoever looks at what was made."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True)


def test_a_lesson_is_gone_on_with_on_another_device(browser: Browser, system: Running, course: CourseFolder) -> None:
    """The first device tells the place after a while, and is quiet before; the second opens there."""
    with Walker(system, course.release().sealed) as walker:
        walker.join()
        walker.ask('mutation { enrol(course: "k3") { problems { code } } }')
        phone = device(browser, system, walker.email)
        told: list[str] = []
        phone.on("request", lambda request: told.append(request.post_data or ""))
        phone.goto("/kelas/k3/mengenal-pembeli/")
        # The service worker fetches it too, and sooner: what counts is that the page has it.
        wait_until(phone, FOLLOWED)
        for heading in ("Siapa pembeli", "Harga jual", "Apa yang dicari", "Harga pokok"):
            phone.get_by_role("heading", name=heading).evaluate("one => one.scrollIntoView()")
            phone.wait_for_timeout(100)
        assert sum("RememberPlace" in body for body in told) == 0
        # It would also be told as the page goes, but what a page says then may be lost on a busy machine.
        wait_for(walker, "/kelas/k3/mengenal-pembeli/#harga-pokok")

        desk = device(browser, system, walker.email)
        go_on = desk.get_by_role("link", name="Lanjutkan: Mengenal pembeli")
        expect(go_on).to_have_attribute("href", "/kelas/k3/mengenal-pembeli/#harga-pokok")
        seen(desk, "kelas-saya")
        go_on.click()
        expect(desk.get_by_role("heading", name="Harga pokok")).to_be_in_viewport()
        expect(desk.get_by_role("heading", name="Siapa pembeli")).not_to_be_in_viewport()

        desk.get_by_role("link", name="Selesai, lanjut ke").click()
        expect(desk.get_by_text("Pelajaran ini belum tuntas")).to_be_visible()
        expect(desk.get_by_text("Jawab 1 cek yang belum dijawab")).to_be_visible()
        seen(desk, "belum-tuntas")
        desk.goto("/kelas/k3/")
        desk.get_by_text("Pelajaran yang belum tuntas: 2").click()
        expect(desk.get_by_role("link", name="Jawab 1 cek")).to_be_visible()
        seen(desk, "kelas")
        desk.get_by_role("link", name="Jawab 1 cek").click()
        expect(desk.get_by_text("Pelajaran ini belum tuntas")).to_be_visible()
        desk.get_by_text("Semua orang").click()
        desk.get_by_role("button", name="Periksa").click()
        expect(desk.get_by_text("Pelajaran ini sudah tuntas.")).to_be_visible()
        seen(desk, "tuntas")
        assert walker.ask(RESUME)["viewer"]["enrolment"]["resume"] == {"link": "/kelas/k3/harga/"}

        with desk.expect_response(lambda response: "/following." in response.url):
            desk.get_by_role("link", name="Lanjut ke Menghitung harga").click()
        desk.get_by_role("link", name="Selesai, lanjut ke").click()
        expect(desk.get_by_text("Pelajaran ini belum tuntas")).to_be_visible()
        desk.get_by_text("Baca transkrip", exact=True).click()
        desk.get_by_text("Lalu tenaga kerja.").scroll_into_view_if_needed()
        seen(desk, "transkrip")
        expect(desk.get_by_text("Pelajaran ini sudah tuntas.")).to_be_visible(timeout=60_000)
        assert walker.ask(RESUME)["viewer"]["enrolment"]["resume"] is None
        phone.context.close()
        desk.context.close()


KEPT_PAGE = "async () => !!(await caches.match(location.pathname))"


def test_what_completes_lessons_waits_without_a_network(
    browser: Browser, system: Running, course: CourseFolder
) -> None:
    """Read first, answered and watched later, all on pages that were loaded without a network."""
    with Walker(system, course.release().sealed) as walker:
        walker.join()
        walker.ask('mutation { enrol(course: "k3") { problems { code } } }')
        context = browser.new_context(**SCREEN)
        phone = Phone(context, system.address, "k3")
        phone.sign_in(walker.email)
        page = phone.page
        for lesson in ("harga", "mengenal-pembeli"):
            page.goto(f"{system.address}/kelas/k3/{lesson}/")
            wait_until(page, KEPT_PAGE)
        wait_until(page, "async () => !!localStorage.getItem('jawara.account')")

        phone.offline()
        page.reload()
        page.get_by_role("link", name="Selesai, lanjut ke").click()
        state = page.locator(".lesson-state")
        expect(state).to_contain_text("Tersimpan di ponsel ini")
        page.get_by_text("Semua orang").click()
        page.get_by_role("button", name="Periksa").click()
        expect(page.get_by_text("Hasilnya tampil di sini begitu ada jaringan.")).to_be_visible()
        seen(page, "cek-menunggu")
        assert [deed["kind"] for deed in deeds(page)] == ["lesson", "check"]
        phone.offline(is_offline=False)
        expect(page.get_by_text("Jawaban Anda belum tepat")).to_be_visible()
        expect(state).to_contain_text("Pelajaran ini sudah tuntas.")

        phone.offline()
        page.goto(f"{system.address}/kelas/k3/harga/")
        page.get_by_text("Baca transkrip", exact=True).click()
        page.get_by_text("Lalu tenaga kerja.").scroll_into_view_if_needed()
        wait_until(page, f"async () => (await ({DEEDS})()).some(({{ kind }}) => kind === 'watched')")
        page.get_by_role("link", name="Selesai, lanjut ke").click()
        expect(state).to_contain_text("Tersimpan di ponsel ini")
        page.goto(f"{system.address}/kelas-saya/")
        expect(page.locator("jawara-waiting")).to_contain_text("1 pelajaran yang selesai tersimpan di ponsel ini")
        phone.offline(is_offline=False)
        expect(page.locator("jawara-waiting")).to_be_empty(timeout=15_000)
        assert walker.ask(RESUME)["viewer"]["enrolment"]["resume"] is None
        context.close()
