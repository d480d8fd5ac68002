"""A browser that dies, freezes or is fed something hostile."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import playwright
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from certificates import BrowserMissing, CertificateFields, RenderFailed, find_browser, open_renderer
from certificates.browser import NICENESS, Chromium, launch_arguments
from certificates.template import load_template
from tests.certificates.descendants import processes

pytestmark = pytest.mark.browser

Build = Callable[..., CertificateFields]


def is_running(process: int) -> bool:
    """A dead one may stay listed as a zombie until its parent looks."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


@needs_proc
@pytest.mark.parametrize(
    ("having", "lacking", "blow"),
    [
        (("--remote-debugging-pipe",), "--type=", signal.SIGKILL),
        (("--type=renderer",), "\0none", signal.SIGKILL),
        (("--type=renderer",), "\0none", signal.SIGSTOP),
        (("playwright", "driver", "run-driver"), "\0none", signal.SIGKILL),
    ],
    ids=["the browser is killed", "the page is killed", "the page freezes", "the driver is killed"],
)
async def test_the_next_certificate_comes_out_after(
    having: tuple[str, ...], lacking: str, blow: signal.Signals, program: Path, make_fields: Build
) -> None:
    """A frozen page never answers by itself; without a limit of our own every later certificate would wait for ever."""
    async with open_renderer(program, patience=15) as renderer:
        before = await renderer.render(make_fields())
        all_of_the_first = processes("chrom")
        victims = processes(*having, lacking=lacking)
        assert victims
        for victim in victims:
            os.kill(victim, blow)
        assert await renderer.render(make_fields()) == before
        all_of_the_last = processes("chrom")
    assert [process for process in all_of_the_first + all_of_the_last if is_running(process)] == []


@needs_proc
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["the page is killed", "the page freezes"])
async def test_the_next_picture_comes_out_after(blow: signal.Signals, program: Path, make_fields: Build) -> None:
    """Previews share the certificates' page, so they mend it as certificates do."""
    async with open_renderer(program, patience=15) as renderer:
        before = await renderer.picture(make_fields())
        for victim in processes("--type=renderer"):
            os.kill(victim, blow)
        assert share_that_differs(before, await renderer.picture(make_fields())) < 0.02


@needs_proc
@pytest.mark.parametrize("seconds", [0, 0.01, 0.03], ids=["before", "while words are filled in", "while it is printed"])
async def test_a_page_that_crashed_is_not_waited_for(seconds: float, program: Path, make_fields: Build) -> None:
    """Its process is gone and will never answer; patience is for those that may."""
    async with open_renderer(program, patience=600) as renderer:
        before = await renderer.render(make_fields())
        async with asyncio.timeout(60):
            printing = asyncio.create_task(renderer.render(make_fields()))
            await asyncio.sleep(seconds)
            for victim in processes("--type=renderer"):
                os.kill(victim, signal.SIGKILL)
            assert await printing == before


@needs_proc
async def test_a_page_that_crashes_while_it_is_laid_is_not_waited_for(program: Path, make_fields: Build) -> None:
    """Its process needs the most memory then."""
    async with open_renderer(program, patience=600) as renderer, asyncio.timeout(60):
        printing = asyncio.create_task(renderer.render(make_fields()))
        while not (victims := processes("--type=renderer")):  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.005)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        assert await printing == await renderer.render(make_fields())


def share_that_differs(one: bytes, other: bytes) -> float:
    """How much of two pictures is not the same to the eye. Chromium paints no page twice to the bit: edges of letters
    come out by a shade darker or lighter.
    """
    pictures = [Image.open(BytesIO(picture)).convert("L") for picture in (one, other)]
    assert pictures[0].size == pictures[1].size
    shades = ImageChops.difference(*pictures).histogram()
    return sum(shades[16:]) / sum(shades)


async def test_a_browser_that_never_works_ends_in_a_clear_error(make_fields: Build) -> None:
    """The caller must learn that trying again later may help, unlike with fields that can't be printed."""
    program = find_browser(Path("/bin/false"))
    async with open_renderer(program, patience=5) as renderer:
        with pytest.raises(RenderFailed, match="not even a new one"):
            await renderer.render(make_fields())
        with pytest.raises(RenderFailed, match="not even a new one"):
            await renderer.picture(make_fields())


async def test_a_browser_is_started_anew_after_its_count(program: Path, make_fields: Build) -> None:
    """Whatever leaks in a browser is gone with it."""
    async with open_renderer(program, recycle_after=2) as renderer:
        first = await renderer.render(make_fields())
        old = set(processes("--remote-debugging-pipe", lacking="--type="))
        await renderer.render(make_fields())
        assert set(processes("--remote-debugging-pipe", lacking="--type=")) == old
        assert await renderer.render(make_fields()) == first
        assert not old & set(processes("--remote-debugging-pipe", lacking="--type="))


async def test_callers_at_once_each_get_their_own_certificate(program: Path, make_fields: Build) -> None:
    """There is one page: without turns, a name would land on another participant's certificate."""
    names = [f"Peserta {letter}" for letter in "ABCDEF"]
    async with open_renderer(program) as renderer:
        pdfs = await asyncio.gather(*(renderer.render(make_fields(name=name)) for name in names))
    for name, pdf in zip(names, pdfs, strict=True):
        assert name in PdfReader(BytesIO(pdf)).pages[0].extract_text()


@asynccontextmanager
async def listening() -> AsyncGenerator[tuple[str, list[bytes]]]:
    """A server on this machine that answers anything, and what it was asked."""
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


ATTEMPTS = """async (host) => {
    const quietly = async (attempt) => { try { await attempt(); } catch { /* refused, as it should be */ } };
    await quietly(() => fetch(`http://${host}/fetch`, { mode: "no-cors" }));
    await quietly(() => navigator.sendBeacon(`http://${host}/beacon`));
    await quietly(() => new WebSocket(`ws://${host}/socket`));
    await quietly(() => new FontFace("x", `url(http://${host}/font)`).load());
    const loads = (name, details) => document.body.append(Object.assign(document.createElement(name), details));
    loads("img", { src: `http://${host}/img` });
    loads("iframe", { src: `http://${host}/iframe` });
    loads("script", { src: `http://${host}/script` });
    loads("link", { rel: "stylesheet", href: `http://${host}/style` });
    loads("link", { rel: "prefetch", href: `http://${host}/prefetch` });
    await new Promise((resolve) => setTimeout(resolve, 400));
}"""


async def test_a_page_reaches_no_network_whatever_it_tries(program: Path) -> None:
    """A template or a library in it may turn hostile; names and numbers of participants must stay on this machine."""
    async with listening() as (host, asked):
        chromium = await Chromium.start(program)
        try:
            page = await chromium.open_page(load_template("jatim-1"))
            await page.evaluate(ATTEMPTS, host)
        finally:
            await chromium.close()
        assert asked == []
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(b"GET /the-server-does-listen HTTP/1.1\r\n")
        assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        writer.close()
        assert asked == [b"GET /the-server-does-listen HTTP/1.1\r\n"]


async def test_printing_yields_to_answering(program: Path) -> None:
    """Two hundred hand in at once, and their certificates are printed on the cores that save the others' answers."""
    chromium = await Chromium.start(program)
    try:
        await chromium.open_page(load_template("jatim-1"))
        pages = processes("--type=renderer")
        assert pages
        assert {os.getpriority(os.PRIO_PROCESS, one) for one in pages} == {NICENESS}
    finally:
        await chromium.close()


async def test_markup_in_a_name_is_only_letters(program: Path, make_fields: Build) -> None:
    """Participants type their own names: what one types is printed, never run."""
    async with listening() as (host, asked), open_renderer(program) as renderer:
        name = f'<img src="http://{host}/x" onerror="document.title=1"><script>document.body.remove()</script>'
        pdf = await renderer.render(make_fields(name=name))
        assert asked == []
    document = PdfReader(BytesIO(pdf))
    assert name.replace(" ", "") in "".join(document.pages[0].extract_text().split())
    assert document.metadata is not None
    assert document.metadata.title == f"Sertifikat JTM-2026-000128 - {name}"


async def test_a_missing_browser_is_said_with_its_cure() -> None:
    """The first thing that goes wrong on a new machine; a named program is never replaced by another in silence."""
    wanted = Path("/nonexistent/chromium")
    assert find_browser(wanted) is None
    with pytest.raises(BrowserMissing, match=r"/nonexistent/chromium is no program.*playwright install --with-deps"):
        async with open_renderer(wanted):
            pass


def test_playwrights_own_browser_comes_before_those_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the version that Playwright was tested with; one of another version in the same folder is not."""
    for name in ("google-chrome", "chromium"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    catalogue = json.loads((Path(playwright.__file__).parent / "driver/package/browsers.json").read_bytes())
    revision = next(one["revision"] for one in catalogue["browsers"] if one["name"] == "chromium-headless-shell")
    for version in ("1", revision):
        assert find_browser() == tmp_path / "chromium"
        own = (
            tmp_path / f"chromium_headless_shell-{version}" / "chrome-headless-shell-linux64" / "chrome-headless-shell"
        )
        own.parent.mkdir(parents=True)
        own.touch(mode=0o755)
    assert find_browser() == own


def test_the_sandbox_is_given_up_only_as_root() -> None:
    """Chromium can't sandbox as root; for everybody else the sandbox stays."""
    assert "--no-sandbox" in launch_arguments(is_root=True)
    assert "--no-sandbox" not in launch_arguments(is_root=False)
