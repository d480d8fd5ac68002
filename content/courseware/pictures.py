"""The size of a picture, read from its first bytes; so its place on the page is kept while it loads."""

from struct import unpack_from

# Markers that begin a frame and hold its size: all SOFn but DHT, JPG and DAC.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PNG = b"\x89PNG\r\n\x1a\n"


def picture_size(suffix: str, content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None when the content isn't what the suffix (".png") says."""
    match suffix:
        case ".png" if content.startswith(_PNG) and len(content) >= 24:
            return unpack_from(">II", content, 16)
        case ".jpg" | ".jpeg" if content.startswith(b"\xff\xd8"):
            return _jpeg_size(content)
        case ".webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) >= 30:
            return _webp_size(content)
        case ".avif" if content[4:8] == b"ftyp":
            return _avif_size(content)
        case _:
            return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _JPEG_FRAMES:
            height, width = unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + unpack_from(">H", content, at + 2)[0]
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    match content[12:16]:
        case b"VP8 ":
            width, height = unpack_from("<HH", content, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = unpack_from("<I", content, 21)[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
        case _:
            return None


def _avif_size(content: bytes) -> tuple[int, int] | None:
    # The first "ispe" box: its name, four bytes of version and flags, width, height.
    at = content.find(b"ispe")
    return unpack_from(">II", content, at + 8) if 0 <= at <= len(content) - 16 else None
