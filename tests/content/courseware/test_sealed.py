import subprocess
import sys

import pytest

from courseware.sealed import Audience, MalformedCourse, QuestionKind, SealedCourse
from tests.content.courseware.builder import CourseFolder


def test_the_sealed_half_needs_no_markdown() -> None:
    """The API scores without the site's dependencies."""
    code = "import sys, courseware.sealed; print({'markdown_it', 'yaml', 'jinja2'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_a_sealed_course_survives_the_way_through_json(course: CourseFolder) -> None:
    """The API keeps the document and scores from what it reads back."""
    sealed = course.release().sealed
    again = SealedCourse.from_json(sealed.to_json())
    assert again == sealed
    assert again.digest == sealed.digest
    assert again.audiences == (Audience.BUSINESS, Audience.COOPERATIVE)
    assert again.evaluation.pools[0].questions[0].kind is QuestionKind.SINGLE


def test_the_json_has_one_spelling(course: CourseFolder) -> None:
    """The digest tells releases apart, so key order and spaces may not vary."""
    text = course.release().sealed.to_json()
    assert text.startswith('{"audiences":["umkm","koperasi"],"evaluation":{"attempts":3,')
    assert "\n" not in text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"correct":true', '"correct":"true"'),
        ('"correct":true,', ""),
        ('"draw":1', '"draw":0'),
        ('"kind":"single"', '"kind":"essay"'),
        ('"passing_score":70', '"passing_score":170'),
        ('"hours":2', '"hours":2,"bonus":1'),
        ('"hours":2', '"hours":"2"'),
        ('"audiences":["umkm","koperasi"]', '"audiences":["petani"]'),
        ('"review":"setelah-lulus"', '"review":"selalu"'),
    ],
)
def test_a_document_that_is_not_a_sealed_course_is_refused(course: CourseFolder, old: str, new: str) -> None:
    """Scoring by a half-understood key would be worse than not scoring."""
    text = course.release().sealed.to_json()
    assert old in text
    with pytest.raises(MalformedCourse):
        SealedCourse.from_json(text.replace(old, new))


def test_a_document_of_before_lets_finished_papers_be_read_after_passing(course: CourseFolder) -> None:
    """Releases that participants are on were published without the word."""
    text = course.release().sealed.to_json()
    assert ',"review":"setelah-lulus"' in text
    assert SealedCourse.from_json(text.replace(',"review":"setelah-lulus"', "")) == course.release().sealed


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "{", "[" * 100_000])
def test_any_other_text_is_refused_by_the_same_error(text: str) -> None:
    """Whoever publishes needs one error to catch."""
    with pytest.raises(MalformedCourse):
        SealedCourse.from_json(text)


def test_a_refusal_never_repeats_the_document(course: CourseFolder) -> None:
    """The message lands in logs, where no key belongs."""
    text = course.release().sealed.to_json().replace('"correct":true', '"correct":"ya, benar"')
    with pytest.raises(MalformedCourse) as refused:
        SealedCourse.from_json(text)
    assert "lessons.0.checks.0.choices.1.correct" in str(refused.value)
    assert "ya, benar" not in str(refused.value)
