"""What is read line by line comes to what the Markdown parser makes of it, to the letter and to the mistake."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courseware import simple
from courseware.folders import CourseFiles, Labelled
from courseware.links import Lessons, Words
from courseware.markdown import CheckText, Found, Writer
from courseware.media import Shelf
from courseware.mistakes import Mistake, SourceFile
from courseware.release import compile_release
from tests.content.courseware.builder import DRAWING

ROOT = Path(__file__).parents[3]
LESSONS = Lessons({"a1": "/kelas/k3/a1/"}, True, ["b2"], Words("/kelas/k3/istilah/", ["shu"]))

Read = tuple[list[str | CheckText], Found, list[Mistake]]


@contextmanager
def only_the_parser() -> Generator[None]:
    with patch.object(simple, "blocks", return_value=None), patch.object(simple, "inline", return_value=None):
        yield


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> CourseFiles:
    folder = tmp_path_factory.mktemp("courses") / "k3"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "a.svg").write_text(DRAWING)
    return CourseFiles("k3", (Labelled(folder, "k3"),))


def whole(files: CourseFiles, text: str) -> Read:
    mistakes: list[Mistake] = []
    writer = Writer(SourceFile("a.md", text, mistakes), "k3", LESSONS, Shelf(files, mistakes), is_lesson=True)
    return writer.parts(text, 3), writer.found, mistakes


def in_question(files: CourseFiles, text: str) -> Read:
    mistakes: list[Mistake] = []
    writer = Writer(SourceFile("a.md", text, mistakes), "k3", LESSONS, Shelf(files, mistakes))
    return [writer.fragment(text, 3), writer.inline(text.strip(), 4)], writer.found, mistakes


@pytest.mark.parametrize(
    "folder", [ROOT / "content" / "courses", ROOT / "content" / "template"], ids=lambda one: one.name
)
def test_the_classes_read_the_same(folder: Path, tmp_path: Path) -> None:
    """What participants have read so far stands exactly as it stood."""
    courses = folder
    if not (folder / "koperasi-sehat").is_dir():
        courses = tmp_path / "courses"
        courses.mkdir()
        (courses / "contoh").symlink_to(folder)
    quick = compile_release(courses)
    with only_the_parser():
        assert compile_release(courses) == quick


def test_nearly_all_of_the_classes_is_simple() -> None:
    """The haste is worth its code only as long as real lessons seldom need the parser."""
    lessons = sorted((ROOT / "content" / "courses").glob("*/lessons/*.md"))
    texts = [file.read_text("utf-8").split("\n---\n", 1)[1] for file in lessons]
    blocks = [block for text in texts for block in simple.blocks(text) or ()]
    others = [block for block in blocks if isinstance(block, simple.Other)]
    assert all(simple.blocks(text) is not None for text in texts)
    assert len(others) < 0.04 * len(blocks)


# Lines and half lines of every kind, the simple ones and those that only look so.
LINES = st.sampled_from([
    *("Kalimat biasa.", "Dua kalimat. Di satu baris", "38 + 16 = 54", "12.000 kg"),
    *("12. kg", "2020", "1) satu", "Ada \"petik\" & 'tanda' > lain"),
    *("## Judul", "### Bagian kedua", "# Satu", "#tanpa", "## Judul ##"),
    *("####### tujuh", "## **Tebal**", "##", "===", "---", "***", "- - -"),
    *("- satu", "- dua **tebal**", "-tanpa", "* bintang", "+ tambah", "1. satu"),
    *("2. dua", "7. tujuh", "10. sepuluh", "- ", "-", "- # x", "- 1. x"),
    *("  lanjut", "    kode", "\tkode", "> kutip", "> **tebal** dan biasa", ">tanpa", "> - a", ">", "> lanjut"),
    *("| a | b |", "| --- | ---: |", "| :-: | :-- |", "| 1 | **2** |"),
    *("| 1 |", "|---|---|", "a | b", "|", "| `a|b` | c |", "| a \\| b | c |"),
    *("::: tip", "::: contoh Judul **tebal**", "::: cek {#x}", ":::"),
    *("::: lain", "::: video Judul", " :::", ":::tip", "::: penting "),
    *("![Gambar](media/a.svg)", '![Gambar](media/a.svg "Judul & lain")'),
    *("![](media/a.svg)", "![Gambar](media/b.svg)", "![x](http://a.example/b.png)"),
    *("```", "~~~", "[^1]: catatan", "[a]: https://x.example", "<b>html</b>"),
    *("<!-- x -->", "Akhir\\", "Akhir  ", "Judul {#id}", "\u00a0", "Ujung\u00a0"),
])  # fmt: skip
INSIDE = st.lists(
    st.sampled_from([
        *("kata", "Kata", "dua kata", " ", " ", ".", ",", "(", ")"),
        *("\"", "–", "é", "7", "%", ":", "!", "?", "\n", "x"),
        *("*", "**", "***", "_", "__", "`", "``", "\\", "&", "&amp;"),
        *("&#65;", "<", ">", "[", "]", "!", "{#a}", ":::", "~~"),
        *("**tebal**", "*miring*", "`kode`", "**a *b* c**", "*a **b** c*"),
        *("**[istilah](istilah:shu)**", "**x [a](pelajaran:a1) y**"),
        *("[a](pelajaran:a1)", "[a](pelajaran:b2)", "[a](pelajaran:zz#y)"),
        *("[s](istilah:shu)", "[s](istilah:lain)", "[w](https://w.example/a?b=1#c)"),
        *("[w](<https://w.example>)", "[w](/kelas/)", "[w](#judul)", "[w](javascript:x)"),
        *("[w](media/a.svg)", "[^1]", "[a][b]", "https://w.example", "<https://w.example>"),
    ]),
    max_size=9,
).map("".join)  # fmt: skip
TEXTS = st.lists(st.one_of(LINES, LINES, INSIDE, st.just("")), max_size=14).map("\n".join)


@given(text=TEXTS)
@settings(max_examples=400)
@example(text="- a\n\n- b")
@example(text="Satu:\n2. dua")
@example(text="::: tip\n- a\n\nb\n\n- c\n:::\n- d")
def test_any_text_reads_the_same(files: CourseFiles, text: str) -> None:
    """An editor never knows, and never needs to know, which of the two read a line."""
    quick = whole(files, text)
    with only_the_parser():
        assert whole(files, text) == quick


@given(text=st.one_of(TEXTS, INSIDE))
@settings(max_examples=400)
def test_any_part_of_a_question_reads_the_same(files: CourseFiles, text: str) -> None:
    """Prompts, choices and explanations allow less, and say so in the same words."""
    quick = in_question(files, text)
    with only_the_parser():
        assert in_question(files, text) == quick
