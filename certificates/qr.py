"""A QR code as a picture of few dots: a drawing of its modules as paths weighs ten times as much in a PDF."""

from base64 import b64encode
from io import BytesIO

import segno

QUIET_ZONE = 4  # modules of white that ISO/IEC 18004 asks for around the code
DOTS = 2
"""Along the side of a module: readers that soften pictures when they enlarge them keep its middle sharp."""
INK = "#062f2e"


def draw_qr(content: str) -> str:
    """A PNG as a data address. Level M survives 15 % of damage, a fold or a stain; a higher level would only make the
    modules smaller.
    """
    png = BytesIO()
    code = segno.make_qr(content, error="m", boost_error=False)
    code.save(png, kind="png", scale=DOTS, border=QUIET_ZONE, dark=INK, light="#ffffff")
    return f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"
