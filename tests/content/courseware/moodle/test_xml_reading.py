"""Moodle XML of several versions: the cases that Moodle's own tests have, in other words."""

from base64 import b64encode

from courseware.moodle.placing import ClassBank
from tests.content.courseware.builder import DRAWING
from tests.content.courseware.moodle.banking import added, imported, returned

CASES: dict[str, tuple[str, str, list[str]]] = {}


def case(name: str, xml: str, markdown: str, *findings: str) -> None:
    """The question begins on line 2."""
    CASES[name] = (f"<quiz>\n{xml.strip()}\n</quiz>", markdown, list(findings))


def text(element: str, words: str, form: str = "html") -> str:
    return f'<{element} format="{form}"><text><![CDATA[{words}]]></text></{element}>'


def head(name: str, prompt: str, general: str = "Begitu.") -> str:
    return f"<name><text>{name}</text></name>{text('questiontext', prompt)}{text('generalfeedback', general)}"


def answer(fraction: str, words: str, feedback: str = "", more: str = "") -> str:
    said = text("feedback", feedback) if feedback else "<feedback><text></text></feedback>"
    return f'<answer fraction="{fraction}" format="html"><text>{words}</text>{said}{more}</answer>'


case(
    "several choices that all count in full, hints, usual and unusual feedback for all",
    f"""<question type="multichoice">{head("Genap", "<p>Mana yang genap?</p>", "2 dan 4.")}
<defaultgrade>2.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><single>false</single>
<shuffleanswers>false</shuffleanswers>
{text("correctfeedback", "<p>Your answer is correct.</p>")}
{text("incorrectfeedback", "<p>Hitung lagi.</p>")}
{answer("0", "1")}{answer("100", "2", "Ya")}{answer("0", "3")}{answer("100", "4")}
<hint format="html"><text>Bagi dua.</text></hint><hint><text></text></hint>
</question>""",
    """## Mana yang genap? {#genap poin=2 nilai=sebagian}
- [ ] 1
- [x] 2
  > Ya
- [ ] 3
- [x] 4
Penjelasan: 2 dan 4.""",
    "4 unshuffled",
    "6 overall-feedback",
    "8 hint",
)
case(
    "true or false with an id and labels",
    f"""<question type="truefalse">{head("Laba", "Laba sama dengan kas.")}<idnumber>TestIdNum1</idnumber>
{answer("0", "true", "Tidak.")}{answer("100", "false", "Betul.")}
<tags><tag><text>Kas Harian</text></tag><tag><text>!!!</text></tag></tags></question>""",
    """## Laba sama dengan kas. {#testidnum1 label=kas-harian}
- [ ] Benar
  > Tidak.
- [x] Salah
  > Betul.
Penjelasan: Begitu.""",
    "2 tag",
)
case(
    "a number with a unit before it, one with several units, and a wrong number that has feedback",
    f"""<question type="numerical">{head("Harga", "Berapa?")}{answer("100", "1500.5", "", "<tolerance>0.5</tolerance>")}
<units><unit><multiplier>1</multiplier><unit_name>Rp</unit_name></unit></units><unitsleft>1</unitsleft></question>
<question type="numerical">{head("Berat", "Berapa berat?")}{answer("100", "42", "", "<tolerance>0</tolerance>")}
{answer("0", "13", "Dari mana?", "<tolerance>1</tolerance>")}{answer("0", "*", "", "<tolerance></tolerance>")}
<units><unit><multiplier>1000</multiplier><unit_name>g</unit_name></unit>
<unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit></units></question>""",
    """## Berapa? {#harga}
Jawaban: Rp1500,5 ± 0,5
Penjelasan: Begitu.

## Berapa berat? {#berat}
Jawaban: 42 kg
Penjelasan: Begitu.""",
    "4 units",
    "5 answer-feedback",
)
case(
    "spellings that tell capitals apart",
    f"""<question type="shortanswer">{head("Celah", "Alfa, ____, gama.")}<usecase>1</usecase>
{answer("100", "beta")}{answer("0", "*", "Bukan.")}</question>""",
    """## Alfa, \\_\\_\\_\\_, gama. {#celah}
Jawaban: beta
Penjelasan: Begitu.""",
    "2 case",
    "3 answer-feedback",
)
case(
    "pairs with a decoy, in the format of Moodle 1.9",
    f"""<question type="matching"><name><text>Hewan</text></name><questiontext><text>Golongkan.</text></questiontext>
{text("generalfeedback", "Katak amfibi.", "moodle_auto_format")}
<subquestion><text>katak</text><answer><text>amfibi</text></answer></subquestion>
<subquestion><text>kucing</text><answer><text>mamalia</text></answer></subquestion>
<subquestion><text></text><answer><text>serangga</text></answer></subquestion></question>""",
    """## Golongkan. {#hewan nilai=sebagian}
- katak => amfibi
- kucing => mamalia
- => serangga
Penjelasan: Katak amfibi.""",
)
case(
    "an order with feedback for an item",
    f"""<question type="ordering">{head("Urut", "Urutkan.")}<selecttype>ALL</selecttype>
<gradingtype>RELATIVE_ALL_PREVIOUS_AND_NEXT</gradingtype>
{answer("1", "satu", "Betul.")}{answer("2", "dua")}{answer("3", "tiga")}</question>""",
    """## Urutkan. {#urut nilai=sebagian}
1. satu
2. dua
3. tiga
Penjelasan: Begitu.""",
    "4 answer-feedback",
)
TWO_PARAGRAPHS = text("questiontext", "satu\n\ndua < tiga", "plain_text")
MIXED = '<h3>Judul</h3><u>a</u> x<sup>2</sup> <a href="javascript:x">b</a> $$x$$ <script>alert(1)</script>'
case(
    "texts in other formats, what Markdown can't say, dangerous targets",
    f"""<question type="shortanswer"><name><text>Teks</text></name>{TWO_PARAGRAPHS}
{text("generalfeedback", MIXED)}
{answer("100", "a")}</question>""",
    """## satu {#teks}

dua < tiga
Jawaban: a
Penjelasan: **Judul**

a x² b $$x$$""",
    "5 formula",
    "5 markup",
    "5 markup",
    "5 link",
)
case(
    "a question that is hidden, an essay, one with blanks, one that is computed, one without a mark in whole numbers",
    f"""<question type="truefalse">{head("a", "A")}<hidden>1</hidden>{answer("100", "true")}</question>
<question type="essay">{head("b", "B")}<responseformat>editor</responseformat></question>
<question type="cloze">{head("c", "C {1:SA:=x}")}</question>
<question type="calculated">{head("d", "D")}</question>
<question type="description">{head("e", "E")}</question>
<question type="shortanswer">{head("f", "F")}<defaultgrade>2.5</defaultgrade>{answer("100", "x")}</question>""",
    """## F {#f poin=2}
Jawaban: x
Penjelasan: Begitu.""",
    "2 hidden",
    "3 no-counterpart",
    "4 no-counterpart",
    "5 no-counterpart",
    "6 no-counterpart",
    "7 points",
)


def test_every_case_comes_down_to_its_markdown(bank: ClassBank) -> None:
    """What can't be kept is told at its line, and nothing else is told."""
    wrong = {
        name: (markdown, findings)
        for name, (xml, expected, told) in CASES.items()
        for markdown, findings in [added(bank, xml)]
        if (markdown, sorted(findings)) != (f"# Impor {{#impor}}\n\n{expected}\n" if expected else "", sorted(told))
    }
    assert wrong == {}


def test_nested_categories_are_topics_with_their_ids(bank: ClassBank) -> None:
    """Those that hold no question are no topic; a class's own topic takes what belongs to it."""

    def category(path: str, idnumber: str = "") -> str:
        named = f"<category><text>{path}</text></category>{text('info', 'Kata.')}<idnumber>{idnumber}</idnumber>"
        return f'<question type="category">{named}</question>'

    def question(name: str) -> str:
        return f'<question type="shortanswer">{head(name, f"{name}?")}{answer("100", "x")}</question>'

    parts = [
        category("$course$/top/Kosong"),
        category("$course$/Iota &amp; satu"),
        question("a"),
        category("$course$/Iota &amp; satu/Kappa", "kappa-9"),
        question("b"),
        category("$course$/top/Lama", "pembeli"),
        question("c"),
    ]
    markdown, findings = added(bank, f"<quiz>{''.join(parts)}</quiz>")
    assert findings == []
    assert [line for line in markdown.split("\n") if line.startswith("#")] == [
        "# Iota & satu {#iota-satu}",
        "## a? {#a}",
        "# Iota & satu / Kappa {#kappa-9}",
        "## b? {#b}",
        "## c? {#c}",
    ]


def test_pictures_travel_inside_the_file(bank: ClassBank) -> None:
    """One with a text for those who don't see it comes along; others are told and left out."""
    drawing = b64encode(DRAWING.encode()).decode()
    shown = '<p>Apa ini?</p><p><img src="@@PLUGINFILE@@/Warung%20%281%29.svg" alt="Sebuah warung"></p>'
    silent = '<p><img src="@@PLUGINFILE@@/a.svg"></p><p><img src="https://a.b/c.png" alt="c"></p>'
    files = f'<file name="Warung (1).svg" path="/" encoding="base64">{drawing}</file>'
    prompt = f'<questiontext format="html"><text><![CDATA[{shown}{silent}]]></text>{files}</questiontext>'
    xml = f"""<quiz><question type="shortanswer"><name><text>Gambar</text></name>{prompt}
{text("generalfeedback", "Begitu.")}{answer("100", '<![CDATA[x<img src="a">]]>')}</question></quiz>"""
    (one,), findings = imported(bank, xml)
    assert [(found.line, found.code) for found in findings] == [(1, "moodle.picture"), (1, "moodle.picture")]
    ((name, content),) = one.pictures.items()
    assert content == DRAWING.encode()
    assert f"![Sebuah warung](media/{name})" in one.markdown
    assert f'src="data:image/svg+xml;base64,{drawing}"' in returned(bank, xml)[0].prompt_html
