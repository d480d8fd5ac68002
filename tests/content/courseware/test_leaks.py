"""What must never stand in the site's output."""

from courseware.leaks import sealed_strings_of
from tests.content.courseware.builder import CourseFolder

TERM = "Rapat Anggota Tahunan Koperasi"
POOL = "# Mengenal pembeli {#pembeli}\n\n"


def texts(course: CourseFolder, question: str) -> set[str]:
    course.evaluation(POOL + question)
    return {sealed.text for sealed in sealed_strings_of(course.release().sealed) if ": soal " in sealed.origin}


def test_an_accepted_spelling_may_stand_in_a_lesson(course: CourseFolder) -> None:
    """A question asks for what its lesson taught: the very words stand there, and must."""
    course.lesson(f"Sekali setahun anggota bertemu dalam {TERM}.\n")
    question = f"## Apa nama rapat yang wajib diadakan sekali setahun? {{#rat}}\nJawaban: {TERM}\nPenjelasan: Pendek.\n"
    assert texts(course, question) == {"Apa nama rapat yang wajib diadakan sekali setahun?"}


def test_the_explanation_of_every_kind_is_sealed(course: CourseFolder) -> None:
    """Whatever the shape of the answer, the explanation tells it."""
    for answer in ("Jawaban: SHU", "Jawaban: 5%", "- a => b\n- c => d", "1. a\n2. b\n3. c"):
        question = f"## Apa? {{#q}}\n{answer}\nPenjelasan: Penjelasan panjang tentang jawabannya.\n"
        assert texts(course, question) == {"Penjelasan panjang tentang jawabannya."}
