"""`jawara bank` between files: what is printed, what is written, and that nothing is written otherwise."""

from base64 import b64encode
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from courseware.release import compile_release
from jawara import cli
from tests.content.courseware.builder import DRAWING, CourseFolder, good_course

GIFT = """$CATEGORY: Harga

::hpp::Berapa harga pokok? {#1500:30####Bahan ditambah upah.}

::pembeli-2::Siapa pembeli? {=pelanggan####Yang memesan.}
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CourseFolder:
    course = good_course(tmp_path / "content" / "courses")
    monkeypatch.setenv("CONTENT_DIRS", str(course.root))
    return course


def bank(course: CourseFolder, text: str, *options: str) -> Result:
    file = course.root.parent / "soal-lama.txt"
    file.write_text(text, "utf-8")
    return CliRunner().invoke(cli.app, ["bank", "import", str(file), "k3", "--lang", "en", *options])


def files_of(course: CourseFolder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in course.folder.rglob("*") if path.is_file()}


def test_without_write_the_markdown_is_printed_and_nothing_changed(course: CourseFolder) -> None:
    """One may want to look first."""
    before = files_of(course)
    done = bank(course, GIFT)
    assert done.exit_code == 0
    assert done.stdout == (
        "# Harga {#harga}\n\n"
        "## Berapa harga pokok? {#hpp}\nJawaban: 1500 ± 30\nPenjelasan: Bahan ditambah upah.\n\n"
        "## Siapa pembeli? {#pembeli-2}\nJawaban: pelanggan\nPenjelasan: Yang memesan.\n"
    )
    assert "Questions: 2. With --write" in done.stderr
    assert files_of(course) == before


def test_written_questions_belong_to_the_class(course: CourseFolder) -> None:
    """The class passes its check with them, and the same file brings nothing a second time."""
    course.evaluation((course.folder / "evaluation.md").read_text().split("---\n")[2] + "\n\n# Lain {#lain}\n\n")
    course.replace("evaluation.md", "# Lain {#lain}\n", "# Lain {#lain}\n## Apa? {#apa}\nJawaban: a\nPenjelasan: b\n")
    done = bank(course, GIFT, "--pool", "pembeli", "--write")
    assert (done.exit_code, done.stdout) == (0, "")
    (read,) = compile_release(course.root).courses
    assert [(pool.id, [one.id for one in pool.questions]) for pool in read.sealed.evaluation.pools] == [
        ("pembeli", ["beda-ciri-manfaat", "hpp", "pembeli-2"]),
        ("lain", ["apa"]),
    ]
    before = files_of(course)
    again = bank(course, GIFT, "--write")
    assert again.exit_code == 1
    assert again.stderr.count("the same question is there already") == 2
    assert files_of(course) == before


def test_a_finding_changes_nothing_unless_it_is_accepted(course: CourseFolder) -> None:
    """Half a bank is worse than none for who didn't notice."""
    before = files_of(course)
    text = f"{GIFT}\nCeritakan usaha Anda. {{}}\n"
    refused = bank(course, text, "--write")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "soal-lama.txt:7: there is no counterpart of Moodle's question type `essay`\n" in refused.stderr
    assert refused.stderr.endswith("With --partial they are taken by the rules above.\n")
    assert files_of(course) == before
    assert bank(course, text, "--write", "--partial").exit_code == 0
    (read,) = compile_release(course.root).courses
    assert [pool.id for pool in read.sealed.evaluation.pools] == ["pembeli", "harga"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bank", "export", "k4"], "jawara: Tidak ada kelas `k4`. Yang ada: k3"),
        (["bank", "export", "../k3", "--lang", "en"], "jawara: There is no class `../k3`. There are: k3"),
    ],
)
def test_a_class_that_is_not_there_is_named_with_those_that_are(
    arguments: list[str], said: str, course: CourseFolder
) -> None:
    done = CliRunner().invoke(cli.app, arguments)
    assert (done.exit_code, done.stderr.strip()) == (1, said)


def test_a_class_with_mistakes_is_mended_first(course: CourseFolder) -> None:
    """Its ids are not known for sure."""
    course.replace("evaluation.md", "- [x]", "- [ ]")
    before = files_of(course)
    done = bank(course, GIFT, "--write")
    assert done.exit_code == 1
    assert "evaluation.md:9: the question has no right answer yet" in done.stderr
    assert files_of(course) == before


def test_a_pool_must_be_an_id(course: CourseFolder) -> None:
    """It becomes a heading's braces."""
    done = bank(course, GIFT, "--pool", "a} {#b", "--write")
    assert done.exit_code == 1
    assert "The topic `a} {#b` is no usable id" in done.stderr


@pytest.mark.parametrize("form", ["gift", "xml"])
def test_what_one_class_gives_another_takes_with_its_pictures(form: str, course: CourseFolder, tmp_path: Path) -> None:
    """By two commands and a file between, as two offices would."""
    shown = '![Warung](media/sampul.svg "Di kota")\n'
    course.replace("evaluation.md", "Penjelasan: Ciri", f"Penjelasan: {shown}\nCiri")
    file = tmp_path / f"bank.{form}"
    given = CliRunner().invoke(cli.app, ["bank", "export", "k3", "--format", form, "--output", str(file), "--checks"])
    assert (given.exit_code, given.stdout) == (0, "")
    told = "evaluation.md:9: soal `beda-ciri-manfaat`: GIFT tidak memuat gambar"
    assert (told in given.stderr) is (form == "gift")
    other = CourseFolder(course.root, course.root / "k4")
    for path in course.folder.rglob("*"):
        if path.is_file():
            other.write(str(path.relative_to(course.folder)), path.read_text())
    other.evaluation("# Kosong {#kosong}\n## Apa? {#apa}\nJawaban: a\nPenjelasan: b\n")
    other.lesson("Isi.\n")
    done = CliRunner().invoke(cli.app, ["bank", "import", str(file), "k4", "--write", "--lang", "en"])
    assert (done.exit_code, done.stderr.split("\n")[0][:18]) == (0, "Questions added: 2")
    one, two = (read.sealed for read in compile_release(course.root).courses)
    (asked,) = one.evaluation.pools[0].questions
    came = {question.id: question for question in two.questions}["beda-ciri-manfaat"]
    assert (came.points, came.lesson, came.choices) == (asked.points, asked.lesson, asked.choices)
    assert (came.explanation_html == asked.explanation_html) is (form == "xml")


def test_pictures_lie_beside_the_questions(course: CourseFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lessons of a class may lie open in another folder: there its pictures would give questions away."""
    closed = course.root.parent / "tertutup" / "k3"
    closed.mkdir(parents=True)
    (course.folder / "evaluation.md").rename(closed / "evaluation.md")
    monkeypatch.setenv("CONTENT_DIRS", f"{course.root}:{closed.parent}")
    before = files_of(course)
    picture = b64encode(DRAWING.encode()).decode()
    shown = "<![CDATA[<p>Apa ini?</p><p><img src='@@PLUGINFILE@@/a.svg' alt='Warung'></p>]]>"
    file = f'<file name="a.svg" path="/" encoding="base64">{picture}</file>'
    answer = "<answer fraction='100'><text>warung</text></answer>"
    general = "<generalfeedback><text>Begitu.</text></generalfeedback>"
    asked = f"<questiontext format='html'><text>{shown}</text>{file}</questiontext>{general}{answer}"
    done = bank(course, f"<quiz><question type='shortanswer'>{asked}</question></quiz>", "--write")
    assert done.exit_code == 0
    assert files_of(course) == before
    assert [path.read_text() for path in (closed / "media").iterdir()] == [DRAWING]
    assert len(compile_release(course.root, closed.parent).courses) == 1
