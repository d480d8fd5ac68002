# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportArgumentType=false
"""A page of a PDF as pixels: what is on paper, not what the page's own measures say."""

import pypdfium2
import zxingcpp
from PIL import Image, ImageChops


def drawn(pdf: bytes, page: int = 0, dpi: int = 144) -> Image.Image:
    """The page in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=dpi / 72).to_pil().convert("L")


def ink(with_it: Image.Image, without: Image.Image) -> tuple[int, int, int, int] | None:
    """Where two pictures of one page differ: left, top, right, bottom in pixels; None where nowhere."""
    return ImageChops.difference(with_it, without).getbbox()


def scanned(pdf: bytes) -> str:
    """What a phone's camera reads from the first page, printed."""
    (code,) = zxingcpp.read_barcodes(drawn(pdf, dpi=216))
    return code.text
