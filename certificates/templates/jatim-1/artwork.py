"""Draws this template's line work: `python artwork.py` writes border.svg, plain.svg and watermark.svg beside itself.

Guilloche: fine curves that weave around the page, the way banknotes and deeds are framed. Everything is computed here,
so the drawing has no source but this file. Lengths are millimetres on A4 landscape.
"""

from math import cos, pi, sin, tan
from pathlib import Path

WIDTH, HEIGHT = 297.0, 210.0
BAND = 11.5  # from the page's edge to the middle of the woven band
AMPLITUDE = 2.55
CORNER = 6.4  # radius of the disc under a corner rosette

ACROSS, DOWN = 32, 22  # periods of the woven sides

GREEN, GREEN_MIDDLE, GOLD, WATERMARK = "#0B5351", "#5E8F8C", "#B8860B", "#F0F5F4"

# Half a sine as one cubic Bezier, in radians by unit height: right in slope and peak, 1 % off in between.
HALF_WAVE = ((4 / 3, 4 / 3), (pi - 4 / 3, 4 / 3), (pi, 0.0))

Point = tuple[float, float]


def wave(step: float, phase: float) -> list[Point]:
    """Bezier points of one period of a sine along x, which begins `phase` periods after half a period before 0."""
    scale = step / (2 * pi)
    left = (phase - 0.5) * step
    points: list[Point] = [(left, 0.0)]
    for half in range(2):
        start, height = left + half * step / 2, AMPLITUDE if half == 0 else -AMPLITUDE
        points += [(start + x * scale, height * y) for x, y in HALF_WAVE]
    return points


def bezier(points: list[Point]) -> str:
    """SVG path data; two decimals are a hundredth of a millimetre."""
    words = [f"{x:.2f} {y:.2f}" for x, y in points]
    return f"M{words[0]}C" + " ".join(words[1:])


def petal(radius: float, petals: int, depth: float, turn: float = 0.0) -> str:
    """One petal of a closed curve that swings between radius and radius * (1 - depth), turned by a part of a petal.

    Its two pieces run from the tip to the valley beside it and back to a tip: there the curve is square to the radius.
    """
    reach = 4 / 3 * tan(pi / 4 / petals)  # of a circle's Bezier handle, which is this long for an arc of one piece
    points: list[Point] = []
    for index in range(3):
        angle = pi * (index + 2 * turn) / petals
        far = radius if index % 2 == 0 else radius * (1 - depth)
        place = (far * cos(angle), far * sin(angle))
        handle = (-place[1] * reach, place[0] * reach)
        points += [
            (place[0] - handle[0], place[1] - handle[1]),
            place,
            (place[0] + handle[0], place[1] + handle[1]),
        ]
    return bezier(points[1:-1])


def strokes(paths: list[str], colour: str, width: float) -> str:
    return f'<path fill="none" stroke="{colour}" stroke-width="{width}" d="{"".join(paths)}"/>'


def repeated(piece: str, places: list[str]) -> str:
    """A piece that is drawn again and again; `certificates.archival` finds it in the PDF and writes it once."""
    first, *others = places
    again = "".join(f'<use href="#{piece}" transform="{place}"/>' for place in others)
    return f'<use href="#{piece}" transform="{first}"/>{again}'


def ring(piece: str, petals: int) -> str:
    return repeated(piece, [f"rotate({360 * turn / petals:g})" for turn in range(petals)])


def side(piece: str, periods: int, step: float) -> str:
    """One woven side, drawn along x around y = 0; its ends lie within half a period, under the corner discs."""
    return repeated(piece, [f"translate({turn * step:g} 0)" for turn in range(periods)])


def weave(name: str, step: float) -> str:
    paths = [bezier(wave(step, phase / 6)) for phase in range(6)]
    return f'<g id="{name}">{strokes(paths, GREEN_MIDDLE, 0.13)}</g>'


def corner() -> str:
    petals = [petal(5.0, 12, 0.62, turn / 4) for turn in range(48)]
    return (
        f'<g id="sudut"><path fill="#fff" d="{circle(CORNER)}"/>'
        + strokes(petals, GREEN, 0.13)
        + strokes([circle(5.55)], GOLD, 0.3)
        + f'<path fill="{GOLD}" d="{circle(1.15)}"/></g>'
    )


def circle(radius: float) -> str:
    """Four pieces, round to a thousandth: of an SVG circle Chromium makes a hundred straight ones."""
    handle = radius * 4 / 3 * tan(pi / 8)
    points = [(radius, 0.0)]
    for x, y in ((0, 1), (-1, 0), (0, -1), (1, 0)):
        before = points[-1]
        place = (radius * x, radius * y)
        points += [
            (before[0] + handle * x, before[1] + handle * y),
            (place[0] + handle * before[0] / radius, place[1] + handle * before[1] / radius),
            place,
        ]
    return bezier(points) + "Z"


def frame(inset: float, colour: str, width: float) -> str:
    return (
        f'<rect x="{inset}" y="{inset}" width="{WIDTH - 2 * inset}" height="{HEIGHT - 2 * inset}" '
        f'fill="none" stroke="{colour}" stroke-width="{width}"/>'
    )


def watermark() -> str:
    """A pale rosette behind the text: light enough to read over, costly to retouch."""
    petals = [petal(radius, 36, 0.34, turn / 4) for radius in (66.0, 52.0, 41.0) for turn in range(4)]
    sector = f'<defs><g id="mawar">{strokes(petals, WATERMARK, 0.22)}</g></defs>'
    return f'{sector}<g transform="translate({WIDTH / 2} {HEIGHT / 2})">{ring("mawar", 36)}</g>'


def corners() -> str:
    far_x, far_y = WIDTH - BAND, HEIGHT - BAND
    return repeated("sudut", [f"translate({x} {y})" for x in (BAND, far_x) for y in (BAND, far_y)])


def frames() -> str:
    return frame(BAND - 3.3, GREEN, 0.45) + frame(BAND + 3.3, GREEN, 0.25) + frame(BAND + 4.3, GOLD, 0.3)


def border() -> str:
    across, down = (WIDTH - 2 * BAND) / ACROSS, (HEIGHT - 2 * BAND) / DOWN
    horizontal, vertical = side("datar", ACROSS, across), side("tegak", DOWN, down)
    far_x, far_y = WIDTH - BAND, HEIGHT - BAND
    sides = (
        f'<g transform="translate({BAND} {BAND})">{horizontal}</g>'
        f'<g transform="translate({BAND} {far_y})">{horizontal}</g>'
        f'<g transform="translate({BAND} {BAND}) rotate(90)">{vertical}</g>'
        f'<g transform="translate({far_x} {BAND}) rotate(90)">{vertical}</g>'
    )
    return f"<defs>{weave('datar', across)}{weave('tegak', down)}{corner()}</defs>{frames()}{sides}{corners()}"


def plain() -> str:
    """The frame of the second page: lines and corners, which are drawn in the first page's."""
    return frames() + corners()


def page(*parts: str) -> str:
    """An SVG of the page's size, hidden from readers that speak: it says nothing."""
    box = f"0 0 {WIDTH:g} {HEIGHT:g}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" aria-hidden="true">{"".join(parts)}</svg>\n'


if __name__ == "__main__":
    here = Path(__file__).parent
    (here / "border.svg").write_text(page(border()), encoding="utf-8")
    (here / "plain.svg").write_text(page(plain()), encoding="utf-8")
    (here / "watermark.svg").write_text(page(watermark()), encoding="utf-8")
