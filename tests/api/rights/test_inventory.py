"""The list of where personal data live, held to the tables, to the copy and to the rows of later work."""

import ast
from pathlib import Path
from typing import Any

from tortoise import Tortoise
from tortoise.fields.relational import RelationalField
from uuid_utils.compat import uuid7

import api as package
from api.accounts.models import Account
from api.audit import Actor, ActorKind, Deed, note
from api.rights import pages
from api.rights.collecting import rows_of
from api.rights.inventory import HOLDINGS, IMPERSONAL, OUTBOX_ARGUMENTS, Copied, Processing, Withheld
from tests.api.harness import Api
from tests.api.rights.planted import copy_of, planted

API = Path(str(package.__file__)).parent


async def test_every_table_and_column_is_in_the_list_and_nothing_else(api: Api) -> None:
    """Whoever adds a column says what it is: to whom it belongs, how it is copied, how it ends."""
    # `Any`: Tortoise types neither.
    apps: Any = Tortoise.apps
    tables = set(apps["jawara"].values())
    assert {one.model for one in HOLDINGS} | set(IMPERSONAL) == tables
    assert {one.model for one in HOLDINGS} & set(IMPERSONAL) == set()
    for holding in HOLDINGS:
        meta: Any = vars(holding.model)["_meta"]
        fields: dict[str, object] = meta.fields_map
        columns = {name for name, field in fields.items() if not isinstance(field, RelationalField)}
        assert set(holding.columns) == columns, holding.section


def test_what_is_not_copied_and_what_stays_has_a_reason() -> None:
    """The law asks for one, and so will the person."""
    withheld = [one for holding in HOLDINGS for one in holding.columns.values() if isinstance(one, Withheld)]
    assert all(len(one.why) > 10 for one in withheld)
    assert {one.section for one in HOLDINGS if one.kept} == {
        "classes",
        "certificates",
        "certificateEvents",
        "requests",
        "deeds",
    }
    assert len({one.section for one in HOLDINGS}) == len(HOLDINGS)
    for holding in HOLDINGS:
        keys = [one.key for one in holding.columns.values() if isinstance(one, Copied)]
        assert len(keys) == len(set(keys)), holding.section


def test_rows_of_later_work_hold_ids_of_the_list_alone() -> None:
    """Anybody who runs the system reads them. An argument that is new here is put on the list, or left out."""
    for path in sorted(API.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "outbox.later":
                given = {str(one.arg) for one in call.keywords} - {"at", "due"}
                assert given <= set(OUTBOX_ARGUMENTS), f"{path.name}:{call.lineno}"


async def test_everything_on_the_list_is_in_the_copy(api: Api) -> None:
    """With a value: somebody who has left a trace in every column finds each of them, staff deeds too."""
    someone = await planted(api)
    by = Actor(ActorKind.STAFF, someone.id, uuid7())
    await note(Deed.JOB_RETRIED, "job:1", by=by, at=api.clock(), reason="Diminta", facts={"job": "x"})
    sections = (await copy_of(api, someone)).sections
    account = await Account.get(id=someone.id)
    for holding in HOLDINGS:
        rows, copied = await rows_of(holding, account), sections[holding.section]
        assert len(rows) == len(copied) > 0, holding.section
        for name, column in holding.columns.items():
            if isinstance(column, Copied):
                stored = [getattr(row, name) is not None for row in rows]
                assert stored == [row[column.key] is not None for row in copied], (holding.section, column.key)


def test_the_page_has_a_word_for_everything_in_both_languages() -> None:
    """A key without a word would be a fault at the worst moment; a word without a key, one that nobody reads."""
    indonesian, english = pages.words("id"), pages.words("en")
    for group in ("sections", "fields", "values", "processing"):
        assert list(indonesian[group]) == list(english[group]), group
    assert indonesian.keys() == english.keys()
    assert list(indonesian["sections"]) == [one.section for one in HOLDINGS]
    assert list(indonesian["processing"]) == [one.value for one in Processing]
    keys = {one.key for holding in HOLDINGS for one in holding.columns.values() if isinstance(one, Copied)}
    assert keys <= set(indonesian["fields"])
