"""Two readers of one format: what the scripts of /admin/ write, courseware reads as it was meant."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from courseware.yaml_tree import read_yaml
from sitegen.deno_runs import environment, program

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("rewrite.ts")
# The words of a class have no front matter; the page saves them without a format.
FILES = sorted(file for file in (ROOT / "content" / "courses").glob("*/**/*.md") if file.name != "glossary.md")

# What fits into one line of a form, the signs of YAML more often than chance would have them.
SIGNS = st.sampled_from(":#-?{}[],&*!|>'\"%@`~= \\")
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
WORDS = st.sampled_from(["null", "ya", "yes", "~", "1_000", "0x1", "1e3", "2024-01-01", "---", "...", "<<", "- a"])
LINE = WORDS | st.text(SIGNS | LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
ENTRY = st.fixed_dictionaries({"judul": LINE, "penerbit": LINE})
CHANGE = st.fixed_dictionaries(
    {"judul": LINE, "sumber": st.lists(ENTRY, max_size=3), "untuk": st.lists(LINE, min_size=1, max_size=3)}
)
WRITTEN = "---\njudul: 'Satu: dua'\nsumber:\n  - {judul: A, penerbit: \"B\"}\nuntuk: [umkm]\n---\nIsi."


def rewritten(*jobs: dict[str, Any]) -> list[str]:
    """The files that the scripts make, by one run of them."""
    command = [program(), "run", "--config", str(ROOT / "site/admin/deno.json"), "--frozen"]
    done = subprocess.run(
        [*command, "--allow-env=LOG_TOKENS,LOG_STREAM", str(SCRIPT)],
        env=environment(),
        input="\n".join(json.dumps(job) for job in jobs),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def head(file: str) -> Any:
    return read_yaml(file.split("---\n")[1]).value


@pytest.mark.parametrize("file", [pytest.param("", id="new"), pytest.param(WRITTEN, id="changed")])
def test_courseware_reads_every_value_that_was_typed(file: str) -> None:
    """A value that needs quotes and gets none is a mistake at the next check, or another value."""

    # No shrinking: a failure shows all it needs, and each try starts a process.
    @settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(st.lists(CHANGE, min_size=1, max_size=12))
    def hold(changes: list[dict[str, Any]]) -> None:
        made = rewritten(*({"file": file, "change": {"body": "", **change}} for change in changes))
        expected = [{key: value for key, value in change.items() if value} for change in changes]
        assert [head(one) for one in made] == expected

    hold()


def test_every_file_of_the_content_survives_a_save_without_a_change() -> None:
    """The classes themselves are the longest list of how front matter is written by hand."""
    texts = [file.read_text("utf-8") for file in FILES]
    assert len(texts) > 10
    # The page trims a file before it is read.
    jobs: list[dict[str, Any]] = [{"file": text.strip(), "change": {}} for text in texts]
    assert rewritten(*jobs) == texts
