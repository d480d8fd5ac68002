"""What others build on, as files in git: the API's contract, and the keys of the format."""

import difflib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from api.schema import sdl
from courseware.schema import file_name, schemas
from jawara.places import CONTRACT, FORMAT, ROOT

_SHOWN_LINES = 40


def schema(check: bool) -> None:
    """Ends with code 1 where a file differs from the code and `check` forbids to write."""
    wanted = written_from_code()
    different = {file: text for file, text in wanted.items() if _text(file) != text}
    for file, text in different.items():
        if check:
            _show(file, text)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"Wrote {file.name}.")
    if different and check:
        names = ", ".join(file.name for file in different)
        print(f"jawara: {names}: not what the code offers; if that is meant, run: jawara schema", file=sys.stderr)
        raise typer.Exit(1)
    if not different:
        print(f"{', '.join(file.name for file in wanted)}: as the code has it.")


def written_from_code() -> Mapping[Path, str]:
    """Each file and what belongs in it."""
    forms = {FORMAT / file_name(name): _json(form) for name, form in schemas().items()}
    return {CONTRACT: sdl(), **forms}


def _json(form: Mapping[str, object]) -> str:
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _show(file: Path, wanted: str) -> None:
    name = file.relative_to(ROOT).as_posix()
    changes = difflib.unified_diff(
        _text(file).splitlines(), wanted.splitlines(), f"{name} as written", f"{name} from the code", n=1, lineterm=""
    )
    print(*list(changes)[:_SHOWN_LINES], sep="\n", file=sys.stderr)
