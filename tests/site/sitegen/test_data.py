"""The classes as data: what docs/data.md promises to programs of other people."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from courseware.public import Download, Recording, RecordingKind, Term
from courseware.release import Release, compile_release, sealed_strings
from sitegen import data, deno_runs
from sitegen.keeping import files_url
from sitegen.leaks import find_leaks
from sitegen.weights import Weight
from tests.site.hosting import served
from tests.site.sitegen.conftest import BASE_URL, MakeRelease

PROJECT = Path(__file__).parents[3]
DOCUMENT = PROJECT / "docs" / "data.md"


class Addresses(dict[str, str]):
    """An address for whatever is asked for."""

    def __missing__(self, name: str) -> str:
        return f"/assets/{name}"


def told(release: Release) -> dict[str, Any]:
    courses = [course.public for course in release.courses]
    weights = {one.slug: Weight(70_000, 2_000) for one in courses}
    texts = {
        data.CATALOGUE: data.catalogue(courses, Addresses(), weights),
        **{data.course_address(one.slug): data.course(one, Addresses(), weights[one.slug]) for one in courses},
        data.SCHEMA: data.schema_file(BASE_URL),
    }
    return {address: json.loads(text) for address, text in texts.items()}


def mistakes(schema: dict[str, Any], document: Any) -> list[str]:
    found = Draft202012Validator(schema).iter_errors(document)  # pyright: ignore[reportUnknownMemberType]
    return [error.message for error in found]


@pytest.fixture(scope="module")
def classes() -> Release:
    """The real ones."""
    return compile_release(PROJECT / "content" / "courses")


@pytest.fixture(scope="module")
def real(classes: Release) -> dict[str, Any]:
    return told(classes)


@pytest.fixture
def full(make_release: MakeRelease) -> Release:
    """A class that has something of everything."""
    (course,) = make_release("<p>Istilah.</p>").courses
    (module,) = course.public.modules
    first, last = module.lessons
    rich = replace(
        first,
        downloads=(Download("lembar.pdf", "Lembar kerja", 2048),),
        recordings=(Recording(RecordingKind.AUDIO, "Wawancara", "/kelas/pemasaran/media/suara.mp3", 4096, 61),),
        terms=("hpp",),
        has_footnotes=True,
        words=321,
    )
    glossary = (Term("hpp", "HPP", "harga pokok produksi", "Biaya satu barang."),)
    public = replace(
        course.public, modules=(replace(module, lessons=(rich,)),), glossary=glossary, retired=(replace(last),)
    )
    return Release((replace(course, public=public),))


def test_the_schema_is_one_and_explains_every_field(real: dict[str, Any]) -> None:
    """Whoever builds on the files has nothing else to go by."""
    schema = real[data.SCHEMA]
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{BASE_URL}/data/v1/schema.json"
    parts = {name: one for name, one in schema["$defs"].items() if "properties" in one}
    assert {"CatalogueData", "CourseData", "LessonData", "CheckData"} <= parts.keys()
    assert [name for name, one in parts.items() if not one.get("description")] == []
    bare = [
        f"{name}.{field}"
        for name, one in parts.items()
        for field, said in one["properties"].items()
        if not said.get("description") or not (said.get("title") or "$ref" in said)
    ]
    assert bare == []


def test_every_file_fits_the_schema(real: dict[str, Any], full: Release) -> None:
    """A program that checks what it reads must not stumble over our own files."""
    schema = real[data.SCHEMA]
    for files in (real, told(full)):
        documents = {address: one for address, one in files.items() if address != data.SCHEMA}
        assert [said for one in documents.values() for said in mistakes(schema, one)] == []
    assert {one["kind"] for one in documents.values()} == {"catalogue", "course"}
    assert mistakes(schema, {"kind": "catalogue", "version": 2, "language": "id", "courses": []}) != []


def test_what_the_builder_writes_fits_the_schema_too(output: Path) -> None:
    """The lists of files come from another module than the schema, and travel with it."""
    schema = json.loads((output / data.SCHEMA[1:]).read_text())
    written = sorted(path for path in (output / "data").rglob("*.json") if path.name != "schema.json")
    documents = [json.loads(path.read_text()) for path in written]
    assert {one["kind"] for one in documents} == {"catalogue", "course", "files"}
    assert [mistakes(schema, one) for one in documents] == [[]] * len(documents)


def test_the_catalogue_leads_to_every_class(real: dict[str, Any], classes: Release) -> None:
    """One address to begin with; all others are found from there."""
    courses = real[data.CATALOGUE]["courses"]
    assert [one["slug"] for one in courses] == [course.public.slug for course in classes.courses]
    for one in courses:
        whole = real[one["data"]]
        assert {name: whole[name] for name in one} == one
        assert sum(len(module["lessons"]) for module in whole["modules"]) == one["lessons"] == 10


LEFT_OUT = {"retired"}
"""Fields of the public half that the data don't have: lessons that left their class."""


def values_of(part: Any, path: str = "") -> Iterator[tuple[str, object]]:
    """Every text and number of the public half, by its field."""
    if isinstance(part, tuple):
        for one in part:  # pyright: ignore[reportUnknownVariableType] -- whatever the public half holds
            yield from values_of(one, path)
    elif is_dataclass(part):
        for one in fields(part):
            if one.name not in LEFT_OUT:
                yield from values_of(getattr(part, one.name), f"{path}.{one.name}")
    else:
        yield path, part


def leaves(value: Any) -> Iterator[object]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:  # pyright: ignore[reportUnknownVariableType]
            yield from leaves(one)
    else:
        yield value


def test_all_of_the_public_half_is_told(full: Release) -> None:
    """A field that the format gets later must be told here too, or be left out by name."""
    (course,) = full.courses
    files = told(full)
    there = list(leaves(files["/data/v1/courses/pemasaran.json"]))
    told_as = {"gambar.svg": "/assets/pemasaran/gambar.svg", "lembar.pdf": "/assets/pemasaran/lembar.pdf"}
    missing = [
        (path, value)
        for path, value in values_of(course.public)
        if path != ".modules.lessons.module"  # The title of the module around it.
        and told_as.get(str(value), str(value)).replace("/kelas/pemasaran/media/", "/assets/pemasaran/")
        not in {str(one) for one in there}
    ]
    assert missing == []


def test_a_lesson_that_left_its_class_is_not_told(full: Release) -> None:
    """It is kept for those who began with it; a new frontend has none of these."""
    assert "Menghitung harga" not in json.dumps(told(full))


def test_no_sealed_sentence_and_no_key_is_told(real: dict[str, Any], classes: Release, tmp_path: Path) -> None:
    """The build looks through these files too; here the real classes are looked at without it."""
    for number, one in enumerate(real.values()):
        (tmp_path / f"{number}.json").write_text(json.dumps(one))
    assert find_leaks(tmp_path, sealed_strings(classes)) == []
    names = {name for one in real.values() for name in re.findall(r'"(\w+)":', json.dumps(one))}
    assert names.isdisjoint({"correct", "accepted", "feedback_html", "explanation_html", "tolerance"})


def test_pictures_and_pages_that_are_named_are_there(output: Path) -> None:
    """Their addresses carry the hash of their content, which nobody else can know."""
    course = json.loads((output / "data/v1/courses/pemasaran.json").read_text())
    lessons = [lesson for module in course["modules"] for lesson in module["lessons"]]
    shown = [course["cover"]["address"], *(picture for lesson in lessons for picture in lesson["pictures"])]
    shown += re.findall(r'src=\\"(/[^"]+)\\"', json.dumps(lessons))
    assert len(shown) == 5
    assert all(re.fullmatch(r"/assets/pemasaran/gambar\.[0-9a-f]{10}\.svg", one) for one in shown)
    assert (output / shown[0][1:]).is_file()
    assert all((output / lesson["page"][1:] / "index.html").is_file() for lesson in lessons)


def fits(part: Any, whole: Any) -> bool:
    """Whether the part says nothing that the whole doesn't."""
    if isinstance(part, dict):
        return all(name in whole and fits(value, whole[name]) for name, value in part.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(part, list) and any(isinstance(one, dict) for one in part):  # pyright: ignore[reportUnknownVariableType]
        return all(any(fits(one, other) for other in whole) for one in part)  # pyright: ignore[reportUnknownVariableType]
    return part == whole


def test_the_example_of_the_document_is_part_of_the_real_catalogue(real: dict[str, Any]) -> None:
    """An example that was made up teaches a form that nobody gets."""
    (example,) = re.findall(r"^```json\n(.*?)^```", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    assert fits(json.loads(example), real[data.CATALOGUE])
    named = re.findall(r"^\| `(/data/v1/[^`]+)`", DOCUMENT.read_text(), re.MULTILINE)
    assert {one.replace("<slug>", "koperasi-sehat") for one in named} <= {
        *(*real, data.AUTHORITY),
        files_url("koperasi-sehat"),
    }


def test_the_program_of_the_document_runs(output: Path, tmp_path: Path) -> None:
    """It is the first thing that a frontend developer copies."""
    (program,) = re.findall(r"^```js\n(.*?)^```", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    with served(output) as address:
        file = tmp_path / "lessons.js"
        file.write_text(program.replace("https://si-jawara.example", address))
        done = subprocess.run(
            [deno_runs.program(), "run", "--quiet", "--allow-net=127.0.0.1", str(file)],
            env=deno_runs.environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    assert "Mengenal pembeli (7 menit)" in done.stdout
