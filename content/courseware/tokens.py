"""What the writer asks of Markdown's tokens, and the ones it makes itself."""

from collections.abc import Sequence

from markdown_it.token import Token

from courseware.messages import Language, catalogue

BREAKS = ("softbreak", "hardbreak")


def text_of(tokens: Sequence[Token], code: str | None = None) -> str:
    """The words of inline tokens; `code` replaces code spans."""
    words: list[str] = []
    for token in tokens:
        if token.type in BREAKS:
            words.append("\n")
        elif token.type == "code_inline":
            words.append(token.content if code is None else code)
        elif token.children:
            words.append(text_of(token.children, code))
        else:
            words.append(token.content)
    return "".join(words)


def is_paragraph(tokens: Sequence[Token], index: int) -> bool:
    """Whether the inline token at `index` is a paragraph of its own, and no title of a callout."""
    return index > 0 and tokens[index - 1].type == "paragraph_open" and not tokens[index - 1].attrs


def mark_lines(tokens: Sequence[Token], line: int) -> None:
    """Gives each block the attribute data-line, its line in the file; `line` is where the text begins."""
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            token.attrs["data-line"] = line + token.map[0]


def plain(text: str) -> Token:
    return Token("text", "", 0, content=text)


def caption(text: str) -> list[Token]:
    opening, closing = Token("figcaption_open", "figcaption", 1), Token("figcaption_close", "figcaption", -1)
    return [opening, plain(text), closing]


def table_wrap(tokens: Sequence[Token], table: int) -> Token:
    """A wide table scrolls by itself, by keyboard as well, and leaves the page as narrow as the phone. Its name tells
    it from the lesson's other tables."""
    return Token("wrap_open", "div", 1, attrs=dict(table_attributes(_headers(tokens, table))), block=True)


def table_attributes(headers: Sequence[str]) -> dict[str, str]:
    """What the element around a table has; `headers` are the words of its header cells."""
    name = ", ".join(words for words in headers if words)
    say = catalogue(Language.INDONESIAN).say
    return {
        "class": "table-scroll",
        "tabindex": "0",
        "role": "region",
        "aria-label": say("lesson.namedTable", name=name) if name else say("lesson.table"),
    }


def wrap_end() -> Token:
    return Token("wrap_close", "div", -1, block=True)


def align(cell: Token) -> None:
    """The policy of the site forbids the style attribute that Markdown gives to a cell."""
    alignment = str(cell.attrs.pop("style", "")).removeprefix("text-align:")
    if alignment:
        cell.attrs["class"] = f"align-{alignment}"
    if cell.tag == "th":
        cell.attrs["scope"] = "col"


def _headers(tokens: Sequence[Token], table: int) -> list[str]:
    """The words of the header cells of the table that opens at `table`."""
    end = next(place for place in range(table, len(tokens)) if tokens[place].type == "thead_close")
    cells = [tokens[place + 1] for place in range(table, end) if tokens[place].type == "th_open"]
    return [text_of(cell.children or []).strip() for cell in cells]
