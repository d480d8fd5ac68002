import re

import pytest

from courseware.evaluation import EvaluationReader
from courseware.folders import CourseFiles, Labelled
from courseware.links import Lessons
from courseware.mistakes import SourceFile
from courseware.register import Register
from courseware.sealed import ReviewPolicy
from courseware.sealed_pictures import SealedShelf
from tests.content.courseware.builder import QUESTION, CourseFolder

POOL = "# Mengenal pembeli {#pembeli ambil=1}\n\n"


def test_a_pool_draws_its_share_and_the_public_half_only_counts(course: CourseFolder) -> None:
    """A participant sees how many questions come, and none of them."""
    second = QUESTION.replace("#beda-ciri-manfaat", "#soal-dua")
    other = QUESTION.replace("#beda-ciri-manfaat poin=2 pelajaran=mengenal-pembeli", "#soal-tiga")
    course.evaluation(f"{POOL}{QUESTION}\n{second}\n# Foto {{#foto}}\n{other}")
    release = course.release()
    pools = release.sealed.evaluation.pools
    assert [(pool.id, pool.title, pool.draw, len(pool.questions)) for pool in pools] == [
        ("pembeli", "Mengenal pembeli", 1, 2),
        ("foto", "Foto", 1, 1),
    ]
    assert (pools[0].questions[0].points, pools[0].questions[0].lesson) == (2, "mengenal-pembeli")
    assert (pools[1].questions[0].points, pools[1].questions[0].lesson) == (1, None)
    assert release.public.evaluation.question_count == 2
    assert release.sealed.evaluation.wait_minutes == 10


@pytest.mark.parametrize("policy", ReviewPolicy)
def test_a_class_says_when_finished_papers_may_be_read(course: CourseFolder, policy: ReviewPolicy) -> None:
    """It travels with the sealed half, so that publishing and rolling back take it along."""
    course.replace("evaluation.md", "jeda-menit: 10", f"jeda-menit: 10\numpan-balik: {policy}")
    assert course.release().sealed.evaluation.review is policy


def test_a_class_that_says_nothing_lets_them_be_read_after_passing(course: CourseFolder) -> None:
    """The default teaches most without helping anybody to pass."""
    assert course.release().sealed.evaluation.review is ReviewPolicy.AFTER_PASSING


def test_an_unknown_policy_is_answered_with_those_that_there_are(course: CourseFolder) -> None:
    """A slip of typing must not open what was meant to stay shut."""
    course.replace("evaluation.md", "jeda-menit: 10", "jeda-menit: 10\numpan-balik: selalu")
    (mistake,) = course.mistakes()
    assert mistake.what == "isi `umpan-balik` tidak dikenal"
    assert mistake.mend == "pilih dari: topik, setelah-lulus, setelah-batas"


def test_a_long_prompt_may_carry_its_braces_on_a_later_line(course: CourseFolder) -> None:
    """A question of two lines ends where its text ends."""
    course.evaluation(POOL + QUESTION.replace("produk? {", "produk?\nPilih satu. {"))
    question = course.release().sealed.evaluation.pools[0].questions[0]
    assert question.id == "beda-ciri-manfaat"
    assert question.prompt_html == "<p>Apa beda ciri dan manfaat sebuah produk?\nPilih satu.</p>"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("ambil=1", "ambil=2", "7: topik mengambil 2 soal, tetapi hanya punya 1"),
        ("ambil=1", "ambil=0", "7: isi `ambil=0` tidak dapat dipakai"),
        ("ambil=1", "ambil=²", "7: isi `ambil=²` tidak dapat dipakai"),
        (r" \{#pembeli ambil=1\}", "", "7: id belum ada"),
        ("Mengenal pembeli", "", "7: topik belum punya judul"),
        ("poin=2", "poin=dua", "9: isi `poin=dua` tidak dapat dipakai"),
        ("poin=2", "bobot=2", "9: `bobot=2` di dalam kurung kurawal tidak dikenal"),
        ("pelajaran=mengenal-pembeli", "pelajaran=lain", "9: pelajaran `lain` tidak ada"),
        (r" \{#beda.*", "", "9: id belum ada"),
        (r"\[x\]", "[ ]", "9: soal belum punya jawaban benar"),
        (r"(?s)^.*?\n\n", "", "7: soal sebelum topik"),
        (r"(?s)^.*?\n\n", "Kata pengantar\n\n", "7: teks sebelum topik pertama"),
        (r"(?s)\n## .*", "\n", "7: topik belum punya soal"),
        (r"(?s).*", "", "7: evaluasi belum punya topik"),
        (r"\n## ", "\nKata pengantar\n## ", "9: teks sebelum soal pertama"),
        (r"$", "\n# Lain {#pembeli}\n", "14: id `pembeli` sudah dipakai di content/courses/k3/evaluation.md:7"),
        (r"$", "\n##Lupa spasi {#soal-dua}\n- [x] a\n", "15: pilihan sesudah penjelasan"),
        (r"$", "\n##Lupa spasi {#soal-dua}\n", "14: kode `{#soal-dua}` tidak pada tempatnya"),
        (r"sebuah produk\?", "\n\n![](media/sampul.svg)\n\n", "11: gambar `media/sampul.svg` tanpa teks pengganti"),
        (r"sebuah produk\?", "\n\n![Warung](media/lain.svg)\n\n", "11: berkas gambar `media/lain.svg` tidak ada"),
    ],
)
def test_a_wrong_evaluation_is_explained_at_its_line(course: CourseFolder, old: str, new: str, expected: str) -> None:
    """A pool that can't be drawn would fail when a participant starts, weeks later."""
    spoiled = re.sub(old, lambda _: new, POOL + QUESTION, count=1)
    assert spoiled != POOL + QUESTION
    course.evaluation(spoiled)
    assert f"evaluation.md:{expected}" in course.found()


def test_a_course_without_an_evaluation_is_refused(course: CourseFolder) -> None:
    """No certificate could ever be earned in it."""
    (course.folder / "evaluation.md").unlink()
    assert course.found() == ["evaluation.md:1: berkas ini tidak ada atau tidak dapat dibuka"]


RETIRED = QUESTION.replace("#beda-ciri-manfaat", "#soal-lama pensiun=ya")


def reader_of(course: CourseFolder) -> EvaluationReader:
    """A reader of the evaluation alone, which has read it."""
    path = course.folder / "evaluation.md"
    source = SourceFile("evaluation.md", path.read_text("utf-8"), [])
    lessons = Lessons({"mengenal-pembeli": "/kelas/k3/mengenal-pembeli/"}, complete=True)
    files = CourseFiles("k3", (Labelled(course.folder, "k3"),))
    reader = EvaluationReader(source, "k3", lessons, Register("id"), SealedShelf(files, source.mistakes))
    reader.evaluation()
    return reader


def test_a_retired_question_is_never_drawn_and_keeps_its_id(course: CourseFolder) -> None:
    """Answers of before are stored under its id: no other question may take it."""
    course.evaluation(f"# Mengenal pembeli {{#pembeli}}\n\n{RETIRED}\n{QUESTION}")
    (pool,) = course.release().sealed.evaluation.pools
    assert ([question.id for question in pool.questions], pool.draw) == (["beda-ciri-manfaat"], 1)
    assert reader_of(course).retired == ["soal-lama"]
    course.evaluation(f"{POOL}{RETIRED}\n{QUESTION.replace('#beda-ciri-manfaat', '#soal-lama')}")
    where = "content/courses/k3/evaluation.md:9"
    assert course.found() == [f"evaluation.md:15: id `soal-lama` sudah dipakai di {where}"]


def test_the_text_of_a_retired_question_may_be_as_old_as_it_likes(course: CourseFolder) -> None:
    """Its lesson and its picture may be gone; nobody is going to read it."""
    old = RETIRED.replace("pelajaran=mengenal-pembeli", "pelajaran=lama").replace(
        "- [x]", "![](media/hilang.svg)\n- [ ]"
    )
    course.evaluation(f"{POOL}{QUESTION}\n{old}")
    assert course.found() == []


@pytest.mark.parametrize(
    ("heading", "questions", "expected"),
    [
        ("ambil=2", f"{RETIRED}\n{QUESTION}", "7: topik mengambil 2 soal, tetapi hanya punya 1"),
        ("ambil=1", RETIRED, "7: semua soal topik ini sudah pensiun"),
    ],
)
def test_a_retired_question_does_not_fill_a_pool(
    course: CourseFolder, heading: str, questions: str, expected: str
) -> None:
    """A paper that can't be filled would fail when a participant starts."""
    course.evaluation(f"# Mengenal pembeli {{#pembeli {heading}}}\n\n{questions}")
    assert course.found() == [f"evaluation.md:{expected}"]


def test_every_kind_may_stand_in_the_evaluation(course: CourseFolder) -> None:
    """One syntax for both places."""
    answers = ["Jawaban: SHU", "Jawaban: 5%", "- a => b\n- c => d", "1. a\n2. b\n3. c", "- [x] Benar\n- [ ] Salah"]
    questions = "".join(f"## Apa? {{#q{at}}}\n{answer}\nPenjelasan: x\n\n" for at, answer in enumerate(answers))
    course.evaluation(POOL + questions)
    (pool,) = course.release().sealed.evaluation.pools
    assert [question.kind.value for question in pool.questions] == [
        *("short", "number", "matching", "ordering", "true_false"),
    ]
