"""The page's configuration follows from the format's models, and is one that Sveltia CMS accepts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from jsonschema import Draft7Validator
from pydantic import Field, StringConstraints

from courseware.heads import CourseHead, EvaluationHead, Head, LessonHead
from courseware.release import Release, compile_release
from courseware.sealed import Audience
from sitegen.admin import config, program
from sitegen.admin.fields import fields
from sitegen.settings import Admin
from sitegen.trouble import SiteError

ROOT = Path(__file__).parents[3]
GITHUB = Admin(backend="github", repo="kantor/kelas")
GITLAB = Admin(backend="gitlab", repo="kantor/pelatihan/kelas", branch="terbit", application_id="abc")
KINDS: list[type[Head]] = [CourseHead, LessonHead, EvaluationHead]


@pytest.fixture(scope="module")
def release() -> Release:
    return compile_release(ROOT / "content" / "courses")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """Sveltia's own, from the locked package."""
    parts = {"@sveltia/cms/schema/sveltia-cms.json": "schema.json"}
    return json.loads((program(ROOT / "site" / "admin", parts).made() / "schema.json").read_text("utf-8"))


def told(release: Release, admin: Admin = GITHUB) -> dict[str, Any]:
    return config(release, admin, "https://situs.example", "/assets/icons/icon.svg")


def forms(release: Release) -> dict[str, list[dict[str, Any]]]:
    """The fields of each kind of file, as the first class has them."""
    about, lessons, _ = told(release)["collections"][:3]
    course, evaluation = (file["fields"] for file in about["files"] if file["format"] != "raw")
    return {"CourseHead": course, "LessonHead": lessons["fields"], "EvaluationHead": evaluation}


@pytest.mark.parametrize("admin", [GITHUB, GITLAB], ids=["github", "gitlab"])
def test_sveltia_accepts_the_configuration(release: Release, schema: dict[str, Any], admin: Admin) -> None:
    """A key that it doesn't know is passed over in silence, and the page is another than we meant."""
    found = Draft7Validator(schema).iter_errors(told(release, admin))  # pyright: ignore[reportUnknownMemberType] -- its stubs are half typed
    errors = [f"{list(error.absolute_path)}: {error.message}" for error in found]
    assert errors == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_key_of_the_format_has_its_field_and_no_other_is_there(release: Release, kind: type[Head]) -> None:
    """A new key must be there for those who never open a file."""
    names = [field["name"] for field in forms(release)[kind.__name__]]
    assert names == [field.alias or name for name, field in kind.model_fields.items()] + ["body"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_required_is_what_the_model_requires(release: Release, kind: type[Head]) -> None:
    """Otherwise the check refuses what the page let pass, or the page asks for what nobody needs."""
    required = {field["name"] for field in forms(release)[kind.__name__] if field["required"]} - {"body"}
    assert required == {field.alias or name for name, field in kind.model_fields.items() if field.is_required()}


def test_every_id_says_that_it_never_changes() -> None:
    """Progress and answers hang on it, and nothing in a form looks more harmless."""

    def ids(form: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for field in form:
            if field["name"] == "id":
                yield field
            yield from ids(field.get("fields", []))

    found = [field for kind in KINDS for field in ids(fields(kind))]
    assert len(found) == 2
    for field in found:
        assert field["label"] == "Id (tidak pernah diubah)"
        assert "Jangan diubah sesudah kelas terbit" in field["hint"]


class _Inner(Head):
    name: Annotated[str, StringConstraints(max_length=9)] = Field(alias="nama")


class _Sample(Head):
    short: Annotated[str, StringConstraints(min_length=2, max_length=5, pattern="^a+$")] = Field(alias="pendek")
    count: int = Field(default=1, alias="jumlah", ge=1, le=9)
    gone: bool = Field(default=False, alias="pensiun")
    kinds: tuple[Audience, ...] = Field(alias="untuk", min_length=1)
    kind: Audience | None = Field(default=None, alias="satu")
    words: tuple[Annotated[str, StringConstraints(max_length=7)], ...] = Field(default=(), alias="kata-kata")
    inner: tuple[_Inner, ...] = Field(default=(), alias="dalam", max_length=3)
    one: _Inner | None = Field(default=None, alias="tunggal")


def test_each_kind_of_value_has_its_field_with_the_models_limits() -> None:
    """The models are the one place where limits stand."""
    plain = {"use_emoji_autocomplete": False}
    audiences = [str(one) for one in Audience]
    name = {"name": "nama", "label": "Nama", "required": True, "widget": "string", "maxlength": 9, **plain}
    assert fields(_Sample) == [
        {
            "name": "pendek",
            "label": "Pendek",
            "required": True,
            "widget": "string",
            "minlength": 2,
            "maxlength": 5,
            "pattern": ["^a+$", "Isi ini tidak dapat dipakai."],
            **plain,
        },
        {
            "name": "jumlah",
            "label": "Jumlah",
            "required": False,
            "widget": "number",
            "value_type": "int",
            "min": 1,
            "max": 9,
        },
        {"name": "pensiun", "label": "Pensiun", "required": False, "widget": "boolean", "default": False},
        {
            "name": "untuk",
            "label": "Untuk",
            "required": True,
            "widget": "select",
            "multiple": True,
            "options": audiences,
            "min": 1,
        },
        {"name": "satu", "label": "Satu", "required": False, "widget": "select", "options": audiences},
        {
            "name": "kata-kata",
            "label": "Kata kata",
            "required": False,
            "widget": "list",
            "allow_duplicate": False,
            "field": {"name": "kata-kata", "label": "Kata kata", "widget": "string", "maxlength": 7, **plain},
        },
        {
            "name": "dalam",
            "label": "Dalam",
            "required": False,
            "widget": "list",
            "allow_duplicate": False,
            "max": 3,
            "fields": [name],
            "summary": "{{fields.nama}}",
            "collapsed": "auto",
        },
        {"name": "tunggal", "label": "Tunggal", "required": False, "widget": "object", "fields": [name]},
    ]


class _Strange(Head):
    share: float = Field(alias="bagian")


def test_a_kind_of_value_that_has_no_field_ends_the_build() -> None:
    """A key left out in silence could be edited by nobody who works on the page."""
    with pytest.raises(SiteError, match="no field for the key 'bagian', which is number"):
        fields(_Strange)


def test_each_class_has_its_files_its_lessons_and_its_own_pictures(release: Release) -> None:
    """A picture in another class's folder can't be shown."""
    collections = [one for one in told(release)["collections"] if "name" in one]
    slugs = [course.public.slug for course in release.courses]
    assert [one["name"] for one in collections] == [
        f"{kind}-{slug}" for slug in slugs for kind in ("kelas", "pelajaran")
    ]
    for one, slug in zip(collections, [slug for slug in slugs for _ in range(2)], strict=True):
        assert one["media_folder"] == f"/content/courses/{slug}/media"
        assert one["public_folder"] == "media"


def test_a_lesson_can_be_added_and_never_deleted_or_copied(release: Release) -> None:
    """Deleted, its participants could never finish; copied, two lessons would have one id."""
    _, lessons, _ = told(release)["collections"][:3]
    number = len(release.courses[0].public.lessons) + 1
    assert (lessons.get("create", True), lessons["delete"], lessons["duplicate"]) == (True, False, False)
    assert lessons["slug"]["template"] == f"{number:02}-{{{{judul}}}}"


def test_the_words_of_a_class_are_a_file_without_keys(release: Release) -> None:
    """It has no front matter, so nothing may read or write one."""
    words = told(release)["collections"][0]["files"][2]
    assert (words["file"].rsplit("/", 1)[1], words["format"]) == ("glossary.md", "raw")
    assert [field["name"] for field in words["fields"]] == ["body"]


def test_classes_may_lie_in_another_folder_of_the_repository(release: Release) -> None:
    """Where open lessons and closed evaluations live apart, neither repository is this one."""
    about = told(release, GITHUB.model_copy(update={"folder": "kelas"}))["collections"][0]
    slug = release.courses[0].public.slug
    assert (about["files"][0]["file"], about["media_folder"]) == (f"kelas/{slug}/course.md", f"/kelas/{slug}/media")


def test_the_body_is_plain_text(release: Release) -> None:
    """The editor that formats puts blank lines between a question and its choices."""
    assert {form[-1]["widget"] for form in forms(release).values()} == {"text"}


def test_github_without_a_helper_is_signed_in_to_by_token_alone(release: Release) -> None:
    """Its own default would send people, and the repository's name, to a service that the office never chose."""
    backend = told(release)["backend"]
    assert (backend["auth_methods"], "base_url" in backend) == (["token"], False)
    helped = told(release, GITHUB.model_copy(update={"helper": "https://masuk.example"}))["backend"]
    assert (helped["auth_methods"], helped["base_url"]) == (["oauth", "token"], "https://masuk.example")


def test_gitlab_signs_in_without_a_server_between(release: Release) -> None:
    """PKCE needs the application's public id and no secret."""
    backend = told(release, GITLAB.model_copy(update={"server": "https://git.example"}))["backend"]
    assert backend["auth_type"] == "pkce"
    assert backend["app_id"] == "abc"
    assert backend["branch"] == "terbit"
    assert backend["base_url"] == "https://git.example"
    assert backend["api_root"] == "https://git.example/api/v4"
