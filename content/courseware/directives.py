"""The block rule for `:::`: callouts and recordings become elements, `::: cek` stays for the question reader."""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from courseware.public import RecordingKind

CALLOUTS = {"tip": "Tip", "contoh": "Contoh", "penting": "Penting", "langkah": "Langkah"}
CHECK = "cek"
BOXES = (*CALLOUTS, CHECK, *RecordingKind)
_MARK = ":::"
_FENCES = ("```", "~~~")
_TRANSCRIPT = re.compile(r"\**transkrip\**\s*:\**[ \t]*", re.IGNORECASE)


def directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Takes a `:::` box at the margin. Boxes stand in no list, quotation or other box."""
    if state.sCount[start] or not state.src.startswith(_MARK, state.bMarks[start]):
        return False
    # Silent: the mark ends the paragraph or list above, even without an empty line between.
    return silent or (not state.level and _box(state, start, _closing_line(state, start, end)))


def _box(state: StateBlock, start: int, close: int | None) -> bool:
    kind, _, rest = _line(state, start).removeprefix(_MARK).strip().partition(" ")
    if not kind:
        _mistake(state, start, start, "mark-alone")
    elif close is None:
        _mistake(state, start, start, "unclosed-box", kind=kind)
    elif kind == CHECK:
        token = _push(state, "check", start, close)
        token.info = rest.strip()
        token.content = state.getLines(start + 1, close, 0, False)
    elif kind in CALLOUTS:
        _callout(state, start, close, kind, rest.strip() or CALLOUTS[kind])
    elif kind in BOXES:
        _recording(state, start, close, kind, rest.strip())
    else:
        _mistake(state, start, close, "unknown-box", kind=kind, known=", ".join(BOXES))
    return True


def _callout(state: StateBlock, start: int, close: int, kind: str, title: str) -> None:
    opening = state.push("callout_open", "aside", 1)
    opening.attrs = {"class": f"callout callout--{kind}"}
    opening.map = [start, close]
    paragraph = state.push("paragraph_open", "p", 1)
    paragraph.attrs = {"class": "callout__title"}
    paragraph.map = [start, start + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = title, [start, start + 1], []
    state.push("paragraph_close", "p", -1)
    _inside(state, start + 1, close)
    state.push("callout_close", "aside", -1)


def _recording(state: StateBlock, start: int, close: int, kind: str, title: str) -> None:
    """Opens with what the lines above the transcript say; the transcript is Markdown like any other."""
    opening = state.push("recording_open", "figure", 1)
    opening.map = [start, close]
    settings: list[tuple[int, str]] = []
    opening.meta = {"kind": kind, "title": title, "settings": settings}
    spoken = close
    for line in range(start + 1, close):
        text = _line(state, line)
        if mark := _TRANSCRIPT.match(text):
            # The words behind the mark are the first of the transcript.
            state.bMarks[line] += mark.end()
            state.tShift[line] = state.sCount[line] = 0
            spoken = line
            break
        if text.strip():
            settings.append((line, text.strip()))
    _inside(state, spoken, close)
    state.push("recording_close", "figure", -1)


def _inside(state: StateBlock, start: int, close: int) -> None:
    """Reads the lines of a box up to its closing mark, and goes on below it."""
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", close
    state.md.block.tokenize(state, start, close)
    state.parentType, state.lineMax, state.line = parent, line_max, close + 1


def _mistake(state: StateBlock, start: int, last: int, code: str, **facts: str) -> None:
    _push(state, "directive_mistake", start, last).meta = {"code": code, "facts": facts}


def _push(state: StateBlock, kind: str, start: int, last: int) -> Token:
    token = state.push(kind, "", 0)
    token.map, token.hidden = [start, last + 1], True
    state.line = last + 1
    return token


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line of the closing `:::`; None when another box, or the end, comes first."""
    fence = ""
    for line in range(start + 1, end):
        text = _line(state, line)
        if text.startswith(_FENCES):
            fence = "" if text[:3] == fence else fence or text[:3]
        elif text.startswith(_MARK) and not fence:
            return line if text.strip() == _MARK else None
    return None


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]]
