"""Pictures that an office sets: its coat of arms, the picture of a signature. A certificate keeps their names.

A name is the hash of the content, so that a certificate that is printed again years later has the same pictures,
however often the office has changed them since.
"""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256

Images = Callable[[str], Awaitable[bytes]]
"""The content of a picture by its name."""

MOST_BYTES = 100_000
"""It goes into every certificate, and each certificate is mailed."""


class ImageUnusable(Exception):
    def __init__(self, why: str) -> None:
        super().__init__(f"The picture can't be used: {why}")


def image_name(content: bytes) -> str:
    """The name under which a picture is kept and frozen."""
    return sha256(content).hexdigest()


def mime_of(content: bytes) -> str:
    """image/png, image/jpeg or image/svg+xml. Raises ImageUnusable for anything else and for what is too heavy."""
    if len(content) > MOST_BYTES:
        raise ImageUnusable(f"it has {len(content)} bytes; at most {MOST_BYTES} are printed.")
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if start.startswith((b"<svg", b"<?xml", b"<!--")) and b"<svg" in start:
        return "image/svg+xml"
    raise ImageUnusable("it is no PNG, JPEG or SVG.")


def as_source(content: bytes) -> str:
    """The picture as an address that needs no network."""
    return f"data:{mime_of(content)};base64,{b64encode(content).decode()}"


async def no_images(name: str) -> bytes:
    """Where none are kept, none can be printed."""
    raise FileNotFoundError(name)
