"""Footnotes: `[^1]` in the text, `[^1]: ...` on a line of its own. The parsing is a plugin's, the page is ours."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def

from courseware.messages import Language, catalogue

# Kept beside the plugin's own notes: label -> the lines on which it is explained, from the text's first line on.
_LINES = "footnote_lines"


def add_footnotes(markdown: MarkdownIt) -> None:
    markdown.use(footnote_plugin, inline=False)
    markdown.block.ruler.at("footnote_def", _definition, {"alt": ["paragraph", "reference"]})
    for name, rule in (
        ("footnote_ref", _render_reference),
        ("footnote_block_open", _render_block),
        ("footnote_open", _render_note),
        ("footnote_anchor", _render_way_back),
    ):
        markdown.add_render_rule(name, rule)


def footnote_mistakes(env: MutableMapping[str, Any]) -> list[tuple[int, str, str]]:
    """Line from the text's first, key of check-markdown, label: for notes that nobody can reach, or tell apart."""
    used = {note["label"] for note in env.get("footnotes", {}).get("list", {}).values()}
    mistakes: list[tuple[int, str, str]] = []
    for label, (first, *others) in env.get(_LINES, {}).items():
        mistakes += [(line, "footnote-twice", label) for line in others]
        if label not in used:
            mistakes.append((first, "footnote-unused", label))
    return mistakes


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = len(state.tokens)
    # Asked at every block of every text, and hardly any is a note.
    if not state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    if not footnote_def(state, start, end, silent):
        return False
    if not silent:
        label: str = state.tokens[opening].meta["label"]
        state.env.setdefault(_LINES, {}).setdefault(label, []).append(start)
    return True


def _number(token: Token) -> str:
    return str(token.meta["id"] + 1)


def _place(token: Token) -> str:
    """Where the text refers to the note. A colon keeps it apart from the anchors of headings."""
    again: int = token.meta["subId"]
    return f"rujukan:{_number(token)}" + (f":{again + 1}" if again else "")


def _render_reference(
    _self: RendererProtocol, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    number = _number(tokens[at])
    label = catalogue(Language.INDONESIAN).say("lesson.footnote", number=number)
    link = f'<a href="#catatan:{number}" id="{_place(tokens[at])}" aria-label="{label}">{number}</a>'
    return f'<sup class="footnote">{link}</sup>'


def _render_block(
    _self: RendererProtocol, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: EnvType
) -> str:
    label = catalogue(Language.INDONESIAN).say("lesson.footnotes")
    return f'<section class="sources" aria-label="{label}">\n<ol>\n'


def _render_note(
    _self: RendererProtocol, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    return f'<li id="catatan:{_number(tokens[at])}">'


def _render_way_back(
    _self: RendererProtocol, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    number, again = _number(tokens[at]), tokens[at].meta["subId"]
    say = catalogue(Language.INDONESIAN).say
    label = say("lesson.backAgain", number=number, time=again + 1) if again else say("lesson.back", number=number)
    # The second sign keeps phones from drawing the arrow as a picture.
    return f' <a class="footnotes__back" href="#{_place(tokens[at])}" aria-label="{label}">\u21a9\ufe0e</a>'
