"""The scripts of /admin/ pass the same checks as the site's: types, lint, format, and tests of their own."""

import subprocess
from pathlib import Path

import pytest

from sitegen.deno_runs import environment, program

ROOT = Path(__file__).parents[3]
ADMIN = ROOT / "site" / "admin"
TESTS = Path(__file__).parent


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check", "--frozen", str(ADMIN / "admin.ts"), str(TESTS)], id="types"),
        pytest.param(["lint", str(ADMIN), str(TESTS)], id="lint"),
        pytest.param(["fmt", "--check", *map(str, [*ADMIN.glob("*.ts"), *TESTS.glob("*.ts")])], id="format"),
        # The YAML package asks the environment whether to log.
        pytest.param(["test", "--quiet", "--frozen", "--allow-env=LOG_TOKENS,LOG_STREAM", str(TESTS)], id="tests"),
    ],
)
def test_the_scripts_of_admin_pass(arguments: list[str]) -> None:
    """What they write goes into the repository: a mistake would be in every class that somebody saves."""
    command = [program(), arguments[0], "--config", str(ADMIN / "deno.json"), *arguments[1:]]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
