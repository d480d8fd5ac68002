"""From a save to the drawn page: `jawara preview` with the classes as they are, and a browser on a lesson."""

import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Page, sync_playwright

from certificates import find_browser
from courseware.messages import Language
from courseware.public import lesson_url
from courseware.release import compile_release
from jawara.places import COURSES
from jawara.preview import start

SAVES = 40
WANTED_MS = 300

# The time of the browser's clock at which a text that a save brought was drawn.
_NOTE_DRAWN = """() => {
  window.drawn = {};
  new MutationObserver(() => {
    const found = document.querySelector("main").textContent.match(/Ukur (\\d+)\\./);
    if (!found || found[1] in window.drawn) return;
    requestAnimationFrame(() => setTimeout(() => window.drawn[found[1]] ??= Date.now()));
  }).observe(document.body, { childList: true, subtree: true });
}"""


def main() -> None:
    """Print median, 95th percentile and longest of 40 saves."""
    program = find_browser()
    if program is None:
        print("No Chromium on this machine.")
        return
    with tempfile.TemporaryDirectory() as folder:
        courses = Path(folder) / "courses"
        shutil.copytree(COURSES, courses)
        os.environ["CONTENT_DIRS"] = str(courses)
        course = max(compile_release(courses).courses, key=lambda one: len(one.sealed.to_json())).public
        lesson = course.lessons[len(course.lessons) // 2]
        (file,) = (courses / course.slug / "lessons").glob(f"*-{lesson.slug}.md")
        stop = Event()
        with start("127.0.0.1", 0, Language.INDONESIAN, stop) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}{lesson_url(course.slug, lesson.slug)}"
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=program, chromium_sandbox=False)
                page = browser.new_page(viewport={"width": 360, "height": 740})
                page.goto(address)
                taken = _saves(page, file)
                browser.close()
            stop.set()
            server.shutdown()
    taken.sort()
    late = sum(one > WANTED_MS for one in taken)
    print(f"{f'from a save to the drawn page, {SAVES} saves':<44} median {statistics.median(taken):4.0f} ms")
    print(f"{'':<44} 95 %   {taken[int(0.95 * len(taken))]:4.0f} ms")
    print(f"{'':<44} most   {taken[-1]:4.0f} ms; over {WANTED_MS} ms: {late}")


def _saves(page: Page, file: Path) -> list[float]:
    """Milliseconds from writing the file to the frame that shows it."""
    text = file.read_text("utf-8")
    page.wait_for_timeout(1_000)
    page.evaluate(_NOTE_DRAWN)
    taken: list[float] = []
    for number in range(SAVES):
        # At another moment of the watch's round each time.
        page.wait_for_timeout(200 + number * 7 % 50)
        began = time.time() * 1000
        file.write_text(f"{text.rstrip()}\n\nUkur {number}.\n", "utf-8")
        # Rarely asked, for asking takes the browser's time too.
        while (drawn := page.evaluate("(number) => window.drawn[number]", number)) is None:
            page.wait_for_timeout(WANTED_MS)
        taken.append(drawn - began)
    return taken
