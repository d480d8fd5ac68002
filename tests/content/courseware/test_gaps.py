"""Sentences that one language lacks, as mistakes in the files of the catalogue."""

from pathlib import Path

import pytest

from courseware.gaps import can_speak, gap_mistakes
from courseware.messages import Language


def told(folder: Path, indonesian: str, english: str, subject: str = "x") -> list[str]:
    """The gaps between two files: place and what is wrong, in both languages."""
    for language, text in (("id", indonesian), ("en", english)):
        (folder / language).mkdir()
        (folder / language / f"{subject}.toml").write_text(text, "utf-8")
    found = list(gap_mistakes(folder))
    return [f"{one.file}:{one.line}: {one.what} | {one.said(Language.ENGLISH)[0]}" for one in found]


def test_a_missing_sentence_is_told_in_the_file_that_lacks_it(tmp_path: Path) -> None:
    """Whoever adds a sentence reads where its translation is missing."""
    assert told(tmp_path, 'b = "dua"\n[t]\nc = "tiga"', 'a = "one"\nb = "two"') == [
        "content/messages/id/x.toml:1: kalimat `x.a` belum ada di sini | the sentence `x.a` is missing here",
        "content/messages/en/x.toml:1: kalimat `x.t.c` belum ada di sini | the sentence `x.t.c` is missing here",
    ]
    assert next(gap_mistakes(tmp_path)).mend == "terjemahkan dari content/messages/en/x.toml"


def test_other_placeholders_are_told_at_their_line(tmp_path: Path) -> None:
    """The sentence would show a brace, or leave a fact out; another table may have the same key."""
    same = 'a = "satu {n}"\n[t]\na = "{n}"\n[t.u]\n'
    assert told(tmp_path, f'{same}a = "{{n}} {{m}}"', f'{same}a = "x"') == [
        "content/messages/en/x.toml:5: "
        "kalimat `x.t.u.a` menyebut {}, padahal di content/messages/id/x.toml {m}, {n} | "
        "the sentence `x.t.u.a` names {}, but {m}, {n} in content/messages/id/x.toml"
    ]


@pytest.mark.parametrize(("subject", "speaks"), [("check-links", False), ("check", True), ("lesson", True)])
def test_only_gaps_in_its_own_words_keep_the_checker_silent(tmp_path: Path, subject: str, speaks: bool) -> None:
    """A mistake needs its two sentences, in whatever language it is asked for."""
    assert told(tmp_path, 'a = "satu"', "", subject)
    assert can_speak(tmp_path) is speaks
