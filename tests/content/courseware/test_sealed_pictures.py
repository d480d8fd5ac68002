"""Pictures of the evaluation."""

import re
from base64 import b64decode, b64encode
from io import BytesIO

import pytest
from PIL import Image

from tests.content.courseware.builder import DRAWING, QUESTION, CourseFolder

POOL = "# Mengenal pembeli {#pembeli}\n\n"
_FILE = BytesIO()
Image.new("RGB", (3, 2), "teal").save(_FILE, "PNG")
PNG = _FILE.getvalue()
WITH_PICTURE = QUESTION.replace(
    "## Apa beda", '## Lihat gambar.\n\n![Sebuah warung](media/warung.png "Warung Bu Sri")\n\nApa beda'
)


def test_a_picture_travels_inside_its_question(course: CourseFolder) -> None:
    """Its file would lie open to everyone who guesses the name, days before the evaluation."""
    (course.folder / "media" / "warung.png").write_bytes(PNG)
    course.evaluation(POOL + WITH_PICTURE)
    release = course.release()
    html = release.sealed.evaluation.pools[0].questions[0].prompt_html
    image = f'<img alt="Sebuah warung" src="data:image/png;base64,{b64encode(PNG).decode()}" width="3" height="2"'
    assert sorted(re.findall(r'[a-z]+="[^"]*"', image)) == sorted(
        each for each in re.findall(r'[a-z]+="[^"]*"', html) if not each.startswith("loading")
    )
    assert "<figcaption>Warung Bu Sri</figcaption>" in html
    assert list(release.media) == ["sampul.svg"]


def test_a_picture_that_a_lesson_shows_as_well_stays_a_file_there(course: CourseFolder) -> None:
    """What a lesson shows is open already."""
    course.lesson("![Sampul](media/sampul.svg)\n")
    course.evaluation(POOL + WITH_PICTURE.replace("warung.png", "sampul.svg"))
    release = course.release()
    html = release.sealed.evaluation.pools[0].questions[0].prompt_html
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert found
    assert b64decode(found[1]).decode() == DRAWING
    assert list(release.media) == ["sampul.svg"]


@pytest.mark.parametrize(("size", "expected"), [(60_000, []), (60_001, [9 + 2])])
def test_a_picture_of_the_evaluation_weighs_at_most_60_kb(course: CourseFolder, size: int, expected: list[int]) -> None:
    """Several of them arrive in one answer, over a slow line."""
    (course.folder / "media" / "warung.png").write_bytes(PNG.ljust(size, b"\0"))
    course.evaluation(POOL + WITH_PICTURE)
    found = course.mistakes()
    assert [mistake.line for mistake in found] == expected
    assert {mistake.what for mistake in found} <= {"gambar `media/warung.png` 61 kB, terlalu besar untuk soal evaluasi"}


def test_words_that_look_like_an_address_are_left_alone(course: CourseFolder) -> None:
    """Only addresses that the compiler wrote are replaced."""
    (course.folder / "media" / "warung.png").write_bytes(PNG)
    spoken = WITH_PICTURE.replace("Apa beda", 'Tertulis: src="/kelas/k3/media/warung.png". Apa beda', 1)
    course.evaluation(POOL + spoken)
    html = course.release().sealed.evaluation.pools[0].questions[0].prompt_html
    assert html.count("data:image/png") == 1
    assert "src=&quot;/kelas/k3/media/warung.png&quot;" in html
