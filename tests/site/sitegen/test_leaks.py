"""No key and no explanation may go out, however it is written."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sitegen
from courseware.release import Release, SealedString
from sitegen import leaks
from sitegen.leaks import Search, find_leaks

SENTENCE = SealedString("Pembeli memutuskan karena manfaat yang ia rasakan.", "soal q1")
PLANTED = "Pembeli memutuskan karena <em>manfaat</em> yang ia rasakan, bukan karena ciri barangnya."


def test_a_planted_explanation_stops_the_build_and_leaves_the_old_site(
    make_release: Callable[..., Release], tmp_path: Path
) -> None:
    """The last line of defence: it must hold even when every other part is wrong."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("yang lama")
    with pytest.raises(sitegen.LeakFound) as refusal:
        sitegen.build(make_release(f"<p>{PLANTED}</p>"), folder, "https://belajar.example")
    files = [leak.file for leak in refusal.value.leaks]
    assert files[0].startswith("assets/search.")
    assert files[1:] == ["data/v1/courses/pemasaran.json", "kelas/pemasaran/pembeli/index.html"]
    assert "kelas/pemasaran/pembeli/index.html" in str(refusal.value)
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("index.html", "yang lama")]
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<p>Pembeli <b>memutus</b>kan karena&nbsp;manfaat\n yang ia rasakan</p>"),
        ("a.html", '<img alt="PEMBELI MEMUTUSKAN KARENA MANFAAT YANG IA RASAKAN">'),
        ("a.html", "<!-- pembeli memutuskan karena manfaat yang ia rasakan -->"),
        ("a.js", r'x="Pembeli memutuskan\nkarena manfaat \u0079ang ia rasakan"'),
        ("a.json", '{"e":"Pembeli memutuskan, karena manfaat, yang ia rasakan!"}'),
        ("a.svg", "<text>Pembeli memutuskan karena <tspan>manfaat yang ia rasakan</tspan></text>"),
    ],
)
def test_markup_escapes_and_case_hide_nothing(name: str, text: str, tmp_path: Path) -> None:
    """Templates, minifiers and editors each write the same sentence differently."""
    (tmp_path / name).write_text(text)
    assert [(leak.file, leak.origin) for leak in find_leaks(tmp_path, [SENTENCE])] == [(name, "soal q1")]


def test_a_part_of_a_sealed_sentence_is_no_leak(tmp_path: Path) -> None:
    """A lesson teaches what the evaluation asks: shared words are the point, the whole sentence is not."""
    (tmp_path / "a.html").write_text("<p>Pembeli memutuskan karena manfaat yang ia cari dan rasakan.</p>")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\xff\xfe")
    assert find_leaks(tmp_path, [SENTENCE, SealedString("", "kosong"), SealedString("manfaatnya", "soal q2")]) == []


# Few words and many ways to write them, so that sealed texts turn up whole, cut, doubled and side by side.
PIECES = st.sampled_from([
    *("modal", "Modal", "usaha", "MODAL", "koperasi", "a", "laba", "ﬁ", "fi", "K", "k", "é", "harga_jual", "7"),
    *(" ", " ", " ", "\n", "<b>", "</b>", "<a title='modal usaha'>", "&amp;", "&#117;", "&nbsp;", "&am<i>p;", "\\n"),
    *("&lt;", "&quot;", "&#39;", "&quo", "t;"),
    *("\\u0061", "\\u{6d}", "\\ud800", "–", "-", "'", "\u00ad", "<", ">"),
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def found_word_by_word(text: str, sealed: list[str]) -> set[str]:
    """The rule itself, without any haste: the words of the sealed text, in a row, in one of three readings."""

    def character(escape: re.Match[str]) -> str:
        return chr(int(escape[1] or escape[2], 16))

    def words(text: str) -> str:
        return " " + " ".join(re.findall(r"\w+", text.casefold())) + " "

    plain = re.sub(r"\\u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})", character, text)
    plain = re.sub(r"\\[nrt\"'/\\]", " ", plain)
    readings = [words(html.unescape(re.sub("<[^>]*>", instead, plain))) for instead in (" ", "")]
    readings.append(words(html.unescape(plain)))
    return {one for one in sealed if words(one).strip() and any(words(one) in reading for reading in readings)}


@given(st.lists(TEXTS, max_size=6, unique=True), TEXTS, TEXTS, st.data())
def test_haste_overlooks_nothing(sealed: list[str], before: str, after: str, data: st.DataObject) -> None:
    """The search compares bare letters first; it must find what comparing every word finds, and no more."""
    planted = data.draw(st.sampled_from(["", *sealed]))
    text = before + planted + after
    search = Search(SealedString(one, one) for one in sealed)
    found = {leak.text for leak in search.leaks("a.html", text.encode("utf-8", "replace"))}
    assert found == found_word_by_word(text.encode("utf-8", "replace").decode(), sealed)


def test_every_character_that_folds_to_a_letter_is_known() -> None:
    """Python's newest tables of characters decide; the list in the code only saves looking through them."""
    folding = {one for one in map(chr, range(128, 0x110000)) if one.casefold().encode("ascii", "ignore")}
    assert folding == leaks._FOLDED  # pyright: ignore[reportPrivateUsage] -- held to what it is derived from
