"""Whatever an editor, or an attacker with an editor's pen, writes: a release or an explanation, and no script."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseware.links import Lessons
from courseware.markdown import Writer
from courseware.mistakes import SourceFile
from courseware.release import ContentErrors, CourseRelease
from courseware.sealed import QuestionKind, SealedCourse
from tests.content.courseware.builder import CHECK, COURSE, DRAWING, EVALUATION_HEAD, LESSON_HEAD, QUESTION, good_course

ALLOWED = {
    *(
        "a",
        "aside",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ),
    *("audio", "details", "section", "summary", "sup", "track", "video"),
    *("hr", "img", "li", "ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {
    *("controls", "download", "kind", "label", "poster", "preload", "srclang"),
    *("alt", "aria-label", "class", "height", "href", "id", "loading", "rel", "role", "scope", "src", "start"),
    *("tabindex", "title", "width"),
}
SAFE_ADDRESS = re.compile(r"https?://|mailto:|tel:|/(?!/)|#|data:image/svg\+xml;base64,[A-Za-z0-9+/=]+$")
PIECES = [
    *CHECK.split("\n"),
    *QUESTION.split("\n"),
    *COURSE.split("\n"),
    *LESSON_HEAD.split("\n"),
    *(
        "# a {#a ambil=9}",
        "## b {#b}",
        "### c",
        "::: tip",
        "::: cek {#x}",
        ":::",
        "```",
        "---",
        "***",
        "===",
        "> ",
        "- ",
    ),
    *(
        "1. ",
        "    ",
        "\t",
        "|a|b|",
        "|-|-:|",
        "![a](media/sampul.svg 'x')",
        "![](x)",
        "[a](pelajaran:mengenal-pembeli)",
    ),
    *(
        "[a](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[a]: javascript:x",
        "[a]",
        "<script>",
        "</script>",
        "<img onerror=x>",
    ),
    *(
        "[a](&#106;avascript:x)",
        "[a](data:text/html,x)",
        "[a](https://a.b 'onload=\"x\"')",
        "&lt;script&gt;",
        "&#0;",
        "&#xD800;",
    ),
    *(
        "\\",
        "\\<b>",
        "`",
        "``",
        "*",
        "**",
        "_",
        "[",
        "]",
        "](",
        "![",
        "<",
        "<!--",
        "{",
        "{#",
        "}",
        "&",
        "%",
        "\u202e",
        "\ufeff",
    ),
    *("::: video <b>", "::: audio", "tautan: media/a.mp4", "tautan: https://a.b/c.mp4", "poster: media/sampul.svg"),
    *("ukuran: 1 MB", "durasi: 1:00", "teks: media/a.vtt", "Transkrip: <b>", "[a](media/a.pdf)", "pensiun: [a]"),
    *("[a](istilah:a)", "[a](istilah:<b>)", '**a** (") {#a}: b', '[^a"]', '[^a"]: x', "{#x pensiun=ya}"),
    *(
        "Jawaban: SHU | laba",
        "Jawaban: Rp1.500 ± 2%",
        "- laba => untung",
        "- => pengecoh",
        "1. satu",
        "2. dua",
        "3. tiga",
    ),
    *("## d {#d nilai=sebagian label=a,b}", "## e {#e pensiun=ya}", "|", "±", "=>", "1.5.0"),
    *("[^1]", "[^1]: x", "id: &a [*a]", "- [x]", "- [ ] ", "  > ", "Penjelasan:", "http://[::1", "<http://xn--\u00df>"),
]
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).flatmap(
    lambda pieces: st.sampled_from(["\n", "\n", " ", ""]).map(lambda between: between.join(pieces))
)
files = st.sampled_from(
    ["course.md", "lessons/01-mengenal-pembeli.md", "evaluation.md", "glossary.md", "media/sampul.svg"]
)
heads = {
    "course.md": COURSE,
    "lessons/01-mengenal-pembeli.md": LESSON_HEAD.format(id="mengenal-pembeli"),
    "evaluation.md": EVALUATION_HEAD,
    "glossary.md": "**a** {#a}: b\n\n",
    "media/sampul.svg": DRAWING[:-6],
}


class Examined(HTMLParser):
    """Reads HTML as a browser would and keeps what should not be in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrongs: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.wrongs.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES or (name in {"href", "poster", "src"} and not SAFE_ADDRESS.match(value or "")):
                self.wrongs.append(f"{name}={value}")

    def handle_decl(self, decl: str) -> None:
        self.wrongs.append(decl)

    def handle_comment(self, data: str) -> None:
        self.wrongs.append(data)


def html_in(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name.endswith("html"):
            yield value
    elif isinstance(value, tuple):
        for part in value:  # pyright: ignore[reportUnknownVariableType]
            yield from html_in(part, name)  # pyright: ignore[reportUnknownArgumentType]
    elif is_dataclass(value):
        for field in fields(value):
            yield from html_in(getattr(value, field.name), field.name)


def compiled(name: str, text: str) -> CourseRelease | None:
    with TemporaryDirectory() as folder:
        course = good_course(Path(folder) / "content" / "courses")
        (course.folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            return course.release()
        except ContentErrors as errors:
            explained = [mistake for mistake in errors.mistakes if mistake.line >= 1 and mistake.what and mistake.mend]
    assert explained
    return None


@settings(max_examples=150, deadline=None)
@given(name=files, text=hostile, with_head=st.booleans())
def test_any_text_gives_a_release_or_an_explanation(name: str, text: str, with_head: bool) -> None:
    """A stack trace tells an editor nothing, and a script in a lesson would run for every participant."""
    release = compiled(name, heads[name] + text if with_head else text)
    if release is None:
        return
    assert SealedCourse.from_json(release.sealed.to_json()) == release.sealed
    for half in (release.public, release.sealed):
        for html in html_in(half):
            assert Examined(html).wrongs == []
            assert "<script" not in html.lower()


@settings(max_examples=400, deadline=None)
@given(text=hostile)
def test_even_a_refused_text_would_be_harmless(text: str) -> None:
    """A preview may show what is not yet right; the writer alone must keep scripts out."""
    source = SourceFile("lessons/01-a.md", text, [])
    writer = Writer(source, "k3", Lessons({"mengenal-pembeli": "/kelas/k3/mengenal-pembeli/"}, complete=True), None)
    parts = [part for part in writer.parts(text, 1) if isinstance(part, str)]
    for html in [*parts, writer.fragment(text, 1), writer.inline(text, 1)]:
        assert Examined(html).wrongs == []


ANSWERS = [
    *("Jawaban: SHU | Sisa Hasil Usaha", "Jawaban: 12", "Jawaban: Rp1.500 ± 2%", "Jawaban: ", "Jawaban: 1.5"),
    *("- laba => untung", "- rugi => buntung", "- => pengecoh", "- a =>", "1. satu", "2. dua", "3. tiga", "4. empat"),
    *("- [x] Benar", "- [ ] Benar", "- [x] Salah", "- [ ] Salah", "- [x] a", "- [ ] b", "Pilih satu.", "```"),
]
LINES = [*CHECK.split("\n")[1:-2], *ANSWERS, "teks", "  sambungan", ""]
SHAPES = [
    ["- [x] a", "- [ ] b"],
    ["- [x] a", "- [x] b"],
    ["- [x] Benar", "- [ ] Salah"],
    ["Jawaban: SHU | Sisa Hasil Usaha"],
    ["Jawaban: Rp1.500 ± 2%"],
    ["- laba => untung", "- rugi => buntung", "- => pengecoh"],
    ["1. satu", "2. dua", "3. tiga"],
]


@settings(max_examples=300, deadline=None)
@given(
    before=st.lists(st.sampled_from(LINES), max_size=3),
    shape=st.sampled_from([[], *SHAPES]),
    after=st.lists(st.sampled_from(LINES), max_size=4),
    explanation=st.sampled_from(["Penjelasan: begitu", "Penjelasan:", ""]),
)
def test_a_question_that_compiles_can_be_scored(
    before: list[str], shape: list[str], after: list[str], explanation: str
) -> None:
    """Whatever order its lines come in: what its kind needs is there, and all of it can be told apart."""
    text = "\n".join(["::: cek {#cek}", *before, *shape, *after, explanation, ":::"])
    release = compiled("lessons/01-mengenal-pembeli.md", LESSON_HEAD.format(id="mengenal-pembeli") + text)
    if release is None:
        return
    (check,) = release.sealed.lessons[0].checks
    assert check.can_be_judged
    assert check.explanation_html
    assert len({choice.id for choice in check.choices}) == len(check.choices)
    assert len({pair.id for pair in check.pairs}) == len(check.pairs)
    right = sum(choice.correct for choice in check.choices)
    match check.kind:
        case QuestionKind.SINGLE:
            assert right == 1
        case QuestionKind.MULTIPLE:
            assert right > 1
        case QuestionKind.TRUE_FALSE:
            assert (right, [choice.html for choice in check.choices]) == (1, ["Benar", "Salah"])
        case QuestionKind.MATCHING:
            assert {pair.choice for pair in check.pairs} <= {choice.id for choice in check.choices}
        case QuestionKind.ORDERING:
            assert len(check.choices) >= 3
        case QuestionKind.SHORT | QuestionKind.NUMBER:
            assert check.choices == ()


@pytest.mark.parametrize(("shape", "kind"), list(zip(SHAPES, QuestionKind, strict=True)))
def test_every_shape_that_the_random_questions_are_made_of_compiles(shape: list[str], kind: QuestionKind) -> None:
    """The test above would pass for a reader that refuses everything."""
    text = "\n".join(["::: cek {#cek}", "Apa?", *shape, "Penjelasan: begitu", ":::"])
    release = compiled("lessons/01-mengenal-pembeli.md", LESSON_HEAD.format(id="mengenal-pembeli") + text)
    assert release
    assert [check.kind for check in release.sealed.lessons[0].checks] == [kind]
