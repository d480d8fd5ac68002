"""Sentences for people: complete in both languages, with the same facts."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from api import worker
from api.certification.rules import NextStepKind, RequirementKind
from api.profiles.nik import WarningKind
from api.refusal import LANGUAGES, Refusal, TooManyRequests, WaitUnit, catalogue, sentence
from api.schema import sdl
from certificates.signing import SigningFault
from courseware.sealed import Audience, LessonRule

API = Path(worker.__file__).parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def refusals() -> Iterator[type[Refusal]]:
    """Every kind of refusal of the API."""
    assert sdl()
    waiting = list(Refusal.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("api."):
            yield one


@cache
def calls() -> dict[str, list[ast.Call]]:
    """Every call in the API's sources, by the last part of what is called."""
    found: dict[str, list[ast.Call]] = {}
    for path in sorted(API.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found.setdefault(ast.unparse(node.func).rpartition(".")[2], []).append(node)
    return found


def test_both_languages_hold_the_same_keys_in_the_same_order() -> None:
    """A sentence that is missing would be a fault at the worst moment."""
    indonesian, english = (catalogue(language) for language in LANGUAGES)
    assert list(indonesian) == list(english)


@pytest.mark.parametrize("key", catalogue("id"))
def test_both_languages_tell_the_same_facts(key: str) -> None:
    """The same placeholders, in sentences of their own."""
    indonesian, english = catalogue("id")[key], catalogue("en")[key]
    assert placeholders(indonesian) == placeholders(english)
    assert indonesian.strip() == indonesian != english


def test_every_refusal_has_its_sentence_and_code() -> None:
    """The root itself is never raised."""
    for refusal in refusals():
        assert refusal.__name__ in catalogue("id"), refusal
        assert refusal.code
        assert refusal.__doc__


def test_every_refusal_is_raised_with_the_facts_of_its_sentence() -> None:
    """A placeholder without its fact would fail while somebody waits for an answer."""
    kinds = {refusal.__name__: refusal for refusal in refusals()}
    for name, refusal in kinds.items():
        wanted = placeholders(catalogue("id")[name])
        raised = [{word.arg for word in call.keywords if word.arg} for call in calls().get(name, [])]
        assert all(wanted <= given for given in raised), name
        assert raised or not wanted, name
        given: dict[str, Any] = dict.fromkeys(wanted, 7)
        refused = refusal(**given) if issubclass(refusal, TooManyRequests) else refusal("field", **given)
        assert refused.sentence("id")


def test_every_key_that_is_used_exists_and_every_key_is_used() -> None:
    """Kinds and groups choose their sentence by name."""
    expected = {one.__name__ for one in refusals()} | {"Internal", "OfferUnknown", "OfferMeant", "OfferOther"}
    expected |= {"OfferAnd"}
    expected |= {f"Missing_{kind.name}" for kind in RequirementKind}
    expected |= {f"Done_{kind.name}" for kind in RequirementKind}
    expected |= {f"Missing_EVALUATION_{way}" for way in ("OPEN", "LIMITED")}
    expected |= {"Waiting_EVALUATION", "Blocked_EVALUATION", "Blocked_NAME", "Blocked_LESSON"}
    expected |= {f"Blocked_EVALUATION_{why}" for why in ("USED_UP", "EMPTY")}
    expected |= {f"Lacks_{rule.name}" for rule in LessonRule}
    expected |= {f"NextStep_{kind.name}" for kind in NextStepKind}
    expected |= {f"NikWarning_{kind.name}" for kind in WarningKind}
    expected |= {f"Audience_{one.name}" for one in Audience}
    expected |= {f"Wait_{unit.name}" for unit in WaitUnit}
    expected |= {f"Signing_{fault.name}" for fault in SigningFault}
    assert set(catalogue("id")) == expected
    literal = {
        call.args[0].value
        for call in calls()["sentence"]
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }
    assert literal <= expected


def test_braces_in_a_fact_are_only_text() -> None:
    """A class's title comes from content: it is filled in, never a pattern itself."""
    assert "{__class__}" in sentence("NextStep_TAKE_EVALUATION", "id", course="{__class__}")


def test_people_are_addressed_formally() -> None:
    """Anda, with its capital; never kamu."""
    for key, text in catalogue("id").items():
        assert not re.search(r"\b(kamu|anda|kau|mu)\b", text), key
