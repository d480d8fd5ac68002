"""netlify.toml as the host's own program reads it, in each context; what that program warns of fails.

A rule that the host can't follow is dropped there with a line in a log that nobody reads.
"""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jawara.netlify import read
from sitegen.deno_runs import environment, one_at_a_time, program
from sitegen.proposal import HEADERS

ROOT = Path(__file__).parents[3]
FOLDER = Path(__file__).parent
CONTEXTS = ("production", "deploy-preview", "branch-deploy", "dev")
SECONDS = 120


def run(*arguments: str) -> str:
    command = [program(), *arguments]
    done = subprocess.run(
        command, cwd=FOLDER, env=environment(), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        pytest.fail(f"{' '.join(arguments[:2])} failed:\n{done.stderr[-2000:]}", pytrace=False)
    return done.stdout


@pytest.fixture(scope="session", autouse=True)
def packages() -> None:
    """The host's program, by its lock; fetched once for each environment."""
    with one_at_a_time("netlify"):
        run("install", "--quiet", "--frozen")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone of which the host's program sees nothing but the one file."""
    shutil.copy(ROOT / "netlify.toml", tmp_path)
    return tmp_path


def resolved(repository: Path, context: str) -> dict[str, Any]:
    allowed = ("--no-prompt", "--allow-env", "--allow-read", "--allow-sys")
    arguments = ("run", "--quiet", "--frozen", "--cached-only", *allowed, "resolve.mjs", str(repository), context)
    answer: dict[str, Any] = json.loads(run(*arguments))
    return answer


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_host_reads_the_file_without_a_warning(repository: Path, context: str) -> None:
    """And with the command that the context should have."""
    answer = resolved(repository, context)
    assert answer["warnings"] == []
    assert answer["context"] == context
    command = answer["config"]["build"]["command"]
    assert command.endswith("jawara publish --if-production") == (context == "production")
    assert ("--base-url $DEPLOY_PRIME_URL" in command) == (context != "production")


def test_a_rule_that_the_host_drops_is_told(repository: Path) -> None:
    """The test above is worth as much as this: the same file with a rule that can't be followed."""
    with (repository / "netlify.toml").open("a") as file:
        file.write('\n[[headers]]\nfor = "/x/*"\nvalues = "no-cache"\n\n[[redirects]]\nfrom = "/y"\n')
    told = "\n".join(resolved(repository, "production")["warnings"])
    assert "Warning" in told
    assert "/x/*" in told
    assert '"/y"' in told


@pytest.mark.parametrize(
    "path", ["/", "/kelas/a/b/", "/assets/a.1.css", "/media/a.1.csv", "/admin/", "/admin/x.js", "/sw.js", "/404.html"]
)
def test_the_development_server_gives_the_headers_that_the_host_reads(repository: Path, path: str) -> None:
    """Where two rules name one header the later holds, as in the host's own local server."""
    (repository / "var" / "site").mkdir(parents=True)
    rules = resolved(repository, "production")["config"]["headers"]
    held: dict[str, str] = {}
    for rule in rules:
        if path == rule["for"] or (rule["for"].endswith("/*") and path.startswith(rule["for"][:-1])):
            held |= {name.lower(): value for name, value in rule["values"].items()}
    assert read(ROOT / "netlify.toml").headers(path) == held


def test_the_headers_of_a_proposal_are_added_to_the_others(repository: Path) -> None:
    """They stand in a file of the built site, since netlify.toml can't tell contexts apart."""
    site = repository / "var" / "site"
    site.mkdir(parents=True)
    (site / "_headers").write_text(HEADERS)
    answer = resolved(repository, "deploy-preview")
    assert answer["warnings"] == []
    everywhere = [name for rule in answer["config"]["headers"] if rule["for"] == "/*" for name in rule["values"]]
    assert {"X-Robots-Tag", "Content-Security-Policy"} <= set(everywhere)
    # None of them from two rules: how two values would combine is not promised.
    assert len(everywhere) == len(set(everywhere))
