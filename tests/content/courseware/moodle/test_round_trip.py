"""From our Markdown to Moodle's formats and back: nothing that a format can carry is lost or changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courseware.moodle.escaping import escaped, whole_line
from courseware.moodle.placing import ClassBank
from courseware.release import ContentErrors
from courseware.sealed import SealedQuestion
from tests.content.courseware.builder import CourseFolder, good_course
from tests.content.courseware.moodle.banking import Form, bank_of, emptied, essence, exported, imported, returned

CLASSES = Path(__file__).parents[4] / "content" / "courses"
SLUGS = sorted(path.name for path in CLASSES.iterdir())
FORMS: list[Form] = ["gift", "xml"]


def carried(question: SealedQuestion, form: Form) -> SealedQuestion:
    """What is left of a question in the best case: GIFT has no units."""
    kept = essence(question)
    if form == "gift" and kept.number:
        return replace(kept, number=replace(kept.number, unit="", unit_before=False))
    return kept


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_questions_of_our_classes_come_back_as_they_were(slug: str, form: Form) -> None:
    """Points, labels, lessons to read again, feedback, tolerances, partial credit, order, pools: all of it."""
    bank = bank_of(CLASSES, slug)
    text, _ = exported(bank.sealed, form)
    empty = emptied(bank)
    questions, findings = imported(empty, text)
    assert [one.code for one in findings] == []
    evaluation = bank.sealed.evaluation
    asked = [*(one for pool in evaluation.pools for one in pool.questions)]
    asked += [check for lesson in bank.sealed.lessons for check in lesson.checks]
    assert [essence(one) for one in returned(empty, text)] == [
        replace(carried(one, form), lesson=one.lesson) for one in asked
    ]
    topics = {one.id: one.category.path[0] for one in questions if one.category}
    assert [topics[question.id] for pool in evaluation.pools for question in pool.questions] == [
        pool.title for pool in evaluation.pools for _ in pool.questions
    ]


# Signs that mean something to Markdown, GIFT, HTML, XML or our own syntax, among letters.
SIGNS = "~=#{}:\\*_`[]<>&|!%$-+./()\"' aB1é…"
raw = st.text(alphabet=SIGNS, min_size=1, max_size=14).map(lambda text: " ".join(text.split())).filter(bool)
meant = st.sampled_from(
    ["Jawaban: ya", "Penjelasan: x", "1. a", "- [x] a", "# a", "> a", "=> b", "a -> b", "####", "$CATEGORY: x", "// a"]
)
literal = st.one_of(raw, meant)
words = literal.map(escaped)
span = st.one_of(
    words,
    st.text(alphabet="ab<>&~=#{}:\\", min_size=1, max_size=6).map(lambda text: f"`{text}`"),
    st.sampled_from(["**tebal**", "*miring*", "**_dua_**", "[tautan](https://contoh.go.id/a?b=c&d=1)", "x²"]),
)
line = st.lists(span, min_size=1, max_size=3).map(" ".join)
paragraph = line.map(whole_line)
block = st.one_of(
    paragraph,
    st.lists(paragraph, min_size=2, max_size=3).map("\\\n".join),
    st.lists(words, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {whole_line(item)}" for item in items)),
    st.just("| a | b |\n| --- | --- |\n| 1 | 2 |"),
    st.just("```\na  = {~b#}\n\n  c\n```"),
    st.just("> kutipan\n>\n> lagi"),
    st.just("![Sebuah \\[warung\\]](media/sampul.svg \"Di 'kota'\")"),
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    return "\n\n".join([draw(paragraph), *draw(st.lists(block, max_size=2))])


@st.composite
def choices(draw: st.DrawFn, right: int) -> list[str]:
    written: list[str] = []
    for place in range(draw(st.integers(right + 1, 5))):
        written.append(f"- [{'x' if place < right else ' '}] {draw(line)}")
        written += [f"  > {feedback}" for feedback in draw(st.lists(line, max_size=1))]
    return written


def true_or_false(feedback: str, truth: bool) -> list[str]:
    return [f"- [{' x'[truth]}] Benar", *([f"  > {feedback}"] if feedback else []), f"- [{'x '[truth]}] Salah"]


def pairs(written: list[tuple[str, str]]) -> list[str]:
    return [*(f"- {left} => {right}" for left, right in written), "- => pengecoh sendiri"]


def spellings(written: list[str]) -> list[str]:
    return ["Jawaban: " + " | ".join(one.replace("|", r"\|") for one in written)]


numbers = ["Jawaban: Rp1.500 ± 2%", "Jawaban: -0,25 kg", "Jawaban: 1945", "Jawaban: 12,5% ± 0,5"]
# The keys that an answer may have, and its lines.
answers = st.one_of(
    st.tuples(st.just(""), choices(1)),
    st.tuples(st.sampled_from(["", " nilai=sebagian"]), choices(2)),
    st.tuples(st.just(""), st.builds(true_or_false, st.one_of(st.just(""), line), st.booleans())),
    st.tuples(st.just(""), st.lists(literal, min_size=1, max_size=3).map(spellings)),
    st.tuples(st.just(""), st.sampled_from(numbers).map(lambda number: [number])),
    st.tuples(
        st.sampled_from(["", " nilai=sebagian"]), st.lists(st.tuples(line, words), min_size=2, max_size=4).map(pairs)
    ),
    st.tuples(
        st.sampled_from(["", " nilai=sebagian"]),
        st.lists(line, min_size=3, max_size=4).map(lambda items: [f"{at}. {one}" for at, one in enumerate(items, 1)]),
    ),
)


@st.composite
def questions(draw: st.DrawFn) -> str:
    first, *rest = draw(texts()).split("\n")
    keys, lines = draw(answers)
    keys += draw(st.sampled_from(["", " poin=7", " label=a,b-2 pelajaran=mengenal-pembeli"]))
    return "\n".join([f"## {first} {{#soal{keys}}}", *rest, *lines, f"Penjelasan: {draw(texts())}"])


@pytest.fixture(scope="module")
def classes() -> Iterator[tuple[CourseFolder, ClassBank]]:
    """A class to write questions into, and the same one without any."""
    with TemporaryDirectory() as folder:
        course = good_course(Path(folder) / "content" / "courses")
        yield course, emptied(bank_of(course.root))


@settings(max_examples=150, deadline=None)
@given(question=questions(), form=st.sampled_from(FORMS))
def test_whatever_a_question_holds_comes_back(
    classes: tuple[CourseFolder, ClassBank], question: str, form: Form
) -> None:
    """Each format has signs of its own, and so has our syntax: none may end up as another."""
    course, empty = classes
    course.evaluation(f"# Topik {{#topik}}\n\n{question}\n")
    try:
        asked = course.release().sealed
    except ContentErrors:
        assume(False)
        return
    (sealed,) = asked.evaluation.pools[0].questions
    text, told = exported(replace(asked, lessons=()), form)
    lost = {code for _, code in told}
    assume(not lost & {"export-arrow", "export-picture"})
    found, findings = imported(empty, text)
    assert [one.code for one in findings] == []
    assert [one.id for one in found] == ["soal"]
    (back,) = returned(empty, text)
    assert essence(back) == carried(sealed, form)
