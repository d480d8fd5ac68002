"""Certificates that are printed together come out as if each had been printed alone."""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
import pytest
import pytest_asyncio
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from certificates import CannotPrint, CertificateFields, Renderer, open_renderer
from certificates.batch import NotAsPrinted, OtherPages, parts_of
from certificates.browser import Chromium
from certificates.fields import SyllabusLine
from certificates.press import Press, Printed, RenderFailed
from certificates.renderer import MOST_TOGETHER
from certificates.template import template_names
from certificates.words import PrintedWords
from tests.certificates.descendants import processes
from tests.certificates.presses import handed_out, png, printing_on
from tests.certificates.test_failures import needs_proc

pytestmark = [pytest.mark.browser]

Build = Callable[..., CertificateFields]

NAMES = [
    "Sri",
    "Hj. Raden Ayu Sri Wahyuningtyas Kusumaningrum Notonegoro, S.Pd., M.M.",
    "Ni Luh Putu " + "Wijayanti " * 9,
    "ꦱꦿꦶ ꦲꦪꦸ",
    "محمد عبد الرحمن",
    "陈美玲 (Mei Ling)",
    r"Adi \) 7 0 R (node00000001) /AAAAAA+ ]>> endobj",
]
HOSTILE = r"/Pg 1 0 R /K [2 0 R] (node00000099) \ /BAAAAA+"
"""As the name of an office it stands among the tags, in the words for its emblem."""
IMAGES = handed_out({"lambang.png": png((200, 30, 30, 255)), "tanda.png": png((0, 0, 90, 120))})


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were printed together, print by print."""
    sizes: list[int] = []
    pdfs = Press.pdfs

    async def noted(
        self: Press, template: str, batch: Sequence[PrintedWords]
    ) -> list[Printed | CannotPrint | RenderFailed]:
        sizes.append(len(batch))
        return await pdfs(self, template, batch)

    monkeypatch.setattr(Press, "pdfs", noted)
    return sizes


def one_press(program: Path, **changed: Any) -> AbstractAsyncContextManager[Renderer]:
    return printing_on(1, program, images=IMAGES, **changed)


async def test_those_who_wait_for_a_press_are_printed_together(
    batches: list[int], program: Path, make_fields: Build
) -> None:
    """In the order in which they came, and never more than a page holds; who comes alone waits for nobody."""
    wanted = [make_fields(name=f"Sri {number}") for number in range(MOST_TOGETHER + 3)]
    async with one_press(program) as renderer:
        alone = [await renderer.render(fields) for fields in wanted]
        assert set(batches) == {1}
        batches.clear()
        assert await asyncio.gather(*map(renderer.render, wanted)) == alone
    assert batches == [MOST_TOGETHER, 3]


@pytest.mark.parametrize("template", template_names())
def test_the_bytes_are_those_of_a_print_alone(
    template: str, batches: list[int], program: Path, make_fields: Build
) -> None:
    """A lost file is printed again alone, and compared by its hash. A font cut to the letters of a whole batch, a place
    that counts from another's page or a number given to another's element would change it.
    """
    certificates = st.builds(
        make_fields,
        template=st.just(template),
        name=st.sampled_from(NAMES),
        course_title=st.sampled_from(["Pemasaran Digital", "Pembukuan Sederhana untuk Usaha Mikro " * 4]),
        office=st.sampled_from(["Dinas Koperasi", HOSTILE]),
        score=st.sampled_from([None, 92]),
        syllabus=st.integers(1, 24).map(lambda lines: (SyllabusLine("Harga, mutu & pelanggan", 5),) * lines),
        emblem=st.sampled_from([None, "lambang.png"]),
        signature=st.sampled_from([None, "tanda.png"]),
    )

    async def compared(wanted: list[CertificateFields]) -> None:
        ours = await asyncio.gather(*map(together.render, wanted))
        for place, (fields, pdf) in enumerate(zip(wanted, ours, strict=True)):
            assert await alone.render(fields) == pdf, (place, fields)

    # No shrinking: which of a batch differs is shown, and each try prints a dozen.
    @settings(max_examples=12, phases=[Phase.generate])
    @given(st.lists(certificates, min_size=2, max_size=MOST_TOGETHER))
    def compare(wanted: list[CertificateFields]) -> None:
        loop.run(compared(wanted))

    open_ones = AsyncExitStack()
    with asyncio.Runner() as loop:
        alone = loop.run(open_ones.enter_async_context(one_press(program)))
        together = loop.run(open_ones.enter_async_context(one_press(program)))
        try:
            compare()
        finally:
            loop.run(open_ones.aclose())
    assert max(batches) > 1


def read_out(file: pikepdf.Pdf) -> set[tuple[int, int]]:
    """The elements that a reader meets on its way from the root."""
    met: set[tuple[int, int]] = set()
    waiting = [file.Root.StructTreeRoot.K]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting += [child for child in item if not isinstance(child, int)]
        elif isinstance(item, pikepdf.Dictionary):
            met.add(item.objgen)
            waiting += [item.K] if "/K" in item and not isinstance(item.K, int) else []
    return met


async def test_each_has_its_own_tags_and_no_others(program: Path, make_fields: Build) -> None:
    """A reader of the screen would otherwise read out somebody else's certificate, or nothing."""
    async with open_renderer(program, images=IMAGES) as renderer:
        wanted = [make_fields(name=name, office=HOSTILE, emblem="lambang.png") for name in NAMES]
        pdfs = await asyncio.gather(*map(renderer.render, wanted))
    for pdf in pdfs:
        with pikepdf.open(BytesIO(pdf)) as file:
            pages = [page.objgen for page in file.pages]
            dictionaries = [item for item in file.objects if isinstance(item, pikepdf.Dictionary)]
            elements = [item for item in dictionaries if item.get("/Type") == "/StructElem"]
            on = {element.Pg.objgen for element in elements if "/Pg" in element}
            named = {str(name) for name in list(file.Root.StructTreeRoot.IDTree.Names)[::2]}
            parents = list(file.Root.StructTreeRoot.ParentTree.Nums)
            assert on == set(pages)
            assert read_out(file) == {element.objgen for element in elements}
            assert f"Lambang {HOSTILE}" in {str(element.Alt) for element in elements if "/Alt" in element}
            assert named == {str(element.ID) for element in elements if "/ID" in element}
            assert [int(page.obj.StructParents) for page in file.pages] == parents[::2] == [0, 1]
            marks = [page.Contents.read_bytes().count(b"/MCID") for page in file.pages]
            assert [len(marked) for marked in parents[1::2]] == marks


async def test_one_that_cannot_be_printed_is_refused_and_the_others_come_out(
    batches: list[int], program: Path, make_fields: Build
) -> None:
    """The others know nothing of it."""
    wanted = [make_fields(signer_name=name) for name in ("Sri", "W" * 80, "Adi")]
    async with one_press(program) as renderer:
        alone = [await renderer.render(fields) for fields in (wanted[0], wanted[2])]
        first, refused, last = await asyncio.gather(*map(renderer.render, wanted), return_exceptions=True)
    assert max(batches) > 1
    assert [first, last] == alone
    assert isinstance(refused, CannotPrint)
    assert "signer_name doesn't fit in its box" in str(refused)


@needs_proc
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["is killed", "freezes"])
async def test_all_of_a_batch_come_out_when_their_page(blow: signal.Signals, program: Path, make_fields: Build) -> None:
    """One failure concerns all of them at once."""
    wanted = [make_fields(name=name) for name in ("Sri", "Adi", "Siti Aminah")]
    async with one_press(program, patience=15) as renderer:
        alone = [await renderer.render(fields) for fields in wanted]
        for page in processes("--type=renderer"):
            os.kill(page, blow)
        assert await asyncio.gather(*map(renderer.render, wanted)) == alone


async def test_who_gives_up_waiting_takes_nobody_along(program: Path, make_fields: Build) -> None:
    """A worker whose lease has run out breaks off; others were to be printed in the same go."""
    wanted = [make_fields(name=name) for name in ("Sri", "Adi", "Siti Aminah")]
    async with one_press(program) as renderer:
        alone = [await renderer.render(fields) for fields in wanted]
        waiting = [asyncio.create_task(renderer.render(fields)) for fields in wanted]
        await asyncio.sleep(0.01)
        waiting[0].cancel()
        assert await asyncio.gather(*waiting[1:]) == alone[1:]
        with suppress(asyncio.CancelledError):
            await waiting[0]
        assert await renderer.render(wanted[0]) == alone[0]


@pytest.mark.parametrize(
    "pdf",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"%PDF-1.4\ntrailer\n<</Size 1>>\nstartxref\n9\n%%EOF\n", id="no table"),
        pytest.param(
            b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1>>\nstartxref\n9\n%%EOF\n", id="no root"
        ),
    ],
)
def test_what_is_not_as_chromium_prints_is_told(pdf: bytes) -> None:
    """Another Chromium may write otherwise one day: then nothing is guessed."""
    with pytest.raises(NotAsPrinted):
        parts_of(pdf, 1, 2)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def three_pages(program: Path) -> bytes:
    chromium = await Chromium.start(program)
    try:
        page = await chromium.open_page(
            "<p>Satu</p><p style='break-before: page'>Dua</p><p style='break-before: page'>Tiga"
        )
        return await page.pdf(tagged=True)
    finally:
        await chromium.close()


@pytest.mark.parametrize("part", range(8))
def test_a_damaged_file_is_told_or_taken_apart(three_pages: bytes, part: int) -> None:
    """References to nothing or to themselves, places beyond the end: none is a mistake of ours, and none goes on for
    ever.
    """
    chance = Random(part)  # noqa: S311 - a test repeats
    digits = [place for place, byte in enumerate(three_pages) if chr(byte).isdigit()]
    for _ in range(100):
        damaged = bytearray(three_pages)
        for place in chance.sample(digits, chance.randint(1, 6)):
            damaged[place] = chance.choice(b"0123456789 /(")
        with suppress(NotAsPrinted, OtherPages):
            assert len(parts_of(bytes(damaged), 3, 1)) == 3


async def test_a_certificate_on_other_pages_is_told(three_pages: bytes) -> None:
    """A third page would else be given to somebody as their first."""
    with pytest.raises(OtherPages, match="came out on 3 pages"):
        parts_of(three_pages, 1, 2)
    assert len(parts_of(three_pages, 3, 1)) == 3
