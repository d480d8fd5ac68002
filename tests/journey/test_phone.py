"""Phones on bad networks: nothing that was done is lost, goes to the wrong person, or is said to be where it is not."""

import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from certificates import find_browser
from courseware.sealed import SealedCourse
from tests.browsing import deeds, wait_until
from tests.journey.phone import SCREEN, Phone, operation, sync, without
from tests.journey.running import Running
from tests.journey.walker import Walker, sealed_course

pytestmark = [pytest.mark.journey, pytest.mark.browser]

HANDED = "button:has-text('Kirim jawaban')"


@pytest.fixture(scope="module")
def course() -> SealedCourse:
    return sealed_course()


@pytest.fixture
def join(system: Running, course: SealedCourse) -> Iterator[Callable[..., Walker]]:
    """A participant who has read the class, or only begins to."""
    walkers: list[Walker] = []

    def join_(*, reads: bool = True) -> Walker:
        walker = Walker(system, course)
        walkers.append(walker)
        walker.join()
        if reads:
            walker.learn()
        return walker

    yield join_
    for walker in walkers:
        walker.__exit__()


@pytest.fixture
def siti(join: Callable[..., Walker]) -> Walker:
    return join()


@pytest.fixture
def take(browser: Browser, system: Running, course: SealedCourse) -> Generator[Callable[..., Phone]]:
    """A phone of its own; whatever breaks in its script breaks the test."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def take_(script: str = "") -> Phone:
        context = browser.new_context(**SCREEN)
        contexts.append(context)
        context.on("weberror", lambda error: broken.append(str(error.error)))
        if script:
            context.add_init_script(script)
        return Phone(context, system.address, course.slug)

    yield take_
    for context in contexts:
        context.close()
    assert broken == []


def answers_at_office(walker: Walker) -> dict[str, int]:
    """Question -> sequence, for what the server has of the open attempt."""
    asked = walker.ask("query($c: String!) { viewer { enrolment(course: $c) { evaluation { openAttempt } } } }",
                       c=sealed_course().slug)  # fmt: skip
    attempt = asked["viewer"]["enrolment"]["evaluation"]["openAttempt"]
    paper = walker.ask("query($a: UUID!) { viewer { attempt(id: $a) { questions { id sequence } } } }", a=attempt)
    found = paper["viewer"]["attempt"]["questions"]
    return {one["id"]: one["sequence"] for one in found if one["sequence"]}


def test_answers_without_a_network_survive_a_reload_and_are_sent(take: Callable[..., Phone], siti: Walker) -> None:
    """The line is lost in the middle; the page is loaded again without it; then it comes back."""
    phone = take()
    phone.sign_in(siti.email)
    phone.start()
    phone.answer(1)
    phone.saved(1)
    expect(phone.page.locator(".save-state")).to_have_text(re.compile(r"^Tersimpan di kantor pukul \d\d\.\d\d WIB\.$"))
    phone.offline()
    phone.answer(2)
    expect(phone.page.locator(".save-state")).to_have_text("Tersimpan di ponsel ini, belum terkirim.")
    phone.page.get_by_role("button", name="Tandai untuk dilihat lagi").click()
    given = phone.given(2)
    phone.page.reload()
    expect(phone.page.get_by_text("Anda mengerjakan tanpa internet")).to_be_visible()
    expect(phone.page.get_by_role("timer")).to_contain_text("menurut ponsel ini")
    assert phone.given(2) == given
    expect(phone.page.get_by_role("button", name=re.compile(r"^Soal 2,.*ditandai"))).to_be_visible()
    phone.answer(3)
    expect(phone.page.locator(".sitting__saved")).to_contain_text("1 dari")
    expect(phone.page.locator(".sitting__saved")).to_contain_text("2 masih di ponsel ini")
    phone.offline(is_offline=False)
    phone.saved(3)
    assert len(answers_at_office(siti)) == 3


def test_a_browser_that_is_started_again_without_a_network_goes_on(
    browser: Browser, system: Running, course: SealedCourse, siti: Walker, tmp_path: Path
) -> None:
    """An empty battery between two questions; handing in waits as well, and both arrive."""

    def started() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=find_browser(), args=["--no-sandbox"], **SCREEN
        )

    context = started()
    phone = Phone(context, system.address, course.slug)
    phone.sign_in(siti.email)
    phone.start()
    phone.offline()
    phone.answer(1)
    context.close()

    context = started()
    context.set_offline(True)
    phone = Phone(context, system.address, course.slug)
    phone.page.goto(phone.sitting)
    expect(phone.page.locator(".sitting__saved")).to_contain_text("1 masih di ponsel ini")
    phone.answer(2)
    phone.page.get_by_role("button", name="Tinjau jawaban").click()
    phone.page.locator(HANDED).click()
    expect(phone.page.get_by_role("heading", name="Mengumpulkan jawaban")).to_be_visible()
    expect(phone.page.get_by_text("dihitung bila sampai di kantor paling lambat pukul")).to_be_visible()
    context.close()

    context = started()
    page = context.new_page()
    page.goto(f"{system.address}/kelas-saya/")
    wait_until(page, "async () => !localStorage.getItem('jawara.waiting')")
    context.close()
    asked = siti.ask(
        "query($c: String!) { viewer { enrolment(course: $c) { evaluation { openAttempt bestScore } } } }",
        c=course.slug,
    )
    evaluation = asked["viewer"]["enrolment"]["evaluation"]
    assert evaluation["openAttempt"] is None
    assert evaluation["bestScore"] is not None


def test_an_expired_session_keeps_what_waits_until_its_owner_signs_in_again(
    take: Callable[..., Phone], siti: Walker
) -> None:
    """Signed out from another device in the middle: nothing is lost, and the screen says what to do."""
    phone = take()
    phone.sign_in(siti.email)
    phone.start()
    phone.offline()
    phone.answer(1)
    phone.context.clear_cookies()
    phone.page.reload()
    expect(phone.page.locator(".sitting__saved")).to_contain_text("1 masih di ponsel ini")
    phone.offline(is_offline=False)
    expect(phone.page.get_by_text("Masuk lagi agar dapat dikirim.")).to_be_visible(timeout=15_000)
    assert [deed["state"] for deed in deeds(phone.page)] == ["waiting"]
    phone.sign_in(siti.email)
    phone.start()
    phone.saved(1)
    assert len(answers_at_office(siti)) == 1


def test_a_second_person_on_the_phone_neither_sees_nor_sends_what_the_first_one_left(
    take: Callable[..., Phone], join: Callable[..., Walker], course: SealedCourse
) -> None:
    """Phones are shared in families; who signs out is told, and may."""
    siti, budi = join(reads=False), join()
    siti.ask("mutation($c: String!) { enrol(course: $c) { problems { code message } } }", c=course.slug)
    phone = take("delete globalThis.SyncManager;")
    phone.sign_in(siti.email)
    lesson = f"{phone.address}/kelas/{course.slug}/{course.lessons[0].slug}/"
    page = phone.page
    page.goto(lesson)
    wait_until(
        page, "async () => !!(await caches.match(location.pathname)) && !!localStorage.getItem('jawara.account')"
    )
    phone.offline()
    page.get_by_role("link", name=re.compile("^Selesai")).click()
    expect(page.locator(".lesson-state")).to_contain_text("Tersimpan di ponsel ini")
    # The office is there again, but not for deeds.
    phone.context.route("**/graphql", without("CompleteLesson"))
    phone.offline(is_offline=False)
    page.reload()
    page.get_by_text("Akun", exact=True).click()
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_text("Pelajaran atau jawaban Anda masih di ponsel ini saja.")).to_be_visible()
    with page.expect_navigation(url="**/"):
        page.get_by_role("button", name="Tetap keluar").click()
    phone.context.unroute("**/graphql")

    phone.sign_in(budi.email)
    page.goto(f"{phone.address}/kelas-saya/")
    expect(page.get_by_role("heading", name="Kelas yang Anda ikuti")).to_be_visible()
    expect(page.locator("jawara-waiting")).to_be_empty()
    page.goto(lesson)
    expect(page.locator(".lesson-state")).to_contain_text("sudah tuntas")
    assert [(deed["state"], deed["kind"]) for deed in deeds(page)] == [("waiting", "lesson")]
    assert _lessons_done(siti) == 0

    phone.sign_in(siti.email)
    page.goto(f"{phone.address}/kelas-saya/")
    wait_until(page, "async () => !localStorage.getItem('jawara.waiting')")
    assert (_lessons_done(siti), deeds(page)) == (1, [])


def test_my_classes_say_in_one_line_what_waits(take: Callable[..., Phone], siti: Walker) -> None:
    """Whoever looks whether all is done must not be told so while the phone still holds it."""
    phone = take()
    phone.sign_in(siti.email)
    phone.start()
    phone.offline()
    phone.answer(1)
    phone.page.goto(f"{phone.address}/kelas-saya/")
    told = phone.page.locator("jawara-waiting")
    expect(told).to_contain_text("1 jawaban evaluasi tersimpan di ponsel ini, belum di kantor.")
    expect(told).to_contain_text("dikirim otomatis begitu ada jaringan")
    phone.offline(is_offline=False)
    expect(told).to_be_empty(timeout=15_000)


def test_two_tabs_show_the_same_and_send_once(take: Callable[..., Phone], siti: Walker) -> None:
    """One sends, the other follows; a tab that is closed holds up nothing."""
    phone = take()
    phone.sign_in(siti.email)
    phone.start()
    other = phone.context.new_page()
    other.goto(phone.sitting)
    expect(other.get_by_role("heading", name=re.compile("^Soal 1 dari"))).to_be_visible()
    sent: list[str] = []
    phone.context.on("response", lambda response: sent.append(operation(response.request)))
    phone.answer(1)
    phone.saved(1, other)
    phone.answer(2, page=other)
    phone.saved(2)
    phone.offline()
    phone.answer(3)
    expect(other.locator(".sitting__saved")).to_contain_text("1 masih di ponsel ini")
    phone.page.close()
    phone.offline(is_offline=False)
    phone.saved(3, other)
    assert sent.count("SaveAnswer") == 3


def test_of_two_phones_the_one_that_was_overtaken_is_told(take: Callable[..., Phone], siti: Walker) -> None:
    """Both answered the same question; what the office has is shown on both, and can be changed again."""
    one, other = take(), take()
    for phone in (one, other):
        phone.sign_in(siti.email)
        phone.start()
    one.offline()
    one.answer(1, choice=1)
    other.answer(1, choice=0)
    other.answer(2, choice=0)
    other.answer(1, choice=1)
    other.answer(1, choice=0)
    other.saved(2)
    one.offline(is_offline=False)
    expect(one.page.get_by_text("Jawaban ini diubah dari perangkat lain")).to_be_visible(timeout=15_000)
    assert one.given(1) == other.given(1)
    one.saved(2)
    one.answer(1, choice=1)
    one.saved(2)
    other.page.reload()
    assert other.given(1) == one.given(1)


TWO_HOURS = """{ const real = Date.now.bind(Date); let ahead = 7200000;
  Date.now = () => real() + ahead; globalThis.setClock = (hours) => { ahead = hours * 3600000; }; }"""


def test_a_phone_whose_clock_is_two_hours_off_closes_nothing(take: Callable[..., Phone], siti: Walker) -> None:
    """Ahead from the beginning, then set right, then far ahead while there is no network, then over a reload."""
    phone = take(TWO_HOURS)
    phone.sign_in(siti.email)
    phone.start()
    clock = phone.page.get_by_role("timer")
    expect(clock).to_contain_text(re.compile("^Sisa waktu 4[45]:"))
    phone.page.evaluate("setClock(0)")
    phone.answer(1)
    phone.saved(1)
    expect(clock).to_contain_text(re.compile("^Sisa waktu 4[45]:"))
    phone.offline()
    phone.page.evaluate("setClock(3)")
    expect(clock).to_have_text("Sisa waktu 00:00 menurut ponsel ini")
    expect(phone.page.get_by_text("Menurut ponsel ini waktunya sudah habis")).to_be_visible()
    phone.answer(2)
    phone.offline(is_offline=False)
    expect(clock).to_contain_text(re.compile("^Sisa waktu 4[45]:"), timeout=15_000)
    phone.saved(2)
    phone.offline()
    phone.page.reload()
    expect(clock).to_contain_text("menurut ponsel ini")
    phone.answer(3)
    phone.offline(is_offline=False)
    phone.saved(3)
    assert len(answers_at_office(siti)) == 3


FULL = """for (const deed of ["add", "put"]) IDBObjectStore.prototype[deed] = () => {
  throw new DOMException("full", "QuotaExceededError"); };"""
FORBIDDEN = "indexedDB.open = () => { throw new DOMException('forbidden', 'SecurityError'); };"


@pytest.mark.parametrize("script", [FULL, FORBIDDEN], ids=["full", "forbidden"])
def test_a_phone_that_can_keep_nothing_says_so_and_sends(take: Callable[..., Phone], siti: Walker, script: str) -> None:
    """What is in the page alone is gone with it: the reader must know, and only then."""
    phone = take()
    phone.sign_in(siti.email)
    phone.start()
    phone.context.add_init_script(script)
    phone.page.reload()
    expect(phone.page.get_by_role("heading", name=re.compile("^Soal 1 dari"))).to_be_visible()
    phone.offline()
    phone.answer(1)
    expect(phone.page.locator(".save-state")).to_have_text(
        "Hanya tersimpan sampai halaman ini ditutup, belum terkirim."
    )
    expect(phone.page.locator(".sitting__saved")).to_contain_text("jangan tutup halaman")
    phone.offline(is_offline=False)
    phone.saved(1)
    assert len(answers_at_office(siti)) == 1


def test_the_service_worker_sends_what_a_closed_page_left(take: Callable[..., Phone], siti: Walker) -> None:
    """Browsers with Background Sync wake it once there is a network; the session goes on afterwards."""
    phone = take()
    phone.sign_in(siti.email)
    phone.start()
    phone.offline()
    phone.answer(1)
    phone.page.goto(f"{phone.address}/luring/")
    phone.context.set_offline(False)
    # This page, which knows of what waits, is as good as gone.
    phone.page.evaluate("localStorage.removeItem('jawara.waiting')")
    phone.page.goto("about:blank")
    page = phone.context.new_page()
    page.goto(f"{phone.address}/bantuan/")
    sync(page, phone.address)
    for _ in range(300):
        if [deed["state"] for deed in deeds(page)] == ["sent"]:
            break
        page.wait_for_timeout(100)
    assert len(answers_at_office(siti)) == 1
    # The refresh token that the worker used up has its successor in the cookie.
    phone.page.goto(phone.sitting)
    phone.saved(1)


def test_what_the_office_refuses_for_good_is_told_in_words(take: Callable[..., Phone], siti: Walker) -> None:
    """Handed in on one phone while another still had an answer: it can't count, and its owner reads why."""
    one, other = take(), take()
    for phone in (one, other):
        phone.sign_in(siti.email)
        phone.start()
    one.offline()
    one.answer(1)
    other.page.get_by_role("button", name="Tinjau jawaban").click()
    other.page.locator(HANDED).click()
    other.page.wait_for_url("**/hasil/**")
    one.offline(is_offline=False)
    one.page.wait_for_url("**/hasil/**")
    one.page.goto(f"{one.address}/kelas-saya/")
    told = one.page.locator("jawara-waiting")
    expect(told).to_contain_text("Tidak dapat diterima kantor: 1")
    expect(told.locator("p").nth(1)).not_to_be_empty()
    told.get_by_role("button", name="Saya mengerti").click()
    expect(told).to_be_empty()
    assert deeds(one.page) == []


def _lessons_done(walker: Walker) -> int:
    asked = walker.ask("query($c: String!) { viewer { enrolment(course: $c) { completedLessons } } }",
                       c=sealed_course().slug)  # fmt: skip
    found: int = asked["viewer"]["enrolment"]["completedLessons"]
    return found
