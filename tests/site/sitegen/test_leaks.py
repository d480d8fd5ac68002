"""No key and no explanation may go out, however it is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

import sitegen
from courseware.release import Release, SealedString
from sitegen.leaks import find_leaks

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
    assert [leak.file for leak in refusal.value.leaks] == ["kelas/pemasaran/pembeli/index.html"]
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
