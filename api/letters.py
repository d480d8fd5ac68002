"""Letters: one source per language becomes subject, plain text and HTML.

A source is `mails/<template>/<language>.md`. Its blocks stand apart by an empty line:

    # the subject, always first, which is the HTML's heading too
    a paragraph, with **bold** and <{{ address }}>; a line break stays one
    [a button]({{ link }})
    > a note
    **{{ code }}**                   alone: a code to copy, in large figures
    | {{ answer }}                   alone: somebody else's words, quoted, their line breaks kept
    {% if passed %}                  alone: the blocks up to {% else %} or {% endif %}

`{{ name }}` is a fact, filled in by Jinja after the blocks were told apart: whatever a fact holds, it is text. A
datetime is written in words and in WIB. `words` are the catalogue's `letters`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from api.refusal import Language
from courseware import messages

FOLDER = Path(__file__).parent / "mails"
WIB = ZoneInfo("Asia/Jakarta")
LONGEST_SUBJECT = 70
NAME = "Si-Jawara+"

# Telephones break lines at its hyphen.
_WHOLE_NAME = f'<span style="white-space:nowrap">{NAME}</span>'

# Line breaks of any kind, what can't be encoded, and what turns the direction of the words around it.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_JINJA = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ADDRESS = re.compile(r"<(\{\{ \w+ \}\}[\w/]*)>")
_ESCAPED_ADDRESS = re.compile(escape(_ADDRESS.pattern))
_CONDITION = re.compile(r"\{%[^%]*%\}")
_BUTTON = re.compile(r"\[(.+)\]\(\{\{ (\w+) \}\}\)")
_CODE = re.compile(r"\*\*\{\{ (\w+) \}\}\*\*")
_QUOTE = re.compile(r"\| \{\{ (\w+) \}\}")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person gets to read, in both forms."""

    subject: str
    text: str
    html: str


def letter(template: str, language: Language, facts: Mapping[str, object], frame: Mapping[str, str]) -> Letter:
    """The letter with its facts filled in; `frame` has the `site` and the `office` that writes.

    Raises:
        UndefinedError: a fact, or the word for one, is missing.
        TemplateNotFound: no such template in this language.
    """
    words = _words(language)
    known = {**frame, "words": words, "language": language}
    lines = {name: _lines(fact) for name, fact in facts.items() if isinstance(fact, str)}
    shown = {**known, **{name: _shown(fact, words) for name, fact in facts.items()}, "lines": lines}
    source = f"{template}/{language}.md"
    subject, _, text = _text.get_template(source).render(shown).partition("\n")
    heading, _, html = _html.get_template(source).render(shown).partition("\n")
    text = re.sub(r"\n{3,}", "\n\n", text.strip("\n"))
    framed = {"subject": subject, "preview": text.partition("\n\n")[0]}
    framed |= {"heading": Markup(heading), "body": Markup(html)}  # noqa: S704 - rendered with autoescape just above
    return Letter(
        subject=_cut(subject),
        text=_text.get_template("frame.txt").render(known, body=text),
        html=_html.get_template("frame.html").render(known, **framed),
    )


def _as_text(block: str) -> str:
    """A block of a source as a Jinja template for plain text."""
    if _CONDITION.fullmatch(block):
        return block
    if button := _BUTTON.fullmatch(block):
        return f"{button[1]}:\n{{{{ {button[2]} }}}}\n\n"
    if quote := _QUOTE.fullmatch(block):
        return f"{{% for line in lines.{quote[1]} %}}> {{{{ line }}}}\n{{% endfor %}}\n"
    plain = re.sub(r"^(#|>) ", "", block, flags=re.MULTILINE)
    return _ADDRESS.sub(r"\1", _BOLD.sub(r"\1", plain)) + "\n\n"


def _as_html(block: str) -> str:
    """The same for HTML; what each part looks like stands in mails/parts.html."""
    if _CONDITION.fullmatch(block):
        return block
    if block.startswith("# "):
        return f"{_marked(block[2:])}\n"
    if button := _BUTTON.fullmatch(block):
        return f"{{% call parts.button({button[2]}) %}}{_marked(button[1])}{{% endcall %}}\n"
    if code := _CODE.fullmatch(block):
        return f"{{{{ parts.code({code[1]}) }}}}\n"
    if quote := _QUOTE.fullmatch(block):
        return f"{{{{ parts.quote(lines.{quote[1]}) }}}}\n"
    kind, content = ("note", re.sub("^> ", "", block, flags=re.MULTILINE)) if block[0] == ">" else ("paragraph", block)
    return f"{{% call parts.{kind}() %}}{_marked(content)}{{% endcall %}}\n"


def _marked(text: str) -> str:
    """Words of a source as HTML: escaped outside of Jinja's braces, then bold, addresses and line breaks."""
    pieces = _JINJA.split(text)
    pieces[::2] = [escape(piece, quote=False) for piece in pieces[::2]]
    html = _BOLD.sub(r"<strong>\1</strong>", "".join(pieces)).replace("\n", "<br>").replace(NAME, _WHOLE_NAME)
    return _ESCAPED_ADDRESS.sub(r"{% call parts.address() %}\1{% endcall %}", html)


def _environment(form: Callable[[str], str], start: str, *, autoescape: bool) -> Environment:
    """Templates under mails/, the sources made into templates of this form."""

    def load(name: str) -> str | None:
        path = FOLDER / name
        if not path.is_file():
            return None
        content = path.read_text(encoding="utf-8")
        if path.suffix != ".md":
            return content
        return start + "".join(form(block) for block in re.split(r"\n{2,}", content.strip()))

    loader = FunctionLoader(load)
    return Environment(
        loader=loader,
        autoescape=autoescape,  # noqa: S701 - off for plain text alone
        undefined=StrictUndefined,
        auto_reload=False,
    )


_text = _environment(_as_text, "", autoescape=False)
_html = _environment(_as_html, '{% import "parts.html" as parts with context %}', autoescape=True)


def _words(language: Language) -> Mapping[str, Any]:
    return messages.words(messages.Language(language), "letters")


def _shown(fact: object, words: Mapping[str, Any]) -> object:
    """A fact as the reader sees it: one line without controls; moments in words."""
    if isinstance(fact, datetime):
        return _moment(fact, words)
    return _one_line(fact) if isinstance(fact, str) else fact


def _moment(at: datetime, words: Mapping[str, Any]) -> str:
    local = at.astimezone(WIB)
    return str(words["moment"]).format(local, month=words["months"][local.month - 1])


def moment_in_words(at: datetime, language: Language) -> str:
    """A moment as letters and pages write it: 4 November 2026 pukul 09.00 WIB."""
    return _moment(at, _words(language))


def day_in_words(day: date, language: Language) -> str:
    """A day without a time: 4 November 2026."""
    return f"{day.day} {_words(language)['months'][day.month - 1]} {day.year}"


def _one_line(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def _lines(text: str) -> list[str]:
    return [_one_line(line) for line in text.strip().splitlines()]


def _cut(subject: str) -> str:
    """Phones show less than this; a class's title may be longer."""
    return subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1].rstrip()}…"
