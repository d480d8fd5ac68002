"""Renderers with some of their presses and limits, and the pictures of an office that they are handed."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from certificates import Renderer
from certificates.browser import Limits
from certificates.images import Images, no_images


@asynccontextmanager
async def printing_on(
    presses: int, program: Path, *, images: Images = no_images, **changed: Any
) -> AsyncGenerator[Renderer]:
    """With some limits changed."""
    limits = replace(Limits(patience=15, count=2_000, memory=10**9), **changed)
    renderer = Renderer(program, limits, presses=presses, images=images)
    try:
        yield renderer
    finally:
        await renderer.close()


def png(colour: tuple[int, int, int, int]) -> bytes:
    file = BytesIO()
    Image.new("RGBA", (40, 40), colour).save(file, "PNG")
    return file.getvalue()


def handed_out(pictures: Mapping[str, bytes]) -> Images:
    """These pictures, by their names."""

    async def images(name: str) -> bytes:
        return pictures[name]

    return images
