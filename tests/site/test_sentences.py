"""Sentences for people stand in the catalogue of messages, and nowhere else: there both languages are held together."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.literals import of_template, of_typescript

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "site" / "scripts"
TEMPLATES = ROOT / "site" / "templates"

_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"--|[\[\]>=]|\(display-mode:")
"""Stands in names of components, in selectors, and in questions to the browser."""
_DEVELOPERS = re.compile(
    r"(?:\bclass(?:Name)?\s*[:=]|(?:querySelector(?:All)?|matches|closest)(?:<[^>]*>)?\(|new (?:Type|Range)?Error\()$"
)
"""Before names of components, selectors, and what the console says of a mistake of ours."""

REVIEWED = {"input, select", "…-hint …-error", "jawara-check, .preview-question, .table-scroll, figure, aside.callout"}
"""Code that looks like a sentence: looked at, one by one."""
PACKING = SCRIPTS / "verification" / "common-words.ts"
"""What QR codes are packed with. Nobody reads it, and it is the same in every language."""
NAMES = {"Si-Jawara+", "– Si-Jawara+", "Jawa Timur", "Bahasa Indonesia", "English"}
"""Names, of languages in their own words; they are the same on a page in either."""


def in_script(code: str) -> Iterator[tuple[int, str]]:
    """Lines and strings of two words or more that no developer alone reads."""
    for one in of_typescript(code):
        words = re.search(r"\s", one.text.strip()) and len(_WORD.findall(one.text)) > 1
        if words and not _CODE.search(one.text) and not _DEVELOPERS.search(one.before):
            yield one.line, one.text


def in_template(source: str) -> Iterator[tuple[int, str]]:
    """Lines and texts, of one word too: whatever a page says."""
    for one in of_template(source):
        if _WORD.search(one.text):
            yield one.line, one.text


def test_no_script_and_no_template_holds_a_sentence() -> None:
    """Nobody would put it into English, and no editor would find it to make it better."""
    files = [
        *((file, in_script) for file in SCRIPTS.rglob("*.ts") if "generated" not in file.parts and file != PACKING),
        *((file, in_template) for file in TEMPLATES.rglob("*.html")),
    ]
    assert len(files) > 100
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text}"
        for file, sentences in sorted(files, key=lambda pair: pair[0])
        for line, text in sentences(file.read_text("utf-8"))
        if text not in REVIEWED | NAMES
    ]
    assert found == []


def test_what_was_reviewed_is_still_there() -> None:
    """An exception that nothing needs any more would hide the next sentence like it."""
    code = "".join(file.read_text("utf-8") for file in (*SCRIPTS.rglob("*.ts"), *TEMPLATES.rglob("*.html")))
    plain = re.sub(r"\{\{.*?\}\}", "", re.sub(r"\$\{[^{}]*\}", "…", code))
    assert [text for text in REVIEWED | NAMES if text not in plain] == []


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        ('say("Coba lagi");', ["Coba lagi"]),
        ("const a = 'Belum ada \\'kelas\\'';", ["Belum ada \\'kelas\\'"]),
        ("say(`Sisa ${count} pelajaran`);", ["Sisa … pelajaran"]),
        ('say(`${ready ? "Sudah siap" : `Tunggu ${n} menit`}`);', ["Sudah siap", "Tunggu … menit"]),
        ('const part = a / b; say("Dua kata"); const half = c / 2;', ["Dua kata"]),
        ('const quote = /["\'`]/; say("Dua kata");', ["Dua kata"]),
        ('// "Coba lagi"\n/* "Coba lagi" */ say("satu");', []),
        ('make("p", { class: "button primary" });', []),
        ('throw new Error("the page lacks a part");', []),
        ('host.querySelector<HTMLElement>("input, a");', []),
        ('make("div", { class: good ? "badge badge--good" : "badge" });', []),
    ],
)
def test_a_sentence_in_a_script_is_told_from_code(code: str, sentences: list[str]) -> None:
    """A net with holes that nobody knows is worse than none."""
    assert [text for _, text in in_script(code)] == sentences


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>{{ t('a.b') }}</p>", []),
        ("<p>Masuk {# ke #}</p>", ["Masuk"]),
        ('<{{ heading }} class="card__title">{{ title }}</{{ heading }}>', []),
        ('<img alt="Sebuah warung" src="a">', ["Sebuah warung"]),
        ('<button aria-label="{% if a %}Tutup{% endif %}">x</button>', ["Tutup"]),
        ('<meta name="viewport" content="width=device-width"><meta name="description" content="Isi">', ["Isi"]),
        ('{% set shown %}class="cover" alt="Sebuah toko" width="1200"{% endset %}', ["Sebuah toko"]),
        ('<input type="text" name="full name" value="a">', []),
    ],
)
def test_a_text_in_a_template_is_told_from_markup(source: str, texts: list[str]) -> None:
    """What is heard counts as much as what is seen."""
    assert [text for _, text in in_template(source)] == texts
