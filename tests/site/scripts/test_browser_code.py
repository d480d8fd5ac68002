"""One command covers the TypeScript too: types, lint, format and its own tests, by the deno wheel."""

import subprocess
from pathlib import Path

import pytest

from sitegen import documents, messages
from sitegen.deno_runs import environment, program

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "site" / "scripts"
TESTS = ROOT / "tests" / "site" / "scripts"
ENTRIES = (
    "app.ts",
    "account.ts",
    "certificates-office.ts",
    "evaluation.ts",
    "items.ts",
    "my-account.ts",
    "outbox.ts",
    "preview.ts",
    "preview-paper.ts",
    "profile.ts",
    "reading.ts",
    "result.ts",
    "rights.ts",
    "search.ts",
    "staff.ts",
)


@pytest.fixture(scope="module", autouse=True)
def generated() -> None:
    """The types of the GraphQL documents and the messages are written, not kept in git."""
    documents.generate(SCRIPTS, ROOT / "api" / "schema.graphql")
    messages.generate(SCRIPTS)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check", *(str(SCRIPTS / name) for name in ENTRIES)], id="types"),
        pytest.param(["check", str(SCRIPTS / "sw.ts")], id="types of the service worker"),
        pytest.param(["lint", str(SCRIPTS), str(TESTS)], id="lint"),
        pytest.param(["fmt", "--check", str(SCRIPTS), str(TESTS)], id="format"),
        pytest.param(["test", "--quiet", str(TESTS)], id="tests"),
    ],
)
def test_the_browser_code_passes(arguments: list[str]) -> None:
    """A participant's browser has no type checker: what is wrong must be found here."""
    command = [program(), arguments[0], "--config", str(ROOT / "site" / "deno.json"), *arguments[1:]]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
