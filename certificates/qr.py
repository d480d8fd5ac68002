"""A QR code as one SVG path, because a path stays sharp at every size and needs no picture in the PDF."""

from itertools import groupby
from typing import TypedDict

import segno

QUIET_ZONE = 4  # modules of white that ISO/IEC 18004 asks for around the code


class QrDrawing(TypedDict):
    size: int
    """Modules along one side, quiet zone included: the view box is `0 0 size size`."""
    path: str


def draw_qr(content: str) -> QrDrawing:
    """Level M survives 15 % of damage, a fold or a stain; a higher level would only make the modules smaller."""
    matrix = segno.make_qr(content, error="m", boost_error=False).matrix
    runs: list[str] = []
    for y, row in enumerate(matrix, start=QUIET_ZONE):
        x = QUIET_ZONE
        for is_dark, modules in groupby(row):
            length = len(list(modules))
            if is_dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return QrDrawing(size=len(matrix) + 2 * QUIET_ZONE, path="".join(runs))
