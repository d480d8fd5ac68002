"""GraphQL documents become typed TypeScript, or the build says where they break the contract."""

from pathlib import Path

import pytest

from sitegen.documents import DocumentError, generate

SCHEMA = """\
enum Level { LOW HIGH }
input Wish { word: String! level: Level = LOW tags: [ID!] }
scalar DateTime
type Course { slug: String! title: String level: Level! dates: [DateTime!]! }
type Query { course(slug: String!): Course courses: [Course!]! }
type Mutation { wish(input: Wish!, times: Int): Course }
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    (tmp_path / "scripts" / "documents").mkdir(parents=True)
    (tmp_path / "schema.graphql").write_text(SCHEMA, "utf-8")
    return tmp_path / "scripts"


def written(scripts: Path, **files: str) -> str:
    for name, text in files.items():
        (scripts / "documents" / f"{name}.graphql").write_text(text, "utf-8")
    return generate(scripts, scripts.parent / "schema.graphql").read_text("utf-8")


def refused(scripts: Path, **files: str) -> str:
    with pytest.raises(DocumentError) as found:
        written(scripts, **files)
    return str(found.value)


def test_nullable_fields_are_nullable_in_typescript_and_others_are_not(scripts: Path) -> None:
    """A missing `| null` would let a screen break on the first empty value."""
    text = written(scripts, a="query One($slug: String!) { course(slug: $slug) { slug title level dates } }")
    assert (
        "export type OneResult = { readonly course: { readonly slug: string; readonly title: string | null; "
        "readonly level: Level; readonly dates: readonly (string)[]; } | null; };"
    ) in text
    assert "export type OneVariables = { readonly slug: string; };" in text


def test_enums_are_unions_and_inputs_may_leave_out_what_has_a_default(scripts: Path) -> None:
    """The type checker then refuses a misspelt value and asks for nothing that the API does not need."""
    text = written(scripts, a="mutation Make($w: Wish!, $n: Int) { wish(input: $w, times: $n) { slug } }")
    assert 'export type Level = "LOW" | "HIGH";' in text
    assert (
        "export interface Wish { readonly word: string; readonly level?: Level | null; "
        "readonly tags?: readonly (string)[] | null; }"
    ) in text
    assert "export type MakeVariables = { readonly w: Wish; readonly n?: number | null; };" in text


def test_a_fragment_of_another_file_travels_once_with_each_operation(scripts: Path) -> None:
    """The text of an operation must be whole: the API has nothing else to go by."""
    text = written(scripts, a="query All { courses { ...Named } }", b="fragment Named on Course { slug }")
    assert "readonly courses: readonly (Named)[];" in text
    assert 'text: "query All{courses{...Named}}fragment Named on Course{slug}",' in text


def test_a_field_that_the_contract_lacks_is_told_with_file_and_line(scripts: Path) -> None:
    """Found when the site is built, not by a participant."""
    said = refused(scripts, lessons="query All {\n  courses { slug\n    price\n  }\n}")
    assert said == (f"{scripts / 'documents' / 'lessons.graphql'}:3: Cannot query field 'price' on type 'Course'.")


def test_a_document_that_cannot_be_read_is_told_with_file_and_line(scripts: Path) -> None:
    """The author sees the place, not a traceback."""
    assert refused(scripts, broken="query All {\n  courses {\n}").startswith(
        f"{scripts / 'documents' / 'broken.graphql'}:3: Syntax Error:"
    )


def test_an_operation_without_a_name_is_refused(scripts: Path) -> None:
    """The name is the name of its constant in TypeScript."""
    assert "needs a name" in refused(scripts, a="{ courses { slug } }")


def test_an_unused_variable_is_refused(scripts: Path) -> None:
    """All rules of GraphQL hold, not only those for fields."""
    assert ":1: Variable '$x' is never used" in refused(scripts, a="query All($x: Int) { courses { slug } }")


def test_an_unchanged_result_is_not_written_again(scripts: Path) -> None:
    """Watchers of the folder would start over for nothing."""
    target = generate(scripts, scripts.parent / "schema.graphql")
    before = target.stat().st_mtime_ns
    generate(scripts, scripts.parent / "schema.graphql")
    assert target.stat().st_mtime_ns == before
