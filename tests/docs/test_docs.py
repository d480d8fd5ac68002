"""The documents against the code: what they name exists, and what exists is named."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
import typer.main
import yaml
from graphql import GraphQLSchema, build_schema, parse, validate
from typer.core import TyperGroup

import api
from api.accounts.graphql.provider import JOURNEY_COOKIE
from api.bounds import MAX_ALIASES, MAX_DEPTH, MAX_FIELDS, MAX_FRAGMENTS, MAX_OPERATIONS, MAX_TOKENS
from api.edge import DEVICE_COOKIE, REFRESH_COOKIE
from api.profiles.consents import CONSENT_VERSION
from api.refusal import ProblemCode
from api.settings import Settings
from api.throttle import Limit
from api.view import MAX_BODY_BYTES
from courseware.directives import CALLOUTS
from courseware.heads import CourseHead, EvaluationHead, Head, LessonHead, ModuleHead, SourceHead
from courseware.release import ContentErrors, compile_release
from courseware.sealed import Audience
from jawara import cli
from jawara.places import CONTRACT, COURSES, ROOT

DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
AUTHORING, API, ACCOUNTS, OPERATIONS, ARCHITECTURE = (
    DOCS / f"{name}.md" for name in ("authoring", "api", "api-accounts", "operations", "architecture")
)

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?: \"[^\"]*\")?\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
OPERATION = re.compile(r"^```graphql\n(.*?)^```", re.MULTILINE | re.DOTALL)
LIMIT = re.compile(r"^\| [^|]+ \| (\d[^|]*) \| [^|]+ \|$", re.MULTILINE)
EXAMPLE = re.compile(r"^\*\*`content/courses/([^`]+)`\*\*\n\n```markdown\n(.*?)^```", re.MULTILINE | re.DOTALL)


def words(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def operations() -> list[str]:
    """Every operation that the two documents of the API show."""
    return [text for document in (API, ACCOUNTS) for text in OPERATION.findall(words(document))]


def limits() -> dict[str, Limit]:
    """Every limit of the API by its name, wherever it stands."""
    names = [module.name for module in walk_packages(api.__path__, "api.") if ".migrations" not in module.name]
    values = [value for name in names for value in vars(import_module(name)).values()]
    return {value.name: value for value in values if isinstance(value, Limit)}


def commands(group: TyperGroup, prefix: str = "jawara") -> Iterator[str]:
    """Every command as one types it."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


def typer_group() -> TyperGroup:
    group = typer.main.get_command(cli.app)
    if not isinstance(group, TyperGroup):
        raise TypeError("The command line has no commands.")
    return group


@pytest.mark.parametrize("setting", [str(field.alias) for field in Settings.model_fields.values()])
def test_every_setting_has_its_row_in_the_operators_table(setting: str) -> None:
    """A setting that nobody can find is one that nobody sets."""
    assert f"\n| `{setting}` |" in words(OPERATIONS)


def test_the_operators_table_names_the_defaults_that_hold() -> None:
    """Somebody relies on what stands there without looking further."""
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)`", words(OPERATIONS), re.MULTILINE))
    fixed = {
        str(field.alias): str(field.default)
        for field in Settings.model_fields.values()
        if isinstance(field.default, str | int | Path) and str(field.default)
    }
    assert {name: rows.get(name) for name in fixed} == fixed


@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_problem_code_is_explained(code: ProblemCode) -> None:
    """The contract promises it."""
    assert re.search(rf"^\| `{code}` \| [^|]+ \| [^|]+ \|$", words(API), re.MULTILINE)


def test_no_problem_code_is_explained_that_does_not_exist() -> None:
    """A client would wait for it."""
    table = words(API).partition("| code | meaning |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == set(ProblemCode)


@pytest.mark.parametrize("command", list(commands(typer_group())))
def test_every_command_is_explained(command: str) -> None:
    """`--help` says what a command does, the document when one needs it."""
    assert f"\n| `{command}` |" in words(OPERATIONS)


def heading_anchors(document: Path) -> set[str]:
    """The names that code hosts give to headings."""
    titles = HEADING.findall(CODE.sub(lambda found: found[0].strip("`").partition("\n")[0], words(document)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    """Files move; nobody follows each link by hand."""
    broken: list[str] = []
    for target in LINK.findall(CODE.sub("", words(document))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists() or (anchor and anchor not in heading_anchors(file)):
            broken.append(target)
    assert broken == []


@pytest.fixture(scope="module")
def contract() -> GraphQLSchema:
    return build_schema(CONTRACT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("operation", operations(), ids=lambda text: text.split("(")[0].split("{")[0])
def test_every_operation_in_the_documents_fits_the_contract(contract: GraphQLSchema, operation: str) -> None:
    """An example is copied before it is read."""
    assert validate(contract, parse(operation)) == []


def test_every_query_and_mutation_has_an_example(contract: GraphQLSchema) -> None:
    """The documents go through the whole procedure."""
    used = {name for text in operations() for name in re.findall(r"^  (\w+)", text, re.MULTILINE)}
    assert contract.query_type is not None
    assert contract.mutation_type is not None
    assert {*contract.query_type.fields, *contract.mutation_type.fields} - used == set()


def test_the_document_names_the_bounds_that_hold() -> None:
    """They decide how a client is written."""
    text = " ".join(words(API).split())
    for bound in (
        f"{MAX_DEPTH} levels",
        f"{MAX_FIELDS} fields",
        f"{MAX_ALIASES} aliases",
        f"{MAX_TOKENS:,} tokens",
        f"{MAX_OPERATIONS} operations",
        f"{MAX_FRAGMENTS} fragments",
        f"{MAX_BODY_BYTES:,} bytes",
    ):
        assert bound in text


def test_the_table_of_limits_has_a_row_for_each_that_holds() -> None:
    """A client waits for what it expects; one that isn't there would be met by surprise."""
    table = words(API).partition("| what | most | counted by |")[2].partition("\n\n")[0]
    assert Counter(LIMIT.findall(table)) == Counter(spelled(limit) for limit in limits().values())


def spelled(limit: Limit) -> str:
    """`10/15 minutes`, `2/minute`, `30/1 hour` as the document says them: 10 in 15 minutes, 2 a minute, 30 an hour."""
    text = ", ".join(limit.rates).replace("/1 ", "/").replace("/hour", " an hour")
    return re.sub(r"/(?=[a-z])", " a ", text).replace("/", " in ")


@pytest.mark.parametrize(
    ("rates", "said"),
    [
        (("10/15 minutes", "40/day"), "10 in 15 minutes, 40 a day"),
        (("2/minute", "30/1 hour"), "2 a minute, 30 an hour"),
        (("1000/3 hours",), "1000 in 3 hours"),
    ],
)
def test_a_limit_is_spelled_as_people_say_it(rates: tuple[str, ...], said: str) -> None:
    """The comparison above is worth as much as this."""
    assert spelled(Limit("any", *rates)) == said


@pytest.mark.parametrize("cookie", [REFRESH_COOKIE, DEVICE_COOKIE, JOURNEY_COOKIE])
def test_every_cookie_is_explained(cookie: str) -> None:
    """Browsers show them to whoever looks."""
    assert f"\n| `{cookie}` |" in words(ACCOUNTS)


def test_every_file_of_a_domain_has_its_clause() -> None:
    """A newcomer looks for the right one there first."""
    domains = {file.parent for file in (ROOT / "api").glob("*/graphql*")}
    names = {file.name for domain in domains for file in domain.glob("*.py")} - {"__init__.py"}
    assert {name for name in names if f"`{name}`" not in words(ARCHITECTURE)} == set()


@pytest.mark.parametrize("head", [CourseHead, ModuleHead, LessonHead, SourceHead, EvaluationHead])
def test_every_key_of_a_front_matter_is_explained(head: type[Head]) -> None:
    """Editors have nothing else to look it up in."""
    for name, field in head.model_fields.items():
        assert f"`{field.alias or name}`" in words(AUTHORING)


def test_every_box_and_every_audience_is_explained() -> None:
    """The compiler's message lists them; the document says what they are for."""
    for kind in (*CALLOUTS, "cek"):
        assert f"\n| `{kind}` |" in words(AUTHORING)
    for audience in Audience:
        assert f"`{audience}`" in words(AUTHORING)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The folder of courses with the class that docs/authoring.md shows."""
    courses = tmp_path / "content" / "courses"
    for name, text in EXAMPLE.findall(words(AUTHORING)):
        file = courses / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    cover = next(COURSES.glob("*/media/sampul.svg"))
    media = courses / "kemasan-produk" / "media"
    media.mkdir()
    (media / "sampul.svg").write_bytes(cover.read_bytes())
    return courses


def test_the_example_for_editors_is_a_class(example: Path) -> None:
    """It is made to be copied."""
    (course,) = compile_release(example).courses
    assert (course.public.slug, course.public.evaluation.question_count) == ("kemasan-produk", 1)
    assert [len(lesson.checks) for lesson in course.sealed.lessons] == [1]


def test_the_mistakes_shown_to_editors_are_what_the_compiler_says(example: Path) -> None:
    """Word for word, with the lines of the example."""
    shown = re.search(r"^```\n(content/courses/kemasan-produk/evaluation.md:9: .*?)^```", words(AUTHORING), re.M | re.S)
    assert shown is not None
    course = example / "kemasan-produk"
    spoil(course / "evaluation.md", {"- [x] Plastik": "- [ ] Plastik", "- [x] Segel": "-[x] Segel"})
    spoil(course / "lessons" / "01-memilih-bahan.md", {"(media/sampul.svg": "(media/sampl.svg", "::: tip": "::: info"})
    with pytest.raises(ContentErrors) as errors:
        compile_release(example)
    assert str(errors.value) == shown[1].rstrip()


def spoil(file: Path, changes: dict[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for right, wrong in changes.items():
        text = text.replace(right, wrong, 1)
    file.write_text(text, encoding="utf-8")


def test_every_decision_is_in_the_list_of_decisions() -> None:
    """They are read from there."""
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", words(DOCS / "decisions" / "README.md"))
    assert listed == sorted(path.name for path in (DOCS / "decisions").glob("0*.md"))


def test_publiccode_has_what_its_standard_demands() -> None:
    """Catalogues of public software pass over a file that lacks a key."""
    facts = yaml.safe_load(words(ROOT / "publiccode.yml"))
    keys = {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType"}
    assert keys | {"description", "legal", "maintenance", "localisation"} <= set(facts)
    for description in facts["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]
    assert (ROOT / facts["logo"]).is_file()
    assert facts["maintenance"]["contacts"]


def test_the_licence_is_the_one_that_the_catalogue_names() -> None:
    """Two would leave a reuser with none."""
    facts = yaml.safe_load(words(ROOT / "publiccode.yml"))
    assert words(ROOT / "LICENSE").startswith(f"{facts['legal']['license']} License\n")


def test_the_page_on_privacy_names_the_version_that_is_consented_to() -> None:
    """Each consent is kept with the version of the text: the reader must see which one it is."""
    assert f"**{CONSENT_VERSION}**" in words(ROOT / "site" / "pages" / "id" / "privasi.md")
