"""The API's contract as a file in git."""

import difflib
import sys

import typer

from api.schema import sdl
from jawara.places import CONTRACT

_SHOWN_LINES = 40


def schema(check: bool) -> None:
    wanted = sdl()
    written = CONTRACT.read_text(encoding="utf-8")
    if wanted == written:
        print(f"{CONTRACT.name} is what the code offers.")
    elif check:
        changes = difflib.unified_diff(written.splitlines(), wanted.splitlines(), "in the file", "in the code", n=1)
        print(*list(changes)[:_SHOWN_LINES], sep="\n", file=sys.stderr)
        print("jawara: the contract differs from the code; if that is meant, run: jawara schema", file=sys.stderr)
        raise typer.Exit(1)
    else:
        CONTRACT.write_text(wanted, encoding="utf-8")
        print(f"Wrote {CONTRACT.name}.")
