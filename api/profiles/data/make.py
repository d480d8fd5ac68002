"""Makes the lists in this folder anew: `npm pack idn-area-data@4.0.1`, then `python make.py idn-area-data-4.0.1.tgz`.

The README beside it names the source, the decree it follows and the licence.
"""

import csv
import io
import json
import re
import sys
import tarfile
from pathlib import Path

VERSION = "4.0.1"
"""The release that README.md speaks of: change both together."""
DISTRICTS_OF = "35."
"""Districts and villages are kept for East Java alone, where the office's participants live."""
FOLDER = Path(__file__).parent

# Marks that were lost on the way from the decree's pages to the package.
MENDED = {
    "35.27.13.2002": "Apa'an",
    "35.27.13.2005": "Pacangga'an",
    "35.27.14.2001": "Blu'uran",
    "35.78.18.1004": "Lidah Kulon",
}


def mended(code: str, name: str) -> str:
    """The name as it reads well: one kind of apostrophe, no spaces around hyphens. Letters stay as they came."""
    text = " ".join(name.replace('"', "'").replace("’", "'").split())
    return MENDED.get(code, re.sub(r" ?- ?", "-", text))


def rows(package: tarfile.TarFile, level: str) -> list[tuple[str, str]]:
    """Codes and names of one level, in the order of the codes."""
    with _member(package, f"package/data/{level}.csv") as text:
        found = [(row["code"], mended(row["code"], row["name"])) for row in csv.DictReader(text)]
    return sorted(one for one in found if one[0].count(".") < 2 or one[0].startswith(DISTRICTS_OF))


def _member(package: tarfile.TarFile, name: str) -> io.TextIOWrapper:
    file = package.extractfile(name)
    if file is None:
        raise SystemExit(f"{name} is no file")
    return io.TextIOWrapper(file, encoding="utf-8", newline="")


def main(tarball: Path) -> None:
    """Write the four lists."""
    with tarfile.open(tarball) as package:
        with _member(package, "package/package.json") as text:
            version = json.load(text)["version"]
        if version != VERSION:
            raise SystemExit(
                f"This is {version}, not {VERSION}: look for a new decree, then change README.md and VERSION"
            )
        for level in ("provinces", "regencies", "districts", "villages"):
            with (FOLDER / f"{level}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file, lineterminator="\n").writerows([("code", "name"), *rows(package, level)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
