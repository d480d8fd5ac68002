"""Draws this template's line work: `python artwork.py` writes band.svg beside itself.

Kawung: four leaves around a point, again and again, an old motif of Javanese batik. Lengths are millimetres.
"""

from pathlib import Path

BAND, HEIGHT = 54.0, 210.0  # the band at the left edge of A4 landscape
CELL = 13.5
GREEN, LEAF, SEED = "#0B5351", "#1B6461", "#D9B65A"
LEAVES = "M0 -.7C1.9 -2.2 2.6 -4.6 0 -6.2C-2.6 -4.6 -1.9 -2.2 0 -.7Z"


def kawung() -> str:
    leaves = "".join(f'<path d="{LEAVES}" transform="rotate({turn})"/>' for turn in (45, 135, 225, 315))
    seed = f'<path fill="{SEED}" d="M0 -.45L.45 0 0 .45-.45 0Z"/>'
    return f'<g id="kawung"><g fill="{LEAF}">{leaves}</g>{seed}</g>'


def band() -> str:
    columns, rows = int(BAND / CELL) + 1, int(HEIGHT / CELL) + 1
    cells = "".join(
        f'<use href="#kawung" transform="translate({x * CELL:g} {y * CELL + 3.75:g})"/>'
        for y in range(rows)
        for x in range(columns)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 210" aria-hidden="true"><defs>{kawung()}'
        f'<clipPath id="pita"><path d="M0 0H{BAND}V{HEIGHT}H0Z"/></clipPath></defs>'
        f'<path fill="{GREEN}" d="M0 0H{BAND}V{HEIGHT}H0Z"/><g clip-path="url(#pita)">{cells}</g>'
        f'<path fill="{SEED}" d="M{BAND} 0H{BAND + 1.2}V{HEIGHT}H{BAND}Z"/></svg>\n'
    )


if __name__ == "__main__":
    (Path(__file__).parent / "band.svg").write_text(band(), encoding="utf-8")
