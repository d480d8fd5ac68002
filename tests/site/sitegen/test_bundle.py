"""Scripts made into bundles by deno."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sitegen.bundle import bundle


def test_first_bundles_may_run_at_once(tmp_path: Path) -> None:
    """On a fresh machine the office's server, a preview and tests each begin with one."""
    entry = tmp_path / "entry.ts"
    entry.write_text('document.title = "Satu";\n')
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(bundle, [entry] * 8, [tmp_path / "cache"] * 8))
    assert [b"Satu" in script for script in made] == [True] * 8
