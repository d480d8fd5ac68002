"""The catalogue of messages."""

from pathlib import Path

import pytest

from courseware.messages import Language, UnknownMessage, catalogue, gaps


def test_every_message_stands_in_both_languages_with_the_same_placeholders() -> None:
    """A reader must never meet a key instead of a sentence."""
    assert gaps() == ()


def test_a_gap_is_named_with_its_language(tmp_path: Path) -> None:
    """Whoever adds a sentence reads where its translation is missing."""
    for language, text in (("id", 'a = "satu {n}"\nb = "dua"'), ("en", 'a = "one"')):
        (tmp_path / language).mkdir()
        (tmp_path / language / "x.toml").write_text(text, "utf-8")
    assert gaps(tmp_path) == ("x.a has other placeholders in en than in id", "x.b is missing in en")


def test_a_sentence_without_its_fact_is_an_error() -> None:
    """A mail that says {name} is worse than a bug that is found."""
    with pytest.raises(UnknownMessage, match="kind"):
        catalogue(Language.INDONESIAN).say("check-register.taken.what")
