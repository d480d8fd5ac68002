"""The messages that scripts import."""

from pathlib import Path

import pytest

from courseware.messages import Language
from sitegen import SiteError
from sitegen.bundle import bundle
from sitegen.messages import generate


def _catalogue(folder: Path, **languages: str) -> Path:
    for language, text in languages.items():
        (folder / language).mkdir(parents=True)
        (folder / language / "screen-bag.toml").write_text(text, "utf-8")
    return folder


def test_a_bundle_holds_the_words_of_its_language_and_only_those_it_names(tmp_path: Path) -> None:
    """A lesson's script must stay small however large the catalogue grows."""
    messages = _catalogue(
        tmp_path / "messages",
        id='left = "Sisa {count} pelajaran"\nunused = "Tidak dipakai"',
        en='left = "Lessons left: {count}"\nunused = "Never used"',
    )
    scripts = tmp_path / "scripts"
    generate(scripts, messages)
    entry = scripts / "entry.ts"
    entry.write_text('import * as words from "#messages/screen-bag.ts";\ndocument.title = words.left({ count: 3 });\n')
    indonesian, english = (bundle(entry, language=language).decode() for language in Language)
    assert "Sisa ${" in indonesian
    assert "Lessons left: ${" in english
    assert "Tidak dipakai" not in indonesian


def test_a_message_that_no_script_could_name_is_refused(tmp_path: Path) -> None:
    """Better a clear error than TypeScript that doesn't parse."""
    messages = _catalogue(tmp_path / "messages", id='not-a-name = "x"', en='not-a-name = "x"')
    with pytest.raises(SiteError, match="not-a-name"):
        generate(tmp_path / "scripts", messages)
