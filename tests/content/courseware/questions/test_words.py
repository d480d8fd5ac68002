"""The sentences about questions."""

import re
from pathlib import Path

import courseware
from courseware.messages import Language, catalogue

SUBJECTS = ("questions", "evaluation", "attributes")
_CODE = re.compile(rf'"(({"|".join(SUBJECTS)})\.(?!md")[a-z-]+)"')


def test_every_mistake_has_its_sentences_and_every_sentence_its_mistake() -> None:
    """A code without a sentence is a crash in front of an editor; a sentence without a code is never read."""
    files = [file for folder in courseware.__path__ for file in Path(folder).rglob("*.py")]
    used = {found[1] for file in files for found in _CODE.finditer(file.read_text("utf-8"))}
    words = catalogue(Language.INDONESIAN)
    written = {
        f"{subject}.{key.removesuffix(end)}"
        for subject in SUBJECTS
        for end in (".what", ".mend")
        for key in words.subject(f"check-{subject}")
        if key.endswith(end)
    }
    assert used == written
    assert len(words.subject("check-questions")) % 2 == 0
