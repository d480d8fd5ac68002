"""Files that fit in a head. A size that only prose asks for drifts."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
WRITTEN_BY_TOOLS = ("api/migrations/", "uv.lock", "site/deno.lock")
SOURCES = ("*.py", "*.ts", "*.css", "*.html")


def sources() -> list[Path]:
    """Every source file that git knows or would take."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *SOURCES]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if not name.startswith(WRITTEN_BY_TOOLS) and (ROOT / name).is_file()]


def test_no_file_outgrows_its_subject() -> None:
    """At 400 lines a file has found a second subject; it is split in the change that made it so long."""
    long = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in sources()}

    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize(
    "file", [one for one in sources() if one.suffix == ".py"], ids=lambda one: str(one.relative_to(ROOT))
)
def test_no_function_outgrows_a_screen(file: Path) -> None:
    """Sixty lines is where every reader scrolls."""
    functions = [
        node
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert [one.name for one in functions if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION] == []
