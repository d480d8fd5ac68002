# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Cuts the fonts of `certificates.scripts` down to the signs that are printed with them.

    python certificates/fonts/subset.py FOLDER

FOLDER holds the unpacked npm packages that README.md lists (`npm pack NAME@VERSION`, then `tar -x`). TrueType only:
Chromium turns PostScript outlines into Type 3 fonts, which print badly.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from certificates.scripts import SCRIPTS

SOURCES = {
    "javanese": "NotoSansJavanese_600SemiBold.ttf",
    "balinese": "NotoSansBalinese_600SemiBold.ttf",
    "arabic": "NotoNaskhArabic_600SemiBold.ttf",
    "han": "NotoSerifSC_600SemiBold.ttf",
}
VERTICAL = {"vert", "vrt2", "vkrn", "vhal", "valt"}
DOTTED_CIRCLE = 0x25CC  # shown under a vowel sign that stands alone


def main(folder: Path) -> None:
    for script in SCRIPTS:
        (source,) = folder.rglob(SOURCES[script.name])
        font = TTFont(source)
        lacking = script.codes - set(font.getBestCmap() or ())
        if lacking:
            raise SystemExit(f"{source} lacks {', '.join(f'U+{code:04X}' for code in sorted(lacking))}")
        options = Options(
            hinting=False, notdef_outline=True, name_IDs=["*"], drop_tables=["STAT", "MATH", "vhea", "vmtx"]
        )
        options.layout_features = ["kern"] if script.name == "han" else sorted(set(options.layout_features) - VERTICAL)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=script.codes | {DOTTED_CIRCLE})
        subsetter.subset(font)
        font.flavor = "woff2"
        font.save(script.font)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
