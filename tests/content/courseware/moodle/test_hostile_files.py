"""Files that are broken, or made to harm: told at their line, in bearable time, and nothing comes of them."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from courseware.mistakes import Mistake, SourceFile
from courseware.moodle.bank import LARGEST_FILE, LONGEST_TEXT
from courseware.moodle.placing import ClassBank
from courseware.moodle.reading import read_bank, read_file
from tests.content.courseware.moodle.banking import added, imported

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
QUESTION = """<question type="truefalse"><name><text>a</text></name><questiontext><text>A</text></questiontext>
<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>"""


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        (f'<!DOCTYPE q [<!ENTITY a0 "x">{LAUGHS}]><quiz>&a11;</quiz>', "1 doctype"),
        ('<?xml version="1.0"?>\n<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>', "2 doctype"),
        ('<!DOCTYPE q SYSTEM "http://a.example/b.dtd"><quiz></quiz>', "1 doctype"),
        ("<quiz>\n&nbsp;</quiz>", "2 broken-xml"),
        (f"<quiz>\n{QUESTION}\n<question>", "4 broken-xml"),
        ("<quiz>\n" + "<a>" * 100_000, "2 deep-xml"),
        ("<html><p>a</p></html>", "1 no-quiz"),
        (f"<quiz>\n{QUESTION.replace('>A<', '><p>A</p><')}</quiz>", "2 tags-in-text"),
        ("<", "1 broken-xml"),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_xml_that_is_broken_or_reaches_outside_is_refused_whole(xml: str, found: str, bank: ClassBank) -> None:
    """Nobody knows what a file that ends early would have said, and no address in it is ever opened."""
    assert added(bank, xml) == ("", [found])


MEGABYTES = 10_000_000


@pytest.mark.parametrize(
    "text",
    [
        *("{" * MEGABYTES, "a{" + "~a" * (MEGABYTES // 2) + "}", "\\" * MEGABYTES, "// [id:" * (MEGABYTES // 7)),
        *("[html]" + "<a '\"" * (MEGABYTES // 5) + "{T}", "[html]" + "<!--" * (MEGABYTES // 4) + "{T}"),
        *("[html]" + "<div>" * (MEGABYTES // 5) + "{T}", "[markdown]" + "[a](*_`" * (MEGABYTES // 7) + "{T}"),
        "<quiz><question type='multichoice'>" + "<answer/>" * (MEGABYTES // 9) + "</question></quiz>",
    ],
    ids=lambda text: text[:12],
)
def test_ten_megabytes_of_anything_take_bearable_time(text: str, bank: ClassBank) -> None:
    """Whoever is sent a file by somebody else must not lose the afternoon to it."""
    started = time.process_time()
    added(bank, text)
    assert time.process_time() - started < 20


def test_ten_megabytes_of_questions_are_read(bank: ClassBank) -> None:
    """Moodle's banks grow over years."""
    question = "::soal {at}::Berapa {at}?" + "a" * 9_000 + "{{~satu\n=dua####Begitu.}}\n\n"
    text = "".join(question.format(at=at) for at in range(1_100))
    assert 9_900_000 < len(text) < LARGEST_FILE
    questions, findings = imported(bank, text)
    assert (len(questions), findings) == (1_100, [])


def test_larger_files_are_not_even_opened(tmp_path: Path) -> None:
    """The size is asked of the folder; reading it would fill the memory first."""
    file = tmp_path / "bank.xml"
    with file.open("wb") as large:
        large.truncate(LARGEST_FILE + 1)
    mistakes: list[Mistake] = []
    assert read_file(file, mistakes) is None
    assert [one.code for one in mistakes] == ["moodle.too-large"]


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    """Old editors of Windows write é as one byte."""
    file = tmp_path / "bank.txt"
    file.write_bytes(b"Apa?{=a}\n\nKaf\xe9?{=b}\n")
    mistakes: list[Mistake] = []
    assert read_file(file, mistakes) is None
    assert [(one.line, one.code) for one in mistakes] == [(3, "source.not-utf8")]


def test_a_text_like_a_book_is_cut_and_told(bank: ClassBank) -> None:
    _, found = added(bank, f"{'a ' * LONGEST_TEXT}?{{=a####b}}")
    assert "1 long-text" in found


PIECES = [
    *("{", "}", "=", "~", "#", "####", "->", "%50%", "%-5%", "\\", "::", ":", "[html]", "[markdown]", "\n", "\n\n"),
    *("// [id:a]", "[tag:b]", "$CATEGORY: a", "{>3 ALL", "{#", "..", "TRUE", "*", "|", "±", "<b>", "</p>", "<ul><li>"),
    *("<table><tr><td>", "<pre>\n# a", "<img src=x>", "&#0;", "&lt;", "`", "- [x] a", "## b {#c}", "Penjelasan:"),
    *("<quiz>", '<question type="multichoice">', "<questiontext><text>", "<![CDATA[", "]]>", "</question>", "a", "1e9"),
    *('<answer fraction="1e99">', "<tolerance>-1", "\u202e", "![a](b)", "[a](javascript:x)", "{{", "=>", "\\n"),
]


@settings(max_examples=200, deadline=None)
@example(pieces=["<quiz>", "\r0"])
@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30))
def test_any_text_gives_questions_that_our_reader_takes_or_findings(pieces: list[str], shared_bank: ClassBank) -> None:
    """No trace, no line outside of the file, and nothing of a file becomes a heading or a key of ours."""
    # With line feeds only, as `read_source` has it: to an XML reader a lone carriage return ends a line too.
    text = "".join(pieces).replace("\r\n", "\n").replace("\r", "\n")
    findings: list[Mistake] = []
    source = SourceFile("bank", text, findings)
    asked = list(read_bank(source))
    questions, found = imported(shared_bank, text)
    lines = text.count("\n") + 1
    assert all(1 <= one.line <= lines for one in [*found, *findings])
    assert len(questions) <= len(asked)
    for one in questions:
        assert sum(line.startswith(("# ", "## ")) for line in one.markdown.split("\n")) == 1
