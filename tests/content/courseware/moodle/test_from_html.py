"""HTML as Moodle's editor leaves it, in the Markdown of a question."""

import pytest

from courseware.links import Lessons
from courseware.mistakes import Mistake, SourceFile
from courseware.moodle.bank import Text
from courseware.moodle.texts import Texts


def written(html: str, *, block: bool = True) -> tuple[str, list[str]]:
    """The Markdown, and what was told with what it names."""
    found: list[Mistake] = []
    texts = Texts(SourceFile("bank.xml", html, found), Lessons({}, complete=True))
    markdown = texts.block(Text(html)) if block else texts.line(Text(html))
    return markdown, [f"{one.code.removeprefix('moodle.')} {dict(one.facts).get('what', '')}".strip() for one in found]


@pytest.mark.parametrize(
    ("html", "markdown", "told"),
    [
        ('<p dir="ltr" style="text-align: left;">a&nbsp;<span lang="id">b</span><br></p>', "a b", []),
        ("satu<br><br>dua<br>tiga", "satu\n\ndua\\\ntiga", []),
        ("<div><div>a</div>b<p>c<p>d</div>", "a\n\nb\n\nc\n\nd", []),
        ("a <b>b </b>c<i> d</i><b></b>", "a **b** c *d*", []),
        ("<b>a</b><b>b</b> <strong>c <em>d</em></strong>", "**ab** **c _d_**", []),
        ("a<b>:b</b>c", "a:bc", ["markup b"]),
        ("<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</ul>", "- a\n  1. b\n  2. c\n- d", []),
        ("<ul><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n\n- b", []),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>1|2</td><td><b>3</b></td></tr></table>",
            "| a | b |\n| --- | --- |\n| 1\\|2 | **3** |",
            [],
        ),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b", []),
        ("<pre>a\n  b ``` c</pre>", "~~~\na\n  b ``` c\n~~~", []),
        ("x<sup>2</sup>, H<sub>2</sub>O, a<sub>ij</sub>", "x², H₂O, aij", ["markup sub"]),
        (
            '<a href="https://a.b/c d">x</a> <a href="//a.b">y</a> <a>z</a>',
            "[x](https://a.b/c%20d) y z",
            ["link //a.b"],
        ),
        ("<h4>a</h4><u>b</u><iframe src=x></iframe>", "**a**\n\nb", ["markup h4", "markup u", "markup iframe"]),
        ("<!-- a -->b<script>c</script><style>d</style><!-- e", "b", []),
        (
            "1. a<br># b<br>Jawaban: c<br>- [x] d<br>=&gt; e",
            "1\\. a\\\n\\# b\\\nJawaban\\: c\\\n\\- \\[x\\] d\\\n\\=> e",
            [],
        ),
        ("5 < 6 && 7 > 3 &amp;lt; * _ a_b `", "5 < 6 && 7 > 3 \\&lt; \\* \\_ a_b \\`", []),
        ("\\(x^2\\)", "\\\\(x^2\\\\)", ["formula"]),
    ],
)
def test_what_markdown_can_say_is_said_and_the_rest_told(html: str, markdown: str, told: list[str]) -> None:
    assert written(html) == (markdown, told)


def test_a_choice_is_one_line() -> None:
    """Its second line would be its feedback, or nothing."""
    assert written("<p>a</p><p>b<br>c</p>", block=False) == ("a b c", [])
    assert written("<ul><li>a</li><li>b</li></ul>", block=False) == ("a b", ["markup ul"])
    assert written('a <img src="x" alt="b">', block=False) == ("a", ["picture-in-line b"])
