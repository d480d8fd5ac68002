"""Codes, numbers, requirements and the next step."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.certification.rules import (
    ALPHABET,
    NextStepKind,
    RequirementKind,
    Standing,
    certificate_number,
    missing_for_certificate,
    new_code,
    next_step,
    normalized_code,
)
from api.learning.rules import Progress
from tests.api.courses import lesson

codes = st.text(st.sampled_from(ALPHABET), min_size=20, max_size=20).map(
    lambda letters: "-".join(letters[start : start + 5] for start in range(0, 20, 5))
)


def test_codes_are_long_random_and_never_the_same() -> None:
    """A hundred bits: guessing finds nothing."""
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(normalized_code(code) == code for code in made)
    assert {letter for code in made for letter in code} == {*ALPHABET, "-"}


@given(codes, st.randoms())
def test_a_code_is_understood_however_it_is_typed(code: str, chance: object) -> None:
    """Read from paper into a phone: small letters, no groups, spaces, O for 0, I and L for 1."""
    typed = code.lower().replace("0", "o").replace("1", "l")
    for sloppy in (typed, typed.replace("-", ""), typed.replace("-", " "), f"  {typed.upper()} ", "–".join(code)):
        assert normalized_code(sloppy) == code


@given(st.text(max_size=60))
def test_any_text_is_a_code_in_its_one_spelling_or_none(text: str) -> None:
    """What is looked up holds nothing but the alphabet."""
    code = normalized_code(text)
    if code is not None:
        assert normalized_code(code) == code
        assert len(code) == 23
        assert set(code) <= {*ALPHABET, "-"}


@pytest.mark.parametrize(
    "text", ["", "K7QF2", "U" * 20, "A" * 19, "A" * 21, "%" * 20, "١" * 20, "Ａ" * 20, "A" * 100_000]
)
def test_what_can_not_be_a_code_is_none(text: str) -> None:
    """U is no letter of the alphabet; digits of other scripts are none of ours."""
    assert normalized_code(text) is None


def test_the_alphabet_has_no_letters_that_look_alike() -> None:
    """Crockford's: without I, L, O and U."""
    assert set(ALPHABET) == set(string.digits + string.ascii_uppercase) - set("ILOU")


@pytest.mark.parametrize(
    ("pattern", "number"),
    [("503.5/{sequence:04}/SJ/{year}", "503.5/0007/SJ/2026"), ("{year}-{sequence}", "2026-7")],
)
def test_a_number_follows_the_offices_pattern(pattern: str, number: str) -> None:
    """And grows past its padding."""
    assert certificate_number(pattern, 7, 2026) == number
    assert certificate_number("{sequence:04}", 12_345, 2026) == "12345"


@given(st.booleans(), st.booleans(), st.frozensets(st.sampled_from(["satu", "dua"])), st.booleans())
def test_a_certificate_needs_all_four_and_nothing_else(
    has_biodata: bool, has_name: bool, completed: frozenset[str], passed: bool
) -> None:
    """Invariant 3: whoever meets the conditions, and nobody else; named in the order to do them."""
    progress = Progress((lesson("satu"), lesson("dua")), completed)
    missing = missing_for_certificate(has_biodata=has_biodata, has_name=has_name, progress=progress, passed=passed)
    expected = [
        RequirementKind.PROFILE if not has_biodata else None,
        RequirementKind.NAME if not has_name else None,
        RequirementKind.LESSONS if len(completed) < 2 else None,
        RequirementKind.EVALUATION if not passed else None,
    ]
    assert list(missing) == [kind for kind in expected if kind]


standings = st.builds(
    Standing,
    slug=st.sampled_from(["a", "b", "c"]),
    title=st.just("Kelas"),
    next_lesson=st.none() | st.just("materi"),
    passed=st.booleans(),
    certificate_issued=st.booleans(),
    certificate_ready=st.booleans(),
)


@given(st.booleans(), st.booleans(), st.lists(standings, max_size=4).map(tuple))
def test_there_is_always_one_next_step_and_it_is_possible(
    has_biodata: bool, has_name: bool, made: tuple[Standing, ...]
) -> None:
    """The screen leads to something that can be done, whatever the state."""
    step = next_step(has_biodata=has_biodata, has_name=has_name, standings=made)
    if not has_biodata:
        assert step.kind is NextStepKind.FILL_PROFILE
    elif step.kind is NextStepKind.CONFIRM_NAME:
        assert not has_name
        assert not made or any(one.waits_for_name for one in made)
    elif not made:
        assert step.kind is NextStepKind.CHOOSE_COURSE
    else:
        assert step.standing in made
    match step.kind:
        case NextStepKind.CONTINUE_LESSON:
            assert step.standing is not None
            assert step.standing.next_lesson
        case NextStepKind.TAKE_EVALUATION:
            assert step.standing is not None
            assert not step.standing.next_lesson
            assert not step.standing.passed
        case NextStepKind.WAIT_CERTIFICATE:
            assert step.standing is not None
            assert step.standing.passed
            assert not step.standing.certificate_ready
            assert has_name or not step.standing.waits_for_name
        case NextStepKind.DOWNLOAD_CERTIFICATE:
            assert all(one.certificate_ready for one in made)
        case _:
            assert step.standing is None


def standing(*, learning: bool = False, passed: bool = True, issued: bool = False, ready: bool = False) -> Standing:
    next_lesson = "materi" if learning else None
    return Standing("a", "Kelas", next_lesson, passed, certificate_issued=issued, certificate_ready=ready)


@pytest.mark.parametrize(
    ("standings", "kind"),
    [
        ((), NextStepKind.CONFIRM_NAME),
        ((standing(learning=True, passed=False),), NextStepKind.CONTINUE_LESSON),
        ((standing(passed=False),), NextStepKind.TAKE_EVALUATION),
        ((standing(),), NextStepKind.CONFIRM_NAME),
        ((standing(learning=True, passed=False), standing()), NextStepKind.CONFIRM_NAME),
        ((standing(issued=True),), NextStepKind.WAIT_CERTIFICATE),
        ((standing(issued=True, ready=True),), NextStepKind.DOWNLOAD_CERTIFICATE),
    ],
    ids=["before a class", "in a lesson", "before the evaluation", "passed", "one passed", "issued", "ready"],
)
def test_an_unconfirmed_name_never_keeps_anyone_from_learning(
    standings: tuple[Standing, ...], kind: NextStepKind
) -> None:
    """It is asked for after the biodata; later only when a certificate waits for it, and not once that is issued."""
    assert next_step(has_biodata=True, has_name=False, standings=standings).kind is kind
