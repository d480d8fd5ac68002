"""Mistakes as SARIF 2.1.0, the form in which code hosts and editors take the findings of any checker."""

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from courseware.messages import Language, catalogue
from courseware.mistakes import Mistake
from jawara.columns import columns_of

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = "error"

Node: TypeAlias = dict[str, object]


class _Dots(dict[str, str]):
    """A sentence for any mistake of its kind names nothing in particular."""

    def __missing__(self, _name: str) -> str:
        return "…"


def log(mistakes: Sequence[Mistake], language: Language) -> str:
    """One run; its rules are the codes of these mistakes."""
    codes = sorted({one.code for one in mistakes})
    results = [_result(one, codes.index(one.code), language) for one in mistakes]
    invocation: Node = {"executionSuccessful": True, "exitCode": 1 if mistakes else 0}
    return _log(language, invocation, codes, results)


def failed(reason: str, language: Language) -> str:
    """A run that found nothing out."""
    notification: Node = {"level": _LEVEL, "message": {"text": reason}}
    invocation: Node = {
        "executionSuccessful": False,
        "exitCode": 2,
        "toolExecutionNotifications": [notification],
    }
    return _log(language, invocation, [], [])


def _log(language: Language, invocation: Node, codes: Sequence[str], results: Sequence[Node]) -> str:
    driver: Node = {
        "name": "jawara check",
        "version": version("jawara"),
        "language": language.value,
        "rules": [_rule(code, language) for code in codes],
    }
    run: Node = {
        "tool": {"driver": driver},
        "language": language.value,
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(code: str, language: Language) -> Node:
    messages = catalogue(language).messages
    what, mend = (messages[f"check-{code}.{part}"].format_map(_Dots()) for part in ("what", "mend"))
    return {
        "id": code,
        "shortDescription": {"text": what},
        "fullDescription": {"text": what},
        "help": {"text": mend},
        "defaultConfiguration": {"level": _LEVEL},
    }


def _result(mistake: Mistake, rule: int, language: Language) -> Node:
    region: Node = {"startLine": mistake.line}
    if columns := columns_of(mistake):
        region |= {"startColumn": columns.start, "endColumn": columns.end}
    return {
        "ruleId": mistake.code,
        "ruleIndex": rule,
        "level": _LEVEL,
        "message": {"text": "\n".join(mistake.said(language))},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(mistake.file)}, "region": region}}],
    }


def _uri(file: str) -> str:
    """Relative to the project's root; a class that lies elsewhere may have an absolute one."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
