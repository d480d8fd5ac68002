"""Photos as phones get them: in three sizes, as AVIF and as WebP, without what a camera notes beside the picture.

Drawings (SVG) are small and stay as they are.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image, ImageCms, ImageFilter, ImageOps
from PIL import __version__ as pillow

from courseware.media import HEAVIEST_VARIANT
from sitegen.assets import Assets

Kind = Literal["avif", "webp"]

KINDS: tuple[Kind, ...] = ("avif", "webp")
"""The smaller first: a browser takes the first that it can show."""
WIDTHS = (480, 800, 1280)
"""Pixels: a phone of 360 whose screen counts once, twice, and thrice or a desk. A photo is never enlarged."""
SHOWN_FIRST = 800
"""The width that stands where one address must do."""

_SRGB = ImageCms.ImageCmsProfile(
    ImageCms.createProfile("sRGB")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] -- half typed
)
_QUALITIES: Mapping[Kind, tuple[int, ...]] = {"avif": (58, 48, 38, 28, 18), "webp": (78, 66, 54, 40, 25)}
# Where text runs at its full measure (tokens.css), and the margins of a phone.
_SIZES = "(min-width: 44rem) 42rem, calc(100vw - 2rem)"
_PHOTO = re.compile(r'<img src="/kelas/([^/"]+)/media/([^"]+\.(?:png|jpe?g|webp|avif))"([^>]*)>')


@dataclass(frozen=True, slots=True)
class Variant:
    """One file of a photo; `width` in pixels."""

    width: int
    kind: Kind
    content: bytes


def variants(photo: bytes, cache: Path) -> tuple[Variant, ...]:
    """Every width that the photo fills, each in all kinds; `cache` keeps them by the hash of what they are made from.

    The content must be a picture, of which courseware has made sure.
    """
    recipe = f"{pillow} {WIDTHS} {HEAVIEST_VARIANT} {_QUALITIES}".encode()
    kept = cache / "photos" / sha256(recipe + photo).hexdigest()
    if not kept.is_dir():
        _keep(_encoded(photo), kept)
    widths = sorted(int(file.stem) for file in kept.glob(f"*.{KINDS[0]}"))
    return tuple(Variant(width, kind, (kept / f"{width}.{kind}").read_bytes()) for width in widths for kind in KINDS)


def add_photo(assets: Assets, name: str, photo: bytes, cache: Path) -> dict[str, str]:
    """The names it added: `name` (`<class>/<file>`) for the WebP shown first, `<name>@<kind>` for all, as `srcset`."""
    made = variants(photo, cache)
    stem, _, _suffix = name.rpartition(".")
    addresses = {one: assets.add(f"{stem}-{one.width}.{one.kind}", one.content) for one in made}
    shown = min((one for one in made if one.kind == "webp"), key=lambda one: abs(one.width - SHOWN_FIRST))
    names = {name: addresses[shown]}
    for kind in KINDS:
        names[f"{name}@{kind}"] = ", ".join(f"{addresses[one]} {one.width}w" for one in made if one.kind == kind)
    for alias, address in names.items():
        assets.alias(alias, address)
    return names


def with_variants(html: str, assets: Mapping[str, str]) -> str:
    """The HTML that courseware made, with every photo's `img` in a `picture` from which the browser chooses."""
    return _PHOTO.sub(lambda found: picture(assets, f"{found[1]}/{found[2]}", found[3]), html)


def picture(assets: Mapping[str, str], name: str, attributes: str, sizes: str = _SIZES) -> str:
    """The element for the picture `<class>/<file>`; `attributes` are those of `img` besides `src`, as HTML."""
    sources = "".join(
        f'<source type="image/{kind}" srcset="{assets[chosen]}" sizes="{sizes}">'
        for kind in KINDS
        if (chosen := f"{name}@{kind}") in assets
    )
    image = f'<img src="{assets[name]}"{attributes}>'
    return f"<picture>{sources}{image}</picture>" if sources else image


def _encoded(photo: bytes) -> Iterator[Variant]:
    with Image.open(BytesIO(photo)) as opened:
        upright = _in_plain_colours(ImageOps.exif_transpose(opened))
    widths = [width for width in WIDTHS if width < upright.width]
    if len(widths) < len(WIDTHS):
        widths.append(upright.width)
    for width in widths:
        height = max(1, round(upright.height * width / upright.width))
        shrunk = ImageOps.fit(upright, (width, height), Image.Resampling.LANCZOS)
        for kind in KINDS:
            yield Variant(width, kind, _light(shrunk, kind))


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """As sRGB, which every screen takes for granted, so that no profile need travel."""
    shape = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    plain = picture.convert(shape)
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return plain
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        ImageCms.profileToProfile(plain, own, _SRGB, inPlace=True)
    except ImageCms.PyCMSError:
        # A profile that can't be read tells nothing: the colours stay as they are written.
        return plain
    return plain


def _light(picture: Image.Image, kind: Kind) -> bytes:
    """The file of the best quality that isn't too heavy; what is too restless for the lowest loses its sharpness."""
    for quality in _QUALITIES[kind]:
        content = _file(picture, kind, quality)
        if len(content) <= HEAVIEST_VARIANT:
            return content
    radius = 1
    while True:
        content = _file(picture.filter(ImageFilter.GaussianBlur(radius)), kind, _QUALITIES[kind][-1])
        if len(content) <= HEAVIEST_VARIANT:
            return content
        radius *= 2


def _file(picture: Image.Image, kind: Kind, quality: int) -> bytes:
    target = BytesIO()
    picture.save(target, kind.upper(), quality=quality, exif=b"", icc_profile=None)
    return target.getvalue()


def _keep(made: Iterator[Variant], folder: Path) -> None:
    """All files at once, so that a build that was stopped leaves no half photo behind."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as workshop:
        fresh = Path(workshop) / "new"
        fresh.mkdir()
        for one in made:
            (fresh / f"{one.width}.{one.kind}").write_bytes(one.content)
        # Another build may have been faster; then its files, which are the same, stay.
        if not folder.is_dir():
            fresh.rename(folder)
