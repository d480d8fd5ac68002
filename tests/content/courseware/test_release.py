import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from shutil import copytree
from time import process_time

import pytest

from courseware.plain import plain_text
from courseware.release import ContentErrors, compile_release, sealed_strings
from tests.content.courseware.builder import CHECK, LESSON_HEAD, CourseFolder, good_course


def texts_in(value: object) -> Iterator[str]:
    """Every string anywhere below a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:  # pyright: ignore[reportUnknownVariableType]
            yield from texts_in(part)  # pyright: ignore[reportUnknownArgumentType]
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def test_no_sealed_string_stands_in_the_public_half(course: CourseFolder) -> None:
    """Answers never travel: what the site gets can't leak what it doesn't hold."""
    release = compile_release(course.root)
    public = [plain_text(text) for text in texts_in(release.courses[0].public)]
    sealed = sealed_strings(release)
    assert len(sealed) == 5
    assert [found for found in sealed if any(found.text in text for text in public)] == []
    assert any("Siapa pembeli utama?" in text for text in public)


def test_no_public_field_is_named_for_an_answer(course: CourseFolder) -> None:
    """A short feedback escapes the search for sealed strings; the shape of the public half must not have it."""
    names: set[str] = set()

    def collect(value: object) -> None:
        if isinstance(value, tuple):
            for part in value:  # pyright: ignore[reportUnknownVariableType]
                collect(part)  # pyright: ignore[reportUnknownArgumentType]
        elif is_dataclass(value):
            for field in fields(value):
                names.add(field.name)
                collect(getattr(value, field.name))

    collect(course.release().public)
    assert "prompt_html" in names
    assert names.isdisjoint({"correct", "key", "feedback", "feedback_html", "explanation", "explanation_html", "pools"})


def test_sealed_strings_are_plain_text_with_their_origin(course: CourseFolder) -> None:
    """The search runs over text, and whoever finds a hit must know what to look for."""
    course.replace(
        "evaluation.md",
        "Penjelasan: Ciri menerangkan barang;",
        "Penjelasan: *Ciri* & `harga` menerangkan\n[barang](https://a.id);\n\nParagraf kedua yang cukup panjang.\n\n",
    )
    found = {sealed.text: sealed.origin for sealed in sealed_strings(compile_release(course.root))}
    assert found["Ciri & harga menerangkan barang;"] == "k3: soal beda-ciri-manfaat, penjelasan"
    assert found["Paragraf kedua yang cukup panjang."] == "k3: soal beda-ciri-manfaat, penjelasan"
    assert found["Apa beda ciri dan manfaat sebuah produk?"] == "k3: soal beda-ciri-manfaat, pertanyaan"
    assert found["Tidak ada usaha yang dapat melayani semua orang sekaligus."] == "k3: cek cek-pembeli, umpan balik"
    assert "Benar." not in found


def test_the_same_content_gives_the_same_release(course: CourseFolder, tmp_path: Path) -> None:
    """A digest that changes without a change would publish every course at every build."""
    elsewhere = tmp_path / "elsewhere" / "content" / "courses"
    copytree(course.root, elsewhere)
    (first,), (second,) = compile_release(course.root).courses, compile_release(elsewhere).courses
    assert first.sealed.digest == second.sealed.digest
    assert first.public == second.public
    course.replace("evaluation.md", "poin=2", "poin=3")
    assert course.release().sealed.digest != second.sealed.digest


def test_all_mistakes_come_at_once_in_the_order_of_files_and_lines(course: CourseFolder) -> None:
    """One at a time would mean one build for each."""
    course.replace("course.md", "jp: 2", "jp: dua")
    course.lesson("# Judul\n\n<b>tebal</b>\n")
    course.replace("evaluation.md", "- [x]", "- [ ]")
    with pytest.raises(ContentErrors) as refused:
        compile_release(course.root)
    prefix = "content/courses/k3/"
    assert [(mistake.file.removeprefix(prefix), mistake.line) for mistake in refused.value.mistakes] == [
        ("course.md", 5),
        ("evaluation.md", 9),
        ("lessons/01-mengenal-pembeli.md", 8),
        ("lessons/01-mengenal-pembeli.md", 10),
    ]
    assert "content/courses/k3/course.md:5: isi `jp` harus berupa bilangan bulat\n  tulis angka" in str(refused.value)


def test_courses_come_in_the_order_of_their_slugs(course: CourseFolder) -> None:
    """The order of a directory differs from disk to disk."""
    for slug in ("b2", "a1"):
        copytree(course.folder, course.root / slug)
    (course.root / "README.md").write_text("bukan kelas")
    assert [found.public.slug for found in compile_release(course.root).courses] == ["a1", "b2", "k3"]


def test_a_missing_folder_is_an_error_and_an_empty_one_is_not(tmp_path: Path) -> None:
    """A build in the wrong place must not publish an empty site in silence."""
    with pytest.raises(ContentErrors, match="folder kelas tidak ada"):
        compile_release(tmp_path / "content" / "courses")
    assert compile_release(tmp_path).courses == ()


def test_the_sealed_json_holds_what_the_public_half_lacks(course: CourseFolder) -> None:
    """Guards the guard: were the sealed half empty, the search for leaks would pass as well."""
    document = json.loads(course.release().sealed.to_json())
    assert document["lessons"][0]["checks"][0]["choices"][1]["correct"] is True
    assert document["evaluation"]["pools"][0]["questions"][0]["explanation_html"].startswith("<p>Ciri menerangkan")


def test_a_thousand_lessons_compile_within_seconds(tmp_path: Path) -> None:
    """Editors wait for every preview. It takes two; the bound leaves room for a slow machine."""
    course = good_course(tmp_path / "content" / "courses")
    prose = "\n\n".join(
        f"## Bagian {part}\n\nSatu *paragraf* dengan [tautan](/bantuan/).\n\n- a\n- b" for part in range(5)
    )
    for number in range(2, 1001):
        text = f"{LESSON_HEAD.format(id=f'p-{number}')}{prose}\n\n{CHECK.replace('cek-pembeli', f'cek-{number}')}"
        course.write(f"lessons/{number:04}-p-{number}.md", text)
    start = process_time()
    assert len(course.release().public.lessons) == 1000
    assert process_time() - start < 10
