"""`jawara new`: a class of one's own, begun as a copy of the template."""

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from courseware.heads import Identifier, Title
from courseware.messages import Language, catalogue
from jawara.console import told
from jawara.places import ROOT, TEMPLATE, content_folders

_SLUG: TypeAdapter[str] = TypeAdapter(Identifier)
_TITLE: TypeAdapter[str] = TypeAdapter(Title)


class Refused(Exception):
    """The class can't be begun; the sentence says why and what to do."""


def new(slug: str, title: str, lang: str) -> None:
    with told(Refused, OSError):
        folder = begin(slug, title, content_folders(), Language(lang))
    shown = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
    print(catalogue(Language(lang)).say("new.begun", folder=shown))


def begin(slug: str, title: str, folders: Sequence[Path], language: Language) -> Path:
    """Copy the template into the first of the folders of classes; raises Refused and leaves nothing behind."""
    say = catalogue(language).say
    title = title.strip()
    if not _fits(_SLUG, slug):
        raise Refused(say("new.bad-slug", slug=slug, better=_mended(slug) or "kemasan-produk"))
    if not title.isprintable() or not _fits(_TITLE, title):
        raise Refused(say("new.bad-title"))
    if taken := next((folder / slug for folder in folders if (folder / slug).exists()), None):
        raise Refused(say("new.taken", folder=taken))
    target = folders[0] / slug
    # Under a name that no reader of classes looks at, until it is whole.
    unfinished = target.with_name(f".{slug}")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(TEMPLATE, unfinished)
    course = unfinished / "course.md"
    course.write_text(_titled(course.read_text("utf-8"), title), "utf-8")
    return unfinished.rename(target)


def _fits(kind: TypeAdapter[str], text: str) -> bool:
    try:
        kind.validate_python(text)
    except ValidationError:
        return False
    return True


def _mended(slug: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", slug.lower()))


def _titled(course: str, title: str) -> str:
    """The text of course.md with this title, in quotes: it may hold a colon."""
    line = f"judul: {json.dumps(title, ensure_ascii=False)}"
    return re.sub(r"^judul: .*$", lambda _: line, course, count=1, flags=re.MULTILINE)
