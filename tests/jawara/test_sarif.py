"""SARIF 2.1.0, in the parts that the check uses; the schema below says what the standard says of those parts."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.protocols import Validator

from courseware.messages import Language, catalogue, placeholders
from courseware.mistakes import mistake
from jawara import sarif
from jawara.columns import Columns, columns_of

MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
LANGUAGE = {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"}
COUNT = {"type": "integer", "minimum": 1}


def closed(*required: str, **properties: object) -> dict[str, object]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def listed(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


RULE = closed(
    "id",
    id={"type": "string"},
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=closed(level=LEVEL),
)
DRIVER = closed(
    "name",
    name={"type": "string"},
    version={"type": "string"},
    language=LANGUAGE,
    rules={**listed(RULE), "uniqueItems": True},
)
REGION = closed("startLine", startLine=COUNT, startColumn=COUNT, endColumn=COUNT)
ARTIFACT = closed("uri", uri={"type": "string", "format": "uri-reference"})
PLACE = closed("artifactLocation", artifactLocation=ARTIFACT, region=REGION)
RESULT = closed(
    "message",
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": -1},
    level=LEVEL,
    message=MESSAGE,
    locations=listed(closed(physicalLocation=PLACE)),
)
NOTIFICATION = closed("message", level=LEVEL, message=MESSAGE)
INVOCATION = closed(
    "executionSuccessful",
    executionSuccessful={"type": "boolean"},
    exitCode={"type": "integer"},
    toolExecutionNotifications=listed(NOTIFICATION),
)
RUN = closed(
    "tool",
    tool=closed("driver", driver=DRIVER),
    language=LANGUAGE,
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=listed(INVOCATION),
    results=listed(RESULT),
)
LOG: Validator = Draft202012Validator(
    closed("version", "runs", **{"$schema": {"type": "string"}, "version": {"const": "2.1.0"}, "runs": listed(RUN)})
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A lesson whose name and text hold more than letters, below the folder in which the check runs."""
    monkeypatch.chdir(tmp_path)
    Path("kelas saya").mkdir()
    Path("kelas saya/01-“satu”.md").write_text("---\n[é](/blog/) dan [b](/blog/ini/)\n/x/ /x/\n", "utf-8")
    return "kelas saya/01-“satu”.md"


@pytest.mark.parametrize("language", Language)
def test_a_log_has_a_rule_for_each_kind_of_mistake(file: str, language: Language) -> None:
    """A code host shows the rule's help beside its findings, in the language asked for."""
    found = [
        mistake(file, 2, "links.no-page", page="/blog/ini/"),
        mistake(file, 3, "links.no-page", page="/x/"),
        mistake(file, 1, "front-matter.unclosed"),
    ]
    log = json.loads(sarif.log(found, language))
    LOG.validate(log)
    (run,) = log["runs"]
    say = catalogue(language).say
    assert run["language"] == language
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["front-matter.unclosed", "links.no-page"]
    assert run["tool"]["driver"]["rules"][1]["shortDescription"]["text"] == say("check-links.no-page.what", page="…")
    assert run["tool"]["driver"]["rules"][1]["help"]["text"] == say("check-links.no-page.mend")
    assert [(one["ruleId"], one["ruleIndex"]) for one in run["results"]] == [
        *[("links.no-page", 1)] * 2,
        ("front-matter.unclosed", 0),
    ]
    assert run["results"][0]["message"]["text"] == "\n".join(found[0].said(language))
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "kelas%20saya/01-%E2%80%9Csatu%E2%80%9D.md"},
                "region": {"startLine": 2, "startColumn": 21, "endColumn": 31},
            }
        }
    ]
    assert run["results"][1]["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


def test_every_mistake_that_can_be_told_makes_a_valid_rule(file: str) -> None:
    """Whatever its sentences name; a class outside the project has a whole address."""
    messages = catalogue(Language.ENGLISH).messages
    told = [address for address in messages if address.startswith("check-") and address.endswith(".what")]
    codes = [address.removeprefix("check-").removesuffix(".what") for address in told]
    assert len(codes) > 100
    for code in codes:
        needed = placeholders(messages[f"check-{code}.what"]) | placeholders(messages[f"check-{code}.mend"])
        found = mistake("/elsewhere/a b.md", 1, code, **dict.fromkeys(needed, "x"))
        LOG.validate(json.loads(sarif.log([found], Language.INDONESIAN)))
    log = json.loads(sarif.log([mistake("/elsewhere/a b.md", 1, "folders.absent")], Language.INDONESIAN))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "file:///elsewhere/a%20b.md"


def test_a_failed_run_says_so(file: str) -> None:
    """An empty list of results alone would read as a clean one."""
    log = json.loads(sarif.failed("Tidak dapat dibaca.", Language.INDONESIAN))
    LOG.validate(log)
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_columns_are_told_where_one_place_is_meant(file: str) -> None:
    """The second of two equal words might be the right one."""
    assert columns_of(mistake(file, 2, "links.no-page", page="/blog/")) is None
    assert columns_of(mistake(file, 2, "links.no-page", page="](/blog/)")) == Columns(3, 12)
    assert columns_of(mistake(file, 9, "links.no-page", page="/blog/")) is None
    assert columns_of(mistake("tiada.md", 1, "links.no-page", page="/blog/")) is None
