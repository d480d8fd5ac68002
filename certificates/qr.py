"""A QR code as a picture of few dots: a drawing of its modules as paths weighs ten times as much in a PDF."""

from base64 import b64encode
from io import BytesIO

from PIL import Image, ImageColor
from zxingcpp import Barcode, BarcodeFormat
from zxingcpp import create_barcode as created  # pyright: ignore[reportUnknownVariableType] - half typed

QUIET_ZONE = 4
"""Modules of white that ISO/IEC 18004 asks for around the code."""
DOTS = 2
"""Along the side of a module: readers that soften pictures when they enlarge them keep its middle sharp."""
INK = "#062f2e"
INKED = bytes([1]) + bytes(255)
"""From shades of grey, of which there are black and white, to places in a palette."""
PRINTED_MM = 29
"""Along one side, quiet zone included: the least that a template's style may draw."""
MODULES_MOST = 77
"""Along one side without the quiet zone (version 15): 0.34 mm each on paper, which is four dots of an office printer
(300 dpi) and what the camera of a cheap telephone tells apart at a hand's breadth."""


def draw_qr(content: str) -> str:
    """A PNG as a data address."""
    dots = memoryview(_code(content).to_image(scale=DOTS))  # pyright: ignore[reportArgumentType] - it has the buffer protocol
    # One bit a dot: white, and the ink.
    picture = Image.frombytes("P", _size(dots), dots.tobytes().translate(INKED))
    picture.putpalette([255, 255, 255, *ImageColor.getrgb(INK)])
    png = BytesIO()
    picture.save(png, "png", bits=1, optimize=True)
    return f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"


def modules_along(content: str) -> int:
    """How many modules its code has along one side, without the quiet zone."""
    return _along(_code(content))


def is_scannable(content: str) -> bool:
    """Whether its modules are large enough at the printed size."""
    return modules_along(content) <= MODULES_MOST


def _code(content: str) -> Barcode:
    """Level M survives 15 % of damage, a fold or a stain. Where it would make the modules too small, L survives 7 %; a
    higher level would only make them smaller still.
    """
    code = created(content, BarcodeFormat.QRCode, ec_level="M")
    return code if _along(code) <= MODULES_MOST else created(content, BarcodeFormat.QRCode, ec_level="L")


def _along(code: Barcode) -> int:
    modules = memoryview(code.to_image(add_quiet_zones=False))  # pyright: ignore[reportArgumentType] - as above
    return _size(modules)[0]


def _size(dots: memoryview) -> tuple[int, int]:
    height, width = dots.shape or (0, 0)
    return width, height
