"""Several presses, each worn in time, and the pictures that an office sets."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from certificates import CannotPrint, CertificateFields, Renderer, RenderFailed, open_renderer
from certificates.images import MOST_BYTES, ImageUnusable, image_name, mime_of
from certificates.renderer import MOST_PRESSES
from tests.certificates.descendants import processes
from tests.certificates.drawn import drawn, ink
from tests.certificates.presses import handed_out, png, printing_on
from tests.certificates.test_failures import needs_proc

pytestmark = [pytest.mark.browser]

Build = Callable[..., CertificateFields]


def browsers() -> set[int]:
    return set(processes("--remote-debugging-pipe", lacking="--type="))


def pages() -> set[int]:
    return set(processes("--type=renderer"))


def alternative_texts(file: pikepdf.Pdf) -> list[str]:
    return [str(item.Alt) for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]


@asynccontextmanager
async def pool(program: Path, **changed: Any) -> AsyncGenerator[Renderer]:
    """All presses of a renderer, with some limits changed. No browser is left when it is closed."""
    async with printing_on(MOST_PRESSES, program, **changed) as renderer:
        yield renderer
    assert browsers() == set()


async def until_two_print(renderer: Renderer, make_fields: Build) -> set[bytes]:
    """What both presses printed meanwhile; the second opens its page beside the first one's work."""
    printed: set[bytes] = set()
    async with asyncio.timeout(60):
        while len(pages()) < MOST_PRESSES:
            printed |= set(await asyncio.gather(*(renderer.render(make_fields()) for _ in range(4))))
    return printed | set(await asyncio.gather(*(renderer.render(make_fields()) for _ in range(4))))


@needs_proc
async def test_two_at_once_have_a_page_each_in_one_browser_and_give_the_same_bytes(
    program: Path, make_fields: Build
) -> None:
    """Which page printed a certificate must not be seen in it; and more pages than two are never opened."""
    async with pool(program) as renderer:
        alone = await renderer.render(make_fields())
        one = browsers()
        assert len(pages()) == 1
        assert await until_two_print(renderer, make_fields) == {alone}
        assert (browsers(), len(pages())) == (one, MOST_PRESSES)


@needs_proc
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["is killed", "freezes"])
async def test_both_get_their_certificates_when_their_browser(
    blow: signal.Signals, program: Path, make_fields: Build
) -> None:
    """It takes the pages of both along: whoever notices first must not end the new browser of the other."""
    async with pool(program, patience=6) as renderer:
        printed = await until_two_print(renderer, make_fields)
        for browser in browsers():
            os.kill(browser, blow)
        assert set(await asyncio.gather(*(renderer.render(make_fields()) for _ in range(6)))) == printed


@needs_proc
async def test_a_worn_browser_ends_when_both_have_left_it(program: Path, make_fields: Build) -> None:
    """Whoever still prints in it finishes; nobody begins anything more in it."""
    async with pool(program, count=1) as renderer:
        assert len({await renderer.render(make_fields()) for _ in range(3)}) == 1
        one = len(browsers())
        assert len(set(await asyncio.gather(*(renderer.render(make_fields()) for _ in range(8))))) == 1
        await renderer.render(make_fields())
        assert len(browsers()) <= MOST_PRESSES * one


@needs_proc
async def test_what_was_warmed_prints_the_first_certificate(program: Path, make_fields: Build) -> None:
    """With the page that is open already; warming again starts no second browser."""
    async with pool(program) as renderer:
        await renderer.warm(make_fields().template)
        ready = browsers()
        assert ready
        await renderer.warm(make_fields().template)
        assert (await renderer.render(make_fields())).startswith(b"%PDF-")
        assert browsers() == ready


async def test_warming_what_does_not_start_leaves_it_to_the_first_certificate(
    tmp_path: Path, make_fields: Build
) -> None:
    """The worker goes on; whoever prints is told why it can't be."""
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    async with pool(broken) as renderer:
        await renderer.warm(make_fields().template)
        with pytest.raises(RenderFailed):
            await renderer.render(make_fields())


@needs_proc
async def test_a_browser_that_grew_too_large_is_started_anew(program: Path, make_fields: Build) -> None:
    """A leak that is slower than the count must not fill the machine meanwhile."""
    async with pool(program, memory=1, weighed_every=2) as renderer:
        first = await renderer.render(make_fields())
        old = browsers()
        await renderer.render(make_fields())
        assert browsers() == old
        assert await renderer.render(make_fields()) == first
        assert not old & browsers()


async def test_an_offices_pictures_are_printed_and_read_aloud(program: Path, make_fields: Build) -> None:
    """The emblem takes the placeholder's place, the signature an empty one; gone from the next certificate."""
    kept = {image_name(one): one for one in (png((200, 0, 0, 255)), png((0, 0, 200, 128)))}
    emblem, signature = kept
    async with open_renderer(program, images=handed_out(kept)) as renderer:
        plain = await renderer.render(make_fields())
        pdf = await renderer.render(make_fields(emblem=emblem, signature=signature))
        assert await renderer.render(make_fields()) == plain
    with pikepdf.open(BytesIO(pdf)) as file:
        texts = alternative_texts(file)
    assert texts == [
        "Lambang Dinas Koperasi dan UKM Provinsi Jawa Timur",
        "Kode QR menuju halaman pemeriksaan sertifikat ini",
        "Tanda tangan Dra. Contoh Pejabat, M.M.",
    ]
    assert ink(drawn(pdf), drawn(plain)) is not None


async def test_an_office_with_a_new_name_and_the_old_emblem_is_read_aloud_by_its_new_name(
    program: Path, make_fields: Build
) -> None:
    """The page has the picture already, but not its words."""
    images = handed_out({"lambang.png": png((200, 30, 30, 255))})
    async with open_renderer(program, images=images) as renderer:
        for office in ("Dinas Lama", "Dinas Baru"):
            pdf = await renderer.render(make_fields(office=office, emblem="lambang.png"))
            with pikepdf.open(BytesIO(pdf)) as file:
                assert f"Lambang {office}" in alternative_texts(file)


async def test_a_picture_that_is_lost_is_named(program: Path, make_fields: Build) -> None:
    """Without it another certificate than the one that was issued would come out."""
    async with open_renderer(program) as renderer:
        with pytest.raises(CannotPrint, match="emblem can't be had"):
            await renderer.render(make_fields(emblem="0" * 64))


def test_what_is_no_picture_or_too_heavy_is_refused() -> None:
    """Found out when the system starts, not when the first certificate is due."""
    assert mime_of(png((0, 0, 0, 0))) == "image/png"
    assert mime_of(b'\xef\xbb\xbf<?xml version="1.0"?><svg/>') == "image/svg+xml"
    for content in (b"%PDF-1.7", b"<html><svg></svg>", b"", b"\xff\xd8\xff" + b"x" * MOST_BYTES):
        with pytest.raises(ImageUnusable):
            mime_of(content)
