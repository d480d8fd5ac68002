"""The published JSON Schemas beside the content and beside what the check says."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from courseware.hosts import HOSTS
from courseware.messages import Language
from courseware.schema import schemas
from jawara.places import COURSES, TEMPLATE
from tests.content.courseware.builder import COURSE, EVALUATION_HEAD, LESSON_HEAD, CourseFolder

LESSON = "lessons/01-mengenal-pembeli.md"
FILES = {"course.md": "course", LESSON: "lesson", "evaluation.md": "evaluation"}
SCHEMAS = schemas()
VALIDATORS: dict[str, Validator] = {name: Draft202012Validator(schema) for name, schema in SCHEMAS.items()}


def head(text: str) -> Any:
    """The front matter as other programs read it: 2 is a number."""
    return yaml.safe_load(text.split("\n---\n", maxsplit=1)[0].removeprefix("---\n"))


def accepts(name: str, document: Any) -> bool:
    return not list(VALIDATORS[name].iter_errors(document))


def real_heads() -> Iterator[tuple[str, Path]]:
    for folder in [*COURSES.iterdir(), TEMPLATE]:
        yield from (("lesson", path) for path in (folder / "lessons").glob("*.md"))
        yield from ((name, folder / f"{name}.md") for name in ("course", "evaluation"))


def test_every_head_of_the_content_fits_its_schema() -> None:
    """A red line under what is right teaches editors to ignore red lines."""
    heads = list(real_heads())
    assert len(heads) > 30
    for name, path in heads:
        VALIDATORS[name].validate(head(path.read_text("utf-8")))
    VALIDATORS["hosts"].validate(tomllib.loads(HOSTS.read_text("utf-8")))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_by_its_own_standard(name: str) -> None:
    """And its patterns are read by JavaScript as well, which takes no needless backslash."""
    Draft202012Validator.check_schema(SCHEMAS[name])
    for pattern in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(SCHEMAS[name])):
        assert not re.search(r"\\[^sdwbSDWBnrt.\\/^$*+?()\[\]{}|-]", json.loads(f'"{pattern}"'))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_its_words_in_each_language(name: str) -> None:
    """An editor shows them beside the key; nothing of the program's own words is among them."""
    indonesian, english = (schemas(language)[name] for language in Language)
    assert indonesian.keys() == english.keys()
    assert indonesian["title"] != english["title"]
    assert indonesian["properties"].keys() == english["properties"].keys()
    told = json.dumps(indonesian["properties"], ensure_ascii=False)
    assert told.count('"title"') >= len(indonesian["properties"])
    assert "participants" not in json.dumps(indonesian)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("course.md", "judul: Kelas Percobaan\n", ""),
        ("course.md", "jp: 2", "jp: 0"),
        ("course.md", "jp: 2", "jp: dua"),
        ("course.md", "jp: 2", "jp: 2\nharga: 10"),
        ("course.md", "[umkm, koperasi]", "[umkm, petani]"),
        ("course.md", "[umkm, koperasi]", "[umkm, umkm]"),
        ("course.md", "[umkm, koperasi]", "umkm"),
        ("course.md", "{id: dasar, judul: Dasar}", "{id: Dasar, judul: Dasar}"),
        ("course.md", "{id: dasar, judul: Dasar}", "{id: dasar}"),
        ("course.md", "Satu kalimat tentang", "x" * 160),
        (LESSON, "menit: 2", "menit: 601"),
        (LESSON, "menit: 2", "menit: 2\npensiun: mungkin"),
        (LESSON, "menit: 2", "menit: 2\nsumber:\n  - {judul: a, penerbit: b, tahun: 2023, tautan: a.id}"),
        (LESSON, "menit: 2", "menit: 2\nsumber:\n  - {judul: a, penerbit: b, tahun: 2023, tautan: }"),
        ("evaluation.md", "nilai-minimal: 70", "nilai-minimal: 101"),
        ("evaluation.md", "percobaan: 3", "percobaan: -1"),
    ],
)
def test_what_the_check_refuses_in_a_key_the_schema_refuses(
    course: CourseFolder, file: str, old: str, new: str
) -> None:
    """Both are told from one model; an editor sees it while typing."""
    course.replace(file, old, new)
    assert any(mistake.code.startswith(("front-matter.", "course.audience")) for mistake in course.mistakes())
    assert not accepts(FILES[file], head((course.folder / file).read_text("utf-8")))


@pytest.mark.parametrize("retired", ["true", "false", "ya", "tidak"])
def test_what_the_check_takes_the_schema_takes(course: CourseFolder, retired: str) -> None:
    """As it is written in each of the examples."""
    for name, text in (("course", COURSE), ("evaluation", EVALUATION_HEAD)):
        assert accepts(name, head(text))
    written = LESSON_HEAD.format(id="lama").replace("menit: 2", f"menit: 2\npensiun: {retired}")
    course.write("lessons/02-lama.md", f"{written}Isi.\n")
    assert course.mistakes() == []
    assert accepts("lesson", head(written))


def test_a_head_may_name_its_schema_in_a_comment(course: CourseFolder) -> None:
    """As docs/authoring.md says; the address leads from a lesson to the file."""
    comment = "# yaml-language-server: $schema=../../../schema/lesson.schema.json"
    course.replace(LESSON, "---\nid:", f"---\n{comment}\nid:")
    assert course.mistakes() == []
    lesson = next((COURSES / "koperasi-sehat" / "lessons").glob("*.md"))
    assert (lesson.parent / comment.partition("=")[2]).resolve().is_file()
