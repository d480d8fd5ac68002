"""The size of a picture as it will be shown, so that its place on the page is kept while it loads."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".avif": "AVIF"}
# A few kilobytes can claim to be a picture that fills the memory of whoever unpacks it.
MOST_PIXELS = 60_000_000
_ORIENTATION = 0x0112
_LIES_ON_ITS_SIDE = frozenset({5, 6, 7, 8})


def picture_size(suffix: str, content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, upright; None for what isn't a whole picture of the kind that `suffix` (".png") says.

    The content is unpacked, since a picture that came only in part tells its size all the same.
    """
    if suffix not in _FORMATS:
        return None
    try:
        with Image.open(BytesIO(content), formats=[_FORMATS[suffix]]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                return None
            # A camera turns the picture by a note beside it.
            turned = picture.getexif().get(_ORIENTATION) in _LIES_ON_ITS_SIDE
            picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        # All that the library raises for content that is no picture of its kind.
        return None
    return (height, width) if turned else (width, height)
