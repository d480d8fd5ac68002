"""What a class gives to Moodle, as Moodle's importers read it, and what is told because a format has no room for it."""

from xml.etree import ElementTree

from courseware.moodle.placing import ClassBank
from tests.content.courseware.builder import CourseFolder
from tests.content.courseware.moodle.banking import bank_of, exported

BANK = """# Kas & bank / saldo {#kas}

## Berapa *harga*? {#harga poin=3 pelajaran=mengenal-pembeli label=hitung}
Jawaban: Rp1.500 ± 2%
Penjelasan: Begitu.

## Mana? {#mana}
- [x] {satu}
- [x] dua = 2
- [ ] tiga ~ 3
  > Bukan #3.
Penjelasan: Begitu.

## Jodohkan. {#jodoh}
- a => `kode`
- b => dua -> tiga
- => empat
Penjelasan: Begitu.

## Urutkan. {#urut nilai=sebagian}
1. // satu
2. {dua}
3. *tiga*
Penjelasan: Begitu.

## Laba itu kas. {#laba}
- [ ] Benar
  > Tidak.
- [x] Salah
Penjelasan: Begitu.

## Tulis. {#tulis}
Jawaban: a -> b
Penjelasan: ![Warung](media/sampul.svg "Warung")

## Sebut. {#sebut}
Jawaban: 5*5 | [html]
Penjelasan: Begitu.
"""


def bank(course: CourseFolder) -> ClassBank:
    course.evaluation(BANK)
    return bank_of(course.root)


def test_gift_is_written_with_moodles_signs(course: CourseFolder) -> None:
    """A sign that isn't escaped would be another answer; `[html]` would be a format."""
    text, told = exported(bank(course).sealed, "gift")
    assert (
        text.split("// [id:mengenal-pembeli]", maxsplit=1)[0]
        == r"""// [id:kas]
$CATEGORY: $course$/top/Kas & bank // saldo

// [id:harga] [tag:hitung] [tag:pelajaran=mengenal-pembeli] [tag:poin=3]
::harga::[html]<p>Berapa <em>harga</em>?</p>{#
	=1500:30
	####<p>Begitu.</p>
}

// [id:mana] [tag:nilai=utuh]
::mana::[html]<p>Mana?</p>{
	~%50%\{satu\}
	~%50%dua \= 2
	~%-100%tiga \~ 3#Bukan \#3.
	####<p>Begitu.</p>
}

// [id:jodoh] [tag:nilai=utuh]
::jodoh::[html]<p>Jodohkan.</p>{
	=a -> kode
	=b -> dua -> tiga
	= -> empat
	####<p>Begitu.</p>
}

// [id:urut] [tag:nilai=sebagian]
::urut::[html]<p>Urutkan.</p>{>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none
&#47;/ satu
&#123;dua&#125;
<em>tiga</em>
	####<p>Begitu.</p>
}

// [id:laba]
::laba::[html]<p>Laba itu kas.</p>{FALSE#Tidak.####<p>Begitu.</p>}

// [id:sebut]
::sebut::[html]<p>Sebut.</p>{
	=%100%5\\*5
	=%100%[plain][html]
	####<p>Begitu.</p>
}

"""
    )
    assert told == [
        ("mana", "export-whole"),
        ("jodoh", "export-whole"),
        ("jodoh", "export-markup"),
        ("tulis", "export-picture"),
        ("harga", "export-unit"),
        ("harga", "export-points"),
        ("tulis", "export-arrow"),
    ]


def test_xml_holds_points_units_and_pictures(course: CourseFolder) -> None:
    """It is the format that loses least."""
    text, told = exported(bank(course).sealed, "xml")
    quiz = ElementTree.fromstring(text)  # noqa: S314 - our own text
    questions = {one.findtext("idnumber"): one for one in quiz.findall("question")}
    assert [one.get("type") for one in quiz.findall("question")] == [
        *("category", "numerical", "multichoice", "matching", "ordering", "truefalse", "shortanswer", "shortanswer"),
        *("category", "multichoice"),
    ]
    harga = questions["harga"]
    assert [harga.findtext(path) for path in ("defaultgrade", "answer/text", "answer/tolerance")] == ["3", "1500", "30"]
    assert (harga.findtext("units/unit/unit_name"), harga.findtext("unitsleft")) == ("Rp", "1")
    assert questions["kas"].findtext("category/text") == "$course$/top/Kas & bank // saldo"
    assert [one.get("fraction") for one in questions["mana"].findall("answer")] == ["50", "50", "-100"]
    assert [one.get("fraction") for one in questions["urut"].findall("answer")] == ["1", "2", "3"]
    picture = questions["tulis"].find("generalfeedback/file")
    assert picture is not None
    assert f"@@PLUGINFILE@@/{picture.get('name')}" in (questions["tulis"].findtext("generalfeedback/text") or "")
    assert told == [("mana", "export-whole"), ("jodoh", "export-whole"), ("jodoh", "export-markup")]
