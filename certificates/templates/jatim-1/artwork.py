"""Draws this template's line work: `python artwork.py` writes border.svg and watermark.svg beside itself.

Guilloche: fine curves that weave around the page, the way banknotes and deeds are framed. Everything is computed here,
so the drawing has no source but this file. Lengths are millimetres on A4 landscape.
"""

from math import cos, pi, sin, tan
from pathlib import Path

WIDTH, HEIGHT = 297.0, 210.0
BAND = 11.5  # from the page's edge to the middle of the woven band
AMPLITUDE = 2.55
CORNER = 6.4  # radius of the disc under a corner rosette

GREEN, GREEN_LIGHT, GOLD, WATERMARK = "#0B5351", "#8FB0AE", "#B8860B", "#F0F5F4"

# Half a sine as one cubic Bezier, in radians by unit height: right in slope and peak, 1 % off in between.
HALF_WAVE = ((4 / 3, 4 / 3), (pi - 4 / 3, 4 / 3), (pi, 0.0))

Point = tuple[float, float]


def wave(length: float, periods: int, phase: float) -> list[Point]:
    """Bezier points of a sine along x; it ends within half a period of 0 and of length, under the corner discs."""
    step = length / periods
    scale = step / (2 * pi)
    left = (phase - 0.5) * step
    points: list[Point] = [(left, 0.0)]
    for half in range(2 * periods):
        start, height = left + half * step / 2, AMPLITUDE if half % 2 == 0 else -AMPLITUDE
        points += [(start + x * scale, height * y) for x, y in HALF_WAVE]
    return points


def bezier(points: list[Point]) -> str:
    """SVG path data; two decimals are a hundredth of a millimetre."""
    words = [f"{x:.2f} {y:.2f}" for x, y in points]
    return f"M{words[0]}C" + " ".join(words[1:])


def rosette(radius: float, petals: int, depth: float, turn: float = 0.0) -> str:
    """A closed curve that swings `petals` times between radius and radius * (1 - depth), turned by a part of a petal.

    Its pieces run from a petal's tip to the valley beside it and back: there the curve is square to the radius.
    """
    pieces = 2 * petals
    reach = 4 / 3 * tan(pi / 2 / pieces)  # of a circle's Bezier handle, which is this long for an arc of one piece
    points: list[Point] = []
    for index in range(pieces + 1):
        angle = 2 * pi * (index + 2 * turn) / pieces
        far = radius if index % 2 == 0 else radius * (1 - depth)
        place = (far * cos(angle), far * sin(angle))
        handle = (-place[1] * reach, place[0] * reach)
        points += [
            (place[0] - handle[0], place[1] - handle[1]),
            place,
            (place[0] + handle[0], place[1] + handle[1]),
        ]
    return bezier(points[1:-1]) + "Z"


def strokes(paths: list[str], colour: str, width: float) -> str:
    return f'<path fill="none" stroke="{colour}" stroke-width="{width}" d="{"".join(paths)}"/>'


def side(length: float, periods: int) -> str:
    """One woven side, drawn along x from 0 to length around y = 0."""
    light = [bezier(wave(length, periods, phase)) for phase in (1 / 6, 1 / 3, 2 / 3, 5 / 6)]
    strong = [bezier(wave(length, periods, phase)) for phase in (0.0, 0.5)]
    return strokes(light, GREEN_LIGHT, 0.11) + strokes(strong, GREEN, 0.16)


def corner() -> str:
    light = [rosette(5.0, 12, 0.62, turn) for turn in (0.25, 0.75)]
    strong = [rosette(5.0, 12, 0.62, turn) for turn in (0.0, 0.5)]
    return (
        f'<circle r="{CORNER}" fill="#fff"/>'
        + strokes(light, GREEN_LIGHT, 0.11)
        + strokes(strong, GREEN, 0.15)
        + f'<circle r="5.55" fill="none" stroke="{GOLD}" stroke-width=".3"/>'
        + f'<circle r="1.15" fill="{GOLD}"/>'
    )


def frame(inset: float, colour: str, width: float) -> str:
    return (
        f'<rect x="{inset}" y="{inset}" width="{WIDTH - 2 * inset}" height="{HEIGHT - 2 * inset}" '
        f'fill="none" stroke="{colour}" stroke-width="{width}"/>'
    )


def watermark() -> str:
    """A pale rosette behind the text: light enough to read over, costly to retouch."""
    turns = (0.0, 0.25, 0.5, 0.75)
    rings = [rosette(radius, 36, 0.34, turn) for radius in (66.0, 52.0, 41.0) for turn in turns]
    return f'<g transform="translate({WIDTH / 2} {HEIGHT / 2})">{strokes(rings, WATERMARK, 0.22)}</g>'


def border() -> str:
    horizontal, vertical = side(WIDTH - 2 * BAND, 32), side(HEIGHT - 2 * BAND, 22)
    far_x, far_y = WIDTH - BAND, HEIGHT - BAND
    sides = (
        f'<g transform="translate({BAND} {BAND})">{horizontal}</g>'
        f'<g transform="translate({BAND} {far_y})">{horizontal}</g>'
        f'<g transform="translate({BAND} {BAND}) rotate(90)">{vertical}</g>'
        f'<g transform="translate({far_x} {BAND}) rotate(90)">{vertical}</g>'
    )
    corners = "".join(f'<g transform="translate({x} {y})">{corner()}</g>' for x in (BAND, far_x) for y in (BAND, far_y))
    frames = frame(BAND - 3.3, GREEN, 0.45) + frame(BAND + 3.3, GREEN, 0.25) + frame(BAND + 4.3, GOLD, 0.3)
    return frames + sides + corners


def page(*parts: str) -> str:
    """An SVG of the page's size, hidden from readers that speak: it says nothing."""
    box = f"0 0 {WIDTH:g} {HEIGHT:g}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" aria-hidden="true">{"".join(parts)}</svg>\n'


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "border.svg").write_text(page(border()), encoding="utf-8")
    (here / "watermark.svg").write_text(page(watermark()), encoding="utf-8")
