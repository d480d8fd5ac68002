"""The picture that a messenger shows beside a shared link. None of them shows a drawing, so it is painted here."""

from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image, ImageOps
from PIL import __version__ as pillow

from courseware.trees import Lies, lies

SIZE = (1200, 630)
"""Pixels: what WhatsApp, Telegram and Facebook show without cutting."""

_FAMILY = "Plus Jakarta Sans"  # the font given, whatever a drawing asks for
_QUALITY = 82
_GROUND = "#ffffff"  # drawings are made for a light ground


def asset(course: str) -> str:
    """The name, among the assets, of the picture that stands for a class."""
    return f"{course}/share.jpg"


def card(picture: Path, font: Path, cache: Path) -> bytes:
    """A JPEG of 1200 by 630 pixels, filled by the picture, which loses its edges if it has another shape.

    Words in a drawing are set in `font` (TTF), so that it comes out alike on every machine; `cache` keeps the result.
    """
    content = picture.read_bytes()
    recipe = f"{resvg_py.__version__} {pillow} {SIZE} {_QUALITY} {picture.suffix}".encode()
    kept = cache / "cards" / f"{sha256(recipe + _digest(font, lies(font.stat())) + content).hexdigest()}.jpg"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        painted = kept.with_suffix(".new")
        painted.write_bytes(_painted(picture, content, font))
        painted.replace(kept)
    return kept.read_bytes()


@lru_cache(maxsize=8)
def _digest(font: Path, _lies: Lies) -> bytes:
    """It is larger than any drawing, and the same for all: read once."""
    return sha256(font.read_bytes()).digest()


def _painted(picture: Path, content: bytes, font: Path) -> bytes:
    if picture.suffix == ".svg":
        content = resvg_py.svg_to_bytes(
            svg_string=content.decode(),
            width=SIZE[0],
            background=_GROUND,
            skip_system_fonts=True,
            font_files=[str(font)],
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
            serif_family=_FAMILY,
            monospace_family=_FAMILY,
            cursive_family=_FAMILY,
            fantasy_family=_FAMILY,
        )
    target = BytesIO()
    with Image.open(BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened)
        ground = Image.new("RGBA", upright.size, _GROUND)
        ground.alpha_composite(upright.convert("RGBA"))
        filled = ImageOps.fit(ground.convert("RGB"), SIZE, Image.Resampling.LANCZOS)
        filled.save(target, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return target.getvalue()
