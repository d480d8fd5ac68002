"""A QR code as a picture of few dots: a drawing of its modules as paths weighs ten times as much in a PDF."""

from base64 import b64encode
from io import BytesIO

import segno

QUIET_ZONE = 4  # modules of white that ISO/IEC 18004 asks for around the code
DOTS = 2
"""Along the side of a module: readers that soften pictures when they enlarge them keep its middle sharp."""
INK = "#062f2e"
PRINTED_MM = 29
"""Along one side, quiet zone included: the least that a template's style may draw."""
MODULES_MOST = 77
"""Along one side without the quiet zone (version 15): 0.34 mm each on paper, which is four dots of an office printer
(300 dpi) and what the camera of a cheap telephone tells apart at a hand's breadth."""


def draw_qr(content: str) -> str:
    """A PNG as a data address."""
    png = BytesIO()
    _code(content).save(png, kind="png", scale=DOTS, border=QUIET_ZONE, dark=INK, light="#ffffff")
    return f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"


def modules_along(content: str) -> int:
    """How many modules its code has along one side, without the quiet zone."""
    return len(_code(content).matrix)


def is_scannable(content: str) -> bool:
    """Whether its modules are large enough at the printed size."""
    return modules_along(content) <= MODULES_MOST


def _code(content: str) -> segno.QRCode:
    """Level M survives 15 % of damage, a fold or a stain. Where it would make the modules too small, L survives 7 %;
    a higher level would only make them smaller still.
    """
    # Digits behind the "#" take 3.3 bits each in a segment of their own, and 8 in one of letters.
    words, mark, number = content.partition("#")
    segments = [words + mark, number] if number.isascii() and number.isdigit() else [content]
    for level in ("m", "l"):
        code = segno.make_qr(segments, error=level, boost_error=False)  # pyright: ignore[reportArgumentType] - segments too
        if len(code.matrix) <= MODULES_MOST:
            break
    return code
