"""The catalogue's messages for screens -> typed TypeScript, a module for each subject and language.

A sentence without placeholders is a string, another a function of its facts; a script's bundle holds what it names and
nothing else. Scripts import `#messages/<subject>.ts`; an import map says in which language.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from courseware.messages import MESSAGES, Language, catalogue, placeholders
from sitegen.trouble import SiteError

SUBJECTS = "screen-"
"""How the subjects begin that scripts may use."""

_HEAD = "// Written by sitegen.messages from content/messages: edit those, never this file.\n\n"
_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def generate(scripts: Path, folder: Path = MESSAGES) -> None:
    """Writes `generated/<language>/<subject>.ts` and the import maps below `scripts`; raises SiteError."""
    for language in Language:
        target = scripts / "generated" / language
        target.mkdir(parents=True, exist_ok=True)
        words = catalogue(language, folder)
        for file in sorted((folder / language).glob(f"{SUBJECTS}*.toml")):
            _put(target / f"{file.stem}.ts", _module(file.name, words.subject(file.stem)))
        _put(_map(scripts, language), json.dumps({"imports": {"#messages/": f"./{language}/"}}) + "\n")


def import_map(scripts: Path, language: Language) -> Path | None:
    """The map for scripts in `scripts`; None where none was generated."""
    file = _map(scripts, language)
    return file if file.is_file() else None


def _map(scripts: Path, language: Language) -> Path:
    return scripts / "generated" / f"{language}.json"


def _module(file: str, sentences: Mapping[str, str]) -> str:
    for name in sentences:
        if not _NAME.fullmatch(name):
            raise SiteError(f"{file}: {name!r} can't name a constant in a script; write it like `answerSaved`.")
    return _HEAD + "".join(_constant(name, text) for name, text in sentences.items())


def _constant(name: str, text: str) -> str:
    needed = sorted(placeholders(text))
    if not needed:
        return f"export const {name} = {_quoted(text)};\n"
    facts = "; ".join(f"{fact}: string | number" for fact in needed)
    literal = _PLACEHOLDER.sub(r"${\1}", _quoted(text)[1:-1].replace("`", "\\`"))
    return f"export const {name} = ({{ {', '.join(needed)} }}: {{ {facts} }}): string => `{literal}`;\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _put(file: Path, text: str) -> None:
    # Untouched when it says the same: tools that watch files would see a change.
    if not file.is_file() or file.read_text("utf-8") != text:
        file.write_text(text, "utf-8")
