"""The contract: what stands in the repository is what the server answers, and no type can carry a key."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    build_schema,
    get_named_type,
    lexicographic_sort_schema,
    print_schema,
)

import api.schema
from api.refusal import ProblemCode
from api.schema import core, sdl

CONTRACT = Path(api.schema.__file__).with_name("schema.graphql")
TELLS_THE_KEY = re.compile(r"(?<!pass)key|correct(?!ion)|explanation|answerkey|feedback|solution|right", re.IGNORECASE)
JOINED = (api.schema.Enrolment, api.schema.Viewer, api.schema.Staff, api.schema.Query, api.schema.Mutation)


def objects() -> Iterator[GraphQLObjectType]:
    """Every object type of our own."""
    for name, kind in core().type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            yield kind


def test_the_contract_in_the_repository_is_the_servers() -> None:
    """The site's scripts are checked against the file: both must move together."""
    assert CONTRACT.read_text(encoding="utf-8") == sdl()


def test_the_contract_says_the_same_whatever_its_order() -> None:
    """The meaning, in case only the spelling moved."""
    written = lexicographic_sort_schema(build_schema(CONTRACT.read_text(encoding="utf-8")))
    assert print_schema(written) == print_schema(lexicographic_sort_schema(core()))


@pytest.mark.parametrize("whole", JOINED, ids=lambda one: one.__name__)
def test_a_type_joined_from_parts_has_every_field_of_each_part_once(whole: type) -> None:
    """Two domains with a field of one name would silently hide one of the two."""
    found = core().type_map[whole.__name__]
    assert isinstance(found, GraphQLObjectType)
    owners: dict[str, list[str]] = {}
    for part in whole.__bases__:
        for name in own_fields(part):
            owners.setdefault(name, []).append(part.__name__)
    shared = {name: parts for name, parts in owners.items() if len(parts) > 1 and name not in {"id", "row"}}
    assert shared == {}
    in_schema = {re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower() for name in found.fields}
    assert set(owners) - {"row"} <= in_schema | {"id"}


def own_fields(part: type) -> list[str]:
    definition = part.__dict__["__strawberry_definition__"]
    return [cast("str", field.python_name) for field in definition.fields]


def test_no_type_can_carry_a_key() -> None:
    """Only the outcome of an answer tells what was right, and to staff the figures of a choice; no type of a
    participant's evaluation has such a field of its own.
    """
    told = {f"{one.name}.{name}" for one in objects() for name in one.fields if TELLS_THE_KEY.search(name)}
    assert told == {
        "CheckChoiceOutcome.correct",
        "CheckChoiceOutcome.feedback",
        "CheckOutcome.correct",
        "CheckOutcome.explanation",
        "CheckOutcome.right",
        "ItemOption.isRight",
        # Of the key that signed the log's head, which everybody may know.
        "LogHead.keyId",
        "PairOutcome.correct",
        "PairOutcome.right",
    }


BEHIND_THE_RULE = "AttemptReview"
"""A finished paper with what was right: `may_review` decides (api/evaluations/reviewing_rules.py). Participants learn
from it once nothing is left to repeat; everything else stays as closed as it was.
"""
OUTCOMES = {"CheckOutcome", "CheckChoiceOutcome", "PairOutcome"}


def reachable(start: str, *, without: str | None = None) -> set[str]:
    """The types that an answer of this type can hold, not going by way of another."""
    seen: set[str] = {without} if without else set()
    waiting: list[GraphQLNamedType] = [core().type_map[start]]
    while waiting:
        kind = waiting.pop()
        if kind.name in seen:
            continue
        seen.add(kind.name)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            waiting += [get_named_type(field.type) for field in kind.fields.values()]
    return seen


@pytest.mark.parametrize("start", ["Attempt", "Enrolment", "Viewer", "Certificate", "CertificateVerification"])
def test_no_way_leads_from_the_participants_own_to_an_outcome_or_to_the_office(start: str) -> None:
    """Neither by nesting nor by a connection somebody adds one day."""
    office = {"Staff", "ParticipantRecord", "FailedJob", "ClassSatisfaction", "ItemFigures", "ItemOption"}
    assert not reachable(start, without=BEHIND_THE_RULE) & {*OUTCOMES, "ReviewedQuestion", *office}
    assert not reachable(start) & office


def test_what_was_right_is_told_by_a_check_for_practice_and_by_the_review_behind_its_rule_alone() -> None:
    """Each way to an outcome is named here, with the one field that opens it: another is a decision, not a slip."""
    ways = {
        f"{one.name}.{name}"
        for one in objects()
        for name, field in one.fields.items()
        if str(field.type).strip("[]!") in {*OUTCOMES, "ReviewedQuestion", BEHIND_THE_RULE}
    }
    assert ways == {
        "AnswerCheckPayload.outcome",
        "Attempt.review",
        "AttemptReview.questions",
        "ReviewedQuestion.outcome",
        "CheckOutcome.choices",
        "CheckOutcome.pairs",
    }
    review = next(one for one in objects() if one.name == "Attempt").fields["review"]
    assert str(review.type) == BEHIND_THE_RULE, "null until the rule allows it"


def test_every_mutation_answers_with_problems() -> None:
    """A refusal is part of the answer, never an error of the transport."""
    mutation = core().mutation_type
    assert mutation is not None
    for name, field in mutation.fields.items():
        payload = core().type_map[str(field.type).rstrip("!")]
        assert isinstance(payload, GraphQLObjectType)
        assert "problems" in payload.fields, name
        assert str(field.type).endswith("!"), name


def test_every_problem_code_is_in_the_contract() -> None:
    """Clients rely on them."""
    assert list(ProblemCode) == [code.value for code in ProblemCode]
    assert set(re.findall(r"^  ([A-Z_]+)$", sdl().split("enum ProblemCode {")[1].split("}")[0], re.MULTILINE)) == {
        code.name for code in ProblemCode
    }


def test_there_is_no_subscription_and_no_upload() -> None:
    """What nobody uses can't be attacked."""
    assert core().subscription_type is None
    assert "Upload" not in core().type_map
